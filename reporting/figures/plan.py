"""Tables of the way ahead: initiatives, money, indicators, risks."""

from collections.abc import Iterator

from domain.planning import Initiative, LeftOut, Placement, Roadmap
from domain.quarters import Quarter
from reporting.facts import lanes
from reporting.figures.standing import NOTES_APART
from reporting.figures.table import Cell, Column, Table, Worked

_QUARTERS = "=4*(LEFT({end},4)-LEFT({start},4))+RIGHT({end},1)-RIGHT({start},1)+1"  # of "2027 Q3"


def initiatives(plan: Roadmap) -> Table:
    """One row an initiative, those that did not fit after those of the plan."""
    unit = f"thousand {plan.scenario.currency}"
    return Table(
        "initiatives",
        "Initiatives",
        "What starts when, what it costs, lifts and waits for; and what did not fit",
        (
            Column("id", "Id", "What the catalogue calls it", width=26),
            Column("planned", "In the plan", "yes, or no when it did not fit"),
            Column("pillar", "Pillar", "Its swim lane", width=26),
            Column("initiative", "Initiative", "Its name", width=44),
            Column("owner", "Owner", "Who answers for it", width=24),
            Column("start", "First quarter", "When work starts", unit="quarter"),
            Column("end", "Last quarter", "When it is done", unit="quarter"),
            Column("quarters", "Quarters", "How long it takes", "whole", "quarters"),
            Column("effort", "Effort", "Work", "decimal", "person-months", added=True),
            Column("one_off", "One-off cost", "Estimate", "money", unit, 14, added=True),
            Column("run_cost", "Running cost", "A year, once done", "money", f"{unit} a year", 14),
            *_money_columns(plan, unit),
            Column("cost", "Cost in the plan", "All years", "money", unit, 16, added=True),
            Column("waits_for", "Waits for", "Initiatives of the plan before it", width=40),
            Column("lifts", "Lifts", "Capability and level", width=44),
            Column("why", "Why then", "What set its start, or kept it out", width=60),
        ),
        tuple(_initiatives(plan)),
    )


def _money_columns(plan: Roadmap, unit: str) -> Iterator[Column]:
    for year in plan.years:
        about = f"One-off and running money in {year.year}"
        name = f"cost_{year.year}"
        yield Column(name, f"Cost {year.year}", about, "money", unit, added=True)


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
        *_about(lane, placement.initiative, "yes"),
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
        *_about(plan.pillars.get(work.pillar, ""), work, "no"),
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
        f"{names.get(lift.capability, lift.capability)} to level {lift.to_level}"
        for lift in work.lifts
    )


def money(plan: Roadmap) -> Table:
    """One row a calendar year."""
    unit = f"thousand {plan.scenario.currency}"
    return Table(
        "money",
        "Money by year",
        "What the plan costs against its budget, and how far it brings the organisation",
        (
            Column("year", "Year", "Calendar year", "whole", "year"),
            Column("one_off", "One-off", "Money for the work", "money", unit, added=True),
            Column("running", "Running", "Money after the work", "money", unit, added=True),
            Column("total", "Total", "Both together", "money", unit, added=True),
            Column("so_far", "So far", "All years up to this one", "money", unit),
            Column("budget", "Budget", "Empty without a limit", "money", unit),
            Column("left", "Left of budget", "Budget less total", "money", unit, 16),
            Column("initiatives", "Of initiatives", "Added up from that sheet", "money", unit, 16),
            Column("mean_level", "Mean level", "At the year's end, by weight", "decimal", "level"),
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
            "initiative",
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
        (b.name, "benefit", b.owner, "", "", b.leading_indicator, b.lagging_indicator)
        for b in plan.register.benefits
        if b.leading_indicator or b.lagging_indicator
    ]
    return Table(
        "indicators",
        "Indicators",
        "What shows early that work does what it should, and what shows it in the end",
        (
            Column("name", "Of", "The initiative or benefit", width=48),
            Column("kind", "Kind", "initiative or benefit"),
            Column("owner", "Owner", "Who answers for it", width=24),
            Column("start", "First quarter", "When work starts", unit="quarter"),
            Column("end", "Last quarter", "When it is done", unit="quarter"),
            Column("leading", "Shows early", "Leading indicator", width=54),
            Column("lagging", "Shows in the end", "Lagging indicator", width=54),
        ),
        tuple(found),
    )


def risks(plan: Roadmap) -> Table:
    """One row a risk, with the work of the plan that reduces it."""
    return Table(
        "risks",
        "Risks",
        "What the plan does about each risk, and by when",
        (
            Column("id", "Id", "What the catalogue calls it", width=26),
            Column("risk", "Risk", "Its name", width=54),
            Column(
                "count", "Initiatives", "How many of the plan reduce it", "whole", "initiatives"
            ),
            Column("first", "Work starts", "The first of them", unit="quarter"),
            Column("last", "Work ends", "The last of them", unit="quarter"),
            Column("reduced_by", "Reduced by", "Initiatives of the plan", width=80),
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
