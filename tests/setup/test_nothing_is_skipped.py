"""In CI a skipped test is a failed test; at home it may be skipped."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPS = {
    "a test": "import pytest\ndef test_one(): pytest.skip('no browser')\n",
    "a marked test": "import pytest\n@pytest.mark.skip\ndef test_one(): pass\n",
    "an expected failure": "import pytest\n@pytest.mark.xfail\ndef test_one(): assert False\n",
    "a file": "import pytest\npytest.importorskip('no_such_library')\n",
}


def run(folder: Path, content: str, ci: str) -> subprocess.CompletedProcess[str]:
    """Run one test file with our settings and our conftest."""
    file = folder / "test_it.py"
    file.write_text(content)
    settings = ["-c", f"{ROOT}/pyproject.toml", "--rootdir", str(ROOT), "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *settings, "-p", "tests.conftest", str(file)],
        env={**os.environ, "CI": ci},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("kind", SKIPS)
def test_what_is_skipped_fails_in_ci(tmp_path: Path, kind: str) -> None:
    done = run(tmp_path, SKIPS[kind], "true")
    assert done.returncode in (1, 2)
    assert "Skipped, which CI does not allow" in done.stdout


def test_a_skip_at_home_is_no_failure(tmp_path: Path) -> None:
    assert run(tmp_path, SKIPS["a test"], "").returncode == 0


def test_a_warning_is_a_failure(tmp_path: Path) -> None:
    warns = "import warnings\ndef test_one(): warnings.warn('old')\n"
    assert run(tmp_path, warns, "").returncode == 1
