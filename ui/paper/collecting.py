"""What the papers say today, collected without keeping those who answer waiting."""

from collections.abc import Callable
from threading import Lock

import streamlit as st

import engagements
from domain.report import Report
from ui.handles import database
from ui.search import search

OnProgress = Callable[[float, str], None]


def collect(engagement_id: str, tell: OnProgress = lambda share, step: None) -> Report:
    """Everything that the report says today. Raises what `engagements.compose_report` does.

    A plan that was never made is looked for first, where the Roadmap page looks for it too.
    """
    _have_a_plan(engagement_id, tell)
    # In this process, where answers are saved. Measured: ten at once keep an answer waiting for
    # two seconds.
    with _one_at_a_time():
        return engagements.compose_report(database(), engagement_id)


def _have_a_plan(engagement_id: str, tell: OnProgress) -> None:
    scenario = engagements.scenario_of(database(), engagement_id)
    inputs = engagements.plan_inputs(database(), engagement_id, scenario)
    if engagements.plan_made_from(database(), engagement_id, inputs):
        return
    found = search(database(), engagement_id, scenario, inputs)
    while not found.done(wait=0.5):
        step = found.step
        tell(step.share if step else 0.0, "Looking for the best roadmap")
    found.future.result()
    tell(0.0, "Collecting the results")


@st.cache_resource
def _one_at_a_time() -> Lock:
    return Lock()
