"""The figures of each chart as a data frame for people: one function a chart, same name."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from domain.planning import Roadmap, Uncertainty, ValueCase
from domain.rankings import Ranking
from domain.scorecard import NodeResult, Scorecard
from reporting import facts, sentences
from reporting.facts import lanes, limits_used, means, met, open_gaps, reached, total, value_years
from reporting.words import level_name, level_of, percent, span, thousands


def pillar_profile(card: Scorecard, targets: Mapping[str, int] | None = None) -> pd.DataFrame:
    """One row a pillar: level, range, share of questions covered, and the target if given."""
    columns = ["Pillar", "Level today", "Worst to best case", "Questions covered"]
    rows = [
        {**_standing(card, node, "Pillar"), "Target": _target(card, node, targets)}
        for node in card.pillars
    ]
    return pd.DataFrame(rows, columns=[*columns, "Target"] if targets else columns)


def capability_heatmap(card: Scorecard) -> pd.DataFrame:
    """One row a capability: pillar, level, range, share of questions covered."""
    pillars = {pillar.id: pillar.name for pillar in card.pillars}
    rows = [
        {"Pillar": pillars.get(node.parent, ""), **_standing(card, node, "Capability")}
        for node in card.capabilities
    ]
    return pd.DataFrame(
        rows,
        columns=["Pillar", "Capability", "Level today", "Worst to best case", "Questions covered"],
    )


def _standing(card: Scorecard, node: NodeResult, kind: str) -> dict[str, Any]:
    return {
        kind: node.name,
        "Level today": level_of(card, node),
        "Worst to best case": span(node.worst, node.best),
        "Questions covered": percent(node.coverage) if node.applies else "",
    }


def _target(card: Scorecard, node: NodeResult, targets: Mapping[str, int] | None) -> str:
    wanted = (targets or {}).get(node.id)
    return "" if wanted is None else level_name(card.framework.levels, wanted)


def gaps(roadmap: Roadmap) -> pd.DataFrame:
    """One row an open gap, largest first; levels as numbers."""
    rows = [
        {
            "Capability": gap.name,
            "Pillar": roadmap.pillars.get(gap.pillar, gap.pillar),
            "Level today": gap.current,
            "Today is": "assumed" if gap.assumed else "established",
            "Reached by the plan": reached(gap),
            "Target": gap.target,
        }
        for gap in open_gaps(roadmap)
    ]
    return pd.DataFrame(
        rows,
        columns=[
            "Capability",
            "Pillar",
            "Level today",
            "Today is",
            "Reached by the plan",
            "Target",
        ],
    )


def roadmap(plan: Roadmap) -> pd.DataFrame:
    """One row an initiative, lane by lane; quarters as "2027 Q3", money in thousands."""
    quarters = ("First quarter", "Last quarter")
    columns = ["Pillar", "Initiative", *quarters, _cost_column(plan), "Owner", "Why then"]
    return pd.DataFrame(_initiatives(plan), columns=columns)


def _cost_column(plan: Roadmap) -> str:
    return f"Cost to {plan.scenario.end.year}, thousand {plan.scenario.currency}"


def _initiatives(plan: Roadmap) -> Iterator[dict[str, Any]]:
    cost = _cost_column(plan)
    for lane in lanes(plan):
        for placement in lane.placements:
            yield {
                "Pillar": lane.name,
                "Initiative": placement.initiative.name,
                "First quarter": str(placement.start),
                "Last quarter": str(placement.end),
                cost: sum(placement.cost_by_year.values()),
                "Owner": placement.initiative.owner,
                "Why then": placement.why,
            }


def cost_by_year(roadmap: Roadmap) -> pd.DataFrame:
    """One row a year, money in thousands; a year without a budget has an empty one."""
    unit = f"thousand {roadmap.scenario.currency}"
    columns = ["Year", *(f"{n}, {unit}" for n in ("One-off", "Running", "Total", "Budget"))]
    rows = [(str(y.year), y.one_off, y.running, y.total, y.budget) for y in roadmap.years]
    return pd.DataFrame(rows, columns=columns)


def maturity_band(subject: tuple[Roadmap, Uncertainty]) -> pd.DataFrame:
    """One row a year: the plan's mean level, and where eight of ten futures lie."""
    plan, sure = subject
    columns = ["Year", "Plan", "One in ten below", "Middle", "One in ten above"]
    rows = [
        (str(y.year), round(y.mean_level, 2), *(round(x, 2) for x in (b.low, b.middle, b.high)))
        for y in plan.years
        for b in [sure.mean_level[y.year]]
    ]
    return pd.DataFrame(rows, columns=columns)


def value_by_year(subject: tuple[Roadmap, ValueCase, Uncertainty | None]) -> pd.DataFrame:
    """One row a year, money in thousands; opinions apart from benefits with evidence."""
    plan, case, _ = subject
    unit = f"thousand {plan.scenario.currency}"
    names = ("Benefit with evidence", "Opinion", "Cost", "Net with evidence")
    return pd.DataFrame(value_years(case), columns=["Year", *(f"{name}, {unit}" for name in names)])


def levels_by_year(roadmap: Roadmap) -> pd.DataFrame:
    """One row a pillar, one column a year: the mean level of its capabilities."""
    rows: dict[str, dict[str, Any]] = {}
    for name, when, mean in means(roadmap):
        rows.setdefault(name, {"Pillar": name})[when] = round(mean, 1)
    columns = ["Pillar", "Today", *(str(year.year) for year in roadmap.years)]
    return pd.DataFrame(list(rows.values()), columns=columns)


def limits(roadmap: Roadmap) -> pd.DataFrame:
    """One row a limit and quarter: how much of it the plan takes."""
    columns = ["Limit", "Quarter", "Unit", "Used", "There is", "Share"]
    rows = [
        (u.name, str(u.quarter), u.unit, round(u.used, 1), u.limit, percent(u.share))
        for u in limits_used(roadmap)
    ]
    return pd.DataFrame(rows, columns=columns)


def scenario(plan: Roadmap, case: ValueCase) -> pd.DataFrame:
    """One column, named as the scenario: what its plan reaches in maturity, money and time."""
    last, short_of = plan.scenario.end.year, len(plan.left_out)
    mean = {year.year: f"{year.mean_level:.2f}" for year in plan.years}
    rows = {
        "Targets met": f"{len(met(plan))} of {len(plan.gaps)}",
        f"Mean level at the end of {last}": mean.get(last, ""),
        f"Mean level at the end of {last - 2}": mean.get(last - 2, ""),
        "Initiatives placed": str(len(plan.placements)),
        "Initiatives that do not fit": str(short_of),
        "Work ends": str(max((p.end for p in plan.placements), default="")),
        f"Cost to {last}": thousands(total(plan)),
        **{f"Cost in {year.year}": thousands(year.total) for year in plan.years},
        "Net present value with evidence": thousands(case.net_present_value),
        "Costs have come back by": str(case.payback or "not at all"),
        "How good the plan is": sentences.plan_quality(plan),
    }
    return pd.DataFrame({plan.scenario.name: rows})


def benefits(plan: Roadmap, case: ValueCase) -> pd.DataFrame:
    """One row a benefit: what it brings, when, how well it is shown, and who answers for it."""
    unit = f"thousand {plan.scenario.currency}"
    columns = ["Benefit", "Evidence", f"Yearly, {unit}", "From", f"To {plan.scenario.end.year}"]
    rows = [
        (
            each.benefit.name,
            each.benefit.grade,
            round(each.yearly),
            str(each.ready) if each.ready else "not in the plan",
            round(each.total),
            each.benefit.owner,
        )
        for each in case.benefits
    ]
    return pd.DataFrame(rows, columns=[*columns, "Owner"])


def by_unit(plan: Roadmap, case: ValueCase) -> pd.DataFrame:
    """One row a business unit: the cost that it bears and the benefit with evidence it has."""
    names = ("Cost", "Benefit with evidence", "Difference")
    unit = f"thousand {plan.scenario.currency}"
    columns = ["Business unit", *(f"{name}, {unit}" for name in names)]
    return pd.DataFrame(facts.by_unit(case), columns=columns)


def ranking(subject: tuple[Ranking, str]) -> pd.DataFrame:
    """One row an option, the best one first: its points by criterion, and what it costs."""
    ranked, currency = subject
    years, unit = ranked.decision.years, f"thousand {currency}"
    costs = ("Once", "Each year", f"Over {years} years, as money of today")
    columns = [
        "Rank",
        "Option",
        "Score",
        *(criterion.name for criterion in ranked.decision.criteria),
        *(f"{name}, {unit}" for name in costs),
    ]
    rows = [
        (
            rank,
            standing.option.name,
            round(standing.score, 2),
            *(round(part.points, 2) for part in standing.contributions),
            *(round(x) for x in (standing.cost.once, standing.cost.yearly, standing.cost.total)),
        )
        for rank, standing in enumerate(ranked.standings, 1)
    ]
    return pd.DataFrame(rows, columns=columns)
