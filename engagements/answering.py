"""Answering, and what has been answered."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args

from sqlalchemy import Connection

from domain.answers import Answer, AnswerKind, Confidence, EvidenceKind
from domain.errors import Conflict, InvalidInput, NotYet, Problem
from domain.framework import Question
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.permissions import respondent_with, seat_with
from engagements.progress import asked_questions
from engagements.routing import Asked, Place, closed_because, open_again, place_of
from engagements.saving import Checked, save_all
from engagements.texts import LONGEST_NOTE, length_problems, line, note, refuse
from scoring import allowed_values
from storage import answer_records, records, workshop_records
from storage.answer_records import AnswerEvent
from storage.baselines import load_baseline
from storage.database import Database
from storage.places import Seat

_LONGEST_REQUEST_ID = 100
_TRIES = 3


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
    changed = {
        "kind": kind,
        "value": value,
        "confidence": confidence,
        "comment": comment,
        "evidence": evidence,
        "evidence_kind": evidence_kind,
        "evidence_date": evidence_date,
        "verified_by": verified_by,
    }
    saved = _record(db, respondent_id, question, changed, request_id)
    if saved is None:
        raise InvalidInput(Problem("", "Nothing is chosen. Choose an answer."))
    return saved.at


def change_answer(
    db: Database, respondent_id: str, question: str, changed: Mapping[str, Any]
) -> AnswerEvent | None:
    """Change parts of an answer; when this returns, it is on the disk. Gives all of it.

    `changed` holds fields of `domain.answers.Answer`. The others stay as they are on record, also
    where another tab or device has changed them meanwhile. As long as nothing is chosen, a note
    alone is no answer: None. Raises as `record_answer` does.
    """
    return _record(db, respondent_id, question, changed)


def _record(
    db: Database,
    respondent_id: str,
    question: str,
    changed: Mapping[str, Any],
    request_id: str | None = None,
) -> AnswerEvent | None:
    for _ in range(_TRIES):
        with db.reading() as connection:
            found = _check(connection, respondent_id, question, changed, request_id)
        if not isinstance(found, Checked):
            return found
        if at := db.write_together(save_all, found):
            return AnswerEvent(found.answer, at)
    with db.writing() as connection:  # what it is checked against changes all the time
        found = _check(connection, respondent_id, question, changed, request_id)
        if not isinstance(found, Checked):
            return found
        [saved] = save_all(connection, [found])
    return AnswerEvent(found.answer, saved) if saved else None


def _check(
    connection: Connection,
    respondent_id: str,
    question: str,
    changed: Mapping[str, Any],
    request_id: str | None,
) -> Checked | AnswerEvent | None:
    """The answer that may be saved; what is on record already; None without a choice."""
    place = place_of(connection, seat_with(connection, respondent_id))
    asked = _questions(place.asked)
    last = answer_records.last_answer(connection, respondent_id, question)
    capability = _capability(place.asked, question)
    counting = _counting(place, capability, last)
    answer = _changed(counting, respondent_id, question, changed)
    if answer is None:
        return None
    refuse([*answer_problems(answer, asked), *_request_problems(request_id)])
    earlier = answer_records.event_of_request(connection, request_id) if request_id else None
    if earlier and earlier.answer != answer:
        raise Conflict("This request has already saved another answer. Choose your answer again.")
    if earlier:
        return earlier
    _refuse_when_closed(place.seat, capability)
    if answer == counting:  # sent twice, as by a browser that had lost the connection meanwhile
        return AnswerEvent(answer, datetime.now(UTC))
    seat = place.seat
    return Checked(answer, seat.respondent, seat.standing, last[0] if last else 0, request_id)


def _capability(asked: Asked, question: str) -> str:
    """What a question is about; "" for one that is not asked."""
    about = (each.id for each, questions in asked if question in {q.id for q in questions})
    return next(about, "")


def _counting(place: Place, capability: str, last: tuple[int, Answer] | None) -> Answer | None:
    """What somebody has said last, if it was in the round that is open."""
    opened = open_again(place.seat.standing.rounds).get(capability)
    return last[1] if last and (opened is None or last[0] > opened.after) else None


def _changed(
    before: Answer | None, respondent_id: str, question: str, changed: Mapping[str, Any]
) -> Answer | None:
    if before is None and changed.get("kind") is None:
        return None
    answer = replace(before or Answer(respondent_id, question, changed["kind"]), **changed)
    return replace(
        answer,
        comment=note(answer.comment),
        evidence=note(answer.evidence),
        verified_by=line(answer.verified_by),
    )


def _refuse_when_closed(seat: Seat, capability: str) -> None:
    standing = seat.standing
    if standing.workshop is None and standing.frozen:
        raise Conflict("The assessment is closed, and its baseline is frozen.")
    if standing.workshop:
        if not seat.came_in:
            raise Conflict("This assessment is rated in a workshop. Join that with its code.")
        role = seat.respondent.role
        if reason := closed_because(standing.workshop, standing.rounds, capability, role):
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
