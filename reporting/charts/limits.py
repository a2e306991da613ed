"""What is scarce when: for each limit a column a quarter, as high as the part that is used."""

import altair as alt

from domain.planning import Roadmap
from domain.quarters import Quarter
from reporting.charts.canvas import (
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
from reporting.facts import FULL, LimitUse, limits_used
from reporting.sentences import scarce
from reporting.words import percent

_NAME, _COLUMN, _AFTER = 20, 26, 10


def limits(roadmap: Roadmap, width: int | None = None) -> alt.LayerChart:
    """Columns on one line of time; a column in the accent colour that fills its box is used up."""
    text, used = limits_text(roadmap), limits_used(roadmap)
    if not used:
        return empty(f"{scarce(roadmap)}.", width)
    names = list(dict.fromkeys(use.name for use in used))
    tops = {name: at * (_NAME + _COLUMN + _AFTER) for at, name in enumerate(names)}
    height = len(names) * (_NAME + _COLUMN + _AFTER)
    rows = [_row(use, tops[use.name] + _NAME) for use in used]
    headings = [{"y": top + _NAME / 2, "name": name} for name, top in tops.items()]
    in_time = _in_time(roadmap)
    return canvas(
        [
            _boxes(rows, in_time, height),
            _columns(rows, in_time, height),
            words(headings, height, "name"),
        ],
        width,
        height,
        text,
    )


def limits_text(roadmap: Roadmap) -> str:
    """The finding, and every limit that is used up with its quarters."""
    full: dict[str, list[str]] = {}
    for use in limits_used(roadmap):
        if use.share >= FULL:
            full.setdefault(use.name, []).append(str(use.quarter))
    each = "; ".join(f"{name}: {', '.join(quarters)}" for name, quarters in full.items())
    return f"{scarce(roadmap)}. {each}." if each else f"{scarce(roadmap)}."


def _row(use: LimitUse, top: float) -> Row:
    return {
        "x": use.quarter.ordinal + 0.06,
        "x2": use.quarter.ordinal + 0.94,
        "top": top,
        "bottom": top + _COLUMN,
        "y": top + _COLUMN * (1 - use.share),
        "colour": "full" if use.share >= FULL else "room",
        "name": use.name,
        "quarter": str(use.quarter),
        "used": f"{use.used:,.1f} of {use.limit:,.1f} {use.unit} ({percent(use.share)})",
    }


def _in_time(roadmap: Roadmap) -> Position:
    first = Quarter(roadmap.scenario.start.year, 1).ordinal
    last = Quarter(roadmap.scenario.end.year + 1, 1).ordinal
    scale = alt.Scale(domain=[first, last], range=[0, alt.ExprRef("width")], nice=False, zero=False)
    axis = top_axis(
        values=list(range(first, last, 4)),
        labelExpr="format(floor(datum.value / 4), 'd')",
        labelAlign="left",
    )
    return position(scale, axis)


def _boxes(rows: list[Row], in_time: Position, height: float) -> alt.Chart:
    base = layer(rows).mark_rect(color=ink("line"), opacity=0.6)
    return base.encode(x=in_time("x"), x2="x2:Q", y=down(height, "top"), y2="bottom:Q")


def _columns(rows: list[Row], in_time: Position, height: float) -> alt.Chart:
    colours = alt.Scale(domain=["room", "full"], range=[alt.ExprRef("work"), alt.ExprRef("accent")])
    return (
        layer(rows)
        .mark_rect()
        .encode(
            x=in_time("x"),
            x2="x2:Q",
            y=down(height),
            y2="bottom:Q",
            color=alt.Color("colour:N", scale=colours, legend=None),
            tooltip=[
                alt.Tooltip("name:N", title="Limit"),
                alt.Tooltip("quarter:N", title="Quarter"),
                alt.Tooltip("used:N", title="Used"),
            ],
        )
    )
