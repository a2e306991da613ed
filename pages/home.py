"""Home: what is going on, where each engagement stands, and where to start."""

import streamlit as st

import engagements
from domain.engagement import EngagementSummary, Stage
from domain.framework import Depth, Framework
from reporting.words import counted
from ui import frame, navigation, state
from ui.handles import database
from ui.wording import plain

DEPTHS: dict[Depth, str] = {
    "quick": "Quick scan: one question for each capability, about 20 minutes",
    "full": "Full assessment: with four practices for each capability, about an hour",
}
STAGES: dict[Stage, tuple[str, str]] = {
    "new": ("Not started", navigation.ASSESS),
    "workshop": ("Workshop under way", navigation.WORKSHOP),
    "answering": ("Answers coming in", navigation.ASSESS),
    "answered": ("Answered", navigation.RESULTS),
    "planned": ("Roadmap made", navigation.ROADMAP),
}


def start_form() -> None:
    """Everything needed to start answering, and nothing more."""
    framework = _choose_framework()
    with st.form("start"):
        organisation = st.text_input("Organisation or unit", max_chars=120)
        name = st.text_input("Your name", max_chars=80)
        roles = {role.name: role.id for role in framework.roles}
        role = st.selectbox("Your role", list(roles), index=None, placeholder="Choose a role")
        depth = st.radio("How deep?", framework.depths, format_func=DEPTHS.__getitem__)
        with st.expander("About the organisation (decides which questions apply)"):
            scope = st.text_input(
                "Scope", max_chars=200, placeholder="The whole group, or which units and systems"
            )
            context = _context_fields(framework)
        with st.container(horizontal=True):
            started = st.form_submit_button("Start the assessment", type="primary")
            prepared = st.form_submit_button("Prepare a workshop")
    if started or prepared:
        with frame.problems_here():
            summary = engagements.start_engagement(
                database(),
                name or "somebody",
                organisation=organisation,
                depth=depth,
                scope=scope,
                framework_hash=framework.content_hash,
                context=context,
            )
            if prepared:
                state.choose_engagement(summary.engagement.id)
                st.switch_page(navigation.WORKSHOP)
            _answer_as(summary, name, roles.get(role or "", ""))


def _choose_framework() -> Framework:
    known = {entry.content_hash: entry for entry in engagements.list_frameworks(database())}
    names = {entry.content_hash: f"{entry.name} {entry.version}" for entry in known.values()}
    chosen = next(iter(names))
    if len(names) > 1:
        chosen = st.selectbox("Framework", list(names), format_func=names.__getitem__)
    return known[chosen]


def _context_fields(framework: Framework) -> dict[str, str]:
    chosen = {}
    for item in framework.context:
        labels = {choice.id: choice.label for choice in item.choices}
        answer = st.selectbox(
            plain(item.text),
            list(labels),
            index=None,
            format_func=labels.__getitem__,
            placeholder="Not known yet",
        )
        if answer:
            chosen[item.id] = answer
    return chosen


def _answer_as(summary: EngagementSummary, name: str, role: str) -> None:
    identifier = summary.engagement.id
    respondent = engagements.join_assessment(
        database(), name or "somebody", identifier, name=name or "Respondent 1", role=role
    )
    state.choose_engagement(identifier)
    state.choose_respondent(identifier, respondent.id)
    st.switch_page(navigation.ASSESS)


def engagement_card(summary: EngagementSummary) -> None:
    """One engagement: where it stands, and what to do next."""
    engagement = summary.engagement
    stage, _ = STAGES[summary.stage]
    with st.container(border=True):
        st.markdown(f"**{plain(engagement.organisation)}**")
        depth = "quick scan" if summary.assessment.depth == "quick" else "full assessment"
        people = counted(summary.respondents, "respondent")
        example = "example, invented data · " if engagement.example else ""
        st.caption(f"{example}{stage} · {depth} · {people}")
        st.progress(
            summary.progress.share,
            text=f"{summary.progress.done} of {summary.progress.asked} answers",
        )
        with st.container(horizontal=True):
            for page, label in ways_on(summary).items():
                _open_button(engagement.id, label, page)


def ways_on(summary: EngagementSummary) -> dict[str, str]:
    """The pages that a card leads to, with what is done there; the next thing to do is first.

    Where nobody has begun to answer, that is a workshop: the first single answer rules it out.
    """
    if summary.stage == "new" and not summary.respondents:
        return {
            navigation.WORKSHOP: "Prepare the workshop",
            navigation.ASSESS: "Start answering without it",
        }
    _, target = STAGES[summary.stage]
    ways = {target: plain(summary.next_step)}
    ways.setdefault(navigation.RESULTS, "Results")
    return ways


def _open_button(identifier: str, label: str, page: str) -> None:
    if st.button(label, key=f"open:{identifier}:{page}"):
        state.choose_engagement(identifier)
        st.switch_page(page)


with frame.page("Home"):
    state.hide_respondent()
    st.title("Where do you stand on the way to 2030?", anchor=False)
    st.write(
        "Rate what your organisation can do with AI today, see what holds it back, "
        "choose where it should be by 2030, and take a costed roadmap to the board."
    )
    st.page_link(navigation.JOIN, label="Join a workshop with a code", icon=":material/login:")
    listed = engagements.list_engagements(database())
    own = [summary for summary in listed if not summary.engagement.example]
    if own:
        st.subheader("Your engagements", anchor=False)
    for shown in own:
        engagement_card(shown)
    st.subheader("Start a self-assessment", anchor=False)
    start_form()
    st.subheader("Or look around first", anchor=False)
    for shown in listed:
        if shown.engagement.example:
            engagement_card(shown)
