"""What the server answers, and what it refuses, over real sockets."""

import gzip
import http.client
import re
import threading
import time

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.server.conftest import Outside
from tests.server.running import Running


def ask(
    server: Running, path: str, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    """One request, its path sent exactly as it is written."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=30)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def shake_hands(server: Running, origin: str | None) -> ClientConnection:
    """Open the connection on which Streamlit draws its pages, as a page from `origin` would."""
    return connect(
        f"ws://localhost:{server.port}/_stcore/stream",
        origin=None if origin is None else Origin(origin),
        proxy=None,
        open_timeout=30,
    )


@pytest.mark.parametrize(("path", "text"), [("/healthz", b"ok"), ("/readyz", b"ready")])
def test_a_probe_is_answered_in_one_word(server: Running, path: str, text: bytes) -> None:
    answer, body = ask(server, path)
    assert (answer.status, body) == (200, text)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["unknown", "x" * 4000, "..%2F..%2Fheadway.db", "%00", "'--"])
def test_a_report_link_that_leads_nowhere_is_not_found(server: Running, token: str) -> None:
    answer, body = ask(server, f"/reports/{token}")
    assert answer.status in (400, 404)
    assert b"SQLite" not in body
    assert b"Traceback" not in body


def test_a_page_of_the_own_origin_may_connect(server: Running) -> None:
    with shake_hands(server, f"http://localhost:{server.port}") as connection:
        connection.ping().wait(10)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://localhost",
        "http://localhost:1",
        "http://0.0.0.0:{port}",
        "http://localhost:{port}.evil.example",
        "http://localhost:{port}/",
        "http://user@localhost:{port}",
        "ftp://localhost:{port}",
        "https://assess.example.evil.example",
    ],
)
def test_a_page_of_another_origin_may_not_connect(
    server: Running, outside: Outside, origin: str | None
) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        shake_hands(server, origin and origin.format(port=server.port))
    assert refusal.value.response.status_code == 403
    assert not outside.was_called()


def test_a_page_behind_a_proxy_connects_when_its_origin_is_listed(
    server: Running, outside: Outside
) -> None:
    with shake_hands(server, "https://assess.example") as connection:
        connection.ping().wait(10)
    assert not outside.was_called()


def test_foreign_handshakes_make_nobody_wait(server: Running) -> None:
    # Left to Streamlit, each of these would stop the whole server for two time-outs of a
    # second; the slowest probe between them shows whether it did.
    def knock() -> None:
        for _ in range(5):
            with pytest.raises(InvalidStatus):
                shake_hands(server, "http://evil.example")

    knocking = threading.Thread(target=knock)
    knocking.start()
    slowest = 0.0
    while knocking.is_alive():
        started = time.monotonic()
        ask(server, "/healthz")
        slowest = max(slowest, time.monotonic() - started)
    knocking.join()
    assert slowest < 1.0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/_stcore/metrics"),
        ("GET", "/_stcore/metrics/"),
        ("GET", "//_stcore//metrics"),
        ("GET", "/_stcore/%6detrics"),
        ("GET", "/_stcore/agent/openapi.json"),
        ("POST", "/_stcore/agent/interact"),
        ("POST", "/_stcore/agent/mcp"),
    ],
)
def test_internal_pages_of_streamlit_are_not_found(server: Running, method: str, path: str) -> None:
    answer, body = ask(server, path, method)
    assert (answer.status, body) == (404, b"Not found")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../requirements.txt",
        "/static/..%2f..%2f..%2frequirements.txt",
        "/media/../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/app/static/../config.toml",
        "/component/x/..%5c..%5cetc",
        "//etc/passwd",
        "/.streamlit/config.toml",
    ],
)
def test_no_path_leads_out_of_the_app(server: Running, path: str) -> None:
    _, body = ask(server, path)
    assert b"root:" not in body
    assert b"postScriptGC" not in body
    assert b"--hash=" not in body


@pytest.mark.parametrize("path", ["/", "/healthz", "/reports/unknown", "/_stcore/metrics"])
def test_every_answer_carries_the_security_headers(server: Running, path: str) -> None:
    headers = ask(server, path)[0].headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Server" not in headers


def test_another_origin_is_not_allowed_to_read_answers(server: Running) -> None:
    answer, _ = ask(server, "/_stcore/host-config", Origin="http://evil.example")
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_upload_without_the_token_of_its_page_is_refused(server: Running) -> None:
    answer, _ = ask(server, "/_stcore/upload_file/nobody/1", "PUT", **{"Content-Length": "0"})
    assert answer.status == 403


def test_requests_leave_no_trace_in_the_log(server: Running) -> None:
    # The address of an upload contains the session's id.
    ask(server, "/_stcore/upload_file/somebodys-session/1", "DELETE")
    ask(server, "/reports/somebodys-token")
    assert "somebodys" not in server.log.read_text()


def test_the_app_s_own_files_come_packed_and_are_kept_for_good(server: Running) -> None:
    _, page = ask(server, "/")
    path = next(iter(re.findall(rb'"\.(/static/js/index\.[^"]+)"', page))).decode()
    plain, whole = ask(server, path)
    packed, body = ask(server, path, **{"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == whole
    assert len(body) < len(whole) / 2
    assert "immutable" in packed.headers["Cache-Control"]
    assert packed.headers["X-Content-Type-Options"] == "nosniff"
    assert packed.headers.get_content_type() == plain.headers.get_content_type()


@pytest.mark.parametrize(
    "path", ["/static/js/missing.js", "/static/../index.html", "/static/%2e%2e/index.html"]
)
def test_only_the_app_s_own_files_are_handed_out_packed(server: Running, path: str) -> None:
    answer, _ = ask(server, path, **{"Accept-Encoding": "gzip"})
    assert "immutable" not in answer.headers.get("Cache-Control", "")
