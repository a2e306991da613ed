"""Serial list scheduling: one initiative after the other, each as early as it may start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from domain.planning import Initiative, LeftOut, Placement, Scenario
from domain.quarters import Quarter
from planning import reasons
from planning.money import Purse, one_off_by_year, quarters_of_work, running_by_year, together
from planning.selection import Selection


@dataclass(frozen=True, slots=True)
class _Ready:
    """From when an initiative may start, and the placement that it waits for until then."""

    quarter: Quarter
    after: Placement | None = None


@dataclass(slots=True)
class Schedule:
    """A schedule while it grows.

    `levels` maps each capability that applies to today's level, `names` to its name.
    """

    selection: Selection
    scenario: Scenario
    levels: Mapping[str, int]
    names: Mapping[str, str]
    purse: Purse
    placed: dict[str, Placement] = field(default_factory=dict)
    left_out: dict[str, LeftOut] = field(default_factory=dict)

    def fill(self, priority: Mapping[str, float]) -> None:
        """Place or leave out every selected initiative, the highest priority first."""
        open_ = set(self.selection.initiatives)
        while able := [name for name in open_ if self._is_able(name)]:
            settled = [name for name in able if not self._may_be_sooner(name, open_)]
            chosen = min(settled or able, key=lambda name: (-priority[name], name))
            open_.remove(chosen)
            self._place_or_leave_out(self.selection.initiatives[chosen])
        for name in sorted(open_):
            self._leave_out_stuck(self.selection.initiatives[name])

    def _is_able(self, name: str) -> bool:
        return not self._unplaced(name) and not self._unreached(self.selection.initiatives[name])

    def _may_be_sooner(self, name: str, open_: set[str]) -> bool:
        """Whether something not placed yet could also bring a level that this builds on."""
        built_on = [
            (lift.capability, lift.from_level)
            for lift in self.selection.initiatives[name].lifts
            if self._is_below(lift.capability, lift.from_level)
        ]
        return any(
            lift.capability == capability and lift.from_level < level <= lift.to_level
            for other in open_
            for lift in self.selection.initiatives[other].lifts
            for capability, level in built_on
        )

    def _unplaced(self, name: str) -> list[str]:
        return [p for p in self.selection.waits_for[name] if p not in self.placed]

    def _unreached(self, initiative: Initiative) -> list[tuple[str, int]]:
        """The capabilities, and levels of them, that it builds on and that nothing reaches."""
        return [
            (lift.capability, lift.from_level)
            for lift in initiative.lifts
            if self._is_below(lift.capability, lift.from_level)
            and self._reached_by(lift.capability, lift.from_level) is None
        ]

    def _is_below(self, capability: str, level: int) -> bool:
        return self.levels.get(capability, level) < level

    def _reached_by(self, capability: str, level: int) -> Placement | None:
        """The first placement to bring a capability to a level."""
        return min(
            (
                placement
                for placement in self.placed.values()
                for lift in placement.initiative.lifts
                if lift.capability == capability and lift.to_level >= level
            ),
            key=_by_end,
            default=None,
        )

    def _ready(self, initiative: Initiative) -> _Ready:
        after = [self.placed[name] for name in self.selection.waits_for[initiative.id]]
        for lift in initiative.lifts:
            if self._is_below(lift.capability, lift.from_level):
                reached_by = self._reached_by(lift.capability, lift.from_level)
                after += [reached_by] if reached_by else []
        if not after:
            return _Ready(self.scenario.start)
        last = max(after, key=_by_end)
        return _Ready(last.end.plus(1), last)

    def _place_or_leave_out(self, initiative: Initiative) -> None:
        ready = self._ready(initiative)
        length = quarters_of_work(initiative, self.scenario.estimate)
        starts = ready.quarter.until(self.scenario.end.plus(1 - length))
        affordable = (start for start in starts if not self._missing(initiative, start))
        start = next(affordable, None)
        if start is not None:
            self._place(initiative, ready, start)
        elif starts:
            self._leave_out(initiative, self._too_dear(initiative, starts), "budget")
        else:
            because = reasons.too_late(ready.quarter, ready.after, length, self.scenario.end)
            self._leave_out(initiative, because, "horizon")

    def _cost(self, initiative: Initiative, start: Quarter) -> dict[int, int]:
        point = self.scenario.estimate
        return together(
            one_off_by_year(initiative, start, point),
            running_by_year(initiative, start, self.scenario.end, point),
        )

    def _missing(self, initiative: Initiative, start: Quarter) -> dict[int, int]:
        return self.purse.missing(self._cost(initiative, start))

    def _place(self, initiative: Initiative, ready: _Ready, start: Quarter) -> None:
        length = quarters_of_work(initiative, self.scenario.estimate)
        why, bound_by = self._reason(initiative, ready, start)
        cost = self._cost(initiative, start)
        self.purse.take(cost)
        self.placed[initiative.id] = Placement(
            initiative=initiative,
            start=start,
            end=start.plus(length - 1),
            cost_by_year=cost,
            waits_for=self.selection.waits_for[initiative.id],
            why=why,
            bound_by=bound_by,
        )

    def _reason(
        self, initiative: Initiative, ready: _Ready, start: Quarter
    ) -> tuple[str, Literal["start", "prerequisite", "budget"]]:
        if start > ready.quarter:
            missing = self._missing(initiative, start.plus(-1))
            return reasons.waits_for_money(missing, self.scenario.currency), "budget"
        if ready.after:
            return reasons.after(ready.after), "prerequisite"
        return reasons.AT_ONCE, "start"

    def _leave_out(
        self,
        initiative: Initiative,
        because: str,
        bound_by: Literal["horizon", "budget", "prerequisite"],
    ) -> None:
        self.left_out[initiative.id] = LeftOut(initiative, because, bound_by)

    def _too_dear(self, initiative: Initiative, starts: tuple[Quarter, ...]) -> str:
        missing = {start: self._missing(initiative, start) for start in starts}
        best = min(starts, key=lambda start: (sum(missing[start].values()), start))
        return reasons.too_dear(best, missing[best], self.scenario.currency)

    def _leave_out_stuck(self, initiative: Initiative) -> None:
        unplaced = self._unplaced(initiative.id)
        if unplaced:
            because = reasons.needs(self.selection.initiatives[name] for name in unplaced)
        else:
            unreached = self._unreached(initiative)
            because = reasons.builds_on((self.names[c], level) for c, level in unreached)
        self._leave_out(initiative, because, "prerequisite")


def _by_end(placement: Placement) -> tuple[Quarter, str]:
    return placement.end, placement.initiative.id
