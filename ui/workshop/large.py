"""Text for the big screen, to be read from the last row."""

from html import escape

import streamlit as st


def large(text: str, size: float) -> None:
    """A line `size` times as large as text on a page; Streamlit's own titles end at 2."""
    st.html(
        f'<p style="font-size: {size}rem; line-height: 1.2; font-weight: 600; margin: 0">'
        f"{escape(text)}</p>"
    )
