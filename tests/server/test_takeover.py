"""Nobody gets into another person's session: who somebody is hangs on the cookie, on every run."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import engagements
from benchmarks.browser_protocol import Lost, Tab
from domain.engagement import Respondent
from domain.workshop import WorkshopSettings
from storage.database import Database, open_database
from storage.migrate import migrate
from tests.browser.conftest import serve

COMMENT = "the board has never met"
QUESTION = "str-01-placement"


class Watched(Tab):
    """A tab that keeps everything it receives."""

    def __init__(self, host: str, address: str, cookies: dict[str, str]) -> None:
        super().__init__(host, address, cookies)
        self.received: list[bytes] = []

    def _receive(self, message: ForwardMsg) -> None:
        self.received.append(message.SerializeToString())
        super()._receive(message)

    async def take(self, session: str) -> None:
        """Connect with the id of somebody else's session, and ask for the page."""
        self._session = session
        with suppress(Lost, TimeoutError):  # refused: as good
            async with asyncio.timeout(15):
                await self._connect()
                await self._rerun()

    async def say_as(self, other: "Watched", question: str, option: str) -> None:
        """Send an answer with the very widgets of somebody else's page."""
        self.widgets |= other.widgets
        [choice] = other.found("radio", question)
        with suppress(Lost, TimeoutError):  # a fragment that is not there is never drawn
            async with asyncio.timeout(3):
                await self.choose(choice, option)

    @property
    def session(self) -> str:
        """The id of the session, as the server told it."""
        return self._session


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

    def answers_of_ann(self) -> dict[str, float | None]:
        """What stands on the disk for the first person."""
        return {q: a.value for q, a in engagements.answers_of(self.db, self.ann.id).items()}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    path: Path = tmp_path_factory.mktemp("takeover") / "headway.db"
    db = open_database(f"sqlite:///{path}")
    migrate(db)
    started = engagements.start_engagement(db, "Kim", organisation="Acme", depth="quick")
    workshop = engagements.open_workshop(
        db, "kim", started.engagement.id, WorkshopSettings(capabilities=("str-01",)), name="Kim"
    )
    code = engagements.join_code(db, "kim", workshop.id)
    ann = engagements.join_workshop(db, code, "ann", role="ceo")
    bob = engagements.join_workshop(db, code, "bob", role="ceo")
    engagements.record_answer(db, ann.id, question=QUESTION, kind="value", value=2, comment=COMMENT)
    served = serve(path)
    yield Room(served.url.removeprefix("http://"), db, workshop.id, ann, bob)
    served.process.kill()
    served.process.wait()
    db.close()


@pytest.mark.parametrize("device", ["bob", "", "a guess"])
@pytest.mark.parametrize("ann_is_there", [True, False])
def test_the_id_of_another_s_session_opens_nothing(
    room: Room, device: str, ann_is_there: bool
) -> None:
    thief = asyncio.run(_steal(room, device, ann_is_there))
    for secret in (room.ann.id, room.ann.name, COMMENT):
        assert not any(secret.encode() in message for message in thief.received), secret
    if device == "bob":  # who did get somewhere: to his own page
        assert any(room.bob.name.encode() in message for message in thief.received)
    assert room.answers_of_ann() == {QUESTION: 2}


async def _steal(room: Room, device: str, ann_is_there: bool) -> Watched:
    ann, thief = room.tab("ann"), room.tab(device)
    await ann.open()
    # What is looked for below is in Ann's own messages, or finding nothing would mean nothing.
    for secret in (room.ann.id, room.ann.name, COMMENT):
        assert any(secret.encode() in message for message in ann.received)
    if not ann_is_there:
        ann.cut()
        await asyncio.sleep(0.5)
    await thief.take(ann.session)
    await thief.say_as(ann, QUESTION, "5")
    await asyncio.sleep(0.5)
    for tab in (ann, thief):
        await tab.close()
    return thief


def test_the_one_whose_session_it_is_goes_on_after_a_lost_network(room: Room) -> None:
    async def lose_and_come_back() -> bool:
        ann = room.tab("ann")
        await ann.open()
        ann.cut()
        await asyncio.sleep(0.5)
        run = await ann.reconnect()
        await ann.close()
        return run.says(room.ann.name)

    assert asyncio.run(lose_and_come_back())
