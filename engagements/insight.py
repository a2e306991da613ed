"""Behind a result: how far people agree, what would lift it, and what if an answer were another."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pandas as pd

import scoring
from domain.answers import Answer
from domain.framework import Framework
from domain.scorecard import Scorecard
from engagements.answering import assessment_answers
from engagements.frameworks import framework_of
from engagements.overview import find_engagement
from engagements.scenarios import scenario_of
from engagements.scores import score_engagement
from storage import records, workshop_records
from storage.baselines import load_baseline
from storage.database import Database

SMALLEST_GROUP = 5
"""A role is shown apart only from so many respondents on, so that nobody can be picked out."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How sure the results are: agreement by capability, and intervals by node."""

    agreement: Mapping[str, scoring.Agreement]
    intervals: Mapping[str, scoring.Interval]
    by_weights: Mapping[str, scoring.Interval]
    """Where the levels of pillars and the whole lie under other weights."""
    hints: tuple[str, ...]
    """Signs of careless answers, without names."""


def what_if(db: Database, engagement_id: str, changes: Mapping[str, float]) -> Scorecard:
    """The scorecard if everybody gave these values; nothing is saved.

    `changes` maps questions to values. Raises NotFound, and InvalidInput for values that a
    question does not have.
    """
    answers = assessment_answers(db, engagement_id)
    kept = [answer for answer in answers if answer.question not in changes]
    given = {(answer.respondent, answer.question): answer for answer in answers}
    people = {answer.respondent for answer in answers} or {"nobody yet"}
    for question, value in changes.items():
        for person in sorted(people):
            before = given.get((person, question)) or Answer(person, question, "dont_know")
            kept.append(replace(before, kind="value", value=value))
    return _scored(db, engagement_id, tuple(kept))


def lift_of(db: Database, engagement_id: str, node_id: str) -> scoring.Lift | None:
    """The shortest list of answers that lifts a node one level; None where nothing does."""
    card = score_engagement(db, engagement_id)
    return scoring.shortest_lift(framework_of(db, engagement_id), card, node_id)


def spread_of(db: Database, engagement_id: str) -> Spread:
    """How far the respondents agree, and how much hangs on who was asked. Raises NotFound."""
    framework = framework_of(db, engagement_id)
    answers, _ = votes_in(db, engagement_id)
    summary = find_engagement(db, engagement_id)
    card = score_engagement(db, engagement_id)
    evidence = pd.DataFrame(
        [(node.id, node.evidence) for node in card.capabilities if node.evidence],
        columns=["capability", "strength"],
    )
    asked = [question.id for question in card.questions if question.state != "not_asked"]
    hints = scoring.careless_hints(answers, asked)
    return Spread(
        agreement=_agreement(framework, answers),
        intervals=scoring.bootstrap(
            framework, answers, summary.assessment.depth, summary.engagement.context, evidence
        ),
        by_weights=scoring.weight_sensitivity(
            framework, answers, summary.assessment.depth, summary.engagement.context
        ),
        hints=tuple(hint.because for hint in hints),
    )


def by_role(db: Database, engagement_id: str) -> dict[str, Scorecard]:
    """A scorecard for each role with at least `SMALLEST_GROUP` respondents who answered."""
    framework = framework_of(db, engagement_id)
    answers, roles = votes_in(db, engagement_id)
    answered = {answer.respondent for answer in answers}
    roles = {person: role for person, role in roles.items() if person in answered}
    least = _smallest_group(db, engagement_id)
    shown, _ = scoring.groups_shown(roles, least)
    names = {role.id: role.name for role in framework.roles} | {"": "Other roles"}
    return {
        names.get(role, role): _scored(
            db, engagement_id, _of_enough([a for a in answers if a.respondent in members], least)
        )
        for role, members in shown.items()
    }


def _of_enough(answers: Sequence[Answer], least: int) -> tuple[Answer, ...]:
    """The answers to questions that enough of these people answered."""
    people = Counter(answer.question for answer in answers)
    return tuple(answer for answer in answers if people[answer.question] >= least)


def votes_in(db: Database, engagement_id: str) -> tuple[tuple[Answer, ...], dict[str, str]]:
    """What people said before anything was agreed, and the role of each. Raises as
    `assessment_answers` does.
    """
    answers = assessment_answers(db, engagement_id)
    with db.reading() as connection:
        assessment = records.assessment_of(connection, engagement_id)
        frozen = workshop_records.baseline_of(connection, assessment.id)
        if frozen:
            baseline = load_baseline(frozen[0])
            return baseline.votes, dict(baseline.roles)
        people = records.respondents_in(connection, assessment.id)
    return answers, {person.id: person.role for person in people}


def _smallest_group(db: Database, engagement_id: str) -> int:
    with db.reading() as connection:
        assessment = records.assessment_of(connection, engagement_id)
        workshop = workshop_records.workshop_on(connection, assessment.id)
    if workshop is None or not workshop.settings.anonymous:
        return SMALLEST_GROUP
    return workshop.settings.smallest_group


def percent_to_target(db: Database, engagement_id: str) -> float:
    """How much of all targets is reached today, 0 to 1, from the levels reported."""
    card, targets = score_engagement(db, engagement_id), scenario_of(db, engagement_id).targets
    nodes = [node for node in card.capabilities if node.id in targets and node.worst is not None]
    lowest = card.framework.levels[0].number
    return scoring.percent_to_target(
        [float((node.worst or lowest) - lowest) for node in nodes],
        [float(targets[node.id] - lowest) for node in nodes],
    )


def _agreement(framework: Framework, answers: tuple[Answer, ...]) -> dict[str, scoring.Agreement]:
    return {
        capability.id: scoring.agreement(
            [q for q in capability.all_questions() if q.kind == "practice" or q.quick], answers
        )
        for capability in framework.capabilities()
    }


def _scored(db: Database, engagement_id: str, answers: tuple[Answer, ...]) -> Scorecard:
    summary = find_engagement(db, engagement_id)
    return scoring.score(
        framework_of(db, engagement_id),
        answers,
        summary.assessment.depth,
        summary.engagement.context,
        as_of=datetime.now(UTC).date(),
    )
