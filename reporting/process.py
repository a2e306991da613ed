"""The PDF is made in another process: nobody waits for it, and its crash takes nothing down.

The report travels as JSON to `python -m reporting`, progress comes back line by line, and
the result as a file in a folder of its own that is removed afterwards.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter

from domain.errors import Unavailable
from domain.report import Edition, Report, TakeAway
from reporting.messages import DID_NOT_FINISH, LIBRARY_MISSING, TOOK_TOO_LONG, WENT_WRONG

OnProgress = Callable[[float, str], None]

LIBRARY_STATUS = 3
"""Exit status of the child when a library of the system is missing."""

_TURNS = threading.BoundedSemaphore(2)
"""More at a time would only share the processors, and keep people's answers waiting."""

_ROOT = Path(__file__).resolve().parents[1]
_CHILD = (sys.executable, "-m", "reporting")


def make_pdf(
    report: Report,
    on_progress: OnProgress | None = None,
    edition: Edition = "full",
    timeout: float = 120,
    child: Sequence[str] = _CHILD,
) -> bytes:
    """Print an edition of the report: A4, PDF/A-3a and PDF/UA-1 at once, its data attached.

    The same report and edition give the same bytes.

    `on_progress` is called in this thread with a share from 0 to 1 and what is being done.
    `child` is the command that prints. Raises Unavailable when it crashes, takes longer than
    `timeout` seconds or misses a library; the text says what to do.
    """
    return _printed([*child, edition], report, on_progress, timeout)


def make_take_away(
    take_away: TakeAway,
    on_progress: OnProgress | None = None,
    timeout: float = 60,
) -> bytes:
    """Print what people take home from a workshop: always one page, else as `make_pdf` does."""
    return _printed([*_CHILD, "take-away"], take_away, on_progress, timeout)


def _printed(
    command: Sequence[str],
    content: Report | TakeAway,
    on_progress: OnProgress | None,
    timeout: float,
) -> bytes:
    sent = TypeAdapter(type(content)).dump_json(content)
    with _a_turn(on_progress), TemporaryDirectory(prefix="headway-report-") as folder:
        made = Path(folder) / "made.pdf"
        _run([*command, str(made)], sent, Path(folder), on_progress, timeout)
        return made.read_bytes()


@contextmanager
def _a_turn(on_progress: OnProgress | None) -> Iterator[None]:
    """Two papers are made at a time; whoever comes later waits and is told so."""
    while not _TURNS.acquire(timeout=0.5):
        if on_progress:
            on_progress(0.0, "Waiting: other papers are being made")
    try:
        yield
    finally:
        _TURNS.release()


def page_pictures(pdf: bytes, timeout: float = 60) -> list[bytes]:
    """Every page of a PDF as a PNG picture, in order.

    Raises Unavailable as `make_pdf` does.
    """
    with TemporaryDirectory(prefix="headway-pages-") as folder:
        _run([*_CHILD, "pictures", folder], pdf, Path(folder), None, timeout)
        return [picture.read_bytes() for picture in sorted(Path(folder).glob("*.png"))]


def _run(
    command: Sequence[str],
    sent: bytes,
    folder: Path,
    on_progress: OnProgress | None,
    timeout: float,
) -> None:
    """Run the child with `sent` on its standard input. Raises Unavailable when it fails."""
    waiting, log = folder / "sent", folder / "log"
    waiting.write_bytes(sent)
    with waiting.open("rb") as given, log.open("wb") as errors:
        child = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=_ROOT,
            env=os.environ | _surroundings(folder),
        )
        in_time = _follow(child, on_progress, timeout)
    if not in_time:
        raise Unavailable(TOOK_TOO_LONG.format(seconds=f"{timeout:g}"))
    _raise_for(child.returncode, log.read_text("utf-8", "replace"))


def _surroundings(folder: Path) -> dict[str, str]:
    """What the child's environment needs: its rooms, its own place for temporary files."""
    return {"PYTHONPATH": str(_ROOT), "TMPDIR": str(folder)}


def _follow(
    child: "subprocess.Popen[bytes]", on_progress: OnProgress | None, timeout: float
) -> bool:
    """Pass on each line of progress ("0.25 Drawing the charts"); False when time ran out.

    The child is gone when this returns, also when the caller is interrupted.
    """
    late = threading.Event()
    clock = threading.Timer(timeout, _stop, (child, late))
    clock.start()
    try:
        for line in child.stdout or ():
            share, _, step = line.decode("utf-8").strip().partition(" ")
            if on_progress:
                on_progress(float(share), step)
        child.wait()
    finally:
        clock.cancel()
        child.kill()
        child.communicate()
    return not late.is_set()


def _stop(child: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    child.kill()


def _raise_for(status: int, log: str) -> None:
    if status == LIBRARY_STATUS:
        raise Unavailable(LIBRARY_MISSING)
    if status < 0:
        raise Unavailable(DID_NOT_FINISH.format(signal=-status))
    if status > 0:
        lines = log.strip().splitlines() or ["no reason given"]
        raise Unavailable(WENT_WRONG.format(last=lines[-1]))
