"""A lock that is granted in the order in which it was asked for."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from domain.errors import Unavailable


class Turns:
    """First come, first served. The locks of the standard library promise no order, and with
    many writers somebody always starves."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._queue: deque[Event] = deque()

    @contextmanager
    def wait(self, seconds: float, otherwise: str) -> Iterator[None]:
        """Hold the turn inside. Raises Unavailable(otherwise) when it does not come in time."""
        mine = Event()
        with self._guard:
            self._queue.append(mine)
            self._queue[0].set()
        try:
            if not mine.wait(seconds):
                raise Unavailable(otherwise)
            yield
        finally:
            with self._guard:
                self._queue.remove(mine)
                if self._queue:
                    self._queue[0].set()
