"""Where the organisation stands, what holds it down, and why."""

from collections.abc import Iterator

import streamlit as st

import engagements
from domain.errors import NotYet
from domain.framework import Question
from domain.scorecard import NodeResult, QuestionResult, Scorecard
from reporting import sentences
from reporting.words import counted
from scoring import Explanation, explain, regroup
from ui import frame, navigation, state
from ui.again import since_last_time
from ui.figure import figure
from ui.handles import database
from ui.spread import spread_of
from ui.wording import level_name, level_range, level_steps, plain


def overview(card: Scorecard, engagement: str) -> None:
    """The whole in one sentence, and how sure it is."""
    st.subheader(plain(sentences.headline(card)), anchor=False)
    st.write(plain(sentences.what_holds_back(card)))
    overall = card.overall
    with st.grid(4, min_column_width=180):
        st.metric(
            "Level reported",
            level_name(overall.level, card.framework.levels),
            border=True,
            help="What the answers claim, as far as the evidence on file lets it be reported.",
        )
        st.metric(
            "Range, worst to best case",
            level_range(overall.worst, overall.best),
            border=True,
            help="What the level would be if everything unknown turned out worst, or best.",
        )
        st.metric(
            "Of the way to the targets",
            f"{engagements.percent_to_target(database(), engagement):.0%}",
            border=True,
            help="One less the sum of all gaps over the sum of all targets. What is above its "
            "target does not make up for what is below.",
        )
        st.metric("Questions covered", f"{overall.coverage:.0%}", border=True)
    unproven = [n for n in card.capabilities if (n.claimed or 0) > (n.worst or 0)]
    if unproven:
        st.caption(
            f"{counted(len(unproven), 'capability', 'capabilities')} "
            f"{'claims' if len(unproven) == 1 else 'claim'} more than is reported, because "
            f"evidence is missing: {plain(', '.join(node.short_name for node in unproven))}."
        )


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


def drill_down(card: Scorecard, engagement: str) -> None:
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
    _shortest_way(engagement, node)
    _what_if(card, engagement, node)
    _how_sure(engagement, node, card)
    _statements(node, card)
    _answers([question for question in card.questions if question.capability == chosen])


def _shortest_way(engagement: str, node: NodeResult) -> None:
    lift = engagements.lift_of(database(), engagement, node.id)
    if lift is None:
        return
    title = f"The shortest way to level {lift.level}"
    with st.expander(title, icon=":material/trending_up:"):
        st.write("This is the shortest list found; other lists may be as short.")
        _list(tuple(lift.lines()))


def _what_if(card: Scorecard, engagement: str, node: NodeResult) -> None:
    questions = [
        question
        for question in engagements.framework_of(database(), engagement).questions(card.depth)
        if question.id in {q.id for q in card.questions if q.capability == node.id}
        and question.choices
    ]
    if not questions:
        return
    with st.expander("What if an answer were another?", icon=":material/swap_vert:"):
        changes = dict(_changes(questions, card))
        if changes:
            _moved(card, engagements.what_if(database(), engagement, changes), node)
        st.caption("Nothing here is saved; the answers stay what they are.")


def _changes(questions: list[Question], card: Scorecard) -> Iterator[tuple[str, float]]:
    today = {result.id: result.value for result in card.questions}
    for question in questions:
        labels = {choice.value: choice.label for choice in question.choices}
        values = list(labels)
        given = today[question.id]
        chosen = st.selectbox(
            plain(question.text),
            values,
            index=values.index(given) if given in values else None,
            format_func=labels.__getitem__,
            placeholder="Not known",
            key=f"what_if:{question.id}",
        )
        if chosen is not None and chosen != given:
            yield question.id, chosen


def _moved(before: Scorecard, after: Scorecard, node: NodeResult) -> None:
    with st.grid(3, min_column_width=180):
        for identifier in (node.id, node.parent, "overall"):
            old, new = before.node(identifier), after.node(identifier)
            step = (new.worst or 0) - (old.worst or 0)
            claimed = "" if new.claimed == new.worst else f", claimed {new.claimed}"
            st.metric(
                plain(new.short_name or new.name),
                f"{level_range(new.worst, new.best)}{claimed}",
                delta=step or None,
                border=True,
            )


def _how_sure(engagement: str, node: NodeResult, card: Scorecard) -> None:
    if card.respondents < 2:
        return
    with st.expander("How sure this level is", icon=":material/groups:"):
        spread = spread_of(engagement)
        weights = spread.by_weights.get(node.id)
        if weights:
            st.write(
                "With every weight drawn anew between half and twice what it is, it would be "
                f"{level_range(weights.low, weights.high)} in nine of ten cases."
            )
        interval = spread.intervals.get(node.id)
        if interval:
            st.write(
                "Asked again of people like these, the level would be "
                f"{level_range(interval.low, interval.high)} in nine of ten cases."
            )
        agreed = spread.agreement.get(node.id)
        if agreed and agreed.consensus is not None:
            alpha = "not defined" if agreed.alpha is None else f"{agreed.alpha:.2f}"
            st.write(
                f"Consensus of {counted(agreed.raters, 'respondent')}: {agreed.consensus:.0%} "
                f"(100 % is all alike). Krippendorff's alpha: {alpha}."
            )
        for hint in spread.hints:
            st.markdown(f"- One respondent: {plain(hint)}.")
        _roles(engagement, node)


def _roles(engagement: str, node: NodeResult) -> None:
    views = engagements.by_role(database(), engagement)
    if not views:
        st.caption(
            f"Roles are shown apart from {engagements.SMALLEST_GROUP} respondents each on, so that "
            "nobody can be picked out."
        )
    for role, seen in views.items():
        found = seen.node(node.id)
        st.write(f"{plain(role)}: {level_range(found.worst, found.best)}")


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
    try:
        scored = engagements.score_engagement(database(), chosen_one.engagement.id)
    except NotYet as error:
        frame.show_problems(error)
        since_last_time(chosen_one.engagement.id)
        st.stop()
    if scored.overall.tally.answered == 0:
        nothing_yet()
        since_last_time(chosen_one.engagement.id)
    else:
        overview(scored, chosen_one.engagement.id)
        origin = (
            f"Source: {scored.framework.name} {scored.framework.version}, "
            f"{counted(scored.respondents, 'respondent')}, "
            f"{scored.overall.coverage:.0%} of the questions covered"
        )
        viewed = seen_as(scored, chosen_one.engagement.id)
        figure("profile", viewed, origin)
        figure("heatmap", viewed, origin)
        since_last_time(chosen_one.engagement.id)
        strengths_and_gaps(scored)
        drill_down(scored, chosen_one.engagement.id)
        next_page()
