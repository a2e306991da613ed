"""A page with a chart, a table and a component: what a strict policy is likely to break."""

import gc

import altair as alt
import pandas as pd
import streamlit as st

from ui.scroll import scroll_to_top

levels = pd.DataFrame({"pillar": ["Governance", "Talent"], "level": [2, 3]})

st.title("A page of the tests")
scroll_to_top("here")
st.caption("A quiet line")
st.altair_chart(alt.Chart(levels).mark_bar().encode(x="level", y="pillar"))
st.dataframe(levels)
st.button("Go on", type="primary")
st.text(f"objects frozen: {gc.get_freeze_count() > 0}")
st.text(f"collection after each answer: {st.get_option('runner.postScriptGC')}")
