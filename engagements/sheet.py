"""What somebody who answers has before them: the questions, the answers, what is closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.answers import Answer
from domain.engagement import Engagement, Progress, Respondent
from domain.errors import NotFound
from domain.framework import Framework
from domain.workshop import VoteRound, Workshop
from engagements.permissions import keyed
from engagements.progress import progress_in
from engagements.routing import Asked, Place, closed_because, place_of
from storage import answer_records, workshop_records
from storage.database import Database


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's questionnaire as it stands now.

    `answers` are by question. `closed` says by capability why it cannot be answered now. While
    the room rates some capabilities again, only these are `asked`, with the answers of the round
    that is open, and `again` gives its number.
    """

    respondent: Respondent
    engagement: Engagement
    framework: Framework
    asked: Asked
    answers: Mapping[str, Answer]
    progress: Progress
    workshop: Workshop | None
    closed: Mapping[str, str]
    again: Mapping[str, int]


def sheet_of(db: Database, respondent_id: str) -> Sheet:
    """What one respondent is asked, in this person's order, and what was answered.

    Raises NotFound.
    """
    with db.reading() as connection:
        return _sheet(connection, respondent_id)


def sheet_on(db: Database, device: str, workshop_id: str) -> Sheet:
    """The same for whoever takes part in a workshop on this device. Raises NotFound."""
    with db.reading() as connection:
        known = device and workshop_records.participant_on(
            connection, keyed(connection, device), workshop_id
        )
        if not known:
            raise NotFound("Nobody takes part on this device. Join again with the code.")
        return _sheet(connection, known.id)


def _sheet(connection: Connection, respondent_id: str) -> Sheet:
    place = place_of(connection, respondent_id)
    workshop, asked = place.workshop, place.asked
    answers = {a.question: a for a in answer_records.answers_of(connection, respondent_id)}
    rounds = workshop_records.rounds_of(connection, workshop.id) if workshop else ()
    closed = _closed(connection, place, rounds)
    again = {} if workshop and workshop.phase == "closed" else _open_again(rounds)
    if again:
        asked = tuple(each for each in asked if each[0].id in again)
    for opened in again.values():
        _only_of_the_round(connection, place, opened, answers)
    return Sheet(
        respondent=place.respondent,
        engagement=place.engagement,
        framework=place.framework,
        asked=asked,
        answers=answers,
        progress=progress_in([q for _, questions in asked for q in questions], [{*answers}]),
        workshop=workshop,
        closed=closed,
        again={name: opened.number for name, opened in again.items()},
    )


def _closed(connection: Connection, place: Place, rounds: tuple[VoteRound, ...]) -> dict[str, str]:
    workshop = place.workshop
    if workshop is None:
        frozen = workshop_records.is_frozen(connection, place.assessment.id)
        because = "The assessment is closed, and its baseline is frozen."
        return {each.id: because for each, _ in place.asked} if frozen else {}
    role = place.respondent.role
    reasons = {each.id: closed_because(workshop, rounds, each.id, role) for each, _ in place.asked}
    return {capability: reason for capability, reason in reasons.items() if reason}


def _open_again(rounds: tuple[VoteRound, ...]) -> dict[str, VoteRound]:
    newest = {each.capability: each for each in rounds}
    return {name: each for name, each in newest.items() if each.until is None}


def _only_of_the_round(
    connection: Connection, place: Place, opened: VoteRound, answers: dict[str, Answer]
) -> None:
    questions = [q.id for each, qs in place.asked if each.id == opened.capability for q in qs]
    given = answer_records.answers_between(
        connection, place.assessment.id, questions, opened.after, None
    )
    kept = {each.question for each in given if each.respondent == place.respondent.id}
    for question in questions:
        if question not in kept:
            answers.pop(question, None)
