"""What takes a moment to work out about a plan, kept until the plan is another one."""

import streamlit as st

import engagements
from domain.planning import Explained, Missed, Roadmap, Uncertainty
from ui.handles import database


def sureness_of(engagement: str, roadmap: Roadmap) -> Uncertainty:
    """Ten thousand futures of the plan."""
    return _sureness(engagement, _made_from(engagement, roadmap))


def way_out_of(engagement: str, roadmap: Roadmap, capability: str) -> Missed | None:
    """What a missed target would take."""
    return _way_out(engagement, _made_from(engagement, roadmap), capability)


def explained(engagement: str, roadmap: Roadmap, initiative: str) -> Explained:
    """Everything about one initiative's place."""
    return _explained(engagement, _made_from(engagement, roadmap), initiative)


def _made_from(engagement: str, roadmap: Roadmap) -> tuple[str, str]:
    # The first plan and the best one are made from the same things.
    return engagements.plan_inputs(database(), engagement), roadmap.method


@st.cache_data(max_entries=32, show_spinner="Drawing ten thousand futures")
def _sureness(engagement: str, made_from: tuple[str, str]) -> Uncertainty:
    return engagements.uncertainty_of(database(), engagement)


@st.cache_data(max_entries=256, show_spinner="Looking for ways to reach it")
def _way_out(engagement: str, made_from: tuple[str, str], capability: str) -> Missed | None:
    return engagements.ways_out_of(database(), engagement, capability)


@st.cache_data(max_entries=256, show_spinner=False)
def _explained(engagement: str, made_from: tuple[str, str], initiative: str) -> Explained:
    return engagements.explain_initiative(database(), engagement, initiative)
