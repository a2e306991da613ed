"""A real database file for each test, with the small framework added."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import engagements
from domain.engagement import EngagementSummary
from domain.framework import Framework
from storage.database import Database, open_database
from storage.migrate import migrate

SMALL = Path(__file__).parents[1] / "fixtures" / "small.yaml"


@dataclass
class Opened:
    """A database with the small framework."""

    db: Database
    framework: Framework

    def start(self, **described: object) -> EngagementSummary:
        """An engagement with the small framework at full depth, unless told otherwise."""
        described = {"organisation": "Acme", "depth": "full"} | described
        return engagements.start_engagement(
            self.db,
            "Kim",
            framework_hash=self.framework.content_hash,
            **described,  # type: ignore[arg-type]
        )

    def join(self, engagement: EngagementSummary, name: str = "Ann") -> str:
        """A new respondent's id."""
        joined = engagements.join_assessment(self.db, "Kim", engagement.engagement.id, name=name)
        return joined.id

    def audit(self) -> list[tuple[str, str]]:
        """Who did what, in order."""
        with self.db.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT actor, action FROM audit_log ORDER BY sequence"
            )
            return [(row.actor, row.action) for row in rows]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """An open, migrated database in a folder of its own."""
    database = open_database(f"sqlite:///{tmp_path / 'headway.db'}")
    migrate(database)
    framework = engagements.add_framework(database, "Kim", SMALL.read_bytes(), "small.yaml")
    yield Opened(database, framework)
    database.close()
