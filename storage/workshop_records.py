"""Rows of workshops: who is in them, what is counted, rounds, agreements, notes, baselines."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.expression import SQLColumnExpression

from domain.engagement import Respondent
from domain.workshop import (
    AgendaItem,
    Consensus,
    LiveCounts,
    Note,
    VoteRound,
    Workshop,
    WorkshopSettings,
)
from storage.tables import (
    AssessmentRow,
    BaselineRow,
    ConsensusRow,
    FacilitatorDeviceRow,
    ParticipantDeviceRow,
    RespondentRow,
    TallyRow,
    VoteRoundRow,
    WorkshopNoteRow,
    WorkshopRow,
)

# Workshops


def add_workshop(connection: Connection, workshop: Workshop) -> None:
    """Keep a new workshop."""
    values = {
        name: value
        for name, value in asdict(workshop).items()
        if name not in ("engagement", "settings")
    }
    settings = asdict(workshop.settings)
    connection.execute(insert(WorkshopRow).values(values | {"settings": settings}))


def workshop_by_id(connection: Connection, workshop_id: str) -> Workshop | None:
    """One workshop."""
    row = connection.execute(_workshops().where(WorkshopRow.id == workshop_id)).one_or_none()
    return _workshop(row) if row else None


def workshop_on(connection: Connection, assessment_id: str) -> Workshop | None:
    """The workshop in which an assessment is rated, if there is one."""
    chosen = _workshops().where(WorkshopRow.assessment == assessment_id)
    row = connection.execute(chosen).one_or_none()
    return _workshop(row) if row else None


def workshops_with_open_doors(connection: Connection, now: datetime) -> tuple[Workshop, ...]:
    """Those that a code may open now."""
    chosen = _workshops().where(WorkshopRow.phase != "closed", WorkshopRow.doors_close > now)
    return tuple(_workshop(row) for row in connection.execute(chosen))


def change_workshop(connection: Connection, workshop_id: str, **values: object) -> None:
    """Set columns of a workshop."""
    chosen = update(WorkshopRow).where(WorkshopRow.id == workshop_id)
    connection.execute(chosen.values(values))


def _workshops() -> Select[*tuple[Any, ...]]:
    return select(*WorkshopRow.__table__.columns, AssessmentRow.engagement).join(AssessmentRow)


def _workshop(row: Row[*tuple[Any, ...]]) -> Workshop:
    values = dict(row._mapping)
    return Workshop(settings=settings_from(values.pop("settings")), **values)


def settings_from(content: dict[str, Any]) -> WorkshopSettings:
    """What was decided at the opening, from its column."""
    listed = {
        "agenda": tuple(AgendaItem(**item) for item in content["agenda"]),
        "capabilities": tuple(content["capabilities"]),
        "roles": tuple(content["roles"]),
    }
    return WorkshopSettings(**content | listed)


# Devices


def bind_participant(
    connection: Connection, device: str, workshop_id: str, respondent_id: str
) -> None:
    """From now on this device takes part as this respondent."""
    values = {"device": device, "workshop": workshop_id, "respondent": respondent_id}
    new = sqlite_insert(ParticipantDeviceRow).values(values)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["device", "workshop"], set_={"respondent": respondent_id}
        )
    )


def participant_on(connection: Connection, device: str, workshop_id: str) -> Respondent | None:
    """Who takes part in a workshop on this device."""
    columns = (RespondentRow.id, RespondentRow.assessment, RespondentRow.name, RespondentRow.role)
    chosen = select(*columns).join(ParticipantDeviceRow)
    here = (ParticipantDeviceRow.device == device, ParticipantDeviceRow.workshop == workshop_id)
    row = connection.execute(chosen.where(*here)).one_or_none()
    return Respondent(**row._mapping) if row else None


def workshops_joined(connection: Connection, device: str) -> tuple[Workshop, ...]:
    """The workshops in which this device takes part, newest first."""
    mine = select(ParticipantDeviceRow.workshop).where(ParticipantDeviceRow.device == device)
    chosen = _workshops().where(WorkshopRow.id.in_(mine)).order_by(WorkshopRow.opened.desc())
    return tuple(_workshop(row) for row in connection.execute(chosen))


def add_facilitator(connection: Connection, device: str, workshop_id: str, name: str) -> None:
    """Let this device facilitate."""
    values = {"device": device, "workshop": workshop_id, "name": name}
    new = sqlite_insert(FacilitatorDeviceRow).values(values)
    connection.execute(
        new.on_conflict_do_update(index_elements=["device", "workshop"], set_={"name": name})
    )


def facilitator_on(connection: Connection, device: str, workshop_id: str) -> str | None:
    """The name of the facilitator on this device, if it is one's."""
    chosen = select(FacilitatorDeviceRow.name).where(
        FacilitatorDeviceRow.device == device, FacilitatorDeviceRow.workshop == workshop_id
    )
    return connection.scalar(chosen)


# Counts


def count_one_more(connection: Connection, assessment_id: str, kind: str, subject: str) -> None:
    """One more has joined in a role, or answered a question for the first time."""
    count_more(connection, [(assessment_id, kind, subject)])


def count_more(connection: Connection, counted: Sequence[tuple[str, str, str]]) -> None:
    """One more each: of an assessment, a kind of count, and what is counted."""
    names = ("assessment", "kind", "subject")
    rows = [dict(zip(names, each, strict=True), count=1) for each in counted]
    connection.execute(_COUNT_ONE_MORE, rows)


# Built once, because people answer all the time.
_COUNT_ONE_MORE = sqlite_insert(TallyRow).on_conflict_do_update(
    index_elements=["assessment", "kind", "subject"], set_={"count": TallyRow.count + 1}
)


def live_counts(connection: Connection, assessment_id: str) -> LiveCounts:
    """What is counted of an assessment: a handful of rows, however many people there are."""
    chosen = select(TallyRow.kind, TallyRow.subject, TallyRow.count)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, subject, count in connection.execute(
        chosen.where(TallyRow.assessment == assessment_id)
    ):
        counts[kind][subject] = count
    return LiveCounts(counts["joined"], counts["started"], counts["answered"])


# Rounds of votes


def rounds_of(connection: Connection, workshop_id: str) -> tuple[VoteRound, ...]:
    """Every round that was opened again or revealed, in order; none that was called off."""
    found = connection.execute(_rounds().where(VoteRoundRow.workshop == workshop_id))
    return tuple(VoteRound(*row) for row in found)


def rounds_as_json(workshop: SQLColumnExpression[str]) -> Select[str]:
    """The same within another query, as a JSON list of lists, [] without a workshop."""
    rounds = _rounds().where(VoteRoundRow.workshop == workshop).correlate_except(VoteRoundRow)
    each = rounds.subquery().c
    return select(func.json_group_array(func.json_array(*each)))


def _rounds() -> Select[str, int, int, int | None]:
    counted = or_(VoteRoundRow.until.is_(None), VoteRoundRow.until > VoteRoundRow.after)
    return (
        select(VoteRoundRow.capability, VoteRoundRow.number, VoteRoundRow.after, VoteRoundRow.until)
        .where(counted)
        .order_by(VoteRoundRow.opened, VoteRoundRow.number)
    )


def add_round(connection: Connection, workshop_id: str, opened: VoteRound, now: datetime) -> None:
    """Keep a round; the database refuses a second one of the same number."""
    values = asdict(opened) | {"workshop": workshop_id, "opened": now}
    connection.execute(insert(VoteRoundRow).values(values))


def end_round(
    connection: Connection, workshop_id: str, capability: str, number: int, until: int
) -> None:
    """Count nothing after this answer for a round. One that counts nothing at all is called off."""
    chosen = update(VoteRoundRow).where(
        VoteRoundRow.workshop == workshop_id,
        VoteRoundRow.capability == capability,
        VoteRoundRow.number == number,
    )
    connection.execute(chosen.values(until=until))


def rounds_opened(connection: Connection, workshop_id: str, capability: str) -> int:
    """How many rounds on a capability were ever opened, those that were called off included."""
    chosen = select(func.max(VoteRoundRow.number)).where(
        VoteRoundRow.workshop == workshop_id, VoteRoundRow.capability == capability
    )
    return connection.scalar(chosen) or 0


# Agreements


def add_consensus(connection: Connection, workshop_id: str, agreed: Consensus) -> None:
    """Keep a version of what was agreed; a version that is there already raises IntegrityError."""
    content = asdict(agreed)
    keys = {name: content.pop(name) for name in ("capability", "version", "by", "at")}
    day: date | None = content["evidence_date"]
    content["evidence_date"] = day.isoformat() if day else None
    connection.execute(
        insert(ConsensusRow).values(keys | {"workshop": workshop_id, "content": content})
    )


def consensus_in(
    connection: Connection, workshop_id: str, capability: str | None = None
) -> tuple[Consensus, ...]:
    """Every version of everything agreed (on one capability), oldest first."""
    columns = (
        ConsensusRow.capability,
        ConsensusRow.version,
        ConsensusRow.content,
        ConsensusRow.by,
        ConsensusRow.at,
    )
    chosen = select(*columns).where(ConsensusRow.workshop == workshop_id)
    if capability is not None:
        chosen = chosen.where(ConsensusRow.capability == capability)
    return tuple(_consensus(row) for row in connection.execute(chosen.order_by(ConsensusRow.at)))


def _consensus(row: Row[*tuple[Any, ...]]) -> Consensus:
    values = dict(row._mapping)
    content = values.pop("content")
    day = content.pop("evidence_date")
    return Consensus(**values, **content, evidence_date=date.fromisoformat(day) if day else None)


# Notes


def add_note(connection: Connection, workshop_id: str, note: Note) -> None:
    """Park something, or keep an action; the note's id is given here."""
    values = asdict(note)
    del values["id"]
    connection.execute(insert(WorkshopNoteRow).values(values | {"workshop": workshop_id}))


def mark_note(connection: Connection, workshop_id: str, note_id: int, done: bool) -> None:
    """Mark a note as done or as open."""
    chosen = update(WorkshopNoteRow).where(
        WorkshopNoteRow.workshop == workshop_id, WorkshopNoteRow.id == note_id
    )
    connection.execute(chosen.values(done=done))


def notes_of(connection: Connection, workshop_id: str) -> tuple[Note, ...]:
    """What was noted, in order."""
    columns = [column for column in WorkshopNoteRow.__table__.columns if column.name != "workshop"]
    chosen = select(*columns).where(WorkshopNoteRow.workshop == workshop_id)
    found = connection.execute(chosen.order_by(WorkshopNoteRow.id))
    return tuple(Note(**row._mapping) for row in found)


# Baselines


def add_baseline(
    connection: Connection, assessment_id: str, content: bytes, sha256: str, frozen: datetime
) -> None:
    """Freeze an assessment, once and for all."""
    values = {"content": content, "sha256": sha256, "frozen": frozen}
    connection.execute(insert(BaselineRow).values(values | {"assessment": assessment_id}))


def baseline_of(connection: Connection, assessment_id: str) -> tuple[bytes, str, datetime] | None:
    """The frozen content of an assessment, its hash and when it was frozen."""
    chosen = select(BaselineRow.content, BaselineRow.sha256, BaselineRow.frozen)
    row = connection.execute(chosen.where(BaselineRow.assessment == assessment_id)).one_or_none()
    return (row.content, row.sha256, row.frozen) if row else None


def last_frozen(connection: Connection, engagement_id: str) -> datetime | None:
    """When an assessment of an engagement was frozen last."""
    chosen = select(func.max(BaselineRow.frozen)).join(AssessmentRow)
    return connection.scalar(chosen.where(AssessmentRow.engagement == engagement_id))


def is_frozen(connection: Connection, assessment_id: str) -> bool:
    """Whether nothing can be answered any more."""
    chosen = select(BaselineRow.sha256).where(BaselineRow.assessment == assessment_id)
    return connection.scalar(chosen) is not None
