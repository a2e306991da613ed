"""People in a workshop: each joins, answers every few seconds, and now and then loses the network."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from time import perf_counter

from benchmarks.browser_protocol import Lost, Run, Tab, Widget, visit

SECONDS_BETWEEN_ANSWERS = 3.0
_LONGEST_UNTIL_CUT = 0.8
_SECONDS_WITHOUT_NETWORK = 0.5


@dataclass
class Given:
    """One answer that somebody sent: the key of its question and the number of its option.

    `seconds` is its round trip where nothing came between; `acknowledged` says whether the person
    has seen that it is saved.
    """

    key: str
    option: int
    sent: float
    seconds: float | None = None
    acknowledged: bool = False


@dataclass
class Participant:
    """Somebody who rates: forwards to the last question, then back, changing the answers.

    One answer in `1 / accidents` comes with an accident: the connection is cut while it is under
    way, and the person comes back, either as a phone does that has lost the network or with a
    reload. What was not acknowledged is then chosen again.
    """

    host: str
    address: str
    drawn: Random
    accidents: float = 0.0
    given: list[Given] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    joined: float | None = None
    returns: int = 0

    async def take_part(self, until: "asyncio.Event") -> None:
        """Join, and answer until the event is set."""
        begin = perf_counter()
        try:
            self._tab = Tab(self.host, self.address, await visit(self.host, self.address, {}))
            await self._join()
            self.joined = perf_counter() - begin
            await self._rate(until)
        except (Lost, TimeoutError) as error:
            self.problems.append(f"{type(error).__name__}: {error}")
        finally:
            if hasattr(self, "_tab"):
                self.problems += self._tab.problems

    async def leave(self) -> None:
        """Close the tab."""
        if hasattr(self, "_tab"):
            await self._tab.close()

    async def _join(self) -> None:
        await self._tab.open()
        roles = self._tab.found("button", "role:")
        if roles:
            await self._tab.press(self.drawn.choice(roles))
        if not self._tab.found("radio", "answer:"):
            raise Lost("no question is on the page after joining")

    async def _rate(self, until: asyncio.Event) -> None:
        way = "Next"
        await self._pause(until, self.drawn.random() * SECONDS_BETWEEN_ANSWERS)
        while not until.is_set():
            for question in self._tab.found("radio", "answer:"):
                await self._answer(question)
                await self._pause(until, SECONDS_BETWEEN_ANSWERS / 2)
            buttons = self._tab.found("button", way)
            if buttons:
                self.turns.append((await self._tab.press(buttons[0])).seconds)
            else:
                way = "Previous" if way == "Next" else "Next"
            await self._pause(until, SECONDS_BETWEEN_ANSWERS / 2)

    async def _pause(self, until: asyncio.Event, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds * self.drawn.uniform(0.5, 1.5)):
                await until.wait()
        except TimeoutError:
            pass
