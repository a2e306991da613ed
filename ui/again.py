"""Again next year: what has moved since the round before, and what of the plan has come."""

import streamlit as st

import engagements
from domain.again import Again, Round
from reporting.again import (
    Found,
    again_table,
    again_title,
    by_verdict,
    pillars_moved,
    promises_kept,
)
from reporting.words import day
from ui.handles import database
from ui.wording import plain


def since_last_time(engagement_id: str) -> None:
    """The last two rounds side by side; nothing where there is only one."""
    again = engagements.rounds_compared(database(), engagement_id)
    if again is None:
        return
    levels = engagements.framework_of(database(), engagement_id).levels
    st.subheader(plain(again_title(again, levels)), anchor=False)
    st.write(f"{plain(promises_kept(again))}.")
    st.write(f"{plain(pillars_moved(again))}.")
    for verdict, found in by_verdict(again):
        st.markdown("\n".join([f"**{plain(verdict)}**", "", *map(_line, found)]))
    st.caption(plain(_source(again)))
    with st.expander("The same figures as a table", icon=":material/table_chart:"):
        st.dataframe(again_table(again), hide_index=True, key="again:table")


def _line(found: Found) -> str:
    movement = ", ".join(part for part in (found.movement, found.promise) if part)
    work = "".join(f"  \n  :small[{plain(done)}]" for done in found.done)
    return f"- **{plain(found.name)}:** {plain(movement)}{work}"


def _source(again: Again) -> str:
    return f"Compared: {_round(again.before)}, with {_round(again.after)}."


def _round(one: Round) -> str:
    if one.frozen:
        return f"{one.name}, frozen on {day(one.on)}"
    return f"{one.name}, as answered today and still open"
