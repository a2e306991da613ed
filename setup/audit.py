"""Are the pinned packages free of known holes? Never green while checking nothing.

An advisory service is asked first for a package that is known to be bad (the canary). When
it finds that, `pip-audit --strict` decides about our lock files. When no service answers, as
in a closed network, that is said plainly, and the lock files are compared with the committed
list setup/advisories.toml instead, which must find its own canary first.

    python setup/audit.py [--osv-url URL] [--advisories FILE] [LOCK FILE...]

Exit status 0 only when packages were compared and none is affected.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
LOCKS = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
ADVISORIES = ROOT / "setup" / "advisories.toml"
CANARY = "jinja2==2.10"

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")

Pin = tuple[str, str]
"""Canonical name and version."""


def main(arguments: Sequence[str]) -> int:
    """Audit and say how; the exit status of the process."""
    options = _options(arguments)
    if not _pins(options.locks):
        return _fail("The lock files pin no package: nothing was checked.")
    service = _service_that_answers(options.osv_url)
    if service:
        return _audit_online(service, options.locks)
    print("No advisory service can be reached from here; comparing with the committed list.")
    return _audit_with_list(options.advisories, _pins(options.locks))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Audit the pinned packages for known holes.")
    parser.add_argument("locks", nargs="*", type=Path, default=LOCKS, metavar="LOCK FILE")
    parser.add_argument("--osv-url", help="ask this mirror of osv.dev, and nobody else")
    parser.add_argument("--advisories", type=Path, default=ADVISORIES, metavar="FILE")
    return parser.parse_args(arguments)


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


# --- With an advisory service ----------------------------------------------------------------


def _service_that_answers(osv_url: str | None) -> list[str]:
    """Options that make pip-audit ask a service that finds the canary; empty when none does."""
    services = [["-s", "osv", "--osv-url", osv_url]] if osv_url else [["-s", "pypi"], ["-s", "osv"]]
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "canary.txt"
        canary.write_text(f"{CANARY}\n", "utf-8")
        for service in services:
            found = _pip_audit([*service, "--no-deps", "-r", str(canary)])
            if any(package.get("vulns") for package in found["dependencies"]):
                return service
    return []


def _audit_online(service: list[str], locks: list[Path]) -> int:
    named = [argument for lock in locks for argument in ("--require-hashes", "-r", str(lock))]
    result = _pip_audit([*service, *named])
    compared = [package for package in result["dependencies"] if "vulns" in package]
    affected = [package for package in compared if package["vulns"]]
    for package in affected:
        holes = ", ".join(hole["id"] for hole in package["vulns"])
        print(f"{package['name']} {package['version']}: {holes}", file=sys.stderr)
    if result["exit_status"] or affected or not compared:
        return _fail(f"pip-audit does not pass these packages.\n{result['said']}")
    print(f"pip-audit compared {len(compared)} packages ({service[1]}): none is affected.")
    return 0


def _pip_audit(arguments: list[str]) -> dict[str, Any]:
    """What pip-audit found, with its exit status and its messages; nothing when it broke."""
    with tempfile.TemporaryDirectory() as cache:  # a cached answer proves nothing
        command = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "-f", "json"]
        quietly = ["--progress-spinner", "off", "--timeout", "10", "--cache-dir", cache]
        done = subprocess.run(
            [*command, *quietly, *arguments], capture_output=True, text=True, check=False
        )
    found = json.loads(done.stdout) if done.stdout.startswith("{") else {"dependencies": []}
    return {**found, "exit_status": done.returncode, "said": done.stderr}


# --- With the committed list -----------------------------------------------------------------


def _audit_with_list(path: Path, pins: list[Pin]) -> int:
    listed = tomllib.loads(path.read_text("utf-8"))
    canary = (listed["canary"]["package"], listed["canary"]["version"])
    if not _affected([canary], listed["advisory"]):
        return _fail(f"{path.name} does not even find {' '.join(canary)}: it is broken.")
    known = {advisory["package"] for advisory in listed["advisory"]}
    compared = [pin for pin in pins if pin[0] in known]
    if not compared:
        return _fail(f"{path.name} knows none of the pinned packages: nothing was compared.")
    affected = _affected(compared, listed["advisory"])
    for sentence in affected:
        print(sentence, file=sys.stderr)
    print(
        f"Compared {len(compared)} of {len(pins)} pinned packages, the ones with advisories "
        f"known on {listed['taken']}: {len(affected)} findings."
    )
    return 1 if affected else 0


def _affected(pins: list[Pin], advisories: list[dict[str, str]]) -> list[str]:
    return [
        f"{name} {version} is affected by {advisory['id']}: take {advisory['below']} or later."
        for name, version in pins
        for advisory in advisories
        if advisory["package"] == name and Version(version) < Version(advisory["below"])
    ]


def _pins(locks: list[Path]) -> list[Pin]:
    """Every pinned package once, in the order of the lock files."""
    lines = [line for lock in locks for line in lock.read_text("utf-8").splitlines()]
    found = [_PIN.match(line) for line in lines]
    pins = [(canonicalize_name(pin["name"]), pin["version"]) for pin in found if pin]
    return list(dict.fromkeys(pins))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
