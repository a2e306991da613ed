"""Where the work stands."""

from collections.abc import Sequence

from sqlalchemy import Connection

from domain.engagement import (
    Assessment,
    Engagement,
    EngagementSummary,
    Progress,
    Respondent,
    Stage,
)
from domain.framework import Question
from domain.workshop import Workshop
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.progress import progress_in
from engagements.routing import Asked, routed
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
    respondents = records.respondents_in(connection, assessment.id)
    workshop = workshop_records.workshop_on(connection, assessment.id)
    progress = _progress(connection, engagement, assessment, workshop, respondents)
    stage = _stage(connection, engagement, assessment, workshop, progress)
    return EngagementSummary(
        engagement, assessment, stage, progress, len(respondents), _NEXT_STEP[stage]
    )


def _progress(
    connection: Connection,
    engagement: Engagement,
    assessment: Assessment,
    workshop: Workshop | None,
    respondents: Sequence[Respondent],
) -> Progress:
    framework = kept_or_shipped(connection, engagement.framework_hash)
    answered = answer_records.answered_in(connection, assessment.id)
    saved = answer_records.last_saved(connection, assessment.id)
    asked = tuple(framework.asked(assessment.depth, engagement.context))
    if workshop is None:
        done = [answered.get(respondent.id, set()) for respondent in respondents]
        return progress_in(_questions(asked), done, saved)
    each = [
        progress_in(
            _questions(routed(framework, asked, workshop, respondent)),
            [answered.get(respondent.id, set())],
        )
        for respondent in respondents
    ]
    return Progress(
        sum(one.asked for one in each),
        sum(one.done for one in each),
        sum(one.minutes_left for one in each),
        saved,
    )


def _questions(asked: Asked) -> list[Question]:
    return [question for _, questions in asked for question in questions]


def _stage(
    connection: Connection,
    engagement: Engagement,
    assessment: Assessment,
    workshop: Workshop | None,
    progress: Progress,
) -> Stage:
    if workshop and workshop.phase != "closed":
        return "workshop"
    if records.scenario_of(connection, engagement.id) is not None:
        return "planned"
    if workshop_records.is_frozen(connection, assessment.id):
        return "answered"
    if progress.done == 0:
        return "new"
    return "answered" if progress.done == progress.asked else "answering"
