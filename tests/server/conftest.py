"""One server for all tests that do not stop it, and a listener for what it might send out."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.server.running import Running, running


@dataclass
class Outside:
    """The whole outside world: accepts connections and never answers."""

    listening: socket.socket

    @property
    def environment(self) -> dict[str, str]:
        """Variables that lead every request for another host here."""
        proxy = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        return {"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "http_proxy": proxy} | {
            "https_proxy": proxy,
            "NO_PROXY": "",
            "no_proxy": "",
        }

    def was_called(self) -> bool:
        """Whether anybody has connected since the last look."""
        try:
            self.listening.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture(scope="session")
def outside() -> Iterator[Outside]:
    """A closed network that shows who tries to leave it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield Outside(listening)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, outside: Outside) -> Iterator[Running]:
    """A running server whose way out ends in `outside`."""
    with running(
        tmp_path_factory.mktemp("server"),
        HEADWAY_ALLOWED_ORIGINS="https://assess.example",
        **outside.environment,
    ) as started:
        yield started
