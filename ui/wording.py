"""How values are written on screen: text made safe for Markdown, money, times, levels."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from domain.framework import Level

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~^&])")

# An address is made a link even when it is escaped; an invisible break inside prevents it.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\S)(?=@\S)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Text from people or files, so that Markdown shows it literally and on one line."""
    unlinked = _ADDRESS.sub(_ZERO_WIDTH_SPACE, " ".join(text.split()))
    return _MARKDOWN.sub(r"\\\1", unlinked)


def time_zone() -> ZoneInfo:
    """The reader's own time zone, UTC where the browser names none."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except ZoneInfoNotFoundError:
        return ZoneInfo("UTC")


def clock(moment: datetime) -> str:
    """The time of day in the reader's own time zone, such as "10:42"."""
    return moment.astimezone(time_zone()).strftime("%H:%M")


def level_name(number: int | None, levels: Sequence[Level]) -> str:
    """A level by number and name, such as "2 Emerging", or "not established"."""
    names = {level.number: level.name for level in levels}
    return f"{number} {names[number]}" if number in names else "not established"


def level_steps(number: int | None, levels: Sequence[Level]) -> str:
    """A level as filled steps with number and name, such as "●●○○○ 2 Emerging"."""
    reached = sum(1 for level in levels if number is not None and level.number <= number)
    steps = "●" * reached + "○" * (len(levels) - reached)
    return f"{steps} {level_name(number, levels)}"


def level_range(worst: int | None, best: int | None) -> str:
    """The levels between worst and best case, such as "2 to 3" or "2"."""
    if worst is None or best is None:
        return "unknown"
    return str(worst) if worst == best else f"{worst} to {best}"
