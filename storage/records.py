"""Rows in, rows out: one function a query. Every function takes the transaction it runs in."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from domain.engagement import Assessment, Engagement, Respondent
from domain.planning import Scenario
from domain.report import IssuedReport
from storage.results import Content, scenario_content, scenario_from
from storage.tables import (
    AssessmentRow,
    AuditRow,
    EngagementRow,
    FrameworkVersionRow,
    PaperRecordRow,
    PlanningRecordRow,
    PlanRow,
    ReportRow,
    RespondentRow,
    ScenarioRow,
    SecretRow,
)


def add_audit(connection: Connection, at: datetime, actor: str, action: str, subject: str) -> None:
    """Note who did what to which thing."""
    add_audits(connection, at, [(actor, action, subject)])


def add_audits(connection: Connection, at: datetime, noted: Sequence[tuple[str, str, str]]) -> None:
    """Note several things: by whom, what was done, to which thing."""
    names = ("actor", "action", "object")
    connection.execute(_ADD_AUDIT, [dict(zip(names, each, strict=True), at=at) for each in noted])


# Built once: it goes with every answer that somebody gives.
_ADD_AUDIT = insert(AuditRow)


# Framework versions


def add_framework_version(
    connection: Connection,
    *,
    content_hash: str,
    framework_id: str,
    version: str,
    content: bytes,
    added: datetime,
) -> None:
    """Keep the content of a framework file for ever, not offered for new engagements yet."""
    connection.execute(
        insert(FrameworkVersionRow).values(
            content_hash=content_hash,
            framework_id=framework_id,
            version=version,
            content=content,
            uploaded=False,
            added=added,
        )
    )


def offer_framework_version(connection: Connection, content_hash: str) -> None:
    """Offer a version that is already kept for new engagements."""
    chosen = update(FrameworkVersionRow).where(FrameworkVersionRow.content_hash == content_hash)
    connection.execute(chosen.values(uploaded=True))


def framework_content(connection: Connection, content_hash: str) -> bytes | None:
    """The framework file with this content, if it is kept."""
    chosen = select(FrameworkVersionRow.content)
    return connection.scalar(chosen.where(FrameworkVersionRow.content_hash == content_hash))


def uploaded_frameworks(connection: Connection) -> tuple[bytes, ...]:
    """The framework files that people brought, oldest first."""
    chosen = select(FrameworkVersionRow.content).where(FrameworkVersionRow.uploaded)
    return tuple(connection.scalars(chosen.order_by(FrameworkVersionRow.added)))


def uploaded_hashes(connection: Connection, framework_id: str, version: str) -> tuple[str, ...]:
    """The content hashes under which people brought this version of a framework."""
    chosen = select(FrameworkVersionRow.content_hash).where(
        FrameworkVersionRow.uploaded,
        FrameworkVersionRow.framework_id == framework_id,
        FrameworkVersionRow.version == version,
    )
    return tuple(connection.scalars(chosen))


# Engagements and their assessment


def add_engagement(connection: Connection, engagement: Engagement) -> None:
    """Keep a new engagement; its framework version is kept already."""
    values = asdict(engagement)
    del values["framework_id"], values["framework_version"]
    connection.execute(insert(EngagementRow).values(values))


def engagement_by_id(connection: Connection, engagement_id: str) -> Engagement | None:
    """One engagement."""
    row = connection.execute(_engagements().where(EngagementRow.id == engagement_id)).one_or_none()
    return _engagement(row) if row else None


def all_engagements(connection: Connection) -> tuple[Engagement, ...]:
    """Every engagement, newest first, examples last."""
    order = _engagements().order_by(EngagementRow.example, EngagementRow.created.desc())
    return tuple(_engagement(row) for row in connection.execute(order))


_ENGAGEMENT = (
    EngagementRow.id,
    EngagementRow.organisation,
    EngagementRow.title,
    FrameworkVersionRow.framework_id,
    FrameworkVersionRow.version.label("framework_version"),
    EngagementRow.framework_hash,
    EngagementRow.created,
    EngagementRow.scope,
    EngagementRow.example,
    EngagementRow.context,
)


def _engagements() -> Select[*tuple[Any, ...]]:
    return select(*_ENGAGEMENT).join(FrameworkVersionRow)


def _engagement(row: Row[*tuple[Any, ...]]) -> Engagement:
    return Engagement(**row._mapping)


def change_context(connection: Connection, engagement_id: str, context: dict[str, str]) -> None:
    """Replace the choices made about the organisation."""
    chosen = update(EngagementRow).where(EngagementRow.id == engagement_id)
    connection.execute(chosen.values(context=context))


def add_assessment(connection: Connection, assessment: Assessment) -> None:
    """Keep a new round of answering."""
    connection.execute(insert(AssessmentRow).values(asdict(assessment)))


def assessment_of(connection: Connection, engagement_id: str) -> Assessment:
    """The newest assessment of an engagement; every engagement has one."""
    chosen = select(AssessmentRow.__table__).where(AssessmentRow.engagement == engagement_id)
    row = connection.execute(chosen.order_by(AssessmentRow.created.desc()).limit(1)).one()
    return Assessment(**row._mapping)


def assessment_by_id(connection: Connection, assessment_id: str) -> Assessment:
    """An assessment that exists."""
    chosen = select(AssessmentRow.__table__).where(AssessmentRow.id == assessment_id)
    return Assessment(**connection.execute(chosen).one()._mapping)


def assessments_of(connection: Connection, engagement_id: str) -> tuple[Assessment, ...]:
    """All rounds of answering of an engagement, oldest first."""
    chosen = select(AssessmentRow.__table__).where(AssessmentRow.engagement == engagement_id)
    found = connection.execute(chosen.order_by(AssessmentRow.created))
    return tuple(Assessment(**row._mapping) for row in found)


# Respondents


def add_respondent(connection: Connection, respondent: Respondent, joined: datetime) -> None:
    """Keep somebody who answers."""
    connection.execute(insert(RespondentRow).values(asdict(respondent) | {"joined": joined}))


def respondent_by_id(connection: Connection, respondent_id: str) -> Respondent | None:
    """The respondent with this secret id."""
    row = connection.execute(_respondents().where(RespondentRow.id == respondent_id)).one_or_none()
    return Respondent(**row._mapping) if row else None


def respondents_in(connection: Connection, assessment_id: str) -> tuple[Respondent, ...]:
    """The respondents of an assessment, in the order in which they joined."""
    chosen = _respondents().where(RespondentRow.assessment == assessment_id)
    order = chosen.order_by(RespondentRow.joined, RespondentRow.id)
    return tuple(Respondent(**row._mapping) for row in connection.execute(order))


_RESPONDENT = (RespondentRow.id, RespondentRow.assessment, RespondentRow.name, RespondentRow.role)


def _respondents() -> Select[*tuple[Any, ...]]:
    return select(*_RESPONDENT)


# Scenarios


def add_scenario(
    connection: Connection, engagement_id: str, scenario: Scenario, saved: datetime
) -> None:
    """Keep a new version of an engagement's scenario."""
    values = {"engagement": engagement_id, "content": scenario_content(scenario), "saved": saved}
    connection.execute(insert(ScenarioRow).values(values))


def scenario_of(connection: Connection, engagement_id: str) -> Scenario | None:
    """The scenario that was saved last."""
    chosen = select(ScenarioRow.content).where(ScenarioRow.engagement == engagement_id)
    content = connection.scalar(chosen.order_by(ScenarioRow.sequence.desc()).limit(1))
    return scenario_from(content) if content else None


def scenarios_of(connection: Connection, engagement_id: str) -> tuple[Scenario, ...]:
    """The last version of every scenario by its name, the one saved last at the end."""
    chosen = select(ScenarioRow.content).where(ScenarioRow.engagement == engagement_id)
    found: dict[str, Scenario] = {}
    for content in connection.scalars(chosen.order_by(ScenarioRow.sequence)):
        scenario = scenario_from(content)
        found.pop(scenario.name, None)
        found[scenario.name] = scenario
    return tuple(found.values())


# What is on record beside the scenario, and plans


def add_planning_record(
    connection: Connection, engagement_id: str, kind: str, content: Content, saved: datetime
) -> None:
    """Keep a new version of an engagement's register, actuals or decisions."""
    values = {"engagement": engagement_id, "kind": kind, "content": content, "saved": saved}
    connection.execute(insert(PlanningRecordRow).values(values))


def planning_record(connection: Connection, engagement_id: str, kind: str) -> Content | None:
    """The register, actuals or decisions that were saved last."""
    chosen = select(PlanningRecordRow.content).where(
        PlanningRecordRow.engagement == engagement_id, PlanningRecordRow.kind == kind
    )
    found: Content | None = connection.scalar(
        chosen.order_by(PlanningRecordRow.sequence.desc()).limit(1)
    )
    return found


def add_paper_record(
    connection: Connection, engagement_id: str, kind: str, content: Content, saved: datetime
) -> None:
    """Keep a new version of the theme of an engagement's papers, or of the edits in them."""
    values = {"engagement": engagement_id, "kind": kind, "content": content, "saved": saved}
    connection.execute(insert(PaperRecordRow).values(values))


def paper_record(connection: Connection, engagement_id: str, kind: str) -> Content | None:
    """The theme or the edits that were saved last."""
    chosen = select(PaperRecordRow.content).where(
        PaperRecordRow.engagement == engagement_id, PaperRecordRow.kind == kind
    )
    found: Content | None = connection.scalar(
        chosen.order_by(PaperRecordRow.sequence.desc()).limit(1)
    )
    return found


def keep_plan(
    connection: Connection,
    engagement_id: str,
    inputs: str,
    scenario: str,
    content: bytes,
    made: datetime,
) -> None:
    """Keep the plan of a scenario by the hash of what it was made from, in place of an earlier."""
    connection.execute(
        delete(PlanRow).where(PlanRow.engagement == engagement_id, PlanRow.inputs == inputs)
    )
    values = {"engagement": engagement_id, "inputs": inputs, "scenario": scenario}
    connection.execute(insert(PlanRow).values(values | {"content": content, "made": made}))


def plan_content(connection: Connection, engagement_id: str, inputs: str) -> bytes | None:
    """The plan that was made from these inputs."""
    chosen = select(PlanRow.content).where(
        PlanRow.engagement == engagement_id, PlanRow.inputs == inputs
    )
    return connection.scalar(chosen)


def last_plan_content(connection: Connection, engagement_id: str, scenario: str) -> bytes | None:
    """The plan that was made last of a scenario with this name."""
    chosen = select(PlanRow.content).where(
        PlanRow.engagement == engagement_id, PlanRow.scenario == scenario
    )
    return connection.scalar(chosen.order_by(PlanRow.made.desc()).limit(1))


# Reports


def add_report(connection: Connection, report: IssuedReport, pdf: bytes) -> None:
    """Keep a PDF as it was issued."""
    connection.execute(insert(ReportRow).values(asdict(report) | {"pdf": pdf}))


def reports_of(connection: Connection, engagement_id: str) -> tuple[IssuedReport, ...]:
    """The reports of an engagement, newest first."""
    chosen = _reports().where(ReportRow.engagement == engagement_id)
    order = chosen.order_by(ReportRow.issued.desc())
    return tuple(IssuedReport(**row._mapping) for row in connection.execute(order))


def report_with_bytes(connection: Connection, sha256: str) -> IssuedReport | None:
    """The report whose bytes have this hash."""
    row = connection.execute(_reports().where(ReportRow.sha256 == sha256).limit(1)).one_or_none()
    return IssuedReport(**row._mapping) if row else None


def report_by_id(connection: Connection, report_id: str) -> IssuedReport | None:
    """One report, without its pages."""
    row = connection.execute(_reports().where(ReportRow.id == report_id)).one_or_none()
    return IssuedReport(**row._mapping) if row else None


def report_pdf(connection: Connection, report_id: str) -> bytes:
    """The pages of a report that exists."""
    return connection.scalars(select(ReportRow.pdf).where(ReportRow.id == report_id)).one()


def _reports() -> Select[*tuple[Any, ...]]:
    return select(
        ReportRow.id,
        ReportRow.engagement,
        ReportRow.file_name,
        ReportRow.sha256,
        ReportRow.issued,
        ReportRow.format,
        ReportRow.inputs,
    )


def secret(connection: Connection, name: str) -> str:
    """A key of this installation; it never changes, so a connection asks for it once."""
    known = connection.info.setdefault("secrets", {})
    if name not in known:
        chosen = select(SecretRow.value).where(SecretRow.name == name)
        known[name] = connection.scalars(chosen).one()
    return str(known[name])
