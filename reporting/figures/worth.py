"""Tables of whether it is worth it: value by year, benefits, ranges, and the key figures."""

from collections.abc import Iterator

from domain.planning import OPINION, BenefitCase, Roadmap, ValueCase
from domain.report import Report
from reporting.facts import met, total
from reporting.figures.table import (
    Cell,
    Column,
    Table,
    Worked,
    in_formula,
    thousand,
    thousand_a_year,
)
from reporting.language import _
from reporting.words import level_of

_MOST_YEARS = 20
"""Years after the plan within which costs have to come back, see docs/value.md."""


def value(plan: Roadmap, case: ValueCase | None) -> Table:
    """One row a calendar year."""
    unit, year = thousand(plan.scenario.currency), _("year")
    return Table(
        "value",
        _("Value by year"),
        _("Benefits against costs; opinions stand apart and count in no total"),
        (
            Column("year", _("Year"), _("Calendar year"), "whole", year),
            Column("benefit", _("Benefit"), _("With evidence"), "money", unit, added=True),
            Column("opinion", _("Opinion"), _("Benefits without any"), "money", unit, added=True),
            Column("cost", _("Cost"), _("All money of the plan"), "money", unit, added=True),
            Column("net", _("Net"), _("Benefit less cost"), "money", unit, added=True),
            Column("balance", _("Balance"), _("Net of all years so far"), "money", unit),
            Column("factor", _("Factor"), _("What money of that year is worth"), "decimal"),
            Column(
                "present", _("Present value"), _("Net times factor"), "money", unit, 15, added=True
            ),
            Column("paid", _("Paid back"), _("The year, once costs stay paid"), "whole", year),
        ),
        tuple(_value(plan, case)) if case else (),
    )


def _value(plan: Roadmap, case: ValueCase) -> Iterator[tuple[Cell, ...]]:
    start, rate = plan.scenario.start.year, plan.scenario.discount
    nets = [year.net for year in case.years]
    for at, year in enumerate(case.years):
        factor = 1 / (1 + rate) ** (year.year - start)
        balances = [sum(nets[: n + 1]) for n in range(at, len(nets))]
        paid = year.year if min(balances) >= 0 and year.benefit > 0 else ""
        yield (
            year.year,
            year.benefit,
            year.by_grade.get(OPINION, 0.0),
            year.cost,
            Worked(year.net, "={benefit}-{cost}"),
            Worked(balances[0], "=SUM({first:net}:{net})"),
            Worked(factor, "=1/(1+{cell:key_figures.discount.value})^({year}-{first:year})"),
            Worked(year.net * factor, "={net}*{factor}"),
            Worked(paid, '=IF(AND(MIN({balance}:{last:balance})>=0,{benefit}>0),{year},"")'),
        )


def benefits(plan: Roadmap, case: ValueCase | None) -> Table:
    """One row a benefit."""
    unit, yearly = thousand(plan.scenario.currency), thousand_a_year(plan.scenario.currency)
    years = [year.year for year in plan.years]
    by_year = tuple(
        Column(f"benefit_{year}", str(year), _("In %(year)s", year=year), "money", unit, added=True)
        for year in years
    )
    return Table(
        "benefits",
        _("Benefits"),
        _("What each benefit brings, how well it is shown, and who answers for it"),
        (
            Column("id", _("Id"), _("What the register calls it"), width=26),
            Column("benefit", _("Benefit"), _("Its name"), width=46),
            Column("grade", _("Evidence"), _("A, B, C with evidence; D is an opinion")),
            Column("owner", _("Owner"), _("Who answers for it"), width=24),
            Column("measure", _("Measure"), _("What is measured"), width=40),
            Column("low", _("Low"), _("Low estimate, before its share"), "money", yearly),
            Column("high", _("High"), _("High estimate, before its share"), "money", yearly),
            Column("yearly", _("A year"), _("Put down to the plan"), "money", yearly),
            Column(
                "ready",
                _("From"),
                _("Its first quarter; empty when not in the plan"),
                unit=_("quarter"),
            ),
            *by_year,
            Column("total", _("Total"), _("All years of the plan"), "money", unit, added=True),
        ),
        tuple(_benefit(each, years) for each in case.benefits) if case else (),
    )


def _benefit(case: BenefitCase, years: list[int]) -> tuple[Cell, ...]:
    added = f"=SUM({{benefit_{years[0]}}}:{{benefit_{years[-1]}}})" if years else ""
    return (
        case.benefit.id,
        case.benefit.name,
        case.benefit.grade,
        case.benefit.owner,
        case.benefit.measure,
        case.benefit.yearly.low,
        case.benefit.yearly.high,
        case.yearly,
        str(case.ready) if case.ready else "",
        *(case.by_year.get(year, 0.0) for year in years),
        Worked(case.total, added) if years else case.total,
    )


def ranges(report: Report) -> Table:
    """One row a figure of the plan that may turn out otherwise."""
    return Table(
        "ranges",
        _("Ranges"),
        _("Where eight of ten futures of the plan lie"),
        (
            Column("figure", _("Figure"), _("What may turn out otherwise"), width=44),
            Column("unit", _("Unit"), _("Of the figures in this row"), width=16),
            Column("low", _("One in ten below"), _("10th percentile"), "decimal", width=17),
            Column("middle", _("Middle"), _("50th percentile"), "decimal"),
            Column("high", _("One in ten above"), _("90th percentile"), "decimal", width=17),
            Column(
                "plan", _("The plan says"), _("Empty where it says nothing"), "decimal", width=15
            ),
        ),
        tuple(_ranges(report)),
    )


def _ranges(report: Report) -> Iterator[tuple[Cell, ...]]:
    plan, sure = report.roadmap, report.uncertainty
    if sure is None:
        return
    unit, targets = thousand(plan.scenario.currency), sure.targets_met
    met_by_plan = len(met(plan))
    yield (_("Targets met"), _("targets"), targets.low, targets.middle, targets.high, met_by_plan)
    for year in plan.years:
        band = sure.mean_level[year.year]
        name = _("Mean level at the end of %(year)s", year=year.year)
        yield (name, _("level"), band.low, band.middle, band.high, year.mean_level)
    for year in plan.years:
        band = sure.cost_by_year[year.year]
        name = _("Cost in %(year)s", year=year.year)
        yield (name, unit, band.low, band.middle, band.high, year.total)
    yield (_("Cost"), unit, sure.cost.low, sure.cost.middle, sure.cost.high, total(plan))
    worth = report.value.net_present_value if report.value else None
    value = sure.value
    yield (_("Net present value"), unit, value.low, value.middle, value.high, worth)


def key_figures(report: Report) -> Table:
    """The figures that everything else leads to, one a row."""
    return Table(
        "key_figures",
        _("Key figures"),
        _("The figures that everything else leads to"),
        (
            Column("id", _("Id"), _("Stays the same between reports"), width=22),
            Column("figure", _("Figure"), _("What it is"), width=50),
            Column("value", _("Value"), _("Empty where there is none"), "decimal", width=26),
            Column("unit", _("Unit"), _("Of this row's value"), width=20),
        ),
        (*_standing(report), *_way(report), *_worth(report)),
    )


def _standing(report: Report) -> Iterator[tuple[Cell, ...]]:
    card = report.scorecard
    whole = card.overall
    unit = _("level")
    level = Worked(level_of(card, whole), "={cell:scores.overall.said}")
    yield ("level", _("The organisation stands at"), level, unit)
    yield ("worst", _("Worst case"), Worked(whole.worst, "={cell:scores.overall.worst}"), unit)
    yield ("best", _("Best case"), Worked(whole.best, "={cell:scores.overall.best}"), unit)
    covered = Worked(whole.coverage, "={cell:scores.overall.coverage}")
    yield ("coverage", _("Questions covered"), covered, _("share"))
    yield ("respondents", _("Respondents"), card.respondents, _("people"))


def _way(report: Report) -> Iterator[tuple[Cell, ...]]:
    plan = report.roadmap
    unit = thousand(plan.scenario.currency)
    reaches = "=SUMPRODUCT(--({all:gaps.reached}>={all:gaps.target}))"
    count = Worked(len(plan.gaps), "=COUNT({all:gaps.target})")
    yield ("targets", _("Targets"), count, _("targets"))
    yield ("targets_met", _("Targets met"), Worked(len(met(plan)), reaches), _("targets"))
    for name, figure, planned, work in (
        ("placed", _("Initiatives in the plan"), _("yes"), len(plan.placements)),
        ("left_out", _("Initiatives that do not fit"), _("no"), len(plan.left_out)),
    ):
        counted = f"=COUNTIF({{all:initiatives.planned}},{in_formula(planned)})"
        yield (name, figure, Worked(work, counted), _("initiatives"))
    for name, figure, amount in (
        ("one_off", _("One-off cost"), sum(year.one_off for year in plan.years)),
        ("running", _("Running cost"), sum(year.running for year in plan.years)),
        ("total", _("Cost"), total(plan)),
    ):
        yield (f"cost_{name}", figure, Worked(amount, f"=SUM({{all:money.{name}}})"), unit)


def _worth(report: Report) -> Iterator[tuple[Cell, ...]]:
    plan, case = report.roadmap, report.value
    unit = thousand(plan.scenario.currency)
    later = _("Money a year later is worth less by")
    yield ("discount", later, plan.scenario.discount, _("share"))
    if case is None:
        return
    benefit, opinion = (
        sum(year.benefit for year in case.years),
        sum(year.by_grade.get(OPINION, 0.0) for year in case.years),
    )
    worked = Worked(benefit, "=SUM({all:value.benefit})")
    yield ("benefit", _("Benefits with evidence"), worked, unit)
    yield ("opinion", _("Opinions"), Worked(opinion, "=SUM({all:value.opinion})"), unit)
    present = Worked(case.net_present_value, "=SUM({all:value.present})")
    yield ("net_present_value", _("Net present value with evidence"), present, unit)
    yearly = thousand_a_year(plan.scenario.currency)
    yield ("steady", _("Yearly after the plan, with evidence"), case.steady, yearly)
    yield ("payback", _("Costs have come back by"), _payback(case), _("year"))
    earliest, latest = (year or _("not at all") for year in case.payback_range)
    highest = _("Costs have come back, benefits at their highest")
    yield ("payback_earliest", highest, earliest, _("year"))
    lowest = _("Costs have come back, benefits at their lowest")
    yield ("payback_latest", lowest, latest, _("year"))


def _payback(case: ValueCase) -> Worked:
    """The first year in which costs stay paid; after the plan's end, by what comes each year."""
    years = case.years[-1].year if case.years else ""
    never = _("not at all")
    balance = "SUM({all:value.net})"
    later = f"ROUNDUP(-{balance}/{{cell:key_figures.steady.value}},0)"
    after = (
        f"IF({{cell:key_figures.steady.value}}>0,"
        f"IF({later}<={_MOST_YEARS},{years}+{later},{in_formula(never)}),{in_formula(never)})"
    )
    formula = f"=IF(COUNT({{all:value.paid}})>0,MIN({{all:value.paid}}),{after})"
    return Worked(case.payback or never, formula)
