"""From nothing to a served app: port, database, example, libraries, and then the doors open."""

import errno
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path

import click
import uvicorn

import engagements
from domain.errors import Unavailable
from server.settings import allowed_origins, port_number
from storage.database import Database, open_database
from storage.migrate import migrate

APP_SCRIPT = Path(__file__).resolve().parents[1] / "app.py"

# Imported before the first person comes, who would wait a second or two otherwise. Not ui/:
# a component of Streamlit that is imported outside a page is never served.
_HEAVY = (
    "altair",
    "pandas",
    "pyarrow",
    "streamlit.elements.arrow",
    "reporting.charts",
    "reporting.sentences",
    "reporting.tables",
)

# Open browser tabs hold connections for ever; they reconnect by themselves.
_SECONDS_TO_FINISH = 3


def serve(port: int | str, database_url: str, script: Path = APP_SCRIPT) -> None:
    """Serve `script` on `port` (all addresses of this machine) until a signal ends it.

    Creates or migrates the database and puts the example engagement into it. Says what it is
    doing on standard output. Raises InvalidInput for a port, an origin or a database URL that
    cannot be used, and Unavailable when somebody else has the port or the database.
    """
    origins = allowed_origins(os.environ.get("HEADWAY_ALLOWED_ORIGINS", ""))
    with closing(_listen(port_number(port))) as listening, _database(database_url) as database:
        # The pages open the same database by this name.
        os.environ["HEADWAY_DATABASE_URL"] = database_url
        _timed("Libraries loaded", warm_up)
        address = f"http://localhost:{listening.getsockname()[1]}"
        ready = partial(_say, f"Headway is ready: {address}  (stop it with Ctrl+C)")
        _run(script, database, origins, listening, ready)


def _run(
    script: Path,
    database: Database,
    origins: frozenset[str],
    listening: socket.socket,
    ready: Callable[[], None],
) -> None:
    from server.asgi import create_app  # Streamlit takes a while; the port is checked first

    settings = uvicorn.Config(
        create_app(script, database, origins, ready),
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # a run sends a few KB; packing them costs more than it saves
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    uvicorn.Server(settings).run(sockets=[listening])


@contextmanager
def _database(url: str) -> Iterator[Database]:
    with closing(open_database(url, exclusive=True)) as database:
        _timed(f"Database {database.path} checked", partial(migrate, database))
        _timed("Frameworks and the example engagement read", partial(_read_content, database))
        yield database


def _read_content(database: Database) -> None:
    """Make the example if it is not there, and read what every page needs: it is kept."""
    example = engagements.create_example(database)
    engagements.list_frameworks(database)
    engagements.catalogue_of(database, example)


def warm_up() -> None:
    """Import what the first page would import while somebody waits."""
    for name in _HEAVY:
        import_module(name)


def _listen(port: int) -> socket.socket:
    try:
        return _bind(port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Unavailable(
                f"Port {port} is taken, perhaps by Headway itself: look at "
                f"http://localhost:{port}, or choose another port: PORT={port + 1} make run"
            ) from None
        raise Unavailable(
            f"Port {port} cannot be used: {error.strerror}. "
            "Choose one above 1023: PORT=8501 make run"
        ) from error


def _bind(port: int) -> socket.socket:
    """Listen on every address, IPv6 and IPv4, or on IPv4 alone where there is no IPv6."""
    try:
        bound = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise
        bound = socket.create_server(("0.0.0.0", port))  # noqa: S104 phones come in by network
    # Connections take it over. Otherwise the kernel holds small answers back for up to 40 ms.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


def _timed(what: str, work: Callable[[], object]) -> None:
    started = time.monotonic()
    work()
    _say(f"{what} ({time.monotonic() - started:.1f} s)")


def _say(text: str) -> None:
    click.echo(f"      {text}")
