"""Score an assessment: from a table of answers to a scorecard that explains itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from domain.answers import Answer
from domain.framework import (
    Capability,
    Depth,
    Framework,
    Gate,
    Pillar,
    Question,
    Rollup,
    View,
    applies,
)
from domain.scorecard import (
    Cap,
    FrameworkIdentity,
    NodeKind,
    NodeResult,
    QuestionResult,
    Scorecard,
    Tally,
    Term,
    ViewIdentity,
)
from scoring.bounds import Asked, Bounds, counts, of_children, of_questions
from scoring.caps import apply_gates, child_caps, next_step, question_caps
from scoring.checks import check_rollups
from scoring.strategies import strategies
from scoring.tally import answers_by_question, question_result

ESTABLISHED = 2
"""A level is established while worst and best case differ by less than this."""


def score(
    framework: Framework,
    answers: Iterable[Answer],
    depth: Depth,
    context: Mapping[str, str] | None = None,
) -> Scorecard:
    """Score the current answers of all respondents at one depth.

    `context` maps context items of the framework to choices; what does not apply leaves the
    roll-up. The method is written down in docs/scoring.md. Raises InvalidInput naming
    respondent and question of every answer that cannot be used, and as `check_rollups` does.
    """
    check_rollups(framework)
    scoring = _Scoring(framework, answers, depth, context or {})
    pillars = tuple(scoring.node(pillar.id) for pillar in framework.pillars)
    overall = scoring.overall(pillars)
    return Scorecard(
        framework=_identity(framework),
        depth=depth,
        respondents=scoring.respondents,
        overall=overall,
        pillars=pillars,
        capabilities=tuple(scoring.node(capability.id) for capability in framework.capabilities()),
        questions=tuple(scoring.questions.values()),
        parts=tuple(node for node in scoring.nodes.values() if node.kind == "part"),
        context=dict(context or {}),
    )


class _Scoring:
    """One assessment on its way; nodes are scored when somebody needs them, once."""

    def __init__(
        self,
        framework: Framework,
        answers: Iterable[Answer],
        depth: Depth,
        context: Mapping[str, str],
    ) -> None:
        self.framework = framework
        self.depth = depth
        self.context = context
        given = answers_by_question(framework, answers)
        self.respondents = len({a.respondent for found in given.values() for a in found})
        self.lowest, self.highest = framework.levels[0].number, framework.levels[-1].number
        self.questions: dict[str, QuestionResult] = {}
        self.nodes: dict[str, NodeResult] = {}
        self.pillars = {pillar.id: pillar for pillar in framework.pillars}
        self.capabilities = {
            place.capability.id: place for pillar in framework.pillars for place in _under(pillar)
        }
        for capability in framework.capabilities():
            self._tally(capability, given, asked=True)

    def node(self, identifier: str) -> NodeResult:
        """The result of a pillar, a capability or a part."""
        if identifier not in self.nodes:
            if identifier in self.pillars:
                self.nodes[identifier] = self._pillar(self.pillars[identifier])
            else:
                self.nodes[identifier] = self._capability(*self.capabilities[identifier])
        return self.nodes[identifier]

    def overall(self, pillars: Sequence[NodeResult]) -> NodeResult:
        """The result of the whole."""
        return self._group(
            NodeShell("overall", self.framework.name, "overall"),
            pillars,
            self.framework.overall_rollup,
            tuple(self.questions.values()),
            self.framework.gates,
        )

    def _tally(
        self, capability: Capability, given: Mapping[str, list[Answer]], asked: bool
    ) -> None:
        asked = asked and applies(capability.applies_when, self.context)
        for question in capability.questions:
            self.questions[question.id] = question_result(
                question,
                capability.id,
                given.get(question.id, []),
                max(1, self.respondents),
                asked and self._asks(question),
            )
        for part in capability.parts:
            self._tally(part, given, asked)

    def _asks(self, question: Question) -> bool:
        at_depth = self.depth == "full" or question.quick
        return at_depth and applies(question.applies_when, self.context)

    def _pillar(self, pillar: Pillar) -> NodeResult:
        children = [self.node(capability.id) for capability in pillar.capabilities]
        below = [q for c in pillar.capabilities for q in self._results(c)]
        node = self._group(
            NodeShell(pillar.id, pillar.name, "pillar"),
            children,
            pillar.rollup or self.framework.pillar_rollup,
            below,
            pillar.gates,
        )
        return replace(
            node,
            short_name=pillar.short_name or pillar.name,
            weight=pillar.weight,
            critical=pillar.critical,
            parent="overall",
            definition=pillar.description,
        )

    def _group(
        self,
        shell: "NodeShell",
        children: Sequence[NodeResult],
        rollup: Rollup,
        below: Sequence[QuestionResult],
        gates: Sequence[Gate],
    ) -> NodeResult:
        bounds = of_children(rollup, children, self.lowest, self.highest)
        caps = child_caps(rollup, children, bounds.worst, self.highest)
        node = shell.group(rollup, bounds, below, children)
        return self._settled(node, bounds, caps, gates)

    def _capability(self, capability: Capability, kind: NodeKind, parent: str) -> NodeResult:
        rollup = self._rollup_of(capability)
        asked = self._asked(capability)
        parts = [self.node(part.id) for part in capability.parts]
        if any(part.tally.asked for part in parts):
            rollup = self._rollup_of_parts(rollup)
            bounds = of_children(rollup, parts, self.lowest, self.highest)
            caps = child_caps(rollup, parts, bounds.worst, self.highest)
        else:
            bounds = of_questions(rollup, asked, self.lowest, self.highest)
            caps = question_caps(rollup, asked, bounds.worst)
        below = self._results(capability)
        shell = NodeShell(capability.id, capability.name, kind)
        node = replace(
            shell.result(rollup, bounds, below),
            short_name=capability.short_name or capability.name,
            weight=capability.weight,
            critical=capability.critical,
            parent=parent,
            applies=applies(capability.applies_when, self.context) and not _set_aside(below),
            claimed=_claimed(rollup, asked),
            terms=tuple(_question_term(*pair) for pair in asked)
            + tuple(child_term(part) for part in parts),
            definition=capability.definition,
            statements=capability.statements,
            references=capability.references,
        )
        return self._settled(node, bounds, caps, capability.gates)

    def _rollup_of(self, capability: Capability) -> Rollup:
        if self.depth == "quick":
            return self.framework.quick_rollup
        return capability.rollup or self.framework.capability_rollup

    def _rollup_of_parts(self, rollup: Rollup) -> Rollup:
        able = strategies()[rollup.strategy].for_children
        return rollup if able else self.framework.pillar_rollup

    def _asked(self, capability: Capability) -> Asked:
        pairs = [(question, self.questions[question.id]) for question in capability.questions]
        return [(question, result) for question, result in pairs if result.state != "not_asked"]

    def _results(self, capability: Capability) -> list[QuestionResult]:
        return [self.questions[question.id] for question in capability.all_questions()]

    def _settled(
        self, node: NodeResult, bounds: Bounds, caps: Sequence[Cap], gates: Sequence[Gate]
    ) -> NodeResult:
        """The node with its levels after the gates, its caps, and what comes next."""
        if not node.applies:
            return node
        worst, stopped = apply_gates(gates, bounds.worst, self.node, attrgetter("worst"))
        best, _ = apply_gates(gates, bounds.best, self.node, attrgetter("best"))
        sure = bounds.established and best - worst < ESTABLISHED
        own = () if stopped and worst < bounds.worst else tuple(caps)
        node = replace(
            node,
            level=worst if sure else None,
            worst=worst,
            best=max(worst, best),
            caps=(*stopped, *own),
        )
        return replace(node, next_step=next_step(node, self.framework.levels))


class NodeShell:
    """Who a node is, before it has a result."""

    def __init__(self, identifier: str, name: str, kind: NodeKind) -> None:
        self.identifier = identifier
        self.name = name
        self.kind: NodeKind = kind

    def result(self, rollup: Rollup, bounds: Bounds, below: Sequence[QuestionResult]) -> NodeResult:
        """A result without levels yet, with what the questions below it add up to."""
        asked = [result for result in below if result.state != "not_asked"]
        covered = [result for result in asked if result.state in ("answered", "not_applicable")]
        return NodeResult(
            id=self.identifier,
            name=self.name,
            kind=self.kind,
            score=bounds.score,
            level=None,
            worst=None,
            best=None,
            coverage=len(covered) / len(asked) if asked else 0.0,
            tally=_sum([result.tally for result in asked]),
            strategy=rollup.strategy,
            worst_score=bounds.worst_score,
            best_score=bounds.best_score,
        )

    def group(
        self,
        rollup: Rollup,
        bounds: Bounds,
        below: Sequence[QuestionResult],
        children: Sequence[NodeResult],
    ) -> NodeResult:
        """As `result`, for a node that is made of other nodes."""
        worsts = [child.worst for child in children if counts(child) and child.worst is not None]
        return replace(
            self.result(rollup, bounds, below),
            applies=any(child.applies for child in children),
            floor=min(worsts, default=None),
            terms=tuple(child_term(child) for child in children),
        )


class _Place(NamedTuple):
    capability: Capability
    kind: NodeKind
    parent: str


def _under(pillar: Pillar) -> Iterator[_Place]:
    for capability in pillar.capabilities:
        yield _Place(capability, "capability", pillar.id)
        yield from _inside(capability)


def _inside(capability: Capability) -> Iterator[_Place]:
    for part in capability.parts:
        yield _Place(part, "part", capability.id)
        yield from _inside(part)


def _set_aside(below: Sequence[QuestionResult]) -> bool:
    """Whether all that was asked was answered "not applicable"."""
    states = {result.state for result in below} - {"not_asked"}
    return states == {"not_applicable"}


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        asked=sum(tally.asked for tally in tallies),
        answered=sum(tally.answered for tally in tallies),
        dont_know=sum(tally.dont_know for tally in tallies),
        not_applicable=sum(tally.not_applicable for tally in tallies),
        missing=sum(tally.missing for tally in tallies),
    )


def _claimed(rollup: Rollup, asked: Asked) -> int | None:
    if rollup.strategy == "placed_level":
        return None
    placed = [r.value for q, r in asked if q.kind == "placement" and r.value is not None]
    return int(min(placed)) if placed else None


def _question_term(question: Question, result: QuestionResult) -> Term:
    note = "" if result.state == "answered" else result.state.replace("_", " ")
    if question.kind == "placement" and question.level is None:
        note = note or "the level claimed"
    return Term(result.id, result.text, question.weight, result.value, question.level, note)


def child_term(child: NodeResult) -> Term:
    """The line of a child in the sum of its parent, with why it has no value."""
    note = "" if child.applies else "does not apply"
    if child.applies and child.score is None:
        note = "nothing answered" if child.tally.asked else "not asked"
    return Term(child.id, child.name, child.weight, child.score, child.level, note)


def _identity(framework: Framework) -> FrameworkIdentity:
    return FrameworkIdentity(
        id=framework.id,
        version=framework.version,
        name=framework.name,
        content_hash=framework.content_hash,
        levels=framework.levels,
        views=tuple(_view(framework, view) for view in framework.views),
    )


def _view(framework: Framework, view: View) -> ViewIdentity:
    members: dict[str | None, list[str]] = defaultdict(list)
    for capability in framework.capabilities():
        members[capability.groups.get(view.id)].append(capability.id)
    groups = tuple((group.id, group.name, tuple(members[group.id])) for group in view.groups)
    return ViewIdentity(view.id, view.name, groups)
