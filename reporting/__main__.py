"""The child process: `python -m reporting pdf FILE` or `python -m reporting pictures FOLDER`.

Reads a report as JSON, or a PDF, from standard input; writes progress to standard output,
one line a step. Only `reporting.process` calls it.
"""

import sys
from pathlib import Path

from pydantic import TypeAdapter

from domain.report import Report
from reporting.process import LIBRARY_STATUS


def main(task: str, target: str) -> int:
    """Do one task and give the exit status."""
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
