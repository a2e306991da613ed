"""Gaps: today's level, the level the plan reaches and the target, largest gap first."""

from collections.abc import Sequence

import altair as alt

from domain.framework import Level
from domain.planning import Gap, Roadmap
from reporting.charts.canvas import (
    WIDE,
    Position,
    Row,
    canvas,
    down,
    empty,
    layer,
    level_position,
    words,
)
from reporting.charts.inks import ink
from reporting.facts import level_numbers, open_gaps, reached
from reporting.language import _
from reporting.sentences import gaps_title
from reporting.theme import SMALL_SIZE, TEXT_SIZE

_ABOVE, _BESIDE = 38, 17
_NAMES = 0.48
"""Share of a wide chart that the names take."""


def gaps(
    roadmap: Roadmap,
    width: int | None = None,
    levels: Sequence[Level] = (),
    shown: Sequence[Gap] | None = None,
) -> alt.LayerChart:
    """A dumbbell for each open gap: filled dot today, bar to the level reached, open target.

    `levels` are the framework's, for the axis; without them it runs from 1 to 5. `shown` are
    the gaps to draw when they do not fit on one page.
    """
    text = gaps_text(roadmap)
    found = open_gaps(roadmap) if shown is None else shown
    if not found:
        return empty(text, width)
    beside = width is not None and width >= WIDE
    each = _BESIDE if beside else _ABOVE
    rows = [_row(gap, at * each + each - (8 if beside else 11)) for at, gap in enumerate(found)]
    height = each * len(rows) + 2
    low, high = level_numbers(roadmap, levels)
    at_level = level_position(low, high, levels, width * _NAMES if width and beside else 0)
    names = rows if beside else [{**row, "y": row["y"] - 17} for row in rows]
    return canvas(
        [
            _spans(rows, at_level, height, "target", "line", 2),
            _spans(rows, at_level, height, "reached", "work", 5),
            _points(rows, at_level, height, "reached", "circle", "work", filled=True, size=70),
            _points(rows, at_level, height, "today", "circle", "work", filled=True, size=130),
            _points(rows, at_level, height, "target", "diamond", "accent", filled=False, size=190),
            words(
                names,
                height,
                "name",
                limit=f"width * {_NAMES}" if beside else "width",
                size=SMALL_SIZE if beside else TEXT_SIZE,
            ),
        ],
        width,
        height,
        text,
    )


def gaps_text(roadmap: Roadmap) -> str:
    """The finding, and every open gap."""
    each = "; ".join(
        _(
            "%(name)s: level %(today)s today, %(reached)s with the plan, target %(target)s",
            name=gap.name,
            today=gap.current,
            reached=reached(gap),
            target=gap.target,
        )
        for gap in open_gaps(roadmap)
    )
    return f"{gaps_title(roadmap)}. {each}." if each else f"{gaps_title(roadmap)}."


def _row(gap: Gap, y: float) -> Row:
    return {
        "y": y,
        "name": _("%(name)s (today assumed)", name=gap.name) if gap.assumed else gap.name,
        "today": gap.current,
        "reached": reached(gap),
        "target": gap.target,
    }


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="Capability"),
        alt.Tooltip("today:Q", title="Level today"),
        alt.Tooltip("reached:Q", title="Reached by the plan"),
        alt.Tooltip("target:Q", title="Target"),
    ]


def _spans(
    rows: list[Row],
    at_level: Position,
    height: float,
    end: str,
    colour: str,
    thickness: int,
) -> alt.Chart:
    return (
        layer(rows)
        .mark_rule(strokeWidth=thickness, color=ink(colour))
        .encode(x=at_level("today"), x2=f"{end}:Q", y=down(height), tooltip=_tooltip())
    )


def _points(
    rows: list[Row],
    at_level: Position,
    height: float,
    field: str,
    shape: str,
    colour: str,
    *,
    filled: bool,
    size: int,
) -> alt.Chart:
    return (
        layer(rows)
        .mark_point(
            shape=shape, filled=filled, size=size, strokeWidth=2, opacity=1, color=ink(colour)
        )
        .encode(x=at_level(field), y=down(height), tooltip=_tooltip())
    )
