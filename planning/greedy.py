"""A plan by a priority rule: one activity after the other, each as early as it may start.

It is the first plan while the solver looks for the best one, and what that is measured against.
The method is the serial schedule generation scheme: Kolisch, "Serial and parallel
resource-constrained project scheduling methods revisited", EJOR 90 (1996).
"""

from collections.abc import Iterator, Mapping

from domain.project import Activity, Project, Starts


def first_plan(project: Project, priority: Mapping[str, float]) -> dict[str, int]:
    """Place every activity that fits, the highest priority first, ties by id.

    It keeps order, capacity and accounts. Deadlines and mandatory activities it may miss.
    """
    left = Remaining(project, {})
    open_ = {activity.id: activity for activity in project.activities}
    while able := [a for a in open_.values() if _is_able(a, left)]:
        chosen = min(able, key=lambda a: (not a.mandatory, -priority.get(a.id, 0.0), a.id))
        del open_[chosen.id]
        begin = next((t for t in left.starts(chosen) if not any(left.lacking(chosen, t))), None)
        if begin is not None:
            left.take(chosen, begin)
    return left.placed


def _is_able(activity: Activity, left: "Remaining") -> bool:
    return left.ready(activity) is not None


class Remaining:
    """What a plan leaves of the limits, and from when on each activity could start beside it."""

    def __init__(self, project: Project, starts: Starts) -> None:
        self.project = project
        self.placed: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._capacity = {name: list(most) for name, most in project.capacity.items()}
        self._accounts = dict(project.accounts)
        for activity in project.activities:
            if activity.id in starts:
                self.take(activity, starts[activity.id])

    def take(self, activity: Activity, begin: int) -> None:
        """Give an activity what it needs from this start on."""
        self.placed[activity.id] = begin
        self._ends[activity.id] = begin + activity.duration
        for name, amount in activity.use.items():
            for period in range(begin, begin + activity.duration):
                self._capacity[name][period] -= amount
        for name, amount in activity.spend.get(begin, {}).items():
            if name in self._accounts:
                self._accounts[name] -= amount

    def ready(self, activity: Activity) -> int | None:
        """The first period in which all that it waits for is over; None when that never is."""
        waits = [self._ends.get(name) for name in activity.after]
        waits += [self.reached(name) for name in activity.needs]
        known = [period for period in waits if period is not None]
        return max([activity.first_start, *known]) if len(known) == len(waits) else None

    def reached(self, milestone: str) -> int | None:
        """The period before which a milestone is reached; None when it is not."""
        groups = [
            [self._ends[name] for name in group if name in self._ends]
            for group in self.project.milestones[milestone]
        ]
        return max((min(ends) for ends in groups), default=0) if all(groups) else None

    def starts(self, activity: Activity) -> Iterator[int]:
        """The periods in which it may start, by what it waits for and by its dates."""
        ready = self.ready(activity)
        if ready is not None:
            yield from (t for t in self.project.possible_starts(activity) if t >= ready)

    def lacking(self, activity: Activity, begin: int) -> Iterator[tuple[str, int, int | None]]:
        """(account or resource, how much is missing, period) if it started then.

        Accounts have no period.
        """
        for name, amount in activity.spend.get(begin, {}).items():
            if name in self._accounts and amount > self._accounts[name]:
                yield name, amount - self._accounts[name], None
        for name, amount in activity.use.items():
            for period in range(begin, begin + activity.duration):
                if amount > self._capacity[name][period]:
                    yield name, amount - self._capacity[name][period], period
