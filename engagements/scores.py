"""From answers to levels."""

from datetime import UTC, datetime

import scoring
from domain.scorecard import Scorecard
from engagements.answering import assessment_answers
from engagements.frameworks import framework_of
from engagements.overview import find_engagement
from storage.database import Database


def score_engagement(db: Database, engagement_id: str) -> Scorecard:
    """The scorecard of everybody's current answers. Raises NotFound."""
    summary = find_engagement(db, engagement_id)
    return scoring.score(
        framework_of(db, engagement_id),
        assessment_answers(db, engagement_id),
        summary.assessment.depth,
        summary.engagement.context,
        as_of=datetime.now(UTC).date(),
    )
