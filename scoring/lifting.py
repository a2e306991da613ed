"""The shortest list of answers that would lift a level: what it takes, and nothing more.

Capabilities try every set of their answers, smallest first; groups every set of their children;
gates come first, because they have to be met anyway. Where a level is cut off from a mean, the
answer that adds most is taken until it is reached.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

import numpy as np

from domain.framework import Capability, Framework, Gate, Pillar, Question
from domain.scorecard import Scorecard
from scoring.engine import (
    ANSWERED,
    NOT_APPLICABLE,
    OVERALL,
    STATES,
    WORST,
    Answered,
    Engine,
    Figures,
    Member,
    Questionnaire,
    of_children,
    of_questions,
)
from scoring.evidence import Strength, highest_reported
from scoring.strategies import strategies

_MOST_TRIED = 14
"""All sets of so many answers or children can be tried at once."""


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that would have to be another: its labels today and then."""

    question: str
    text: str
    today: str
    wanted: str
    value: float


@dataclass(frozen=True, slots=True)
class Lift:
    """What would bring a node to `level`: answers to change, and evidence to put on file."""

    node: str
    level: int
    changes: tuple[Change, ...]
    evidence: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The list as sentences."""
        for change in self.changes:
            yield f"{change.text} From “{change.today}” to “{change.wanted}”."
        yield from self.evidence


@dataclass(frozen=True, slots=True)
class _Steps:
    """What has been decided so far: values of questions, and evidence of capabilities."""

    values: Mapping[str, float] = field(default_factory=dict)
    evidence: Mapping[str, Strength] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values) + len(self.evidence)

    def and_(self, other: "_Steps") -> "_Steps":
        return _Steps(
            {**self.values, **other.values},
            {**self.evidence, **other.evidence},
        )


def shortest_lift(framework: Framework, card: Scorecard, node_id: str) -> Lift | None:
    """What it takes to bring a node one level up from what is sure today.

    None at the top, where it does not apply, and where no answers would do. Raises KeyError
    for an id that the scorecard does not have.
    """
    node = card.node(node_id)
    if node.worst is None or node.worst >= framework.levels[-1].number:
        return None
    lifter = _Lifter(framework, card)
    steps = lifter.lift(node_id, node.worst + 1, _Steps())
    if steps is None:
        return None
    steps = lifter.no_more_than_needed(node_id, node.worst + 1, steps)
    return lifter.told(node_id, node.worst + 1, steps)


class _Lifter:
    def __init__(self, framework: Framework, card: Scorecard) -> None:
        self.framework = framework
        self.card = card
        self.asked_of = Questionnaire(framework, card.depth)
        self.results = {result.id: result for result in card.questions}
        self.evidence: dict[str, Strength] = {
            node.id: node.evidence for node in card.capabilities if node.evidence != ""
        }

    def lift(self, node_id: str, level: int, steps: _Steps) -> _Steps | None:
        """The steps with those that bring the node to this level; None where nothing does."""
        engine = self._engine([steps])
        figures = engine.node(node_id)
        if not figures.applies[0]:
            return None
        node = engine.nodes.get(node_id)
        for gate in node.gates if node else self.framework.gates:
            met = self._through_gate(gate, level, steps)
            if met is None:
                return None
            steps = met
        if _reached(self._engine([steps]).node(node_id)) >= level:
            return steps
        if isinstance(node, Capability) and self.framework.evidence_caps:
            steps = self._with_evidence(node, level, steps)
        if isinstance(node, Capability) and not engine.has_parts(node):
            return self._questions(node, level, steps)
        return self._children(engine, node_id, level, steps)

    def _through_gate(self, gate: Gate, level: int, steps: _Steps) -> _Steps | None:
        if gate.level > level:
            return steps
        for needed, least in gate.needs.items():
            if self._engine([steps]).node(needed).applies[0]:
                lifted = self.lift(needed, least, steps)
                if lifted is None:
                    return None
                steps = lifted
        return steps

    def _with_evidence(self, capability: Capability, level: int, steps: _Steps) -> _Steps:
        caps = self.framework.evidence_caps
        found = self.evidence.get(capability.id)
        if caps is None or found is None:
            return steps
        highest = self.framework.levels[-1].number
        ladder: tuple[Strength, ...] = ("none", "some", "verified")
        enough: Strength = next(
            (step for step in ladder if highest_reported(caps, step, highest) >= level), "verified"
        )
        if ladder.index(enough) <= ladder.index(found):
            return steps
        needed: dict[str, Strength] = {capability.id: enough}
        return steps.and_(_Steps(evidence=needed))

    def _questions(self, capability: Capability, level: int, steps: _Steps) -> _Steps | None:
        columns = self.asked_of.columns(capability.questions)
        questions = tuple(self.asked_of.questions[column] for column in columns)
        base = self._answered([steps])
        values, states = base.values[0, columns], base.states[0, columns]
        engine = self._engine([steps])
        rollup = engine.rollup_of(capability)
        reads = strategies()[rollup.strategy].reads
        able = [
            at
            for at, question in enumerate(questions)
            if reads in ("", question.kind)
            and states[at] not in (NOT_APPLICABLE, STATES["not_asked"])
            and not values[at] >= question.highest
        ]
        for size in range(min(len(able), _MOST_TRIED) + 1):
            tried = list(combinations(able, size))
            rows = np.repeat(values[np.newaxis], len(tried), axis=0)
            kinds = np.repeat(states[np.newaxis], len(tried), axis=0)
            for row, chosen in enumerate(tried):
                for at in chosen:
                    rows[row, at] = questions[at].highest
                    kinds[row, at] = ANSWERED
            figures = of_questions(self.framework, rollup, questions, rows, kinds)
            enough = np.flatnonzero(figures.established & (figures.level[WORST] >= level))
            if len(enough):
                chosen = tried[enough[0]]
                found = {questions[at].id: questions[at].highest for at in chosen}
                return steps.and_(_Steps(found))
        return None

    def _children(self, engine: Engine, node_id: str, level: int, steps: _Steps) -> _Steps | None:
        rollup = engine.node(node_id).rollup
        members = self._members(node_id)
        if not strategies()[rollup.strategy].gated or len(members) > _MOST_TRIED:
            return self._adding_most(node_id, level, steps)
        options = [self.lift(member, level, steps) for member in members]
        now = self._engine([steps])
        ways = np.array(
            [way for way in product((0, 1), repeat=len(members)) if _possible(way, options)]
        )
        figures = [
            _as_if(now.node(member), ways[:, at], level) for at, member in enumerate(members)
        ]
        children = [
            Member(name, found, node.weight, node.critical, getattr(node, "level", None))
            for name, found in zip(members, figures, strict=True)
            for node in [now.nodes[name]]
        ]
        reached = of_children(self.framework, rollup, children).level[WORST]
        merged = [self._merged(steps, options, way) for way in ways[reached >= level]]
        return min(merged, key=len, default=None)

    def _merged(
        self, steps: _Steps, options: Sequence[_Steps | None], way: Sequence[int]
    ) -> _Steps:
        for option, taken in zip(options, way, strict=True):
            if taken and option is not None:
                steps = steps.and_(option)
        return steps

    def _members(self, node_id: str) -> list[str]:
        if node_id == OVERALL:
            return [pillar.id for pillar in self.framework.pillars]
        node = self._engine([_Steps()]).nodes[node_id]
        below = node.capabilities if isinstance(node, Pillar) else node.parts
        return [found.id for found in below]

    def _adding_most(self, node_id: str, level: int, steps: _Steps) -> _Steps | None:
        """Answer by answer, each time the one that adds most to the score."""
        able = [question for question in self.asked_of.questions if self._can_rise(question)]
        while True:
            figures = self._engine([steps]).node(node_id)
            if _reached(figures) >= level:
                return steps
            left = [question for question in able if question.id not in steps.values]
            if not left:
                return None
            tried = [steps.and_(_Steps({question.id: question.highest})) for question in left]
            scores = self._engine(tried).node(node_id).score[WORST]
            best = int(np.argmax(scores))
            if not scores[best] > figures.score[WORST, 0]:
                return None
            steps = tried[best]

    def _can_rise(self, question: Question) -> bool:
        result = self.results[question.id]
        asked = result.state not in ("not_asked", "not_applicable")
        return asked and (result.value is None or result.value < question.highest)

    def no_more_than_needed(self, node_id: str, level: int, steps: _Steps) -> _Steps:
        """The same answers, none of them higher than it takes."""
        questions = {question.id: question for question in self.asked_of.questions}
        for name in steps.values:
            values = [choice.value for choice in questions[name].choices]
            today = self.results[name].value
            lower = [value for value in values if today is None or value > today]
            tried = [steps.and_(_Steps({name: value})) for value in lower]
            if tried:
                reached = self._engine(tried).node(node_id).level[WORST]
                enough = np.flatnonzero(reached >= level)
                steps = tried[enough[0]] if len(enough) else steps
        return steps

    def told(self, node_id: str, level: int, steps: _Steps) -> Lift:
        """The steps in the order of the questionnaire, in words."""
        changes = []
        for question in self.asked_of.questions:
            if question.id in steps.values:
                value = steps.values[question.id]
                labels = {choice.value: choice.label for choice in question.choices}
                result = self.results[question.id]
                today = result.label or _UNKNOWN.get(result.state, result.state)
                wanted = labels.get(value, f"{value:g}")
                changes.append(Change(question.id, question.text, today, wanted, value))
        names = {found.id: found.name for found in self.framework.capabilities()}
        evidence = (self._evidence_line(names[name], s) for name, s in steps.evidence.items())
        return Lift(node_id, level, tuple(changes), tuple(evidence))

    def _evidence_line(self, name: str, strength: Strength) -> str:
        if strength == "some":
            return f"{name}: put evidence on file."
        months = self.framework.evidence_caps.months if self.framework.evidence_caps else 0
        return (
            f"{name}: put a document on file, dated within {months} months and checked by "
            "somebody outside the owning unit."
        )

    def _engine(self, tried: Sequence[_Steps]) -> Engine:
        return Engine(self.asked_of, self.card.depth, self._answered(tried), [self.card.context])

    def _answered(self, tried: Sequence[_Steps]) -> Answered:
        column = self.asked_of.column
        results = [self.results[question.id] for question in self.asked_of.questions]
        values = np.array([[np.nan if r.value is None else r.value for r in results]])
        states = np.array([[STATES[r.state] for r in results]], dtype=np.int8)
        values = np.where(states == ANSWERED, values, np.nan)
        values, states = np.repeat(values, len(tried), 0), np.repeat(states, len(tried), 0)
        for row, steps in enumerate(tried):
            for name, value in steps.values.items():
                values[row, column[name]], states[row, column[name]] = value, ANSWERED
        return Answered(values, states, self._caps(tried))

    def _caps(
        self, tried: Sequence[_Steps]
    ) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
        caps, highest = self.framework.evidence_caps, self.framework.levels[-1].number
        if caps is None:
            return {}
        return {
            name: np.array(
                [float(highest_reported(caps, s.evidence.get(name, found), highest)) for s in tried]
            )
            for name, found in self.evidence.items()
        }


_UNKNOWN = {"dont_know": "nobody knows", "missing": "not answered yet"}


def _reached(figures: Figures) -> float:
    return float(figures.level[WORST, 0]) if figures.established[0] else -np.inf


def _possible(way: Sequence[int], options: Sequence[_Steps | None]) -> bool:
    return all(option is not None or not taken for option, taken in zip(options, way, strict=True))


def _as_if(
    figures: Figures, lifted: np.ndarray[tuple[int], np.dtype[np.int64]], level: int
) -> Figures:
    """A child in as many rows as there are ways to try, lifted in some of them."""
    rows = len(lifted)
    levels = np.repeat(figures.level[:, :1], rows, axis=1)
    return replace(
        figures,
        level=np.where(lifted.astype(bool), np.maximum(levels, level), levels),
        score=np.repeat(figures.score[:, :1], rows, axis=1),
        established=np.repeat(figures.established, rows) | lifted.astype(bool),
        applies=np.repeat(figures.applies, rows),
        asked=np.repeat(figures.asked, rows),
    )
