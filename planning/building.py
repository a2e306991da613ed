"""A roadmap as a problem in whole numbers: quarters counted from the plan's start.

Money in the limits is in whole thousands, people in hundredths of a person-month, change in
hundredths of a point; the points of the aims are scaled as `SCALE` says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import floor

from domain.framework import Framework
from domain.planning import OPINION, AimName, Benefit, Catalogue, Gap, Initiative, Scenario
from domain.project import Activity, Aim, Project, Starts
from domain.quarters import Quarter
from planning.money import one_off_by_year, quarters_of_work, running_by_year, together
from planning.selection import Selection
from planning.targets import critical_capabilities
from planning.value import attributed, present_value, stream

_PARTS = 100
_CRITICAL = 2.0
"""How much more a level of a critical capability is worth than one of another."""
GIVE_UP: Mapping[str, float] = {"maturity": 0.01, "value": 0.01}
"""What a plan made anew may lose of some aims to leave the rest of the plan in place."""
SCALE: Mapping[AimName, int] = {"targets": 100, "maturity": 100, "value": 10}
"""Points for each unit of an aim: levels by weight, the same times quarters, thousands."""
PEOPLE, CHANGE = "people", "change"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be planned: the initiatives, and the levels to start from.

    `levels` maps each capability that applies to today's level; `under_way` gives the quarters
    of work that are left for what has begun already, and `paid` the thousands that it has cost.
    """

    framework: Framework
    catalogue: Catalogue
    scenario: Scenario
    gaps: tuple[Gap, ...]
    levels: Mapping[str, int]
    selection: Selection
    under_way: Mapping[str, int]
    paid: Mapping[str, float]

    @property
    def initiatives(self) -> tuple[Initiative, ...]:
        """Everything that could be in the plan, in the order of their ids."""
        return tuple(
            self.selection.initiatives[name] for name in sorted(self.selection.initiatives)
        )

    def index(self, quarter: Quarter) -> int:
        """The number of a quarter, 0 for the plan's first."""
        return quarter.ordinal - self.scenario.start.ordinal

    def length(self, initiative: Initiative) -> int:
        """Quarters of work that are left."""
        work = quarters_of_work(initiative, self.scenario.estimate)
        return self.under_way.get(initiative.id, work)

    @property
    def horizon(self) -> int:
        """How many quarters the plan has."""
        return self.index(self.scenario.end) + 1

    def worth(self, capability: str) -> float:
        """What one level of a capability counts."""
        weights = {c.id: c.weight for c in self.framework.capabilities()}
        critical = capability in critical_capabilities(self.framework)
        return weights[capability] * (_CRITICAL if critical else 1.0)

    def cost(self, initiative: Initiative, start: int) -> dict[int, int]:
        """Thousands by calendar year for an initiative that starts in a quarter."""
        first, point = self.scenario.start.plus(start), self.scenario.estimate
        length, paid = self.length(initiative), self.paid.get(initiative.id, 0.0)
        return together(
            one_off_by_year(initiative, first, point, length, paid),
            running_by_year(initiative, first.plus(length), self.scenario.end, point),
        )


def project_of(draft: Draft) -> Project:
    """The limits of a plan; the firm targets are its deadlines."""
    milestones = dict(_level_milestones(draft)) | dict(_benefit_milestones(draft))
    return Project(
        horizon=draft.horizon,
        activities=tuple(_activity(draft, each, milestones) for each in draft.initiatives),
        capacity=dict(_capacities(draft)),
        accounts={str(year): floor(most) for year, most in draft.scenario.budget.items()},
        milestones=milestones,
        deadlines={
            level_id(gap.capability, gap.target): _due(draft, gap)
            for gap in draft.gaps
            if gap.firm and gap.levels
        },
    )


def aims_of(draft: Draft, project: Project) -> tuple[Aim, ...]:
    """What the plan is to be best at, in the scenario's order."""
    made = {
        "targets": Aim("targets", reached=_target_points(draft)),
        "maturity": Aim("maturity", reached=_maturity_points(draft)),
        "value": Aim("value", _cost_points(draft, project), _benefit_points(draft)),
    }
    return tuple(made[name] for name in draft.scenario.aims)


def closeness(project: Project, keep: Starts) -> Aim:
    """Points for every initiative that stays where it was, fewer the further it moves."""
    horizon = project.horizon
    return Aim(
        "closeness",
        {
            (a.id, start): horizon - abs(start - keep[a.id]) if a.id in keep else -horizon
            for a in project.activities
            for start in project.possible_starts(a)
        },
    )


def level_id(capability: str, level: int) -> str:
    """The milestone "this capability is at this level"."""
    return f"{capability}@{level}"


def benefit_id(benefit: Benefit) -> str:
    """The milestone "all that this benefit needs is done"."""
    return f"benefit {benefit.id}"


def _activity(draft: Draft, initiative: Initiative, milestones: Mapping[str, object]) -> Activity:
    rule, length = draft.scenario.rule_of(initiative.id), draft.length(initiative)
    begun = initiative.id in draft.under_way
    first, last = _window(draft, initiative)
    needs = [
        level_id(lift.capability, lift.from_level)
        for lift in initiative.lifts
        if draft.levels.get(lift.capability, lift.from_level) < lift.from_level
    ]
    return Activity(
        id=initiative.id,
        duration=length,
        use=dict(_use(initiative, length, draft)),
        spend={
            start: {str(year): amount for year, amount in draft.cost(initiative, start).items()}
            for start in range(draft.horizon - length + 1)
        },
        after=() if begun else draft.selection.waits_for[initiative.id],
        needs=() if begun else tuple(name for name in needs if name in milestones),
        first_start=first,
        last_start=last,
        mandatory=begun or rule.must or rule.start is not None,
    )


def _window(draft: Draft, initiative: Initiative) -> tuple[int, int | None]:
    """The first and the last quarter in which it may start, by what is decided."""
    rule = draft.scenario.rule_of(initiative.id)
    if initiative.id in draft.under_way:
        return 0, 0
    if rule.start is not None:
        return draft.index(rule.start), draft.index(rule.start)
    first = max(0, draft.index(rule.not_before)) if rule.not_before else 0
    if rule.done_by is None:
        return first, None
    return first, draft.index(rule.done_by) + 1 - draft.length(initiative)


def _use(initiative: Initiative, length: int, draft: Draft) -> Iterator[tuple[str, int]]:
    effort = initiative.effort.at(draft.scenario.estimate)
    for role, share in initiative.roles.items():
        if any(capacity.role == role for capacity in draft.scenario.capacity):
            yield f"{PEOPLE} {role}", _parts(effort * share / length)
    for unit, load in initiative.change.items():
        if unit in draft.scenario.change_limit:
            yield f"{CHANGE} {unit}", _parts(load)


def _parts(amount: float) -> int:
    return floor(amount * _PARTS + 0.5)


def _capacities(draft: Draft) -> Iterator[tuple[str, tuple[int, ...]]]:
    quarters = draft.scenario.start.until(draft.scenario.end)
    # What nobody limits in a quarter is never used up, whatever runs at the same time.
    plenty = sum(_parts(i.effort.at(draft.scenario.estimate)) + 1 for i in draft.initiatives)
    for role in sorted({capacity.role for capacity in draft.scenario.capacity}):
        found = [draft.scenario.person_months(role, quarter) for quarter in quarters]
        yield f"{PEOPLE} {role}", tuple(plenty if p is None else floor(p * _PARTS) for p in found)
    for unit, most in sorted(draft.scenario.change_limit.items()):
        yield f"{CHANGE} {unit}", (floor(most * _PARTS),) * len(quarters)


def _level_milestones(draft: Draft) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    highest = draft.framework.levels[-1].number
    for capability, today in draft.levels.items():
        for level in range(today + 1, highest + 1):
            brought_by = tuple(
                initiative.id
                for initiative in draft.initiatives
                for lift in initiative.lifts
                if lift.capability == capability and lift.from_level < level <= lift.to_level
            )
            yield level_id(capability, level), (brought_by,)


def _benefit_milestones(draft: Draft) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    for benefit in draft.catalogue.register.benefits:
        open_ = [name for name in benefit.needs if name not in draft.selection.done]
        yield benefit_id(benefit), tuple((name,) for name in open_)


def _due(draft: Draft, gap: Gap) -> int:
    due = gap.due or draft.scenario.end
    return max(0, min(draft.index(due) + 1, draft.horizon))


def _target_points(draft: Draft) -> dict[tuple[str, int], int]:
    return {
        (level_id(gap.capability, level), _due(draft, gap)): _points(draft, gap)
        for gap in draft.gaps
        for level in range(gap.current + 1, gap.target + 1)
    }


def _maturity_points(draft: Draft) -> dict[tuple[str, int], int]:
    return {
        (level_id(gap.capability, level), period): _points(draft, gap)
        for gap in draft.gaps
        for level in range(gap.current + 1, gap.target + 1)
        for period in range(1, draft.horizon + 1)
    }


def _points(draft: Draft, gap: Gap) -> int:
    return round(draft.worth(gap.capability) * SCALE["targets"])


def _cost_points(draft: Draft, project: Project) -> dict[tuple[str, int], int]:
    first, rate = draft.scenario.start.year, draft.scenario.discount
    return {
        (activity.id, start): -round(
            SCALE["value"]
            * present_value(
                draft.cost(draft.selection.initiatives[activity.id], start), first, rate
            )
        )
        for activity in project.activities
        for start in project.possible_starts(activity)
    }


def _benefit_points(draft: Draft) -> dict[tuple[str, int], int]:
    """What being ready before quarter t, and not only before t + 1, adds to the value."""
    worth = attributed(draft.catalogue.register, draft.scenario.estimate)
    found: dict[tuple[str, int], int] = {}
    for benefit in draft.catalogue.register.benefits:
        if benefit.grade == OPINION:  # an opinion is no reason to spend money
            continue
        value = [_value_from(draft, benefit, worth[benefit.id], t) for t in range(draft.horizon)]
        for ready, (now, later) in enumerate(pairwise([*value, 0])):
            found[benefit_id(benefit), ready] = now - later
    return found


def _value_from(draft: Draft, benefit: Benefit, yearly: float, ready: int) -> int:
    scenario = draft.scenario
    by_year = stream(yearly, scenario.start.plus(ready), benefit.ramp, scenario.end)
    return round(SCALE["value"] * present_value(by_year, scenario.start.year, scenario.discount))
