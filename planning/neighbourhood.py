"""Better plans for large portfolios: a part of the plan is set free and planned anew, again and
again, while the rest stays where it is.

The method is large-neighbourhood search (Shaw, "Using constraint programming and local search
methods to solve vehicle routing problems", CP 1998) over the same model: what is free, with all
limits that the rest leaves it, is a small `Project` of its own. It is deterministic.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from random import Random

from domain.project import Activity, Aim, Project, Starts
from planning.project import reached_before, spent, used

_FEWEST, _MOST = 8, 60


@dataclass
class Neighbourhoods:
    """Draws which activities are set free next: those close in time, or bound up with each other.

    `size` grows when a part was solved to the end and nothing was found, and shrinks when it
    was too much.
    """

    project: Project
    random: Random
    size: float = 20.0

    def __post_init__(self) -> None:
        self._bound_up = _bound_up(self.project)
        self._ids = [activity.id for activity in self.project.activities]

    def draw(self, starts: Starts) -> set[str]:
        """Activities to be planned anew."""
        number = min(len(self._ids), round(self.size))
        close = self._close_in_time if self.random.random() < 0.5 else self._near
        chosen = list(dict.fromkeys(close(starts)))
        return set(chosen[:number])

    def solved(self, better: bool, to_the_end: bool) -> None:
        """Learn from what became of the last part."""
        if not to_the_end:
            self.size = max(_FEWEST, self.size * 0.9)
        elif not better:
            self.size = min(_MOST, self.size * 1.05)

    def _close_in_time(self, starts: Starts) -> Iterator[str]:
        """What runs around one quarter, with what could take its place."""
        middle = self.random.randrange(self.project.horizon)
        durations = {a.id: a.duration for a in self.project.activities}
        placed = sorted(
            starts, key=lambda a: (abs(starts[a] + durations[a] / 2 - middle), self.random.random())
        )
        out = [name for name in self._ids if name not in starts]
        self.random.shuffle(out)
        for at, name in enumerate(placed):
            yield name
            if at % 2 and out:
                yield out.pop()
        yield from out

    def _near(self, starts: Starts) -> Iterator[str]:
        """One activity, what it is bound up with, and so on outwards."""
        left = set(self._ids)
        while left:
            ring = [self.random.choice(sorted(left))]
            while ring:
                yield from ring
                left -= set(ring)
                ring = sorted({n for name in ring for n in self._bound_up[name]} & left)
                self.random.shuffle(ring)


def _bound_up(project: Project) -> dict[str, set[str]]:
    """For each activity those that it waits for, that wait for it, or that bring the same."""
    found: dict[str, set[str]] = {activity.id: set() for activity in project.activities}
    together = [(a.id, *a.after) for a in project.activities]
    for activity in project.activities:
        for milestone in activity.needs:
            together += [(activity.id, *group) for group in project.milestones[milestone]]
    together += [
        tuple(name for group in groups for name in group) for groups in project.milestones.values()
    ]
    for names in together:
        known = [name for name in names if name in found]
        for name in known:
            found[name] |= set(known) - {name}
    return found


def part_of(project: Project, starts: Starts, free: Set[str]) -> Project:
    """The project of what is free, with what the rest of a plan leaves it.

    Whatever keeps the limits of the part keeps, together with the rest, those of the whole.
    """
    fixed = {name: start for name, start in starts.items() if name not in free}
    milestones = {
        name: groups
        for name, groups in project.milestones.items()
        if any(each in free for group in groups for each in group)
    }
    by_fixed = reached_before(project, fixed)
    taken, money = used(project, fixed), spent(project, fixed)
    in_groups = {each for groups in milestones.values() for group in groups for each in group}
    activities = [
        *_free(project, fixed, free, milestones, by_fixed),
        *(
            _pinned(a, fixed[a.id])
            for a in project.activities
            if a.id in fixed and a.id in in_groups
        ),
    ]
    deadlines = {n: t for n, t in project.deadlines.items() if n in milestones}
    for activity in project.activities:
        if activity.id in fixed:
            for name in activity.needs:
                if name in milestones:
                    deadlines[name] = min(
                        deadlines.get(name, fixed[activity.id]), fixed[activity.id]
                    )
    return Project(
        horizon=project.horizon,
        activities=tuple(activities),
        capacity={
            name: tuple(most - taken[name, t] for t, most in enumerate(capacity))
            for name, capacity in project.capacity.items()
        },
        accounts={name: most - money[name] for name, most in project.accounts.items()},
        milestones=milestones,
        deadlines=deadlines,
    )


def _free(
    project: Project,
    fixed: Starts,
    free: Set[str],
    milestones: Mapping[str, object],
    by_fixed: Mapping[str, int],
) -> Iterator[Activity]:
    """The free activities, with what waits for them and what they wait for as dates."""
    durations = {activity.id: activity.duration for activity in project.activities}
    waited: dict[str, int] = {}
    for activity in project.activities:
        for before in activity.after:
            if activity.id in fixed and before in free:
                latest = fixed[activity.id] - durations[before]
                waited[before] = min(waited.get(before, latest), latest)
    for activity in project.activities:
        if activity.id not in free:
            continue
        ready = [activity.first_start]
        ready += [fixed[b] + durations[b] for b in activity.after if b in fixed]
        ready += [by_fixed[m] for m in activity.needs if m not in milestones]
        if any(b not in fixed and b not in free for b in activity.after):
            continue  # what it waits for is not in the plan
        last = [t for t in (activity.last_start, waited.get(activity.id)) if t is not None]
        yield replace(
            activity,
            after=tuple(b for b in activity.after if b in free),
            needs=tuple(m for m in activity.needs if m in milestones),
            first_start=max(ready),
            last_start=min(last) if last else None,
            mandatory=activity.mandatory or activity.id in waited,
        )


def _pinned(activity: Activity, start: int) -> Activity:
    """What stays where it is: it takes nothing more, and only what it brings still counts."""
    return Activity(
        activity.id, activity.duration, first_start=start, last_start=start, mandatory=True
    )


def aim_in(part: Project, aim: Aim) -> Aim:
    """What of an aim depends on the part."""
    names = {activity.id for activity in part.activities}
    return Aim(
        aim.name,
        {key: worth for key, worth in aim.started.items() if key[0] in names},
        {key: worth for key, worth in aim.reached.items() if key[0] in part.milestones},
    )
