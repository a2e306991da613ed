"""What people take home from a workshop: one page, however much was said.

What does not fit is left out in steps, first the length of texts, then the length of lists,
until it is one page; the page says in words how much is missing.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import ceil
from typing import Any, Generic, TypeVar

from domain.report import Agreed, TakeAway, Theme
from domain.scorecard import Scorecard
from reporting import sentences
from reporting.facts import nothing_answered
from reporting.language import _, speaking
from reporting.paper import archive
from reporting.paper.documents import laid_out
from reporting.templates import environment, print_style, say
from reporting.theme import TEMPLATES, level_colour
from reporting.words import decimal, level_of

OnProgress = Callable[[float, str], None]
Item = TypeVar("Item")

_ALL = 100_000
"""More characters than anybody may write."""
_STEP_NAME = 24
_STAIR = 4.5
"""Millimetres from one step of the stairs to the next."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much is printed: characters of each text and name, entries of each list."""

    text: int
    name: int = 130
    agreed: int = 60
    differing: int = 60
    actions: int = 60
    parked: int = 60
    pillars: int = 20
    roles: int = 20
    finding: int = 240
    dense: bool = True


def _rooms() -> Iterator[Room]:
    """Texts grow shorter first, then names and lists."""
    for text in (_ALL, 400, 180):
        yield Room(text, dense=False)
    for text in (180, 120, 66):
        yield Room(text)
    crowded = Room(66, name=50, pillars=10, roles=8)
    for share in (1, 0.9, 0.8, 0.7, 0.62, 0.55, 0.48, 0.42, 0.37, 0.32, 0.26, 0.2, 0.15, 0.1):
        yield _less(crowded, share)
    yield _less(Room(24, name=24, pillars=4, roles=3), 0.1)


def _less(room: Room, share: float) -> Room:
    """A share of what a full page of short entries has; something is left of each list."""
    return replace(
        room,
        agreed=ceil(28 * share),
        differing=ceil(8 * share),
        actions=ceil(22 * share),
        parked=ceil(8 * share),
    )


ROOMS = tuple(_rooms())
"""From all that was said to the least that makes a page; none has more than the one before."""


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """The entries of a list that are printed, and how many more there are."""

    shown: tuple[Item, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PillarRow:
    """A pillar with its level as a number, for the steps, and in words."""

    name: str
    number: int | None
    level: str


@dataclass(frozen=True, slots=True)
class Stair:
    """One step of the stairs: millimetres above it and of its height.

    `colour` fills it up to the level that is certain; `maybe` is a level that is not ruled out.
    """

    number: int
    name: str
    above: float
    height: float
    colour: str
    maybe: bool
    mark: str


def print_take_away(take_away: TakeAway, on_progress: OnProgress) -> bytes:
    """One page, PDF/A-3a and PDF/UA-1; the same bytes for the same workshop."""
    on_progress(0.1, "Laying out the page")
    with speaking(take_away.language):
        document = _one_page(take_away)
    on_progress(0.8, "Writing the page")
    pdf = archive.write(document)
    on_progress(1.0, "Done")
    return pdf


def _one_page(take_away: TakeAway) -> Any:
    """The page with the most on it that is still one page."""
    styles = (print_style(Theme()), (TEMPLATES / "take_away.css").read_text("utf-8"))

    @cache
    def page(at: int) -> Any:
        return laid_out(page_source(take_away, ROOMS[at]), *styles)

    def fits(at: int) -> bool:
        return len(page(at).pages) == 1

    # Most workshops need no cut; the others find theirs by halves. The last one always fits.
    least = len(ROOMS) - 1
    return page(0 if fits(0) else bisect_left(range(least), True, lo=1, key=fits))


def page_source(take_away: TakeAway, room: Room) -> str:
    """The page as HTML, with as much on it as there is room for."""
    printed = _content(take_away, room)
    whole = _content(take_away, replace(room, text=_ALL, name=_ALL, finding=_ALL))
    return (
        environment()
        .get_template("take_away.html.j2")
        .render(
            page=take_away,
            card=take_away.scorecard,
            stairs=tuple(_stairs(take_away.scorecard)),
            dense=room.dense,
            level=_level,
            settled=_settled(take_away),
            took_part=_took_part(take_away, printed["roles"]),
            shortened=printed != whole,
            **printed,
        )
    )


def _content(take_away: TakeAway, room: Room) -> dict[str, Any]:
    """Every text and list, those entries first that matter most, cut as there is room."""
    card = take_away.scorecard
    agreed = [
        replace(
            each,
            capability=clipped(each.capability, room.name),
            rationale=clipped(each.rationale, room.text),
            dissent=clipped(each.dissent, room.text),
        )
        for each in sorted(take_away.agreed, key=_moved)
    ]
    actions = [
        replace(each, text=clipped(each.text, room.text), owner=clipped(each.owner, room.name))
        for each in sorted(take_away.actions, key=lambda action: action.due or date.max)
    ]
    pillars = [
        PillarRow(clipped(n.name, room.name), n.level, clipped(level_of(card, n), room.name))
        for n in card.pillars
    ]
    return {
        "title": clipped(take_away.title, room.name),
        "finding": clipped(sentences.headline(card, take_away.organisation), room.finding),
        "agreed": _part(agreed, room.agreed),
        "differing": _part([each for each in agreed if each.dissent], room.differing),
        "actions": _part(actions, room.actions),
        "parked": _part([clipped(text, room.text) for text in take_away.parked], room.parked),
        "pillars": _part(pillars, room.pillars),
        "roles": _part([(clipped(n, room.name), c) for n, c in take_away.roles], room.roles),
    }


def _level(number: float | None) -> str:
    return "–" if number is None else decimal(round(number, 2))


def _settled(take_away: TakeAway) -> str:
    return say("room_settled", settled=len(take_away.agreed), rated=take_away.rated)


def _took_part(take_away: TakeAway, roles: Part[tuple[str, int]]) -> str:
    people = sum(number for _role, number in take_away.roles)
    if not any(name for name, _number in take_away.roles):
        return say("took_part", people=people, roles=(), more=0)
    return say("took_part", people=people, roles=roles.shown, more=roles.more)


def _part(items: Sequence[Item], most: int) -> Part[Item]:
    return Part(tuple(items[:most]), len(items[most:]))


def clipped(text: str, most: int) -> str:
    """A text on one line, cut at the end of a word to at most so many characters."""
    written = " ".join(text.split())
    if len(written) <= most:
        return written
    kept = written[: most - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept) + "…"


def _moved(agreed: Agreed) -> float:
    """Orders what talking changed most first."""
    if agreed.before is None or agreed.level is None:
        return 0.0
    return -abs(agreed.level - agreed.before)


def _stairs(card: Scorecard) -> Iterator[Stair]:
    """The levels as steps; none where the framework claims no level, or nothing is known."""
    whole, levels = card.overall, card.framework.levels
    if not whole.gated or nothing_answered(card) or whole.worst is None or whole.best is None:
        return
    for place, level in enumerate(levels, start=1):
        certain = level.number <= whole.worst
        yield Stair(
            number=level.number,
            name=clipped(level.name, _STEP_NAME),
            above=(len(levels) - place) * _STAIR,
            height=place * _STAIR,
            colour=level_colour(place, len(levels)) if certain else "",
            maybe=whole.worst < level.number <= whole.best,
            mark=_("today") if level.number == whole.level else "",
        )
