"""The doors of a workshop: codes that expire and cannot be guessed, and who came through them.

A code has 8 symbols of 31, without those that look alike. It is worked out from the workshop
and a key of this installation, so it is stored nowhere. One attacker manages some two thousand
guesses a minute; with the limits below, a guess out of the 8.5 * 10^11 codes hits one of 20
workshops in a day with a chance of about 2 in a million.
"""

import hashlib
import hmac
from datetime import UTC, datetime

from limits import RateLimitItem, RateLimitItemPerMinute, storage, strategies
from sqlalchemy import Connection

from domain.engagement import Engagement, Respondent
from domain.errors import Conflict, NotFound
from domain.workshop import Workshop
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.permissions import facilitated, keyed, respondent_with
from engagements.pseudonyms import pseudonym
from engagements.respondents import name_problems, new_respondent_id
from engagements.texts import line, refuse
from storage import records, workshop_records
from storage.database import Database

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 8

# A whole workshop sits behind one address, so what an address may try is generous.
_PER_DEVICE = RateLimitItemPerMinute(10, 10)
_PER_ADDRESS = RateLimitItemPerMinute(200, 10)
_ALL_TOGETHER = RateLimitItemPerMinute(60)
_tries = strategies.MovingWindowRateLimiter(storage.MemoryStorage())

_NO_WORKSHOP = (
    "This code opens no workshop: it may be mistyped, or the workshop is over. "
    "Look at the code on the big screen, or ask the facilitator."
)
_TOO_MANY = "Too many wrong codes. Wait ten minutes, then type the code from the big screen."


def code_of(connection: Connection, workshop: Workshop) -> str:
    """The code that opens a workshop now, 8 symbols."""
    key = records.secret(connection, "join codes").encode()
    text = f"{workshop.id}:{workshop.code_number}".encode()
    number = int.from_bytes(hmac.new(key, text, hashlib.sha256).digest())
    symbols = []
    for _ in range(_LENGTH):
        number, symbol = divmod(number, len(SYMBOLS))
        symbols.append(SYMBOLS[symbol])
    return "".join(symbols)


def join_code(db: Database, device: str, workshop_id: str) -> str:
    """The code for the big screen, such as ABCD-EFGH. For facilitators. Raises NotFound."""
    with db.reading() as connection:
        workshop, _ = facilitated(connection, device, workshop_id)
        code = code_of(connection, workshop)
    return f"{code[:4]}-{code[4:]}"


def workshop_by_code(db: Database, code: str, device: str = "", address: str = "") -> Workshop:
    """The workshop that a code opens.

    Wrong codes count against the device, the address and everybody together; from the limit on
    no code is looked at. Raises NotFound, with one text whatever is wrong with the code, and
    Conflict when there were too many tries.
    """
    limits = _limits(device, address)
    if not all(_tries.test(item, *names) for item, names in limits):
        raise Conflict(_TOO_MANY)
    with db.reading() as connection:
        found = _opened_by(connection, code)
    if found is None:
        for item, names in limits:
            _tries.hit(item, *names)
        raise NotFound(_NO_WORKSHOP)
    return found


def _limits(device: str, address: str) -> list[tuple[RateLimitItem, tuple[str, ...]]]:
    return [
        (_PER_DEVICE, ("device", device)),
        (_PER_ADDRESS, ("address", address)),
        (_ALL_TOGETHER, ("all",)),
    ]


def _opened_by(connection: Connection, code: str) -> Workshop | None:
    written = "".join(symbol for symbol in code.upper() if symbol.isalnum()).encode()
    found = None
    # All of them are compared, so that the time it takes tells nothing.
    for workshop in workshop_records.workshops_with_open_doors(connection, datetime.now(UTC)):
        if hmac.compare_digest(code_of(connection, workshop).encode(), written):
            found = workshop
    return found


def join_workshop(
    db: Database,
    code: str,
    device: str,
    *,
    name: str = "",
    role: str = "",
    address: str = "",
) -> Respondent:
    """Let whoever has the code take part on this device; somebody known goes on as before.

    In an anonymous workshop the name is drawn, and belongs to nobody. Raises NotFound and
    Conflict as `workshop_by_code` does, and InvalidInput for a name or a role.
    """
    workshop = workshop_by_code(db, code, device, address)
    settings = workshop.settings
    with db.writing() as connection:
        known = workshop_records.participant_on(connection, keyed(connection, device), workshop.id)
        if known:
            return known
        engagement = engagement_with(connection, workshop.engagement)
        framework = kept_or_shipped(connection, engagement.framework_hash)
        shown = pseudonym() if settings.anonymous else line(name)
        refuse(name_problems(shown, role, framework))
        if settings.roles and role not in settings.roles:
            refuse(["Choose one of the roles that are invited."])
        respondent = Respondent(new_respondent_id(), workshop.assessment, shown, role)
        now = datetime.now(UTC)
        records.add_respondent(connection, respondent, now)
        workshop_records.bind_participant(
            connection, keyed(connection, device), workshop.id, respondent.id
        )
        workshop_records.count_one_more(connection, workshop.assessment, "joined", role)
        records.add_audit(connection, now, shown, "joined", workshop.id)
    return respondent


def participant(db: Database, device: str, workshop_id: str) -> Respondent | None:
    """Who takes part in a workshop on this device, if anybody does."""
    if not device:
        return None
    with db.reading() as connection:
        return workshop_records.participant_on(connection, keyed(connection, device), workshop_id)


def workshop_joined(db: Database, device: str) -> Workshop | None:
    """The newest workshop in which this device takes part, if there is one."""
    if not device:
        return None
    with db.reading() as connection:
        joined = workshop_records.workshops_joined(connection, keyed(connection, device))
    return joined[0] if joined else None


def engagement_of(db: Database, workshop: Workshop) -> Engagement:
    """Whose workshop it is. Raises NotFound."""
    with db.reading() as connection:
        return engagement_with(connection, workshop.engagement)


def continue_on(db: Database, device: str, respondent_id: str) -> Workshop:
    """Go on as a participant on this device too, by the personal link; gives the workshop.

    Raises NotFound for a link that is nobody's, and Conflict where somebody else takes part on
    this device: a link that was sent to everybody must not make everybody one person.
    """
    with db.writing() as connection:
        respondent = respondent_with(connection, respondent_id)
        workshop = workshop_records.workshop_on(connection, respondent.assessment)
        if workshop is None:
            raise NotFound("This link belongs to no workshop. Open the address you answered at.")
        known = workshop_records.participant_on(connection, keyed(connection, device), workshop.id)
        if known and known.id != respondent.id:
            raise Conflict(
                "Somebody else takes part in this workshop on this device. Open the link on the "
                "other device, or in a private window."
            )
        workshop_records.bind_participant(
            connection, keyed(connection, device), workshop.id, respondent.id
        )
        now = datetime.now(UTC)
        records.add_audit(connection, now, respondent.name, "added a device", workshop.id)
    return workshop
