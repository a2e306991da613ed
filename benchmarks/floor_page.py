"""The floor: a page of bare Streamlit that draws as much as the questionnaire and saves nothing."""

import streamlit as st

_PAGES = 28
_OPTIONS = [f"**{number} A level**" for number in range(1, 6)] + ["I don't know", "Not ours"]
_TEXT = "A sentence of the length that a statement about a capability has, more or less, in words."


def _go(step: int) -> None:
    st.session_state["at"] += step


@st.fragment
def _question() -> None:
    at = st.session_state.setdefault("at", 0)
    st.progress(at / _PAGES, text="How far one is")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Where one is")
        st.popover("Jump to", icon=":material/list:", on_change="rerun", key=f"jump:{at}")
    st.subheader("A capability", anchor=False)
    st.write(_TEXT)
    key = f"answer:nobody:{at}:choice"
    captions = [_TEXT] * len(_OPTIONS)
    st.radio("Which is true?", _OPTIONS, index=None, key=key, captions=captions, width="stretch")
    with st.expander("Add a note", icon=":material/edit_note:"):
        st.segmented_control("How sure?", ("Low", "Medium", "High"), key=f"{key}:sure")
        st.text_input("What proves it?", key=f"{key}:evidence")
        st.text_area("Comment", key=f"{key}:comment", height="content")
    with st.expander("Questions that help to decide", icon=":material/help:"):
        st.markdown(f"- {_TEXT}")
        st.markdown(f"- {_TEXT}")
        st.caption(_TEXT)
    if st.session_state[key]:
        st.caption(":material/check: Saved nowhere")
    st.caption("A line about saving")
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button("Previous", disabled=at == 0, on_click=_go, args=(-1,))
        if at + 1 < _PAGES:
            st.button("Next", type="primary", on_click=_go, args=(1,))


st.title("The floor")
_question()
