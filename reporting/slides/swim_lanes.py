"""The roadmap as native shapes: a line for each initiative, by swim lane and quarter."""

from collections.abc import Iterator, Sequence
from typing import Any

from pptx.enum.shapes import MSO_SHAPE

from domain.planning import Placement, Roadmap
from reporting.facts import lanes
from reporting.language import _
from reporting.slides.deck import LEFT, RIGHT, TOP, Look
from reporting.slides.parts import Box, add_shape, add_text, write
from reporting.slides.text import fitted
from reporting.theme import INK, INKS, LINE, QUIET, WASH

MOST_LINES = 18
_NAMES = 4.6
_LINE, _BAR = 0.25, 0.15
_SIZE = 10.0
_FIRST = TOP + 0.42
Line = str | Placement
"""The name of a swim lane, or an initiative in it."""


def pages(plan: Roadmap) -> list[list[Line]]:
    """The lines in pages; a lane that goes on is named again."""
    found: list[list[Line]] = [[]]
    for lane in lanes(plan):
        if len(found[-1]) + 2 > MOST_LINES:
            found.append([])
        found[-1].append(lane.name)
        for placement in lane.placements:
            if len(found[-1]) == MOST_LINES:
                found.append([_("%(lane)s (continued)", lane=lane.name)])
            found[-1].append(placement)
    return found


def draw(slide: Any, plan: Roadmap, lines: Sequence[Line], look: Look) -> None:
    """One page of lines beneath the quarters."""
    bottom = _FIRST + len(lines) * _LINE
    _quarters(slide, plan, bottom)
    for number, line in enumerate(lines):
        top = _FIRST + number * _LINE
        if isinstance(line, Placement):
            _bar(slide, plan, line, top)
        else:
            box = Box(LEFT, top, RIGHT - LEFT, _LINE - 0.02)
            alt = _("Swim lane: %(lane)s", lane=line)
            stripe = add_shape(slide, MSO_SHAPE.RECTANGLE, box, WASH, alt)
            _say(stripe, fitted(line, 10, _SIZE + 0.5, 1, True), look.heading)


def _say(shape: Any, text: str, colour: str) -> None:
    frame = shape.text_frame
    frame.margin_top = frame.margin_bottom = frame.margin_left = 0
    frame.word_wrap = True
    write(frame.paragraphs[0], text, _SIZE + 0.5, colour, bold=True)


def _quarters(slide: Any, plan: Roadmap, bottom: float) -> None:
    quarters = plan.scenario.start.until(plan.scenario.end)
    step = _step(plan)
    for at, quarter in enumerate(quarters):
        left = LEFT + _NAMES + at * step
        if at == 0 or quarter.number == 1:
            add_text(slide, Box(left, TOP, step * 4, 0.2), [str(quarter.year)], 11, INK, bold=True)
            mark = Box(left, TOP + 0.2, 0.01, bottom - TOP - 0.2)
            alt = _("Start of %(quarter)s", quarter=quarter)
            add_shape(slide, MSO_SHAPE.RECTANGLE, mark, LINE, alt)
        if step >= _ROOM_FOR_QUARTERS:
            box = Box(left + 0.04, TOP + 0.2, step, 0.18)
            add_text(slide, box, [f"Q{quarter.number}"], 9, QUIET)


_ROOM_FOR_QUARTERS = 0.3


def _step(plan: Roadmap) -> float:
    """The width of a quarter in inches."""
    quarters = plan.scenario.start.until(plan.scenario.end)
    return (RIGHT - LEFT - _NAMES) / max(1, len(quarters))


def _bar(slide: Any, plan: Roadmap, placement: Placement, top: float) -> None:
    name = placement.initiative.name
    add_text(
        slide,
        Box(LEFT + 0.1, top + 0.02, _NAMES - 0.2, _LINE - 0.04),
        [fitted(name, _NAMES - 0.5, _SIZE, 1)],
        _SIZE,
    )
    start = placement.start.ordinal - plan.scenario.start.ordinal
    length = placement.end.ordinal - placement.start.ordinal + 1
    step = _step(plan)
    box = Box(
        LEFT + _NAMES + start * step + 0.02, top + (_LINE - _BAR) / 2, length * step - 0.04, _BAR
    )
    alt = _("%(name)s: %(first)s to %(last)s", name=name, first=placement.start, last=placement.end)
    add_shape(slide, MSO_SHAPE.ROUNDED_RECTANGLE, box, INKS["work"][0], alt)


def in_words(lines: Sequence[Line]) -> Iterator[str]:
    """What a page shows, for the notes: every initiative with its quarters."""
    for line in lines:
        if isinstance(line, Placement):
            yield _(
                "%(name)s: %(first)s to %(last)s, %(owner)s",
                name=line.initiative.name,
                first=line.start,
                last=line.end,
                owner=line.initiative.owner,
            )
        else:
            yield f"{line}:"
