"""Several raters: how far they agree, how sure a level is, and which answers look careless.

Agreement is of ordinal answers: what counts is how far apart they are on the scale.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import krippendorff
import numpy as np

from domain.answers import Answer
from domain.framework import Question

LONGEST_RUN = 0.8
"""A share of equal answers in a row, from which a respondent's answers look careless."""
FEWEST = 8
"""With fewer answers a run of equal ones says nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the raters of one or of several questions stand to each other.

    `alpha` is Krippendorff's alpha for ordinal data: 1 is full agreement, 0 what chance gives,
    below 0 worse; None where nothing can be compared. `consensus` is that of Tastle and
    Wierman, 0 (half at each end) to 1 (all alike), the mean over the questions.
    """

    raters: int
    alpha: float | None
    consensus: float | None


@dataclass(frozen=True, slots=True)
class Hint:
    """Why one respondent's answers deserve a second look. A hint, never a reason to drop them."""

    respondent: str
    because: str


def consensus(counts: Mapping[float, int], lowest: float, highest: float) -> float | None:
    """The consensus of answers to one question, from 0 to 1; None without any.

    Cns = 1 + sum p log2(1 - |x - mean| / (highest - lowest)). Source: Tastle and Wierman,
    Consensus and dissention: A measure of ordinal dispersion, International Journal of
    Approximate Reasoning 45 (2007).
    """
    total = sum(counts.values())
    if not total:
        return None
    values = np.array(list(counts), dtype=float)
    shares = np.array(list(counts.values())) / total
    distance = np.abs(values - float(values @ shares)) / (highest - lowest)
    return float(1 + shares @ np.log2(1 - distance))


def alpha(ratings: Sequence[Sequence[float]], scale: Sequence[float]) -> float | None:
    """Krippendorff's alpha, ordinal, of ratings[rater][question]; NaN where nobody answered.

    `scale` lists the possible values in order. None where fewer than two raters answered the
    same question. Where all answers are alike there is nothing to disagree on: 1.
    Source: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
    """
    table = np.array(ratings, dtype=float)
    if table.ndim != 2 or not ((~np.isnan(table)).sum(axis=0) >= 2).any():
        return None
    paired = table[:, (~np.isnan(table)).sum(axis=0) >= 2]
    if len(np.unique(paired[~np.isnan(paired)])) == 1:
        return 1.0
    return float(
        krippendorff.alpha(
            reliability_data=table, level_of_measurement="ordinal", value_domain=list(scale)
        )
    )


def agreement(questions: Sequence[Question], answers: Iterable[Answer]) -> Agreement:
    """How far the raters agree on questions that share a scale, such as those of a capability."""
    column = {question.id: at for at, question in enumerate(questions)}
    rows: dict[str, list[float]] = {}
    for answer in answers:
        if answer.question in column and answer.value is not None:
            row = rows.setdefault(answer.respondent, [np.nan] * len(questions))
            question = questions[column[answer.question]]
            row[column[answer.question]] = (answer.value - question.lowest) / (
                question.highest - question.lowest
            )
    ratings = [rows[name] for name in sorted(rows)]
    given = sorted({value for row in ratings for value in row if not np.isnan(value)})
    each = [_consensus_of([row[at] for row in ratings]) for at in range(len(questions))]
    found = [one for one in each if one is not None]
    return Agreement(
        raters=len(rows),
        alpha=alpha(ratings, given) if ratings else None,
        consensus=sum(found) / len(found) if found else None,
    )


def _consensus_of(shares: Sequence[float]) -> float | None:
    given = [share for share in shares if not np.isnan(share)]
    return consensus({share: given.count(share) for share in given}, 0.0, 1.0)


def careless_hints(answers: Iterable[Answer], order: Sequence[str]) -> tuple[Hint, ...]:
    """Respondents whose answers may have been given without reading, each with the reason.

    `order` is that of the questions. Long runs of one answer, and nothing but "don't know",
    are the two signs (long-string analysis; Meade and Craig, Psychological Methods 17, 2012).
    """
    place = {question: at for at, question in enumerate(order)}
    given: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer.question in place:
            given.setdefault(answer.respondent, []).append(answer)
    hints = []
    for respondent, found in sorted(given.items()):
        found.sort(key=lambda answer: place[answer.question])
        because = _careless(found)
        if because:
            hints.append(Hint(respondent, because))
    return tuple(hints)


def _careless(found: Sequence[Answer]) -> str:
    if len(found) < FEWEST:
        return ""
    if all(answer.kind == "dont_know" for answer in found):
        return f'all {len(found)} answers are "don\'t know"'
    longest = run = 1
    for before, after in pairwise(found):
        same = (before.kind, before.value) == (after.kind, after.value)
        run = run + 1 if same else 1
        longest = max(longest, run)
    if longest >= LONGEST_RUN * len(found):
        return f"{longest} of {len(found)} answers in a row are the same"
    return ""


def groups_shown(
    roles: Mapping[str, str], smallest: int
) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Respondents by role, for the roles with at least `smallest` of them; and who is left.

    `roles` maps respondents to roles. Where only one role would be left out, its figures
    could be worked out from the others: then the smallest role shown is left out, too.
    """
    members: dict[str, set[str]] = {}
    for respondent, role in roles.items():
        members.setdefault(role, set()).add(respondent)
    shown = {role: found for role, found in members.items() if len(found) >= smallest}
    left = {name for role, found in members.items() if role not in shown for name in found}
    if left and len(left) < smallest and shown:
        least = min(shown, key=lambda role: (len(shown[role]), role))
        left |= shown.pop(least)
    return {role: frozenset(found) for role, found in sorted(shown.items())}, frozenset(left)
