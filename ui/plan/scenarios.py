"""Scenarios: saved under a name, gone back to, and compared in maturity, money and time."""

import pandas as pd
import streamlit as st

import engagements
from domain.planning import Roadmap, Scenario
from planning import compare, value_case
from reporting import sentences, tables
from reporting.words import counted
from ui import frame, state
from ui.handles import database
from ui.plan.limits import save_as
from ui.search import Search, search
from ui.wording import plain


def scenarios(engagement: str, roadmap: Roadmap) -> None:
    """All saved scenarios side by side, and a way to add, use and compare them."""
    st.write(
        "A scenario keeps targets, money, people and decisions under a name. Save the one in use "
        "under a new name, change it, and both stand here side by side."
    )
    save_as(engagement, roadmap.scenario)
    saved = engagements.scenarios_of(database(), engagement)
    found = {scenario.name: _plan(engagement, scenario) for scenario in saved}
    plans = {name: plan for name, (plan, _) in found.items()}
    _side_by_side(plans)
    if len(saved) > 1:
        _use(engagement, saved)
        _differences(roadmap, plans)
    searches = [search for _, search in found.values() if search is not None]
    if searches:
        _wait(searches)


def _plan(engagement: str, scenario: Scenario) -> tuple[Roadmap, Search | None]:
    plan = engagements.plan_engagement(database(), engagement, scenario)
    if plan.method == "best" or not (plan.placements or plan.left_out):
        return plan, None
    inputs = engagements.plan_inputs(database(), engagement, scenario)
    running = search(database(), engagement, scenario, inputs, wait=0.0)
    return (running.future.result(), None) if running.done() else (plan, running)


def _side_by_side(plans: dict[str, Roadmap]) -> None:
    columns = [tables.scenario(plan, value_case(plan)) for plan in plans.values()]
    st.dataframe(pd.concat(columns, axis=1), height="content", key="scenarios")
    st.caption("The scenario in use stands at the right. Money in thousands.")


def _use(engagement: str, saved: tuple[Scenario, ...]) -> None:
    others = [scenario.name for scenario in saved[:-1]]
    chosen = st.selectbox("Go on with", others, index=None, key="use", placeholder="Another one")
    if st.button("Use this scenario", disabled=chosen is None) and chosen:
        with frame.problems_here():
            engagements.use_scenario(database(), "somebody", engagement, chosen)
            state.forget_widgets_of(engagement)
            st.rerun()


def _differences(roadmap: Roadmap, plans: dict[str, Roadmap]) -> None:
    others = [name for name in plans if name != roadmap.scenario.name]
    against = st.selectbox("What is different from", others, key="against")
    st.markdown(f"**From {plain(against)} to {plain(roadmap.scenario.name)}**")
    for found in sentences.changes(compare(plans[against], roadmap)):
        st.markdown(f"- {plain(found)}.")


@st.fragment(run_every=1.0)
def _wait(searches: list[Search]) -> None:
    if any(search.done() for search in searches):
        st.rerun(scope="app")
    st.caption(f"Looking for the best plan of {counted(len(searches), 'scenario')}.")
