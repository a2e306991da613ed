"""Two rounds of an assessment: what moved, where the rounds can be compared at all."""

from collections.abc import Iterable

from domain.framework import Framework
from domain.scorecard import NodeResult, Scorecard
from domain.versions import Movement, QuestionMapping, means_the_same
from scoring.engine import OVERALL


def trend(
    before: Scorecard,
    after: Scorecard,
    old: Framework,
    new: Framework,
    mapping: Iterable[QuestionMapping] = (),
) -> tuple[Movement, ...]:
    """Every capability, pillar and the whole in two rounds, compared only item by same item.

    A node is comparable when everything that was asked below it, in either round, means the
    same in both, it is scored in the same way, and so is everything below it. What is only in
    the first round comes last.
    """
    then, now = _nodes(before), _nodes(after)
    reasons = _Reasons(before, after, old, new, mapping)
    shown = (after.overall, *after.pillars, *after.capabilities)
    gone = [n for n in (*before.pillars, *before.capabilities) if n.id not in now]
    return tuple(
        _movement(node, then.get(node.id), now.get(node.id), reasons) for node in (*shown, *gone)
    )


def _movement(
    node: NodeResult, then: NodeResult | None, now: NodeResult | None, reasons: "_Reasons"
) -> Movement:
    return Movement(
        id=node.id,
        name=node.name,
        before=then.level if then else None,
        after=now.level if now else None,
        reason=reasons.of(node.id),
        score_before=then.score if then else None,
        score_after=now.score if now else None,
    )


def _nodes(card: Scorecard) -> dict[str, NodeResult]:
    every = (card.overall, *card.pillars, *card.capabilities, *card.parts)
    return {node.id: node for node in every}


class _Reasons:
    """Why nodes of two rounds cannot be compared, with everything below them."""

    def __init__(
        self,
        before: Scorecard,
        after: Scorecard,
        old: Framework,
        new: Framework,
        mapping: Iterable[QuestionMapping],
    ) -> None:
        self.then, self.now = _nodes(before), _nodes(after)
        self.asked_then, self.asked_now = _asked(before), _asked(after)
        self.stays = _stays(old, new, mapping)
        self.everywhere = _otherwise_scored(old, new)
        self.rules_then, self.rules_now = _rules_of(old), _rules_of(new)
        self.weights_then = {question.id: question.weight for question in old.questions()}
        self.weights_now = {question.id: question.weight for question in new.questions()}
        self.children: dict[str, list[str]] = {}
        for node in {**self.then, **self.now}.values():
            self.children.setdefault(node.parent, []).append(node.id)

    def of(self, name: str) -> str:
        """The reason in words, nothing when the node can be compared."""
        return self._own(name) or self._below(name)

    def _own(self, name: str) -> str:
        then, now = self.then.get(name), self.now.get(name)
        if then is None or now is None:
            return "it is new" if now else "it is gone"
        if (then.strategy, then.settings) != (now.strategy, now.settings):
            return "it is rolled up in another way"
        return self.everywhere or self._asked(name) or self._counted(name)

    def _counted(self, name: str) -> str:
        if self.rules_then.get(name) != self.rules_now.get(name):
            return "its gates or weights have changed"
        for found in self.asked_then.get(name, ()):
            if self.weights_then[found] != self.weights_now[self.stays[found]]:
                return f"{found} weighs something else"
        return ""

    def _asked(self, name: str) -> str:
        then, now = self.asked_then.get(name, set()), self.asked_now.get(name, set())
        gone = sorted(found for found in then if self.stays.get(found) not in now)
        added = sorted(now - {self.stays.get(found) for found in then})
        named = list(dict.fromkeys([*gone, *added]))
        more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
        return f"not the same was asked: {', '.join(named[:_NAMED])}{more}" if named else ""

    def _below(self, name: str) -> str:
        changed = [child for child in self.children.get(name, ()) if self.of(child)]
        return f"not comparable below it: {', '.join(changed)}" if changed else ""


_NAMED = 5


def _otherwise_scored(old: Framework, new: Framework) -> str:
    """What makes every level another one, whatever was asked."""
    scales = [[(level.number, level.id) for level in one.levels] for one in (old, new)]
    if scales[0] != scales[1]:
        return "the levels are others"
    if old.evidence_caps != new.evidence_caps:
        return "evidence counts in another way"
    if old.answers_rollup != new.answers_rollup:
        return "the answers of several people make one value in another way"
    return ""


def _rules_of(framework: Framework) -> dict[str, list[object]]:
    """What makes levels of what stands below each node: gates, weights, critical ones, levels.

    The wording of the reasons aside: it changes nothing.
    """
    rules: dict[str, list[object]] = {}
    gates = {pillar.id: pillar.gates for pillar in framework.pillars}
    gates |= {node.id: node.gates for node, _ in framework.places()}
    for name, found in {OVERALL: framework.gates, **gates}.items():
        rules[name] = [(gate.level, dict(gate.needs)) for gate in found]
    for pillar in framework.pillars:
        rules[OVERALL].append((pillar.id, pillar.weight, pillar.critical))
    for node, above in framework.places():
        rules[above].append((node.id, node.weight, node.critical, node.level))
    return rules


def _stays(old: Framework, new: Framework, mapping: Iterable[QuestionMapping]) -> dict[str, str]:
    """The old questions that mean the same as a new one, with the id of that."""
    after = {question.id: question for question in new.questions()}
    stays = {
        question.id: question.id
        for question in old.questions()
        if question.id in after and means_the_same(question, after[question.id])
    }
    for entry in mapping:
        stays.pop(entry.old, None)
        if entry.new is not None and entry.same and entry.values is None:
            stays[entry.old] = entry.new
    return stays


def _asked(card: Scorecard) -> dict[str, set[str]]:
    """The questions asked below each node."""
    parents = {node.id: node.parent for node in (*card.parts, *card.capabilities, *card.pillars)}
    asked: dict[str, set[str]] = {}
    for question in card.questions:
        above = question.capability
        while above and question.state != "not_asked":
            asked.setdefault(above, set()).add(question.id)
            above = parents.get(above, "")
    return asked
