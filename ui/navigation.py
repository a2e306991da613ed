"""The pages of the workbench, in the order of the work."""

from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from ui import state

HOME = "pages/home.py"
ASSESS = "pages/assess.py"
JOIN = "pages/join.py"
WORKSHOP = "pages/workshop.py"
RESULTS = "pages/results.py"
ROADMAP = "pages/roadmap.py"
DECISIONS = "pages/decisions.py"
VALUE = "pages/value.py"
REPORT = "pages/report.py"
FRAMEWORKS = "pages/frameworks.py"

_ROOT = Path(__file__).resolve().parent.parent


def pages() -> list[st.Page]:
    """Every page for `st.navigation`; a new page is one file and one line here.

    They carry no icons: Streamlit would fetch a page's icon from the internet for the tab.
    """
    return [
        _page(HOME, "Home", "Your engagements, and where to start.", default=True),
        _page(ASSESS, "Assess", "Rate the capabilities, one at a time."),
        _page(WORKSHOP, "Workshop", "A room that rates alone, sees the spread, and agrees."),
        _page(RESULTS, "Results", "Where you stand, and what holds it down."),
        _page(ROADMAP, "Roadmap", "Targets for 2030, money, and what starts when."),
        _page(
            DECISIONS, "Decisions", "Models, sourcing, operating model, and how far agents may go."
        ),
        _page(VALUE, "Value", "What the plan is worth, and how well that is shown."),
        _page(REPORT, "Report", "The paper for the board, as a PDF."),
        _page(FRAMEWORKS, "Frameworks", "Browse, check and add frameworks."),
        st.Page(_ROOT / JOIN, title="Join", visibility="hidden"),
    ]


def stands_alone() -> bool:
    """Whether the page is drawn without a menu: for people who take part, and for a projector."""
    path = urlsplit(st.context.url or "").path
    return path.rstrip("/").endswith("/join") or state.is_projected()


def _page(path: str, title: str, text: str, default: bool = False) -> st.Page:
    return st.Page(_ROOT / path, title=title, help=text, default=default)
