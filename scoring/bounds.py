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
    """Score, and the levels if everything unknown turned out lowest or highest."""

    score: float | None
    worst: int
    best: int
    established: bool
    """False when nothing at all was answered, so that there is no level to speak of."""


def of_questions(rollup: Rollup, asked: Asked, lowest: int, highest: int) -> Bounds:
    """Roll up questions. Not applicable leaves the set; unknown is bounded from both sides."""
    if not any(result.state == "answered" for _, result in asked):
        return Bounds(None, lowest, highest, established=False)
    strategy = strategies()[rollup.strategy]
    worst = _roll_up(rollup, _question_items(asked, "lowest", lowest, highest))
    best = _roll_up(rollup, _question_items(asked, "highest", lowest, highest))
    known = worst
    if not strategy.unknown_is_lowest:
        known = _roll_up(rollup, _question_items(asked, "left out", lowest, highest))
    return _bounds(known, worst, best, lowest, highest)


def of_children(
    rollup: Rollup, children: Sequence[NodeResult], lowest: int, highest: int
) -> Bounds:
    """Roll up capabilities or pillars; one that does not apply leaves the set."""
    counted = [child for child in children if child.applies]
    if not any(child.tally.answered for child in counted):
        return Bounds(None, lowest, highest, established=False)
    worst = _roll_up(rollup, _child_items(counted, [c.worst for c in counted], lowest, highest))
    best = _roll_up(rollup, _child_items(counted, [c.best for c in counted], lowest, highest))
    return _bounds(worst, worst, best, lowest, highest)


def _roll_up(rollup: Rollup, items: Items) -> Outcome:
    return strategies()[rollup.strategy].roll_up(items, rollup.settings)


def _bounds(known: Outcome, worst: Outcome, best: Outcome, lowest: int, highest: int) -> Bounds:
    score = float(known[1])
    low, high = float(worst[0]), float(best[0])
    return Bounds(
        score=None if np.isnan(score) else score,
        worst=lowest if np.isnan(low) else int(low),
        best=highest if np.isnan(high) else int(high),
        established=not np.isnan(score),
    )


def _question_items(asked: Asked, unknown: str, lowest: int, highest: int) -> Items:
    values = np.array([_value(question, result, unknown) for question, result in asked])
    low = np.array([question.lowest for question, _ in asked])
    high = np.array([question.highest for question, _ in asked])
    return Items(
        values=values,
        share=(values - low) / (high - low),
        weights=np.array([question.weight for question, _ in asked]),
        levels=np.array([float(question.level or 0) for question, _ in asked]),
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
    children: Sequence[NodeResult], levels: Sequence[int | None], lowest: int, highest: int
) -> Items:
    scores: Array = np.array([_NONE if c.score is None else c.score for c in children])
    return Items(
        values=np.array([_NONE if level is None else float(level) for level in levels]),
        share=scores,
        weights=np.array([child.weight for child in children]),
        levels=np.zeros(len(children)),
        critical=np.array([child.critical for child in children]),
        of_questions=False,
        lowest=lowest,
        highest=highest,
    )
