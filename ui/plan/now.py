"""The plan on screen: the best one when it is there, and how the search for it goes."""

from collections.abc import Callable

import streamlit as st

import engagements
from domain.planning import Roadmap, Scenario
from reporting import sentences
from ui import frame, state
from ui.handles import database
from ui.search import Search, search, under_way
from ui.wording import plain

_AIMS = {"targets": "targets", "maturity": "earlier maturity", "value": "value"}


def plan_now(engagement: str) -> Roadmap:
    """The plan as it stands; where the best one is not known yet, looking for it begins."""
    scenario = engagements.scenario_of(database(), engagement)
    inputs = engagements.plan_inputs(database(), engagement, scenario)
    _remember(engagement, inputs)
    roadmap = engagements.plan_engagement(database(), engagement, scenario)
    found = under_way(inputs)
    if found is None:
        if roadmap.method == "best" or (not roadmap.placements and not roadmap.left_out):
            return roadmap
        found = search(database(), engagement, scenario, inputs)
    if found.done():
        # Raises in words what kept it from being made.
        return found.future.result()
    _progress(found)
    return roadmap


def plan_before(engagement: str) -> Roadmap | None:
    """The plan that was on screen before the last change in this session."""
    inputs = state.kept(f"plan before:{engagement}")
    return engagements.plan_made_from(database(), engagement, str(inputs)) if inputs else None


def quality(engagement: str, roadmap: Roadmap) -> None:
    """How good the plan is, and what it rests on that is not established."""
    st.caption(f"{plain(sentences.plan_quality(roadmap))}.")
    if roadmap.method == "best" and not all(aim.proved for aim in roadmap.aims):
        st.button(
            "Search longer",
            on_click=_search_longer,
            args=(engagement, roadmap.scenario),
            icon=":material/travel_explore:",
            help="Up to half a minute; you can go on meanwhile.",
        )
    assumed = sentences.assumed_starts(roadmap)
    if assumed:
        st.warning(f"{plain(assumed)}.", icon=":material/help:")


Change = Callable[[Scenario], Scenario]


def change(engagement: str, changed: Change) -> None:
    """Change the scenario in use as it is now, and say what kept it from being saved."""
    with frame.problems_here():
        engagements.change_scenario(database(), "somebody", engagement, changed)


def _search_longer(engagement: str, scenario: Scenario) -> None:
    inputs = engagements.plan_inputs(database(), engagement, scenario)
    search(database(), engagement, scenario, inputs, longer=True)


def _remember(engagement: str, inputs: str) -> None:
    now = state.kept(f"plan now:{engagement}")
    if now != inputs:
        state.keep(f"plan before:{engagement}", now)
        state.keep(f"plan now:{engagement}", inputs)


@st.fragment(run_every=1.0)
def _progress(found: Search) -> None:
    if found.done():
        st.rerun(scope="app")
    step = found.step
    text = "Looking for the best plan"
    if step:
        text = f"Looking for the best plan: {_AIMS.get(step.aim, step.aim)}"
    bar, stop = st.columns([4, 1], vertical_alignment="center")
    bar.progress(step.share if step else 0.0, text=text)
    stop.button("Stop", on_click=found.stop, help="Keep the best plan found so far, in a moment.")
