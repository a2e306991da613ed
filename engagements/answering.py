"""Answering, and what has been answered."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import get_args

from sqlalchemy import Connection

from domain.answers import Answer, AnswerKind, Confidence, EvidenceKind
from domain.engagement import Respondent
from domain.errors import Conflict, NotYet
from domain.framework import Question
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.permissions import respondent_with
from engagements.progress import asked_questions
from engagements.routing import Asked, closed_because, place_of
from engagements.texts import LONGEST_NOTE, length_problems, line, note, refuse
from scoring import allowed_values
from storage import answer_records, records, workshop_records
from storage.baselines import load_baseline
from storage.database import Database

_LONGEST_REQUEST_ID = 100


def record_answer(
    db: Database,
    respondent_id: str,
    *,
    question: str,
    kind: AnswerKind,
    value: float | None = None,
    confidence: Confidence | None = None,
    comment: str = "",
    evidence: str = "",
    evidence_kind: EvidenceKind | None = None,
    evidence_date: date | None = None,
    verified_by: str = "",
    request_id: str | None = None,
) -> datetime:
    """Save an answer; when this returns, it is on the disk. Gives the time it was saved.

    The answer is added and holds from now on; earlier ones stay on record. A retry with the
    same `request_id` saves nothing twice and gives the first time. Raises NotFound for an
    unknown respondent, InvalidInput with everything that is wrong with the answer, Conflict
    for a request id that was used for another answer and for a question that is closed, and
    Unavailable.
    """
    answer = Answer(
        respondent_id,
        question,
        kind,
        value,
        confidence,
        note(comment),
        note(evidence),
        evidence_kind,
        evidence_date,
        line(verified_by),
    )
    with db.reading() as connection:
        place = place_of(connection, respondent_id)
    asked = place.asked
    refuse([*answer_problems(answer, _questions(asked)), *_request_problems(request_id)])
    capability = next(
        each.id for each, questions in asked if answer.question in {q.id for q in questions}
    )
    with db.writing() as connection:
        return _save(connection, place.respondent, answer, capability, request_id)


def _save(
    connection: Connection,
    respondent: Respondent,
    answer: Answer,
    capability: str,
    request_id: str | None,
) -> datetime:
    earlier = answer_records.event_of_request(connection, request_id) if request_id else None
    if earlier and earlier.answer != answer:
        raise Conflict("This request has already saved another answer. Choose your answer again.")
    if earlier:
        return earlier.at
    _refuse_when_closed(connection, respondent, capability)
    now = datetime.now(UTC)
    assessment = respondent.assessment
    answered = answer_records.answered_by(connection, respondent.id)
    if not answered:
        workshop_records.count_one_more(connection, assessment, "started", respondent.role)
    if answer.question not in answered:
        workshop_records.count_one_more(connection, assessment, "answered", answer.question)
    answer_records.add_answer(connection, answer, now, request_id)
    subject = f"{assessment}/{answer.question}"
    records.add_audit(connection, now, respondent.name, "answered", subject)
    return now


def _refuse_when_closed(connection: Connection, respondent: Respondent, capability: str) -> None:
    workshop = workshop_records.workshop_on(connection, respondent.assessment)
    if workshop is None and workshop_records.is_frozen(connection, respondent.assessment):
        raise Conflict("The assessment is closed, and its baseline is frozen.")
    if workshop:
        if not workshop_records.takes_part(connection, respondent.id):
            raise Conflict("This assessment is rated in a workshop. Join that with its code.")
        rounds = workshop_records.rounds_of(connection, workshop.id)
        if reason := closed_because(workshop, rounds, capability, respondent.role):
            raise Conflict(reason)


def _questions(asked: Asked) -> dict[str, Question]:
    return {question.id: question for _, questions in asked for question in questions}


def answers_of(db: Database, respondent_id: str) -> dict[str, Answer]:
    """One respondent's current answers, by question. Raises NotFound."""
    with db.reading() as connection:
        respondent_with(connection, respondent_id)
        found = answer_records.answers_of(connection, respondent_id)
    return {answer.question: answer for answer in found}


def assessment_answers(db: Database, engagement_id: str) -> tuple[Answer, ...]:
    """Everybody's current answers to what is asked; of a frozen assessment, as they count.

    `respondent` is the respondent's id: keep it to yourself. Raises NotFound, and NotYet while
    a workshop is under way: what single people said must not show through what is worked out
    from it.
    """
    with db.reading() as connection:
        engagement = engagement_with(connection, engagement_id)
        assessment = records.assessment_of(connection, engagement_id)
        frozen = workshop_records.baseline_of(connection, assessment.id)
        if frozen:
            return load_baseline(frozen[0]).answers
        if workshop_records.workshop_on(connection, assessment.id):
            raise NotYet(
                "The workshop is under way. Results are here as soon as it is closed, so that "
                "nobody's answer shows before."
            )
        framework = kept_or_shipped(connection, engagement.framework_hash)
        asked = asked_questions(framework, assessment, engagement)
        found = answer_records.answers_in(connection, assessment.id)
    return tuple(answer for answer in found if answer.question in asked)


def answer_problems(answer: Answer, asked: Mapping[str, Question]) -> Iterator[str]:
    """Everything that is wrong with an answer to one of these questions."""
    if answer.question in asked:
        yield from _choice_problems(answer, asked[answer.question])
    else:
        yield f"The question {answer.question[:64]!r} is not asked here. Reload the page."
    if answer.confidence not in (None, *get_args(Confidence)):
        yield f"The confidence is low, medium or high, not {answer.confidence!r}."
    yield from length_problems(answer.comment, "comment", LONGEST_NOTE)
    yield from length_problems(answer.evidence, "evidence note", LONGEST_NOTE)
    yield from length_problems(answer.verified_by, "name of who checked the evidence")
    if answer.evidence_kind not in (None, *get_args(EvidenceKind)):
        kinds = ", ".join(get_args(EvidenceKind))
        yield f"The kind of evidence is one of {kinds}, not {answer.evidence_kind!r:.64}."


def _choice_problems(answer: Answer, question: Question) -> Iterator[str]:
    if answer.kind == "value":
        value = answer.value
        if value is None or type(value) not in (int, float) or not question.allows(value):
            allowed = allowed_values(question)
            yield f"{question.id} is answered with {allowed}, not {answer.value!r:.64}."
        return
    if answer.kind not in get_args(AnswerKind):
        yield f"An answer is a value, dont_know or not_applicable, not {answer.kind!r:.64}."
    if answer.value is not None:
        yield f"An answer of the kind {answer.kind} has no value. Leave the value out."
    if answer.kind == "dont_know" and not question.dont_know:
        yield f'{question.id} cannot be answered with "don\'t know". Choose a value.'
    if answer.kind == "not_applicable" and not question.not_applicable:
        yield f'{question.id} cannot be answered with "not applicable". Choose a value.'


def _request_problems(request_id: str | None) -> Iterator[str]:
    yield from length_problems(request_id or "", "request id", _LONGEST_REQUEST_ID)
