"""The tables as they are now. How they came to be so is in `storage/migrations/`.

Ids are text, times are UTC. Answers, scenarios, planning records, framework versions and the
audit log are added and never changed; triggers in the database refuse it.
"""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UtcTime(TypeDecorator[datetime]):
    """A moment with its time zone, kept as UTC whatever the database makes of time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From UTC; SQLite gives it back without a zone."""
        return value.replace(tzinfo=UTC) if value else None


class Table(DeclarativeBase):
    """Base of every table; constraints are named so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcTime,
        dict[str, Any]: JSON,
        bytes: LargeBinary,
    }


class FrameworkVersionRow(Table):
    """A framework file as it was, by the hash of its content."""

    __tablename__ = "framework_version"
    __table_args__ = (Index(None, "framework_id", "version"),)

    content_hash: Mapped[str] = mapped_column(primary_key=True)
    framework_id: Mapped[str]
    version: Mapped[str]
    content: Mapped[bytes]
    uploaded: Mapped[bool]
    added: Mapped[datetime]


class EngagementRow(Table):
    """One piece of work for one organisation, pinned to one framework version."""

    __tablename__ = "engagement"

    id: Mapped[str] = mapped_column(primary_key=True)
    organisation: Mapped[str]
    title: Mapped[str]
    scope: Mapped[str]
    framework_hash: Mapped[str] = mapped_column(ForeignKey("framework_version.content_hash"))
    context: Mapped[dict[str, Any]]
    example: Mapped[bool]
    created: Mapped[datetime]


class AssessmentRow(Table):
    """One round of answering."""

    __tablename__ = "assessment"
    __table_args__ = (CheckConstraint("depth IN ('quick', 'full')", name="depth"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    engagement: Mapped[str] = mapped_column(ForeignKey("engagement.id"), index=True)
    name: Mapped[str]
    depth: Mapped[str]
    created: Mapped[datetime]


class RespondentRow(Table):
    """Somebody who answers; whoever knows the id may go on answering."""

    __tablename__ = "respondent"

    id: Mapped[str] = mapped_column(primary_key=True)
    assessment: Mapped[str] = mapped_column(ForeignKey("assessment.id"), index=True)
    name: Mapped[str]
    role: Mapped[str]
    joined: Mapped[datetime]


class AnswerEventRow(Table):
    """One answer, or one change of mind: the last event of a question is its answer."""

    __tablename__ = "answer_event"
    __table_args__ = (
        CheckConstraint("kind IN ('value', 'dont_know', 'not_applicable')", name="kind"),
        CheckConstraint("(kind = 'value') = (value IS NOT NULL)", name="value"),
        CheckConstraint("confidence IN ('low', 'medium', 'high')", name="confidence"),
        Index(None, "respondent", "question", "sequence"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(primary_key=True)
    respondent: Mapped[str] = mapped_column(ForeignKey("respondent.id"))
    question: Mapped[str]
    kind: Mapped[str]
    value: Mapped[float | None]
    confidence: Mapped[str | None]
    comment: Mapped[str]
    evidence: Mapped[str]
    at: Mapped[datetime]
    request_id: Mapped[str | None] = mapped_column(unique=True)
    evidence_kind: Mapped[str | None]
    evidence_date: Mapped[date | None]
    verified_by: Mapped[str] = mapped_column(server_default="")


class ScenarioRow(Table):
    """One version of an engagement's scenario; the last one holds."""

    __tablename__ = "scenario"
    __table_args__ = (Index(None, "engagement", "sequence"), {"sqlite_autoincrement": True})

    sequence: Mapped[int] = mapped_column(primary_key=True)
    engagement: Mapped[str] = mapped_column(ForeignKey("engagement.id"))
    content: Mapped[dict[str, Any]]
    saved: Mapped[datetime]


class PlanningRecordRow(Table):
    """Benefits, progress or decisions of an engagement; the last one of a kind holds."""

    __tablename__ = "planning_record"
    __table_args__ = (
        CheckConstraint("kind IN ('register', 'actuals', 'decisions')", name="kind"),
        Index(None, "engagement", "kind", "sequence"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(primary_key=True)
    engagement: Mapped[str] = mapped_column(ForeignKey("engagement.id"))
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    saved: Mapped[datetime]


class PlanRow(Table):
    """The best plan that was found for what it was made from; it can be made again."""

    __tablename__ = "plan"

    engagement: Mapped[str] = mapped_column(ForeignKey("engagement.id"), primary_key=True)
    inputs: Mapped[str] = mapped_column(primary_key=True)
    scenario: Mapped[str]
    content: Mapped[bytes]
    made: Mapped[datetime]


class ReportRow(Table):
    """One paper that was issued, kept as it was.

    `format` is its edition or kind of file, `inputs` the hash of what it was made from.
    """

    __tablename__ = "report"

    id: Mapped[str] = mapped_column(primary_key=True)
    engagement: Mapped[str] = mapped_column(ForeignKey("engagement.id"), index=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    pdf: Mapped[bytes]
    issued: Mapped[datetime]
    format: Mapped[str] = mapped_column(server_default="full")
    inputs: Mapped[str] = mapped_column(server_default="")


class PaperRecordRow(Table):
    """How an engagement's papers look, or the words of people in them; the last of a kind holds."""

    __tablename__ = "paper_record"
    __table_args__ = (
        CheckConstraint("kind IN ('theme', 'edits')", name="kind"),
        Index(None, "engagement", "kind", "sequence"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(primary_key=True)
    engagement: Mapped[str] = mapped_column(ForeignKey("engagement.id"))
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    saved: Mapped[datetime]


class AuditRow(Table):
    """Who did what to which thing, and when."""

    __tablename__ = "audit_log"
    __table_args__ = ({"sqlite_autoincrement": True},)

    sequence: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object: Mapped[str] = mapped_column(index=True)


class SecretRow(Table):
    """A key of this installation, made with the database."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class WorkshopRow(Table):
    """A workshop on one assessment: what was decided at its opening, and where it stands."""

    __tablename__ = "workshop"
    __table_args__ = (CheckConstraint("phase IN ('rating', 'discussing', 'closed')", name="phase"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    assessment: Mapped[str] = mapped_column(ForeignKey("assessment.id"), unique=True)
    settings: Mapped[dict[str, Any]]
    opened: Mapped[datetime]
    doors_close: Mapped[datetime]
    phase: Mapped[str]
    code_number: Mapped[int]
    last_may_vote: Mapped[bool]
    on_screen: Mapped[str]
    timer_ends: Mapped[datetime | None]


class ParticipantDeviceRow(Table):
    """On which device (a keyed hash of its cookie) who takes part in a workshop."""

    __tablename__ = "participant_device"

    device: Mapped[str] = mapped_column(primary_key=True)
    workshop: Mapped[str] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    respondent: Mapped[str] = mapped_column(ForeignKey("respondent.id"))


class FacilitatorDeviceRow(Table):
    """Which device facilitates a workshop, and by what name."""

    __tablename__ = "facilitator_device"

    device: Mapped[str] = mapped_column(primary_key=True)
    workshop: Mapped[str] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    name: Mapped[str]


class TallyRow(Table):
    """How many have joined by role, and how many have answered by question: all a live view reads.

    Kept beside the answers in the same transaction, so that looking on costs the same with ten
    people and with two hundred.
    """

    __tablename__ = "tally"
    __table_args__ = (CheckConstraint("kind IN ('joined', 'started', 'answered')", name="kind"),)

    assessment: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class VoteRoundRow(Table):
    """A round of votes on a capability, as a stretch of the answers' sequence."""

    __tablename__ = "vote_round"

    workshop: Mapped[str] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    capability: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    after: Mapped[int]
    until: Mapped[int | None]
    opened: Mapped[datetime]


class ConsensusRow(Table):
    """One version of what was agreed on a capability; the last one holds."""

    __tablename__ = "consensus"

    workshop: Mapped[str] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    capability: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    by: Mapped[str]
    at: Mapped[datetime]


class WorkshopNoteRow(Table):
    """Something parked, or an action."""

    __tablename__ = "workshop_note"
    __table_args__ = (
        CheckConstraint("kind IN ('parked', 'action')", name="kind"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop: Mapped[str] = mapped_column(ForeignKey("workshop.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    owner: Mapped[str]
    due: Mapped[date | None]
    done: Mapped[bool]


class BaselineRow(Table):
    """A frozen assessment: its answers as they count, and the hash of them."""

    __tablename__ = "baseline"

    assessment: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    content: Mapped[bytes]
    sha256: Mapped[str]
    frozen: Mapped[datetime]


class TakeAwayRow(Table):
    """The page that everybody in a workshop takes home, kept as it was made."""

    __tablename__ = "take_away"

    workshop: Mapped[str] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    file_name: Mapped[str]
    pdf: Mapped[bytes]
    made: Mapped[datetime]
