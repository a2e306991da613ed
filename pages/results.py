"""Where the organisation stands, what holds it down, and why."""

from collections.abc import Iterator

import streamlit as st

import engagements
from domain.scorecard import NodeResult, QuestionResult, Scorecard
from reporting import sentences
from reporting.words import counted
from scoring import Explanation, explain, regroup
from ui import frame, navigation, state
from ui.figure import figure
from ui.handles import database
from ui.wording import level_name, level_range, level_steps, plain


def overview(card: Scorecard) -> None:
    """The whole in one sentence, and how sure it is."""
    st.subheader(plain(sentences.headline(card)), anchor=False)
    st.write(plain(sentences.what_holds_back(card)))
    overall = card.overall
    with st.grid(3, min_column_width=200):
        st.metric("Level today", level_name(overall.level, card.framework.levels), border=True)
        st.metric(
            "Range, worst to best case",
            level_range(overall.worst, overall.best),
            border=True,
            help="What the level would be if everything unknown turned out worst, or best.",
        )
        st.metric("Questions covered", f"{overall.coverage:.0%}", border=True)


def nothing_yet() -> None:
    """Teach what will be here, and lead to the questions."""
    st.write(
        "Nothing has been answered yet. As soon as the first capability is rated, this page "
        "shows the level of each pillar, what holds it down, and why."
    )
    if st.button("Rate your capabilities", type="primary"):
        st.switch_page(navigation.ASSESS)


def seen_as(card: Scorecard, engagement: str) -> Scorecard:
    """The pillars as the framework has them, or the groups of a view that it offers."""
    views = {view.id: view.name for view in card.framework.views}
    if not views:
        return card
    chosen = st.segmented_control(
        "Show by",
        ["", *views],
        default="",
        format_func=lambda view: plain(views.get(view, f"The {len(card.pillars)} pillars")),
        required=True,
        key="view",
    )
    framework = engagements.framework_of(database(), engagement)
    return regroup(framework, card, chosen) if chosen else card


def strengths_and_gaps(card: Scorecard) -> None:
    """The best and the weakest capabilities side by side."""
    best, weakest = st.columns(2)
    with best:
        st.subheader("Strengths", anchor=False)
        _list(sentences.strengths(card))
    with weakest:
        st.subheader("Holding back", anchor=False)
        _list(sentences.weaknesses(card))


def _list(findings: tuple[str, ...]) -> None:
    for finding in findings:
        st.markdown(f"- {plain(finding)}")
    if not findings:
        st.caption("Nothing stands out yet.")


def drill_down(card: Scorecard) -> None:
    """Why this level: what counted, what capped it, and the answers behind it."""
    st.subheader("Why this level?", anchor=False)
    nodes = (card.overall, *card.pillars, *card.capabilities)
    names = {node.id: _indented(node) for node in nodes}
    chosen = st.selectbox("Explain", list(names), format_func=names.__getitem__, key="explain")
    node = card.node(chosen)
    st.markdown(f"{level_steps(node.level, card.framework.levels)}")
    if node.next_step:
        st.write(plain(node.next_step))
    with st.expander("How this level came about", expanded=True, icon=":material/account_tree:"):
        st.markdown("\n".join(_bullets(explain(card, chosen))))
    _statements(node, card)
    _answers([question for question in card.questions if question.capability == chosen])


def _bullets(explanation: Explanation, depth: int = 0) -> Iterator[str]:
    yield f"{'  ' * depth}- {plain(explanation.text)}"
    for child in explanation.children:
        yield from _bullets(child, depth + 1)


def _indented(node: NodeResult) -> str:
    depth = {"overall": "", "pillar": "", "capability": "\u2003", "part": "\u2003\u2003"}
    return f"{depth[node.kind]}{node.name}"


def _statements(node: NodeResult, card: Scorecard) -> None:
    if node.kind != "capability":
        return
    for level in card.framework.levels:
        statement = plain(node.statements.get(level.number, ""))
        here = " ← today" if level.number == node.level else ""
        st.caption(f"**{level.number} {plain(level.name)}**{here}: {statement}")


def _answers(questions: list[QuestionResult]) -> None:
    if not questions:
        return
    st.markdown("**The answers behind it**")
    st.dataframe(
        [
            {
                "Question": question.text,
                "Answer": question.label or question.state.replace("_", " "),
                "From": question.low,
                "To": question.high,
                "Answered": question.tally.answered,
                "Don't know": question.tally.dont_know,
                "Not applicable": question.tally.not_applicable,
                "Missing": question.tally.missing,
            }
            for question in questions
        ],
        key="answers",
    )
    for question in questions:
        for note in (*question.comments, *question.evidence):
            st.caption(f"“{plain(note)}”")


def next_page() -> None:
    """The one thing to do after reading."""
    if st.button(
        "Set targets and plan the road to 2030", type="primary", icon=":material/timeline:"
    ):
        st.switch_page(navigation.ROADMAP)


with frame.page("Results", wide=True):
    state.hide_respondent()
    chosen_one = frame.chosen_engagement()
    st.title("Where you stand", anchor=False)
    frame.headline(chosen_one)
    scored = engagements.score_engagement(database(), chosen_one.engagement.id)
    if scored.overall.tally.answered == 0:
        nothing_yet()
    else:
        overview(scored)
        origin = (
            f"Source: {scored.framework.name} {scored.framework.version}, "
            f"{counted(scored.respondents, 'respondent')}, "
            f"{scored.overall.coverage:.0%} of the questions covered"
        )
        viewed = seen_as(scored, chosen_one.engagement.id)
        figure("profile", viewed, origin)
        figure("heatmap", viewed, origin)
        strengths_and_gaps(scored)
        drill_down(scored)
        next_page()
