"""Options of a decision from best to worst, each score stacked from what its criteria add."""

import altair as alt

from domain.decisions import BEST_SCORE, OptionDecision
from domain.rankings import Ranking, Standing
from reporting.charts.canvas import Position, Row, canvas, down, layer, position, top_axis, words
from reporting.charts.inks import ink
from reporting.theme import TEXT_SIZE
from reporting.words import money, percent

_NAME, _BAR, _AFTER = 20, 16, 12
_FIGURES = 150
"""Pixels kept free behind the longest bar for score and cost."""
_INKS = ("work", "pale", "ink", "line", "quiet", "accent")
"""Dark and light in turn, so that neighbours in a bar differ without their colour."""


def ranking(subject: tuple[Ranking, str], width: int | None = None) -> alt.LayerChart:
    """A bar an option, the best one first; behind it stand score and total cost.

    The subject is a ranking with the currency of its money.
    """
    ranked, currency = subject
    each = _NAME + _BAR + _AFTER
    options = [
        _option(standing, currency, at * each) for at, standing in enumerate(ranked.standings)
    ]
    parts = [
        part
        for at, standing in enumerate(ranked.standings)
        for part in _parts(standing, at * each + _NAME)
    ]
    height = each * len(options)
    by_points = _by_points()
    first, others = options[:1], options[1:]
    return canvas(
        [
            _bars(parts, by_points, height, ranked.decision),
            _figures(options, by_points, height),
            words(first, height, "name", bold=True),
            words(others, height, "name"),
        ],
        width,
        height,
        ranking_text(subject),
    )


def ranking_text(subject: tuple[Ranking, str]) -> str:
    """The finding, and score and cost of every option."""
    ranked, currency = subject
    each = "; ".join(
        f"{one.option.name}: {one.score:.2f} of {BEST_SCORE}, {money(one.cost.total, currency)}"
        for one in ranked.standings
    )
    return f"{ranked.text} {each}."


def _option(standing: Standing, currency: str, top: float) -> Row:
    return {
        "y": top + _NAME / 2,
        "middle": top + _NAME + _BAR / 2,
        "name": standing.option.name,
        "score": standing.score,
        "figures": f"{standing.score:.2f}, {money(standing.cost.total, currency)}",
    }


def _parts(standing: Standing, top: float) -> list[Row]:
    rows: list[Row] = []
    start = 0.0
    for part in standing.contributions:
        rows.append(
            {
                "from": start,
                "to": start + part.points,
                "top": top,
                "bottom": top + _BAR,
                "option": standing.option.name,
                "criterion": part.criterion.name,
                "points": f"{part.points:.2f} = {percent(part.share)} of {part.utility:.2f}",
                "because": part.because,
            }
        )
        start += part.points
    return rows


def _by_points() -> Position:
    scale = alt.Scale(
        domain=[0, BEST_SCORE],
        range=[0, alt.ExprRef(f"width - {_FIGURES}")],
        nice=False,
        zero=True,
    )
    return position(scale, top_axis(values=list(range(BEST_SCORE + 1)), format="d"))


def _bars(
    parts: list[Row], by_points: Position, height: float, decision: OptionDecision
) -> alt.Chart:
    names = [criterion.name for criterion in decision.criteria]
    inks = [alt.ExprRef(_INKS[at % len(_INKS)]) for at, _ in enumerate(names)]
    legend = alt.Legend(
        orient="top",
        title=f"Points by criterion, {BEST_SCORE} at most",
        titleLimit=0,
        symbolType="square",
        labelLimit=0,
        columns=alt.ExprRef("width < 560 ? 1 : 3"),
        offset=12,
    )
    return (
        layer(parts)
        .mark_rect()
        .encode(
            x=by_points("from"),
            x2="to:Q",
            y=down(height, "top"),
            y2="bottom:Q",
            color=alt.Color(
                "criterion:N",
                scale=alt.Scale(domain=names, range=inks),
                sort=names,
                legend=legend,
            ),
            tooltip=[
                alt.Tooltip("option:N", title="Option"),
                alt.Tooltip("criterion:N", title="Criterion"),
                alt.Tooltip("points:N", title="Points"),
                alt.Tooltip("because:N", title="Because"),
            ],
        )
    )


def _figures(options: list[Row], by_points: Position, height: float) -> alt.Chart:
    return (
        layer(options)
        .mark_text(align="left", baseline="middle", dx=6, size=TEXT_SIZE, color=ink("ink"))
        .encode(x=by_points("score"), y=down(height, "middle"), text="figures:N")
    )
