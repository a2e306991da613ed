"""A real server in a process of its own, over real sockets, with a database of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(__file__).with_name("page.py")
_START = "import sys; from pathlib import Path; from server import serve; " + (
    "serve(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))"
)


@dataclass
class Running:
    """A server that answers on `port`, and the file of its database."""

    port: int
    database: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        """Where a browser would go."""
        return f"http://localhost:{self.port}"


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Running]:
    """Start a server that draws tests/server/page.py, and stop it at the end."""
    port = free_port()
    database = folder / "headway.db"
    log = folder / f"{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, str(port), f"sqlite:///{database}", str(PAGE)],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Running(port, database, process, log)
    try:
        _wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(server: Running) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            urllib.request.urlopen(f"{server.url}/readyz", timeout=30).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not become ready:\n{server.log.read_text()}")
