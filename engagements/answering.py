"""Answering, and what has been answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, get_args

from sqlalchemy import Connection

from domain.answers import Answer, AnswerKind, Confidence, EvidenceKind
from domain.engagement import Respondent
from domain.errors import Conflict, NotYet
from domain.framework import Question
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.permissions import respondent_with, seat_with
from engagements.progress import asked_questions
from engagements.routing import Asked, Place, closed_because, open_again, place_of
from engagements.texts import LONGEST_NOTE, length_problems, line, note, refuse
from scoring import allowed_values
from storage import answer_records, records, workshop_records
from storage.answer_records import AnswerEvent
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
        comment,
        evidence,
        evidence_kind,
        evidence_date,
        verified_by,
    )
    with db.writing() as connection:
        asked = _put(connection, respondent_id, question)
        return _save(connection, asked, _tidied(answer), request_id)


def change_answer(
    db: Database, respondent_id: str, question: str, changed: Mapping[str, Any]
) -> AnswerEvent | None:
    """Change parts of an answer; when this returns, it is on the disk. Gives all of it.

    `changed` holds fields of `domain.answers.Answer`. The others stay as they are on record, also
    where another tab or device has changed them meanwhile. As long as nothing is chosen, a note
    alone is no answer: None. Raises as `record_answer` does.
    """
    with db.writing() as connection:
        asked = _put(connection, respondent_id, question)
        before = asked.answer
        if before is None and changed.get("kind") is None:
            return None
        before = before or Answer(respondent_id, question, changed["kind"])
        answer = _tidied(replace(before, **changed))
        return AnswerEvent(answer, _save(connection, asked, answer, None))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question before somebody: where this person answers, and what was said last, with its
    sequence.
    """

    place: Place
    capability: str
    last: tuple[int, Answer] | None

    @property
    def answer(self) -> Answer | None:
        """What this person has said in the round that is open."""
        opened = open_again(self.place.seat.rounds).get(self.capability)
        after = opened.after if opened else 0
        return self.last[1] if self.last and self.last[0] > after else None


def _put(connection: Connection, respondent_id: str, question: str) -> _Asked:
    place = place_of(connection, seat_with(connection, respondent_id))
    about = (each.id for each, questions in place.asked if question in {q.id for q in questions})
    return _Asked(
        place,
        next(about, ""),
        answer_records.last_answer(connection, respondent_id, question),
    )


def _tidied(answer: Answer) -> Answer:
    return replace(
        answer,
        comment=note(answer.comment),
        evidence=note(answer.evidence),
        verified_by=line(answer.verified_by),
    )


def _save(
    connection: Connection, asked: _Asked, answer: Answer, request_id: str | None
) -> datetime:
    problems = answer_problems(answer, _questions(asked.place.asked))
    refuse([*problems, *_request_problems(request_id)])
    earlier = answer_records.event_of_request(connection, request_id) if request_id else None
    if earlier and earlier.answer != answer:
        raise Conflict("This request has already saved another answer. Choose your answer again.")
    if earlier:
        return earlier.at
    _refuse_when_closed(connection, asked)
    respondent = asked.place.seat.respondent
    if asked.last is None:
        _count(connection, respondent, answer.question)
    now = datetime.now(UTC)
    answer_records.add_answer(connection, answer, now, request_id)
    subject = f"{respondent.assessment}/{answer.question}"
    records.add_audit(connection, now, respondent.name, "answered", subject)
    return now


def _count(connection: Connection, respondent: Respondent, question: str) -> None:
    """Count somebody who answers this question for the first time, or anything at all."""
    assessment = respondent.assessment
    workshop_records.count_one_more(connection, assessment, "answered", question)
    if not answer_records.has_answered(connection, respondent.id):
        workshop_records.count_one_more(connection, assessment, "started", respondent.role)


def _refuse_when_closed(connection: Connection, asked: _Asked) -> None:
    seat = asked.place.seat
    if seat.workshop is None and workshop_records.is_frozen(connection, seat.assessment.id):
        raise Conflict("The assessment is closed, and its baseline is frozen.")
    if seat.workshop:
        if not seat.came_in:
            raise Conflict("This assessment is rated in a workshop. Join that with its code.")
        role = seat.respondent.role
        if reason := closed_because(seat.workshop, seat.rounds, asked.capability, role):
            raise Conflict(reason)


def _questions(asked: Asked) -> dict[str, Question]:
    return {question.id: question for _, questions in asked for question in questions}


def answers_of(db: Database, respondent_id: str) -> dict[str, Answer]:
    """One respondent's current answers, by question. Raises NotFound."""
    with db.reading() as connection:
        respondent_with(connection, respondent_id)
        found = answer_records.answers_of(connection, respondent_id)
    return {answer.question: answer for _, answer in found}


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
