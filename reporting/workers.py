"""Processes that stay warm and do one task at a time, so that nobody waits for their start.

They are started as programs of their own, not forked, and not by `multiprocessing`, which would
load the script that Streamlit runs into each of them; only its connections are used. What goes
through them is pickled, by the same code on both sides.
"""

import atexit
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from domain.errors import Unavailable
from reporting.messages import DID_NOT_FINISH, LIBRARY_MISSING, TOOK_TOO_LONG, WENT_WRONG

OnProgress = Callable[[float, str], None]
Role = Literal["compose", "print", "draw"]

LIBRARY_STATUS = 3
"""Exit status of a worker when a library of the system is missing."""

_ROOT = Path(__file__).resolve().parents[1]
_TASKS_IN_A_LIFE = 25
"""Of each paper that it writes WeasyPrint keeps about a megabyte, that nobody can reach."""
_SECONDS_IDLE = 300.0
_RUNNING: set["Worker"] = set()


@dataclass(frozen=True, slots=True)
class Limit:
    """So many seconds for a task, counted from when this is made."""

    seconds: float
    begin: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds until it is over."""
        return self.begin + self.seconds - time.monotonic()


class Worker:
    """One process, and the folder that it has for temporary files. It ends with this program."""

    def __init__(self, role: Role) -> None:
        self.tasks = 0
        self._folder = TemporaryDirectory(prefix="headway-worker-")
        self._log = Path(self._folder.name) / "log"
        self._connection, theirs = Pipe()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "reporting", role, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=_ROOT,
                env=os.environ | _surroundings(self._folder.name),
            )
        theirs.close()
        _RUNNING.add(self)

    @property
    def is_running(self) -> bool:
        """Whether it can be given a task."""
        return self._process.poll() is None

    def do(self, task: object, on_progress: OnProgress | None, limit: Limit) -> Any:
        """What it makes of the task; the process is gone when this raises anything.

        Raises Unavailable when it fails or takes longer than the limit.
        """
        late = threading.Event()
        clock = threading.Timer(limit.left, self._stop, [late])
        clock.daemon = True
        try:
            clock.start()
            return self._follow(task, on_progress)
        except _Ended:
            raise Unavailable(self._why(late, limit)) from None
        except BaseException:
            # Whoever asked has left in the middle: the next answer would be for them.
            self.close()
            raise
        finally:
            clock.cancel()

    def _follow(self, task: object, on_progress: OnProgress | None) -> Any:
        """Send the task, pass on each step, and return the result."""
        self.tasks += 1
        self._over_the_line(lambda: self._connection.send(task))
        while True:
            step, result = self._over_the_line(self._connection.recv)
            if step is None:
                return result
            if on_progress:
                on_progress(*step)

    def _over_the_line(self, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except (EOFError, OSError):
            raise _Ended from None

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def _why(self, late: threading.Event, limit: Limit) -> str:
        """What to say of a process that has ended."""
        status = self._process.wait()
        lines = self._log.read_text("utf-8", "replace").strip().splitlines()
        self.close()
        if late.is_set():
            return TOOK_TOO_LONG.format(seconds=f"{limit.seconds:g}")
        if status == LIBRARY_STATUS:
            return LIBRARY_MISSING
        if status < 0:
            return DID_NOT_FINISH.format(signal=-status)
        return WENT_WRONG.format(last=lines[-1] if lines else "no reason given")

    def close(self) -> None:
        """End the process, wherever it is, and remove its folder."""
        _RUNNING.discard(self)
        self._process.kill()
        self._process.wait()
        self._connection.close()
        self._folder.cleanup()


class _Ended(Exception):
    """The process has closed its end of the line."""


def _surroundings(folder: str) -> dict[str, str]:
    """What a worker's environment needs: its rooms, its own place for temporary files."""
    path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {"PYTHONPATH": path, "TMPDIR": folder}


@atexit.register
def end_all() -> None:
    """End every worker, wherever it is."""
    for worker in list(_RUNNING):
        worker.close()


class Workers:
    """Up to `most` workers of one kind, started when they are needed and kept for a while.

    Of those that are idle the last used is taken first: it has most of what is asked for again.
    """

    def __init__(self, role: Role, most: int) -> None:
        self._role: Role = role
        self._turns = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._idle: dict[Worker, threading.Timer] = {}

    @contextmanager
    def one(self, on_wait: Callable[[], None]) -> Iterator[Worker]:
        """A worker for the time of this block; `on_wait` is called while all of them are busy."""
        while not self._turns.acquire(timeout=0.5):
            on_wait()
        try:
            worker = self._taken()
            try:
                yield worker
            finally:
                self._give_back(worker)
        finally:
            self._turns.release()

    def _taken(self) -> Worker:
        with self._lock:
            while self._idle:
                worker, clock = self._idle.popitem()
                clock.cancel()
                if worker.is_running:
                    return worker
                worker.close()
        return Worker(self._role)

    def _give_back(self, worker: Worker) -> None:
        """Keep it for the next task, if it is fit for one, and end it when none comes."""
        if not worker.is_running or worker.tasks >= _TASKS_IN_A_LIFE:
            worker.close()
            return
        clock = threading.Timer(_SECONDS_IDLE, self._retire, [worker])
        clock.daemon = True
        with self._lock:
            self._idle[worker] = clock
            clock.start()

    def _retire(self, worker: Worker) -> None:
        with self._lock:
            if self._idle.pop(worker, None):
                worker.close()
