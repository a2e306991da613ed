"""The frame every page stands in: configuration, the chosen engagement, errors in words.

A deep link can run a page file before anyone has opened the home page, so nothing that a
page needs may live in `app.py` alone: each page opens this frame itself.
"""

import logging
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st

import engagements
from domain.engagement import EngagementSummary
from domain.errors import HeadwayError, InvalidInput, NotFound, NotYet
from reporting.words import counted
from ui import navigation, state
from ui.handles import database
from ui.wording import plain

# A picture of ours: Streamlit fetches the icons that it knows by name from the internet. It is part
# of the page itself, because Streamlit looks through everybody's files after each answer.
_PICTURE = Path(__file__).parent / "pictures" / "headway.png"
_ICON = f"data:image/png;base64,{b64encode(_PICTURE.read_bytes()).decode()}"
_LOG = logging.getLogger("headway.pages")


@contextmanager
def page(title: str, *, wide: bool = False) -> Iterator[None]:
    """Draw a page inside: its title in the browser tab, and any problem in plain words."""
    st.set_page_config(
        page_title=f"{title} · Headway",
        page_icon=_ICON,
        layout="wide" if wide else "centered",
    )
    try:
        yield
    except HeadwayError as error:
        show_problems(error)
    except Exception:
        _LOG.exception("The page %r could not be drawn", title)
        st.error(
            "This page could not be drawn. Everything that was saved is safe. "
            "Reload the page; if it happens again, the server's log names the cause."
        )


@contextmanager
def problems_here() -> Iterator[None]:
    """Show what went wrong with one action at the place where it was tried."""
    try:
        yield
    except HeadwayError as error:
        show_problems(error)


def show_problems(error: HeadwayError) -> None:
    """Show every problem of an error as a sentence of its own."""
    problems = error.problems if isinstance(error, InvalidInput) else (error,)
    shown = [plain(str(problem)) for problem in problems[:50]]
    if len(problems) > len(shown):
        shown.append(f"and {counted(len(problems) - len(shown), 'more problem')}")
    if isinstance(error, NotYet):
        st.info("  \n".join(shown), icon=":material/hourglass:")
    else:
        st.error("  \n".join(shown))


def chosen_engagement() -> EngagementSummary:
    """The engagement this page is about; without one, explain where to choose and stop."""
    identifier = state.engagement_id()
    if identifier is None:
        _ask_for_an_engagement("Choose an engagement first", "Nothing is chosen yet.")
    try:
        summary = engagements.find_engagement(database(), str(identifier))
    except NotFound:
        _ask_for_an_engagement(
            "This engagement is not here", "The link may be old, or made on another server."
        )
    state.show_engagement(summary.engagement.id)
    return summary


def headline(summary: EngagementSummary) -> None:
    """One quiet line that says whose page this is."""
    engagement = summary.engagement
    parts = [engagement.organisation, engagement.title or summary.assessment.name]
    if engagement.example:
        parts.append("example with invented data")
    st.caption(" · ".join(plain(part) for part in parts if part))


def _ask_for_an_engagement(title: str, text: str) -> None:
    st.title(title)
    st.write(f"{text} Every assessment belongs to an engagement; the home page lists them.")
    st.page_link(navigation.HOME, label="Go to the home page", icon=":material/home:")
    st.stop()
