"""How the papers look: a client's theme and logo."""

from pathlib import Path

import streamlit as st

import engagements
from domain.report import Theme
from ui import frame
from ui.handles import database
from ui.wording import plain

EXAMPLE = Path(__file__).parents[2] / "report_templates" / "themes" / "example.yaml"


def look(engagement_id: str) -> None:
    """What holds now, a theme file, a logo, and the way back."""
    theme = engagements.theme_of(database(), engagement_id)
    st.write(_in_words(theme))
    with st.form(f"theme:{engagement_id}", border=False, clear_on_submit=True):
        file = st.file_uploader("A theme file", type=["yaml", "yml"])
        logo = st.file_uploader("A logo, PNG or JPEG", type=["png", "jpg", "jpeg"])
        kept = st.form_submit_button("Use this look", icon=":material/palette:")
    st.download_button(
        "Example of a theme file",
        EXAMPLE.read_bytes(),
        file_name="theme.yaml",
        mime="application/yaml",
        icon=":material/download:",
        type="tertiary",
    )
    if kept:
        with frame.problems_here():
            if file:
                engagements.keep_theme(
                    database(), "somebody", engagement_id, file.getvalue(), file.name
                )
            if logo:
                engagements.keep_logo(
                    database(), "somebody", engagement_id, logo.getvalue(), logo.name
                )
            st.rerun()
    if theme != Theme() and st.button("Back to the plain look", icon=":material/undo:"):
        with frame.problems_here():
            engagements.remove_theme(database(), "somebody", engagement_id)
            st.rerun()


def _in_words(theme: Theme) -> str:
    if theme == Theme():
        return "The papers have the plain look. A theme brings the client's name, logo and colours."
    said = [f"for {plain(theme.client)}"] if theme.client else []
    said += ["with a logo"] if theme.logo else []
    said += [f"headings in {plain(theme.heading)}, labels in {plain(theme.accent)}"]
    said += [f"without {plain(', '.join(theme.left_out))}"] if theme.left_out else []
    return f"The papers have a look of their own: {'; '.join(said)}."
