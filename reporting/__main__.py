"""A worker: `python -m reporting ROLE CONNECTION`, started by `reporting.workers` only.

It takes tasks from the connection (a file descriptor), one after the other, sends the steps of
each and then its result, until the other end closes. Whatever goes wrong ends it: its last line
on standard error and its status say why.
"""

import gc
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from domain.report import Edition, Report, TakeAway
from reporting.workers import LIBRARY_STATUS, OnProgress, Role

# Measured: a full paper sets aside 670 MB of data where it is composed, most of it for the chart
# engine, and 165 MB where it is laid out. Address space would be too blunt a measure: the engine
# reserves 67 GB of it.
_BYTES = 2 * 2**30

Work = Callable[[Any, OnProgress], object]


def main(role: Role, connection: str) -> None:
    """Load what the role needs, and do its tasks until nobody is left to ask."""
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    os.nice(10)  # whoever answers meanwhile comes first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    work = _ROLES[role]()
    # What is loaded stays for good. Pages make much, and little garbage: looked through as often
    # as usual, they take a tenth longer, and a quarter more memory if never.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 5)
    with Connection(int(connection)) as line:
        try:
            _do_all(work, line)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            # Nobody is left to ask, nor to tidy up: the folder is this worker's own.
            shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)


def _do_all(work: Work, line: "Connection[Any, Any]") -> None:
    while True:
        task = line.recv()
        result = work(task, lambda share, step: line.send(((share, step), None)))
        line.send((None, result))
        del task, result
        gc.collect()


def _composer() -> Work:
    from reporting.paper.composing import compose

    def work(task: tuple[Report, Edition], tell: OnProgress) -> object:
        return compose(*task, tell)

    return work


def _printer() -> Work:
    try:
        import weasyprint  # noqa: F401 - loads Pango, or raises OSError
    except OSError as missing:
        sys.stderr.write(f"{missing}\n")
        sys.exit(LIBRARY_STATUS)
    from reporting.paper.printing import lay_out
    from reporting.paper.take_away import print_take_away

    def work(task: Any, tell: OnProgress) -> object:
        make: Work = print_take_away if isinstance(task, TakeAway) else lay_out
        return make(task, tell)

    return work


def _drawer() -> Work:
    from reporting.paper.pictures import draw_pages

    return lambda pdf, _tell: draw_pages(pdf)


_ROLES: dict[Role, Callable[[], Work]] = {
    "compose": _composer,
    "print": _printer,
    "draw": _drawer,
}


if __name__ == "__main__":
    main(*sys.argv[1:])  # type: ignore[arg-type]  # the roles are checked by their table
