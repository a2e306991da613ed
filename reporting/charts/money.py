"""Cost by year: running and one-off money, stacked, against each year's budget."""

import altair as alt

from domain.planning import Roadmap, Year
from reporting.charts.canvas import Row, canvas, empty, layer
from reporting.charts.inks import ink
from reporting.language import _
from reporting.sentences import cost_title
from reporting.theme import SMALL_SIZE
from reporting.words import money, thousands

_HEIGHT = 240


def cost_by_year(roadmap: Roadmap, width: int | None = None) -> alt.LayerChart:
    """Bars in thousands of the currency: running below, one-off above; a tick is the budget."""
    text = cost_by_year_text(roadmap)
    if not roadmap.years:
        return empty(text, width)
    rows = [row for year in roadmap.years for row in _parts(year)]
    budgets = [_budget(year, year.budget) for year in roadmap.years if year.budget is not None]
    return canvas([_bars(rows, roadmap.scenario.currency), *_ticks(budgets)], width, _HEIGHT, text)


def cost_by_year_text(roadmap: Roadmap) -> str:
    """The finding, and the money of each year."""
    currency = roadmap.scenario.currency
    each = "; ".join(f"{year.year}: {_spent(year, currency)}" for year in roadmap.years)
    return f"{cost_title(roadmap)}. {each}." if each else f"{cost_title(roadmap)}."


def _spent(year: Year, currency: str) -> str:
    total = money(year.total, currency)
    if year.budget is None:
        return total
    return _("%(total)s of %(budget)s budget", total=total, budget=money(year.budget, currency))


def _label(year: Year) -> str:
    """Year and total, shown on two lines under the bar."""
    return f"{year.year}|{thousands(year.total)}"


def _kinds() -> tuple[str, str]:
    return _("Running"), _("One-off")


def _parts(year: Year) -> tuple[Row, Row]:
    running, one_off = _kinds()
    one = {"year": _label(year), "of": str(year.year)}
    return (
        {**one, "kind": running, "from": 0, "to": year.running, "amount": year.running},
        {**one, "kind": one_off, "from": year.running, "to": year.total, "amount": year.one_off},
    )


def _budget(year: Year, budget: float) -> Row:
    return {
        "year": _label(year),
        "budget": budget,
        "words": _("Budget %(amount)s", amount=thousands(budget)),
    }


def _years() -> alt.X:
    axis = alt.Axis(
        labelExpr="split(datum.label, '|')",
        labelAngle=0,
        labelOverlap=False,
        labelLimit=0,
        labelLineHeight=15,
        labelPadding=6,
        ticks=False,
        domainColor=ink("line"),
    )
    return alt.X("year:O", axis=axis, title=None, scale=alt.Scale(padding=0.25))


def _bars(rows: list[Row], currency: str) -> alt.Chart:
    axis = alt.Axis(
        format=",.0f", tickCount=5, gridColor=ink("line"), domain=False, ticks=False, grid=True
    )
    title, kinds = _("Thousand %(currency)s", currency=currency), list(_kinds())
    colours = alt.Scale(domain=kinds, range=[alt.ExprRef("pale"), alt.ExprRef("work")])
    legend = alt.Legend(orient="top", title=title, symbolType="square", offset=12)
    return (
        layer(rows)
        .mark_bar()
        .encode(
            x=_years(),
            y=alt.Y("from:Q", axis=axis, title=None),
            y2="to:Q",
            color=alt.Color("kind:N", scale=colours, legend=legend, sort=kinds),
            tooltip=[
                alt.Tooltip("of:N", title="Year"),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("amount:Q", title=title, format=",.0f"),
            ],
        )
    )


def _ticks(budgets: list[Row]) -> tuple[alt.Chart, alt.Chart]:
    base = layer(budgets).encode(x=_years(), y=alt.Y("budget:Q", title=None))
    tick = base.mark_tick(thickness=2.5, color=ink("accent")).encode(
        tooltip=[alt.Tooltip("words:N", title="Limit")]
    )
    label = base.mark_text(baseline="bottom", dy=-4, size=SMALL_SIZE, color=ink("accent")).encode(
        text="words:N"
    )
    return tick, label
