"""One initiative's place in a plan, opened: what it waits for, and what hangs on it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.errors import NotFound
from domain.framework import Framework
from domain.planning import (
    Actual,
    Catalogue,
    Compared,
    Dropped,
    Explained,
    Gap,
    Moved,
    Placement,
    Roadmap,
)
from domain.project import Activity, Project, Starts
from domain.scorecard import Scorecard
from planning import reasons
from planning.building import benefit_id, level_id, project_of
from planning.greedy import Remaining
from planning.project import reached_before, violations
from planning.roadmap import make_draft
from planning.why import Why


def explain_placement(
    framework: Framework,
    scorecard: Scorecard,
    catalogue: Catalogue,
    roadmap: Roadmap,
    initiative: str,
    actuals: Iterable[Actual] = (),
) -> Explained:
    """Why an initiative stands where it stands. Raises NotFound when the plan does not have it."""
    placements = {p.initiative.id: p for p in roadmap.placements}
    if initiative not in placements:
        raise NotFound(f"The plan has no initiative {initiative}.")
    draft = make_draft(framework, scorecard, catalogue, roadmap.scenario, tuple(actuals))
    project = replace(project_of(draft), deadlines={})
    starts = {name: draft.index(p.start) for name, p in placements.items()}
    why, place = Why(draft, project, starts), placements[initiative]
    fallen = _fallen(project, starts, initiative)
    return Explained(
        why=place.why,
        waits_for=tuple(_awaited(why, placements, initiative)),
        waited_by=tuple(
            placements[name].initiative.name
            for name in starts
            if why.needs(why.activities[name], initiative)
        ),
        earlier=tuple(why.earlier(place.initiative)),
        slack=_slack(project, starts, initiative, roadmap.gaps),
        dropped=_dropped(roadmap, project, starts, fallen, placements, initiative),
    )


def _awaited(why: Why, placements: dict[str, Placement], initiative: str) -> Iterator[str]:
    for name, place in placements.items():
        if why.needs(why.activities[initiative], name):
            yield reasons.awaited(place)


def _fallen(project: Project, starts: Starts, initiative: str) -> set[str]:
    """The initiative, and everything that could not be done without it."""
    kept = {name: start for name, start in starts.items() if name != initiative}
    activities = {activity.id: activity for activity in project.activities}
    while True:
        beside = Remaining(project, kept)
        out = {name for name, start in kept.items() if not _stands(beside, activities[name], start)}
        if not out:
            return set(starts) - set(kept)
        kept = {name: start for name, start in kept.items() if name not in out}


def _stands(beside: Remaining, activity: Activity, start: int) -> bool:
    ready = beside.ready(activity)
    return ready is not None and ready <= start


def _slack(project: Project, starts: Starts, initiative: str, gaps: Iterable[Gap]) -> int:
    """Quarters it could start later: nothing breaks, and no target is reached too late."""
    wanted = list(gaps)
    base = _in_time(project, starts, wanted)
    free = replace(project, activities=tuple(_unlocked(a) for a in project.activities))
    slack = 0
    while True:
        later = {**starts, initiative: starts[initiative] + slack + 1}
        if any(violations(free, later)) or _in_time(project, later, wanted) < base:
            return slack
        slack += 1


def _unlocked(activity: Activity) -> Activity:
    return replace(activity, last_start=None)


def _in_time(project: Project, starts: Starts, gaps: Iterable[Gap]) -> int:
    """How many levels of the targets are reached by their dates."""
    reached = reached_before(project, starts)
    return sum(
        reached[level_id(gap.capability, level)] <= project.horizon
        for gap in gaps
        for level in range(gap.current + 1, gap.target + 1)
    )


def _dropped(
    roadmap: Roadmap,
    project: Project,
    starts: Starts,
    fallen: set[str],
    placements: dict[str, Placement],
    initiative: str,
) -> Dropped:
    kept = {name: start for name, start in starts.items() if name not in fallen}
    before, after = reached_before(project, starts), reached_before(project, kept)
    benefits = [
        benefit.name
        for benefit in roadmap.register.benefits
        if before[benefit_id(benefit)] <= project.horizon < after[benefit_id(benefit)]
    ]
    return Dropped(
        initiatives=tuple(
            p.initiative.name for name, p in placements.items() if name in fallen - {initiative}
        ),
        targets=tuple(_lost(roadmap.gaps, project, after)),
        benefits=tuple(benefits),
        freed=sum(sum(placements[name].cost_by_year.values()) for name in fallen),
    )


def _lost(gaps: Iterable[Gap], project: Project, after: dict[str, int]) -> Iterator[str]:
    for gap in gaps:
        levels = [
            level
            for level in range(gap.current + 1, (gap.reached or gap.current) + 1)
            if after[level_id(gap.capability, level)] > project.horizon
        ]
        if levels:
            yield reasons.falls_back(gap, min(levels) - 1)


def compare(before: Roadmap, after: Roadmap) -> Compared:
    """What a second plan does otherwise than a first one of the same catalogue."""
    old = {p.initiative.id: p for p in before.placements}
    new = {p.initiative.id: p for p in after.placements}
    spent = {year.year: year.total for year in before.years}
    money = {year.year: year.total - spent.get(year.year, 0.0) for year in after.years}
    return Compared(
        moved=tuple(
            Moved(p.initiative.name, old[name].start, p.start)
            for name, p in new.items()
            if name in old and old[name].start != p.start
        ),
        added=tuple(p.initiative.name for name, p in new.items() if name not in old),
        dropped=tuple(p.initiative.name for name, p in old.items() if name not in new),
        targets=tuple(_target_changes(before, after)),
        money={year: amount for year, amount in money.items() if amount},
    )


def _target_changes(before: Roadmap, after: Roadmap) -> Iterator[str]:
    then = {gap.capability: gap for gap in before.gaps}
    for gap in after.gaps:
        old = then.get(gap.capability)
        if old is not None and (old.reached, old.target) != (gap.reached, gap.target):
            yield reasons.target_changed(old, gap)
