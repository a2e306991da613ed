"""The words in the paper: computed, and edited by a person."""

import streamlit as st

import engagements
from reporting import text_blocks
from ui import frame, state
from ui.handles import database
from ui.paper.collecting import collect
from ui.wording import plain


def texts(engagement_id: str) -> None:
    """Choose a text, see what is computed, put it in other words, or take that back."""
    with st.spinner("Collecting the results"):
        report = collect(engagement_id)
    edits = {edit.block: edit for edit in report.edits}
    blocks = {block: (label, computed) for block, label, computed in text_blocks(report)}
    block = st.selectbox(
        "Which text?",
        list(blocks),
        format_func=lambda each: f"{blocks[each][0]}{' (edited)' if each in edits else ''}",
    )
    if block is None:
        return
    computed, edit = blocks[block][1], edits.get(block)
    st.caption(f"Computed from the data: {plain(computed)}")
    if edit and edit.computed != computed:
        st.info(
            f"It was edited when the data said: {plain(edit.computed)}", icon=":material/history:"
        )
    with st.form(f"words:{block}", border=False):
        words = st.text_area("Your words", value=edit.text if edit else computed, max_chars=600)
        by = st.text_input("Your name", value=str(state.kept("edits_by") or ""), max_chars=120)
        kept = st.form_submit_button("Keep these words", icon=":material/edit:")
        back = bool(edit) and st.form_submit_button("Take back", icon=":material/undo:")
    if kept or back:
        with frame.problems_here():
            engagements.keep_edit(
                database(), by, engagement_id, block, computed if back else words, computed, edit
            )
            state.keep("edits_by", by)
            st.rerun()
