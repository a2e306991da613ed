"""What talking about a capability could change: where the minutes of a room are best spent."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil

import pandas as pd

from domain.answers import Answer
from domain.framework import Capability, Depth, Framework, Question
from domain.workshop import Proposal
from scoring.agreement import agreement
from scoring.engine import OVERALL
from scoring.table import score_table

_LEAST_MINUTES, _MORE_MINUTES = 4, 12
"""A capability on which all agree takes the first to confirm; full disagreement that much more."""


def worth_discussing(
    framework: Framework,
    answers: Iterable[Answer],
    depth: Depth,
    context: Mapping[str, str],
    open_questions: Mapping[str, Sequence[Question]],
    minutes_left: int,
) -> tuple[Proposal, ...]:
    """Capabilities worth talking about, the one that brings most for its minutes first.

    worth = disagreement * weight * (2 if it decides a level, else 1), where disagreement is 1
    minus Tastle and Wierman's consensus, weight the capability's over the mean of all, and a
    capability decides a level if a pillar or the whole has another level when the room settles
    on the upper quartile of its answers than on the lower one. A talk takes 4 minutes, and up to
    12 more with the disagreement; what needs more than is left is not proposed, nor what all
    agree on. `open_questions` maps the capabilities in question to what is asked about them.
    """
    found = tuple(answers)
    mean_weight = sum(c.weight for c in framework.capabilities()) / len([*framework.capabilities()])
    quartiles = {
        capability: {question.id: _quartiles(question, found) for question in questions}
        for capability, questions in open_questions.items()
    }
    decides = _decided(framework, found, depth, context, quartiles)
    proposals = []
    for capability in framework.capabilities():
        if capability.id not in open_questions:
            continue
        spread = agreement(open_questions[capability.id], found).consensus
        if spread is None or spread >= 1:
            continue
        proposals.append(
            _proposal(
                capability,
                1 - spread,
                capability.weight / mean_weight,
                decides[capability.id],
                _values_given(open_questions[capability.id], found),
                [both for both in quartiles[capability.id].values() if both],
            )
        )
    possible = [each for each in proposals if each.minutes <= minutes_left]
    return tuple(sorted(possible, key=lambda each: (-each.worth / each.minutes, each.capability)))


def _proposal(
    capability: Capability,
    disagreement: float,
    weight: float,
    decides: tuple[str, ...],
    answers: int,
    quartiles: list[tuple[float, float]],
) -> Proposal:
    return Proposal(
        capability=capability.id,
        minutes=_LEAST_MINUTES + ceil(_MORE_MINUTES * disagreement),
        worth=disagreement * weight * (2 if decides else 1),
        disagreement=disagreement,
        weight=weight,
        decides=decides,
        answers=answers,
        low=min(low for low, _ in quartiles),
        high=max(high for _, high in quartiles),
    )


def _values_given(questions: Sequence[Question], answers: Sequence[Answer]) -> int:
    asked = {question.id for question in questions}
    return sum(a.question in asked and a.value is not None for a in answers)


def _quartiles(question: Question, answers: Sequence[Answer]) -> tuple[float, float] | None:
    """The lower and the upper quartile, each a value that somebody gave."""
    values = sorted(a.value for a in answers if a.question == question.id and a.value is not None)
    if not values:
        return None
    last = len(values) - 1
    return values[last // 4], values[ceil(last * 3 / 4)]


def _decided(
    framework: Framework,
    answers: Sequence[Answer],
    depth: Depth,
    context: Mapping[str, str],
    quartiles: Mapping[str, Mapping[str, tuple[float, float] | None]],
) -> dict[str, tuple[str, ...]]:
    """Which levels hang on each capability: those that differ between its two quartiles."""
    rows = []
    for capability, questions in quartiles.items():
        for end in (0, 1):
            rows += _with_settled(f"{capability} {end}", answers, questions, end)
    if not rows:
        return {}
    table = pd.DataFrame(rows, columns=["assessment", "respondent", "question", "value", "kind"])
    levels = score_table(framework, table, depth, context)
    nodes = [OVERALL, *(pillar.id for pillar in framework.pillars)]
    by_name = levels[levels["node"].isin(nodes)].set_index(["assessment", "node"])
    claimed = by_name["claimed"].fillna(framework.levels[0].number - 1)
    return {
        capability: tuple(
            node
            for node in nodes
            if claimed.get((f"{capability} 0", node)) != claimed.get((f"{capability} 1", node))
        )
        for capability in quartiles
    }


def _with_settled(
    name: str,
    answers: Sequence[Answer],
    settled: Mapping[str, tuple[float, float] | None],
    end: int,
) -> list[tuple[str, str, str, float | None, str]]:
    """All answers, with one value instead of many for what the room settles on."""
    rows: list[tuple[str, str, str, float | None, str]] = [
        (name, a.respondent, a.question, a.value, a.kind)
        for a in answers
        if a.question not in settled
    ]
    rows += [
        (name, "room", question, both[end], "value") for question, both in settled.items() if both
    ]
    return rows


def agreed_values(questions: Sequence[Question], level: int) -> dict[str, float]:
    """The answers that an agreed level stands for, by question.

    A placement is that level. A practice that belongs to a level is in place in full up to it
    and not at all above. What belongs to no level stays out: it is agreed on by itself.
    """
    values = {}
    for question in questions:
        if question.kind == "placement":
            values[question.id] = float(level)
        elif question.level is not None:
            values[question.id] = question.highest if question.level <= level else question.lowest
    return values
