"""The people who answer."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

from domain.engagement import Respondent
from domain.errors import Conflict
from domain.framework import Framework
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.permissions import respondent_with
from engagements.texts import length_problems, line, refuse
from storage import records, workshop_records
from storage.database import Database

LONGEST_NAME = 80


def join_assessment(
    db: Database, actor: str, engagement_id: str, *, name: str, role: str = ""
) -> Respondent:
    """Let somebody answer in an engagement's assessment.

    `role` is the id of a role of the framework, or empty. The respondent's id is the secret
    with which this person goes on answering, on any device. Raises NotFound, InvalidInput, and
    Conflict where a workshop is held.
    """
    with db.writing() as connection:
        engagement = engagement_with(connection, engagement_id)
        framework = kept_or_shipped(connection, engagement.framework_hash)
        refuse(name_problems(line(name), role, framework))
        assessment = records.assessment_of(connection, engagement_id)
        if workshop_records.workshop_on(connection, assessment.id):
            raise Conflict("This assessment is rated in a workshop. Join that with its code.")
        respondent = Respondent(new_respondent_id(), assessment.id, line(name), role)
        now = datetime.now(UTC)
        records.add_respondent(connection, respondent, now)
        records.add_audit(connection, now, line(actor), "joined", engagement_id)
    return respondent


def respondents_of(db: Database, engagement_id: str) -> tuple[Respondent, ...]:
    """Everybody who joined, in that order. Raises NotFound."""
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        assessment = records.assessment_of(connection, engagement_id)
        return records.respondents_in(connection, assessment.id)


def find_respondent(db: Database, respondent_id: str) -> Respondent:
    """The respondent with this secret id. Raises NotFound."""
    with db.reading() as connection:
        return respondent_with(connection, respondent_id)


def new_respondent_id() -> str:
    """128 random bits in 22 characters that may stand in an address."""
    return secrets.token_urlsafe(16)


def name_problems(name: str, role: str, framework: Framework) -> Iterator[str]:
    """What is wrong with how somebody is called."""
    yield from length_problems(name, "name", LONGEST_NAME, shortest=1)
    if role and role not in {known.id for known in framework.roles}:
        yield f"There is no role {role[:64]!r} in the framework. Choose one of its roles."
