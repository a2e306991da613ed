"""The table in docs/architecture.md, the folders and the import contracts stay one thing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = """
| room | what lives there | may import (of ours) |
|---|---|---|
| `nouns/` | the nouns | nothing |
| `verbs/` | the verbs | `nouns` |
| `pages/` | the pages | all above |
| `door/` | the start | all but `pages` |
| `app.py` | navigation | `verbs` |
| `tests/` | tests | all |
"""
CONTRACTS = """
[tool.importlinter]
root_packages = ["nouns", "verbs", "pages", "door"]
[[tool.importlinter.contracts]]
source_modules = ["nouns"]
forbidden_modules = ["verbs", "pages", "door"]
[[tool.importlinter.contracts]]
source_modules = ["verbs"]
forbidden_modules = ["pages", "door"]
[[tool.importlinter.contracts]]
source_modules = ["pages"]
forbidden_modules = ["door"]
[[tool.importlinter.contracts]]
source_modules = ["door"]
forbidden_modules = ["pages"]
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house in order."""
    for room in ("nouns", "verbs", "pages", "door", "tests", "docs", "data", ".hidden"):
        (tmp_path / room).mkdir()
    (tmp_path / "docs" / "architecture.md").write_text(
        TABLE + "| `docs/` | how it works | |\n", "utf-8"
    )
    (tmp_path / "pyproject.toml").write_text(CONTRACTS)
    (tmp_path / ".gitignore").write_text("data/\n__pycache__/\n")
    (tmp_path / "app.py").write_text("import verbs\n")
    return tmp_path


def check(root: Path) -> tuple[int, str]:
    """Exit status and complaints of the check."""
    done = subprocess.run(
        [sys.executable, ROOT / "setup" / "rooms.py", root],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


def test_our_own_house_is_in_order() -> None:
    assert check(ROOT) == (0, "")


def test_a_house_in_order_passes(house: Path) -> None:
    assert check(house) == (0, "")


@pytest.mark.parametrize("room", ["helpers", "helpers.py"])
def test_a_new_folder_or_file_without_a_row_fails(house: Path, room: str) -> None:
    if room.endswith(".py"):
        (house / room).touch()
    else:
        (house / room).mkdir()
    status, said = check(house)
    assert status == 1
    assert said == (
        "helpers/ has no row in the table of docs/architecture.md: say what lives there.\n"
    )


def test_a_row_without_a_folder_fails(house: Path) -> None:
    (house / "door").rmdir()
    status, said = check(house)
    assert status == 1
    assert "door/ has a row in docs/architecture.md but does not exist" in said


@pytest.mark.parametrize(
    ("written", "instead", "room"),
    [
        ('forbidden_modules = ["door"]', "forbidden_modules = []", "pages"),
        ('["verbs", "pages", "door"]\n[[', '["verbs", "pages"]\n[[', "nouns"),
        ('forbidden_modules = ["pages"]', 'forbidden_modules = ["pages", "nouns"]', "door"),
    ],
)
def test_a_contract_that_differs_from_the_table_fails(
    house: Path, written: str, instead: str, room: str
) -> None:
    assert CONTRACTS.count(written) == 1
    (house / "pyproject.toml").write_text(CONTRACTS.replace(written, instead))
    status, said = check(house)
    assert status == 1
    assert said.startswith(f"{room}/: by docs/architecture.md the contract in pyproject.toml must")


def test_a_package_that_the_contracts_do_not_know_fails(house: Path) -> None:
    (house / "tests" / "__init__.py").touch()
    status, said = check(house)
    assert status == 1
    assert "tests/ is a package that root_packages" in said


@pytest.mark.parametrize("line", ["import nouns", "from nouns.one import two", "import door as d"])
def test_a_script_that_imports_what_its_row_does_not_allow_fails(house: Path, line: str) -> None:
    (house / "app.py").write_text(f"import os\nimport verbs\n{line}\n")
    status, said = check(house)
    assert status == 1
    assert said.startswith("app.py imports ")
