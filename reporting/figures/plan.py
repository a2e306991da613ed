"""Tables of the way ahead: initiatives, money, indicators, risks."""

from collections.abc import Iterator

from domain.planning import Initiative, LeftOut, Placement, Roadmap
from domain.quarters import Quarter
from reporting.facts import lanes
from reporting.figures.standing import NOTES_APART
from reporting.figures.table import Cell, Column, Table, Worked, thousand, thousand_a_year
from reporting.language import _

_QUARTERS = "=4*(LEFT({end},4)-LEFT({start},4))+RIGHT({end},1)-RIGHT({start},1)+1"  # of "2027 Q3"


def initiatives(plan: Roadmap) -> Table:
    """One row an initiative, those that did not fit after those of the plan."""
    unit, yearly = thousand(plan.scenario.currency), thousand_a_year(plan.scenario.currency)
    quarter = _("quarter")
    return Table(
        "initiatives",
        _("Initiatives"),
        _("What starts when, what it costs, lifts and waits for; and what did not fit"),
        (
            Column("id", _("Id"), _("What the catalogue calls it"), width=26),
            Column("planned", _("In the plan"), _("yes, or no when it did not fit")),
            Column("pillar", _("Pillar"), _("Its swim lane"), width=26),
            Column("initiative", _("Initiative"), _("Its name"), width=44),
            Column("owner", _("Owner"), _("Who answers for it"), width=24),
            Column("start", _("First quarter"), _("When work starts"), unit=quarter),
            Column("end", _("Last quarter"), _("When it is done"), unit=quarter),
            Column("quarters", _("Quarters"), _("How long it takes"), "whole", _("quarters")),
            Column("effort", _("Effort"), _("Work"), "decimal", _("person-months"), added=True),
            Column("one_off", _("One-off cost"), _("Estimate"), "money", unit, 14, added=True),
            Column("run_cost", _("Running cost"), _("A year, once done"), "money", yearly, 14),
            *_money_columns(plan, unit),
            Column("cost", _("Cost in the plan"), _("All years"), "money", unit, 16, added=True),
            Column("waits_for", _("Waits for"), _("Initiatives of the plan before it"), width=40),
            Column("lifts", _("Lifts"), _("Capability and level"), width=44),
            Column("why", _("Why then"), _("What set its start, or kept it out"), width=60),
        ),
        tuple(_initiatives(plan)),
    )


def _money_columns(plan: Roadmap, unit: str) -> Iterator[Column]:
    for year in plan.years:
        heading = _("Cost %(year)s", year=year.year)
        about = _("One-off and running money in %(year)s", year=year.year)
        yield Column(f"cost_{year.year}", heading, about, "money", unit, added=True)


def _initiatives(plan: Roadmap) -> Iterator[tuple[Cell, ...]]:
    for lane in lanes(plan):
        for placement in lane.placements:
            yield _placed(plan, lane.name, placement)
    for item in plan.left_out:
        yield _left_out(plan, item)


def _placed(plan: Roadmap, lane: str, placement: Placement) -> tuple[Cell, ...]:
    names = {p.initiative.id: p.initiative.name for p in plan.placements}
    years = [year.year for year in plan.years]
    total = sum(placement.cost_by_year.values())
    added = f"=SUM({{cost_{years[0]}}}:{{cost_{years[-1]}}})" if years else ""
    return (
        *_about(lane, placement.initiative, _("yes")),
        str(placement.start),
        str(placement.end),
        Worked(len(placement.start.until(placement.end)), _QUARTERS),
        *_estimates(plan, placement.initiative),
        *(placement.cost_by_year.get(year, 0.0) for year in years),
        Worked(total, added) if years else total,
        NOTES_APART.join(names.get(name, name) for name in placement.waits_for),
        _lifts(plan, placement.initiative),
        placement.why,
    )


def _left_out(plan: Roadmap, item: LeftOut) -> tuple[Cell, ...]:
    work = item.initiative
    return (
        *_about(plan.pillars.get(work.pillar, ""), work, _("no")),
        *("", "", None),
        *_estimates(plan, work),
        *(None for _ in plan.years),
        *(None, "", _lifts(plan, work), item.because),
    )


def _about(lane: str, work: Initiative, planned: str) -> tuple[Cell, ...]:
    return (work.id, planned, lane, work.name, work.owner)


def _estimates(plan: Roadmap, work: Initiative) -> tuple[Cell, ...]:
    point = plan.scenario.estimate
    return (work.effort.at(point), work.cost.at(point), work.run_cost.at(point))


def _lifts(plan: Roadmap, work: Initiative) -> str:
    names = {gap.capability: gap.name for gap in plan.gaps}
    return NOTES_APART.join(
        _("%(capability)s to level %(level)s", capability=name, level=lift.to_level)
        for lift in work.lifts
        for name in [names.get(lift.capability, lift.capability)]
    )


def money(plan: Roadmap) -> Table:
    """One row a calendar year."""
    unit, level = thousand(plan.scenario.currency), _("level")
    return Table(
        "money",
        _("Money by year"),
        _("What the plan costs against its budget, and how far it brings the organisation"),
        (
            Column("year", _("Year"), _("Calendar year"), "whole", _("year")),
            Column("one_off", _("One-off"), _("Money for the work"), "money", unit, added=True),
            Column("running", _("Running"), _("Money after the work"), "money", unit, added=True),
            Column("total", _("Total"), _("Both together"), "money", unit, added=True),
            Column("so_far", _("So far"), _("All years up to this one"), "money", unit),
            Column("budget", _("Budget"), _("Empty without a limit"), "money", unit),
            Column("left", _("Left of budget"), _("Budget less total"), "money", unit, 16),
            Column(
                "initiatives", _("Of initiatives"), _("Added up from that sheet"), "money", unit, 16
            ),
            Column(
                "mean_level", _("Mean level"), _("At the year's end, by weight"), "decimal", level
            ),
        ),
        tuple(_money(plan)),
    )


def _money(plan: Roadmap) -> Iterator[tuple[Cell, ...]]:
    so_far = 0.0
    for year in plan.years:
        so_far += year.total
        of_work = sum(p.cost_by_year.get(year.year, 0.0) for p in plan.placements)
        has = year.budget is not None
        yield (
            year.year,
            year.one_off,
            year.running,
            Worked(year.total, "={one_off}+{running}"),
            Worked(so_far, "=SUM({first:total}:{total})"),
            year.budget,
            Worked((year.budget or 0.0) - year.total, "={budget}-{total}") if has else None,
            Worked(of_work, f"=SUM({{all:initiatives.cost_{year.year}}})"),
            year.mean_level,
        )


def indicators(plan: Roadmap) -> Table:
    """One row an initiative of the plan or a benefit that has indicators."""
    found: list[tuple[Cell, ...]] = [
        (
            w.name,
            _("initiative"),
            w.owner,
            str(p.start),
            str(p.end),
            w.leading_indicator,
            w.lagging_indicator,
        )
        for lane in lanes(plan)
        for p in lane.placements
        for w in [p.initiative]
        if w.leading_indicator or w.lagging_indicator
    ]
    found += [
        (b.name, _("benefit"), b.owner, "", "", b.leading_indicator, b.lagging_indicator)
        for b in plan.register.benefits
        if b.leading_indicator or b.lagging_indicator
    ]
    quarter = _("quarter")
    return Table(
        "indicators",
        _("Indicators"),
        _("What shows early that work does what it should, and what shows it in the end"),
        (
            Column("name", _("Of"), _("The initiative or benefit"), width=48),
            Column("kind", _("Kind"), _("initiative or benefit")),
            Column("owner", _("Owner"), _("Who answers for it"), width=24),
            Column("start", _("First quarter"), _("When work starts"), unit=quarter),
            Column("end", _("Last quarter"), _("When it is done"), unit=quarter),
            Column("leading", _("Shows early"), _("Leading indicator"), width=54),
            Column("lagging", _("Shows in the end"), _("Lagging indicator"), width=54),
        ),
        tuple(found),
    )


def risks(plan: Roadmap) -> Table:
    """One row a risk, with the work of the plan that reduces it."""
    quarter = _("quarter")
    return Table(
        "risks",
        _("Risks"),
        _("What the plan does about each risk, and by when"),
        (
            Column("id", _("Id"), _("What the catalogue calls it"), width=26),
            Column("risk", _("Risk"), _("Its name"), width=54),
            Column(
                "count",
                _("Initiatives"),
                _("How many of the plan reduce it"),
                "whole",
                _("initiatives"),
            ),
            Column("first", _("Work starts"), _("The first of them"), unit=quarter),
            Column("last", _("Work ends"), _("The last of them"), unit=quarter),
            Column("reduced_by", _("Reduced by"), _("Initiatives of the plan"), width=80),
        ),
        tuple(_risks(plan)),
    )


def _risks(plan: Roadmap) -> Iterator[tuple[Cell, ...]]:
    for risk in plan.risks:
        work = [p for p in plan.placements if risk.id in p.initiative.reduces]
        yield (
            risk.id,
            risk.name,
            len(work),
            _written(min((p.start for p in work), default=None)),
            _written(max((p.end for p in work), default=None)),
            NOTES_APART.join(p.initiative.name for p in work),
        )


def _written(quarter: Quarter | None) -> str:
    return "" if quarter is None else str(quarter)
