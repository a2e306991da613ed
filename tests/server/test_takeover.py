"""Nobody gets into another person's session: neither to read there nor to answer there."""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

import engagements
from benchmarks.browser_protocol import Lost, Tab
from domain.engagement import Respondent
from domain.workshop import WorkshopSettings
from storage.database import Database, open_database
from storage.migrate import migrate
from tests.browser.conftest import serve

COMMENT = "the board has never met"
QUESTION = "str-01-placement"
_PATIENCE = 5
"""Seconds to wait for a part of a page that may never be drawn."""
_T = TypeVar("_T")


class Watched(Tab):
    """A tab that keeps everything it receives."""

    def __init__(self, host: str, address: str, cookies: dict[str, str]) -> None:
        super().__init__(host, address, cookies)
        self.received: list[bytes] = []

    def _receive(self, message: ForwardMsg) -> None:
        self.received.append(message.SerializeToString())
        super()._receive(message)

    def hears(self, text: str) -> bool:
        """Whether anything received holds these words."""
        return any(text.encode() in message for message in self.received)

    async def enter(self, other: "Watched") -> None:
        """Connect with the id of somebody else's session."""
        self._session = other._session
        await self._connect()

    async def ask(self) -> None:
        """Ask for the page, as a browser does that comes back."""
        async with asyncio.timeout(_PATIENCE):
            await self._rerun()

    async def answer_as(self, other: "Watched", level: int, *, in_its_place: bool) -> None:
        """Send an answer with the widget of somebody else's page, as that page would."""
        [choice] = other.found("radio", QUESTION)
        [option] = [each for each in choice.options if each.startswith(f"**{level} ")]
        self._values = dict(other._values)
        self._values[choice.id] = WidgetState(id=choice.id, string_value=option)
        self._script = other._script
        with suppress(Lost, TimeoutError):  # a part that is not there is never drawn
            async with asyncio.timeout(_PATIENCE):
                await self._rerun(choice.place if in_its_place else "")


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Do it in a thread: the browser of other tests keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@dataclass
class Room:
    """A running app with a workshop in which two people take part."""

    host: str
    db: Database
    workshop: str
    ann: Respondent
    bob: Respondent

    def tab(self, device: str) -> Watched:
        """A tab of whoever has this cookie."""
        cookies = {"headway_device": device} if device else {}
        return Watched(self.host, f"/join?workshop={self.workshop}", cookies)

    def answer_of_ann(self) -> tuple[float | None, str]:
        """Value and comment that stand on the disk for the first person."""
        [answer] = engagements.answers_of(self.db, self.ann.id).values()
        return answer.value, answer.comment


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    path: Path = tmp_path_factory.mktemp("takeover") / "headway.db"
    db = open_database(f"sqlite:///{path}")
    migrate(db)
    begun = engagements.start_engagement(db, "Kim", organisation="Acme", depth="quick")
    workshop = engagements.open_workshop(
        db, "kim", begun.engagement.id, WorkshopSettings(capabilities=("str-01",)), name="Kim"
    )
    code = engagements.join_code(db, "kim", workshop.id)
    ann = engagements.join_workshop(db, code, "ann", role="ceo")
    bob = engagements.join_workshop(db, code, "bob", role="ceo")
    served = serve(path)
    yield Room(served.url.removeprefix("http://"), db, workshop.id, ann, bob)
    served.process.kill()
    served.process.wait()
    db.close()


@pytest.fixture
def room(started: Room) -> Room:
    """The room, with the first person's answer as it was in the beginning."""
    engagements.record_answer(
        started.db, started.ann.id, question=QUESTION, kind="value", value=2, comment=COMMENT
    )
    return started


@pytest.mark.parametrize("device", ["bob", "", "a guess"])
@pytest.mark.parametrize("ann_is_there", [True, False])
def test_who_has_the_id_of_another_s_session_reads_nothing_of_it(
    room: Room, device: str, ann_is_there: bool
) -> None:
    async def read() -> Watched:
        ann, thief = await _both(room, device, ann_is_there)
        await thief.ask()
        await _leave(ann, thief)
        return thief

    thief = run(read())
    for secret in (room.ann.id, room.ann.name, COMMENT):
        assert not thief.hears(secret), secret
    assert thief.hears(room.bob.name) == (device == "bob")  # he gets to his own page


@pytest.mark.parametrize("device", ["bob", "", "a guess"])
@pytest.mark.parametrize("ann_is_there", [True, False])
@pytest.mark.parametrize("in_its_place", [True, False])
@pytest.mark.parametrize("asks_first", [True, False])
def test_who_has_the_id_of_another_s_session_answers_nothing_in_it(
    room: Room, device: str, ann_is_there: bool, in_its_place: bool, asks_first: bool
) -> None:
    # Streamlit calls what belongs to a changed widget before it runs the page, so a check that
    # the page makes comes too late for an answer that is the first thing sent.
    async def answer() -> Watched:
        ann, thief = await _both(room, device, ann_is_there)
        if asks_first:
            await thief.ask()
        await thief.answer_as(ann, 5, in_its_place=in_its_place)
        await _leave(ann, thief)
        return thief

    thief = run(answer())
    assert room.answer_of_ann() == (2, COMMENT)
    for secret in (room.ann.id, room.ann.name, COMMENT):
        assert not thief.hears(secret), secret


def test_the_same_message_from_the_own_browser_is_saved(room: Room) -> None:
    # Or the test before would prove nothing.
    async def answer() -> None:
        ann, again = await _both(room, "ann", ann_is_there=False)
        await again.answer_as(ann, 5, in_its_place=True)
        await _leave(ann, again)

    run(answer())
    assert room.answer_of_ann()[0] == 5


def test_the_one_whose_session_it_is_goes_on_after_a_lost_network(room: Room) -> None:
    async def lose_and_come_back() -> tuple[bool, bool]:
        ann = room.tab("ann")
        await ann.open()
        before = ann._session
        ann.cut()
        await asyncio.sleep(0.5)
        run = await ann.reconnect()
        await ann.close()
        return run.says(room.ann.name), ann._session == before

    assert run(lose_and_come_back()) == (True, True)


async def _both(room: Room, device: str, ann_is_there: bool) -> tuple[Watched, Watched]:
    """The first person with the page drawn, and somebody who connects to that session."""
    ann, thief = room.tab("ann"), room.tab(device)
    await ann.open()
    await ann.unfold(*ann.found("expander", "Confidence"))
    # What is looked for is in Ann's own messages, or finding nothing would mean nothing.
    for secret in (room.ann.id, room.ann.name, COMMENT):
        assert ann.hears(secret)
    if not ann_is_there:
        ann.cut()
        await asyncio.sleep(0.5)  # until the server has noticed
    await thief.enter(ann)
    return ann, thief


async def _leave(*tabs: Watched) -> None:
    await asyncio.sleep(0.5)  # whatever is still under way may arrive
    for tab in tabs:
        await tab.close()
