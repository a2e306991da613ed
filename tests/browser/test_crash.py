"""What said "saved" is there after the server was killed without warning."""

import sqlite3
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, serve
from tests.browser.test_walk import move_on, place_at_level, start_assessment


def test_answers_that_said_saved_survive_kill_9_and_the_page_goes_on(
    desktop: Page, tmp_path: Path
) -> None:
    served = serve(tmp_path / "headway.db")
    try:
        desktop.goto(served.url)
        start_assessment(desktop, "Crash test Ltd")
        for level in (2, 4):
            place_at_level(desktop, level)
            move_on(desktop)
        address = desktop.url
        served.kill()
        assert _stored(served.database) == [2.0, 4.0]
        served = serve(served.database, int(served.url.rsplit(":", 1)[1]))
        desktop.goto(address)
        expect(desktop.get_by_text("· 3 of 28", exact=False)).to_be_visible()
        place_at_level(desktop, 3)
        expect(desktop.get_by_text("3 of 28 answered", exact=False)).to_be_visible()
    finally:
        served.kill()
    assert _stored(served.database) == [2.0, 4.0, 3.0]


def test_a_leader_goes_on_answering_on_another_device(
    app: Served, desktop: Page, phone: Page
) -> None:
    desktop.goto(app.url)
    start_assessment(desktop, "Two devices Ltd")
    place_at_level(desktop, 2)
    phone.goto(desktop.url)
    expect(phone.get_by_text("· 2 of 28", exact=False)).to_be_visible()
    place_at_level(phone, 5)
    expect(phone.get_by_text("2 of 28 answered", exact=False)).to_be_visible()
    desktop.reload()
    expect(desktop.get_by_text("· 3 of 28", exact=False)).to_be_visible()


def _stored(database: Path) -> list[float]:
    """The values of the newest engagement's answers, straight from the file."""
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = connection.execute(
            "SELECT value FROM answer_event "
            "JOIN respondent ON respondent.id = answer_event.respondent "
            "WHERE respondent.name = 'Ada Lovelace' ORDER BY sequence"
        ).fetchall()
    return [row[0] for row in rows]
