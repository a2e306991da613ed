"""What stood on record at a moment in the past: the plan in use, benefits, progress, decisions."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.results import Content
from storage.tables import PlanningRecordRow, PlanRow, ScenarioRow


def plan_standing_at(connection: Connection, engagement_id: str, moment: datetime) -> bytes | None:
    """The last plan made by then of the scenario that was in use; of any before one was saved."""
    in_use = (
        select(ScenarioRow.content)
        .where(ScenarioRow.engagement == engagement_id, ScenarioRow.saved <= moment)
        .order_by(ScenarioRow.sequence.desc())
        .limit(1)
    )
    scenario = connection.scalar(in_use)
    made = select(PlanRow.content).where(
        PlanRow.engagement == engagement_id, PlanRow.made <= moment
    )
    if scenario is not None:
        made = made.where(PlanRow.scenario == scenario["name"])
    return connection.scalar(made.order_by(PlanRow.made.desc()).limit(1))


def record_standing_at(
    connection: Connection, engagement_id: str, kind: str, moment: datetime
) -> Content | None:
    """The register, actuals or decisions as they were saved last by then."""
    chosen = select(PlanningRecordRow.content).where(
        PlanningRecordRow.engagement == engagement_id,
        PlanningRecordRow.kind == kind,
        PlanningRecordRow.saved <= moment,
    )
    found: Content | None = connection.scalar(
        chosen.order_by(PlanningRecordRow.sequence.desc()).limit(1)
    )
    return found


def first_record_after(
    connection: Connection, engagement_id: str, kind: str, moment: datetime
) -> datetime | None:
    """When a record of a kind was saved for the first time after a moment."""
    chosen = select(func.min(PlanningRecordRow.saved)).where(
        PlanningRecordRow.engagement == engagement_id,
        PlanningRecordRow.kind == kind,
        PlanningRecordRow.saved > moment,
    )
    return connection.scalar(chosen)
