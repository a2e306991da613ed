"""When the server cannot start, it says why in one sentence and ends."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from domain.errors import InvalidInput
from server.settings import allowed_origins
from tests.server.running import ROOT, Running, free_port


def start(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m server` until it gives up."""
    defaults = {"HEADWAY_DATABASE_URL": f"sqlite:///{folder / 'headway.db'}"}
    return subprocess.run(
        [sys.executable, "-m", "server"],
        cwd=ROOT,
        env={**os.environ, **defaults, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = start(tmp_path, PORT=str(port))
    assert ended.returncode == 1
    assert ended.stderr == (
        f"Port {port} is taken, perhaps by Headway itself: look at http://localhost:{port}, "
        f"or choose another port: PORT={port + 1} make run\n"
    )
    assert not (tmp_path / "headway.db").exists()


@pytest.mark.parametrize("port", ["web", "0x10", "65536", "-1", "8501.0"])
def test_a_port_that_is_none_is_named(tmp_path: Path, port: str) -> None:
    ended = start(tmp_path, PORT=port)
    assert ended.returncode == 1
    assert ended.stderr == (f"PORT: expected a number from 1 to 65535, found '{port}'; try 8501\n")


def test_a_second_server_on_the_same_database_is_told_so(server: Running, tmp_path: Path) -> None:
    url = f"sqlite:///{server.database}"
    ended = start(tmp_path, PORT=str(free_port()), HEADWAY_DATABASE_URL=url)
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Another server already works with {server.database}.")
    assert ended.stderr.count("\n") == 1


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "headway.db"
    letter.write_text("Dear reader, this is not a database. " * 10)
    before = letter.read_bytes()
    ended = start(tmp_path, PORT=str(free_port()))
    assert ended.returncode == 1
    assert "this is not a database" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert letter.read_bytes() == before


def test_origins_are_read_from_a_list_with_commas() -> None:
    assert allowed_origins(" https://a.example, http://b.example:8080,") == {
        "https://a.example",
        "http://b.example:8080",
    }
    assert allowed_origins("") == frozenset()


def test_every_origin_that_is_none_is_named() -> None:
    with pytest.raises(InvalidInput) as found:
        allowed_origins("assess.example,https://a.example/app,*,https://b.example,https://,x://[")
    named = [problem.message for problem in found.value.problems]
    assert len(named) == 5
    assert "found '*'" in named[0]
    assert "found 'assess.example'" in named[1]
    assert "found 'https://'" in named[2]
    assert "found 'https://a.example/app'" in named[3]
    assert "found 'x://['" in named[4]
