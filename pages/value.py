"""What the plan is worth, in a way that the finance director can take apart."""

import streamlit as st

import engagements
from planning import value_case
from ui import frame, navigation, state
from ui.handles import database
from ui.plan.now import plan_now
from ui.plan.worked_out import sureness_of
from ui.worth import case, entry

with frame.page("Value", wide=True):
    state.hide_respondent()
    summary = frame.chosen_engagement()
    identifier = summary.engagement.id
    st.title("What it is worth", anchor=False)
    frame.headline(summary)
    if engagements.catalogue_of(database(), identifier) is None:
        st.write(
            "Benefits come from initiatives, and no catalogue of initiatives belongs to this "
            "framework yet. docs/file-formats.md describes the file; it goes into frameworks/."
        )
        st.stop()
    roadmap = plan_now(identifier)
    worth = value_case(roadmap)
    case.headline(roadmap, worth, sureness_of(identifier, roadmap))
    case.register(roadmap, worth)
    case.network(identifier, worth)
    case.units(roadmap, worth)
    entry.pools(identifier)
    entry.entry(identifier)
    if st.button("Print the report for the board", type="primary", icon=":material/description:"):
        st.switch_page(navigation.REPORT)
