"""A chart the way every page shows one: message, drawing, source, and the figures as a table."""

import altair as alt
import pandas as pd
import streamlit as st

from ui.wording import plain


def figure(
    message: str,
    chart: alt.Chart | alt.LayerChart,
    table: pd.DataFrame,
    *,
    alt_text: str,
    source: str,
    key: str,
) -> None:
    """Draw a chart under its message, with its source, and its figures one click away."""
    st.subheader(plain(message), anchor=False)
    st.altair_chart(chart, width="stretch", alt=alt_text, key=key)
    st.caption(plain(source))
    with st.expander("The same figures as a table", icon=":material/table_chart:"):
        st.dataframe(table, hide_index=True, key=f"{key}:table")
