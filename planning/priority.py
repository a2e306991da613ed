"""Which initiative matters most for its money."""

from collections.abc import Iterable, Mapping
from math import fsum

from domain.framework import Framework
from domain.planning import Gap, Initiative
from planning.selection import Selection, crosses
from planning.targets import critical_capabilities

_CRITICAL = 2.0
"""How much more a level of a critical capability is worth than one of another."""
_RISK_RELIEF = 0.25
"""What reducing one risk is worth, in levels of a capability that is not critical."""
_LEAST_COST = 1.0
"""Thousands: what costs nothing is no better than what costs next to nothing."""


def priorities(framework: Framework, gaps: Iterable[Gap], selection: Selection) -> dict[str, float]:
    """Worth for each thousand of likely cost, with that of everything that waits for it.

    Worth is the levels of gap closed, times the capability's weight, times 2 if critical,
    plus the risk relief. So a prerequisite never ranks below what it unlocks.
    """
    critical = critical_capabilities(framework)
    level_worth = {
        capability.id: capability.weight * (_CRITICAL if capability.id in critical else 1)
        for capability in framework.capabilities()
    }
    open_gaps = {gap.capability: gap for gap in gaps}
    own = {
        initiative.id: _worth(initiative, open_gaps, level_worth)
        / max(initiative.cost.likely, _LEAST_COST)
        for initiative in selection.initiatives.values()
    }
    unlocked = _unlocked(selection.waits_for)
    # What is kept out of the plan may still be waited for; it has no worth of its own.
    return {name: fsum(own.get(each, 0.0) for each in (name, *unlocked[name])) for name in own}


def _worth(
    initiative: Initiative, gaps: Mapping[str, Gap], level_worth: Mapping[str, float]
) -> float:
    closed = [
        _levels_closed(lift.from_level, lift.to_level, gaps[lift.capability])
        * level_worth[lift.capability]
        for lift in initiative.lifts
        if lift.capability in gaps
        and crosses(lift, gaps[lift.capability].current, gaps[lift.capability].target)
    ]
    return fsum([*closed, _RISK_RELIEF * len(initiative.reduces)])


def _levels_closed(from_level: int, to_level: int, gap: Gap) -> int:
    return min(to_level, gap.target) - max(from_level, gap.current)


def _unlocked(waits_for: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """For each initiative all that waits for it, directly or through others."""
    unlocked: dict[str, set[str]] = {name: set() for name in waits_for}
    for name in waits_for:
        ahead = list(waits_for[name])
        while ahead:
            ancestor = ahead.pop()
            if name not in unlocked.setdefault(ancestor, set()):
                unlocked[ancestor].add(name)
                ahead.extend(waits_for.get(ancestor, ()))
    return unlocked
