"""Finding what an action is about."""

from sqlalchemy import Connection

from domain.engagement import Engagement
from domain.errors import NotFound
from storage import records


def engagement_with(connection: Connection, engagement_id: str) -> Engagement:
    """The engagement with this id. Raises NotFound."""
    found = records.engagement_by_id(connection, engagement_id)
    if found is None:
        raise NotFound(f"There is no engagement {engagement_id[:64]!r} here.")
    return found
