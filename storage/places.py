"""Where somebody answers: all of it in one look-up, because it is asked with every answer."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, select

from domain.engagement import Assessment, Engagement, Respondent
from domain.workshop import VoteRound, Workshop
from storage.tables import (
    AssessmentRow,
    BaselineRow,
    EngagementRow,
    FrameworkVersionRow,
    ParticipantDeviceRow,
    RespondentRow,
    WorkshopRow,
)
from storage.workshop_records import rounds_as_json, settings_from


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether an assessment can be answered now.

    The workshop in which it is rated, if it is, with the rounds of votes; and whether it is frozen.
    """

    workshop: Workshop | None
    rounds: tuple[VoteRound, ...]
    frozen: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A respondent, and in what this person answers.

    `came_in` says whether this person came in through a workshop's door, on any device.
    """

    respondent: Respondent
    assessment: Assessment
    engagement: Engagement
    came_in: bool
    standing: Standing


def seat_of(connection: Connection, respondent_id: str) -> Seat | None:
    """The seat of the respondent with this secret id."""
    row = connection.execute(_SEAT_OF, {"id": respondent_id}).one_or_none()
    return _seat(row) if row else None


def seat_on(connection: Connection, device: str, workshop_id: str) -> Seat | None:
    """The seat of whoever takes part in a workshop on this device (its keyed hash)."""
    where = {"device": device, "in_workshop": workshop_id}
    row = connection.execute(_SEAT_ON, where).one_or_none()
    return _seat(row) if row else None


def standings(connection: Connection, assessments: Collection[str]) -> dict[str, Standing]:
    """How these assessments stand, by id."""
    found = connection.execute(_STANDINGS, {"assessments": [*assessments]})
    return {row[0]: _standing(row[1], row[0], row[2:]) for row in found}


_STANDING = (
    exists().where(BaselineRow.assessment == AssessmentRow.id),
    rounds_as_json(WorkshopRow.id).scalar_subquery(),
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


def _seats() -> Select[*tuple[Any, ...]]:
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
            exists().where(ParticipantDeviceRow.respondent == RespondentRow.id),
            *_STANDING,
        )
        .select_from(RespondentRow)
        .join(AssessmentRow, AssessmentRow.id == RespondentRow.assessment)
        .join(EngagementRow, EngagementRow.id == AssessmentRow.engagement)
        .join(FrameworkVersionRow)
        .outerjoin(WorkshopRow, WorkshopRow.assessment == AssessmentRow.id)
    )


# Built once: each of them goes with every answer that somebody gives.
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
_STANDINGS = (
    select(AssessmentRow.id, AssessmentRow.engagement, *_STANDING)
    .outerjoin(WorkshopRow, WorkshopRow.assessment == AssessmentRow.id)
    .where(AssessmentRow.id.in_(bindparam("assessments", expanding=True)))
)


def _seat(row: Row[*tuple[Any, ...]]) -> Seat:
    respondent, assessment, engagement = row[:4], row[4:9], row[9:19]
    return Seat(
        Respondent(*respondent),
        Assessment(*assessment),
        Engagement(*engagement),
        came_in=row[19],
        standing=_standing(engagement[0], assessment[0], row[20:]),
    )


def _standing(engagement: str, assessment: str, found: Sequence[Any]) -> Standing:
    frozen, rounds, workshop, settings, *state = found
    if workshop is None:
        return Standing(None, (), frozen)
    return Standing(
        Workshop(workshop, engagement, assessment, settings_from(settings), *state),
        tuple(VoteRound(*each) for each in json.loads(rounds)),
        frozen,
    )
