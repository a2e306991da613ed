"""Opening a workshop, and leading it."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from domain.errors import Conflict
from domain.framework import Framework
from domain.workshop import LiveCounts, Phase, Workshop, WorkshopSettings
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.permissions import (
    facilitated,
    facilitator_name,
    keyed,
    leading,
    sign_facilitator_link,
    workshop_behind,
    workshop_with,
)
from engagements.routing import asked_in
from engagements.texts import length_problems, line, refuse
from storage import answer_records, records, workshop_records
from storage.database import Database

LONGEST_MEETING = timedelta(hours=12)
LONGEST_SURVEY = timedelta(days=90)
FEWEST_SHOWN = 3
"""A smaller group than this is no group: with two people, each knows the other's answer."""
_MOST_MINUTES = 480


def open_workshop(
    db: Database,
    device: str,
    engagement_id: str,
    settings: WorkshopSettings,
    *,
    name: str,
    until: datetime | None = None,
) -> Workshop:
    """Open a workshop on the engagement's newest assessment; this device facilitates it.

    A live one lets people in for twelve hours, any other until its deadline. Raises NotFound,
    InvalidInput with everything that is wrong with the settings, and Conflict when the
    assessment has a workshop already, or answers from before.
    """
    now = datetime.now(UTC)
    close = min(until or now + LONGEST_MEETING, now + LONGEST_MEETING) if settings.live else until
    with db.writing() as connection:
        engagement = engagement_with(connection, engagement_id)
        framework = kept_or_shipped(connection, engagement.framework_hash)
        assessment = records.assessment_of(connection, engagement_id)
        asked = {capability.id for capability, _ in asked_in(connection, assessment)}
        refuse(_problems(settings, framework, asked, name, close, now))
        if workshop_records.workshop_on(connection, assessment.id):
            raise Conflict("This assessment has a workshop already. Open that one.")
        if answer_records.answered_in(connection, assessment.id):
            raise Conflict(
                "People have answered in this assessment without a workshop. Start a new "
                "assessment for the workshop, so that the two do not mix."
            )
        workshop = Workshop(
            id=secrets.token_hex(8),
            engagement=engagement_id,
            assessment=assessment.id,
            settings=settings,
            opened=now,
            doors_close=close or now,
            on_screen="",
        )
        workshop_records.add_workshop(connection, workshop)
        workshop_records.add_facilitator(
            connection, keyed(connection, device), workshop.id, line(name)
        )
        records.add_audit(connection, now, line(name), "opened workshop", workshop.id)
    return workshop


def _problems(
    settings: WorkshopSettings,
    framework: Framework,
    asked: set[str],
    name: str,
    close: datetime | None,
    now: datetime,
) -> Iterator[str]:
    yield from length_problems(line(name), "facilitator's name", shortest=1)
    if not settings.capabilities:
        yield "No capability is chosen. Choose at least one to rate."
    if unknown := sorted({*settings.capabilities} - asked):
        yield f"Not asked in this assessment: {', '.join(unknown)}. Leave them out."
    roles = {role.id for role in framework.roles}
    if strange := sorted({*settings.roles, *settings.invited, settings.votes_last} - roles - {""}):
        yield f"The framework has no role {', '.join(strange)}. Choose from its roles."
    if any(number < 0 for number in settings.invited.values()):
        yield "Nobody can invite fewer than 0 people."
    if settings.roles and settings.votes_last not in ("", *settings.roles):
        yield "The role that votes last is not invited. Invite it, or choose another."
    if settings.smallest_group < FEWEST_SHOWN:
        yield f"The smallest group that is shown has at least {FEWEST_SHOWN} people."
    for item in settings.agenda:
        yield from length_problems(item.title, "agenda item", shortest=1)
        if not 0 < item.minutes <= _MOST_MINUTES:
            yield f"{item.title!r} has {item.minutes} minutes. Give it 1 to {_MOST_MINUTES}."
    yield from _deadline_problems(close, now)


def _deadline_problems(close: datetime | None, now: datetime) -> Iterator[str]:
    if close is None:
        yield "Answering at any time needs a deadline. Choose a day."
    elif close <= now:
        yield "The deadline is over already. Choose a later one."
    elif close > now + LONGEST_SURVEY:
        yield f"The deadline is more than {LONGEST_SURVEY.days} days away. Choose an earlier one."


def workshop_of(db: Database, engagement_id: str) -> Workshop | None:
    """The workshop of the newest assessment, if there is one. Raises NotFound."""
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        assessment = records.assessment_of(connection, engagement_id)
        return workshop_records.workshop_on(connection, assessment.id)


# Facilitators


def facilitates(db: Database, device: str, workshop_id: str) -> str | None:
    """By what name this device facilitates a workshop, if it does."""
    with db.reading() as connection:
        return facilitator_name(connection, device, workshop_id)


def facilitator_link(db: Database, device: str, workshop_id: str) -> str:
    """The path that makes one more facilitator, for a working day. Raises NotFound."""
    with db.reading() as connection:
        facilitated(connection, device, workshop_id)
        return f"/facilitate/{sign_facilitator_link(connection, workshop_id)}"


def facilitate(db: Database, device: str, token: str, name: str = "") -> Workshop:
    """Become a facilitator on this device by another one's link. Raises NotFound."""
    with db.writing() as connection:
        workshop = workshop_behind(connection, token)
        known = facilitator_name(connection, device, workshop.id)
        shown = line(name) or known or "A second facilitator"
        workshop_records.add_facilitator(connection, keyed(connection, device), workshop.id, shown)
        records.add_audit(connection, datetime.now(UTC), shown, "facilitates", workshop.id)
    return workshop


# Leading


def live_counts(db: Database, device: str, workshop_id: str) -> tuple[Workshop, LiveCounts]:
    """The workshop and all that is counted of it: what a facilitator may see before revealing.

    It costs the same with ten people and with two hundred. Raises NotFound.
    """
    with db.reading() as connection:
        workshop, _ = facilitated(connection, device, workshop_id)
        return workshop, workshop_records.live_counts(connection, workshop.assessment)


def asked_about(db: Database, workshop_id: str) -> dict[str, list[str]]:
    """The questions that a workshop asks, by capability. Raises NotFound."""
    with db.reading() as connection:
        workshop = workshop_with(connection, workshop_id)
        assessment = records.assessment_by_id(connection, workshop.assessment)
        return {
            capability.id: [question.id for question in questions]
            for capability, questions in asked_in(connection, assessment)
            if capability.id in workshop.settings.capabilities
        }


def new_code(db: Database, device: str, workshop_id: str) -> None:
    """Let the code in use open nothing more. The new one opens a meeting's doors for twelve hours;
    a survey's deadline stays.

    Raises NotFound, and Conflict for a closed workshop.
    """
    now = datetime.now(UTC)
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        close = now + LONGEST_MEETING if workshop.settings.live else workshop.doors_close
        _change(
            connection,
            workshop,
            name,
            "made a new code",
            code_number=workshop.code_number + 1,
            doors_close=close,
        )


def go_to_phase(db: Database, device: str, workshop_id: str, phase: Phase) -> None:
    """End the rating, or take it up again; the timer of what is over is taken away.

    Raises NotFound and Conflict.
    """
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        if phase == "closed":
            raise Conflict("A workshop is closed by freezing its baseline.")
        if phase == "rating":
            _refuse_rating_again(connection, workshop)
        _change(connection, workshop, name, f"went to {phase}", phase=phase, timer_ends=None)


def _refuse_rating_again(connection: Connection, workshop: Workshop) -> None:
    seen = workshop_records.rounds_of(connection, workshop.id)
    if workshop.phase == "discussing" and (seen or workshop.settings.anonymous):
        # In an anonymous room proposals alone would give a latecomer's answer away.
        raise Conflict("What divides the room could be seen, so nobody can rate blind any more.")


def let_last_role_vote(db: Database, device: str, workshop_id: str) -> None:
    """From now on the role that votes last may answer. Raises NotFound and Conflict."""
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        _change(connection, workshop, name, "let the last role vote", last_may_vote=True)


def put_on_screen(db: Database, device: str, workshop_id: str, capability: str) -> None:
    """Show a capability to the room, or nothing. Raises NotFound and Conflict."""
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        if capability and capability not in workshop.settings.capabilities:
            refuse(["This capability is not part of the workshop."])
        _change(connection, workshop, name, f"showed {capability}", on_screen=capability)


def set_timer(db: Database, device: str, workshop_id: str, minutes: float) -> None:
    """Let a timer run for so many minutes; 0 takes it away. Raises NotFound and Conflict."""
    if not 0 <= minutes <= _MOST_MINUTES:
        refuse([f"A timer runs for up to {_MOST_MINUTES} minutes."])
    ends = datetime.now(UTC) + timedelta(minutes=minutes) if minutes else None
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        _change(connection, workshop, name, "set the timer", timer_ends=ends)


def _change(
    connection: Connection, workshop: Workshop, name: str, action: str, **values: object
) -> None:
    workshop_records.change_workshop(connection, workshop.id, **values)
    records.add_audit(connection, datetime.now(UTC), name, action, workshop.id)
