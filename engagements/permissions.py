"""Who may do what. These rules hold today.

- Whoever knows a respondent's id may go on answering as that respondent, and only as that one.
- In a workshop a browser is known by its device cookie, which scripts cannot read and of which
  only a keyed hash is kept: who takes part and who facilitates hangs on it.
- A facilitator lets another one in by a signed link that expires.
- A report is opened through a signed link that expires, and by nothing else.
"""

import hashlib
import hmac

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Connection

from domain.engagement import Respondent
from domain.errors import Conflict, InvalidInput, NotFound
from domain.report import IssuedReport
from domain.workshop import Workshop
from storage import records, workshop_records
from storage.places import Seat, seat_of, seat_on

LINK_SECONDS = 8 * 60 * 60
"""A report link works for a working day."""

_NO_FACILITATOR = (
    "This link lets nobody facilitate, or it has expired. Ask the facilitator for a new one."
)
_NOBODY = "Nobody answers under this link. Ask for a new one, or join again."
_NO_COOKIES = (
    "This browser keeps no cookies, so it cannot be known again. Allow them for this address, "
    "then reload the page."
)
_NO_REPORT = "This report link is not valid, or it has expired. Open the report page for a new one."


def respondent_with(connection: Connection, respondent_id: str) -> Respondent:
    """The respondent who is known by this secret id. Raises NotFound."""
    found = records.respondent_by_id(connection, respondent_id)
    if found is None:
        raise NotFound(_NOBODY)
    return found


def seat_with(connection: Connection, respondent_id: str) -> Seat:
    """The respondent, and where this person answers. Raises NotFound."""
    found = seat_of(connection, respondent_id)
    if found is None:
        raise NotFound(_NOBODY)
    return found


def seat_here(connection: Connection, device: str, workshop_id: str) -> Seat:
    """The same for whoever takes part in a workshop on this device. Raises NotFound."""
    found = seat_on(connection, keyed(connection, device), workshop_id) if device else None
    if found is None:
        raise NotFound("Nobody takes part on this device. Join again with the code.")
    return found


def sign_report(connection: Connection, report_id: str) -> str:
    """A token that opens one report for a working day."""
    return str(_serializer(connection).dumps(report_id))


def report_behind(connection: Connection, token: str) -> IssuedReport:
    """The report that a token opens. Raises NotFound, with one text whatever the cause."""
    try:
        report_id = _serializer(connection).loads(token, max_age=LINK_SECONDS)
    except BadSignature:
        raise NotFound(_NO_REPORT) from None
    found = records.report_by_id(connection, report_id)
    if found is None:
        raise NotFound(_NO_REPORT)
    return found


def _serializer(connection: Connection) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(records.secret(connection, "report links"), salt="report")


# Workshops


def keyed(connection: Connection, device: str) -> str:
    """The keyed hash under which a device is known. Raises InvalidInput where there is none."""
    if not device:
        raise InvalidInput(_NO_COOKIES)
    key = records.secret(connection, "devices").encode()
    return hmac.new(key, device.encode(), hashlib.sha256).hexdigest()


def workshop_with(connection: Connection, workshop_id: str) -> Workshop:
    """The workshop with this id. Raises NotFound."""
    found = workshop_records.workshop_by_id(connection, workshop_id)
    if found is None:
        raise NotFound("There is no such workshop here.")
    return found


def facilitator_name(connection: Connection, device: str, workshop_id: str) -> str | None:
    """By what name somebody facilitates a workshop on this device; None if nobody does."""
    if not device:
        return None
    return workshop_records.facilitator_on(connection, keyed(connection, device), workshop_id)


def facilitated(connection: Connection, device: str, workshop_id: str) -> tuple[Workshop, str]:
    """The workshop and the facilitator's name. Raises NotFound for everybody else."""
    name = facilitator_name(connection, device, workshop_id)
    if name is None:
        raise NotFound("Only its facilitators may do this. Ask one of them for a link.")
    return workshop_with(connection, workshop_id), name


def leading(connection: Connection, device: str, workshop_id: str) -> tuple[Workshop, str]:
    """The same for changes: raises Conflict when the workshop is closed."""
    workshop, name = facilitated(connection, device, workshop_id)
    if workshop.phase == "closed":
        raise Conflict("The workshop is closed and its baseline frozen. Nothing was changed.")
    return workshop, name


def sign_facilitator_link(connection: Connection, workshop_id: str) -> str:
    """A token that makes one more facilitator, for a working day."""
    return str(_facilitators(connection).dumps(workshop_id))


def workshop_behind(connection: Connection, token: str) -> Workshop:
    """The workshop that a facilitator's token belongs to. Raises NotFound."""
    try:
        workshop_id = _facilitators(connection).loads(token, max_age=LINK_SECONDS)
    except BadSignature:
        raise NotFound(_NO_FACILITATOR) from None
    return workshop_with(connection, workshop_id)


def _facilitators(connection: Connection) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(records.secret(connection, "devices"), salt="facilitator")
