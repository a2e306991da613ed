"""The paper for the board: make it, look at it page by page, download it."""

import streamlit as st

import engagements
from domain.engagement import EngagementSummary
from reporting import make_pdf, page_pictures
from reporting.words import counted
from ui import frame, state
from ui.handles import database


def make(summary: EngagementSummary, again: bool) -> None:
    """Make the PDF with visible progress, and keep it."""
    identifier = summary.engagement.id
    label = "Make it again with today's answers" if again else "Make the report"
    pressed = st.button(label, type="secondary" if again else "primary", icon=":material/print:")
    # A place of its own on every run: what stands below must not move when progress goes.
    place = st.empty()
    if not pressed:
        return

    def show_step(share: float, step: str) -> None:
        place.progress(share, text=step)

    show_step(0.0, "Collecting the results")
    with frame.problems_here():
        composed = engagements.compose_report(database(), identifier)
        pdf = make_pdf(composed, show_step)
        issued = engagements.issue_report(database(), "somebody", identifier, pdf)
        state.keep(f"report:{identifier}", issued)
        st.rerun()


def newest(identifier: str) -> str | None:
    """The report made in this session, else the newest one of the engagement."""
    made = state.kept(f"report:{identifier}")
    known = engagements.reports_of(database(), identifier)
    return str(made) if made else known[0].id if known else None


def show(issued: str) -> None:
    """A report: its download, and its pages as pictures."""
    link = engagements.report_link(database(), issued)
    st.link_button("Download the PDF", link, icon=":material/download:", type="primary")
    st.caption("The link works for this report only and expires.")
    _, pdf = engagements.open_report(database(), link.rsplit("/", 1)[-1])
    pictures = _pictures(issued, pdf)
    st.caption(f"{counted(len(pictures), 'page')}")
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
    report = newest(chosen.engagement.id)
    make(chosen, again=report is not None)
    if report:
        show(report)
    else:
        st.caption(
            "It takes about ten seconds. You get a summary for the board on one page, the "
            "profile, each pillar, the roadmap to 2030, costs, indicators, and the answers."
        )
