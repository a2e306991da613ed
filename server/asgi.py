"""The ASGI application: Streamlit behind the guards, with Headway's own routes beside it."""

import gc
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.types import ASGIApp
from streamlit.runtime.pages_manager import PagesManager

from server.guards import Guards
from server.routes import own_routes
from server.static_files import StaticFiles
from server.theme import keep_theme
from storage.database import Database

# How much new stuff there is before Python looks for garbage, how often it then looks at all of it.
# As Python has it by itself, the looking takes a fifth of the time of a server with 500 people.
_GARBAGE = (10_000, 20, 50)


def create_app(
    script: Path,
    database: Database,
    allowed_origins: Collection[str],
    on_ready: Callable[[], None],
) -> ASGIApp:
    """The application that runs `script`; `on_ready` is called when it can answer."""

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        # What is loaded now stays for good. Left to the garbage collector, it would be
        # searched again and again while people wait for their answers to be saved.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*_GARBAGE)
        on_ready()
        yield

    # Streamlit takes a folder called pages/ for its old way of navigation until a script has
    # called st.navigation; the first person to follow a deep link would get a page without it.
    PagesManager.uses_pages_directory = False
    keep_theme()
    app = st.App(script, routes=own_routes(database), lifespan=lifespan)
    # Outside of everything, so that error pages carry the security headers too.
    return Guards(StaticFiles(app), allowed_origins)
