"""The child process: `python -m reporting pdf FILE` or `python -m reporting pictures FOLDER`.

Reads a report as JSON, or a PDF, from standard input; writes progress to standard output,
one line a step. Only `reporting.process` calls it.
"""

import gc
import resource
import sys
from pathlib import Path

from pydantic import TypeAdapter

from domain.report import Report
from reporting.process import LIBRARY_STATUS

# Measured: a paper of 34 pages takes 385 MB and passes with a limit of 2 GB, not of 1 GB. The
# limit is on data; the chart engine reserves far more address space than it ever uses.
_BYTES = 2 * 2**30


def main(task: str, target: str) -> int:
    """Do one task and give the exit status."""
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    gc.disable()  # a short life that only grows: collecting would take a tenth of the time
    sent = sys.stdin.buffer.read()
    if task == "pictures":
        from reporting.paper.pictures import draw_pages

        draw_pages(sent, Path(target))
        return 0
    try:
        from reporting.paper.printing import print_report
    except OSError as missing:  # what WeasyPrint raises when Pango cannot be loaded
        sys.stderr.write(f"{missing}\n")
        return LIBRARY_STATUS
    report = TypeAdapter(Report).validate_json(sent)
    Path(target).write_bytes(print_report(report, _say))
    return 0


def _say(share: float, step: str) -> None:
    sys.stdout.write(f"{share:.2f} {step}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
