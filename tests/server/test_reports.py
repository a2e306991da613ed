"""A report is handed out whole, under its name, to whoever has its link, and to nobody else."""

import sqlite3
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

import engagements
from engagements.example import EXAMPLE_ID
from storage.database import Database, open_database
from tests.server.running import Running, running
from tests.server.test_front_door import ask


@pytest.fixture
def database(server: Running) -> Database:
    """The database of the running server, opened beside it as the command line does."""
    return open_database(f"sqlite:///{server.database}")


def test_two_reports_that_look_alike_are_never_mixed_up(
    server: Running, database: Database
) -> None:
    # Equal length, equal beginning, middle and end: Streamlit's own downloads, which look at
    # samples of large files only, would give both the same address.
    first, second = bytearray(b"%PDF-1.7\n" + bytes(1_500_000)), b"%PDF-1.7\n" + bytes(1_500_000)
    first[400_000] = 1
    with closing(database):
        links = [
            engagements.report_link(
                database, engagements.issue_report(database, "Ada", EXAMPLE_ID, bytes(content))
            )
            for content in (first, second)
        ]
    fetched = [urllib.request.urlopen(server.url + link, timeout=30) for link in links]
    assert [answer.read() for answer in fetched] == [bytes(first), second]
    for answer in fetched:
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="')
        assert ".pdf" in answer.headers["Content-Disposition"]


def test_a_link_that_was_changed_opens_nothing(server: Running, database: Database) -> None:
    with closing(database):
        report = engagements.issue_report(database, "Ada", EXAMPLE_ID, b"%PDF-1.7 secret")
        link = engagements.report_link(database, report)
    for place in range(len("/reports/"), len(link)):
        # Letters that differ in their upper bits: the lowest of the last one mean nothing.
        other = "A" if link[place] in "wxyz" else "z"
        answer, body = ask(server, link[:place] + other + link[place + 1 :])
        assert (answer.status, b"secret" in body) == (404, False), place
    assert ask(server, f"/reports/{report}")[0].status == 404


def test_the_server_says_when_its_database_cannot_answer(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        with closing(sqlite3.connect(server.database)) as connection:
            connection.execute("ALTER TABLE engagement RENAME TO gone")
        answer, body = ask(server, "/readyz")
        assert (answer.status, body) == (503, b"the database does not answer")
        assert ask(server, "/healthz")[0].status == 200
