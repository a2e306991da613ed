"""The paper for the board: make it, look at it page by page, download it."""

import streamlit as st

import engagements
from domain.engagement import EngagementSummary
from reporting import make_pdf, page_pictures
from ui import frame, state
from ui.handles import database
from ui.wording import count


def make(summary: EngagementSummary) -> None:
    """Make the PDF with visible progress, keep it, and show it."""
    identifier = summary.engagement.id
    if not st.button("Make the report", type="primary", icon=":material/print:"):
        return
    bar = st.progress(0.0, text="Collecting the results")

    def show_step(share: float, step: str) -> None:
        bar.progress(share, text=step)

    with frame.problems_here():
        composed = engagements.compose_report(database(), identifier)
        pdf = make_pdf(composed, show_step)
        issued = engagements.issue_report(database(), "somebody", identifier, pdf)
        state.keep(f"report:{identifier}", issued)
    bar.empty()


def show(identifier: str) -> None:
    """The newest report: a download, and its pages as pictures."""
    known = engagements.reports_of(database(), identifier)
    issued = state.kept(f"report:{identifier}") or (known[0].id if known else None)
    if issued is None:
        st.caption(
            "It takes about ten seconds. You get a summary for the board on one page, the "
            "profile, each pillar, the roadmap to 2030, costs, indicators, and the answers."
        )
        return
    link = engagements.report_link(database(), str(issued))
    st.link_button("Download the PDF", link, icon=":material/download:", type="primary")
    st.caption("The link works for this report only and expires.")
    _, pdf = engagements.open_report(database(), link.rsplit("/", 1)[-1])
    pictures = _pictures(str(issued), pdf)
    st.caption(f"{count(len(pictures), 'page')}")
    page = st.pagination(len(pictures), key="report_page")
    st.image(pictures[page - 1], caption=f"Page {page} of {len(pictures)}", width="stretch")


@st.cache_data(max_entries=8, show_spinner="Drawing the pages")
def _pictures(report_id: str, _pdf: bytes) -> list[bytes]:
    return page_pictures(_pdf)


with frame.page("Report"):
    state.hide_respondent()
    chosen = frame.chosen_engagement()
    st.title("The paper for the board", anchor=False)
    frame.headline(chosen)
    make(chosen)
    show(chosen.engagement.id)
