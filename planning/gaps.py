"""The distance from today to the targets."""

from collections.abc import Mapping

from domain.framework import Framework
from domain.planning import Gap, Scenario
from domain.scorecard import NodeResult, Scorecard
from planning.checks import refuse, scorecard_problems


def level_to_plan_from(node: NodeResult, lowest: int) -> int:
    """The established level; without one the worst case, and `lowest` if that is unknown too."""
    if node.level is not None:
        return node.level
    return lowest if node.worst is None else node.worst


def levels_today(framework: Framework, scorecard: Scorecard) -> dict[str, int]:
    """The level that each capability is planned from; those that do not apply are left out."""
    lowest = framework.levels[0].number
    nodes = [scorecard.node(capability.id) for capability in framework.capabilities()]
    return {node.id: level_to_plan_from(node, lowest) for node in nodes if node.applies}


def find_gaps(
    framework: Framework,
    scorecard: Scorecard,
    scenario: Scenario,
    levels: Mapping[str, int] | None = None,
) -> tuple[Gap, ...]:
    """One gap for each capability that applies and has a target, in the framework's order.

    A level that is not established is planned from its worst case, with `assumed` true.
    `levels` are the levels to start from, those of the scorecard unless given.
    Raises InvalidInput when the scorecard was made with another framework.
    """
    refuse(scorecard_problems(framework, scorecard))
    today = levels_today(framework, scorecard) if levels is None else levels
    return tuple(
        Gap(
            capability=capability.id,
            name=capability.name,
            pillar=pillar.id,
            current=today[capability.id],
            target=scenario.targets[capability.id],
            assumed=scorecard.node(capability.id).level is None,
            due=scenario.due_of(capability.id),
            firm=capability.id in scenario.firm,
        )
        for pillar in framework.pillars
        for capability in pillar.capabilities
        if capability.id in today and capability.id in scenario.targets
    )
