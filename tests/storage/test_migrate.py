"""Migrations: all or nothing, with a copy first, and never backwards."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import OperationalError

from domain.errors import InvalidInput
from storage import migrate as migrate_module
from storage.database import Database, open_database
from storage.migrate import migrate
from storage.tables import Table

ROOT = Path(__file__).parents[2]

NEXT = """
import os
import signal

from alembic import op

revision = "9999"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE engagement ADD COLUMN colour TEXT")
    {in_the_middle}
    op.execute("CREATE TABLE colour (id TEXT)")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of today with one row in it."""
    file = tmp_path / "data" / "headway.db"
    database = opened(file)
    migrate(database)
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO secret VALUES ('kept', 'value')")
    database.close()
    return file


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our migrations that a test may add to."""
    copy = tmp_path / "migrations"
    shutil.copytree(ROOT / "storage" / "migrations", copy)
    monkeypatch.setattr(migrate_module, "_SCRIPTS", copy)
    return copy


def opened(path: Path) -> Database:
    return open_database(f"sqlite:///{path}")


def add_next(scripts: Path, in_the_middle: str = "") -> None:
    text = NEXT.format(in_the_middle=in_the_middle)
    (scripts / "versions" / "9999_next.py").write_text(text)


def state(path: Path) -> tuple[str, set[str], bool]:
    """Revision, tables, and whether the engagement table has the new column."""
    with sqlite3.connect(path) as connection:
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = {name for (name,) in tables}
        columns = [row[1] for row in connection.execute("PRAGMA table_info(engagement)")]
    connection.close()
    return revision, names, "colour" in columns


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("headway.*.tables-*.db"))


def test_the_migrations_lead_to_the_tables_that_the_code_knows(path: Path) -> None:
    database = opened(path)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    database.close()


def test_migrating_again_changes_nothing_and_copies_nothing(path: Path) -> None:
    before = path.read_bytes()
    database = opened(path)
    migrate(database)
    database.close()
    assert path.read_bytes() == before
    assert backups(path) == []


def test_a_file_with_data_is_copied_before_it_is_changed(path: Path, scripts: Path) -> None:
    add_next(scripts)
    database = opened(path)
    migrate(database)
    database.close()
    assert state(path)[0] == "9999"
    (copy,) = backups(path)
    revision, _, changed = state(copy)
    assert (revision, changed) == ("0005", False)
    restored = opened(copy)
    with restored.reading() as connection:
        kept = connection.exec_driver_sql("SELECT value FROM secret WHERE name = 'kept'")
        assert kept.scalar_one() == "value"
    restored.close()


def test_a_migration_that_fails_half_way_leaves_the_old_tables(path: Path, scripts: Path) -> None:
    before = state(path)
    add_next(scripts, in_the_middle='op.execute("NOT SQL")')
    database = opened(path)
    with pytest.raises(OperationalError):
        migrate(database)
    assert state(path) == before
    add_next(scripts)
    migrate(database)
    database.close()
    revision, tables, changed = state(path)
    assert (revision, changed) == ("9999", True)
    assert "colour" in tables


def test_a_migration_killed_half_way_leaves_the_old_tables(path: Path, scripts: Path) -> None:
    before = state(path)
    add_next(scripts, in_the_middle="os.kill(os.getpid(), signal.SIGKILL)")
    program = (
        "import sys; from pathlib import Path; from storage import migrate\n"
        "from storage.database import open_database\n"
        "migrate._SCRIPTS = Path(sys.argv[2])\n"
        "migrate.migrate(open_database(sys.argv[1]))"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program, f"sqlite:///{path}", str(scripts)], cwd=ROOT, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert state(path) == before
    add_next(scripts)
    database = opened(path)
    migrate(database)
    database.close()
    assert state(path)[0] == "9999"


def test_four_processes_may_make_and_migrate_the_same_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "headway.db"
    program = (
        "import sys; from storage.database import open_database\n"
        "from storage.migrate import migrate\n"
        "migrate(open_database(sys.argv[1]))"
    )
    command = [sys.executable, "-c", program, f"sqlite:///{path}"]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(4)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0, 0]
    assert state(path)[0] == "0005"


def test_a_newer_database_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    database = opened(path)
    with pytest.raises(InvalidInput, match=r"newer version of Headway \(tables 9999"):
        migrate(database)
    database.close()
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["headway.db"]
