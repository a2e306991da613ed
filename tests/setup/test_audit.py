"""The audit is red when a pinned package is affected, and when nothing was compared."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOBODY = "http://127.0.0.1:9/v1/query"
LISTED = """
taken = 2026-11-23
canary = {{ package = "jinja2", version = "{canary}" }}
[[advisory]]
package = "{package}"
below = "3.1.6"
id = "CVE-2025-27516"
"""


def audit(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the audit as `make check` does."""
    return subprocess.run(
        [sys.executable, ROOT / "setup" / "audit.py", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def lock(folder: Path, *pins: str) -> Path:
    """A lock file with these pins, each with a hash."""
    path = folder / "requirements.txt"
    path.write_text("".join(f"{pin} \\\n    --hash=sha256:{'0' * 64}\n" for pin in pins))
    return path


# --- Without an advisory service --------------------------------------------------------------


def test_our_own_lock_files_pass_against_the_committed_list() -> None:
    done = audit("--osv-url", NOBODY)
    assert done.returncode == 0
    assert "No advisory service can be reached" in done.stdout
    assert "0 findings" in done.stdout


def test_an_affected_version_fails_and_is_named_with_the_remedy(tmp_path: Path) -> None:
    done = audit("--osv-url", NOBODY, lock(tmp_path, "streamlit==1.53.0", "Jinja2==3.1.6"))
    assert done.returncode == 1
    assert "streamlit 1.53.0 is affected by CVE-2026-33682: take 1.54.0 or later" in done.stderr
    assert "jinja2" not in done.stderr


@pytest.mark.parametrize("content", ["", "# only a comment\n", "jinja2>=3\n"])
def test_lock_files_without_a_pin_fail(tmp_path: Path, content: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text(content)
    done = audit("--osv-url", NOBODY, path)
    assert done.returncode == 1
    assert "nothing was checked" in done.stderr


def test_a_list_that_knows_none_of_the_packages_fails(tmp_path: Path) -> None:
    done = audit("--osv-url", NOBODY, lock(tmp_path, "left-pad==1.0"))
    assert done.returncode == 1
    assert "nothing was compared" in done.stderr


@pytest.mark.parametrize(("canary", "package"), [("3.1.6", "jinja2"), ("2.10", "other")])
def test_a_list_that_does_not_find_its_own_canary_fails(
    tmp_path: Path, canary: str, package: str
) -> None:
    listed = tmp_path / "advisories.toml"
    listed.write_text(LISTED.format(canary=canary, package=package))
    done = audit("--osv-url", NOBODY, "--advisories", listed, lock(tmp_path, "jinja2==3.1.6"))
    assert done.returncode == 1
    assert "broken" in done.stderr


# --- With one, speaking the protocol of osv.dev -------------------------------------------------


class Advisories(BaseHTTPRequestHandler):
    """Answers as osv.dev does: jinja2 below 3.1.6 has a hole, nothing else does."""

    def do_POST(self) -> None:
        """One query: {"package": {"name": ...}, "version": ...}."""
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        bad = query["package"]["name"] == "jinja2" and query["version"] != "3.1.6"
        hole = {"id": "CVE-2025-27516", "summary": "a hole", "affected": []}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"vulns": [hole]} if bad else {}).encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class Blind(Advisories):
    """Answers everything, knows nothing: what a filtering proxy may look like."""

    def do_POST(self) -> None:
        """No hole in anything."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a running service; its handler is the parameter."""
    with HTTPServer(("127.0.0.1", 0), request.param) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


@pytest.mark.parametrize("service", [Advisories], indirect=True)
def test_a_service_that_finds_the_canary_decides_that_all_is_well(
    service: str, tmp_path: Path
) -> None:
    done = audit("--osv-url", service, lock(tmp_path, "jinja2==3.1.6", "click==8.5.1"))
    assert (done.returncode, done.stdout) == (
        0,
        "pip-audit compared 2 packages (osv): none is affected.\n",
    )


@pytest.mark.parametrize("service", [Advisories], indirect=True)
def test_a_service_that_finds_the_canary_decides_that_a_package_is_affected(
    service: str, tmp_path: Path
) -> None:
    done = audit("--osv-url", service, lock(tmp_path, "jinja2==3.1.5", "click==8.5.1"))
    assert done.returncode == 1
    assert "jinja2 3.1.5: CVE-2025-27516" in done.stderr


@pytest.mark.parametrize("service", [Blind], indirect=True)
def test_a_service_that_misses_the_canary_is_not_believed(service: str, tmp_path: Path) -> None:
    done = audit("--osv-url", service, lock(tmp_path, "jinja2==3.1.5"))
    assert done.returncode == 1
    assert "No advisory service can be reached" in done.stdout
    assert "jinja2 3.1.5 is affected by CVE-2025-27516" in done.stderr
