"""How sure the results are, kept until somebody answers again: a thousand draws take a moment."""

from datetime import datetime

import streamlit as st

import engagements
from engagements import Spread
from ui.handles import database


def spread_of(engagement: str) -> Spread:
    """Agreement and intervals of an engagement's results."""
    summary = engagements.find_engagement(database(), engagement)
    return _spread_at(engagement, summary.progress.last_saved)


@st.cache_data(max_entries=16, show_spinner="Drawing the respondents anew")
def _spread_at(engagement: str, last_saved: datetime | None) -> Spread:
    return engagements.spread_of(database(), engagement)
