"""Is this paper still true? A file is held to what is stored."""

import streamlit as st

import engagements
from reporting import read_stamp, verify
from ui import frame
from ui.handles import database
from ui.paper.collecting import collect
from ui.wording import plain


def check_a_paper(engagement_id: str) -> None:
    """Take a PDF and say whether it is as issued, and what has changed since."""
    st.caption("Every paper carries the data it was made from. Nothing of the file is kept.")
    chosen = st.file_uploader("A paper of this engagement", type="pdf")
    if chosen is None:
        return
    with frame.problems_here():
        content = chosen.getvalue()
        stamp, issued = read_stamp(content), engagements.issued_as(database(), content)
        with st.spinner("Holding it to what is stored"):
            verdict = verify(stamp, issued, collect(engagement_id))
        said = f"{verdict.as_issued} {verdict.as_stored}"
        if verdict.holds:
            st.success(plain(said), icon=":material/verified:")
            return
        st.warning(plain(said), icon=":material/difference:")
        for change in verdict.changes:
            st.markdown(f"- {plain(change)}")
