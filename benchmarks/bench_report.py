"""The paper against its floor: WeasyPrint writing the same final HTML with ready charts.

Every figure is computing time of one run on this machine; what is compared stands in one run. The
floor and the warm figures are of a process that has printed before. Chromium prints the same HTML,
its charts beside it, for comparison: it makes no PDF/UA and no page numbers in the contents.
"""

import os
import resource
import time
from collections.abc import Callable
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
from domain.report import Edit, Edition, Report
from reporting.paper import archive
from reporting.paper.assets import SCHEME, Assets, fonts
from reporting.paper.editions import chapters
from reporting.paper.printing import draw, page_source, print_report
from storage.database import open_database
from storage.migrate import migrate

RUNS = 3
CHROMIUM = "/usr/bin/chromium"


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


def seconds(work: Callable[[], object]) -> float:
    """Median computing time, children included, of some runs."""
    taken = []
    for _ in range(RUNS):
        begin = _computed()
        work()
        taken.append(_computed() - begin)
    return median(taken)


def _computed() -> float:
    return sum(os.times()[:4])


def ready(report: Report, edition: Edition) -> tuple[str, dict[str, bytes]]:
    """The final HTML of an edition, and its charts."""
    found = chapters(report, edition)
    return page_source(report, found, edition), draw(found, quiet)


def floor(source: str, drawn: dict[str, bytes]) -> bytes:
    """WeasyPrint alone."""
    document = HTML(string=source, base_url=SCHEME, url_fetcher=Assets(drawn)).render(
        pdf_variant=archive.VARIANT, pdf_tags=True
    )
    written: bytes = document.write_pdf(pdf_variant=archive.VARIANT, pdf_tags=True)
    return written


def with_an_edit(report: Report) -> Report:
    """The report with one heading in other words."""
    edit = Edit("summary.title", "In other words", "", "Kim", datetime(2026, 1, 1, tzinfo=UTC))
    return replace(report, edits=(edit,))


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


def main() -> None:
    """Print times, ratios, memory and sizes; assert nothing."""
    report = example()
    source, drawn = ready(report, "full")
    pages = {each: print_report(report, quiet, each) for each in get_args(Edition)}
    bare = seconds(lambda: floor(source, drawn))
    print(f"floor: WeasyPrint alone, full edition   {bare:6.2f} s of computing")
    measured = {
        "full edition, warm process": lambda: print_report(report, quiet),
        "full edition, process of its own": lambda: reporting.make_pdf(report),
        "after an edit of one heading": lambda: print_report(with_an_edit(report), quiet),
        "board edition, warm process": lambda: print_report(report, quiet, "board"),
        "slides": lambda: reporting.make_slides(report),
        "workbook": lambda: reporting.make_workbook(report),
    }
    for name, work in measured.items():
        taken = seconds(work)
        print(f"{name:38}  {taken:6.2f} s, {taken / bare:5.2f} times the floor")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"Chromium, warm, the same HTML           {chromium(source, drawn):6.2f} s on the clock")
    print(f"the printing process at its largest     {most:6.0f} MB")
    for name, pdf in pages.items():
        print(f"{name} edition                        {len(pdf) / 1000:6.0f} kB")


if __name__ == "__main__":
    main()
