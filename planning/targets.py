"""A sensible first proposal for the targets, for leadership to change."""

from domain.framework import Capability, Framework
from domain.scorecard import Scorecard
from planning.gaps import level_to_plan_from

_DEFINED = 2
"""Steps above the lowest level at which a capability works for the whole organisation."""
_REACH = 2
"""Levels that most capabilities can rise by 2030 under middle estimates."""


def propose_targets(framework: Framework, scorecard: Scorecard) -> dict[str, int]:
    """A target level for each capability that applies.

    The third level everywhere, one more where the framework marks a capability critical;
    at most two levels above today unless critical; never below today, and never the top
    level unless it is reached already.
    """
    return {
        capability.id: _target(framework, capability, _today(framework, scorecard, capability))
        for capability in framework.capabilities()
        if scorecard.node(capability.id).applies
    }


def target_reason(framework: Framework, scorecard: Scorecard, capability: Capability) -> str:
    """Why the proposal for this capability is what it is, as one sentence."""
    today = _today(framework, scorecard, capability)
    target = _target(framework, capability, today)
    if target == today:
        return "It is where it needs to be; the aim is to hold it."
    if capability.critical:
        return "Critical: much else depends on it, so it should be measured, not only defined."
    if target - today == _REACH:
        return "Two levels are what most organisations can reach in the time."
    return "One rule for the whole organisation is what the rest of the plan builds on."


def _today(framework: Framework, scorecard: Scorecard, capability: Capability) -> int:
    return level_to_plan_from(scorecard.node(capability.id), framework.levels[0].number)


def _target(framework: Framework, capability: Capability, today: int) -> int:
    lowest, highest = framework.levels[0].number, framework.levels[-1].number
    wanted = lowest + _DEFINED + (1 if capability.critical else 0)
    if not capability.critical:
        wanted = min(wanted, today + _REACH)
    below_top = max(lowest, highest - 1)
    return max(today, min(wanted, below_top))
