"""Where the work stands."""

from sqlalchemy import Connection

from domain.engagement import Assessment, Engagement, EngagementSummary, Progress, Stage
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.progress import asked_questions, progress_in
from storage import answer_records, records, workshop_records
from storage.database import Database

_NEXT_STEP: dict[Stage, str] = {
    "new": "Start answering",
    "workshop": "Open the workshop",
    "answering": "Continue answering",
    "answered": "See the results",
    "planned": "Open the roadmap",
}


def list_engagements(db: Database) -> tuple[EngagementSummary, ...]:
    """Every engagement and where it stands, newest first; examples last."""
    with db.reading() as connection:
        return tuple(summary_of(connection, found) for found in records.all_engagements(connection))


def find_engagement(db: Database, engagement_id: str) -> EngagementSummary:
    """One engagement and where it stands. Raises NotFound."""
    with db.reading() as connection:
        return summary_of(connection, engagement_with(connection, engagement_id))


def summary_of(connection: Connection, engagement: Engagement) -> EngagementSummary:
    """Where an engagement stands, over everybody who joined."""
    assessment = records.assessment_of(connection, engagement.id)
    framework = kept_or_shipped(connection, engagement.framework_hash)
    respondents = records.respondents_in(connection, assessment.id)
    answered = answer_records.answered_in(connection, assessment.id)
    progress = progress_in(
        list(asked_questions(framework, assessment, engagement).values()),
        [answered.get(respondent.id, set()) for respondent in respondents],
        answer_records.last_saved(connection, assessment.id),
    )
    stage = _stage(connection, engagement, assessment, progress)
    return EngagementSummary(
        engagement, assessment, stage, progress, len(respondents), _NEXT_STEP[stage]
    )


def _stage(
    connection: Connection, engagement: Engagement, assessment: Assessment, progress: Progress
) -> Stage:
    workshop = workshop_records.workshop_on(connection, assessment.id)
    if workshop and workshop.phase != "closed":
        return "workshop"
    if records.scenario_of(connection, engagement.id) is not None:
        return "planned"
    if workshop_records.is_frozen(connection, assessment.id):
        return "answered"
    if progress.done == 0:
        return "new"
    return "answered" if progress.done == progress.asked else "answering"
