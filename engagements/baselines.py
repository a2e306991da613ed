"""Closing: an assessment is frozen as it was agreed, with a hash; and the next one begins."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from random import SystemRandom

from sqlalchemy import Connection

import scoring
from domain.answers import Answer
from domain.engagement import Assessment
from domain.errors import Conflict
from domain.scorecard import Scorecard
from domain.workshop import Baseline, Consensus, Workshop
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.permissions import leading
from engagements.routing import Asked, asked_in
from engagements.starting import ASSESSMENT_NAMES
from engagements.texts import length_problems, line, refuse
from engagements.votes import settled_votes, votes_shown
from storage import answer_records, records, workshop_records
from storage.baselines import dump_baseline, load_baseline
from storage.database import Database

_ROOM = "room"


@dataclass(frozen=True, slots=True)
class Frozen:
    """A baseline with its hash and the moment it was frozen."""

    assessment: Assessment
    baseline: Baseline
    sha256: str
    at: datetime


def close_workshop(db: Database, device: str, workshop_id: str) -> Frozen:
    """Freeze the assessment as it was rated and agreed; from now on nothing in it changes.

    Where the room agreed, that counts instead of the single votes; in an anonymous workshop a
    question that too few have answered stays unknown. Raises NotFound and Conflict.
    """
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        workshop_records.change_workshop(
            connection, workshop.id, phase="closed", on_screen="", timer_ends=None
        )
        assessment = records.assessment_by_id(connection, workshop.assessment)
        return _freeze(connection, name, assessment, _baseline(connection, workshop))


def _freeze(
    connection: Connection, actor: str, assessment: Assessment, baseline: Baseline
) -> Frozen:
    content = dump_baseline(baseline)
    sha256 = hashlib.sha256(content).hexdigest()
    now = datetime.now(UTC)
    workshop_records.add_baseline(connection, assessment.id, content, sha256, now)
    records.add_audit(connection, now, actor, f"froze {sha256[:12]}", assessment.engagement)
    return Frozen(assessment, baseline, sha256, now)


def _baseline(connection: Connection, workshop: Workshop) -> Baseline:
    assessment = records.assessment_by_id(connection, workshop.assessment)
    engagement = engagement_with(connection, assessment.engagement)
    asked = asked_in(connection, assessment)
    shown = votes_shown(workshop, settled_votes(connection, workshop))
    numbers = _numbers({answer.respondent for answer in shown})
    people = records.respondents_in(connection, assessment.id)
    newest = {
        each.capability: each for each in workshop_records.consensus_in(connection, workshop.id)
    }
    votes = _in_order(replace(a, respondent=numbers[a.respondent]) for a in shown)
    return Baseline(
        framework_hash=engagement.framework_hash,
        depth=assessment.depth,
        context=engagement.context,
        anonymous=workshop.settings.anonymous,
        smallest_group=workshop.settings.smallest_group,
        roles=_roles(workshop, {numbers[p.id]: p.role for p in people if p.id in numbers}),
        votes=votes,
        agreed=tuple(newest[name] for name in sorted(newest)),
        answers=_as_they_count(asked, votes, newest),
    )


def _roles(workshop: Workshop, roles: dict[str, str]) -> dict[str, str]:
    """Each one's role; in an anonymous workshop without those that could be told apart."""
    settings = workshop.settings
    shown, left = scoring.groups_shown(roles, settings.smallest_group if settings.anonymous else 1)
    kept = {person: role for role, members in shown.items() for person in members}
    return kept | dict.fromkeys(left, "")


def _numbers(respondents: Collection[str]) -> dict[str, str]:
    """A number for each, in an order that leads back to nobody."""
    drawn = sorted(respondents)
    SystemRandom().shuffle(drawn)
    return {respondent: f"p{at:03}" for at, respondent in enumerate(drawn, 1)}


def _in_order(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    return tuple(sorted(answers, key=lambda answer: (answer.respondent, answer.question)))


def _as_they_count(
    asked: Asked, votes: tuple[Answer, ...], agreed: Mapping[str, Consensus]
) -> tuple[Answer, ...]:
    settled = {
        question.id: capability.id
        for capability, questions in asked
        if capability.id in agreed
        for question in questions
        if question.id in agreed[capability.id].values
    }
    people = sorted({answer.respondent for answer in votes}) or [_ROOM]
    kept = [answer for answer in votes if answer.question not in settled]
    for question, capability in settled.items():
        mine = [answer for answer in votes if settled.get(answer.question) == capability]
        answer = _of_the_room(question, agreed[capability], mine)
        # Everybody's, so that nobody counts as one who has not answered.
        kept += [replace(answer, respondent=person) for person in people]
    return _in_order(kept)


def _of_the_room(question: str, agreed: Consensus, votes: Collection[Answer]) -> Answer:
    """The room's answer, with the evidence that it named, else the strongest that anybody did."""
    answer = Answer(
        _ROOM,
        question,
        "value",
        agreed.values[question],
        comment=agreed.rationale,
        evidence=agreed.evidence,
        evidence_kind=agreed.evidence_kind,
        evidence_date=agreed.evidence_date,
        verified_by=agreed.verified_by,
    )
    named = [vote for vote in votes if vote.evidence or vote.evidence_kind]
    if agreed.evidence or agreed.evidence_kind or not named:
        return answer
    best = max(named, key=_how_strong)
    return replace(
        answer,
        evidence=best.evidence,
        evidence_kind=best.evidence_kind,
        evidence_date=best.evidence_date,
        verified_by=best.verified_by,
    )


def _how_strong(vote: Answer) -> tuple[bool, bool, bool, date, str]:
    """What scoring asks of evidence, in that order: a document, dated, checked, and fresh."""
    return (
        vote.evidence_kind == "artifact",
        vote.evidence_date is not None,
        bool(vote.verified_by),
        vote.evidence_date or date.min,
        vote.evidence,
    )


def frozen_rounds(db: Database, engagement_id: str) -> tuple[Frozen, ...]:
    """The frozen assessments of an engagement, oldest first. Raises NotFound."""
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        found = [
            (assessment, workshop_records.baseline_of(connection, assessment.id))
            for assessment in records.assessments_of(connection, engagement_id)
        ]
    return tuple(
        Frozen(assessment, load_baseline(kept[0]), kept[1], kept[2])
        for assessment, kept in found
        if kept
    )


def freeze_assessment(db: Database, actor: str, engagement_id: str) -> Frozen:
    """Freeze the newest assessment where it was answered without a workshop.

    Raises NotFound, and Conflict when there is nothing to freeze, or it is frozen, or a workshop
    is under way.
    """
    with db.writing() as connection:
        engagement = engagement_with(connection, engagement_id)
        assessment = records.assessment_of(connection, engagement_id)
        _refuse_freezing(connection, assessment)
        people = records.respondents_in(connection, assessment.id)
        numbers = _numbers({each.id for each in people})
        found = answer_records.answers_in(connection, assessment.id)
        votes = _in_order(replace(a, respondent=numbers[a.respondent]) for a in found)
        asked = {q.id for _, questions in asked_in(connection, assessment) for q in questions}
        baseline = Baseline(
            framework_hash=engagement.framework_hash,
            depth=assessment.depth,
            context=engagement.context,
            anonymous=False,
            smallest_group=1,
            roles={numbers[each.id]: each.role for each in people},
            votes=votes,
            agreed=(),
            answers=tuple(answer for answer in votes if answer.question in asked),
        )
        return _freeze(connection, line(actor), assessment, baseline)


def _refuse_freezing(connection: Connection, assessment: Assessment) -> None:
    if workshop_records.is_frozen(connection, assessment.id):
        raise Conflict("This assessment is frozen already.")
    if workshop_records.workshop_on(connection, assessment.id):
        raise Conflict("A workshop is under way. Close it; that freezes the assessment.")
    if not answer_records.answered_in(connection, assessment.id):
        raise Conflict("Nobody has answered yet, so there is nothing to freeze.")


# Again


def start_again(db: Database, actor: str, engagement_id: str, name: str = "") -> Assessment:
    """Begin the next assessment of the same scope; the one before must be frozen.

    Raises NotFound, InvalidInput for the name, and Conflict while the last one is open.
    """
    with db.writing() as connection:
        engagement_with(connection, engagement_id)
        last = records.assessment_of(connection, engagement_id)
        if not workshop_records.is_frozen(connection, last.id):
            raise Conflict("The last assessment is still open. Close it first, so that it stays.")
        now = datetime.now(UTC)
        shown = line(name) or f"{ASSESSMENT_NAMES[last.depth]} {now.year}"
        refuse(length_problems(shown, "name"))
        assessment = Assessment(secrets.token_hex(8), engagement_id, shown, last.depth, now)
        records.add_assessment(connection, assessment)
        records.add_audit(connection, now, line(actor), "started again", engagement_id)
    return assessment


def card_of(db: Database, frozen: Frozen) -> Scorecard:
    """The scorecard of a frozen assessment, with evidence as old as it was then."""
    with db.reading() as connection:
        framework = kept_or_shipped(connection, frozen.baseline.framework_hash)
    return scoring.score(
        framework,
        frozen.baseline.answers,
        frozen.baseline.depth,
        frozen.baseline.context,
        as_of=frozen.at.date(),
    )
