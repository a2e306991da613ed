"""A figure the way every page shows one: message, drawing, source, and the figures as a table."""

from collections.abc import Callable
from typing import Any, NamedTuple

import altair as alt
import pandas as pd
import streamlit as st

from reporting import charts, sentences, tables
from ui.wording import plain


class _Figure(NamedTuple):
    """What draws one figure; each function takes the subject of `figure`."""

    message: Callable[[Any], str]
    chart: Callable[[Any], alt.LayerChart]
    table: Callable[[Any], pd.DataFrame]


_FIGURES = {
    "profile": _Figure(
        sentences.profile_title,
        charts.pillar_profile,
        tables.pillar_profile,
    ),
    "heatmap": _Figure(
        sentences.heatmap_title,
        charts.capability_heatmap,
        tables.capability_heatmap,
    ),
    "roadmap": _Figure(sentences.roadmap_title, charts.roadmap, tables.roadmap),
    "cost": _Figure(sentences.cost_title, charts.cost_by_year, tables.cost_by_year),
    "levels": _Figure(
        sentences.levels_title,
        charts.levels_by_year,
        tables.levels_by_year,
    ),
    "gaps": _Figure(sentences.gaps_title, charts.gaps, tables.gaps),
    "limits": _Figure(sentences.scarce, charts.limits, tables.limits),
    "band": _Figure(
        lambda both: sentences.how_sure(*both), charts.maturity_band, tables.maturity_band
    ),
    "value": _Figure(
        lambda both: sentences.value_title(*both), charts.value_by_year, tables.value_by_year
    ),
    "ranking": _Figure(lambda both: both[0].text, charts.ranking, tables.ranking),
}


def figure(name: str, subject: object, source: str) -> None:
    """Draw a figure of a scorecard ("profile", "heatmap"), of a roadmap, of a roadmap with its
    uncertainty ("band") or its value ("value"), or of a ranking with its currency."""
    drawn = _FIGURES[name]
    st.subheader(plain(drawn.message(subject)), anchor=False)
    st.altair_chart(drawn.chart(subject), width="stretch", key=name)
    st.caption(plain(source))
    with st.expander("The same figures as a table", icon=":material/table_chart:"):
        st.dataframe(drawn.table(subject), hide_index=True, key=f"{name}:table")
