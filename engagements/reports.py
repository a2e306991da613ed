"""The paper: put together, kept as issued, and handed out by signed links."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import planning
from domain.engagement import Engagement
from domain.errors import NotFound
from domain.report import Format, IssuedReport, Report
from engagements.backing import (
    agreement_of,
    alternatives_to,
    raters_of,
    reasons_for,
    room_of,
)
from engagements.decisions import decisions_of
from engagements.frameworks import framework_of
from engagements.lookup import engagement_with
from engagements.overview import find_engagement
from engagements.papers import edits_of, theme_of
from engagements.permissions import report_behind, sign_report
from engagements.plans import make_plan, uncertainty_of
from engagements.scores import score_engagement
from engagements.texts import line
from storage import records
from storage.database import Database
from storage.results import report_hash

_ENDINGS: Mapping[Format, str] = {
    "full": "pdf",
    "board": "pdf",
    "charter": "pdf",
    "csv": "zip",
}
"""Endings of files whose format is called something else."""


def compose_report(db: Database, engagement_id: str) -> Report:
    """Everything that the report of an engagement says today. Raises NotFound.

    Its hash is that of the state it follows from; its day is that on which the first paper of
    this very state was issued, so that the same state gives the same bytes on any day.
    """
    engagement = find_engagement(db, engagement_id).engagement
    framework = framework_of(db, engagement_id)
    roadmap = make_plan(db, engagement_id)
    card = score_engagement(db, engagement_id)
    composed = Report(
        organisation=engagement.organisation,
        title=engagement.title or "AI-first roadmap 2030",
        made_on=datetime.now(UTC).date(),
        scorecard=card,
        roadmap=roadmap,
        scope=engagement.scope,
        language=framework.language,
        example=engagement.example,
        references=framework.references,
        value=planning.value_case(roadmap),
        uncertainty=uncertainty_of(db, engagement_id),
        decisions=decisions_of(db, engagement_id),
        raters=raters_of(db, engagement_id),
        room=room_of(db, engagement_id),
        reasons=reasons_for(framework, card, roadmap),
        agreement=agreement_of(db, engagement_id),
        alternatives=alternatives_to(db, engagement_id),
        theme=theme_of(db, engagement_id),
        edits=edits_of(db, engagement_id),
    )
    inputs = report_hash(composed)
    issued = [each.issued for each in reports_of(db, engagement_id) if each.inputs == inputs]
    made_on = min(issued).date() if issued else composed.made_on
    return replace(composed, sha256=inputs, made_on=made_on)


def issue_report(
    db: Database,
    actor: str,
    engagement_id: str,
    content: bytes,
    *,
    file_format: Format = "full",
    inputs: str = "",
) -> str:
    """Keep a finished paper as it is, and give its id.

    `inputs` is the hash of the report that it was made from. Raises NotFound.
    """
    with db.writing() as connection:
        engagement = engagement_with(connection, engagement_id)
        now = datetime.now(UTC)
        sha256 = hashlib.sha256(content).hexdigest()
        name = _file_name(engagement, sha256, file_format)
        identifier = secrets.token_hex(16)
        report = IssuedReport(identifier, engagement_id, name, sha256, now, file_format, inputs)
        records.add_report(connection, report, content)
        records.add_audit(connection, now, line(actor), "issued report", engagement_id)
    return report.id


def kept_report(
    db: Database, engagement_id: str, file_format: Format, inputs: str
) -> IssuedReport | None:
    """The paper of this format that was made from this very state, if there is one.

    Raises NotFound for an engagement that is not there.
    """
    known = reports_of(db, engagement_id)
    wanted = (each for each in known if (each.format, each.inputs) == (file_format, inputs))
    return next(wanted, None) if inputs else None


def issued_as(db: Database, content: bytes) -> IssuedReport | None:
    """Which issued paper a file is, byte for byte; None when it is none of ours."""
    with db.reading() as connection:
        return records.report_with_bytes(connection, hashlib.sha256(content).hexdigest())


def reports_of(db: Database, engagement_id: str) -> tuple[IssuedReport, ...]:
    """The reports of an engagement, newest first. Raises NotFound."""
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        return records.reports_of(connection, engagement_id)


def report_link(db: Database, report_id: str) -> str:
    """The path under which a report can be fetched for a working day. Raises NotFound."""
    with db.reading() as connection:
        if records.report_by_id(connection, report_id) is None:
            raise NotFound("There is no such report. Make it again.")
        return f"/reports/{sign_report(connection, report_id)}"


def open_report(db: Database, token: str) -> tuple[str, bytes]:
    """File name and PDF of the report that a link's token opens.

    Raises NotFound, with one and the same text for whatever is wrong with the token.
    """
    with db.reading() as connection:
        report = report_behind(connection, token)
        return report.file_name, records.report_pdf(connection, report.id)


def _file_name(engagement: Engagement, sha256: str, file_format: Format) -> str:
    """A name that is harmless in any file system and header, and different for other content."""
    plain = unicodedata.normalize("NFKD", engagement.organisation).encode("ascii", "ignore")
    words = re.sub("[^a-z0-9]+", "-", plain.decode().lower()).strip("-")[:40].strip("-")
    about = "caio-charter" if file_format == "charter" else "ai-roadmap-2030"
    named = f"{words or 'organisation'}-{about}"
    return f"{named}-{sha256[:8]}.{_ENDINGS.get(file_format, file_format)}"
