"""From values of questions to levels of every node, for one assessment or many at once.

Arrays have one row an assessment. Every node is rolled up in four cases: with what is known,
with everything unknown at its lowest, at its highest, and as claimed, before evidence caps.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.framework import Capability, Depth, Framework, Gate, Pillar, Question, Rollup, applies
from scoring.items import Array, Items
from scoring.strategies import roll_up, strategies

Flags = NDArray[np.bool_]
States = NDArray[np.int8]
NOT_ASKED, ANSWERED, DONT_KNOW, NOT_APPLICABLE, MISSING = range(5)
STATES = {
    "not_asked": NOT_ASKED,
    "answered": ANSWERED,
    "dont_know": DONT_KNOW,
    "not_applicable": NOT_APPLICABLE,
    "missing": MISSING,
}
"""The states of a question result as numbers."""
KNOWN, WORST, BEST, CLAIMED = range(4)
OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Answered:
    """What is known of every question: `values` and `states`, shape (assessments, questions).

    `evidence` maps a capability to the highest level that its evidence lets be reported.
    """

    values: Array
    states: States
    evidence: Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class Figures:
    """One node: `level` and `score` of shape (cases, assessments), the others one an assessment.

    `established` is false where nothing that counts was answered; `asked`, where nothing was
    asked. `low` and `high` are the ends of the score, `ungated` the level before any gate.
    """

    level: Array
    score: Array
    established: Flags
    applies: Flags
    asked: Flags
    low: float
    high: float
    rollup: Rollup
    ungated: Array

    @property
    def counts(self) -> Flags:
        """Whether the node has a say in what it is part of."""
        return self.applies & self.asked


class Questionnaire:
    """The questions of a framework at one depth, as columns; which of them are asked of whom."""

    def __init__(self, framework: Framework, depth: Depth) -> None:
        self.framework = framework
        self.questions = tuple(framework.questions(depth))
        self.column = {question.id: at for at, question in enumerate(self.questions)}

    def asked(self, contexts: Sequence[Mapping[str, str]]) -> Flags:
        """Which questions are asked, shape (contexts, questions)."""
        asked = np.ones((len(contexts), len(self.questions)), dtype=bool)
        for capability in self.framework.capabilities():
            self._ask(capability, np.ones(len(contexts), dtype=bool), contexts, asked)
        return asked

    def _ask(
        self,
        capability: Capability,
        outer: Flags,
        contexts: Sequence[Mapping[str, str]],
        asked: Flags,
    ) -> None:
        outer = outer & fits(capability.applies_when, contexts)
        for question in capability.questions:
            if question.id in self.column:
                column = outer & fits(question.applies_when, contexts)
                asked[:, self.column[question.id]] = column
        for part in capability.parts:
            self._ask(part, outer, contexts, asked)

    def columns(self, questions: Sequence[Question]) -> list[int]:
        """Where these questions stand, without those of another depth."""
        return [self.column[q.id] for q in questions if q.id in self.column]


def fits(conditions: Mapping[str, tuple[str, ...]], contexts: Sequence[Mapping[str, str]]) -> Flags:
    """In which contexts something with these conditions applies."""
    if not conditions:
        return np.ones(len(contexts), dtype=bool)
    return np.array([applies(conditions, context) for context in contexts])


class Engine:
    """One set of assessments on its way; nodes are rolled up when somebody needs them, once."""

    def __init__(
        self,
        asked_of: Questionnaire,
        depth: Depth,
        answered: Answered,
        contexts: Sequence[Mapping[str, str]],
    ) -> None:
        self.framework = asked_of.framework
        self.asked_of = asked_of
        self.depth = depth
        self.answered = answered
        self.contexts = contexts
        self.lowest = self.framework.levels[0].number
        self.highest = self.framework.levels[-1].number
        self.figures: dict[str, Figures] = {}
        self.nodes: dict[str, Pillar | Capability] = {}
        for pillar in self.framework.pillars:
            self.nodes[pillar.id] = pillar
            for capability in pillar.capabilities:
                self._remember(capability)
        self.alike = self._alike()

    def _remember(self, capability: Capability) -> None:
        self.nodes[capability.id] = capability
        for part in capability.parts:
            self._remember(part)

    def node(self, identifier: str) -> Figures:
        """The figures of the whole ("overall"), a pillar, a capability or a part."""
        if identifier not in self.figures:
            self.figures[identifier] = self._rolled_up(identifier)
        return self.figures[identifier]

    def rollup_of(self, capability: Capability) -> Rollup:
        """How a capability rolls up its questions at this depth, or its parts."""
        rollup = capability.rollup or self.framework.capability_rollup
        if self.depth == "quick":
            rollup = self.framework.quick_rollup
        able = strategies()[rollup.strategy].for_children
        if self.has_parts(capability) and not able:
            return self.framework.pillar_rollup
        return rollup

    def has_parts(self, capability: Capability) -> bool:
        """Whether something is asked about the parts of a capability."""
        return any(self.node(part.id).asked.any() for part in capability.parts)

    def _rolled_up(self, identifier: str) -> Figures:
        if identifier == OVERALL:
            rollup, gates = self.framework.overall_rollup, self.framework.gates
            return self._group([pillar.id for pillar in self.framework.pillars], rollup, gates)
        node = self.nodes[identifier]
        if isinstance(node, Pillar):
            rollup = node.rollup or self.framework.pillar_rollup
            return self._group([each.id for each in node.capabilities], rollup, node.gates)
        return self._capability(node)

    def _group(self, members: Sequence[str], rollup: Rollup, gates: Sequence[Gate]) -> Figures:
        children = [self.node(member) for member in members]
        if rollup.settings.get("over") == "questions":
            below = [q for member in members for q in self._below(member)]
            practices = [question for question in below if question.kind == "practice"]
            figures = self._of_questions(rollup, practices or below)
        else:
            figures = self._of_children(rollup, members)
        applied = np.any([child.applies for child in children], axis=0)
        return self._gated(_replaced(figures, applies=applied), gates)

    def _below(self, identifier: str) -> list[Question]:
        node = self.nodes[identifier]
        if isinstance(node, Pillar):
            return [question for each in node.capabilities for question in each.all_questions()]
        return list(node.all_questions())

    def _capability(self, capability: Capability) -> Figures:
        rollup = self.rollup_of(capability)
        if self.has_parts(capability):
            figures = self._of_children(rollup, [part.id for part in capability.parts])
        else:
            known = self.alike.get(capability.id)
            figures = known or self._of_questions(rollup, capability.questions)
        states = self.answered.states[:, self.asked_of.columns(tuple(capability.all_questions()))]
        asked = states != NOT_ASKED
        set_aside = asked.any(axis=1) & (~asked | (states == NOT_APPLICABLE)).all(axis=1)
        figures = _replaced(
            figures,
            applies=fits(capability.applies_when, self.contexts) & ~set_aside,
            asked=asked.any(axis=1),
        )
        return self._capped(self._gated(figures, capability.gates), capability)

    def _gated(self, figures: Figures, gates: Sequence[Gate]) -> Figures:
        level = figures.level
        for gate in gates:
            for needed, least in gate.needs.items():
                found = self.node(needed)
                short = found.applies & (found.level < least) & (level >= gate.level)
                level = np.where(short, float(gate.level - 1), level)
        return _replaced(figures, level=level)

    def _capped(self, figures: Figures, capability: Capability) -> Figures:
        cap = self.answered.evidence.get(capability.id)
        if cap is None:
            return figures
        level = np.minimum(figures.level, cap)
        level[CLAIMED] = figures.level[CLAIMED]
        # Evidence comes with answers: where there are none, nothing is known about it either.
        level[BEST] = np.where(figures.established, level[BEST], figures.level[BEST])
        return _replaced(figures, level=level)

    def _of_questions(self, rollup: Rollup, questions: Sequence[Question]) -> Figures:
        columns = self.asked_of.columns(questions)
        found = tuple(self.asked_of.questions[column] for column in columns)
        values, states = self.answered.values[:, columns], self.answered.states[:, columns]
        return of_questions(self.framework, rollup, found, values, states)

    def _alike(self) -> dict[str, Figures]:
        """Capabilities whose questions are built alike, rolled up in one call.

        Twenty small calls cost ten times as much as a large one. Each capability goes through
        as if it were one more assessment.
        """
        groups: dict[object, list[Capability]] = defaultdict(list)
        for node in self.nodes.values():
            if isinstance(node, Capability) and not node.parts and self._asked(node):
                groups[self._build(node)].append(node)
        return {
            name: figures
            for alike in groups.values()
            if len(alike) > 1
            for name, figures in self._rolled_up_together(alike)
        }

    def _asked(self, capability: Capability) -> tuple[Question, ...]:
        known = self.asked_of.column
        return tuple(question for question in capability.questions if question.id in known)

    def _build(self, capability: Capability) -> object:
        """Everything that a roll-up sees of questions, but for the answers."""
        rollup = self.rollup_of(capability)
        by_id = rollup.settings.keys() & {"rules", "table"}
        return (
            capability.id if by_id else "",
            rollup.strategy,
            repr(rollup.settings),
            *((q.kind, q.level, q.weight, q.lowest, q.highest) for q in self._asked(capability)),
        )

    def _rolled_up_together(self, alike: Sequence[Capability]) -> Iterator[tuple[str, Figures]]:
        columns = np.array([self.asked_of.columns(each.questions) for each in alike])
        # (assessments, capabilities, questions), the first two as one axis.
        values = self.answered.values[:, columns].reshape(-1, columns.shape[1])
        states = self.answered.states[:, columns].reshape(-1, columns.shape[1])
        asked, rollup = self._asked(alike[0]), self.rollup_of(alike[0])
        together = of_questions(self.framework, rollup, asked, values, states)
        for at, capability in enumerate(alike):
            yield capability.id, _every(together, at, len(alike))

    def _of_children(self, rollup: Rollup, members: Sequence[str]) -> Figures:
        return of_children(self.framework, rollup, [self._member(member) for member in members])

    def _member(self, identifier: str) -> "Member":
        node = self.nodes[identifier]
        level = node.level if isinstance(node, Capability) else None
        return Member(identifier, self.node(identifier), node.weight, node.critical, level)


def _every(figures: Figures, first: int, step: int) -> Figures:
    """The figures of one of several nodes that were rolled up as one more assessment each."""
    level = figures.level[:, first::step]
    return Figures(
        level,
        figures.score[:, first::step],
        figures.established[first::step],
        figures.applies[first::step],
        figures.asked[first::step],
        figures.low,
        figures.high,
        figures.rollup,
        level,
    )


def of_questions(
    framework: Framework,
    rollup: Rollup,
    questions: Sequence[Question],
    values: Array,
    states: States,
) -> Figures:
    """Roll up questions; what does not apply leaves the set, what is unknown is bounded."""
    strategy = strategies()[rollup.strategy]
    read = np.array([strategy.reads in ("", question.kind) for question in questions], dtype=bool)
    unknown = (states == DONT_KNOW) | (states == MISSING)
    lows = np.array([question.lowest for question in questions], dtype=float)
    highs = np.array([question.highest for question in questions], dtype=float)
    cases = values[np.newaxis]
    if unknown.any():
        cases = _cases(values, unknown, lows, highs)
        if strategy.unknown_is_lowest or rollup.settings.get("unanswered") == "lowest":
            cases[KNOWN] = cases[WORST]
        if strategy.ticked:
            cases = cases[[WORST]]
    low, high = _ends(framework, rollup)
    share = (cases - lows) / (highs - lows)
    anchor = rollup.settings.get("anchor")
    if anchor is not None:
        instead = 1.0 if anchor == "highest" else (float(anchor) - low) / (high - low)
        not_applicable = states == NOT_APPLICABLE
        share = np.where(not_applicable, instead, share)
        cases = np.where(not_applicable, lows + instead * (highs - lows), cases)
    items = Items(
        ids=tuple(question.id for question in questions),
        values=cases,
        share=share,
        points=low + share * (high - low),
        weights=np.array([question.weight for question in questions]),
        levels=_numbers([question.level for question in questions]),
        critical=np.zeros(len(questions), dtype=bool),
        of_questions=True,
        lowest=framework.levels[0].number,
        highest=framework.levels[-1].number,
        low=low,
        high=high,
    )
    established = ((states == ANSWERED) & read).any(axis=1)
    return _figures(rollup, items, established, (states != NOT_ASKED).any(axis=1))


@dataclass(frozen=True, slots=True)
class Member:
    """A child of a node: its figures, and what its parent makes of them."""

    id: str
    figures: Figures
    weight: float
    critical: bool
    level: int | None


def of_nothing(framework: Framework, rollup: Rollup) -> Figures:
    """What one assessment has to say of a node without anything in it."""
    low, high = _ends(framework, rollup)
    nothing = np.full((4, 1), np.nan)
    no = np.zeros(1, dtype=bool)
    level = np.full((4, 1), float(framework.levels[0].number))
    return Figures(level, nothing, no, no, no, low, high, rollup, level)


def of_children(framework: Framework, rollup: Rollup, members: Sequence[Member]) -> Figures:
    """Roll up children; what does not apply or was not asked leaves the set."""
    children = [member.figures for member in members]
    low, high = _ends(framework, rollup)
    counts = np.stack([child.counts for child in children], axis=-1)
    established = np.stack([child.established for child in children], axis=-1) & counts
    points = np.stack([_on_scale(child, low, high) for child in children], axis=-1)
    if rollup.settings.get("unanswered") == "lowest":
        points[KNOWN] = points[WORST]
    points[CLAIMED] = points[KNOWN]
    points = np.where(counts, points, np.nan)
    values = np.where(counts, np.stack([child.level for child in children], axis=-1), np.nan)
    values[KNOWN] = values[WORST]
    items = Items(
        ids=tuple(member.id for member in members),
        values=values,
        share=(points - low) / (high - low),
        points=points,
        weights=np.array([member.weight for member in members]),
        levels=_numbers([member.level for member in members]),
        critical=np.array([member.critical for member in members]),
        of_questions=False,
        lowest=framework.levels[0].number,
        highest=framework.levels[-1].number,
        low=low,
        high=high,
    )
    return _figures(rollup, items, np.any(established, axis=-1), np.any(counts, axis=-1))


def _figures(rollup: Rollup, items: Items, established: Flags, asked: Flags) -> Figures:
    level, score = roll_up(rollup, items)
    established = established & ~np.isnan(level[0])
    # Questions come in one case, where nothing is unknown, or in three; a claim is a worst case.
    shape = (4, len(established))
    level = np.broadcast_to(level if len(level) != 3 else level[[0, 1, 2, 1]], shape)
    score = np.broadcast_to(score if len(score) != 3 else score[[0, 1, 2, 1]], shape)
    if not established.all():
        bounds = np.array([items.lowest, items.lowest, items.highest, items.lowest], dtype=float)
        scores = np.array([np.nan, items.low, items.high, np.nan])
        level = np.where(established, level, bounds[:, np.newaxis])
        if rollup.settings.get("unanswered") == "lowest":
            scores[KNOWN] = items.low
        score = np.where(established, score, scores[:, np.newaxis])
    everywhere = np.ones(len(asked), dtype=bool)
    return Figures(
        level, score, established, everywhere, asked, items.low, items.high, rollup, level
    )


def _ends(framework: Framework, rollup: Rollup) -> tuple[float, float]:
    low = float(rollup.settings.get("low", framework.levels[0].number))
    return low, float(rollup.settings.get("high", framework.levels[-1].number))


def _replaced(figures: Figures, **changed: Any) -> Figures:
    # dataclasses.replace is ten times as slow, and this runs a hundred times for one assessment.
    return Figures(
        changed.get("level", figures.level),
        figures.score,
        figures.established,
        changed.get("applies", figures.applies),
        changed.get("asked", figures.asked),
        figures.low,
        figures.high,
        figures.rollup,
        figures.ungated,
    )


def _cases(values: Array, unknown: Flags, lows: Array, highs: Array) -> Array:
    """Known, worst and best case, shape (3, assessments, questions)."""
    return np.stack([values, np.where(unknown, lows, values), np.where(unknown, highs, values)])


def _on_scale(child: Figures, low: float, high: float) -> Array:
    if (child.low, child.high) == (low, high):
        return child.score
    share = (child.score - child.low) / (child.high - child.low)
    scaled: Array = low + share * (high - low)
    return scaled


def _numbers(found: Sequence[int | None]) -> Array:
    return np.array([np.nan if number is None else float(number) for number in found])
