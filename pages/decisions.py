"""Strategy decisions: what the numbers say, what would change it, and what is decided."""

import streamlit as st

import engagements
from domain.decisions import AutonomyDecision, OptionDecision
from domain.rankings import Ranking
from ui import frame, state
from ui.decide.autonomy import autonomy, uses_now
from ui.decide.changes import changes
from ui.decide.formulas import formulas
from ui.decide.numbers import input_fields, numbers_now, weight_fields
from ui.decide.options import options, ranked
from ui.decide.subject import Subject, choose_subject, teach
from ui.decide.taking import take_autonomy, take_option
from ui.handles import database
from ui.wording import plain


def between_options(subject: Subject, decision: OptionDecision) -> None:
    """A choice between options: the ranking, what it rests on, and the choice itself."""
    numbers = numbers_now(subject, decision)
    st.write(plain(decision.question))
    ranking: Ranking | None = None
    # Numbers that cannot be used are answered here; the fields that mend them stay where they are.
    with st.container(), frame.problems_here():
        ranking = ranked(decision, numbers)
        options(subject, ranking, numbers)
    st.subheader("What it rests on", anchor=False)
    input_fields(subject, decision, numbers)
    weight_fields(subject, decision, numbers)
    with st.container():
        if ranking:
            formulas(subject, ranking)
            changes(subject, decision, numbers)
    take_option(subject, decision, ranking, numbers)


def how_far_agents_may_go(subject: Subject, decision: AutonomyDecision) -> None:
    """The autonomy of agents: each use with its level, and the decision about all of them."""
    uses = uses_now(subject, decision)
    autonomy(subject, decision, uses)
    take_autonomy(subject, uses)


with frame.page("Decisions", wide=True):
    state.hide_respondent()
    summary = frame.chosen_engagement()
    st.title("Decide how to build and run AI", anchor=False)
    frame.headline(summary)
    aid = engagements.decision_aid_of(database(), summary.engagement.id)
    if aid is None or not (aid.option_decisions or aid.autonomy_decisions):
        teach()
        st.stop()
    chosen = choose_subject(summary.engagement.id, aid)
    if isinstance(chosen.decision, OptionDecision):
        between_options(chosen, chosen.decision)
    else:
        how_far_agents_may_go(chosen, chosen.decision)
