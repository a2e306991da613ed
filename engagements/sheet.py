"""What somebody who answers has before them: the questions, the answers, what is closed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from domain.answers import Answer
from domain.engagement import Engagement, Progress, Respondent
from domain.framework import Framework
from domain.workshop import Workshop
from engagements.permissions import seat_here, seat_with
from engagements.progress import progress_in
from engagements.routing import Asked, Place, closed_because, open_again, place_of
from storage import answer_records
from storage.database import Database
from storage.places import Seat


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

    def with_answer(self, answer: Answer) -> "Sheet":
        """The same after this answer was saved."""
        answers = {**self.answers, answer.question: answer}
        return replace(self, answers=answers, progress=_progress(self.asked, answers))


def sheet_of(db: Database, respondent_id: str) -> Sheet:
    """What one respondent is asked, in this person's order, and what was answered.

    Raises NotFound.
    """
    with db.reading() as connection:
        return _sheet(connection, seat_with(connection, respondent_id))


def sheet_on(db: Database, device: str, workshop_id: str) -> Sheet:
    """The same for whoever takes part in a workshop on this device. Raises NotFound."""
    with db.reading() as connection:
        return _sheet(connection, seat_here(connection, device, workshop_id))


def _sheet(connection: Connection, seat: Seat) -> Sheet:
    place = place_of(connection, seat)
    workshop, asked = seat.standing.workshop, place.asked
    given = answer_records.answers_of(connection, seat.respondent.id)
    closed = _closed(place)
    again = {} if workshop and workshop.phase == "closed" else open_again(seat.standing.rounds)
    if again:
        asked = tuple(each for each in asked if each[0].id in again)
    since = {q.id: again[each.id].after for each, qs in asked for q in qs if each.id in again}
    answers = {a.question: a for at, a in given if at > since.get(a.question, 0)}
    return Sheet(
        respondent=seat.respondent,
        engagement=seat.engagement,
        framework=place.framework,
        asked=asked,
        answers=answers,
        progress=_progress(asked, answers),
        workshop=workshop,
        closed=closed,
        again={name: opened.number for name, opened in again.items()},
    )


def _progress(asked: Asked, answers: Mapping[str, Answer]) -> Progress:
    return progress_in([q for _, questions in asked for q in questions], [{*answers}])


def _closed(place: Place) -> dict[str, str]:
    standing = place.seat.standing
    workshop, rounds, role = standing.workshop, standing.rounds, place.seat.respondent.role
    if workshop is None:
        because = "The assessment is closed, and its baseline is frozen."
        return {each.id: because for each, _ in place.asked} if standing.frozen else {}
    reasons = {each.id: closed_because(workshop, rounds, each.id, role) for each, _ in place.asked}
    return {capability: reason for capability, reason in reasons.items() if reason}
