"""What is parked for later, and who does what by when."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

import engagements
from domain.workshop import Note, NoteKind, Workshop
from reporting.words import day
from ui import frame, state
from ui.device import device
from ui.handles import database
from ui.wording import plain

_KINDS: dict[NoteKind, str] = {"action": "Action", "parked": "For later"}


def noting(held: Workshop) -> None:
    """A form for the next note, then all of them."""
    if held.phase != "closed":
        _form(held)
    notes = engagements.notes_of(database(), held.id)
    if not notes:
        st.caption("Nothing is noted yet. Park what does not belong here, and name who acts.")
    _listed(held, "Actions", [note for note in notes if note.kind == "action"])
    _listed(held, "For later", [note for note in notes if note.kind == "parked"])


def _form(held: Workshop) -> None:
    prefix = f"note:{held.id}:"
    state.prime(f"{prefix}text", "")
    state.prime(f"{prefix}owner", "")
    state.prime(f"{prefix}due", None)
    with st.form(f"noting:{held.id}"):
        kind = st.segmented_control(
            "What is it?", list(_KINDS), default="action", format_func=_KINDS.__getitem__
        )
        text = st.text_input("What?", max_chars=4000, key=f"{prefix}text")
        owner = st.text_input("Who sees to it?", max_chars=120, key=f"{prefix}owner")
        due = st.date_input("By when?", value=None, key=f"{prefix}due")
        if not st.form_submit_button("Note it", type="primary"):
            return
    with frame.problems_here():
        engagements.add_note(
            database(),
            device(),
            held.id,
            kind or "parked",
            text,
            owner,
            due if isinstance(due, date) else None,
        )
        state.unprime(prefix)  # only what was kept is cleared
        st.rerun()


def _listed(held: Workshop, title: str, notes: Sequence[Note]) -> None:
    if not notes:
        return
    st.subheader(title, anchor=False)
    for note in notes:
        by = f", {plain(note.owner)}" if note.owner else ""
        when = f", by {day(note.due)}" if note.due else ""
        st.checkbox(
            f"{plain(note.text)}{by}{when}",
            value=note.done,
            key=f"noted:{note.id}",
            on_change=_mark,
            args=(held.id, note.id),
        )


def _mark(workshop: str, note: int) -> None:
    done = bool(state.widget(f"noted:{note}"))
    engagements.mark_note(database(), device(), workshop, note, done)
