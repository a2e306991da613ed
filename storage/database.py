"""The database: one SQLite file, opened with the settings that keep what was promised.

Answers are promised to survive a crash and a power cut, so every commit reaches the disk
(`synchronous = FULL`). Writers queue inside the process and then begin at once
(`BEGIN IMMEDIATE`); a transaction that starts with reading and writes later would fail under
load, because another writer may have changed what it read.
"""

import fcntl
import os
import sqlite3
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from domain.errors import HeadwayError, InvalidInput, Problem, Unavailable
from storage.together import Item, Result, Together
from storage.turns import Turns

APPLICATION_ID = int.from_bytes(b"HDWY", "big")
"""Stands in the header of every database file of ours, and in no other."""

WAIT_FOR_TURN = 10.0
_WAIT_FOR_OTHER_PROCESS = 5.0
_HEADER_BYTES = 100
_ON_CONNECT = (
    f"PRAGMA busy_timeout = {int(_WAIT_FOR_OTHER_PROCESS * 1000)}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    # Without it, INSERT OR REPLACE would pass by the triggers that refuse to delete.
    "PRAGMA recursive_triggers = ON",
)
_BUSY = "The database is busy and nothing was changed. Wait a moment and try again."
_IN_WORDS = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_FULL": "The disk is full and nothing was changed. Free some space and try again.",
    "SQLITE_READONLY": "The database file may not be written. Check its permissions.",
    "SQLITE_CANTOPEN": "The database file cannot be opened. Check that its folder exists.",
    "SQLITE_IOERR": "The disk reported an error and nothing was changed. Check the disk.",
    "SQLITE_CORRUPT": "The database file is damaged. Restore the newest backup.",
    "SQLITE_NOTADB": "The database file is damaged. Restore the newest backup.",
}


# How many times this process has each file open. While SQLite works with a file, nobody else may
# open and close it here: closing it once would drop all of SQLite's locks on it (POSIX), another
# process would then believe that the file is nobody's, and tidy away the log of the newest answers.
_open_here: Counter[Path] = Counter()
_opening = threading.Lock()


class Database:
    """An open database. Share one in a process; it may be used from any thread."""

    def __init__(self, path: Path, claim: TextIO | None) -> None:
        self.path = path
        self._readers = _engine(path, "BEGIN", "PRAGMA query_only = ON")
        self._writer = _engine(path, "BEGIN IMMEDIATE")
        self._claim = claim
        self._turns = _turns_of(path)
        self._companies: dict[object, Together[Any, Any]] = {}
        self._is_open = True
        _open_here[path.resolve()] += 1

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the data; a write inside is refused. Keep it short.

        Raises Unavailable when the database cannot be read now.
        """
        with _errors_in_words(), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is on the disk when the block ends, or none of it.

        Writers of this process go in the order in which they came; do not open a second
        transaction inside. Raises Unavailable when the turn does not come within 10 seconds.
        """
        turn = self._turns.wait(WAIT_FOR_TURN, _BUSY)
        with _errors_in_words(), turn, self._writer.begin() as connection:
            yield connection

    def write_together(
        self, write_all: Callable[[Connection, Sequence[Item]], Sequence[Result]], item: Item
    ) -> Result:
        """Have an item written in one transaction with those of others who come at that time.

        `write_all` gets all of them in the order in which they came, and gives a result for each.
        When this returns, the item is on the disk. Raises what `write_all` raises, and Unavailable.
        """
        if write_all not in self._companies:
            company: Together[Item, Result] = Together(partial(self._written, write_all))
            self._companies.setdefault(write_all, company)
        result: Result = self._companies[write_all].write(item)
        return result

    def _written(
        self,
        write_all: Callable[[Connection, Sequence[Item]], Sequence[Result]],
        items: Sequence[Item],
    ) -> Sequence[Result]:
        with self.writing() as connection:
            return write_all(connection, items)

    def close(self) -> None:
        """Close every connection and let another server have the file."""
        self._readers.dispose()
        self._writer.dispose()
        if self._claim:
            self._claim.close()
        with _opening:
            _open_here[self.path.resolve()] -= self._is_open
            self._is_open = False


@cache
def _turns_of(path: Path) -> Turns:
    """The one queue of writers of a file, however often this process has opened it."""
    return Turns()


def default_database_url() -> str:
    """HEADWAY_DATABASE_URL, else data/headway.db beside the program."""
    beside = Path(__file__).resolve().parents[1] / "data" / "headway.db"
    return os.environ.get("HEADWAY_DATABASE_URL") or f"sqlite:///{beside}"


def open_database(url: str, *, exclusive: bool = False) -> Database:
    """Open the database at a URL such as sqlite:////srv/headway.db; a missing file is made.

    `exclusive` is for servers: a second server on the same file is refused. Commands may
    open it meanwhile; SQLite's own locks keep them apart. The schema is `migrate`'s work.

    Raises InvalidInput for a URL or a file that cannot be used (the file stays as it is) and
    Unavailable when the machine does not allow it.
    """
    path = _path_in(url)
    with _opening:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _create(path)
            if not _open_here[path.resolve()]:
                _check_is_ours(path)
            claim = _claim(path) if exclusive else None
        except OSError as error:
            raise Unavailable(
                f"The database {path} cannot be opened: {error.strerror}. Check the path and who "
                "may write there, or name another place in HEADWAY_DATABASE_URL."
            ) from error
        return Database(path, claim)


def _path_in(url: str) -> Path:
    try:
        parts = make_url(url)
    except ArgumentError:
        raise _wrong_url("this is not a database URL") from None
    if parts.get_backend_name() != "sqlite":
        raise _wrong_url(f"only SQLite is supported, found {parts.get_backend_name()}")
    if not parts.database or parts.database == ":memory:":
        raise _wrong_url("the URL names no file")
    return Path(parts.database).absolute()


def _wrong_url(what: str) -> InvalidInput:
    advice = "write it like sqlite:////srv/headway/headway.db"
    return InvalidInput(Problem("HEADWAY_DATABASE_URL", f"{what}; {advice}"))


def _create(path: Path) -> None:
    """Make an empty database of ours; under its own name it is never half made."""
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=".db")
    os.close(handle)
    try:
        with closing(sqlite3.connect(unfinished)) as fresh:
            fresh.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        with suppress(FileExistsError):  # another process was first; its file is as good
            os.link(unfinished, path)
    finally:
        os.unlink(unfinished)


def _check_is_ours(path: Path) -> None:
    """Refuse a foreign file by its first bytes alone, so that it is not touched."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    if not header:
        raise _unusable(path, "the file is empty, a database was expected")
    if len(header) < _HEADER_BYTES or not header.startswith(b"SQLite format 3\0"):
        raise _unusable(path, "this is not a database")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise _unusable(path, "this is a database of another program")


def _unusable(path: Path, what: str) -> InvalidInput:
    advice = "restore a backup, or move the file away to start with an empty database"
    return InvalidInput(Problem(str(path), f"{what}; {advice}"))


def _claim(path: Path) -> TextIO:
    """Take the file for one server; the operating system gives it back if the server dies."""
    claim = path.with_name(path.name + ".server").open("a")
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        claim.close()
        raise Unavailable(
            f"Another server already works with {path}. Stop it first, or give this one a "
            "database of its own in HEADWAY_DATABASE_URL."
        ) from None
    return claim


def _engine(path: Path, begin: str, *on_connect: str) -> Engine:
    """Connections whose transactions all begin alike."""
    engine = create_engine(
        f"sqlite:///{path}", pool_size=10, max_overflow=20, pool_timeout=WAIT_FOR_TURN
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin below, not in the driver
        for pragma in (*_ON_CONNECT, *on_connect):
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(begin)

    return engine


@contextmanager
def _errors_in_words() -> Iterator[None]:
    try:
        yield
    except NoFreeConnection as error:
        raise Unavailable(_BUSY) from error
    except (DBAPIError, sqlite3.Error) as error:
        raise _in_words(error) or error from error


def _in_words(error: DBAPIError | sqlite3.Error) -> HeadwayError | None:
    """What a person can do about it; None for what only a programmer can mend."""
    cause = error.orig if isinstance(error, DBAPIError) else error  # the latter from a PRAGMA
    name = getattr(cause, "sqlite_errorname", "")
    kind = "_".join(name.split("_")[:2])
    return Unavailable(_IN_WORDS[kind]) if kind in _IN_WORDS else None
