"""Votes on one question: a cell a choice, darker the more people chose it, the median framed."""

from collections.abc import Sequence
from itertools import pairwise

import altair as alt

from domain.framework import Level, Question
from domain.workshop import QuestionVotes
from reporting.charts.canvas import Row, canvas, down, empty, layer
from reporting.charts.inks import ink
from reporting.theme import SMALL_SIZE, TEXT_SIZE
from reporting.words import counted

_CELL, _LABEL = 40, 20
_GAP = 0.02
"""Between a cell and the edge of its column, as a share of the column."""
_BINS = 5
"""Columns of a question that is answered with any number."""
_DARK = 0.5
"""From this share of the votes on, a cell is dark enough for light figures."""

Votes = tuple[QuestionVotes, Question, Sequence[Level]]
"""How a question was answered, the question, and the framework's levels."""


def votes(subject: Votes, width: int | None = None, size: float = 1) -> alt.LayerChart:
    """A row of cells with counts, from the lowest choice to the highest.

    `size` makes everything so many times as large, for a screen that a whole room looks at.
    """
    found, question, levels = subject
    if not found.counts:
        return empty("Nobody chose a level.", width)
    cells = _cells(found, question, levels, size)
    at, end = _across("left", cells), alt.X2("right:Q")
    height = (_CELL + _LABEL) * size
    return canvas(
        [
            layer(cells)
            .mark_rect(cornerRadius=3, color=ink("work"))
            .encode(
                x=at,
                x2=end,
                y=down(height, "top"),
                y2="bottom:Q",
                opacity=alt.Opacity("shade:Q", scale=None, legend=None),
                tooltip=[
                    alt.Tooltip("label:N", title="Choice"),
                    alt.Tooltip("count:Q", title="People"),
                ],
            ),
            layer([cell for cell in cells if cell["median"]])
            .mark_rect(cornerRadius=3, filled=False, stroke=ink("accent"), strokeWidth=3)
            .encode(x=at, x2=end, y=down(height, "top"), y2="bottom:Q"),
            _figures([c for c in cells if c["share"] < _DARK], "ink", size, height),
            _figures([c for c in cells if c["share"] >= _DARK], "over", size, height),
            _labels(cells, size, height),
        ],
        width,
        height,
        votes_text(subject),
    )


def votes_text(subject: Votes) -> str:
    """Median, spread and agreement in words, with who gave no level."""
    found, question, levels = subject
    parts = [counted(found.people, "answer")]
    if found.median is not None and found.low is not None and found.high is not None:
        names = [_name(value, question, levels) for value in (found.median, found.low, found.high)]
        spread = "all the same" if found.low == found.high else f"from {names[1]} to {names[2]}"
        parts.append(f"median {names[0]}, {spread}")
    if found.dont_know:
        parts.append(f"{found.dont_know} don't know")
    if found.not_applicable:
        parts.append(f"{found.not_applicable} say not applicable")
    return " · ".join(parts)


def _cells(
    found: QuestionVotes, question: Question, levels: Sequence[Level], size: float
) -> list[Row]:
    total = sum(found.counts.values())
    median = found.median if found.median is not None else question.lowest
    columns = _columns(question, levels)
    cells: list[Row] = []
    for at, (low, high, label) in enumerate(columns):
        count = sum(number for value, number in found.counts.items() if low <= value < high)
        share = count / total
        cells.append(
            {
                "columns": len(columns),
                "left": at + _GAP,
                "right": at + 1 - _GAP,
                "centre": at + 0.5,
                "top": 1,
                "bottom": _CELL * size - 1,
                "middle": _CELL * size / 2,
                "foot": (_CELL + _LABEL / 2 + 2) * size,
                "label": label,
                "count": count,
                "share": share,
                "shade": 0.08 + 0.92 * share if share < _DARK else 1,
                "median": low <= median < high,
            }
        )
    return cells


def _columns(question: Question, levels: Sequence[Level]) -> list[tuple[float, float, str]]:
    """From and below which value a column counts, and what it is called."""
    if question.range:
        step = (question.highest - question.lowest) / _BINS
        edges = [question.lowest + step * at for at in range(_BINS + 1)]
        names = [f"{low:g} to {high:g}" for low, high in pairwise(edges)]
        ends = [*edges[1:-1], float("inf")]
        return list(zip(edges, ends, names, strict=False))
    values = [choice.value for choice in question.choices]
    ends = [*values[1:], float("inf")]
    names = [_name(value, question, levels) for value in values]
    return list(zip(values, ends, names, strict=True))


def _name(value: float, question: Question, levels: Sequence[Level]) -> str:
    if question.kind == "placement":
        names = {level.number: level.name for level in levels}
        return f"{value:g} {names.get(int(value), '')}".strip()
    return next((c.label for c in question.choices if c.value == value), f"{value:g}")


def _across(field: str, cells: Sequence[Row]) -> alt.X:
    columns = cells[0]["columns"] if cells else 1
    scale = alt.Scale(domain=[0, columns], range=[0, alt.ExprRef("width")], nice=False, zero=False)
    return alt.X(field, type="quantitative", scale=scale, axis=None)


def _figures(cells: Sequence[Row], colour: str, size: float, height: float) -> alt.Chart:
    return (
        layer(cells)
        .mark_text(
            baseline="middle", size=(TEXT_SIZE + 4) * size, fontWeight=600, color=ink(colour)
        )
        .encode(x=_across("centre", cells), y=down(height, "middle"), text="count:Q")
    )


def _labels(cells: Sequence[Row], size: float, height: float) -> alt.Chart:
    return (
        layer(cells)
        .mark_text(
            baseline="middle",
            size=SMALL_SIZE * size,
            color=ink("ink"),
            limit=alt.ExprRef(f"width / {len(cells)} - 4"),
        )
        .encode(x=_across("centre", cells), y=down(height, "foot"), text="label:N")
    )
