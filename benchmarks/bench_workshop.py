"""A workshop through the real front door: latency, memory, and whether every answer is kept.

Rooms of 100, 200 and 500 people who answer every three seconds while two facilitators watch: a full
assessment with five questions a page, then the quick scan with one, where everybody also turns a
page after each answer. In the same run, the same people on a page of bare Streamlit with as many
widgets that saves nothing; a slow network with lost connections; and what a facilitator's refresh
costs. The people are simulated on the same machine, so their share of the processor is printed too.
`--minutes 60` soaks the first number of people instead.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

import engagements
from benchmarks.browser_protocol import Tab
from benchmarks.crowd import Account, Participant
from benchmarks.served import Served, serving
from benchmarks.slow_network import slow_line
from domain.framework import Depth
from domain.workshop import WorkshopSettings
from storage.answer_records import AnswerEvent, events_in
from storage.database import open_database
from storage.migrate import migrate
from ui.device import DEVICE_COOKIE

FLOOR = Path(__file__).with_name("floor_page.py")
FACILITATOR = "the-facilitators-browser"
DELAYS = (0.075, 0.150)
_PAGES: dict[Depth, str] = {"full": "five questions a page", "quick": "one question a page"}
_QUESTIONS: dict[Depth, int] = {"full": 5, "quick": 1}
_SMALL_ROOM = 10
_TRAVELLERS = 20
_ACCIDENTS = 0.2
_ACCIDENTS_IN_SOAK = 0.01
_MOST_SECONDS_TO_JOIN = 30.0
_SECONDS_TO_JOIN_EACH = 0.1
_REFRESHES = 30
_SECONDS_TO_SETTLE = 3.0


@dataclass(frozen=True)
class Room:
    """A workshop that is open, in a database of its own."""

    url: str
    assessment: str
    join: str
    lead: str
    options: Mapping[str, Sequence[tuple[str, float | None]]]


@dataclass
class Measured:
    """What one room of people has shown."""

    name: str
    people: int
    joins: list[float] = field(default_factory=list)
    coming: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    refreshes: list[float] = field(default_factory=list)
    refreshes_alone: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    returns: int = 0
    account: Account | None = None
    share_while_joining: float = 0.0
    server_share: float = 0.0
    own_share: float = 0.0
    cost: float = 0.0
    refresh_cost: float = 0.0
    megabytes: tuple[float, float] = (0.0, 0.0)

    @property
    def failed(self) -> bool:
        """Whether anything went wrong."""
        return bool(self.problems) or (self.account is not None and self._is_wrong(self.account))

    def _is_wrong(self, account: Account) -> bool:
        unseen = account.sent - account.acknowledged if self.returns == 0 else 0
        return bool(account.lost or account.unknown or unseen)


def open_room(folder: Path, depth: Depth = "full") -> Room:
    """A new database with an engagement and an anonymous workshop on all that is asked."""
    url = f"sqlite:///{folder / 'headway.db'}"
    with closing(open_database(url)) as db:
        migrate(db)
        started = engagements.start_engagement(db, "Kim", organisation="Acme", depth=depth)
        framework = engagements.framework_of(db, started.engagement.id)
        settings = WorkshopSettings(capabilities=tuple(c.id for c in framework.capabilities()))
        identifier = started.engagement.id
        held = engagements.open_workshop(db, FACILITATOR, identifier, settings, name="Kim")
        code = engagements.join_code(db, FACILITATOR, held.id).replace("-", "")
    options: dict[str, list[tuple[str, float | None]]] = {
        question.id: [("value", choice.value) for choice in question.choices]
        + [("dont_know", None), ("not_applicable", None)]
        for question in framework.questions(depth)
    }
    lead = f"/workshop?engagement={identifier}"
    return Room(url, held.assessment, f"/join?code={code}", lead, options)


def accounts(room: Room, people: Sequence[Participant]) -> Account:
    """What these people sent against what the database holds."""
    with closing(open_database(room.url)) as db, db.reading() as connection:
        events = events_in(connection, room.assessment)
    on_record: dict[str, list[int]] = {}
    for event in events:
        on_record.setdefault(_key(event), []).append(_option(room, event))
    account = Account()
    for person in people:
        for key in {each.key for each in person.given}:
            given = [each for each in person.given if each.key == key]
            account.add(given, on_record.get(key, []))
    return account


def _key(event: AnswerEvent) -> str:
    """The key of the question's widget on the page."""
    return f"answer:{event.answer.respondent}:{event.answer.question}:choice"


def _option(room: Room, event: AnswerEvent) -> int:
    answer = event.answer
    return room.options[answer.question].index((answer.kind, answer.value))


# One room of people


@dataclass
class Load:
    """People who come to a host, and what is measured of them."""

    served: Served
    host: str
    address: str
    measured: Measured
    seconds: float
    accidents: float = 0.0
    minutely: bool = False
    people: list[Participant] = field(default_factory=list)

    async def run(self) -> None:
        """Let people come, answer for some time, and go."""
        over = asyncio.Event()
        drawn = Random(self.measured.name)
        self.people = [
            Participant(Tab(self.host, self.address), Random(drawn.random()), self.accidents)
            for _ in range(self.measured.people)
        ]
        before, begin, cpu = self.served.megabytes(), perf_counter(), self.served.cpu_seconds()
        tasks = [
            asyncio.create_task(self._come(person, drawn.random(), over)) for person in self.people
        ]
        await self._until_all_have_joined(tasks)
        taken = perf_counter() - begin
        self.measured.share_while_joining = (self.served.cpu_seconds() - cpu) / taken
        await asyncio.sleep(_SECONDS_TO_SETTLE)
        settled = perf_counter()
        await self._watch_the_machine()
        over.set()
        await asyncio.gather(*tasks)
        self.measured.megabytes = (before, self.served.megabytes())
        self._collect(settled)
        await asyncio.gather(*(person.tab.close() for person in self.people))

    async def _come(self, person: Participant, share: float, over: asyncio.Event) -> None:
        window = min(_MOST_SECONDS_TO_JOIN, self.measured.people * _SECONDS_TO_JOIN_EACH)
        await asyncio.sleep(share * window)
        await person.take_part(over)

    async def _until_all_have_joined(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        begin = said = perf_counter()
        while not all(
            task.done() or person.seconds_to_join is not None
            for task, person in zip(tasks, self.people, strict=True)
        ):
            await asyncio.sleep(0.2)
            if perf_counter() - said > 10:
                said = perf_counter()
                here = sum(person.seconds_to_join is not None for person in self.people)
                say(f"{self.measured.name}: {here} have joined after {said - begin:.0f} s")

    async def _watch_the_machine(self) -> None:
        begin, runs = perf_counter(), self._runs()
        server, own = self.served.cpu_seconds(), time.process_time()
        while (left := begin + self.seconds - perf_counter()) > 0:
            await asyncio.sleep(min(left, 60.0))
            if self.minutely:
                minutes = (perf_counter() - begin) / 60
                say(f"minute {minutes:.0f}: {self.served.megabytes():.0f} MB")
        taken, computed = perf_counter() - begin, self.served.cpu_seconds() - server
        self.measured.server_share = computed / taken
        self.measured.own_share = (time.process_time() - own) / taken
        self.measured.cost = computed / max(1, self._runs() - runs)

    def _runs(self) -> int:
        return sum(len(person.given) + len(person.turns) for person in self.people)

    def _collect(self, settled: float) -> None:
        found = self.measured
        for person in self.people:
            found.joins += [person.seconds_to_join] if person.seconds_to_join is not None else []
            found.turns += person.turns
            found.problems += person.problems
            found.returns += person.returns
            for given in person.given:
                if given.seconds is not None:
                    part = found.coming if given.sent < settled else found.answers
                    part.append(given.seconds)


@asynccontextmanager
async def facilitators(host: str, room: Room, measured: Measured) -> AsyncIterator[Tab]:
    """Two open consoles that refresh themselves; gives the first."""
    tabs = [Tab(host, room.lead, {DEVICE_COOKIE: FACILITATOR}) for _ in range(2)]
    for tab in tabs:
        await tab.open()
    yield tabs[0]
    for tab in tabs:
        measured.refreshes += tab.refreshes
        measured.problems += tab.problems
        await tab.close()


async def workshop(
    folder: Path, people: int, options: argparse.Namespace, depth: Depth = "full"
) -> Measured:
    """People answer in the product while two facilitators watch; then one of them refreshes."""
    measured = Measured(f"{people} people, {_PAGES[depth]}", people)
    soaking = bool(options.minutes)
    room = open_room(folder, depth)
    with serving(folder, room.url) as served:
        host = f"localhost:{served.port}"
        await _warm_up(host, room.join)
        load = Load(served, host, room.join, measured, options.minutes * 60 or options.seconds)
        if soaking:
            load.accidents, load.minutely = _ACCIDENTS_IN_SOAK, True
        async with facilitators(host, room, measured) as facilitator:
            await load.run()
            await _refresh_alone(served, facilitator, measured)
        measured.account = accounts(room, load.people)
        measured.problems += served.failures()
    report(measured)
    return measured


async def _refresh_alone(served: Served, facilitator: Tab, measured: Measured) -> None:
    """Refresh again and again while nobody answers."""
    await asyncio.sleep(_SECONDS_TO_SETTLE)
    before = served.cpu_seconds()
    measured.refreshes_alone = await facilitator.refresh(_REFRESHES)
    measured.refresh_cost = (served.cpu_seconds() - before) / _REFRESHES


async def on_a_slow_network(folder: Path, seconds: float) -> list[Measured]:
    """People far away whose connections are cut again and again."""
    found = []
    room = open_room(folder)
    with serving(folder, room.url) as served:
        await _warm_up(f"localhost:{served.port}", room.join)
        for delay in DELAYS:
            name = f"{_TRAVELLERS} people, {delay * 1000:.0f} ms each way, connections cut"
            measured = Measured(name, _TRAVELLERS)
            async with slow_line(served.port, delay) as port:
                load = Load(served, f"localhost:{port}", room.join, measured, seconds, _ACCIDENTS)
                await load.run()
            measured.account = accounts(room, load.people)
            report(measured)
            found.append(measured)
        found[-1].problems += served.failures()
    return found


async def floor(folder: Path, people: int, seconds: float, depth: Depth) -> Measured:
    """The same people on a page of bare Streamlit."""
    measured = Measured(f"floor, {people} people, {_PAGES[depth]}", people)
    address = f"/?questions={_QUESTIONS[depth]}"
    with serving(folder, f"sqlite:///{folder / 'floor.db'}", FLOOR) as served:
        host = f"localhost:{served.port}"
        await _warm_up(host, address)
        await Load(served, host, address, measured, seconds).run()
        measured.problems += served.failures()
    report(measured)
    return measured


async def _warm_up(host: str, address: str) -> None:
    """Let somebody look in first, so that what is loaded once is not charged to the people."""
    tab = Tab(host, address)
    await tab.open()
    await tab.close()


# What is printed


def say(text: str) -> None:
    """A line for whoever waits."""
    print(f"  {text}", flush=True)


def in_ms(seconds: Sequence[float]) -> str:
    """Median, 95th and 99th percentile in milliseconds."""
    if not seconds:
        return "none measured"
    p50, p95, p99 = np.percentile(seconds, (50, 95, 99)) * 1000
    return f"p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms (n = {len(seconds)})"


def report(measured: Measured) -> None:
    """Everything about one room."""
    before, after = measured.megabytes
    each = (after - before) / measured.people
    print(measured.name)
    say(f"joining, all files fetched:  {in_ms(measured.joins)}")
    say(f"answers while others join:   {in_ms(measured.coming)}")
    say(f"answers when all are there:  {in_ms(measured.answers)}")
    say(f"pages turned:                {in_ms(measured.turns)}")
    if measured.refreshes_alone:
        say(f"facilitators' refreshes:     {in_ms(measured.refreshes)}")
        say(f"the same, nobody answering:  {in_ms(measured.refreshes_alone)}")
        say(f"one refresh costs the server {measured.refresh_cost * 1000:.1f} ms")
    say(
        f"server {measured.share_while_joining:.0%} of a core while people join, then "
        f"{measured.server_share:.0%}: {measured.cost * 1000:.1f} ms an answer or page; "
        f"the simulated people {measured.own_share:.0%}"
    )
    say(f"server's memory {before:.0f} to {after:.0f} MB, {each:.2f} MB a person")
    if measured.account:
        account = measured.account
        say(
            f"{account.sent} answers sent, {account.acknowledged} acknowledged, "
            f"{account.stored} stored, {account.lost} lost, {account.unknown} unknown; "
            f"{measured.returns} came back after a cut"
        )
    for problem in sorted(set(measured.problems)):
        say(f"PROBLEM, {measured.problems.count(problem)} times: {problem}")


def compare(pairs: Sequence[tuple[Measured, Measured]]) -> None:
    """How many times the floor's 95th percentile an answer takes."""
    print("p95 of an answer against the floor, all people there")
    for room, bare in pairs:
        if room.answers and bare.answers:
            ours, least = (np.percentile(each.answers, 95) * 1000 for each in (room, bare))
            say(f"{room.name}: {ours:.0f} ms, floor {least:.0f} ms: {ours / least:.1f} times")


# The whole


async def measure(folder: Path, options: argparse.Namespace) -> list[Measured]:
    """Everything that was asked for."""
    if options.minutes:
        return [await workshop(_new(folder, "soak"), options.people[0], options)]
    small = await workshop(_new(folder, "small"), _SMALL_ROOM, options)
    slow = await on_a_slow_network(_new(folder, "slow"), options.seconds)
    pairs = []
    sizes_of: dict[Depth, list[int]] = {"full": options.people, "quick": options.quick}
    for depth, sizes in sizes_of.items():
        for people in sizes:
            beside = _new(folder, f"{depth} {people}")
            bare = await floor(beside, people, options.seconds, depth)
            pairs.append((await workshop(beside, people, options, depth), bare))
    compare(pairs)
    return [small, *slow, *(each for pair in pairs for each in pair)]


def _new(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def main() -> int:
    """Print everything; 1 when an answer was lost or anything failed, whatever it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=[100, 200, 500])
    parser.add_argument("--quick", type=int, nargs="*", default=[100, 200], help="a quick scan")
    parser.add_argument("--seconds", type=float, default=10.0, help="with everybody there")
    parser.add_argument("--minutes", type=float, default=0.0, help="soak the first room this long")
    options = parser.parse_args()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} processors, load before the start: {load}")
    with TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder), options))
    failed = [each.name for each in found if each.failed]
    print(f"FAILED: {', '.join(failed)}" if failed else "No answer was lost, nothing failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
