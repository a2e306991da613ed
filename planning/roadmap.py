"""The roadmap: targets, initiatives, money and people made into one plan.

The method is written down in docs/planning.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from domain.framework import Framework
from domain.planning import (
    Actual,
    AimReached,
    Catalogue,
    Gap,
    Initiative,
    LeftOut,
    Placement,
    Roadmap,
    Scenario,
    Use,
    Year,
)
from domain.project import Project, Starts
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from planning.building import GIVE_UP, SCALE, Draft, aims_of, closeness, project_of
from planning.checks import catalogue_problems, refuse, scenario_problems, scorecard_problems
from planning.gaps import find_gaps, levels_today
from planning.greedy import first_plan
from planning.money import one_off_by_year, running_by_year
from planning.priority import priorities
from planning.progress import levels_with, quarters_left
from planning.project import points
from planning.selection import select
from planning.solver import EFFORT, Reached, Solution, Watch, most_points, solve, stay_close
from planning.why import Why


def make_roadmap(
    framework: Framework,
    scorecard: Scorecard,
    catalogue: Catalogue,
    scenario: Scenario,
    actuals: Iterable[Actual] = (),
    keep: Roadmap | None = None,
    effort: float = EFFORT,
    watch: Watch = lambda step: True,
) -> Roadmap:
    """The best plan for the scenario's aims, within its dates, money and people.

    `actuals` say what has begun or is over; `keep` is an earlier plan to stay close to. With an
    `effort` of 0 it is a first plan, by a rule of thumb and at once. Firm targets or decisions
    that cannot be kept are given up rather than the whole plan; `left_out` and the gaps tell.
    The order of the catalogue does not matter. Raises InvalidInput when scorecard or
    catalogue belong to another framework, or the scenario speaks of what they do not have.
    """
    draft = make_draft(framework, scorecard, catalogue, scenario, tuple(actuals))
    project = project_of(draft)
    before = _starts_of(draft, keep) if keep else None
    order = priorities(framework, draft.gaps, draft.selection)
    first = first_plan(project, order)
    if effort == 0:
        return _roadmap(draft, project, _as_found(draft, project, first), tuple(actuals), "first")
    aims = aims_of(draft, project)
    for possible in (project, _without_deadlines(project), _without_demands(project)):
        found = solve(possible, aims, before or first, effort, watch=watch)
        if found is not None:
            if before:
                near = closeness(possible, before)
                found = stay_close(possible, aims, found, near, GIVE_UP, effort)
            return _roadmap(draft, project, found, tuple(actuals), "best")
    raise AssertionError("a plan without anything in it keeps every limit")


def make_draft(
    framework: Framework,
    scorecard: Scorecard,
    catalogue: Catalogue,
    scenario: Scenario,
    actuals: tuple[Actual, ...] = (),
) -> Draft:
    """What is to be planned. Raises InvalidInput as `make_roadmap` does."""
    refuse(
        (
            *scorecard_problems(framework, scorecard),
            *catalogue_problems(framework, catalogue, scenario),
            *scenario_problems(framework, catalogue, scenario),
        )
    )
    done = {actual.initiative for actual in actuals if actual.status == "done"}
    running = {actual.initiative: actual for actual in actuals if actual.status == "running"}
    stopped = {actual.initiative for actual in actuals if actual.status == "stopped"}
    levels = levels_with(levels_today(framework, scorecard), catalogue, done)
    gaps = find_gaps(framework, scorecard, scenario, levels)
    decided = [name for name, rule in scenario.rules.items() if rule.must or rule.start]
    out = {name for name, rule in scenario.rules.items() if rule.excluded} | stopped
    selection = select(catalogue, gaps, levels, [*decided, *running], done)
    kept = {name: found for name, found in selection.initiatives.items() if name not in out}
    return Draft(
        framework=framework,
        catalogue=catalogue,
        scenario=scenario,
        gaps=gaps,
        levels=levels,
        selection=replace(selection, initiatives=kept),
        under_way={
            name: quarters_left(kept[name], actual, scenario)
            for name, actual in running.items()
            if name in kept
        },
        paid={name: actual.spent for name, actual in running.items()},
    )


def _starts_of(draft: Draft, roadmap: Roadmap) -> dict[str, int]:
    found = {p.initiative.id: draft.index(p.start) for p in roadmap.placements}
    return {name: start for name, start in found.items() if name in draft.selection.initiatives}


def _without_deadlines(project: Project) -> Project:
    return replace(project, deadlines={})


def _without_demands(project: Project) -> Project:
    # What is under way stays: it is a fact and no decision.
    free = tuple(replace(activity, mandatory=False) for activity in project.activities)
    return replace(project, deadlines={}, activities=free)


def _as_found(draft: Draft, project: Project, starts: Starts) -> Solution:
    aims = aims_of(draft, project)
    found = (Reached(aim.name, points(project, aim, starts), most_points(aim)) for aim in aims)
    return Solution(starts, tuple(found))


def _roadmap(
    draft: Draft, project: Project, found: Solution, actuals: tuple[Actual, ...], method: str
) -> Roadmap:
    why = Why(draft, project, found.starts)
    placements = tuple(sorted(_placements(draft, found.starts, why), key=_by_start))
    scenario, framework, catalogue = draft.scenario, draft.framework, draft.catalogue
    return Roadmap(
        scenario=scenario,
        catalogue=catalogue.name,
        catalogue_version=catalogue.version,
        framework=framework.id,
        framework_version=framework.version,
        framework_hash=framework.content_hash,
        pillars={pillar.id: pillar.name for pillar in framework.pillars},
        gaps=tuple(_reached(gap, draft, placements) for gap in draft.gaps),
        placements=placements,
        left_out=tuple(_left_out(draft, found.starts, why)),
        years=tuple(
            _year(draft, placements, year)
            for year in range(scenario.start.year, scenario.end.year + 1)
        ),
        risks=catalogue.risks,
        assumptions=catalogue.assumptions,
        aims=tuple(_aim(reached) for reached in found.aims if reached.aim in SCALE),
        use=tuple(_use(draft, placements)),
        register=catalogue.register,
        done=tuple(sorted(draft.selection.done)),
        actuals=actuals,
        method="first" if method == "first" else "best",
    )


def _aim(reached: Reached) -> AimReached:
    scale = next(each for name, each in SCALE.items() if name == reached.aim)
    name = next(name for name in SCALE if name == reached.aim)
    return AimReached(name, reached.value / scale, reached.bound / scale)


def _placements(draft: Draft, starts: Starts, why: Why) -> Iterator[Placement]:
    for name, start in starts.items():
        initiative = draft.selection.initiatives[name]
        reason = why.here(initiative)
        yield Placement(
            initiative=initiative,
            start=draft.scenario.start.plus(start),
            end=draft.scenario.start.plus(start + draft.length(initiative) - 1),
            cost_by_year=draft.cost(initiative, start),
            waits_for=tuple(n for n in draft.selection.waits_for[name] if n in starts),
            why=reason.text,
            bound_by=reason.bound_by,
        )


def _left_out(draft: Draft, starts: Starts, why: Why) -> Iterator[LeftOut]:
    called_for = draft.selection.called_for
    everything = {initiative.id: initiative for initiative in draft.catalogue.initiatives}
    for name in sorted(called_for):
        if name not in starts:
            reason = why.left_out(everything[name])
            yield LeftOut(everything[name], reason.text, reason.bound_by)


def _by_start(placement: Placement) -> tuple[Quarter, str]:
    return placement.start, placement.initiative.id


def _reached(gap: Gap, draft: Draft, placements: Iterable[Placement]) -> Gap:
    due = gap.due or draft.scenario.end
    return replace(gap, reached=_levels_after(draft.levels, placements, due)[gap.capability])


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


def _year(draft: Draft, placements: Iterable[Placement], year: int) -> Year:
    levels = _levels_after(draft.levels, placements, Quarter(year, 4))
    scenario, one_off, running = draft.scenario, 0, 0
    for placement in placements:
        initiative, point = placement.initiative, scenario.estimate
        paid, length = draft.paid.get(initiative.id, 0.0), draft.length(initiative)
        spread = one_off_by_year(initiative, placement.start, point, length, paid)
        one_off += spread.get(year, 0)
        after = running_by_year(initiative, placement.end.plus(1), scenario.end, point)
        running += after.get(year, 0)
    return Year(
        year=year,
        budget=scenario.budget.get(year),
        one_off=float(one_off),
        running=float(running),
        levels=levels,
        mean_level=_mean_level(draft.framework, levels),
    )


def _use(draft: Draft, placements: Iterable[Placement]) -> Iterator[Use]:
    """What the plan takes of each role and each unit in every quarter, limited or not."""
    placed, scenario = tuple(placements), draft.scenario
    roles = sorted({role for p in placed for role in p.initiative.roles})
    units = sorted({unit for p in placed for unit in p.initiative.change})
    for quarter in scenario.start.until(scenario.end):
        running = [p for p in placed if p.start <= quarter <= p.end]
        for role in roles:
            used = sum(_person_months(draft, p.initiative, role) for p in running)
            yield Use("people", role, quarter, used, scenario.person_months(role, quarter))
        for unit in units:
            load = sum(p.initiative.change.get(unit, 0.0) for p in running)
            yield Use("change", unit, quarter, load, scenario.change_limit.get(unit))


def _person_months(draft: Draft, initiative: Initiative, role: str) -> float:
    effort = initiative.effort.at(draft.scenario.estimate) * initiative.roles.get(role, 0.0)
    return effort / draft.length(initiative)


def _mean_level(framework: Framework, levels: Mapping[str, int]) -> float:
    weights = {c.id: c.weight for c in framework.capabilities() if c.id in levels}
    total = sum(weights.values())
    return sum(levels[c] * weight for c, weight in weights.items()) / total if total else 0.0
