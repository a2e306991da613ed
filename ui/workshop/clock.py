"""The agenda, and a timer that the whole room sees."""

from datetime import UTC, datetime, timedelta

import streamlit as st

import engagements
from domain.workshop import Workshop
from reporting.words import counted
from ui import frame
from ui.device import device
from ui.handles import database
from ui.wording import clock, plain


def agenda(held: Workshop) -> None:
    """Each part with the time at which it begins, and a button that starts its timer."""
    starts = held.opened
    for at, item in enumerate(held.settings.agenda):
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(
                f"{counted(item.minutes, 'minute')}", key=f"timer:{at}", icon=":material/timer:"
            ):
                _start(held, item.minutes)
            st.markdown(f"{clock(starts)} {plain(item.title)}")
        starts += timedelta(minutes=item.minutes)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        minutes = st.number_input("Another time, in minutes", 1, 480, 10, width=200)
        if st.button("Start", icon=":material/timer:"):
            _start(held, minutes)
        if held.timer_ends and st.button("Take the timer away"):
            _start(held, 0)


def _start(held: Workshop, minutes: float) -> None:
    with frame.problems_here():
        engagements.set_timer(database(), device(), held.id, minutes)
        st.rerun()


def time_left(held: Workshop) -> str:
    """What a running timer shows, such as "12:05"; empty without one."""
    if held.timer_ends is None:
        return ""
    seconds = round((held.timer_ends - datetime.now(UTC)).total_seconds())
    if seconds <= 0:
        return "Time is up"
    return f"{seconds // 60}:{seconds % 60:02}"
