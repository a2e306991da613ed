"""The paper: make it in the form that is needed, look at it page by page, download it."""

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

import engagements
from domain.engagement import EngagementSummary
from domain.report import Format, IssuedReport
from reporting import has_charter, page_pictures
from reporting.words import counted, day
from ui import frame, state
from ui.handles import database
from ui.paper.checking import check_a_paper
from ui.paper.look import look
from ui.paper.making import made
from ui.paper.texts import texts
from ui.wording import clock

FORMATS: Mapping[Format, tuple[str, str, str]] = {
    "board": ("For the board", "PDF, decisions first, about 14 pages", "PDF"),
    "full": ("In full", "PDF with every pillar, initiative and answer, about 25 pages", "PDF"),
    "charter": ("Chief AI Officer's charter", "PDF to sign, two or three pages", "PDF"),
    "pptx": ("Slides", "PowerPoint; charts and tables can be edited", "slides"),
    "xlsx": ("Workbook", "Excel with formulas, for whoever checks the numbers", "workbook"),
    "json": ("Data", "JSON, all of it, documented", "data"),
    "csv": ("Tables", "CSV files in a zip", "tables"),
}
"""Each format's name, what it is, and how its download is called."""


def offered(summary: EngagementSummary) -> list[Format]:
    """The formats that papers on this framework come in."""
    without = set() if has_charter(summary.engagement.framework_id) else {"charter"}
    return [each for each in FORMATS if each not in without]


def make(engagement: str, wanted: Format, again: bool) -> None:
    """Make the paper with visible progress, and keep it; or take the one that is kept."""
    label = "Make it again with today's answers" if again else "Make the report"
    # One button for every choice, by key, type and icon: with another type the browser would put
    # a new button in its place, and a press begun on the old one would be lost.
    pressed = st.button(label, key="make", type="primary", icon=":material/print:")
    # A place of its own on every run: what stands below must not move when progress goes.
    place = st.empty()
    if not pressed:
        return
    with frame.problems_here():
        issued, kept = made(engagement, wanted, lambda share, step: _tell(place, share, step))
        again_at = datetime.now(UTC) if kept else None
        state.keep(f"report:{engagement}:{wanted}", (issued, again_at))
        st.rerun()


def _tell(place: st.delta_generator.DeltaGenerator, share: float, step: str) -> None:
    place.progress(share, text=step)


def newest(engagement: str, wanted: Format) -> IssuedReport | None:
    """The paper asked for in this session, else the newest one of this format."""
    known = [
        each for each in engagements.reports_of(database(), engagement) if each.format == wanted
    ]
    asked = state.kept(f"report:{engagement}:{wanted}")
    chosen = asked[0] if isinstance(asked, tuple) else None
    return next((each for each in known if each.id == chosen), known[0] if known else None)


def show(paper: IssuedReport, engagement: str) -> None:
    """A paper: its download, and a PDF's pages as pictures."""
    _, _, called = FORMATS[paper.format]
    link = engagements.report_link(database(), paper.id)
    st.link_button(f"Download the {called}", link, icon=":material/download:")
    st.caption(f"Made on {day(paper.issued.date())}. {_kept(paper, engagement)}")
    if called != "PDF":
        return
    _, pdf = engagements.open_report(database(), link.rsplit("/", 1)[-1])
    pictures = _pictures(paper.id, pdf)
    st.caption(f"{counted(len(pictures), 'page')}")
    page = st.pagination(len(pictures), key=f"report_page_{paper.format}")
    st.image(pictures[page - 1], caption=f"Page {page} of {len(pictures)}", width="stretch")


def _kept(paper: IssuedReport, engagement: str) -> str:
    asked = state.kept(f"report:{engagement}:{paper.format}")
    if isinstance(asked, tuple) and asked[0] == paper.id and asked[1]:
        at = clock(asked[1])
        return (
            f"Nothing had changed since when you asked at {at}, so this is the one that was kept."
        )
    return "The link works for this file only and expires."


@st.cache_data(max_entries=8, show_spinner="Drawing the pages")
def _pictures(report_id: str, _pdf: bytes) -> list[bytes]:
    return page_pictures(_pdf)


with frame.page("Report"):
    state.hide_respondent()
    chosen = frame.chosen_engagement()
    identifier = chosen.engagement.id
    st.title("The paper for the board", anchor=False)
    frame.headline(chosen)
    wanted = st.radio(
        "What do you need?",
        offered(chosen),
        format_func=lambda each: FORMATS[each][0],
        captions=[FORMATS[each][1] for each in offered(chosen)],
    )
    paper = newest(identifier, wanted)
    make(identifier, wanted, again=paper is not None)
    if paper:
        show(paper, identifier)
    else:
        st.caption(
            "It takes about ten seconds. Whatever you choose says the same: the page for the "
            "board, the profile, the roadmap to 2030, costs, risks and indicators."
        )
    words = st.expander("The words in it", icon=":material/edit:", on_change="rerun")
    if words.open:
        with words:
            texts(identifier)
    with st.expander("How it looks", icon=":material/palette:"):
        look(identifier)
    with st.expander("Is a paper still true?", icon=":material/verified:"):
        check_a_paper(identifier)
