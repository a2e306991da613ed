"""Levels by year: how far the capabilities of each pillar have come, as a staircase."""

from collections.abc import Sequence
from itertools import groupby

import altair as alt

from domain.framework import Level
from domain.planning import Roadmap
from reporting.charts.canvas import Row, canvas, down, empty, layer, words
from reporting.charts.inks import ink
from reporting.facts import level_numbers, means
from reporting.sentences import levels_title
from reporting.theme import SMALL_SIZE

_NAME, _NUMBER, _STAIRS, _AFTER = 20, 16, 44, 12
_LANE = _NAME + _NUMBER + _STAIRS + _AFTER


def levels_by_year(
    roadmap: Roadmap, width: int | None = None, levels: Sequence[Level] = ()
) -> alt.LayerChart:
    """One staircase a pillar: the mean level of its capabilities today and at each year's end.

    A mean is a measure of progress, not a level. `levels` are the framework's, for the scale.
    """
    text = levels_by_year_text(roadmap)
    found = list(means(roadmap))
    if not found:
        return empty(text, width)
    _, high = level_numbers(roadmap, levels)
    names: list[Row] = []
    steps: list[Row] = []
    for lane, (name, group) in enumerate(groupby(found, key=lambda mean: mean[0])):
        names.append({"y": lane * _LANE + _NAME / 2, "name": name})
        steps.extend(_step(lane, when, mean, high) for _, when, mean in group)
    height = _LANE * len(names)
    return canvas(
        [_stairs(steps, height), _numbers(steps, height), words(names, height, "name", bold=True)],
        width,
        height,
        text,
    )


def levels_by_year_text(roadmap: Roadmap) -> str:
    """The finding, and where each pillar starts and ends."""
    each = []
    for name, group in groupby(means(roadmap), key=lambda mean: mean[0]):
        values = [mean for _, _, mean in group]
        each.append(f"{name}: mean level from {values[0]:.1f} to {values[-1]:.1f}")
    return f"{levels_title(roadmap)}. {'; '.join(each)}." if each else f"{levels_title(roadmap)}."


def _step(lane: int, when: str, mean: float, high: int) -> Row:
    floor = (lane + 1) * _LANE - _AFTER
    top = floor - _STAIRS * mean / high
    return {"when": when, "mean": round(mean, 2), "y": floor, "y2": top, "number_y": top - 8}


def _columns() -> alt.X:
    axis = alt.Axis(
        orient="top",
        labelAngle=0,
        labelOverlap=False,
        domain=False,
        ticks=False,
        labelExpr="datum.label",
    )
    scale = alt.Scale(paddingInner=0.06, paddingOuter=0)
    return alt.X("when:N", sort=None, axis=axis, title=None, scale=scale)


def _stairs(steps: list[Row], height: float) -> alt.Chart:
    return (
        layer(steps)
        .mark_bar(color=ink("pale"))
        .encode(
            x=_columns(),
            y=down(height),
            y2="y2:Q",
            tooltip=[
                alt.Tooltip("when:N", title="At the end of"),
                alt.Tooltip("mean:Q", title="Mean level", format=".1f"),
            ],
        )
    )


def _numbers(steps: list[Row], height: float) -> alt.Chart:
    return (
        layer(steps)
        .mark_text(size=SMALL_SIZE, baseline="middle", color=ink("ink"))
        .encode(x=_columns(), y=down(height, "number_y"), text=alt.Text("mean:Q", format=".1f"))
    )
