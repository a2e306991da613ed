"""Who may do what. Two rules hold today.

- Whoever knows a respondent's id may go on answering as that respondent, and only as that one.
- A report is opened through a signed link that expires, and by nothing else.
"""

from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Connection

from domain.engagement import Respondent
from domain.errors import NotFound
from domain.report import IssuedReport
from storage import records

LINK_SECONDS = 8 * 60 * 60
"""A report link works for a working day."""

_NO_REPORT = "This report link is not valid, or it has expired. Open the report page for a new one."


def respondent_with(connection: Connection, respondent_id: str) -> Respondent:
    """The respondent who is known by this secret id. Raises NotFound."""
    found = records.respondent_by_id(connection, respondent_id)
    if found is None:
        raise NotFound("Nobody answers under this link. Ask for a new one, or join again.")
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
