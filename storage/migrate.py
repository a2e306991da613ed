"""Bringing a database file to the tables that this version of the program knows.

Each migration is all or nothing, also on SQLite: the whole upgrade is one immediate
transaction. A file that already holds data is copied before it is changed.
"""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from domain.errors import InvalidInput, Problem
from storage.database import Database

_SCRIPTS = Path(__file__).with_name("migrations")


def migrate(database: Database) -> None:
    """Check the file and bring it to the newest tables; nothing happens when it has them.

    Raises InvalidInput, with the file as it was, when it is damaged or was written by a newer
    version of the program.
    """
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with database.reading() as connection:
        _check_is_whole(connection, database.path)
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision == scripts.get_current_head():
        return
    if revision is not None:
        _check_is_known(revision, scripts, database.path)
        _back_up(database.path, revision)
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _check_is_whole(connection: Connection, path: Path) -> None:
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        message = f"the file is damaged ({found}); restore the newest backup"
        raise InvalidInput(Problem(str(path), message))


def _check_is_known(revision: str, scripts: ScriptDirectory, path: Path) -> None:
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        raise InvalidInput(
            Problem(
                str(path),
                f"this database was written by a newer version of Headway (tables {revision}, "
                f"this version knows {scripts.get_current_head()}); start the newer version, "
                "or restore a backup made before it",
            )
        )


def _back_up(path: Path, revision: str) -> None:
    """A complete copy beside the file, under its final name only when it is complete."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = path.with_name(f"{path.stem}.{moment}.tables-{revision}.db")
    unfinished = copy.with_suffix(".unfinished")
    with closing(sqlite3.connect(path, isolation_level=None)) as source:
        source.execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.chmod(path.stat().st_mode & 0o777)
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.rename(copy)
