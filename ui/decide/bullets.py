"""A short list under its title."""

from collections.abc import Iterable

import streamlit as st

from ui.wording import plain


def bullets(title: str, items: Iterable[str], otherwise: str) -> None:
    """Items as a list; without any, what that means."""
    with st.container():
        lines = [f"- {plain(item)}" for item in items]
        # One block: between two of them there would be more room than a title needs.
        st.markdown("\n".join((f"**{plain(title)}**", *lines)))
        if not lines:
            st.caption(otherwise)
