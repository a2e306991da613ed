"""Rate the capabilities: one at a time, its level statements as the choices."""

import streamlit as st

import engagements
from domain.engagement import Respondent
from domain.errors import NotFound
from domain.framework import Capability, Framework, Question
from reporting.words import counted
from ui import frame, navigation, state
from ui.handles import database
from ui.question_card import question_card, saved_line
from ui.scroll import scroll_to_top
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
def questionnaire(respondent: str, engagement: str) -> None:
    """One capability with its questions; answering redraws this part only."""
    framework = engagements.framework_of(database(), engagement)
    asked = _asked(framework, engagement)
    answers = engagements.answers_of(database(), respondent)
    unanswered = [c.id for c, questions in asked if any(q.id not in answers for q in questions)]
    index = _position(respondent, [c.id for c, _ in asked], unanswered)
    capability, questions = asked[index]
    _where_i_am(respondent, framework, capability, index, asked, unanswered)
    st.subheader(plain(capability.name), anchor=False)
    st.write(plain(capability.definition))
    for question in questions:
        question_card(respondent, question, answers.get(question.id), framework)
    _probes(capability)
    _move_on(respondent, [c.id for c, _ in asked], index, unanswered)
    st.caption(saved_line(respondent, tuple(q.id for q in questions)))
    scroll_to_top(f"{respondent}:{capability.id}")


def _asked(framework: Framework, engagement: str) -> list[tuple[Capability, tuple[Question, ...]]]:
    summary = engagements.find_engagement(database(), engagement)
    return list(framework.asked(summary.assessment.depth, summary.engagement.context))


def _position(respondent: str, order: list[str], unanswered: list[str]) -> int:
    chosen = state.capability_id(respondent)
    if chosen not in order:
        chosen = unanswered[0] if unanswered else order[0]
        state.go_to_capability(respondent, chosen)
    return order.index(chosen)


def _where_i_am(
    respondent: str,
    framework: Framework,
    capability: Capability,
    index: int,
    asked: list[tuple[Capability, tuple[Question, ...]]],
    unanswered: list[str],
) -> None:
    progress = engagements.progress_of(database(), respondent)
    left = (
        f"about {counted(progress.minutes_left, 'minute')} left" if unanswered else "all answered"
    )
    st.progress(progress.share, text=f"{progress.done} of {progress.asked} answered · {left}")
    pillar = next(p for p in framework.pillars if capability in p.capabilities)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{plain(pillar.name)} · {index + 1} of {len(asked)}")
        with st.popover("Jump to", icon=":material/list:"):
            _jump_list(respondent, framework, [c for c, _ in asked], unanswered)


def _jump_list(
    respondent: str, framework: Framework, asked: list[Capability], unanswered: list[str]
) -> None:
    if unanswered:
        _jump_button(respondent, unanswered[0], "Next unanswered", ":material/skip_next:")
    for pillar in framework.pillars:
        st.caption(plain(pillar.name))
        for capability in asked:
            if capability in pillar.capabilities:
                done = capability.id not in unanswered
                icon = ":material/check_circle:" if done else ":material/circle:"
                _jump_button(respondent, capability.id, plain(capability.name), icon)


def _jump_button(respondent: str, capability: str, label: str, icon: str) -> None:
    st.button(
        label,
        key=f"jump:{label}:{capability}",
        icon=icon,
        type="tertiary",
        on_click=state.go_to_capability,
        args=(respondent, capability),
    )


def _probes(capability: Capability) -> None:
    if not (capability.probes or capability.evidence):
        return
    with st.expander("Questions that help to decide", icon=":material/help:"):
        for probe in capability.probes:
            st.markdown(f"- {plain(probe)}")
        if capability.evidence:
            st.caption(f"Worth having at hand: {plain('; '.join(capability.evidence))}")


def _move_on(respondent: str, order: list[str], index: int, unanswered: list[str]) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(
            "Previous",
            icon=":material/arrow_back:",
            disabled=index == 0,
            on_click=state.go_to_capability,
            args=(respondent, order[max(index - 1, 0)]),
        )
        if index + 1 < len(order):
            st.button(
                "Next",
                icon=":material/arrow_forward:",
                icon_position="right",
                type="primary",
                on_click=state.go_to_capability,
                args=(respondent, order[index + 1]),
            )
        elif unanswered:
            st.button(
                f"Answer the {counted(len(unanswered), 'open capability', 'open capabilities')}",
                type="primary",
                on_click=state.go_to_capability,
                args=(respondent, unanswered[0]),
            )
        elif st.button("See the results", icon=":material/insights:", type="primary"):
            st.switch_page(navigation.RESULTS)


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
    person = choose_respondent(chosen, engagements.framework_of(database(), chosen))
    st.title("Rate your capabilities", anchor=False)
    frame.headline(summary)
    st.caption(
        f"Answering as {plain(person.name)}. Choose what is true today, not what is planned."
    )
    questionnaire(person.id, chosen)
    other_device(person, chosen)
