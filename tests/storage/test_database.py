"""The database file: opened with care, written in turn, and never half changed."""

import hashlib
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from domain.errors import InvalidInput, Unavailable
from storage import database as database_module
from storage.database import Database, default_database_url, open_database
from storage.migrate import migrate

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "headway.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{path}")
    migrate(opened)
    yield opened
    opened.close()


def note(database: Database, action: str) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO audit_log (at, actor, action, object) VALUES ('2026-11-23', 'a', ?, 'o')",
            (action,),
        )


def noted(database: Database) -> int:
    with database.reading() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM audit_log").scalar_one()
    return int(found)


def test_the_settings_that_keep_what_was_saved_are_on(database: Database) -> None:
    # synchronous 2 is FULL: every commit reaches the disk before it is acknowledged.
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "recursive_triggers": 1,
    }
    with database.writing() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected
        }
    assert found == expected


def test_missing_folders_are_made_and_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "headway.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.with_name("headway.db-wal").stat().st_mode & 0o777 == 0o600
    database.close()
    assert [file.name for file in path.parent.iterdir()] == ["headway.db"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"PK\x03\x04 a zip archive" * 20, "this is not a database"),
        (b"SQLite format 3\0" + b"\0" * 30, "this is not a database"),
    ],
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    path: Path, content: bytes, said: str
) -> None:
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=said) as refused:
        open_database(f"sqlite:///{path}")
    assert str(path) in str(refused.value)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == ["headway.db"]


def test_the_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE engagement (id TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(InvalidInput, match="another program"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://somebody:secret@db/headway", "only SQLite is supported, found postgresql"),
        ("sqlite://", "the URL names no file"),
        ("sqlite:///:memory:", "the URL names no file"),
        ("headway.db", "this is not a database URL"),
    ],
)
def test_a_url_that_cannot_be_used_is_named_without_its_password(url: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unavailable, match="cannot be opened"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'headway.db'}")


def test_the_environment_names_another_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEADWAY_DATABASE_URL", raising=False)
    assert default_database_url() == f"sqlite:///{ROOT}/data/headway.db"
    monkeypatch.setenv("HEADWAY_DATABASE_URL", "sqlite:////srv/other.db")
    assert default_database_url() == "sqlite:////srv/other.db"


def test_a_write_is_refused_where_only_reading_was_asked_for(database: Database) -> None:
    with (
        pytest.raises(Unavailable, match="may not be written"),
        database.reading() as connection,
    ):
        connection.exec_driver_sql("INSERT INTO secret VALUES ('a', 'b')")


def test_nothing_of_a_transaction_stays_when_it_fails_half_way(database: Database) -> None:
    def fail_half_way() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO secret VALUES ('a', 'b')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with database.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM secret").scalars().all()
    assert "a" not in names


def test_sixteen_writers_at_once_lose_nothing_and_never_meet_a_lock(database: Database) -> None:
    # Each reads before it writes, the pattern that fails without immediate transactions.
    def write() -> None:
        for _ in range(20):
            with database.writing() as connection:
                seen = connection.exec_driver_sql("SELECT count(*) FROM audit_log").scalar_one()
                connection.exec_driver_sql(
                    "INSERT INTO audit_log (at, actor, action, object) "
                    "VALUES ('2026-11-23', 'a', ?, 'o')",
                    (str(seen),),
                )

    failed: list[BaseException] = []

    def caught() -> None:
        try:
            write()
        except BaseException as error:
            failed.append(error)

    writers = [threading.Thread(target=caught) for _ in range(16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    with database.reading() as connection:
        seen = connection.exec_driver_sql("SELECT action FROM audit_log ORDER BY sequence")
        assert [int(count) for count in seen.scalars()] == list(range(16 * 20))


def test_writers_are_served_in_the_order_in_which_they_came(database: Database) -> None:
    order: list[int] = []

    def write(number: int) -> None:
        with database.writing():
            order.append(number)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    with database.writing():
        for writer in writers:
            writer.start()
            time.sleep(0.02)  # so that each has joined the queue before the next comes
    for writer in writers:
        writer.join()
    assert order == list(range(12))


def test_a_writer_whose_turn_does_not_come_is_told_politely(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "WAIT_FOR_TURN", 0.1)
    told: list[str] = []

    def write() -> None:
        try:
            note(database, "late")
        except Unavailable as error:
            told.append(str(error))

    with database.writing():
        late = threading.Thread(target=write)
        late.start()
        late.join()
    assert told == ["The database is busy and nothing was changed. Wait a moment and try again."]
    note(database, "the turn goes on to the next")
    assert noted(database) == 1


def test_two_processes_write_the_same_file_without_losing_anything(
    database: Database, path: Path
) -> None:
    program = (
        "import sys; from tests.storage.test_database import note; "
        "from storage.database import open_database\n"
        "database = open_database(sys.argv[1])\n"
        "for number in range(100): note(database, str(number))"
    )
    other = subprocess.Popen([sys.executable, "-c", program, f"sqlite:///{path}"], cwd=ROOT)
    for number in range(100):
        note(database, str(number))
    assert other.wait(timeout=60) == 0
    assert noted(database) == 200


def test_a_second_server_on_the_same_file_is_refused_and_a_command_is_not(path: Path) -> None:
    server = open_database(f"sqlite:///{path}", exclusive=True)
    migrate(server)
    with pytest.raises(Unavailable, match="Another server already works with"):
        open_database(f"sqlite:///{path}", exclusive=True)
    command = open_database(f"sqlite:///{path}")
    note(command, "beside the server")
    command.close()
    assert noted(server) == 1
    server.close()
    open_database(f"sqlite:///{path}", exclusive=True).close()


def test_a_killed_server_does_not_keep_the_file(path: Path) -> None:
    program = (
        "import sys, time; from storage.database import open_database\n"
        "server = open_database(sys.argv[1], exclusive=True)\n"
        "print('ready', flush=True); time.sleep(60)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program, f"sqlite:///{path}"], cwd=ROOT, stdout=subprocess.PIPE
    )
    with server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        with pytest.raises(Unavailable):
            open_database(f"sqlite:///{path}", exclusive=True)
        server.kill()
    open_database(f"sqlite:///{path}", exclusive=True).close()


def test_what_a_server_saved_survives_a_visitor_and_kill_9(path: Path) -> None:
    # The server's pages open its file a second time. If that let go of SQLite's locks, the
    # visitor would tidy the log of the newest answers away while the server still writes to it.
    program = (
        "import sys, time; from storage.database import open_database\n"
        "from storage.migrate import migrate; from tests.storage.test_database import note\n"
        "server = open_database(sys.argv[1], exclusive=True)\n"
        "migrate(server); note(server, 'one')\n"
        "page = open_database(sys.argv[1]); note(page, 'two'); print('ready', flush=True)\n"
        "input(); note(page, 'three'); print('saved', flush=True); time.sleep(60)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program, f"sqlite:///{path}"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with server:
        assert server.stdin is not None
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        assert _noted_by_a_visitor(path) == 2
        server.stdin.write(b"go on\n")
        server.stdin.flush()
        assert server.stdout.readline() == b"saved\n"
        server.kill()
    assert _noted_by_a_visitor(path) == 3


def _noted_by_a_visitor(path: Path) -> int:
    with closing(sqlite3.connect(path)) as visitor:
        return int(visitor.execute("SELECT count(*) FROM audit_log").fetchone()[0])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE answer_event SET value = 5",
        "DELETE FROM answer_event",
        "INSERT OR REPLACE INTO answer_event VALUES "
        "(1, 'ann', 'q', 'value', 5, NULL, '', '', '2026-11-23', NULL, NULL, NULL, '')",
        "UPDATE audit_log SET actor = 'nobody'",
        "DELETE FROM audit_log",
        "UPDATE scenario SET content = '{}'",
        "DELETE FROM scenario",
        "UPDATE framework_version SET content = 'other'",
        "DELETE FROM framework_version",
    ],
)
def test_the_database_itself_refuses_to_rewrite_history(database: Database, change: str) -> None:
    with database.writing() as connection:
        for row in (
            "framework_version VALUES ('hash', 'small', '1.0.0', 'content', 0, '2026-11-23')",
            "engagement VALUES ('e', 'Acme', '', '', 'hash', '{}', 0, '2026-11-23')",
            "assessment VALUES ('a', 'e', 'Full assessment', 'full', '2026-11-23')",
            "respondent VALUES ('ann', 'a', 'Ann', '', '2026-11-23')",
            "answer_event VALUES (1, 'ann', 'q', 'value', 2, NULL, '', '', '2026-11-23', NULL, "
            "NULL, NULL, '')",
            "scenario VALUES (1, 'e', '{}', '2026-11-23')",
            "audit_log VALUES (1, '2026-11-23', 'Ann', 'answered', 'q')",
        ):
            connection.exec_driver_sql(f"INSERT INTO {row}")
    with pytest.raises(DBAPIError, match="never changed"), database.writing() as connection:
        connection.exec_driver_sql(change)


@pytest.mark.parametrize(("kind", "value"), [("value", None), ("dont_know", 3), ("skipped", None)])
def test_the_database_itself_refuses_an_answer_that_contradicts_itself(
    database: Database, kind: str, value: float | None
) -> None:
    row = "(1, 'r', 'q', ?, ?, NULL, '', '', '2026-11-23', NULL, NULL, NULL, '')"
    with pytest.raises(DBAPIError, match="CHECK constraint"), database.writing() as connection:
        connection.exec_driver_sql(f"INSERT INTO answer_event VALUES {row}", (kind, value))


def test_a_file_whose_header_alone_is_ours_is_called_damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(52) + b"HDWY" + bytes(5000))
    damaged = open_database(f"sqlite:///{path}")
    with pytest.raises(Unavailable, match="The database file is damaged"):
        migrate(damaged)
    damaged.close()


def test_a_full_disk_is_said_in_words_and_changes_nothing(database: Database) -> None:
    note(database, "before")
    with database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable, match="The disk is full and nothing was changed"):
        note(database, "x" * 100_000)
    assert noted(database) == 1


def test_a_damaged_file_is_refused_and_left_as_it_was(database: Database, path: Path) -> None:
    for number in range(300):
        note(database, f"{number} " * 50)
    database.close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = bytes(4096)
    path.write_bytes(content)
    damaged = open_database(f"sqlite:///{path}")
    with pytest.raises((InvalidInput, Unavailable), match="damaged"):
        migrate(damaged)
    damaged.close()
    assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(content).digest()
