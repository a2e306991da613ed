"""A server in a process of its own, and what it costs the machine."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app.py"
_START = "import sys; from pathlib import Path; from server import serve; " + (
    "serve(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))"
)
_LAST_LINE = re.compile(r"^Traceback .*\n(?:[ \t].*\n)+(\S.*)$", re.MULTILINE)
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 120.0


@dataclass(frozen=True)
class Served:
    """A server that answers on `port`."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def cpu_seconds(self) -> float:
        """The time that it has computed since it started."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def megabytes(self) -> float:
        """Its resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(each for each in status.splitlines() if each.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def failures(self) -> list[str]:
        """The last line of each traceback in its log."""
        return _LAST_LINE.findall(self.log.read_text())


@contextmanager
def serving(folder: Path, database_url: str, script: Path = APP) -> Iterator[Served]:
    """Serve `script` through the real front door until the block ends."""
    port = _free_port()
    log = folder / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, str(port), database_url, str(script)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(process, port, log)
        yield Served(port, process, log)
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=30).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The server did not become ready:\n{log.read_text()}")
