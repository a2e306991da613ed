"""People in a workshop: they join, answer every few seconds, and now and then lose the network."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from time import perf_counter

from benchmarks.browser_protocol import Lost, Tab, Widget

SECONDS_BETWEEN_ANSWERS = 3.0
_LONGEST_UNTIL_CUT = 0.8
_SECONDS_WITHOUT_NETWORK = 0.5


@dataclass(slots=True)
class Given:
    """One answer that somebody sent: the key of its question and the number of its option.

    `seconds` is its round trip, where the network stayed; `acknowledged` says whether the person
    has seen that it is saved.
    """

    key: str
    option: int
    sent: float
    seconds: float | None = None
    acknowledged: bool = False


@dataclass(slots=True)
class Participant:
    """Somebody who rates: forwards to the last question, then back, changing the answers.

    An answer follows the other after three seconds on average; between the last question of a
    page and the first of the next one the page is turned, halfway.

    With every answer the connection is cut with the probability `accidents`, somewhere on the
    way. Half of the people then come back as a phone does that had lost the network, half reload,
    and choose again what they do not see saved.
    """

    tab: Tab
    drawn: Random
    accidents: float = 0.0
    given: list[Given] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds_to_join: float | None = None
    returns: int = 0

    async def take_part(self, over: asyncio.Event) -> None:
        """Join, and answer until it is over. What goes wrong stands in `problems`."""
        begin = perf_counter()
        try:
            await self._join()
            self.seconds_to_join = perf_counter() - begin
            await self._rate(over)
        except (Lost, TimeoutError) as error:
            self.problems.append(f"{type(error).__name__}: {error}")
        self.problems += self.tab.problems

    async def _join(self) -> None:
        await self.tab.open()
        roles = self.tab.found("button", "role:")
        if roles:
            await self.tab.press(self.drawn.choice(roles))
        if not self._questions():
            raise Lost("no question is on the page after joining")

    def _questions(self) -> list[Widget]:
        return self.tab.found("radio", "answer:")

    async def _rate(self, over: asyncio.Event) -> None:
        way = "Next"
        await self._pause(over, self.drawn.random())
        while not over.is_set():
            await self._answer_all(over)
            await self._pause(over, 0.5)
            buttons = self.tab.found("button", way)
            if over.is_set():
                return
            if buttons:
                self.turns.append((await self.tab.press(buttons[0])).seconds)
            else:
                way = "Previous" if way == "Next" else "Next"
            await self._pause(over, 0.5)

    async def _answer_all(self, over: asyncio.Event) -> None:
        for number, question in enumerate(self._questions()):
            if number:
                await self._pause(over)
            if over.is_set() or question.id not in self.tab.widgets:
                return  # the latter after a reload, which leads to what is unanswered
            await self._answer(question)

    async def _pause(self, over: asyncio.Event, share: float = 1.0) -> None:
        seconds = SECONDS_BETWEEN_ANSWERS * share * self.drawn.uniform(0.5, 1.5)
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), seconds)

    async def _answer(self, question: Widget) -> None:
        now = self.tab.chosen(question)
        others = [number for number, each in enumerate(question.options) if each != now]
        option = self.drawn.choice(others)
        if self.drawn.random() < self.accidents:
            await self._choose_with_accident(question, option)
        else:
            await self._choose(question, option)

    async def _choose(self, question: Widget, option: int) -> None:
        given = self._sending(question, option)
        run = await self.tab.choose(question, question.options[option])
        given.seconds = run.seconds
        given.acknowledged = run.says("Saved")

    def _sending(self, question: Widget, option: int) -> Given:
        given = Given(question.key, option, perf_counter())
        self.given.append(given)
        return given

    async def _choose_with_accident(self, question: Widget, option: int) -> None:
        given = self._sending(question, option)
        until_cut = self.drawn.uniform(0, _LONGEST_UNTIL_CUT)
        cut = asyncio.get_running_loop().call_later(until_cut, self.tab.cut)
        with suppress(Lost):
            run = await self.tab.choose(question, question.options[option])
            given.acknowledged = run.says("Saved")
        cut.cancel()
        self.tab.cut()
        await asyncio.sleep(_SECONDS_WITHOUT_NETWORK)
        await self._come_back(question, given)
        self.returns += 1

    async def _come_back(self, question: Widget, given: Given) -> None:
        if self.drawn.random() < 0.5:
            run = await self.tab.reconnect()
            given.acknowledged = given.acknowledged or run.says("Saved")
            return
        await self.tab.reload()
        for shown in self._questions():
            if shown.key != given.key:
                continue
            if self.tab.chosen(shown) == question.options[given.option]:
                given.acknowledged = True
            else:
                await self._choose(shown, given.option)


@dataclass(slots=True)
class Account:
    """Answers that were sent against answers on record.

    `lost` were acknowledged and are not there; `unknown` are there and were never sent.
    """

    sent: int = 0
    acknowledged: int = 0
    stored: int = 0
    lost: int = 0
    unknown: int = 0

    def add(self, given: list[Given], stored: list[int]) -> None:
        """Compare what was sent to one question with the options on record, both in order."""
        acknowledged = [each.option for each in given if each.acknowledged]
        self.sent += len(given)
        self.acknowledged += len(acknowledged)
        self.stored += len(stored)
        self.lost += missing(acknowledged, stored)
        self.unknown += missing(stored, [each.option for each in given])


def missing(wanted: Iterable[int], found: Iterable[int]) -> int:
    """How many of `wanted` are not in `found` in the same order."""
    left = list(found)
    absent = 0
    for each in wanted:
        if each in left:
            del left[: left.index(each) + 1]
        else:
            absent += 1
    return absent
