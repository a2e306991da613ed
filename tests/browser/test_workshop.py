"""A room of executives: from opening to the frozen baseline, with all that goes wrong between."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, WebSocket, expect

import engagements
from storage.database import Database, open_database
from storage.migrate import migrate
from tests.browser.conftest import DESKTOP, PHONE, Served, serve

SMALL = Path(__file__).parents[1] / "fixtures" / "small.yaml"
SECRET = "only I know that the portfolio board has never met"


@dataclass
class Person:
    """Somebody with a browser of their own, and everything that it received."""

    context: BrowserContext
    page: Page
    received: list[bytes] = field(default_factory=list)

    def heard(self, text: str) -> bool:
        """Whether a message of the page's own connection has ever held these words."""
        return any(text.encode() in message for message in self.received)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Served]:
    """A server of its own, which the test may kill, with an engagement to rate."""
    database = tmp_path / "headway.db"
    with _opened(database) as db:
        framework = engagements.add_framework(db, "Kim", SMALL.read_bytes(), "small.yaml")
        engagements.start_engagement(
            db, "Kim", organisation="Acme", depth="quick", framework_hash=framework.content_hash
        )
    served = serve(database)
    yield served
    served.process.kill()
    served.process.wait()


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    db = open_database(f"sqlite:///{path}")
    migrate(db)
    yield db
    db.close()


@pytest.fixture
def people(browser: Browser) -> Iterator["People"]:
    """Everybody who comes with a browser; all of them are closed at the end."""
    found = People(browser)
    yield found
    for person in found.everybody:
        person.context.close()


@dataclass
class People:
    """Makes persons, each with cookies and storage of their own."""

    browser: Browser
    everybody: list[Person] = field(default_factory=list)

    def come(self, *, phone: bool = False) -> Person:
        """One more person."""
        viewport = PHONE if phone else DESKTOP
        context = self.browser.new_context(
            viewport=viewport, is_mobile=phone, has_touch=phone, accept_downloads=True
        )
        context.set_default_timeout(30_000)
        person = Person(context, context.new_page())

        def listen(socket: WebSocket) -> None:
            socket.on("framereceived", lambda frame: person.received.append(_bytes(frame)))

        person.page.on("websocket", listen)
        self.everybody.append(person)
        return person


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


# What each of the five says to the three capabilities.
SAID = {
    "AI ambition and portfolio": (1, 1, 3, 5, 5),
    "AI literacy": (2, 2, 3, 3, 3),
    "Agents under control": (3, 3, 3, 3, 3),
}

QUESTIONS = {
    "AI ambition and portfolio": "lead-01-placement",
    "AI literacy": "lead-02-placement",
    "Agents under control": "run-01-placement",
}


def test_a_room_goes_from_the_first_code_to_a_frozen_baseline(room: Served, people: People) -> None:
    facilitator = people.come()
    code = open_the_workshop(room, facilitator.page)
    five = [people.come(phone=at == 0) for at in range(5)]
    for person in five:
        join(room, person.page, code)
    rate_with_accidents(room, five)
    answered = answers(room)
    assert len(answered) == 15
    for person in (facilitator, *five[1:]):
        assert not person.heard(SECRET)
    see_and_agree(room, facilitator, people)
    vote_again(facilitator, five)
    note_and_close(room, facilitator, five, people.come())


def test_two_tabs_and_two_devices_are_one_person_and_do_not_fight(
    room: Served, people: People
) -> None:
    code = open_the_workshop(room, people.come().page)
    person, elsewhere = people.come(phone=True), people.come()
    first = person.page
    join(room, first, code)
    capability = capability_on(first)
    second = person.context.new_page()
    second.goto(first.url)
    assert capability_on(second) == capability
    choose(first, 2)
    second.get_by_text("Confidence, evidence, comment").click()
    second.get_by_label("Comment").fill("Only in sales.")
    choose(second, 4)  # the second tab knows nothing of the 2
    first.get_by_text("Confidence, evidence, comment").click()
    first.get_by_role("radio", name="High").click()
    expect(first.get_by_role("radio", name="4 Measured")).to_be_checked()
    expect(first.get_by_label("Comment")).to_have_value("Only in sales.")
    first.get_by_text("Confidence, evidence, comment").click()
    expect(first.get_by_text("Noted: high confidence, comment")).to_be_visible()
    assert newest_answer(room) == (4.0, "high", "Only in sales.")
    first.get_by_text("Continue on another device").click()
    link = first.get_by_text("/continue/", exact=False).inner_text()
    elsewhere.page.goto(room.url + link[link.index("/continue/") :].strip())
    expect(elsewhere.page.get_by_text("· 2 of 3", exact=False)).to_be_visible()
    assert "/continue/" not in elsewhere.page.url


def test_wrong_codes_are_refused_and_slowed_and_no_screen_lists_who_answers(
    room: Served, people: People
) -> None:
    code = open_the_workshop(room, people.come().page)
    inside = people.come().page
    join(room, inside, code)
    page = people.come(phone=True).page
    page.goto(f"{room.url}/join?code=ABCDEFGH")
    expect(page.get_by_text("This code opens no workshop", exact=False)).to_be_visible()
    for at in range(10):
        page.get_by_label("Code from the big screen").fill(f"WRNG{at}")
        page.get_by_role("button", name="Join").click()
        expect(page).to_have_url(re.compile(f"WRNG{at}"))
        expect(page.get_by_role("alert").first).to_be_visible()
    page.goto(f"{room.url}/join?code={code.replace('-', '')}")
    expect(page.get_by_text("Too many wrong codes", exact=False)).to_be_visible()
    inside.goto(f"{room.url}/join?code=ABCDEFGH")  # such as a link whose code has expired
    inside.get_by_role("button", name="Go on in the workshop you are in").click()
    expect(inside.get_by_role("radiogroup").first).to_be_visible()
    page.goto(f"{room.url}/assess?engagement={engagement_in(room)}")
    expect(page.get_by_text("This assessment is rated in a workshop", exact=False)).to_be_visible()
    expect(page.get_by_text("Or continue as")).to_have_count(0)
    page.goto(f"{room.url}/results?engagement={engagement_in(room)}")
    expect(page.get_by_text("The workshop is under way", exact=False)).to_be_visible()
    page.goto(f"{room.url}/workshop?engagement={engagement_in(room)}")
    expect(page.get_by_text("Somebody else facilitates", exact=False)).to_be_visible()


def choose(page: Page, level: int) -> None:
    """Choose a level's statement, and wait for "Saved"."""
    page.get_by_role("radiogroup").first.locator("label").nth(level - 1).click()
    expect(page.get_by_text(re.compile(r"Saved \d")).first).to_be_visible()


def newest_answer(room: Served) -> tuple[object, ...]:
    """Value, confidence and comment of the answer that was saved last."""
    [found] = stored(
        room,
        "SELECT value, confidence, comment FROM answer_event ORDER BY sequence DESC LIMIT 1",
    )
    return found


def open_the_workshop(room: Served, page: Page) -> str:
    """Open it with the form as it stands; the code that people then see."""
    page.goto(f"{room.url}/workshop?engagement={engagement_in(room)}")
    page.get_by_label("Your name, as facilitator").fill("Kim")
    page.get_by_role("button", name="Open the workshop").click()
    expect(page.get_by_text("Nobody has joined yet", exact=False)).to_be_visible()
    [shown] = zxingcpp.read_barcodes(picture_of(page.get_by_role("img", name="QR code")))
    code = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.locator("body").inner_text())
    assert code
    # The server's own address would lead a phone to itself; the one in the network leads here.
    address, _, symbols = shown.text.rpartition("/join?code=")
    assert symbols == code[0].replace("-", "")
    assert "localhost" not in address
    assert page.request.get(f"{address}/healthz").text() == "ok"
    return code[0]


def picture_of(part: Locator) -> Image.Image:
    """A part of the screen as a camera would see it."""
    expect(part).to_be_visible()
    return Image.open(BytesIO(part.screenshot()))


def join(room: Served, page: Page, code: str) -> None:
    """From the link to the first question with a single tap, all of it on one screen."""
    page.goto(f"{room.url}/join?code={code.replace('-', '')}")
    page.get_by_role("button", name="Board member").click()
    first = page.get_by_role("radiogroup").first
    expect(first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def rate_with_accidents(room: Served, five: list[Person]) -> None:
    """Everybody rates; one reloads, one loses the network, and the server is killed."""
    first, second, third, fourth, fifth = five
    said = {
        say(first.page, 0),
        say(second.page, 1),
        say(fourth.page, 3),
        say(fifth.page, 4),
    }
    second.page.reload()
    expect(second.page.get_by_text("· 2 of 3", exact=False)).to_be_visible()
    lose_the_network(third, 2)
    room.kill()
    assert said <= answers(room)
    again = serve(room.database, int(room.url.rsplit(":", 1)[1]))
    room.process = again.process
    for at, person in enumerate(five):
        rate_the_rest(person.page, at)


def say(page: Page, at: int) -> tuple[str, str]:
    """Choose a level for the capability on screen, wait for "Saved", and go on.

    The first person has a comment on what divides the room. Gives by whom, and about what.
    """
    capability = capability_on(page)
    level = SAID[capability][at]
    page.get_by_role("radiogroup").first.locator("label").nth(level - 1).click()
    expect(page.get_by_text(re.compile(r"Saved \d")).first).to_be_visible()
    if at == 0 and capability == "AI ambition and portfolio":
        page.get_by_text("Confidence, evidence, comment").click()
        page.get_by_label("Comment").fill(SECRET)
        page.get_by_label("Comment").blur()
        page.get_by_text("Confidence, evidence, comment").click()
        expect(page.get_by_text("Noted: comment")).to_be_visible()
    follow = page.get_by_role("button", name="Next", exact=True)
    if follow.count():
        follow.click()
        expect(page.get_by_role("heading", name=capability)).to_have_count(0)
    name = page.get_by_text("you are", exact=False).first.inner_text().rpartition("you are ")[2]
    return name, QUESTIONS[capability]


def capability_on(page: Page) -> str:
    """The capability that somebody rates."""
    name = page.get_by_role("heading", level=3).first
    expect(name).to_be_visible()
    return name.inner_text()


def lose_the_network(person: Person, at: int) -> None:
    """A choice without a network says nothing of "saved"; with it again, the choice is kept."""
    page = person.page
    person.context.set_offline(True)
    capability = capability_on(page)
    chosen = page.get_by_role("radiogroup").first.locator("label").nth(SAID[capability][at] - 1)
    chosen.click()
    page.wait_for_timeout(1500)
    expect(page.get_by_text(re.compile(r"Saved \d"))).to_have_count(0)
    person.context.set_offline(False)
    page.reload()
    expect(page.get_by_role("radiogroup").first).to_be_visible()


def rate_the_rest(page: Page, at: int) -> None:
    """Whatever is still open, until the thanks."""
    page.reload()
    expect(page.get_by_role("radiogroup").first).to_be_visible()
    while page.get_by_text("All answered").count() == 0:
        if page.get_by_role("radio", checked=True).count():
            page.get_by_role("button", name="Jump to").click()
            page.get_by_role("button", name="Next unanswered").click()
            expect(page.get_by_role("radio", checked=True)).to_have_count(0)
        say(page, at)
    last = page.get_by_role("button", name="I am done")
    follow = page.get_by_role("button", name="Next", exact=True)
    expect(last.or_(follow)).to_be_visible()
    while last.count() == 0:
        capability = capability_on(page)
        follow.click()
        expect(page.get_by_role("heading", name=capability)).to_have_count(0)
        expect(last.or_(follow)).to_be_visible()
    last.click()
    expect(page.get_by_text("Thank you, your answers are saved.")).to_be_visible()


def see_and_agree(room: Served, facilitator: Person, people: People) -> None:
    """What divides the room comes first; two facilitators do not overwrite each other."""
    page, second = facilitator.page, people.come()
    page.reload()
    page.get_by_role("button", name="More", exact=False).click()
    link = page.get_by_text("/facilitate/", exact=False).inner_text()
    second.page.goto(room.url + link[link.index("/facilitate/") :].strip())
    page.keyboard.press("Escape")
    page.get_by_role("button", name="End the rating and see the spread").click()
    proposal = page.get_by_text("Talk about next", exact=False)
    expect(proposal).to_contain_text("AI ambition and portfolio")
    page.get_by_role("button", name="Show what the room said").first.click()
    expect(page.get_by_text("5 answers · median 3", exact=False)).to_be_visible()
    expect(page.get_by_text(SECRET)).to_be_visible()
    assert facilitator.heard(SECRET)  # or the check before would have proved nothing
    second.page.reload()
    page.get_by_label("Why this level?").fill("Half a sentence")
    page.get_by_role("radio", name="Notes").click()
    expect(page.get_by_label("What?")).to_be_visible()
    page.get_by_role("radio", name="Discuss").click()
    expect(page.get_by_label("Why this level?")).to_have_value("Half a sentence")
    agree(page, "2 Piloted", "The board has approved one portfolio.")
    expect(page.get_by_text("Version 1, Kim", exact=False)).to_be_visible()
    table = page.get_by_role("combobox", name="On the table")
    expect(table).to_have_value("agreed · AI ambition and portfolio")
    agree(second.page, "3 Standardised", "Every unit reports into it.")
    expect(
        second.page.get_by_text("Kim has changed this in the meantime", exact=False)
    ).to_be_visible()
    assert (
        second.page.get_by_label("Why this level?").input_value() == "Every unit reports into it."
    )
    second.page.get_by_role("button", name="Keep what was agreed").click()
    expect(second.page.get_by_text("Version 2, A second facilitator", exact=False)).to_be_visible()


def agree(page: Page, level: str, why: str) -> None:
    """Fill the form of what the room agreed on, and press its button."""
    page.get_by_role("radio", name=level).click()
    page.get_by_label("Why this level?").fill(why)
    page.get_by_role("button", name="Keep what was agreed").click()


def vote_again(facilitator: Person, five: list[Person]) -> None:
    """The room votes once more on what it saw; nobody's first vote is in the form.

    A vote that is called off stays on the phones that show it: who still chooses is told that it
    does not count, or has said it for the vote that came instead.
    """
    facilitator.page.reload()
    facilitator.page.get_by_role("button", name="Ask the room again").click()
    for person in five:
        expect(person.page.get_by_text("The room rates this once more")).to_be_visible()
        assert person.page.get_by_role("radio", checked=True).count() == 0
    facilitator.page.get_by_role("button", name="Call this vote off").click()
    expect(facilitator.page.get_by_role("button", name="Call this vote off")).to_have_count(0)
    five[0].page.get_by_role("radiogroup").first.locator("label").nth(0).click()
    expect(five[0].page.get_by_text("Your last choice was not saved")).to_be_visible()
    facilitator.page.get_by_role("button", name="Ask the room again").click()
    expect(facilitator.page.get_by_role("button", name="Call this vote off")).to_be_visible()
    for person in five:
        page = person.page
        expect(page.get_by_text("The room rates this once more")).to_be_visible()
        page.get_by_role("radiogroup").first.locator("label").nth(2).click()
        page.get_by_role("button", name="I am done").click()
    page = facilitator.page
    expect(page.get_by_text("5 of 5 have voted", exact=False)).to_be_visible()
    page.get_by_role("button", name="Show the new votes").click()
    expect(page.get_by_text("median 3 Standardised, all the same", exact=False)).to_be_visible()
    expect(page.get_by_text("The first vote")).to_be_visible()


def note_and_close(room: Served, facilitator: Person, five: list[Person], stranger: Person) -> None:
    """An action with its owner, then everything is frozen, and everybody takes a page away."""
    page = facilitator.page
    page.get_by_role("radio", name="Notes").click()
    page.get_by_label("What?").fill("Name an owner for each agent")
    page.get_by_label("Who sees to it?").fill("The Chief AI Officer")
    page.get_by_role("button", name="Note it").click()
    expect(
        page.get_by_text("Name an owner for each agent, The Chief AI", exact=False)
    ).to_be_visible()
    page.get_by_role("radio", name="Close").click()
    page.get_by_text("The room is done.").click()
    page.get_by_role("button", name="Close and freeze").click()
    frozen = page.get_by_text("its baseline is frozen", exact=False)
    expect(frozen).to_be_visible(timeout=60_000)  # the page to take away is printed first
    [(content, sha256)] = stored(room, "SELECT content, sha256 FROM baseline")
    assert hashlib.sha256(content).hexdigest() == sha256
    expect(page.get_by_text(sha256)).to_be_visible()
    [(workshop,)] = stored(room, "SELECT id FROM workshop")
    paper_link = five[0].page.get_by_role("link", name="Your page to take away")
    expect(paper_link).to_be_visible(timeout=60_000)
    paper = five[0].context.request.get(f"{room.url}/take-away/{workshop}")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    assert stranger.context.request.get(f"{room.url}/take-away/{workshop}").status == 404
    page.get_by_role("button", name="See the results").click()
    expect(page.get_by_role("heading", name="Where you stand")).to_be_visible()
    expect(page.get_by_text("level 3", exact=False).first).to_be_visible()


def engagement_in(room: Served) -> str:
    """The engagement that is no example."""
    [(identifier,)] = stored(room, "SELECT id FROM engagement WHERE NOT example")
    return str(identifier)


def answers(room: Served) -> set[tuple[str, str]]:
    """Who in the workshop has an answer to which question on the disk."""
    return set(
        stored(
            room,
            "SELECT respondent.name, question FROM answer_event "
            "JOIN respondent ON respondent.id = respondent "
            "JOIN participant_device USING (respondent)",
        )
    )


def stored(room: Served, query: str) -> list[tuple[Any, ...]]:
    """Straight from the file."""
    with closing(sqlite3.connect(room.database)) as connection:
        return connection.execute(query).fetchall()
