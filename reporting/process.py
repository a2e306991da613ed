"""PDFs are made in other processes: nobody waits for them, and a crash takes nothing down.

One worker composes a paper (words, charts, data), another lays it out and writes it.
"""

from contextlib import closing
from functools import partial
from threading import Semaphore

from domain.errors import InvalidInput
from domain.report import Edition, Report, TakeAway
from reporting.messages import NO_CHARTER
from reporting.workers import Limit, OnProgress, Worker, Workers

_COMPOSERS = Workers("compose", 1)
_PRINTERS = Workers("print", 2)
"""More at a time would only share the processors, and keep people's answers waiting."""
_DRAWING = Semaphore(1)


def make_pdf(
    report: Report,
    on_progress: OnProgress | None = None,
    edition: Edition = "full",
    timeout: float = 120,
) -> bytes:
    """Print an edition of the report: A4, PDF/A-3a and PDF/UA-1 at once, its data attached.

    The same report and edition give the same bytes.

    `on_progress` is called in this thread with a share from 0 to 1 and what is being done.
    Raises Unavailable when a process crashes, misses a library, or the paper is not ready
    after `timeout` seconds, waiting for a turn not counted; the text says what to do. Raises
    InvalidInput for the charter of a framework that says nothing of one.
    """
    if edition == "charter":
        _refuse_without_charter(report)
    waiting = partial(_say_that_it_waits, on_progress)
    # The printer starts while the paper is composed.
    with _PRINTERS.one(waiting) as printer:
        with _COMPOSERS.one(waiting) as composer:
            limit = Limit(timeout)
            composed = composer.do((report, edition), on_progress, limit)
        return printer.do(composed, on_progress, limit)


def _refuse_without_charter(report: Report) -> None:
    from reporting.paper.charter import points  # charts take long to load

    if not points(report):
        raise InvalidInput(NO_CHARTER.format(framework=report.scorecard.framework.name))


def make_take_away(
    take_away: TakeAway,
    on_progress: OnProgress | None = None,
    timeout: float = 60,
) -> bytes:
    """Print what people take home from a workshop: always one page, else as `make_pdf` does."""
    with _PRINTERS.one(partial(_say_that_it_waits, on_progress)) as printer:
        return printer.do(take_away, on_progress, Limit(timeout))


def _say_that_it_waits(on_progress: OnProgress | None) -> None:
    if on_progress:
        on_progress(0.0, "Waiting: other papers are being made")


def page_pictures(pdf: bytes, timeout: float = 60) -> list[bytes]:
    """Every page of a PDF as a PNG picture, in order.

    Raises Unavailable as `make_pdf` does.
    """
    with _DRAWING, closing(Worker("draw")) as worker:
        return worker.do(pdf, None, Limit(timeout))
