"""What a plan takes and reaches, counted without the solver: the judge of its plans."""

from collections.abc import Iterator

from domain.project import Aim, Project, Starts


def points(project: Project, aim: Aim, starts: Starts) -> int:
    """What a plan is worth under an aim."""
    when = reached_before(project, starts)
    started = sum(aim.started.get((name, start), 0) for name, start in starts.items())
    reached = sum(worth for (name, period), worth in aim.reached.items() if when[name] <= period)
    return started + reached


def reached_before(project: Project, starts: Starts) -> dict[str, int]:
    """The period before which each milestone is reached; past the horizon when it is not."""
    ends = {a.id: starts[a.id] + a.duration for a in project.activities if a.id in starts}
    never = project.horizon + 1
    return {
        name: max(min((ends.get(a, never) for a in group), default=never) for group in groups)
        if groups
        else 0
        for name, groups in project.milestones.items()
    }


def used(project: Project, starts: Starts) -> dict[tuple[str, int], int]:
    """What is taken of each resource in each period."""
    taken = {(name, t): 0 for name in project.capacity for t in range(project.horizon)}
    for activity in project.activities:
        if activity.id in starts:
            begin = starts[activity.id]
            for name, amount in activity.use.items():
                for period in range(begin, begin + activity.duration):
                    taken[name, period] += amount
    return taken


def spent(project: Project, starts: Starts) -> dict[str, int]:
    """What is taken from each account."""
    taken = dict.fromkeys(project.accounts, 0)
    for activity in project.activities:
        if activity.id in starts:
            for name, amount in activity.spend.get(starts[activity.id], {}).items():
                taken[name] = taken.get(name, 0) + amount
    return taken


def violations(project: Project, starts: Starts) -> Iterator[str]:
    """Every limit that a plan breaks, in words; nothing when it keeps them all."""
    yield from _order_violations(project, starts)
    for (name, period), amount in used(project, starts).items():
        if amount > project.capacity[name][period]:
            yield f"{name} in period {period}: {amount} of {project.capacity[name][period]}"
    for name, amount in spent(project, starts).items():
        if name in project.accounts and amount > project.accounts[name]:
            yield f"account {name}: {amount} of {project.accounts[name]}"
    reached = reached_before(project, starts)
    for name, period in project.deadlines.items():
        if reached[name] > period:
            yield f"{name} is not reached before period {period}"


def _order_violations(project: Project, starts: Starts) -> Iterator[str]:
    reached = reached_before(project, starts)
    ends = {a.id: starts[a.id] + a.duration for a in project.activities if a.id in starts}
    for activity in project.activities:
        begin = starts.get(activity.id)
        if begin is None:
            if activity.mandatory:
                yield f"{activity.id} is left out"
            continue
        if begin not in project.possible_starts(activity):
            yield f"{activity.id} starts in period {begin}"
        for before in activity.after:
            if ends.get(before, begin + 1) > begin:
                yield f"{activity.id} starts before {before} is over"
        for milestone in activity.needs:
            if reached[milestone] > begin:
                yield f"{activity.id} starts before {milestone} is reached"
