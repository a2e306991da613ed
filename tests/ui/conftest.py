"""Each page is driven without a browser, against a real database of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import engagements
from storage.database import Database, open_database
from storage.migrate import migrate

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that holds the example engagement, made once and then copied."""
    path = tmp_path_factory.mktemp("example") / "headway.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    engagements.create_example(database)
    database.close()
    return path


@pytest.fixture
def database(
    example_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """The database that the pages under test open too."""
    shutil.copy(example_file, tmp_path / "headway.db")
    url = f"sqlite:///{tmp_path / 'headway.db'}"
    monkeypatch.setenv("HEADWAY_DATABASE_URL", url)
    st.cache_resource.clear()
    opened = open_database(url)
    yield opened
    opened.close()
    st.cache_resource.clear()


@pytest.fixture
def open_page(database: Database):  # type: ignore[no-untyped-def]
    """Open one page of the app, optionally with a query string."""

    def opened(page: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        for name, value in query.items():
            app.query_params[name] = value
        return app.switch_page(str(ROOT / "pages" / f"{page}.py")).run() if page != "home" else app

    return opened
