"""The same results under the groups of a view, such as the subjects leadership is asked about."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from domain.framework import Framework, Rollup
from domain.scorecard import NodeResult, QuestionResult, Scorecard
from scoring.caps import child_caps, next_step
from scoring.engine import OVERALL, Figures, Member, of_children, of_nothing
from scoring.score import NodeShell


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
    members = [_member(framework, child) for child in children]
    rolled_up = of_children(framework, rollup, members) if members else None
    figures = rolled_up or of_nothing(framework, rollup)
    node = shell.group(figures, _below(card, {child.id for child in children}), children)
    node = replace(node, short_name=shell.name, parent=OVERALL)
    if node.worst is None:
        return node
    node = replace(node, caps=child_caps(rollup, children, node.worst, framework.levels[-1].number))
    return replace(node, next_step=next_step(node, framework.levels))


def _member(framework: Framework, node: NodeResult) -> Member:
    """A result as something that can be rolled up again."""
    lowest, highest = framework.levels[0].number, framework.levels[-1].number
    worst = lowest if node.worst is None else node.worst
    best = highest if node.best is None else node.best
    claimed = worst if node.claimed is None else node.claimed
    level = np.array([[worst], [worst], [best], [claimed]], dtype=float)
    score = np.array(
        [[_or_nan(s)] for s in (node.score, node.worst_score, node.best_score, node.score)]
    )
    figures = Figures(
        level=level,
        score=score,
        established=np.array([node.tally.answered > 0]),
        applies=np.array([node.applies]),
        asked=np.array([node.tally.asked > 0]),
        low=lowest if node.low is None else node.low,
        high=highest if node.high is None else node.high,
        rollup=Rollup(node.strategy),
        ungated=level,
    )
    return Member(node.id, figures, node.weight, node.critical, None)


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _below(card: Scorecard, owners: set[str]) -> list[QuestionResult]:
    parent = {part.id: part.parent for part in card.parts}

    def owner(identifier: str) -> str:
        return owner(parent[identifier]) if identifier in parent else identifier

    return [question for question in card.questions if owner(question.capability) in owners]
