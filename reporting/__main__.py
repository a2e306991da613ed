"""The child process: `python -m reporting TASK TARGET`.

`full`, `board` (editions of a report) and `take-away` read what to print as JSON from standard
input and print it to a file; `pictures` reads a PDF and draws its pages into a folder. Progress
goes to standard output, one line a step. Only `reporting.process` calls it.
"""

import gc
import os
import resource
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from domain.report import Edition, Report, TakeAway
from reporting.process import LIBRARY_STATUS

# Measured: a paper of 34 pages takes 385 MB and passes with a limit of 2 GB, not of 1 GB. The
# limit is on data; the chart engine reserves far more address space than it ever uses.
_BYTES = 2 * 2**30


def main(task: str, target: str) -> int:
    """Do one task and give the exit status."""
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    os.nice(10)  # whoever answers meanwhile comes first
    gc.disable()  # a short life that only grows: collecting would take a tenth of the time
    sent = sys.stdin.buffer.read()
    if task == "pictures":
        from reporting.paper.pictures import draw_pages

        draw_pages(sent, Path(target))
        return 0
    try:
        import weasyprint  # noqa: F401 - loads Pango, or raises OSError
    except OSError as missing:
        sys.stderr.write(f"{missing}\n")
        return LIBRARY_STATUS
    Path(target).write_bytes(_PRINT[task](sent))
    return 0


def _report(edition: Edition, sent: bytes) -> bytes:
    from reporting.paper.printing import print_report

    return print_report(TypeAdapter(Report).validate_json(sent), _say, edition)


def _take_away(sent: bytes) -> bytes:
    from reporting.paper.take_away import print_take_away

    return print_take_away(TypeAdapter(TakeAway).validate_json(sent), _say)


_PRINT: dict[str, Callable[[bytes], bytes]] = {
    "full": partial(_report, "full"),
    "board": partial(_report, "board"),
    "take-away": _take_away,
}


def _say(share: float, step: str) -> None:
    sys.stdout.write(f"{share:.2f} {step}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
