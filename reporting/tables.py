"""The figures of each chart as a data frame for people: one function a chart, same name."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from domain.planning import Roadmap
from domain.scorecard import NodeResult, Scorecard
from reporting.facts import lanes, means, open_gaps, reached
from reporting.words import level_name, level_of, percent, span


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


def levels_by_year(roadmap: Roadmap) -> pd.DataFrame:
    """One row a pillar, one column a year: the mean level of its capabilities."""
    rows: dict[str, dict[str, Any]] = {}
    for name, when, mean in means(roadmap):
        rows.setdefault(name, {"Pillar": name})[when] = round(mean, 1)
    columns = ["Pillar", "Today", *(str(year.year) for year in roadmap.years)]
    return pd.DataFrame(list(rows.values()), columns=columns)
