"""The pages of the workbench, in the order of the work."""

from pathlib import Path

import streamlit as st

HOME = "pages/home.py"
ASSESS = "pages/assess.py"
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
        _page(RESULTS, "Results", "Where you stand, and what holds it down."),
        _page(ROADMAP, "Roadmap", "Targets for 2030, money, and what starts when."),
        _page(
            DECISIONS, "Decisions", "Models, sourcing, operating model, and how far agents may go."
        ),
        _page(VALUE, "Value", "What the plan is worth, and how well that is shown."),
        _page(REPORT, "Report", "The paper for the board, as a PDF."),
        _page(FRAMEWORKS, "Frameworks", "Browse, check and add frameworks."),
    ]


def _page(path: str, title: str, text: str, default: bool = False) -> st.Page:
    return st.Page(_ROOT / path, title=title, help=text, default=default)
