"""Where somebody answers: all of it in one look-up, because it is asked with every answer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, select

from domain.engagement import Assessment, Engagement, Respondent
from domain.workshop import VoteRound, Workshop
from storage.tables import (
    AssessmentRow,
    EngagementRow,
    FrameworkVersionRow,
    ParticipantDeviceRow,
    RespondentRow,
    WorkshopRow,
)
from storage.workshop_records import rounds_as_json, settings_from


@dataclass(frozen=True, slots=True)
class Seat:
    """A respondent, in what this person answers, and the workshop in which that is rated, if any.

    `came_in` says whether this person came in through the workshop's door, on any device;
    `rounds` are the workshop's rounds of votes.
    """

    respondent: Respondent
    assessment: Assessment
    engagement: Engagement
    came_in: bool
    workshop: Workshop | None
    rounds: tuple[VoteRound, ...]


def seat_of(connection: Connection, respondent_id: str) -> Seat | None:
    """The seat of the respondent with this secret id."""
    row = connection.execute(_SEAT_OF, {"id": respondent_id}).one_or_none()
    return _seat(row) if row else None


def seat_on(connection: Connection, device: str, workshop_id: str) -> Seat | None:
    """The seat of whoever takes part in a workshop on this device (its keyed hash)."""
    where = {"device": device, "in_workshop": workshop_id}
    row = connection.execute(_SEAT_ON, where).one_or_none()
    return _seat(row) if row else None


def _seats() -> Select[*tuple[Any, ...]]:
    came_in = exists().where(ParticipantDeviceRow.respondent == RespondentRow.id)
    rounds = rounds_as_json(WorkshopRow.id).scalar_subquery()
    return (
        select(
            RespondentRow.id,
            RespondentRow.assessment,
            RespondentRow.name,
            RespondentRow.role,
            AssessmentRow.id,
            AssessmentRow.engagement,
            AssessmentRow.name,
            AssessmentRow.depth,
            AssessmentRow.created,
            EngagementRow.id,
            EngagementRow.organisation,
            EngagementRow.title,
            FrameworkVersionRow.framework_id,
            FrameworkVersionRow.version,
            EngagementRow.framework_hash,
            EngagementRow.created,
            EngagementRow.scope,
            EngagementRow.example,
            EngagementRow.context,
            came_in,
            rounds,
            *_WORKSHOP,
        )
        .select_from(RespondentRow)
        .join(AssessmentRow, AssessmentRow.id == RespondentRow.assessment)
        .join(EngagementRow, EngagementRow.id == AssessmentRow.engagement)
        .join(FrameworkVersionRow)
        .outerjoin(WorkshopRow, WorkshopRow.assessment == AssessmentRow.id)
    )


_WORKSHOP = (
    WorkshopRow.id,
    WorkshopRow.settings,
    WorkshopRow.opened,
    WorkshopRow.doors_close,
    WorkshopRow.phase,
    WorkshopRow.code_number,
    WorkshopRow.last_may_vote,
    WorkshopRow.on_screen,
    WorkshopRow.timer_ends,
)
# Built once: one of them goes with every answer that somebody gives.
_SEAT_OF = _seats().where(RespondentRow.id == bindparam("id"))
_SEAT_ON = _seats().where(
    RespondentRow.id
    == select(ParticipantDeviceRow.respondent)
    .where(
        ParticipantDeviceRow.device == bindparam("device"),
        ParticipantDeviceRow.workshop == bindparam("in_workshop"),
    )
    .scalar_subquery()
)


def _seat(row: Row[*tuple[Any, ...]]) -> Seat:
    respondent, assessment, engagement = row[:4], row[4:9], row[9:19]
    came_in, rounds, *workshop = row[19:]
    return Seat(
        Respondent(*respondent),
        Assessment(*assessment),
        Engagement(*engagement),
        came_in,
        _workshop(engagement[0], assessment[0], workshop),
        tuple(VoteRound(*each) for each in json.loads(rounds)),
    )


def _workshop(engagement: str, assessment: str, found: Sequence[Any]) -> Workshop | None:
    identifier, settings, *state = found
    if identifier is None:
        return None
    return Workshop(identifier, engagement, assessment, settings_from(settings), *state)
