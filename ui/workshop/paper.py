"""The page that everybody takes away from a workshop."""

import streamlit as st

import engagements
from domain.errors import NotFound
from reporting import make_take_away as print_take_away
from ui import frame
from ui.device import device
from ui.handles import database


def make_take_away(workshop: str) -> None:
    """Print the page with visible progress, and keep it for everybody who was there."""
    place = st.empty()

    def show_step(share: float, step: str) -> None:
        place.progress(share, text=step)

    with frame.problems_here():
        show_step(0.0, "Making the page to take away")
        composed = engagements.compose_take_away(database(), device(), workshop)
        pdf = print_take_away(composed, show_step)
        engagements.keep_take_away(database(), device(), workshop, pdf)


def take_away_made(workshop: str) -> bool:
    """Whether the page is there for this device."""
    try:
        engagements.open_take_away(database(), device(), workshop)
    except NotFound:
        return False
    return True


def take_away_link(workshop: str) -> None:
    """A button that opens the paper; the server gives it to whoever was there."""
    st.link_button(
        "Your page to take away (PDF)", f"/take-away/{workshop}", icon=":material/download:"
    )
