"""Benefits against costs by year, benefits by the grade of their evidence."""

import altair as alt

from domain.planning import Roadmap, Uncertainty, ValueCase, ValueYear
from reporting.charts.canvas import WIDE, Row, canvas, empty, layer
from reporting.charts.inks import ink
from reporting.language import _
from reporting.sentences import value_title
from reporting.words import money, signed_money

Worth = tuple[Roadmap, ValueCase, Uncertainty | None]
"""A plan, what it is worth, and how sure that is where it is known."""

_HEIGHT = 260


def value_by_year(subject: Worth, width: int | None = None) -> alt.LayerChart:
    """Bars in thousands: costs below the line, benefits with evidence above it, opinions pale."""
    roadmap, case = subject[:2]
    text = value_by_year_text(subject)
    if not case.years:
        return empty(text, width)
    rows = [row for year in case.years for row in _parts(year)]
    return canvas([_bars(rows, roadmap.scenario.currency, width)], width, _HEIGHT, text)


def value_by_year_text(subject: Worth) -> str:
    """The finding, and benefit and cost of each year."""
    roadmap, case, sure = subject
    currency = roadmap.scenario.currency
    each = "; ".join(
        _(
            "%(year)s: benefit %(benefit)s, cost %(cost)s, net %(net)s",
            year=y.year,
            benefit=money(y.benefit, currency),
            cost=money(y.cost, currency),
            net=signed_money(y.net, currency),
        )
        for y in case.years
    )
    return f"{value_title(roadmap, case, sure)}. {each}."


def _kinds() -> tuple[str, str, str]:
    """Cost, and benefits by the grade of their evidence."""
    opinion = _("Benefit in somebody's opinion (D)")
    return _("Cost"), _("Benefit with evidence (A to C)"), opinion


def _parts(year: ValueYear) -> list[Row]:
    cost, with_evidence, in_opinion = _kinds()
    proven, opinion = year.benefit, year.by_grade.get("D", 0.0)
    one = {"year": str(year.year)}
    return [
        {**one, "kind": cost, "from": 0, "to": -year.cost, "amount": year.cost},
        {**one, "kind": with_evidence, "from": 0, "to": proven, "amount": proven},
        {**one, "kind": in_opinion, "from": proven, "to": proven + opinion, "amount": opinion},
    ]


def _bars(rows: list[Row], currency: str, width: int | None) -> alt.Chart:
    kinds, title = list(_kinds()), _("Thousand %(currency)s", currency=currency)
    colours = alt.Scale(
        domain=kinds,
        range=[alt.ExprRef("accent"), alt.ExprRef("work"), alt.ExprRef("pale")],
    )
    years = alt.Axis(labelAngle=0, ticks=False, domain=False, labelPadding=6)
    amounts = alt.Axis(
        format=",.0f", tickCount=5, gridColor=ink("line"), domain=False, ticks=False, grid=True
    )
    legend = alt.Legend(
        orient="top",
        title=title,
        symbolType="square",
        columns=3 if width is not None and width >= WIDE else 1,
        labelLimit=0,
    )
    return (
        layer(rows)
        .mark_bar()
        .encode(
            x=alt.X("year:O", axis=years, title=None, scale=alt.Scale(padding=0.25)),
            y=alt.Y("from:Q", axis=amounts, title=None),
            y2="to:Q",
            color=alt.Color("kind:N", scale=colours, legend=legend, sort=kinds),
            tooltip=[
                alt.Tooltip("year:N", title="Year"),
                alt.Tooltip("kind:N", title="Kind"),
                alt.Tooltip("amount:Q", title=title, format=",.0f"),
            ],
        )
    )
