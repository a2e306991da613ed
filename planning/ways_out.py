"""What a target that the plan misses would take: the cheapest ways out, each by itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from domain.framework import Framework
from domain.planning import Actual, Catalogue, Gap, Missed, Roadmap, Rule, Scenario, WayKind, WayOut
from domain.project import Aim, Project
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from planning import reasons
from planning.building import CHANGE, PEOPLE, Draft, aims_of, level_id, project_of
from planning.project import points, reached_before
from planning.roadmap import make_draft
from planning.solver import least_extra, solve

_EFFORT = 4.0
"""Deterministic seconds for one way out."""
_LATER = 12
"""Quarters after the plan's end that are looked at."""
_PARTS = 100
_PERSON_MONTH = 10
"""Thousands that a person-month stands for when money and people are weighed together."""


def ways_out(
    framework: Framework,
    scorecard: Scorecard,
    catalogue: Catalogue,
    roadmap: Roadmap,
    capability: str,
    actuals: Iterable[Actual] = (),
) -> Missed | None:
    """What would bring a capability to its target in time, and lose none of the others.

    None when the plan meets the target, or there is none. Raises InvalidInput as `make_roadmap`.
    """
    gap = next((g for g in roadmap.gaps if g.capability == capability), None)
    if gap is None or (gap.reached or gap.current) >= gap.target:
        return None
    return _Search(framework, scorecard, catalogue, roadmap, gap, tuple(actuals)).missed()


class _Search:
    """One target, and the same plan with one limit after the other let go."""

    def __init__(
        self,
        framework: Framework,
        scorecard: Scorecard,
        catalogue: Catalogue,
        roadmap: Roadmap,
        gap: Gap,
        actuals: tuple[Actual, ...],
    ) -> None:
        self.framework, self.scorecard, self.catalogue = framework, scorecard, catalogue
        self.roadmap, self.gap, self.actuals = roadmap, gap, actuals
        self.draft = self._draft(roadmap.scenario)
        self.due = gap.due or roadmap.scenario.end
        self.starts = {p.initiative.id: self.draft.index(p.start) for p in roadmap.placements}

    def missed(self) -> Missed:
        """The ways, or why there is none."""
        earliest = self._earliest()
        ways = tuple(self._ways()) if earliest else ()
        return Missed(
            capability=self.gap.capability,
            name=self.gap.name,
            target=self.gap.target,
            due=self.due,
            text=self._text(earliest, ways),
            ways=ways,
            earliest=earliest,
        )

    def _draft(self, scenario: Scenario) -> Draft:
        draft = make_draft(self.framework, self.scorecard, self.catalogue, scenario, self.actuals)
        # Only the target in question is firm here: what it takes is asked for it alone.
        gaps = tuple(replace(g, firm=g.capability == self.gap.capability) for g in draft.gaps)
        return replace(draft, gaps=gaps)

    def _ways(self) -> Iterator[WayOut]:
        project = project_of(self.draft)
        kinds: dict[WayKind, dict[str, int]] = {
            "money": _accounts(project),
            "people": _resources(project, PEOPLE),
            "change": _resources(project, CHANGE),
        }
        found = [way for kind, extra in kinds.items() for way in self._by(kind, project, extra)]
        yield from found
        if not found:
            everything = {name: most for extra in kinds.values() for name, most in extra.items()}
            yield from self._by("together", project, everything)
        yield from self._instead(project)
        yield from self._without_decisions()
        yield from self._later()
        yield from self._faster()

    def _by(self, kind: WayKind, project: Project, extra: Mapping[str, int]) -> Iterator[WayOut]:
        if not extra:
            return
        costs = {name: _cost(name) for name in extra}
        added = least_extra(project, extra, costs, self._floor(project), _EFFORT)
        if added:
            yield _way(kind, added, self.roadmap.scenario.currency)

    def _floor(self, project: Project) -> tuple[Aim, int]:
        """No other target may be missed by more than the plan misses it."""
        aim = next(a for a in aims_of(self.draft, project) if a.name == "targets")
        return aim, points(project, aim, self.starts)

    def _instead(self, project: Project) -> Iterator[WayOut]:
        """Within the limits as they are, at the price of other targets."""
        targets = next(a for a in aims_of(self.draft, project) if a.name == "targets")
        found = solve(project, [targets], effort=_EFFORT)
        if found is not None:
            kept = reached_before(project, self.starts)
            now = reached_before(project, found.starts)
            lost = {
                milestone.split("@")[0]
                for milestone, due in targets.reached
                if kept[milestone] <= due < now[milestone]
            }
            names = [g.name for g in self.roadmap.gaps if g.capability in lost]
            yield WayOut("instead", reasons.instead(names))

    def _faster(self) -> Iterator[WayOut]:
        hopeful = replace(self.roadmap.scenario, estimate="low")
        if self.roadmap.scenario.estimate != "low" and self._reaches(hopeful):
            yield WayOut("estimates", reasons.FASTER)

    def _without_decisions(self) -> Iterator[WayOut]:
        rules = self.roadmap.scenario.rules
        for name, rule in rules.items():
            others = {each: found for each, found in rules.items() if each != name}
            if rule != Rule() and self._reaches(replace(self.roadmap.scenario, rules=others)):
                initiative = next(i for i in self.catalogue.initiatives if i.id == name)
                yield WayOut("decisions", reasons.without_rule(initiative))

    def _later(self) -> Iterator[WayOut]:
        scenario = _longer(self.roadmap.scenario, _LATER)
        when = self._first_reached(scenario)
        quarters = when.ordinal - self.due.ordinal if when else 0
        if quarters > 0:
            yield WayOut("time", reasons.later(quarters, self.due.plus(quarters)), when=when)

    def _earliest(self) -> Quarter | None:
        """Without limits of money, people and change, and without decisions."""
        free = replace(
            _longer(self.roadmap.scenario, 2 * _LATER),
            budget={},
            capacity=(),
            change_limit={},
            rules={},
        )
        return self._first_reached(free)

    def _reaches(self, scenario: Scenario) -> bool:
        project = project_of(self._draft(scenario))
        return least_extra(project, {}, {}, (Aim("nothing"), 0), _EFFORT) is not None

    def _first_reached(self, scenario: Scenario) -> Quarter | None:
        """The first quarter by whose end the target can be reached, the others kept."""
        draft = self._draft(scenario)
        project = replace(project_of(draft), deadlines={})
        name = level_id(self.gap.capability, self.gap.target)
        periods = range(1, project.horizon + 1)
        sooner = Aim("sooner", reached={(name, t): 1 for t in periods})
        targets = next(a for a in aims_of(draft, project) if a.name == "targets")
        aims = [targets, sooner] if scenario.budget or scenario.capacity else [sooner]
        found = solve(project, aims, effort=_EFFORT)
        if found is None or not found.aims[-1].value:
            return None
        return scenario.start.plus(project.horizon - found.aims[-1].value)

    def _text(self, earliest: Quarter | None, ways: tuple[WayOut, ...]) -> str:
        if earliest is None:
            return reasons.no_way(self.gap)
        if earliest > self.due:
            return reasons.not_before(self.gap, earliest, self.due)
        return reasons.can_be_had(self.gap, self.due, [way.kind for way in ways])


def _accounts(project: Project) -> dict[str, int]:
    """As much more money in each year as everything together could cost."""
    most = sum(
        max((sum(a.spend[t].values()) for t in a.spend), default=0) for a in project.activities
    )
    return dict.fromkeys(project.accounts, most)


def _resources(project: Project, kind: str) -> dict[str, int]:
    return {
        name: sum(activity.use.get(name, 0) for activity in project.activities)
        for name in project.capacity
        if name.startswith(f"{kind} ")
    }


def _cost(name: str) -> int:
    # Accounts are in thousands, resources in hundredths; weights keep whole numbers.
    return _PERSON_MONTH if " " in name else _PARTS


def _way(kind: WayKind, added: Mapping[str, int], currency: str) -> WayOut:
    money = {name: float(amount) for name, amount in added.items() if " " not in name}
    others = {name: amount / _PARTS for name, amount in added.items() if " " in name}
    parts = [reasons.more_money(money, currency)] if money else []
    parts += [_more(name, amount) for name, amount in others.items()]
    amounts = money | {name.split(" ", 1)[1]: amount for name, amount in others.items()}
    return WayOut(kind, reasons.takes(parts), amounts)


def _more(name: str, amount: float) -> str:
    kind, who = name.split(" ", 1)
    return (reasons.more_people if kind == PEOPLE else reasons.more_change)(who, amount)


def _longer(scenario: Scenario, quarters: int) -> Scenario:
    """The same scenario going on for longer; every target keeps its date, and later years have
    as much money as the last one."""
    end = scenario.end.plus(quarters)
    budget = dict(scenario.budget)
    if scenario.end.year in budget:
        for year in range(scenario.end.year + 1, end.year + 1):
            budget[year] = budget[scenario.end.year]
    due = {capability: scenario.due_of(capability) for capability in scenario.targets}
    return replace(scenario, end=end, due=due, budget=budget)
