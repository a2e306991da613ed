"""The roadmap: targets, initiatives and money made into one plan.

The rules are written down in docs/planning.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from domain.framework import Framework
from domain.planning import Catalogue, LeftOut, Placement, Roadmap, Scenario, Year
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from planning.checks import catalogue_problems, refuse, scorecard_problems
from planning.gaps import find_gaps, levels_today
from planning.money import Purse, one_off_by_year, running_by_year
from planning.priority import priorities
from planning.schedule import Schedule
from planning.selection import select


def make_roadmap(
    framework: Framework, scorecard: Scorecard, catalogue: Catalogue, scenario: Scenario
) -> Roadmap:
    """Sequence the initiatives that close the gaps, within the scenario's dates and money.

    Deterministic; the order of the catalogue does not matter. Catalogue and scenario are
    taken as already checked against the framework. Raises InvalidInput when scorecard or
    catalogue belong to another framework, or the currencies differ.
    """
    refuse(
        (
            *scorecard_problems(framework, scorecard),
            *catalogue_problems(framework, catalogue, scenario),
        )
    )
    today = levels_today(framework, scorecard)
    gaps = find_gaps(framework, scorecard, scenario.targets)
    selection = select(catalogue, gaps, today)
    names = {capability.id: capability.name for capability in framework.capabilities()}
    schedule = Schedule(selection, scenario, today, names, Purse(scenario.budget))
    schedule.fill(priorities(framework, gaps, selection))
    placements = tuple(sorted(schedule.placed.values(), key=_by_start))
    reached = _levels_after(today, placements, scenario.end)
    return Roadmap(
        scenario=scenario,
        catalogue=catalogue.name,
        catalogue_version=catalogue.version,
        framework=framework.id,
        framework_version=framework.version,
        framework_hash=framework.content_hash,
        pillars={pillar.id: pillar.name for pillar in framework.pillars},
        gaps=tuple(replace(gap, reached=reached[gap.capability]) for gap in gaps),
        placements=placements,
        left_out=tuple(sorted(schedule.left_out.values(), key=_by_id)),
        years=tuple(
            _year(framework, scenario, today, placements, year)
            for year in range(scenario.start.year, scenario.end.year + 1)
        ),
        risks=catalogue.risks,
        assumptions=catalogue.assumptions,
    )


def _by_start(placement: Placement) -> tuple[Quarter, str]:
    return placement.start, placement.initiative.id


def _by_id(left_out: LeftOut) -> str:
    return left_out.initiative.id


def _levels_after(
    today: Mapping[str, int], placements: Iterable[Placement], last: Quarter
) -> dict[str, int]:
    """The level of every capability once all that ends by a quarter is done."""
    levels = dict(today)
    for placement in placements:
        for lift in placement.initiative.lifts:
            if placement.end <= last and lift.capability in levels:
                levels[lift.capability] = max(levels[lift.capability], lift.to_level)
    return levels


def _year(
    framework: Framework,
    scenario: Scenario,
    today: Mapping[str, int],
    placements: Iterable[Placement],
    year: int,
) -> Year:
    levels = _levels_after(today, placements, Quarter(year, 4))
    one_off = running = 0
    for placement in placements:
        work = placement.initiative, placement.start
        one_off += one_off_by_year(*work, scenario.estimate).get(year, 0)
        running += running_by_year(*work, scenario.end, scenario.estimate).get(year, 0)
    return Year(
        year=year,
        budget=scenario.budget.get(year),
        one_off=float(one_off),
        running=float(running),
        levels=levels,
        mean_level=_mean_level(framework, levels),
    )


def _mean_level(framework: Framework, levels: Mapping[str, int]) -> float:
    weights = {c.id: c.weight for c in framework.capabilities() if c.id in levels}
    total = sum(weights.values())
    return sum(levels[c] * weight for c, weight in weights.items()) / total if total else 0.0
