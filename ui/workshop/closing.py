"""The end of a workshop: the baseline is frozen, the results and the paper are there."""

import streamlit as st

import engagements
from domain.engagement import EngagementSummary
from domain.workshop import Workshop
from reporting.words import counted
from ui import frame, navigation
from ui.device import device
from ui.handles import database
from ui.wording import clock
from ui.workshop.paper import make_take_away, take_away_link, take_away_made


def closing(held: Workshop, summary: EngagementSummary) -> None:
    """Close it; or, when it is closed, everything that came out."""
    if held.phase == "closed":
        _closed(held, summary)
        return
    agreed = len(engagements.consensus_of(database(), held.id))
    total = len(held.settings.capabilities)
    st.write(
        f"The room has agreed on {agreed} of {counted(total, 'capability', 'capabilities')}. For "
        "the others the single answers count. Closing freezes everything: nobody can rate, "
        "agree or change an answer any more, and the results are there at once."
    )
    sure = st.checkbox("The room is done.")
    if st.button("Close and freeze", type="primary", icon=":material/lock:", disabled=not sure):
        with frame.problems_here():
            engagements.close_workshop(database(), device(), held.id)
            make_take_away(held.id)
            st.rerun()


def _closed(held: Workshop, summary: EngagementSummary) -> None:
    frozen = engagements.frozen_rounds(database(), summary.engagement.id)[-1]
    st.success("The workshop is closed, and its baseline is frozen.", icon=":material/lock:")
    st.caption(f"Frozen at {clock(frozen.at)}. Its fingerprint (SHA-256):")
    st.code(frozen.sha256, language=None, wrap_lines=True)
    with st.container(horizontal=True):
        if st.button("See the results", type="primary", icon=":material/insights:"):
            st.switch_page(navigation.RESULTS)
        if take_away_made(held.id):
            take_away_link(held.id)
        elif st.button("Make the page to take away", icon=":material/print:"):
            make_take_away(held.id)
            st.rerun()
    st.subheader("Again next year", anchor=False)
    st.write(
        "The next assessment asks the same questions. What moved, what the roadmap promised and "
        "what was done then stand side by side on the results page."
    )
    if st.button("Begin the next assessment", icon=":material/restart_alt:"):
        with frame.problems_here():
            engagements.start_again(database(), "a facilitator", summary.engagement.id)
            st.rerun()
