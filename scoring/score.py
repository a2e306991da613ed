"""Score an assessment: from answers to a scorecard that explains itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

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
from scoring.caps import (
    Asked,
    child_caps,
    counts,
    evidence_caps,
    gate_caps,
    next_step,
    question_caps,
)
from scoring.checks import check_rollups
from scoring.engine import (
    BEST,
    CLAIMED,
    KNOWN,
    OVERALL,
    STATES,
    WORST,
    Answered,
    Engine,
    Figures,
    Questionnaire,
)
from scoring.evidence import Strength, highest_reported, strength
from scoring.strategies import strategies
from scoring.tally import ByQuestion, answers_by_question, question_result

ESTABLISHED = 2
"""A level is established while worst and best case differ by less than this."""


def score(
    framework: Framework,
    answers: Iterable[Answer],
    depth: Depth,
    context: Mapping[str, str] | None = None,
    as_of: date | None = None,
) -> Scorecard:
    """Score the current answers of all respondents at one depth.

    `context` maps context items of the framework to choices; what does not apply leaves the
    roll-up. The age of evidence is counted on the day `as_of`, today when left out. The method
    is written down in docs/scoring.md. Raises InvalidInput naming respondent and question of
    every answer that cannot be used, and as `check_rollups` does.
    """
    check_rollups(framework)
    scoring = _Scoring(framework, answers, depth, context or {}, as_of or date.today())
    return scoring.card()


class _Scoring:
    """One assessment on its way to a scorecard."""

    def __init__(
        self,
        framework: Framework,
        answers: Iterable[Answer],
        depth: Depth,
        context: Mapping[str, str],
        as_of: date,
    ) -> None:
        self.framework = framework
        self.depth = depth
        self.context = context
        self.as_of = as_of
        self.highest = framework.levels[-1].number
        given = answers_by_question(framework, answers)
        self.respondents = len({a.respondent for found in given.values() for a in found})
        self.places = {
            place.capability.id: place for pillar in framework.pillars for place in _under(pillar)
        }
        asked_of = Questionnaire(framework, depth)
        asked = dict(zip(asked_of.column, asked_of.asked([context])[0], strict=True))
        self.questions = {
            question.id: question_result(
                question,
                place.capability.id,
                given.get(question.id, []),
                max(1, self.respondents),
                bool(asked.get(question.id, False)),
                framework.answers_rollup,
            )
            for place in self.places.values()
            for question in place.capability.questions
        }
        self.evidence = _evidence(framework, given, as_of) if framework.evidence_caps else {}
        answered = self._answered(asked_of)
        self.engine = Engine(asked_of, depth, answered, [context])
        self.nodes: dict[str, NodeResult] = {}

    def _answered(self, asked_of: Questionnaire) -> Answered:
        results = [self.questions[question.id] for question in asked_of.questions]
        values = np.array(
            [[np.nan if r.value is None or r.state != "answered" else r.value for r in results]]
        )
        states = np.array([[STATES[r.state] for r in results]], dtype=np.int8)
        caps = self.framework.evidence_caps
        evidence = {
            name: np.array([float(highest_reported(caps, found, self.highest))])
            for name, found in self.evidence.items()
            if caps
        }
        return Answered(values, states, evidence)

    def card(self) -> Scorecard:
        framework = self.framework
        pillars = tuple(self._pillar(pillar) for pillar in framework.pillars)
        overall = self._overall(pillars)
        return Scorecard(
            framework=_identity(framework),
            depth=self.depth,
            respondents=self.respondents,
            overall=overall,
            pillars=pillars,
            capabilities=tuple(self.node(found.id) for found in framework.capabilities()),
            questions=tuple(self.questions.values()),
            parts=tuple(
                self.node(place.capability.id)
                for place in self.places.values()
                if place.kind == "part"
            ),
            context=dict(self.context),
            as_of=self.as_of,
        )

    def node(self, identifier: str) -> NodeResult:
        """The result of a pillar, a capability or a part."""
        if identifier not in self.nodes:
            place = self.places.get(identifier)
            if place:
                self.nodes[identifier] = self._capability(*place)
            else:
                pillar = next(p for p in self.framework.pillars if p.id == identifier)
                self.nodes[identifier] = self._pillar(pillar)
        return self.nodes[identifier]

    def _overall(self, pillars: Sequence[NodeResult]) -> NodeResult:
        shell = NodeShell(OVERALL, self.framework.name, "overall")
        figures = self.engine.node(OVERALL)
        node = shell.group(figures, tuple(self.questions.values()), pillars)
        return self._settled(node, figures, self.framework.gates, pillars)

    def _pillar(self, pillar: Pillar) -> NodeResult:
        children = [self.node(capability.id) for capability in pillar.capabilities]
        below = [q for c in pillar.capabilities for q in self._results(c)]
        figures = self.engine.node(pillar.id)
        node = replace(
            NodeShell(pillar.id, pillar.name, "pillar").group(figures, below, children),
            short_name=pillar.short_name or pillar.name,
            weight=pillar.weight,
            critical=pillar.critical,
            parent=OVERALL,
            definition=pillar.description,
        )
        return self._settled(node, figures, pillar.gates, children)

    def _capability(self, capability: Capability, kind: NodeKind, parent: str) -> NodeResult:
        figures = self.engine.node(capability.id)
        asked = self._asked(capability)
        parts = [self.node(part.id) for part in capability.parts]
        node = replace(
            NodeShell(capability.id, capability.name, kind).result(
                figures, self._results(capability)
            ),
            short_name=capability.short_name or capability.name,
            weight=capability.weight,
            critical=capability.critical,
            parent=parent,
            placed=_placed(figures.rollup, asked),
            evidence=self.evidence.get(capability.id, ""),
            terms=tuple(_question_term(*pair) for pair in asked)
            + tuple(child_term(part) for part in parts),
            definition=capability.definition,
            statements=capability.statements,
            references=capability.references,
            floor=_floor(parts),
            distribution=_distribution(parts),
        )
        return self._settled(node, figures, capability.gates, parts, asked)

    def _asked(self, capability: Capability) -> Asked:
        pairs = [(question, self.questions[question.id]) for question in capability.questions]
        return [(question, result) for question, result in pairs if result.state != "not_asked"]

    def _results(self, capability: Capability) -> list[QuestionResult]:
        return [self.questions[question.id] for question in capability.all_questions()]

    def _settled(
        self,
        node: NodeResult,
        figures: Figures,
        gates: Sequence[Gate],
        children: Sequence[NodeResult],
        asked: Asked = (),
    ) -> NodeResult:
        """The node with what holds it down, and what comes next."""
        if node.worst is None:
            return node
        reached = int(figures.ungated[WORST, 0])
        stopped = gate_caps(gates, reached, self.node)
        own: tuple[Cap, ...] = ()
        if not any(cap.level < reached for cap in stopped):
            own = child_caps(figures.rollup, children, reached, self.highest)
            own += question_caps(figures.rollup, asked, reached)
        node = replace(
            node, caps=(*evidence_caps(self.framework.evidence_caps, node), *stopped, *own)
        )
        return replace(node, next_step=next_step(node, self.framework.levels))


class NodeShell:
    """Who a node is, before it has a result."""

    def __init__(self, identifier: str, name: str, kind: NodeKind) -> None:
        self.identifier = identifier
        self.name = name
        self.kind: NodeKind = kind

    def result(self, figures: Figures, below: Sequence[QuestionResult]) -> NodeResult:
        """The result with its levels, and what the questions below it add up to."""
        asked = [result for result in below if result.state != "not_asked"]
        covered = [result for result in asked if result.state in ("answered", "not_applicable")]
        applies = bool(figures.applies[0])
        worst, best, claimed = (_whole(figures, case) for case in (WORST, BEST, CLAIMED))
        best = max(worst, best)
        sure = bool(figures.established[0]) and best - worst < ESTABLISHED
        known, strategy = figures.score[KNOWN, 0], strategies()[figures.rollup.strategy]
        return NodeResult(
            id=self.identifier,
            name=self.name,
            kind=self.kind,
            score=None if np.isnan(known) else float(known),
            level=worst if sure and applies else None,
            worst=worst if applies else None,
            best=best if applies else None,
            coverage=len(covered) / len(asked) if asked else 0.0,
            tally=_sum([result.tally for result in asked]),
            strategy=figures.rollup.strategy,
            worst_score=_number(figures.score[WORST, 0]),
            best_score=_number(figures.score[BEST, 0]),
            applies=applies,
            claimed=claimed if applies else None,
            low=figures.low,
            high=figures.high,
            gated=strategy.gated,
            mark=strategy.mark(worst, float(known), figures.rollup.settings),
            settings=figures.rollup.settings,
        )

    def group(
        self,
        figures: Figures,
        below: Sequence[QuestionResult],
        children: Sequence[NodeResult],
    ) -> NodeResult:
        """As `result`, for a node that is made of other nodes."""
        return replace(
            self.result(figures, below),
            terms=tuple(child_term(child) for child in children),
            floor=_floor(children),
            distribution=_distribution(children),
        )


def _floor(children: Sequence[NodeResult]) -> int | None:
    worsts = [child.worst for child in children if counts(child) and child.worst is not None]
    return min(worsts, default=None)


def _distribution(children: Sequence[NodeResult]) -> dict[int, int]:
    levels = Counter(c.level for c in children if counts(c) and c.level is not None)
    return dict(sorted(levels.items()))


def _whole(figures: Figures, case: int) -> int:
    return int(figures.level[case, 0])


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _evidence(framework: Framework, given: ByQuestion, as_of: date) -> dict[str, Strength]:
    months = framework.evidence_caps.months if framework.evidence_caps else 0
    return {
        capability.id: strength(
            [a for q in capability.all_questions() for a in given.get(q.id, [])], as_of, months
        )
        for capability in framework.capabilities()
    }


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


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        asked=sum(tally.asked for tally in tallies),
        answered=sum(tally.answered for tally in tallies),
        dont_know=sum(tally.dont_know for tally in tallies),
        not_applicable=sum(tally.not_applicable for tally in tallies),
        missing=sum(tally.missing for tally in tallies),
    )


def _placed(rollup: Rollup, asked: Asked) -> int | None:
    if rollup.strategy == "placed_level":
        return None
    placed = [r.value for q, r in asked if q.kind == "placement" and r.value is not None]
    return int(min(placed)) if placed else None


def _question_term(question: Question, result: QuestionResult) -> Term:
    note = "" if result.state == "answered" else result.state.replace("_", " ")
    if question.kind == "placement":
        note = note or "the statement chosen"
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
