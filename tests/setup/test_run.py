"""`make run`: what it does the second time, and what it says where it cannot go on."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.running import ROOT, free_port

TOOLS = ("bash", "env", "dirname", "cat", "mktemp", "rm", "tail", "tee", "awk", "grep", "sed")


@contextmanager
def make_run(log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """`make run` in the background, with its output in `log`, stopped as by Ctrl+C."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "--no-print-directory", "run"],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=30)


def test_the_second_make_run_installs_nothing_and_serves_within_seconds(tmp_path: Path) -> None:
    # `make test` has installed everything; what is left is the start itself.
    log, port = tmp_path / "log", free_port()
    url = f"sqlite:///{tmp_path / 'headway.db'}"
    with make_run(log, PORT=str(port), HEADWAY_DATABASE_URL=url) as process:
        assert answers(f"http://localhost:{port}/readyz", process, seconds=30), log.read_text()
    said = log.read_text()
    assert "requirements.txt: unchanged since it was installed" in said
    assert "installing" not in said
    assert f"Headway is ready: http://localhost:{port}" in said
    assert (tmp_path / "headway.db").exists()
    assert "Everything that was answered is saved" in said
    assert "Traceback" not in said


def answers(url: str, process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether an address answers in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


# --- Where it cannot go on: a machine with the tools in one folder and nothing else -----------


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with the plain tools that every system has, and no package manager."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found, tool
        (folder / tool).symlink_to(found)
    (folder / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    return folder


def add(folder: Path, name: str, script: str) -> None:
    """A program of the machine that prints what the script says."""
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


def run(script: str, tools: Path) -> subprocess.CompletedProcess[str]:
    """One of the set-up scripts, with nothing but `tools` at hand."""
    return subprocess.run(
        [tools / "bash", ROOT / "setup" / script],
        env={"PATH": str(tools)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_apt_everything_that_is_missing_is_named_at_once(tools: Path) -> None:
    done = run("test.sh", tools)
    assert done.returncode == 1
    assert "This system has no apt-get" in done.stderr
    for missing in ("Pango 1.44", "PangoFT2", "HarfBuzz subset", "Noto fonts", "brew install"):
        assert missing in done.stderr
    assert "[3/4]" not in done.stdout


def test_without_root_and_sudo_it_says_what_would_be_installed(tools: Path) -> None:
    add(tools, "dpkg-query", "exit 1")
    add(tools, "apt-get", "echo must not be called; exit 1")
    add(tools, "id", "echo 1000")
    done = run("run.sh", tools)
    assert done.returncode == 1
    assert "become root, or install sudo" in done.stderr
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in done.stderr
    assert "must not be called" not in done.stdout + done.stderr


def test_when_apt_fails_its_last_words_are_shown(tools: Path) -> None:
    add(tools, "dpkg-query", "exit 1")
    add(tools, "apt-get", "echo E: the mirror is away; exit 100")
    add(tools, "id", "echo 0")
    done = run("run.sh", tools)
    assert done.returncode == 1
    assert "E: the mirror is away" in done.stderr
    assert "apt-get update failed" in done.stderr


def test_an_old_python_is_named_with_what_to_install(tools: Path) -> None:
    (tools / "python3").unlink()
    add(tools, "python3", "exit 1")
    add(tools, "dpkg-query", "exit 1")
    add(tools, "apt-get", "exit 1")
    done = run("run.sh", tools)
    assert done.returncode == 1
    assert "Python 3.11 or later is needed" in done.stderr
    assert "apt-get install python3" in done.stderr
