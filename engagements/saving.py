"""Answers on their way to the disk: checked by whoever gives them, written in company.

Checking reads a lot and may go on at many places at once. Writing keeps the database for itself,
so it only makes sure that what an answer was checked against still holds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from domain.answers import Answer
from domain.engagement import Respondent
from storage import answer_records, places, records, workshop_records
from storage.places import Standing


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer that may be saved, as long as the assessment stands as it stood, and this person
    has said nothing to the question after `last` (a sequence, 0 for nothing at all).
    """

    answer: Answer
    respondent: Respondent
    standing: Standing
    last: int
    request_id: str | None = None

    @property
    def what(self) -> tuple[str, str]:
        """Whose answer to which question."""
        return self.answer.respondent, self.answer.question


def save_all(connection: Connection, found: Sequence[Checked]) -> list[datetime | None]:
    """Save these answers, and give the time; None for each that has to be checked anew."""
    standings = places.standings(connection, {each.respondent.assessment for each in found})
    newest = answer_records.newest_of(connection, {each.what for each in found})
    requests = {each.request_id for each in found if each.request_id}
    used = answer_records.requests_in_use(connection, requests) if requests else set()
    kept: dict[tuple[str, str], Checked] = {}
    for each in found:
        as_checked = standings[each.respondent.assessment] == each.standing
        first = newest.get(each.what, 0) == each.last and each.what not in kept
        if as_checked and first and each.request_id not in used:
            kept[each.what] = each
            used |= {each.request_id} - {None}
    now = datetime.now(UTC)
    if kept:
        _write(connection, kept.values(), now)
    return [now if kept.get(each.what) is each else None for each in found]


def _write(connection: Connection, kept: Collection[Checked], now: datetime) -> None:
    _count(connection, [each for each in kept if each.last == 0])
    answers = [(each.answer, each.request_id) for each in kept]
    answer_records.add_answers(connection, answers, now)
    noted = [
        (each.respondent.name, "answered", f"{each.respondent.assessment}/{each.answer.question}")
        for each in kept
    ]
    records.add_audits(connection, now, noted)


def _count(connection: Connection, new: Sequence[Checked]) -> None:
    """Count those who answer a question for the first time, and those who answer anything."""
    if not new:
        return
    people = {each.respondent.id: each.respondent for each in new}
    began = answer_records.who_answered(connection, people)
    workshop_records.count_more(
        connection,
        [(each.respondent.assessment, "answered", each.answer.question) for each in new]
        + [(p.assessment, "started", p.role) for p in people.values() if p.id not in began],
    )
