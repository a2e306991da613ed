"""When the program ends, however it ends, no worker and no folder of one is left."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.processes import workers

ROOT = Path(__file__).resolve().parents[2]
MAKE = """
import sys, time
from reporting import make_pdf
from tests.reporting.test_process import REPORT
make_pdf(REPORT)
print("made", flush=True)
if sys.argv[1] == "stays":
    time.sleep(600)
if sys.argv[1] == "prints on":
    make_pdf(REPORT, lambda share, step: (print(step, flush=True), time.sleep(1)))
"""


def running(what: str, place: Path) -> "subprocess.Popen[str]":
    """A program that has made a paper, with its temporary files in this place."""
    program = subprocess.Popen(
        [sys.executable, "-c", MAKE, what],
        cwd=ROOT,
        env={"TMPDIR": str(place), "PATH": ""},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout
    assert program.stdout.readline() == "made\n"
    return program


def end_of(pids: set[int]) -> bool:
    """Whether all of them are gone within some seconds."""
    end = time.monotonic() + 15
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("what", ["stays", "prints on"])
def test_workers_end_with_a_program_that_is_ended(how: int, what: str, tmp_path: Path) -> None:
    with running(what, tmp_path) as program:
        found = set(workers(program.pid))
        assert len(found) == 2
        program.send_signal(how)
        program.wait(30)
    assert end_of(found)
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_is_done_leaves_nothing(tmp_path: Path) -> None:
    with running("ends", tmp_path) as program:
        found = set(workers(program.pid))
        assert program.wait(30) == 0
    assert end_of(found)
    assert list(tmp_path.iterdir()) == []
