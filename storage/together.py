"""Writing in company: whoever comes while others are being written goes with the next ones.

One transaction for many writes the disk once for all of them, and keeps the database for itself
about as long as one for a single one would.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Event, Lock
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Together(Generic[Item, Result]):
    """Gives `write_all` everything that waits, in the order in which it came.

    `write_all` gives a result for each. One of those who wait calls it for all; those who come
    meanwhile wait for the next time.
    """

    def __init__(self, write_all: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._write_all = write_all
        self._guard = Lock()
        self._waiting: list[_Waiting[Item, Result]] = []
        self._is_writing = False

    def write(self, item: Item) -> Result:
        """Wait until this item is written. Raises what `write_all` raises."""
        mine: _Waiting[Item, Result] = _Waiting(item)
        with self._guard:
            self._waiting.append(mine)
            first = not self._is_writing
            self._is_writing = True
        if not first:
            mine.woken.wait()
        if not mine.written.done():
            self._write_what_waits()
        return mine.written.result()

    def _write_what_waits(self) -> None:
        with self._guard:
            company, self._waiting = self._waiting, []
        try:
            self._write(company)
        finally:
            with self._guard:
                following = self._waiting[:1]
                self._is_writing = bool(following)
            for each in (*company, *following):
                each.woken.set()

    def _write(self, company: Sequence["_Waiting[Item, Result]"]) -> None:
        try:
            results = self._write_all([each.item for each in company])
        except Exception as error:
            self._write_apart(company, error)
            return
        for each, result in zip(company, results, strict=True):
            each.written.set_result(result)

    def _write_apart(self, company: Sequence["_Waiting[Item, Result]"], error: Exception) -> None:
        """What cannot be written keeps nobody else's from being written."""
        if len(company) == 1:
            company[0].written.set_exception(error)
        else:
            for each in company:
                self._write([each])


class _Waiting(Generic[Item, Result]):
    """An item, and whoever waits for it: woken when it is written, or to write for all."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.written: Future[Result] = Future()
        self.woken = Event()
