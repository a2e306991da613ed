"""What the charts share: a canvas in pixels from the top, level axes, and pieces of text.

Rows are placed by pixel, so that names stand above their marks and stay readable on a phone.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import altair as alt

from domain.framework import Level
from reporting.charts.inks import ink, inks
from reporting.theme import TEXT_SIZE

Row = Mapping[str, Any]
Position = Callable[[str], alt.X]
"""Gives the horizontal encoding of a field."""

WIDE = 560
"""From this width on, names stand beside the marks instead of above them."""


def canvas(
    layers: Sequence[alt.Chart], width: int | None, height: float, text: str
) -> alt.LayerChart:
    """The layers as one chart; `height` is in pixels, `text` is the description."""
    return (
        alt.layer(*layers)
        .properties(
            width=width or "container",
            height=height,
            description=text,
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .add_params(*inks())
        .configure_view(strokeWidth=0)
    )


def layer(rows: Sequence[Row]) -> alt.Chart:
    """A layer over its own rows."""
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def down(height: float, field: str = "y") -> alt.Y:
    """Position in pixels from the top."""
    scale = alt.Scale(domain=[height, 0], nice=False, zero=False)
    return alt.Y(field, type="quantitative", scale=scale, axis=None)


def level_position(low: int, high: int, levels: Sequence[Level] = (), left: float = 0) -> Position:
    """Positions on a stepped level axis that starts `left` pixels from the edge.

    The axis stands at the top: numbers always, names of the levels where there is room.
    """
    scale = alt.Scale(
        domain=[low - 0.3, high + 0.3],
        range=[left, alt.ExprRef("width")],
        nice=False,
        zero=False,
    )
    names = {level.number: level.name for level in levels}
    shown = [names.get(number, "") for number in range(low, high + 1)]
    axis = top_axis(
        values=list(range(low, high + 1)),
        labelExpr=(
            f"width < 480 ? datum.label : trim(datum.label + ' ' + {shown!r}[datum.value - {low}])"
        ),
        format="d",
    )
    return position(scale, axis)


def position(scale: alt.Scale, axis: alt.Axis | None) -> Position:
    """Positions on one scale, so that all layers agree on it and on its axis."""
    return lambda field: alt.X(field, type="quantitative", scale=scale, axis=axis, title=None)


def top_axis(**settings: Any) -> alt.Axis:
    """An axis at the top with quiet grid lines and every label."""
    return alt.Axis(
        orient="top",
        domain=False,
        ticks=False,
        grid=True,
        gridColor=ink("line"),
        labelFlush=False,
        labelOverlap=False,
        labelLimit=0,
        labelPadding=6,
        **settings,
    )


def words(
    rows: Sequence[Row],
    height: float,
    field: str,
    *,
    side: Literal["left", "right"] = "left",
    bold: bool = False,
    colour: str = "ink",
    limit: str = "width",
    size: int = TEXT_SIZE,
) -> alt.Chart:
    """Text at one edge of the chart, cut off at `limit` pixels (a Vega expression)."""
    return (
        layer(rows)
        .mark_text(
            align=side,
            baseline="middle",
            size=size,
            fontWeight=600 if bold else 400,
            color=ink(colour),
            limit=alt.ExprRef(limit),
        )
        .encode(
            x=alt.value(0 if side == "left" else alt.ExprRef("width")),
            y=down(height),
            text=alt.Text(field, type="nominal"),
        )
    )


def empty(message: str, width: int | None) -> alt.LayerChart:
    """A chart that says why there is nothing to see."""
    row = {"y": 20, "message": message}
    return canvas([words([row], 40, "message", colour="quiet")], width, 40, message)
