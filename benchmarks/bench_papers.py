"""Ten people ask for a paper at once while others answer: what does an answer take then?

People rate in a workshop through the real front door; then ten papers of ten engagements are asked
for on the page *Report*, each with a plan and a look of its own, so that no chapter of one can be
kept for another; with `--unplanned`, those plans have to be looked for first. The people are
simulated on the same machine. Prints the answers before, while the papers are made, and after;
nothing is asserted.
"""

import argparse
import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

import engagements
from benchmarks.bench_workshop import in_ms, open_room, say
from benchmarks.browser_protocol import Tab
from benchmarks.crowd import Participant
from benchmarks.processes import cpu_seconds, megabytes, workers
from benchmarks.served import Served, serving
from domain.planning import Scenario
from storage.database import Database, open_database

_PATIENCE = 300.0
_SECONDS_TO_SETTLE = 5.0
_PAGES = "report_page"
"""In the key of what turns the pages of a paper that is shown."""
_ACCENTS = ("#8A4B08", "#7B4B94", "#14326E", "#0B4F8A", "#5B3A00")
_LOOK = 'format: headway-theme/1\nclient: Client {number}\naccent: "{accent}"\n'


def engagements_of_ten(url: str, planned: bool) -> list[str]:
    """Ten copies of the example, each with less money for its plan and a look of its own."""
    with closing(open_database(url)) as db:
        content = engagements.export_engagement(db, engagements.create_example(db))
        return [_copy(db, content, number, planned) for number in range(10)]


def _copy(db: Database, content: bytes, number: int, planned: bool) -> str:
    made = engagements.import_engagement(db, "somebody", content)
    engagements.change_scenario(db, "somebody", made, lambda before: _poorer(before, number))
    look = _LOOK.format(number=number, accent=_ACCENTS[number % len(_ACCENTS)])
    engagements.keep_theme(db, "somebody", made, look.encode(), "look.yaml")
    if planned:
        engagements.make_plan(db, made)
    return made


def _poorer(scenario: Scenario, number: int) -> Scenario:
    less = {year: amount - 100 * number for year, amount in scenario.budget.items()}
    return replace(scenario, budget=less)


async def on_the_page(host: str, engagement: str, name: str) -> Tab:
    """Somebody who looks at the page *Report* and has chosen an edition."""
    tab = Tab(host, f"/report?engagement={engagement}")
    await tab.open()
    [edition] = tab.found("radio", "What do you need?")
    await tab.choose(edition, name)
    return tab


async def ask(tab: Tab) -> list[str]:
    """Ask for the paper and wait until it is shown; what went wrong."""
    [button] = tab.found("button", "Make the report")
    # Who is last waits longer than a browser of this kind has patience for.
    with suppress(TimeoutError):
        await tab.press(button)
    try:
        async with asyncio.timeout(_PATIENCE):
            while not any(_PAGES in widget.key for widget in tab.widgets.values()):
                await asyncio.sleep(0.5)
    except TimeoutError:
        return [*tab.problems, "no paper was shown"]
    return tab.problems


async def until_joined(people: Sequence[Participant]) -> None:
    """Wait for everybody."""
    while any(each.seconds_to_join is None and not each.problems for each in people):
        await asyncio.sleep(0.2)


def answers(people: Sequence[Participant], begin: float, end: float) -> list[float]:
    """The round trips of what was sent between two moments."""
    return list(_answers(people, begin, end))


def _answers(people: Sequence[Participant], begin: float, end: float) -> Iterator[float]:
    for person in people:
        for given in person.given:
            if given.seconds is not None and begin <= given.sent < end:
                yield given.seconds


async def measure(folder: Path, options: argparse.Namespace) -> None:
    """Serve, let people in, ask for the papers, and print what that did to the answers."""
    room = open_room(folder)
    wanted = engagements_of_ten(room.url, options.planned)
    drawn = Random(7)
    with serving(folder, room.url) as served:
        host = f"localhost:{served.port}"
        people = [
            Participant(Tab(host, room.join), Random(drawn.random())) for _ in range(options.people)
        ]
        over = asyncio.Event()
        answering = [asyncio.create_task(person.take_part(over)) for person in people]
        asking = [await on_the_page(host, each, options.edition) for each in wanted]
        await until_joined(people)
        await asyncio.sleep(_SECONDS_TO_SETTLE)
        begin, computed = perf_counter(), served.cpu_seconds()
        await asyncio.sleep(options.seconds)
        asked, served_before = perf_counter(), served.cpu_seconds()
        complaints = [p for each in await asyncio.gather(*map(ask, asking)) for p in each]
        made, served_then = perf_counter(), served.cpu_seconds()
        _workers(served)
        await asyncio.sleep(options.seconds)
        end = perf_counter()
        over.set()
        await asyncio.gather(*answering)
        for tab in (*asking, *(person.tab for person in people)):
            await tab.close()
        failures = served.failures()
    plans = "plans made before" if options.planned else "no plan yet"
    say(f"{options.people} people answering, then ten papers ({options.edition}) at once, {plans}")
    say(f"all ten were shown after      {made - asked:.0f} s")
    say(f"answers before:               {in_ms(answers(people, begin, asked))}")
    say(f"answers while they were made: {in_ms(answers(people, asked, made))}")
    say(f"answers after:                {in_ms(answers(people, made, end))}")
    say(
        f"the server's own share of a core {(served_before - computed) / (asked - begin):.0%} "
        f"before, {(served_then - served_before) / (made - asked):.0%} while they were made"
    )
    for problem in [*complaints, *failures, *(p for person in people for p in person.problems)]:
        say(f"PROBLEM: {problem}")


def _workers(served: Served) -> None:
    for pid, role in workers(served.process.pid).items():
        say(f"the worker to {role}: {megabytes(pid):.0f} MB at most, {cpu_seconds(pid):.0f} s")


def main() -> None:
    """Print everything; assert nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=15.0, help="before and after the papers")
    parser.add_argument("--edition", default="In full", help="as the page Report calls it")
    parser.add_argument("--unplanned", dest="planned", action="store_false", help="no plan yet")
    options = parser.parse_args()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} processors, load before the start: {load}")
    with TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), options))


if __name__ == "__main__":
    main()
