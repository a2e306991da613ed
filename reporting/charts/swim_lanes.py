"""The roadmap: initiatives as bars by quarter, in one swim lane a pillar."""

from collections.abc import Iterator, Sequence
from typing import Literal

import altair as alt

from domain.planning import Placement, Roadmap, Year
from domain.quarters import Quarter
from reporting.charts.canvas import (
    WIDE,
    Position,
    Row,
    canvas,
    down,
    empty,
    layer,
    position,
    top_axis,
    words,
)
from reporting.charts.inks import ink
from reporting.facts import Lane, lanes, met_by, milestones
from reporting.language import _, ngettext
from reporting.sentences import roadmap_title
from reporting.theme import SMALL_SIZE
from reporting.words import decimal

_LANE_NAMES = 165
_BESIDE, _ABOVE, _BAR, _HEADING = 15, 36, 9, 26
_STAIRS = 44
"""Height of the highest step above the lanes."""
_NAME_AT = f"width < {WIDE} ? 0 : min(scale('x', datum.x), width - 300)"
"""A name above its bar starts with the bar, on a phone at the edge, and never leaves the chart."""
_LETTER = 5.6
"""Pixels a letter takes on average, to tell where a name has room."""


def roadmap(
    plan: Roadmap, width: int | None = None, shown: Sequence[Lane] | None = None
) -> alt.LayerChart:
    """A bar from first to last quarter of each initiative.

    On a wide chart lanes are named at the left and initiatives beside their bars; otherwise
    both stand above, so that a phone shows them whole. `shown` are the lanes to draw when
    they do not fit on one page.
    """
    text = roadmap_text(plan)
    drawn = lanes(plan) if shown is None else shown
    if not plan.placements:
        return empty(text, width)
    if width is not None and width >= WIDE:
        return _wide(plan, drawn, width, text)
    return _narrow(plan, drawn, width, text)


def roadmap_text(plan: Roadmap) -> str:
    """The finding, when each initiative runs, the milestones, and the level at each year's end."""
    each = "; ".join(
        f"{lane.name}: {', '.join(_runs(placement) for placement in lane.placements)}"
        for lane in lanes(plan)
    )
    if not each:
        return f"{roadmap_title(plan)}."
    done = "; ".join(f"{name} {when}" for name, when in milestones(plan).items())
    said = [
        f"{roadmap_title(plan)}. {each}.",
        _("The last work of each pillar ends: %(done)s.", done=done),
    ]
    if plan.years:
        steps = "; ".join(_step(plan, year) for year in plan.years)
        said.append(_("Mean level and targets met at the end of %(steps)s.", steps=steps))
    return " ".join(said)


def _runs(placement: Placement) -> str:
    name, first, last = placement.initiative.name, placement.start, placement.end
    return _("%(name)s %(first)s to %(last)s", name=name, first=first, last=last)


def _step(plan: Roadmap, year: Year) -> str:
    return ngettext(
        "%(year)s: %(level)s, %(met)s of %(num)s targets",
        "%(year)s: %(level)s, %(met)s of %(num)s targets",
        len(plan.gaps),
        year=year.year,
        level=decimal(year.mean_level, 1),
        met=met_by(plan, year),
    )


def _horizon(plan: Roadmap) -> tuple[int, int]:
    """The quarters drawn, as ordinals: whole years, the second one not included."""
    last = max([plan.scenario.end, *(p.end for p in plan.placements)])
    return Quarter(plan.scenario.start.year, 1).ordinal, Quarter(last.year + 1, 1).ordinal


def _in_time(plan: Roadmap, left: float) -> Position:
    """Positions of quarters, with a line and a label where each year begins."""
    first, last = _horizon(plan)
    scale = alt.Scale(
        domain=[first, last], range=[left, alt.ExprRef("width")], nice=False, zero=False
    )
    axis = top_axis(
        values=list(range(first, last, 4)),
        labelExpr="format(floor(datum.value / 4), 'd')",
        labelAlign="left",
    )
    return position(scale, axis)


def _row(placement: Placement, lane: Lane, y: float) -> Row:
    return {
        "x": placement.start.ordinal,
        "x2": placement.end.ordinal + 1,
        "y": y,
        "y2": y + _BAR,
        "middle": y + _BAR / 2,
        "name": placement.initiative.name,
        "lane": lane.name,
        "runs": f"{placement.start} to {placement.end}",
        "why": placement.why,
    }


def _bars(rows: list[Row], in_time: Position, height: float) -> alt.Chart:
    return (
        layer(rows)
        .mark_rect(cornerRadius=2, color=ink("work"))
        .encode(
            x=in_time("x"),
            x2="x2:Q",
            y=down(height),
            y2="y2:Q",
            tooltip=[
                alt.Tooltip("name:N", title="Initiative"),
                alt.Tooltip("lane:N", title="Pillar"),
                alt.Tooltip("runs:N", title="Runs"),
                alt.Tooltip("why:N", title="Why then"),
            ],
        )
    )


def _lines(ys: list[float], height: float) -> alt.Chart:
    return (
        layer([{"y": y} for y in ys])
        .mark_rule(color=ink("line"))
        .encode(x=alt.value(0), x2=alt.value(alt.ExprRef("width")), y=down(height))
    )


def _narrow(plan: Roadmap, drawn: Sequence[Lane], width: int | None, text: str) -> alt.LayerChart:
    headings: list[Row] = []
    rows: list[Row] = []
    top = 0.0
    for lane in drawn:
        headings.append({"y": top + _HEADING / 2 + 2, "name": lane.name})
        top += _HEADING
        for placement in lane.placements:
            rows.append(_row(placement, lane, top + 19))
            top += _ABOVE
        top += 6
    in_time = _in_time(plan, 0)
    names = [{**row, "y": row["y"] - 9} for row in rows]
    return canvas(
        [
            _bars(rows, in_time, top),
            _lines([row["y"] - _HEADING / 2 for row in headings[1:]], top),
            words(headings, top, "name", bold=True),
            words(names, top, "name").encode(x=alt.value(alt.ExprRef(_NAME_AT))),
        ],
        width,
        top,
        text,
    )


def _wide(plan: Roadmap, drawn: Sequence[Lane], width: int, text: str) -> alt.LayerChart:
    headings: list[Row] = []
    rows: list[Row] = []
    top = _STAIRS + 8.0 if plan.years else 4.0
    borders = [top - 4] if plan.years else []
    for lane in drawn:
        headings.append({"y": top + _BESIDE / 2, "name": lane.name})
        rows.extend(_row(p, lane, top + 3 + at * _BESIDE) for at, p in enumerate(lane.placements))
        top += _BESIDE * len(lane.placements) + 8
        borders.append(top - 4)
    in_time = _in_time(plan, _LANE_NAMES)
    return canvas(
        [
            _bars(rows, in_time, top),
            *_staircase(plan, in_time, top),
            _lines(borders[:-1], top),
            words(headings, top, "name", bold=True, limit=str(_LANE_NAMES - 8)),
            _milestones(rows, plan, in_time, top),
            *_names_beside(rows, plan, in_time, width, top),
        ],
        width,
        top,
        text,
    )


def _staircase(plan: Roadmap, in_time: Position, height: float) -> Iterator[alt.Chart]:
    """One step a year, as high as the mean level at its end, with the targets met by then."""
    highest = max((year.mean_level for year in plan.years), default=0.0)
    if not highest:
        return
    steps = [
        {
            "x": Quarter(year.year, 1).ordinal,
            "x2": Quarter(year.year + 1, 1).ordinal,
            "y": _STAIRS - 0.75 * _STAIRS * year.mean_level / highest,
            "y2": _STAIRS,
            "says": ngettext(
                "%(level)s, %(met)s of %(num)s targets met",
                "%(level)s, %(met)s of %(num)s targets met",
                len(plan.gaps),
                level=decimal(year.mean_level, 1),
                met=met_by(plan, year),
            ),
        }
        for year in plan.years
    ]
    names = {"y": _STAIRS - 8, "name": _("Mean level, targets met")}
    yield words([names], height, "name", bold=True, limit=str(_LANE_NAMES - 8))
    yield (
        layer(steps)
        .mark_rect(color=ink("pale"), stroke=ink("over"))
        .encode(x=in_time("x"), x2="x2:Q", y=down(height), y2="y2:Q")
    )
    yield (
        layer([{**step, "y": _STAIRS - 8} for step in steps])
        .mark_text(align="left", dx=5, baseline="middle", size=SMALL_SIZE, color=ink("ink"))
        .encode(x=in_time("x"), y=down(height), text=alt.Text("says:N"))
    )


def _milestones(rows: list[Row], plan: Roadmap, in_time: Position, height: float) -> alt.Chart:
    """A diamond at the end of the last work of each lane."""
    ends = {(name, when.ordinal + 1) for name, when in milestones(plan).items()}
    last = [row for row in rows if (row["lane"], row["x2"]) in ends]
    return (
        layer(last)
        .mark_point(
            shape="diamond",
            filled=True,
            size=70,
            opacity=1,
            color=ink("accent"),
            stroke=ink("over"),
        )
        .encode(x=in_time("x2"), y=down(height, "middle"))
    )


def _names_beside(
    rows: list[Row], plan: Roadmap, in_time: Position, width: int, height: float
) -> Iterator[alt.Chart]:
    first, last = _horizon(plan)
    quarter = (width - _LANE_NAMES) / (last - first)

    def fits_after(row: Row) -> bool:
        return (last - row["x2"]) * quarter >= len(row["name"]) * _LETTER + 8

    after = [row for row in rows if fits_after(row)]
    before = [row for row in rows if not fits_after(row)]
    text = alt.Text("name:N")
    y = down(height, "middle")
    yield _name_marks(after, "left", 5).encode(x=in_time("x2"), y=y, text=text)
    yield _name_marks(before, "right", -5).encode(x=in_time("x"), y=y, text=text)


def _name_marks(rows: list[Row], align: Literal["left", "right"], shift: int) -> alt.Chart:
    return layer(rows).mark_text(
        align=align, dx=shift, baseline="middle", size=SMALL_SIZE, color=ink("ink")
    )
