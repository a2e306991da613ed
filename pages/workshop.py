"""Lead a workshop: open it, watch people rate, see the spread, agree, and close it."""

import streamlit as st

import engagements
from domain.engagement import EngagementSummary
from domain.framework import Framework
from domain.workshop import Workshop
from ui import frame, navigation, state
from ui.device import device
from ui.handles import database
from ui.workshop.clock import agenda, time_left
from ui.workshop.closing import closing
from ui.workshop.gathering import gathering
from ui.workshop.noting import noting
from ui.workshop.opening import opening
from ui.workshop.projector import projector
from ui.workshop.talking import talking

_PHASES = {"rating": "People rate alone", "discussing": "The room talks", "closed": "Closed"}
_STEPS = {"rating": "Rate", "discussing": "Discuss", "closed": "Close"}


def not_mine() -> None:
    """For everybody who does not facilitate."""
    st.info(
        "Somebody else facilitates this workshop. To take part, join with the code. To "
        "facilitate too, ask for a facilitator's link and open it in this browser.",
        icon=":material/groups:",
    )
    if st.button("Join with a code", type="primary"):
        st.switch_page(navigation.JOIN)


def console(held: Workshop, summary: EngagementSummary, framework: Framework) -> None:
    """The four steps of a workshop; the one that the room is at is open."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_PHASES[held.phase]}**")
        if held.timer_ends:
            st.fragment(timer, run_every=1)(held)
        st.link_button(
            "Open the big screen",
            f"/workshop?engagement={summary.engagement.id}&present=1",
            icon=":material/cast:",
        )
    if held.settings.live and held.phase != "closed":
        with st.expander("Agenda and timer", icon=":material/timer:"):
            agenda(held)
    key = f"step:{held.id}:{held.phase}"
    state.prime(key, _STEPS[held.phase])
    step = st.segmented_control(
        "Step",
        ["Rate", "Discuss", "Notes", "Close"],
        key=key,
        required=True,
        label_visibility="collapsed",
    )
    match step:
        case "Rate":
            gathering(held, framework)
        case "Discuss":
            talking(held, framework)
        case "Notes":
            noting(held)
        case _:
            closing(held, summary)


def timer(held: Workshop) -> None:
    """The time that is left."""
    st.markdown(f":material/timer: **{time_left(held)}**")


def without_a_workshop(summary: EngagementSummary, framework: Framework) -> None:
    """The form that opens one, where the newest assessment may have one."""
    if summary.progress.done == 0:
        opening(summary, framework)
        return
    st.write(
        "People have answered this assessment without a workshop. Freeze it as it is, and begin "
        "the next one for the workshop: both stay, and results show what moved."
    )
    if st.button("Freeze it and begin the next assessment", type="primary"):
        with frame.problems_here():
            freeze_and_begin(summary)
            st.rerun()


def freeze_and_begin(summary: EngagementSummary) -> None:
    """Freeze what was answered, if it is not frozen yet, and make room for the workshop."""
    identifier = summary.engagement.id
    frozen = {each.assessment.id for each in engagements.frozen_rounds(database(), identifier)}
    if summary.assessment.id not in frozen:
        engagements.freeze_assessment(database(), "a facilitator", identifier)
    engagements.start_again(database(), "a facilitator", identifier)


with frame.page("Workshop", wide=True):
    state.hide_respondent()
    chosen = frame.chosen_engagement()
    model = engagements.framework_of(database(), chosen.engagement.id)
    here = engagements.workshop_of(database(), chosen.engagement.id)
    mine = here is not None and engagements.facilitates(database(), device(), here.id) is not None
    if here and mine and state.is_projected():
        projector(here, model)
    else:
        st.title("Workshop", anchor=False)
        frame.headline(chosen)
        if here is None:
            without_a_workshop(chosen, model)
        elif mine:
            console(here, chosen, model)
        else:
            not_mine()
