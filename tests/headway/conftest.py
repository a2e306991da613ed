"""Commands run in this process, each test with a database of its own."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headway.commands import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run a command with a database of its own."""
    monkeypatch.setenv("HEADWAY_DATABASE_URL", f"sqlite:///{tmp_path / 'headway.db'}")

    def invoked(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return invoked
