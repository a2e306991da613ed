"""Many assessments at once: a table of answers to a table of levels, without a loop over them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.errors import InvalidInput, Problem
from domain.framework import Depth, Framework
from scoring.checks import check_rollups
from scoring.engine import (
    ANSWERED,
    BEST,
    CLAIMED,
    DONT_KNOW,
    KNOWN,
    MISSING,
    NOT_APPLICABLE,
    NOT_ASKED,
    OVERALL,
    WORST,
    Answered,
    Engine,
    Figures,
    Questionnaire,
)
from scoring.evidence import highest_reported
from scoring.items import Array
from scoring.score import ESTABLISHED
from scoring.tally import allowed_values

Codes = NDArray[np.int64]
_MOST_PROBLEMS = 20
_KINDS = ("value", "dont_know", "not_applicable")


def score_table(
    framework: Framework,
    table: pd.DataFrame,
    depth: Depth,
    context: Mapping[str, str] | None = None,
    evidence: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Score every assessment of a table as `score` would score it alone.

    `table` has a row an answer: assessment, respondent, question, value and, where there are
    other answers than values, kind. `evidence` says with assessment, capability and strength
    (none, some or verified) what is on file. The result has a row for each assessment and
    node: assessment, node, level (NaN when not established), worst, best, claimed, score.
    Raises InvalidInput naming the first rows that cannot be used, and as `check_rollups` does.
    """
    check_rollups(framework)
    asked_of = Questionnaire(framework, depth)
    answers = _Answers(framework, asked_of, table)
    contexts = [context or {}]
    answered = Answered(
        *answers.settled(asked_of.asked(contexts)),
        _evidence(framework, evidence, answers.assessments),
    )
    engine = Engine(asked_of, depth, answered, contexts)
    names = [OVERALL, *engine.nodes]
    rows = [_rows(engine.node(name), name, answers.assessments) for name in names]
    return pd.concat(rows, ignore_index=True)


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many respondents gave each answer, by assessment and question."""

    values: NDArray[np.int64]
    """Shape (assessments, questions, values of all scales)."""
    dont_know: NDArray[np.int64]
    not_applicable: NDArray[np.int64]


class _Answers:
    """The answers as codes: assessments, questions and values as numbers from 0."""

    def __init__(self, framework: Framework, asked_of: Questionnaire, table: pd.DataFrame) -> None:
        self.framework = framework
        self.asked_of = asked_of
        self.rollup = framework.answers_rollup
        self.known = list(framework.questions())
        self.place = {question.id: at for at, question in enumerate(self.known)}
        self.assessment, names = pd.factorize(table["assessment"])
        self.assessments = list(names)
        self.question = self._questions(table)
        self.value = table["value"].to_numpy(dtype=float)
        self.kind = self._kinds(table)
        self.scale = self._scale_values()
        self.respondents, pairs = self._respondents(table)
        _refuse(self._problems(table, pairs))

    def _questions(self, table: pd.DataFrame) -> Codes:
        codes, names = pd.factorize(table["question"])
        places = np.array([self.place.get(name, -1) for name in names], dtype=np.int64)
        return places[codes] if len(names) else codes

    def _kinds(self, table: pd.DataFrame) -> Codes:
        if "kind" not in table:
            return np.zeros(len(table), dtype=np.int64)
        codes, names = pd.factorize(table["kind"])
        places = [_KINDS.index(name) if name in _KINDS else -1 for name in names]
        return np.array(places, dtype=np.int64)[codes]

    def _respondents(self, table: pd.DataFrame) -> tuple[Codes, Codes]:
        """How many respondents each assessment has, and which of them gave each answer."""
        codes, names = pd.factorize(table["respondent"])
        pairs, found = pd.factorize(self.assessment * max(1, len(names)) + codes)
        owners = np.asarray(found) // max(1, len(names))
        return np.bincount(owners, minlength=len(self.assessments)), pairs

    def _problems(self, table: pd.DataFrame, pairs: Codes) -> Iterator[Problem]:
        cells = pairs * len(self.known) + self.question
        twice = (self.question >= 0) & pd.Series(cells).duplicated().to_numpy()
        wrong = {
            "is not a question of this framework; correct the id": self.question < 0,
            "is neither value, dont_know nor not_applicable; correct the kind": self.kind < 0,
            "was answered twice by the same respondent; keep one": twice,
        }
        for complaint, rows in wrong.items():
            for row in np.flatnonzero(rows)[:_MOST_PROBLEMS]:
                yield Problem(f"row {row}, question {table['question'].iloc[row]}", complaint)
        for row in np.flatnonzero((self.question >= 0) & ~self._allowed())[:_MOST_PROBLEMS]:
            question = self.known[self.question[row]]
            found = f"{self.value[row]:g} as {_KINDS[self.kind[row]]}"
            message = f"expected {allowed_values(question)}, found {found}; choose one of these"
            yield Problem(f"row {row}, question {question.id}", message)

    def _allowed(self) -> NDArray[np.bool_]:
        """Whether each answer is one that its question offers."""
        offers = np.array(
            [[True, question.dont_know, question.not_applicable] for question in self.known]
        )
        offered: NDArray[np.bool_] = offers[self.question, self.kind]
        values = self.kind == 0
        if values.any():
            offered[values] &= self._on_scale(self.question[values], self.value[values])
        return offered & (values | np.isnan(self.value))

    def _on_scale(self, question: Codes, value: Array) -> NDArray[np.bool_]:
        found = self.scale
        allowed = np.array([[q.allows(v) for v in found] for q in self.known])
        at = np.minimum(np.searchsorted(found, value), len(found) - 1)
        fits: NDArray[np.bool_] = (found[at] == value) & allowed[question, at]
        return fits

    def _scale_values(self) -> Array:
        """Every value of every scale, and every number given where any number may be."""
        choices = {choice.value for question in self.known for choice in question.choices}
        choices |= {question.lowest for question in self.known}
        free = np.array([question.range is not None for question in self.known])
        given = self.value[free[self.question] & (self.kind == 0)]
        return np.union1d(np.array(sorted(choices)), given[~np.isnan(given)])

    def settled(self, asked: NDArray[np.bool_]) -> tuple[Array, NDArray[np.int8]]:
        """One value and state for each assessment and question of the depth."""
        scale = self.scale
        counts = self._counts(scale)
        answered = counts.values.sum(axis=-1)
        states = np.select(
            [answered > 0, counts.not_applicable > 0, counts.dont_know > 0],
            [ANSWERED, NOT_APPLICABLE, DONT_KNOW],
            MISSING,
        ).astype(np.int8)
        states = np.where(asked, states, np.int8(NOT_ASKED))
        values = np.where(states == ANSWERED, self._one_value(counts, scale), np.nan)
        return values, states

    def _counts(self, scale: Array) -> _Counts:
        columns = [self.place[question.id] for question in self.asked_of.questions]
        column = np.full(len(self.known), -1)
        column[columns] = np.arange(len(columns))
        shape = (len(self.assessments), len(columns))
        column = column[self.question]
        cell = self.assessment * shape[1] + column
        here = column >= 0

        def count(rows: NDArray[np.bool_], index: Codes, size: int) -> NDArray[np.int64]:
            return np.bincount(index[rows & here], minlength=size)

        at = np.searchsorted(scale, self.value)
        size, width = shape[0] * shape[1], max(1, len(scale))
        return _Counts(
            count(self.kind == 0, cell * width + at, size * width).reshape(*shape, width),
            count(self.kind == 1, cell, size).reshape(shape),
            count(self.kind == 2, cell, size).reshape(shape),
        )

    def _one_value(self, counts: _Counts, scale: Array) -> Array:
        values = counts.values
        if self.rollup.settings.get("unanswered") == "lowest":
            silent = self.respondents[:, np.newaxis] - values.sum(axis=-1) - counts.not_applicable
            lows = [question.lowest for question in self.asked_of.questions]
            lowest = np.searchsorted(scale, lows)
            values = values.copy()
            values[:, np.arange(len(lowest)), lowest] += np.maximum(silent, 0)
        number = values.sum(axis=-1)
        if self.rollup.strategy == "mean":
            with np.errstate(invalid="ignore"):
                mean: Array = values @ scale / number
                return mean
        wanted = (number - 1) // 2 if self.rollup.strategy == "lower_median" else 0 * number
        at = (values.cumsum(axis=-1) <= wanted[..., np.newaxis]).sum(axis=-1)
        median: Array = scale[np.minimum(at, len(scale) - 1)]
        return median


def _evidence(
    framework: Framework, evidence: pd.DataFrame | None, assessments: list[object]
) -> dict[str, Array]:
    caps = framework.evidence_caps
    if caps is None:
        return {}
    highest = framework.levels[-1].number
    names = [capability.id for capability in framework.capabilities()]
    reported = pd.DataFrame(float(caps.none), index=assessments, columns=names)
    for assessment, capability, strength in (
        evidence[["assessment", "capability", "strength"]].itertuples(index=False)
        if evidence is not None
        else ()
    ):
        reported.loc[assessment, capability] = highest_reported(caps, strength, highest)
    return {name: reported[name].to_numpy() for name in names}


def _rows(figures: Figures, name: str, assessments: list[object]) -> pd.DataFrame:
    worst, claimed = figures.level[WORST], figures.level[CLAIMED]
    best = np.maximum(worst, figures.level[BEST])
    sure = figures.established & figures.applies & (best - worst < ESTABLISHED)

    def where(condition: NDArray[np.bool_], values: Array) -> Array:
        return np.where(condition, values, np.nan)

    return pd.DataFrame(
        {
            "assessment": assessments,
            "node": name,
            "level": where(sure, worst),
            "worst": where(figures.applies, worst),
            "best": where(figures.applies, best),
            "claimed": where(figures.applies, claimed),
            "score": figures.score[KNOWN],
        }
    )


def _refuse(problems: Iterator[Problem]) -> None:
    found = tuple(problems)[:_MOST_PROBLEMS]
    if found:
        raise InvalidInput(found)
