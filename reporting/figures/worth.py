"""Tables of whether it is worth it: value by year, benefits, ranges, and the key figures."""

from collections.abc import Iterator

from domain.planning import OPINION, BenefitCase, Roadmap, ValueCase
from domain.report import Report
from reporting.facts import met, total
from reporting.figures.table import Cell, Column, Table, Worked
from reporting.words import level_of

_NEVER = "not at all"
_MOST_YEARS = 20
"""Years after the plan within which costs have to come back, see docs/value.md."""


def value(plan: Roadmap, case: ValueCase | None) -> Table:
    """One row a calendar year."""
    unit = f"thousand {plan.scenario.currency}"
    return Table(
        "value",
        "Value by year",
        "Benefits against costs; opinions stand apart and count in no total",
        (
            Column("year", "Year", "Calendar year", "whole", "year"),
            Column("benefit", "Benefit", "With evidence", "money", unit, added=True),
            Column("opinion", "Opinion", "Benefits without any", "money", unit, added=True),
            Column("cost", "Cost", "All money of the plan", "money", unit, added=True),
            Column("net", "Net", "Benefit less cost", "money", unit, added=True),
            Column("balance", "Balance", "Net of all years so far", "money", unit),
            Column("factor", "Factor", "What money of that year is worth", "decimal"),
            Column("present", "Present value", "Net times factor", "money", unit, 15, added=True),
            Column("paid", "Paid back", "The year, once costs stay paid", "whole", "year"),
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
    unit = f"thousand {plan.scenario.currency}"
    years = [year.year for year in plan.years]
    by_year = tuple(
        Column(f"benefit_{year}", str(year), f"In {year}", "money", unit, added=True)
        for year in years
    )
    return Table(
        "benefits",
        "Benefits",
        "What each benefit brings, how well it is shown, and who answers for it",
        (
            Column("id", "Id", "What the register calls it", width=26),
            Column("benefit", "Benefit", "Its name", width=46),
            Column("grade", "Evidence", "A, B, C with evidence; D is an opinion"),
            Column("owner", "Owner", "Who answers for it", width=24),
            Column("measure", "Measure", "What is measured", width=40),
            Column("low", "Low", "Low estimate, before its share", "money", f"{unit} a year"),
            Column("high", "High", "High estimate, before its share", "money", f"{unit} a year"),
            Column("yearly", "A year", "Put down to the plan", "money", f"{unit} a year"),
            Column(
                "ready", "From", "Its first quarter; empty when not in the plan", unit="quarter"
            ),
            *by_year,
            Column("total", "Total", "All years of the plan", "money", unit, added=True),
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
        "Ranges",
        "Where eight of ten futures of the plan lie",
        (
            Column("figure", "Figure", "What may turn out otherwise", width=44),
            Column("unit", "Unit", "Of the figures in this row", width=16),
            Column("low", "One in ten below", "10th percentile", "decimal", width=17),
            Column("middle", "Middle", "50th percentile", "decimal"),
            Column("high", "One in ten above", "90th percentile", "decimal", width=17),
            Column("plan", "The plan says", "Empty where it says nothing", "decimal", width=15),
        ),
        tuple(_ranges(report)),
    )


def _ranges(report: Report) -> Iterator[tuple[Cell, ...]]:
    plan, sure = report.roadmap, report.uncertainty
    if sure is None:
        return
    unit, targets = f"thousand {plan.scenario.currency}", sure.targets_met
    yield ("Targets met", "targets", targets.low, targets.middle, targets.high, len(met(plan)))
    for year in plan.years:
        band = sure.mean_level[year.year]
        name = f"Mean level at the end of {year.year}"
        yield (name, "level", band.low, band.middle, band.high, year.mean_level)
    for year in plan.years:
        band = sure.cost_by_year[year.year]
        yield (f"Cost in {year.year}", unit, band.low, band.middle, band.high, year.total)
    yield ("Cost", unit, sure.cost.low, sure.cost.middle, sure.cost.high, total(plan))
    worth = report.value.net_present_value if report.value else None
    value = sure.value
    yield ("Net present value", unit, value.low, value.middle, value.high, worth)


def key_figures(report: Report) -> Table:
    """The figures that everything else leads to, one a row."""
    return Table(
        "key_figures",
        "Key figures",
        "The figures that everything else leads to",
        (
            Column("id", "Id", "Stays the same between reports", width=22),
            Column("figure", "Figure", "What it is", width=50),
            Column("value", "Value", "Empty where there is none", "decimal", width=26),
            Column("unit", "Unit", "Of this row's value", width=20),
        ),
        (*_standing(report), *_way(report), *_worth(report)),
    )


def _standing(report: Report) -> Iterator[tuple[Cell, ...]]:
    card = report.scorecard
    whole = card.overall
    level = Worked(level_of(card, whole), "={cell:scores.overall.said}")
    yield ("level", "The organisation stands at", level, "level")
    yield ("worst", "Worst case", Worked(whole.worst, "={cell:scores.overall.worst}"), "level")
    yield ("best", "Best case", Worked(whole.best, "={cell:scores.overall.best}"), "level")
    covered = Worked(whole.coverage, "={cell:scores.overall.coverage}")
    yield ("coverage", "Questions covered", covered, "share")
    yield ("respondents", "Respondents", card.respondents, "people")


def _way(report: Report) -> Iterator[tuple[Cell, ...]]:
    plan = report.roadmap
    unit = f"thousand {plan.scenario.currency}"
    reaches = "=SUMPRODUCT(--({all:gaps.reached}>={all:gaps.target}))"
    yield ("targets", "Targets", Worked(len(plan.gaps), "=COUNT({all:gaps.target})"), "targets")
    yield ("targets_met", "Targets met", Worked(len(met(plan)), reaches), "targets")
    for name, figure, planned, count in (
        ("placed", "Initiatives in the plan", "yes", len(plan.placements)),
        ("left_out", "Initiatives that do not fit", "no", len(plan.left_out)),
    ):
        counted = f'=COUNTIF({{all:initiatives.planned}},"{planned}")'
        yield (name, figure, Worked(count, counted), "initiatives")
    for name, figure, amount in (
        ("one_off", "One-off cost", sum(year.one_off for year in plan.years)),
        ("running", "Running cost", sum(year.running for year in plan.years)),
        ("total", "Cost", total(plan)),
    ):
        yield (f"cost_{name}", figure, Worked(amount, f"=SUM({{all:money.{name}}})"), unit)


def _worth(report: Report) -> Iterator[tuple[Cell, ...]]:
    plan, case = report.roadmap, report.value
    unit = f"thousand {plan.scenario.currency}"
    yield ("discount", "Money a year later is worth less by", plan.scenario.discount, "share")
    if case is None:
        return
    benefit, opinion = (
        sum(year.benefit for year in case.years),
        sum(year.by_grade.get(OPINION, 0.0) for year in case.years),
    )
    worked = Worked(benefit, "=SUM({all:value.benefit})")
    yield ("benefit", "Benefits with evidence", worked, unit)
    yield ("opinion", "Opinions", Worked(opinion, "=SUM({all:value.opinion})"), unit)
    present = Worked(case.net_present_value, "=SUM({all:value.present})")
    yield ("net_present_value", "Net present value with evidence", present, unit)
    yield ("steady", "Yearly after the plan, with evidence", case.steady, f"{unit} a year")
    yield ("payback", "Costs have come back by", _payback(case), "year")
    for name, year in zip(("earliest", "latest"), case.payback_range, strict=True):
        yield (f"payback_{name}", f"At the {name}", year or _NEVER, "year")


def _payback(case: ValueCase) -> Worked:
    """The first year in which costs stay paid; after the plan's end, by what comes each year."""
    years = case.years[-1].year if case.years else ""
    balance = "SUM({all:value.net})"
    later = f"ROUNDUP(-{balance}/{{cell:key_figures.steady.value}},0)"
    after = (
        f"IF({{cell:key_figures.steady.value}}>0,"
        f'IF({later}<={_MOST_YEARS},{years}+{later},"{_NEVER}"),"{_NEVER}")'
    )
    formula = f"=IF(COUNT({{all:value.paid}})>0,MIN({{all:value.paid}}),{after})"
    return Worked(case.payback or _NEVER, formula)
