"""The distance from today to the targets."""

from collections.abc import Mapping

from domain.framework import Framework
from domain.planning import Gap
from domain.scorecard import NodeResult, Scorecard


def level_to_plan_from(node: NodeResult, lowest: int) -> int:
    """The level a plan starts from: the worst case, which equals the level when it is sure."""
    return lowest if node.worst is None else node.worst


def find_gaps(
    framework: Framework, scorecard: Scorecard, targets: Mapping[str, int]
) -> tuple[Gap, ...]:
    """One gap for each capability that applies and has a target, in the framework's order.

    A level that is not established is planned from its worst case, with `assumed` true.
    """
    lowest = framework.levels[0].number
    gaps = []
    for pillar in framework.pillars:
        for capability in pillar.capabilities:
            node = scorecard.node(capability.id)
            if node.applies and capability.id in targets:
                current = level_to_plan_from(node, lowest)
                gaps.append(
                    Gap(
                        capability=capability.id,
                        name=capability.name,
                        pillar=pillar.id,
                        current=current,
                        target=targets[capability.id],
                        assumed=node.level is None,
                    )
                )
    return tuple(gaps)
