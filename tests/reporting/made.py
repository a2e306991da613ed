"""Results to print: the example engagement, scored and planned by the real rooms."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import engagements
from domain.report import Report
from storage.database import open_database
from storage.migrate import migrate


@cache
def example_report() -> Report:
    """The report of the example engagement, as of a fixed day."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'headway.db'}")
        try:
            migrate(database)
            report = engagements.compose_report(database, engagements.create_example(database))
        finally:
            database.close()
    return replace(report, made_on=date(2026, 11, 23))


NOW = datetime(2026, 11, 23, tzinfo=UTC)
