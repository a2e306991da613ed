"""A sensible first proposal for the targets, for leadership to change."""

from domain.framework import Capability, Framework
from domain.scorecard import Scorecard
from planning.checks import refuse, scorecard_problems
from planning.gaps import levels_today

_REACH = 2
"""Levels that a capability can rise by in four years without being first in every queue."""


def propose_targets(framework: Framework, scorecard: Scorecard) -> dict[str, int]:
    """A target level for each capability that applies, by the rule in docs/planning.md.

    On five levels: 3, and 4 where the framework marks the capability or its pillar critical;
    at most two levels above today unless critical; never below today. Raises InvalidInput
    when the scorecard was made with another framework.
    """
    refuse(scorecard_problems(framework, scorecard))
    critical = critical_capabilities(framework)
    return {
        capability: _target(framework, today, capability in critical)
        for capability, today in levels_today(framework, scorecard).items()
    }


def target_reason(framework: Framework, scorecard: Scorecard, capability: Capability) -> str:
    """Why the proposal for a capability is what it is, as one sentence.

    Raises InvalidInput when the scorecard was made with another framework.
    """
    refuse(scorecard_problems(framework, scorecard))
    levels = levels_today(framework, scorecard)
    if capability.id not in levels:
        return "It does not apply to this organisation, so it needs no target."
    today = levels[capability.id]
    critical = capability.id in critical_capabilities(framework)
    target = _target(framework, today, critical)
    if target == today:
        return "It is already where it needs to be; the aim is to hold that level."
    if critical:
        return "It is critical: the rest depends on it, so it goes one level further."
    if target < _middle(framework):
        return "Two levels up is as far as most organisations come in the time."
    return "At this level it works the same way everywhere, which the rest builds on."


def critical_capabilities(framework: Framework) -> frozenset[str]:
    """The capabilities that are marked critical, or stand in a pillar that is."""
    return frozenset(
        capability.id
        for pillar in framework.pillars
        for capability in pillar.capabilities
        if capability.critical or pillar.critical
    )


def _target(framework: Framework, today: int, critical: bool) -> int:
    middle, highest = _middle(framework), framework.levels[-1].number
    wanted = min(middle + 1, highest) if critical else min(middle, today + _REACH)
    return max(today, wanted)


def _middle(framework: Framework) -> int:
    """The middle level, the upper one of two: level 3 of 1 to 5, level 2 of 0 to 3."""
    return (framework.levels[0].number + framework.levels[-1].number + 1) // 2
