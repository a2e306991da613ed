"""The floor: a page of bare Streamlit with as many widgets as the questionnaire; it saves nothing.

Its address says how many questions a page has: "/?questions=5".
"""

import streamlit as st

_PAGES = 28
_OPTIONS = [f"**{number} A level**" for number in range(1, 6)] + ["I don't know", "Not ours"]
_TEXT = "A sentence of the length that a statement about a capability has, more or less, in words."


def _go(step: int) -> None:
    st.session_state["at"] += step


@st.fragment
def _question(key: str) -> None:
    captions = [_TEXT] * len(_OPTIONS)
    st.radio("Which is true?", _OPTIONS, index=None, key=key, captions=captions, width="stretch")
    note = st.expander("A note", icon=":material/edit_note:", key=f"note:{key}", on_change="rerun")
    if note.open:
        note.text_area("Comment", key=f"{key}:comment", height="content")
    if st.session_state[key]:
        st.caption(":material/check: Saved nowhere")


@st.fragment
def _page(questions: int) -> None:
    at = st.session_state.setdefault("at", 0)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Where one is")
        st.popover("Jump to", icon=":material/list:", on_change="rerun", key=f"jump:{at}")
    st.subheader("A capability", anchor=False)
    st.write(_TEXT)
    for number in range(questions):
        _question(f"answer:nobody:{at}-{number}:choice")
    with st.expander("Questions that help to decide", icon=":material/help:"):
        st.markdown(f"- {_TEXT}\n- {_TEXT}\n\n{_TEXT}")
    st.progress(at / _PAGES, text="How far one is")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button("Previous", disabled=at == 0, on_click=_go, args=(-1,))
        if at + 1 < _PAGES:
            st.button("Next", type="primary", on_click=_go, args=(1,))


st.title("The floor")
_page(int(st.query_params.get("questions", 1)))
