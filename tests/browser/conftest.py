"""The real app on a free port, with a database of its own, in Debian's Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

ROOT = Path(__file__).resolve().parents[2]
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# Streamlit closes its menu after a choice only where the browser says that it is a phone's.
_PHONE_BROWSER = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0 Mobile Safari/537.36"
)
# A phone that waits looks every five seconds, and the machine of the tests may be busy: what
# takes longer than this is missing.
expect.set_options(timeout=20_000)
_OWN = ("http://localhost:", "data:", "blob:", "about:")


@dataclass
class Served:
    """A running app: where it answers, its database file, and its process."""

    url: str
    database: Path
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """End the server without any chance to tidy up, as a power cut would."""
        self.process.kill()
        self.process.wait()


def serve(database: Path, port: int | None = None) -> Served:
    """Start the app and wait until it says that it is ready."""
    port = port or _free_port()
    log = database.parent / f"server-{port}.log"
    environment = {
        **os.environ,
        "PORT": str(port),
        "HEADWAY_DATABASE_URL": f"sqlite:///{database}",
    }
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "server"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    served = Served(f"http://localhost:{port}", database, process, log)
    _wait_until_ready(served)
    return served


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(served: Served) -> None:
    for _ in range(240):
        if served.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{served.url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"the server did not become ready:\n{served.log.read_text()}")


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all browser tests that do not kill it."""
    served = serve(tmp_path_factory.mktemp("app") / "headway.db")
    yield served
    served.process.terminate()
    served.process.wait(timeout=20)


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    """A fresh visitor on a desktop."""
    yield from _visitor(browser.new_context(viewport=DESKTOP, accept_downloads=True))


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A fresh visitor on a phone."""
    yield from _visitor(
        browser.new_context(
            viewport=PHONE,
            user_agent=_PHONE_BROWSER,
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            accept_downloads=True,
        )
    )


def _visitor(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test when it asks anybody but our own server for anything."""
    context.set_default_timeout(30_000)
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    foreign = [url for url in asked if not url.startswith(_OWN)]
    assert foreign == []
