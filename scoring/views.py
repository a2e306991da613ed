"""The same results under the groups of a view, such as the subjects leadership is asked about."""

from collections.abc import Sequence
from dataclasses import replace

from domain.framework import Framework
from domain.scorecard import NodeResult, QuestionResult, Scorecard
from scoring.bounds import of_children
from scoring.caps import child_caps, next_step
from scoring.score import ESTABLISHED, NodeShell


def regroup(framework: Framework, card: Scorecard, view_id: str) -> Scorecard:
    """The scorecard with the groups of a view in place of its pillars.

    Capabilities and the whole stay as they are; groups roll up as pillars do, without the
    pillars' gates and weights. Raises KeyError for a view that the framework does not have.
    """
    views = {view.id: view for view in card.framework.views}
    nodes = {node.id: node for node in card.capabilities}
    group_of = {i: group for group, _, ids in views[view_id].groups for i in ids}
    groups = tuple(
        _group(framework, card, NodeShell(group, name, "pillar"), [nodes[i] for i in ids])
        for group, name, ids in views[view_id].groups
    )
    capabilities = tuple(replace(node, parent=group_of[node.id]) for node in card.capabilities)
    return replace(card, pillars=groups, capabilities=capabilities)


def _group(
    framework: Framework, card: Scorecard, shell: NodeShell, children: Sequence[NodeResult]
) -> NodeResult:
    rollup = framework.pillar_rollup
    lowest, highest = framework.levels[0].number, framework.levels[-1].number
    bounds = of_children(rollup, children, lowest, highest)
    sure = bounds.established and bounds.best - bounds.worst < ESTABLISHED
    below = _below(card, {child.id for child in children})
    node = shell.group(rollup, bounds, below, children)
    node = replace(node, short_name=shell.name, parent="overall")
    if not node.applies:
        return node
    node = replace(
        node,
        level=bounds.worst if sure else None,
        worst=bounds.worst,
        best=bounds.best,
        caps=child_caps(rollup, children, bounds.worst, highest),
    )
    return replace(node, next_step=next_step(node, framework.levels))


def _below(card: Scorecard, owners: set[str]) -> list[QuestionResult]:
    parent = {part.id: part.parent for part in card.parts}

    def owner(identifier: str) -> str:
        return owner(parent[identifier]) if identifier in parent else identifier

    return [question for question in card.questions if owner(question.capability) in owners]
