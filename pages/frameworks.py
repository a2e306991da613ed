"""Browse the frameworks, check a file, and add one."""

import streamlit as st

import engagements
from domain.framework import Capability, Framework, Pillar, Reference
from reporting.words import counted
from ui import frame, state
from ui.handles import database
from ui.wording import plain


def browse() -> None:
    """Choose a framework and read it: pillars, capabilities, statements, sources."""
    known = {entry.content_hash: entry for entry in engagements.list_frameworks(database())}
    names = {entry.content_hash: f"{entry.name} {entry.version}" for entry in known.values()}
    chosen = st.selectbox("Framework", list(names), format_func=names.__getitem__)
    framework = known[chosen]
    _identity(framework)
    titles = [pillar.name for pillar in framework.pillars]
    for tab, pillar in zip(
        st.tabs([plain(title) for title in titles]), framework.pillars, strict=True
    ):
        with tab:
            _pillar(pillar, framework)
    if framework.references:
        st.subheader("Outside standards it refers to", anchor=False)
        for reference in framework.references:
            _reference(reference)


def _identity(framework: Framework) -> None:
    questions = list(framework.questions())
    quick = sum(question.quick for question in questions)
    st.write(plain(framework.description))
    st.caption(
        f"{counted(len(framework.pillars), 'pillar')} · "
        f"{counted(len(list(framework.capabilities())), 'capability', 'capabilities')} · "
        f"{counted(len(questions), 'question')}, {quick} of them in the quick scan · "
        f"licence {plain(framework.licence)} · source {plain(framework.source)} · "
        f"content {framework.content_hash[:12]}"
    )


def _pillar(pillar: Pillar, framework: Framework) -> None:
    st.write(plain(pillar.description))
    for capability in pillar.capabilities:
        with st.expander(plain(capability.name)):
            _capability(capability, framework)


def _capability(capability: Capability, framework: Framework) -> None:
    st.write(plain(capability.definition))
    for level in framework.levels:
        if level.number in capability.statements:
            statement = plain(capability.statements[level.number])
            st.markdown(f"**{level.number} {plain(level.name)}.** {statement}")
    asked = ", ".join(question.id for question in capability.all_questions())
    st.caption(f"Questions: {plain(asked)}")
    for standard, items in capability.references.items():
        if items:
            name = next((r.name for r in framework.references if r.id == standard), standard)
            st.caption(f"{plain(name)}: {plain(', '.join(items))}")


def _reference(reference: Reference) -> None:
    with st.expander(f"{plain(reference.name)} · {plain(reference.version)}"):
        st.write(f"Status: {plain(reference.status)}, checked on {reference.checked:%d %B %Y}.")
        if reference.note:
            st.write(plain(reference.note))
        st.dataframe(
            [
                {
                    "Item": item.id,
                    "About": item.label,
                    "Status": item.status or reference.status,
                    "Applies from": item.applies_from,
                    "Note": item.note,
                }
                for item in reference.items
            ],
            key=f"reference:{reference.id}",
        )


def bring_your_own() -> None:
    """Check an uploaded file, show every problem with its place, and offer to add it."""
    st.subheader("Bring your own", anchor=False)
    st.write(
        "Upload a framework file to check it. Nothing is stored before you add it. "
        "The format is described in docs/framework-format.md."
    )
    uploaded = st.file_uploader("Framework file (YAML)", type=["yaml", "yml"], max_upload_size=2)
    if uploaded is None:
        return
    with frame.problems_here():
        found = engagements.check_framework(uploaded.getvalue(), uploaded.name)
        st.success(f"{plain(found.name)} {plain(found.version)} has no problems.")
        _identity(found)
        if st.button("Add this framework", type="primary"):
            engagements.add_framework(database(), "somebody", uploaded.getvalue(), uploaded.name)
            st.toast(f"{plain(found.name)} was added. It can be chosen for new engagements.")


with frame.page("Frameworks", wide=True):
    state.hide_respondent()
    st.title("What is asked, and what the levels mean", anchor=False)
    browse()
    bring_your_own()
