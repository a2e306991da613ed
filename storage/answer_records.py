"""Answers as events: added, never changed. The last event of a question is its answer."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    exists,
    func,
    insert,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute

from domain.answers import Answer
from storage.tables import AnswerEventRow, RespondentRow

_ANSWER: tuple[InstrumentedAttribute[Any], ...] = (
    AnswerEventRow.respondent,
    AnswerEventRow.question,
    AnswerEventRow.kind,
    AnswerEventRow.value,
    AnswerEventRow.confidence,
    AnswerEventRow.comment,
    AnswerEventRow.evidence,
    AnswerEventRow.evidence_kind,
    AnswerEventRow.evidence_date,
    AnswerEventRow.verified_by,
)


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """An answer and when it was given."""

    answer: Answer
    at: datetime


def add_answer(connection: Connection, answer: Answer, at: datetime) -> None:
    """Add an answer; it holds from now on."""
    add_answers(connection, [(answer, None)], at)


def add_answers(
    connection: Connection, answers: Sequence[tuple[Answer, str | None]], at: datetime
) -> None:
    """Add answers, each with the id of its request, if it has one; they hold from now on."""
    values = [asdict(answer) | {"at": at, "request_id": request} for answer, request in answers]
    connection.execute(_ADD_ANSWER, values)


def event_of_request(connection: Connection, request_id: str) -> AnswerEvent | None:
    """What an earlier try with the same request id has saved."""
    chosen = select(AnswerEventRow.at, *_ANSWER).where(AnswerEventRow.request_id == request_id)
    row = connection.execute(chosen).one_or_none()
    return _event(row) if row else None


def events_in(connection: Connection, assessment_id: str) -> tuple[AnswerEvent, ...]:
    """Everything that was ever answered in an assessment, in order."""
    chosen = select(AnswerEventRow.at, *_ANSWER).where(_is_in(assessment_id))
    found = connection.execute(chosen.order_by(AnswerEventRow.sequence))
    return tuple(_event(row) for row in found)


def answers_of(connection: Connection, respondent_id: str) -> tuple[tuple[int, Answer], ...]:
    """One respondent's current answers in the order of their sequence, which comes with each."""
    found = connection.execute(_CURRENT_OF_ONE, {"respondent": respondent_id})
    return tuple((row[0], Answer(*row[1:])) for row in found)


def last_answer(
    connection: Connection, respondent_id: str, question: str
) -> tuple[int, Answer] | None:
    """What somebody said last to a question, with its sequence."""
    where = {"respondent": respondent_id, "question": question}
    row = connection.execute(_LAST_ANSWER, where).one_or_none()
    return (row[0], Answer(*row[1:])) if row else None


def newest_of(
    connection: Connection, asked: Collection[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """The sequence of the newest answer of each of these respondents to that question."""
    found = connection.execute(_NEWEST_OF, {"asked": [*asked]})
    return {(row[0], row[1]): row[2] for row in found}


def who_answered(connection: Connection, respondents: Collection[str]) -> set[str]:
    """Those of these respondents who have said anything yet."""
    return set(connection.scalars(_WHO_ANSWERED, {"respondents": [*respondents]}))


def requests_in_use(connection: Connection, request_ids: Collection[str]) -> set[str | None]:
    """Those of these ids under which an answer was saved."""
    chosen = select(AnswerEventRow.request_id).where(AnswerEventRow.request_id.in_(request_ids))
    return set(connection.scalars(chosen))


def answers_in(connection: Connection, assessment_id: str) -> tuple[Answer, ...]:
    """The current answers of everybody in an assessment: who joined first comes first."""
    return _current(connection, _is_in(assessment_id))


def answers_between(
    connection: Connection,
    assessment_id: str,
    questions: Collection[str],
    after: int,
    until: int | None,
) -> tuple[Answer, ...]:
    """What everybody's answers to these questions were at one time, as far as given after another.

    `after` and `until` are sequences: only events above `after` and up to `until` count.
    """
    chosen = _is_in(assessment_id) & AnswerEventRow.question.in_(questions)
    chosen &= AnswerEventRow.sequence > after
    if until is not None:
        chosen &= AnswerEventRow.sequence <= until
    return _current(connection, chosen)


def last_sequence(connection: Connection) -> int:
    """The sequence of the newest answer of all, 0 without any."""
    return connection.scalar(select(func.max(AnswerEventRow.sequence))) or 0


def answered_in(connection: Connection, assessment_id: str) -> dict[str, set[str]]:
    """The questions that each respondent has answered; nobody else is listed."""
    chosen = select(AnswerEventRow.respondent, AnswerEventRow.question).distinct()
    answered: dict[str, set[str]] = defaultdict(set)
    for respondent, question in connection.execute(chosen.where(_is_in(assessment_id))):
        answered[respondent].add(question)
    return answered


def last_saved(
    connection: Connection, assessment_id: str, respondent_id: str | None = None
) -> datetime | None:
    """When somebody, or one respondent, last saved an answer in an assessment."""
    chosen = select(AnswerEventRow.at).where(_is_in(assessment_id))
    if respondent_id is not None:
        chosen = chosen.where(AnswerEventRow.respondent == respondent_id)
    return connection.scalar(chosen.order_by(AnswerEventRow.sequence.desc()).limit(1))


def _is_in(assessment_id: str) -> ColumnElement[bool]:
    members = select(RespondentRow.id).where(RespondentRow.assessment == assessment_id)
    return AnswerEventRow.respondent.in_(members)


def _current(connection: Connection, whose: ColumnElement[bool]) -> tuple[Answer, ...]:
    newest = (
        select(func.max(AnswerEventRow.sequence))
        .where(whose)
        .group_by(AnswerEventRow.respondent, AnswerEventRow.question)
    )
    chosen = select(*_ANSWER).join(RespondentRow).where(AnswerEventRow.sequence.in_(newest))
    order = (RespondentRow.joined, RespondentRow.id, AnswerEventRow.question)
    return tuple(Answer(*row) for row in connection.execute(chosen.order_by(*order)))


# Built once: they go with every answer that somebody gives.
_ADD_ANSWER = insert(AnswerEventRow)
_OF_ONE = AnswerEventRow.respondent == bindparam("respondent")
_CURRENT_OF_ONE = (
    select(AnswerEventRow.sequence, *_ANSWER)
    .where(
        AnswerEventRow.sequence.in_(
            select(func.max(AnswerEventRow.sequence))
            .where(_OF_ONE)
            .group_by(AnswerEventRow.question)
        )
    )
    .order_by(AnswerEventRow.sequence)
)
_NEWEST_OF = (
    select(AnswerEventRow.respondent, AnswerEventRow.question, func.max(AnswerEventRow.sequence))
    .where(
        tuple_(AnswerEventRow.respondent, AnswerEventRow.question).in_(
            bindparam("asked", expanding=True)
        )
    )
    .group_by(AnswerEventRow.respondent, AnswerEventRow.question)
)
_WHO_ANSWERED = (
    select(RespondentRow.id)
    .where(RespondentRow.id.in_(bindparam("respondents", expanding=True)))
    .where(exists().where(AnswerEventRow.respondent == RespondentRow.id))
)
_LAST_ANSWER = (
    select(AnswerEventRow.sequence, *_ANSWER)
    .where(_OF_ONE, AnswerEventRow.question == bindparam("question"))
    .order_by(AnswerEventRow.sequence.desc())
    .limit(1)
)


def _event(row: Row[*tuple[Any, ...]]) -> AnswerEvent:
    return AnswerEvent(Answer(*row[1:]), row[0])
