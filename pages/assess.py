"""Rate the capabilities: one at a time, its level statements as the choices."""

from functools import partial

import streamlit as st

import engagements
from domain.engagement import Respondent
from domain.errors import NotFound
from domain.framework import Framework
from domain.workshop import Workshop
from ui import frame, navigation, state
from ui.handles import database
from ui.questionnaire import Ending, questionnaire
from ui.wording import plain


def choose_respondent(engagement: str, framework: Framework) -> Respondent:
    """Who answers: the one this device knows, else ask and stop until somebody is chosen."""
    known = state.respondent_id(engagement)
    if known:
        try:
            respondent = engagements.find_respondent(database(), known)
            state.show_respondent(respondent.id)
            return respondent
        except NotFound:
            state.forget_respondent(engagement)
    st.title("Who is answering?")
    _join_form(engagement, framework)
    _continue_as(engagement)
    st.stop()


def _join_form(engagement: str, framework: Framework) -> None:
    roles = {role.name: role.id for role in framework.roles}
    with st.form("join", border=False):
        name = st.text_input("Your name", max_chars=80)
        role = st.selectbox("Your role", list(roles), index=None, placeholder="Choose a role")
        joined = st.form_submit_button("Start answering", type="primary")
    if joined:
        with frame.problems_here():
            respondent = engagements.join_assessment(
                database(), name, engagement, name=name, role=roles.get(role or "", "")
            )
            state.choose_respondent(engagement, respondent.id)
            st.rerun()


def _continue_as(engagement: str) -> None:
    others = engagements.respondents_of(database(), engagement)
    if not others:
        return
    st.subheader("Or continue as")
    for respondent in others:
        st.button(
            plain(respondent.name),
            key=f"as:{respondent.id}",
            icon=":material/person:",
            on_click=state.choose_respondent,
            args=(engagement, respondent.id),
        )


@st.fragment
def answering(respondent: str) -> None:
    """One capability with its questions; answering redraws this part only."""
    read = partial(engagements.sheet_of, database(), respondent)
    results = partial(st.switch_page, navigation.RESULTS)
    questionnaire(read(), read, Ending("See the results", ":material/insights:", results))


def rated_in_a_workshop(workshop: Workshop) -> None:
    """Where to go instead: nobody answers here in other people's names."""
    st.info(
        "This assessment is rated in a workshop. Participants join with the code or the link "
        "that the facilitator shows.",
        icon=":material/groups:",
    )
    with st.container(horizontal=True):
        if st.button("Join with a code", type="primary"):
            st.switch_page(navigation.JOIN)
        if st.button("Go to the workshop"):
            state.choose_engagement(workshop.engagement)
            st.switch_page(navigation.WORKSHOP)


def other_device(respondent: Respondent, engagement: str) -> None:
    """How to go on elsewhere, and how to hand the device to somebody else."""
    with st.expander("Continue on another device, or as somebody else", icon=":material/devices:"):
        st.write("Open this address on the other device. Whoever has it answers as you.")
        st.code(state.personal_link(), language=None, wrap_lines=True)
        st.button(
            "Answer as somebody else",
            on_click=state.forget_respondent,
            args=(engagement,),
        )


with frame.page("Rate your capabilities"):
    summary = frame.chosen_engagement()
    chosen = summary.engagement.id
    if held := engagements.workshop_of(database(), chosen):
        state.hide_respondent()
        st.title("Rate your capabilities", anchor=False)
        frame.headline(summary)
        rated_in_a_workshop(held)
        st.stop()
    person = choose_respondent(chosen, engagements.framework_of(database(), chosen))
    st.title("Rate your capabilities", anchor=False)
    frame.headline(summary)
    st.caption(
        f"Answering as {plain(person.name)}. Choose what is true today, not what is planned."
    )
    answering(person.id)
    other_device(person, chosen)
