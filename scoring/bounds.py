"""A strategy applied three times: to what is known, and to the worst and the best case."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.framework import Question, Rollup
from domain.scorecard import NodeResult, QuestionResult
from scoring.strategies import Array, Items, Outcome, strategies

Asked = Sequence[tuple[Question, QuestionResult]]
_NONE = float("nan")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Score, and level and score if everything unknown turned out lowest or highest."""

    score: float | None
    worst: int
    best: int
    worst_score: float
    best_score: float
    established: bool
    """False when nothing that counts was answered, so that there is no level to speak of."""


def counts(child: NodeResult) -> bool:
    """Whether a child has a say: it applies, and something was asked about it."""
    return child.applies and child.tally.asked > 0


def of_questions(rollup: Rollup, asked: Asked, lowest: int, highest: int) -> Bounds:
    """Roll up questions. Not applicable leaves the set; unknown is bounded from both sides."""
    strategy = strategies()[rollup.strategy]
    read = [result for question, result in asked if strategy.reads in ("", question.kind)]
    if not any(result.state == "answered" for result in read):
        return _unknown(lowest, highest)
    worst = _roll_up(rollup, _question_items(asked, "lowest", lowest, highest))
    if not any(result.state in ("dont_know", "missing") for _, result in asked):
        return _bounds(worst, worst, worst, lowest, highest)
    best = _roll_up(rollup, _question_items(asked, "highest", lowest, highest))
    known = worst
    if not strategy.unknown_is_lowest:
        known = _roll_up(rollup, _question_items(asked, "left out", lowest, highest))
    return _bounds(known, worst, best, lowest, highest)


def of_children(
    rollup: Rollup, children: Sequence[NodeResult], lowest: int, highest: int
) -> Bounds:
    """Roll up capabilities or pillars; what does not apply or was not asked leaves the set."""
    counted = [child for child in children if counts(child)]
    if all(child.score is None for child in counted):
        return _unknown(lowest, highest)
    worsts, bests = [c.worst for c in counted], [c.best for c in counted]
    known, worst, best = (
        _roll_up(rollup, _child_items(counted, levels, scores, lowest, highest))
        for levels, scores in (
            (worsts, [c.score for c in counted]),
            (worsts, [c.worst_score for c in counted]),
            (bests, [c.best_score for c in counted]),
        )
    )
    return _bounds(known, worst, best, lowest, highest)


def _unknown(lowest: int, highest: int) -> Bounds:
    return Bounds(None, lowest, highest, float(lowest), float(highest), established=False)


def _roll_up(rollup: Rollup, items: Items) -> Outcome:
    return strategies()[rollup.strategy].roll_up(items, rollup.settings)


def _bounds(known: Outcome, worst: Outcome, best: Outcome, lowest: int, highest: int) -> Bounds:
    score = float(known[1])
    if np.isnan(score):
        return _unknown(lowest, highest)
    return Bounds(
        score=score,
        worst=int(worst[0]),
        best=int(best[0]),
        worst_score=float(worst[1]),
        best_score=float(best[1]),
        established=True,
    )


def _question_items(asked: Asked, unknown: str, lowest: int, highest: int) -> Items:
    values = np.array([_value(question, result, unknown) for question, result in asked])
    low = np.array([question.lowest for question, _ in asked])
    high = np.array([question.highest for question, _ in asked])
    return Items(
        values=values,
        share=(values - low) / (high - low),
        weights=np.array([question.weight for question, _ in asked]),
        levels=np.array([_NONE if q.level is None else float(q.level) for q, _ in asked]),
        critical=np.zeros(len(values), dtype=bool),
        of_questions=True,
        lowest=lowest,
        highest=highest,
    )


def _value(question: Question, result: QuestionResult, unknown: str) -> float:
    if result.value is not None:
        return result.value
    if result.state == "not_applicable" or unknown == "left out":
        return _NONE
    return question.lowest if unknown == "lowest" else question.highest


def _child_items(
    children: Sequence[NodeResult],
    levels: Sequence[int | None],
    scores: Sequence[float | None],
    lowest: int,
    highest: int,
) -> Items:
    return Items(
        values=_floats(levels),
        share=_floats(scores),
        weights=np.array([child.weight for child in children]),
        levels=np.full(len(children), _NONE),
        critical=np.array([child.critical for child in children]),
        of_questions=False,
        lowest=lowest,
        highest=highest,
    )


def _floats(numbers: Sequence[float | None]) -> Array:
    return np.array([_NONE if number is None else float(number) for number in numbers])
