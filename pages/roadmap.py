"""Targets for 2030, the limits there are, and the roadmap that follows."""

import streamlit as st

import engagements
from ui import frame, navigation, state
from ui.handles import database
from ui.plan import limits, now, progress, scenarios, shown, sureness

PARTS = ["Plan", "Targets and limits", "Scenarios", "How sure", "Progress"]

with frame.page("Roadmap", wide=True):
    state.hide_respondent()
    summary = frame.chosen_engagement()
    identifier = summary.engagement.id
    st.title("Targets and roadmap", anchor=False)
    frame.headline(summary)
    if engagements.catalogue_of(database(), identifier) is None:
        st.write(
            "No catalogue of initiatives belongs to this framework yet, so there is nothing "
            "to plan with. docs/file-formats.md describes the file; it goes into frameworks/."
        )
        st.stop()
    roadmap = now.plan_now(identifier)
    shown.in_short(roadmap)
    now.quality(identifier, roadmap)
    shown.what_changed(identifier, roadmap)
    part = st.segmented_control(
        "Show", PARTS, default=PARTS[0], required=True, key="part", label_visibility="collapsed"
    )
    if part == "Plan":
        shown.plan(identifier, roadmap)
    elif part == "Targets and limits":
        limits.limits(
            identifier,
            engagements.framework_of(database(), identifier),
            engagements.score_engagement(database(), identifier),
            engagements.scenario_of(database(), identifier),
        )
    elif part == "Scenarios":
        scenarios.scenarios(identifier, roadmap)
    elif part == "How sure":
        sureness.sureness(identifier, roadmap)
    else:
        progress.progress(identifier, roadmap)
    if st.button("Print the report for the board", type="primary", icon=":material/description:"):
        st.switch_page(navigation.REPORT)
