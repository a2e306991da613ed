"""The paper against its floor: WeasyPrint writing the same final HTML with ready charts.

Every figure is computing time of one run on this machine, of all processes together; what is
compared stands in one run. The floor is of a process that has printed before. "Not seen before"
means that the worker has printed other papers and keeps nothing of this one. Chromium prints the
same HTML, its charts beside it, for comparison: it makes no PDF/UA, and its contents have the page
numbers of ours.
"""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import get_args

from playwright.sync_api import sync_playwright
from weasyprint import HTML

import engagements
import reporting
from benchmarks.processes import cpu_seconds, megabytes, workers
from domain.report import Edit, Edition, Report
from reporting.paper import archive
from reporting.paper.assets import SCHEME, Assets, fonts
from reporting.paper.composed import Composed
from reporting.paper.composing import compose
from reporting.paper.sheets import contents_section, document, numbers, sheets
from reporting.theme import TEMPLATES
from reporting.workers import end_all
from storage.database import open_database
from storage.migrate import migrate

RUNS = 3
CHROMIUM = "/usr/bin/chromium"
OTHERS = 10
_SECONDS_TO_TIDY_UP = 0.5


def example() -> Report:
    """The report of the example that Headway ships."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'bench.db'}")
        migrate(database)
        report = engagements.compose_report(database, engagements.create_example(database))
        database.close()
    return report


def quiet(_share: float, _step: str) -> None:
    """Nobody waits here."""


def seconds(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Median computing time of some runs, that of all processes that were started included."""
    taken = []
    for _ in range(RUNS):
        before()
        begin = _computed()
        work()
        time.sleep(_SECONDS_TO_TIDY_UP)  # what a worker does afterwards counts too
        taken.append(_computed() - begin)
    return median(taken)


def _computed() -> float:
    return sum(os.times()[:4]) + sum(map(cpu_seconds, workers(os.getpid())))


# The floor


def final_html(composed: Composed) -> str:
    """The whole paper as one document, page numbers in the contents."""
    _, begins = sheets(composed)
    contents = contents_section(composed, numbers(begins, 1))
    parts = [composed.cover.html, composed.around, contents.html]
    parts += [section.html for section in composed.sections]
    faces = (TEMPLATES / "fonts.css").read_text("utf-8")
    style = f"<style>{faces}{composed.style}{composed.margins}</style>"
    return document(composed.language, "".join(parts), head=composed.head + style)


def pictures(composed: Composed) -> dict[str, bytes]:
    """Its charts, ready."""
    return {
        name: content
        for section in (composed.cover, *composed.sections)
        for name, content in section.pictures
    }


def floor(source: str, drawn: dict[str, bytes]) -> bytes:
    """WeasyPrint alone."""
    made = HTML(string=source, base_url=SCHEME, url_fetcher=Assets(drawn)).render(
        pdf_variant=archive.VARIANT, pdf_tags=True
    )
    written: bytes = made.write_pdf(pdf_variant=archive.VARIANT, pdf_tags=True)
    return written


def chromium(source: str, drawn: dict[str, bytes]) -> float:
    """Wall seconds that Chromium, already running, needs to load and print the same HTML."""
    with TemporaryDirectory() as folder:
        for name, content in (fonts() | drawn).items():
            (Path(folder) / name).write_bytes(content)
        page_file = Path(folder) / "paper.html"
        page_file.write_text(source.replace(SCHEME, ""), encoding="utf-8")
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page()
            begin = time.perf_counter()
            page.goto(page_file.as_uri())
            page.pdf(format="A4")
            taken = time.perf_counter() - begin
            browser.close()
    return taken


# States of the example


def unseen(report: Report) -> Iterator[Report]:
    """States in which every chapter and chart differs from those before."""
    number = 0
    while True:
        number += 1
        accent = f"#{number:06x}"
        roadmap = replace(report.roadmap, catalogue=f"Catalogue {number}")
        card = replace(report.scorecard, respondents=100 + number)
        theme = replace(report.theme, accent=accent)
        yield replace(report, scorecard=card, roadmap=roadmap, theme=theme)


def edited(report: Report) -> Iterator[Report]:
    """The report with one heading in other words, in new ones each time."""
    number = 0
    while True:
        number += 1
        said = f"In other words, for the time no. {number}"
        edit = Edit("summary.title", said, "", "Kim", datetime(2026, 1, 1, tzinfo=UTC))
        yield replace(report, edits=(edit,))


def main() -> None:
    """Print times, ratios, memory and sizes; assert nothing."""
    report = example()
    composed = compose(report, "full", quiet)
    source, drawn = final_html(composed), pictures(composed)
    floor(source, drawn)
    bare = seconds(lambda: floor(source, drawn))
    print(f"floor: WeasyPrint alone, full edition     {bare:6.2f} s of computing")

    def say(name: str, taken: float) -> None:
        print(f"{name:40}  {taken:6.2f} s, {taken / bare:5.2f} times the floor")

    states, edits = unseen(report), edited(report)
    say("full edition, new processes", seconds(lambda: reporting.make_pdf(report), end_all))
    for pid, role in workers(os.getpid()).items():
        print(f"  the worker to {role} at its largest     {megabytes(pid):6.0f} MB")
    say("full edition, not seen before", seconds(lambda: reporting.make_pdf(next(states))))
    board = seconds(lambda: reporting.make_pdf(next(states), edition="board"))
    say("board edition, not seen before", board)
    reporting.make_pdf(report)
    say("full edition, the same again", seconds(lambda: reporting.make_pdf(report)))
    say("after an edit of one heading", seconds(lambda: reporting.make_pdf(next(edits))))
    print(
        f"Chromium, warm, the same HTML             {chromium(source, drawn):6.2f} s on the clock"
    )
    for _ in range(OTHERS):
        reporting.make_pdf(next(states))
    for pid, role in workers(os.getpid()).items():
        most, idle = megabytes(pid), megabytes(pid, "VmRSS")
        print(f"  the worker to {role}, {OTHERS} papers later     {most:6.0f} MB, idle {idle:.0f}")
    for edition in get_args(Edition):
        size = len(reporting.make_pdf(report, edition=edition)) / 1000
        print(f"{edition} edition                          {size:6.0f} kB")
    say("slides", seconds(lambda: reporting.make_slides(report)))
    say("workbook", seconds(lambda: reporting.make_workbook(report)))


if __name__ == "__main__":
    main()
