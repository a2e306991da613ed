"""A planning problem in whole numbers: activities in periods, under limits, towards aims.

The words are those of resource-constrained project scheduling. A roadmap
becomes such a problem in `planning/building.py`; a plain scheduling instance is one without
money and milestones. The problem is written down as on paper in docs/planning.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Starts = Mapping[str, int]
"""The period in which each planned activity starts; what is left out is not in it."""


@dataclass(frozen=True, slots=True)
class Activity:
    """A piece of work of `duration` periods that is not interrupted once it has begun.

    `use` is what it takes of each resource in every period while it runs. `spend` maps a start
    to what the activity then takes from each account. `after` names activities that have to be
    over, and `needs` milestones that have to be reached, when it starts. It starts in
    `first_start` at the earliest and `last_start` at the latest, and always when `mandatory`.
    """

    id: str
    duration: int
    use: Mapping[str, int] = field(default_factory=dict)
    spend: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    first_start: int = 0
    last_start: int | None = None
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """Activities with everything that limits them, over periods 0 to `horizon` - 1.

    `capacity` gives each resource in each period, `accounts` the most that may be spent.
    A milestone is reached when one activity of each of its groups is over; `deadlines` says
    before which period it must be.
    """

    horizon: int
    activities: tuple[Activity, ...]
    capacity: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    accounts: Mapping[str, int] = field(default_factory=dict)
    milestones: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    deadlines: Mapping[str, int] = field(default_factory=dict)

    def possible_starts(self, activity: Activity) -> range:
        """The periods in which an activity may start, prerequisites and limits aside."""
        latest = self.horizon - activity.duration
        if activity.last_start is not None:
            latest = min(latest, activity.last_start)
        return range(activity.first_start, latest + 1)


@dataclass(frozen=True, slots=True)
class Aim:
    """What a plan should have as much of as it can: a sum of points, whole numbers.

    `started` gives points for an activity that starts in a period, `reached` for a milestone
    that is reached before a period (never less than 0: reaching something is no loss).
    """

    name: str
    started: Mapping[tuple[str, int], int] = field(default_factory=dict)
    reached: Mapping[tuple[str, int], int] = field(default_factory=dict)
