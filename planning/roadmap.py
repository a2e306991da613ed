"""A plain, correct schedule: one initiative after the other, each as early as it may start.

The rules are written down in docs/planning.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.framework import Framework
from domain.planning import (
    Catalogue,
    Initiative,
    LeftOut,
    Placement,
    Roadmap,
    Scenario,
    Year,
)
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from planning.gaps import find_gaps, level_to_plan_from
from planning.money import one_off_by_year, quarters_of_work, running_by_year, together
from planning.selection import Selection, select


def make_roadmap(
    framework: Framework, scorecard: Scorecard, catalogue: Catalogue, scenario: Scenario
) -> Roadmap:
    """Sequence the initiatives that close the gaps, under the scenario's dates and money.

    Serial list scheduling: of the initiatives whose prerequisites are placed, the one with
    the highest priority is placed next, at the earliest start that its prerequisites, the
    levels it builds on and every year's budget allow. Deterministic.
    """
    gaps = find_gaps(framework, scorecard, scenario.targets)
    levels = _levels_today(framework, scorecard)
    selection = select(framework, catalogue, gaps, levels)
    schedule = _Schedule(selection, scenario, levels)
    schedule.run()
    final = schedule.levels_after(scenario.end)
    return Roadmap(
        scenario=scenario,
        catalogue=catalogue.name,
        catalogue_version=catalogue.version,
        framework=framework.id,
        framework_version=framework.version,
        framework_hash=framework.content_hash,
        pillars={pillar.id: pillar.name for pillar in framework.pillars},
        gaps=tuple(replace(gap, reached=final[gap.capability]) for gap in gaps),
        placements=tuple(
            sorted(schedule.placed.values(), key=lambda p: (p.start, p.initiative.id))
        ),
        left_out=tuple(sorted(schedule.left_out.values(), key=lambda x: x.initiative.id)),
        years=_years(framework, schedule),
        risks=catalogue.risks,
        assumptions=catalogue.assumptions,
    )


def _levels_today(framework: Framework, scorecard: Scorecard) -> dict[str, int]:
    lowest = framework.levels[0].number
    nodes = [scorecard.node(capability.id) for capability in framework.capabilities()]
    return {node.id: level_to_plan_from(node, lowest) for node in nodes if node.applies}


@dataclass(frozen=True, slots=True)
class _Earliest:
    """The first quarter that prerequisites and levels allow, and who sets it."""

    start: Quarter
    set_by: str


class _Schedule:
    """The roadmap while it grows."""

    def __init__(self, selection: Selection, scenario: Scenario, levels: Mapping[str, int]) -> None:
        self.selection = selection
        self.scenario = scenario
        self.levels = levels
        self.placed: dict[str, Placement] = {}
        self.left_out: dict[str, LeftOut] = {}
        self.spent: dict[int, int] = {}

    def run(self) -> None:
        """Place or leave out every selected initiative."""
        open_ = set(self.selection.initiatives)
        while open_:
            ready = [i for i in open_ if not self._open_prerequisites(i, open_)]
            ready = [i for i in ready if self._levels_settled(i, open_)] or ready
            chosen = min(ready, key=lambda i: (-self.selection.priority[i], i))
            open_.remove(chosen)
            self._settle(self.selection.initiatives[chosen])

    def _open_prerequisites(self, identifier: str, open_: set[str]) -> bool:
        return any(p in open_ for p in self.selection.waits_for[identifier])

    def _levels_settled(self, identifier: str, open_: set[str]) -> bool:
        """Whether nothing still open lifts the capabilities this one builds on."""
        needs = {
            lift.capability: lift.from_level
            for lift in self.selection.initiatives[identifier].lifts
            if lift.capability in self.levels
        }
        return not any(
            lift.capability in needs
            and other != identifier
            and lift.to_level <= needs[lift.capability]
            and lift.to_level > self.levels[lift.capability]
            for other in open_
            for lift in self.selection.initiatives[other].lifts
        )

    def _settle(self, initiative: Initiative) -> None:
        missing = [p for p in self.selection.waits_for[initiative.id] if p in self.left_out]
        if missing:
            names = _listed([self.selection.initiatives[p].name for p in missing])
            self._leave_out(initiative, f"It waits for {names}, which did not fit.", "prerequisite")
            return
        earliest = self._earliest(initiative)
        if earliest is None:
            because = "It builds on a level that no initiative in the plan reaches."
            self._leave_out(initiative, because, "prerequisite")
            return
        self._place_or_leave_out(initiative, earliest)

    def _earliest(self, initiative: Initiative) -> _Earliest | None:
        first = _Earliest(self.scenario.start, "")
        for prerequisite in self.selection.waits_for[initiative.id]:
            first = max(first, self._after(prerequisite), key=lambda e: e.start)
        for lift in initiative.lifts:
            reached = self._reaches(lift.capability, lift.from_level)
            if reached is None:
                return None
            first = max(first, reached, key=lambda e: e.start)
        return first

    def _after(self, identifier: str) -> _Earliest:
        placement = self.placed[identifier]
        return _Earliest(placement.end.plus(1), placement.initiative.name)

    def _reaches(self, capability: str, level: int) -> _Earliest | None:
        """When the capability has this level, or None when it never does."""
        if self.levels.get(capability, level) >= level:
            return _Earliest(self.scenario.start, "")
        lifting = [
            self._after(placement.initiative.id)
            for placement in self.placed.values()
            for lift in placement.initiative.lifts
            if lift.capability == capability and lift.to_level >= level
        ]
        return min(lifting, key=lambda e: e.start, default=None)

    def _place_or_leave_out(self, initiative: Initiative, earliest: _Earliest) -> None:
        length = quarters_of_work(initiative, self.scenario.estimate)
        last_start = self.scenario.end.plus(1 - length)
        starts = earliest.start.until(last_start)
        if not starts:
            end = earliest.start.plus(length - 1)
            because = (
                f"It could start in {earliest.start} at the earliest and would end in {end}, "
                f"after {self.scenario.end}."
            )
            self._leave_out(initiative, because, "horizon")
            return
        for start in starts:
            if not self._overruns(initiative, start):
                self._place(initiative, start, earliest)
                return
        self._leave_out(initiative, self._money_missing(initiative, starts), "budget")

    def _cost(self, initiative: Initiative, start: Quarter) -> dict[int, int]:
        point = self.scenario.estimate
        return together(
            one_off_by_year(initiative, start, point),
            running_by_year(initiative, start, self.scenario.end, point),
        )

    def _overruns(self, initiative: Initiative, start: Quarter) -> dict[int, int]:
        """By how much each year would exceed its budget; empty when the start is affordable."""
        over = {}
        for year, amount in self._cost(initiative, start).items():
            budget = self.scenario.budget.get(year)
            if budget is not None and amount > 0:
                excess = self.spent.get(year, 0) + amount - int(budget)
                if excess > 0:
                    over[year] = excess
        return over

    def _money_missing(self, initiative: Initiative, starts: tuple[Quarter, ...]) -> str:
        best = min(starts, key=lambda s: (sum(self._overruns(initiative, s).values()), s))
        amounts = [
            f"{amount:,} k {self.scenario.currency} in {year}"
            for year, amount in self._overruns(initiative, best).items()
        ]
        return f"Even with its best start, {best}, it lacks {_listed(amounts)}."

    def _place(self, initiative: Initiative, start: Quarter, earliest: _Earliest) -> None:
        cost = self._cost(initiative, start)
        self.spent = together(self.spent, cost)
        end = start.plus(quarters_of_work(initiative, self.scenario.estimate) - 1)
        waits_for = self.selection.waits_for[initiative.id]
        if start > earliest.start:
            year = min(self._overruns_before(initiative, start))
            why, bound = f"Waits for money: {year} has none left for it earlier.", "budget"
        elif earliest.set_by:
            why, bound = f"Starts when {earliest.set_by} is done.", "prerequisite"
        else:
            why, bound = "Starts at once: nothing has to be done before it.", "start"
        self.placed[initiative.id] = Placement(
            initiative=initiative,
            start=start,
            end=end,
            cost_by_year=cost,
            waits_for=waits_for,
            why=why,
            bound_by=bound,  # type: ignore[arg-type]
        )

    def _overruns_before(self, initiative: Initiative, start: Quarter) -> dict[int, int]:
        """What the start a quarter earlier would have exceeded, this one's cost not yet spent."""
        spent = self.spent
        mine = self._cost(initiative, start)
        self.spent = {year: amount - mine.get(year, 0) for year, amount in spent.items()}
        over = self._overruns(initiative, start.plus(-1))
        self.spent = spent
        return over

    def _leave_out(self, initiative: Initiative, because: str, bound: str) -> None:
        self.left_out[initiative.id] = LeftOut(initiative, because, bound)  # type: ignore[arg-type]

    def levels_after(self, last: Quarter) -> dict[str, int]:
        """The level of every capability once all that ends by this quarter is done."""
        levels = dict(self.levels)
        for placement in sorted(self.placed.values(), key=lambda p: p.end):
            if placement.end > last:
                break
            for lift in placement.initiative.lifts:
                if lift.capability in levels:
                    levels[lift.capability] = max(levels[lift.capability], lift.to_level)
        return levels


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _years(framework: Framework, schedule: _Schedule) -> tuple[Year, ...]:
    scenario = schedule.scenario
    weights = {c.id: c.weight for c in framework.capabilities() if c.id in schedule.levels}
    rows = []
    for year in range(scenario.start.year, scenario.end.year + 1):
        levels = schedule.levels_after(Quarter(year, 4))
        total = sum(weights.values())
        mean = sum(levels[c] * weight for c, weight in weights.items()) / total if total else 0.0
        rows.append(
            Year(
                year=year,
                budget=scenario.budget.get(year),
                one_off=float(_spend(schedule, year, running=False)),
                running=float(_spend(schedule, year, running=True)),
                levels=levels,
                mean_level=mean,
            )
        )
    return tuple(rows)


def _spend(schedule: _Schedule, year: int, running: bool) -> int:
    scenario = schedule.scenario
    total = 0
    for placement in schedule.placed.values():
        point, start = scenario.estimate, placement.start
        if running:
            by_year = running_by_year(placement.initiative, start, scenario.end, point)
        else:
            by_year = one_off_by_year(placement.initiative, start, point)
        total += by_year.get(year, 0)
    return total
