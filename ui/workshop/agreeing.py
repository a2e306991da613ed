"""What the room agrees on for a capability: level, why, who dissents, and what proves it."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

import engagements
import scoring
from domain.answers import EvidenceKind
from domain.errors import Conflict
from domain.framework import Framework, Question
from domain.workshop import Consensus, Workshop
from ui import frame, state
from ui.device import device
from ui.handles import database
from ui.wording import clock, plain

_EVIDENCE: dict[EvidenceKind, str] = {
    "artifact": "A document or record",
    "observation": "Somebody watched it",
    "affirmation": "Somebody says so",
}


def agreeing(
    held: Workshop, framework: Framework, capability: str, versions: Sequence[Consensus]
) -> None:
    """The form for what was agreed; every version of it stays on record.

    What is typed is sent field by field, and kept for the session: somebody who looks at the notes
    and comes back finds it.
    """
    st.subheader("What the room agrees on", anchor=False)
    newest = versions[-1] if versions else None
    if held.phase == "closed":
        _record(framework, versions)
        return
    prefix = f"agreed:{held.id}:{capability}:"
    written_on = state.kept(f"version:{prefix}")
    if written_on is None:
        written_on = newest.version if newest else 0
        state.keep(f"version:{prefix}", written_on)
    agreed = _form(held, framework, capability, newest, prefix)
    # Below the button, which must not move while somebody types and then presses it.
    if newest and newest.version != written_on:
        _overtaken(framework, newest, prefix)
    if agreed:
        _save(held, agreed, prefix)
    _record(framework, versions)


def _overtaken(framework: Framework, newest: Consensus, prefix: str) -> None:
    st.warning(
        f"{plain(newest.by)} has saved another version in the meantime: "
        f"{_in_words(framework, newest)}. Saving yours now is refused once, so that you see it."
    )
    if st.button("Take theirs into the form", key=f"{prefix}theirs"):
        state.unprime(prefix)
        state.keep(f"version:{prefix}", newest.version)
        st.rerun()


def _form(
    held: Workshop,
    framework: Framework,
    capability: str,
    newest: Consensus | None,
    prefix: str,
) -> Consensus | None:
    """The fields, and what they hold when it is to be kept."""
    asked = set(engagements.asked_about(database(), held.id)[capability])
    questions = [question for question in framework.questions() if question.id in asked]
    single = [q for q in questions if q.kind != "placement" and q.level is None]
    _prime(framework, newest, prefix)
    with st.container(border=True):
        names = {level.number: f"{level.number} {level.name}" for level in framework.levels}
        level = None
        if len(single) < len(questions):
            level = st.segmented_control(
                "Agreed level",
                list(names),
                format_func=names.__getitem__,
                key=f"{prefix}level",
                persist_state="session",
            )
        values = {
            question.id: value
            for question in single
            if (value := _single(question, newest, prefix)) is not None
        }
        rationale = st.text_area(
            "Why this level?", key=f"{prefix}why", max_chars=4000, persist_state="session"
        )
        dissent = st.text_area(
            "Who sees it otherwise, and why?",
            key=f"{prefix}but",
            max_chars=4000,
            persist_state="session",
        )
        evidence = st.text_input(
            "What proves it?", key=f"{prefix}proof", max_chars=4000, persist_state="session"
        )
        with st.expander("About the proof"):
            kind, day, checked = _evidence(prefix)
        if not st.button("Keep what was agreed", key=f"{prefix}keep", type="primary"):
            return None
    if isinstance(level, int):
        values |= scoring.agreed_values(questions, level)
    return Consensus(
        capability=capability,
        version=0,
        values=values,
        rationale=rationale,
        dissent=dissent,
        evidence=evidence,
        evidence_kind=kind,
        evidence_date=day,
        verified_by=checked,
    )


def _prime(framework: Framework, newest: Consensus | None, prefix: str) -> None:
    state.prime(f"{prefix}level", level_of(framework, newest) if newest else None)
    state.prime(f"{prefix}why", newest.rationale if newest else "")
    state.prime(f"{prefix}but", newest.dissent if newest else "")
    state.prime(f"{prefix}proof", newest.evidence if newest else "")
    state.prime(f"{prefix}kind", newest.evidence_kind if newest else None)
    state.prime(f"{prefix}day", newest.evidence_date if newest else None)
    state.prime(f"{prefix}checked", newest.verified_by if newest else "")


def _single(question: Question, newest: Consensus | None, prefix: str) -> float | None:
    """The agreed answer to a question that belongs to no level."""
    key = f"{prefix}single:{question.id}"
    state.prime(key, newest.values.get(question.id) if newest else None)
    if question.range:
        low, high = question.range
        return st.number_input(
            plain(question.text), low, high, value=None, key=key, persist_state="session"
        )
    labels = {choice.value: plain(choice.label) for choice in question.choices}
    return st.selectbox(
        plain(question.text),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=key,
        persist_state="session",
    )


def _evidence(prefix: str) -> tuple[EvidenceKind | None, date | None, str]:
    kind = st.segmented_control(
        "What kind of proof is it?",
        list(_EVIDENCE),
        format_func=_EVIDENCE.__getitem__,
        key=f"{prefix}kind",
        persist_state="session",
    )
    day = st.date_input("From when is it?", value=None, key=f"{prefix}day", persist_state="session")
    checked = st.text_input(
        "Who outside the owning unit has checked it?",
        key=f"{prefix}checked",
        max_chars=120,
        persist_state="session",
    )
    return kind, day if isinstance(day, date) else None, checked


def _save(held: Workshop, agreed: Consensus, prefix: str) -> None:
    expected = state.kept(f"version:{prefix}")
    with frame.problems_here():
        try:
            kept = engagements.record_consensus(
                database(), device(), held.id, agreed, expected if isinstance(expected, int) else 0
            )
        except Conflict:
            versions = engagements.consensus_of(database(), held.id).get(agreed.capability, ())
            if versions:  # seen now: the next press replaces it, knowingly
                state.keep(f"version:{prefix}", versions[-1].version)
            raise
        state.keep(f"version:{prefix}", kept.version)
        st.toast("Kept")
        st.rerun()


def level_of(framework: Framework, agreed: Consensus) -> int | None:
    """The level that an agreement stands for, where it is one."""
    questions = [q for q in framework.questions() if q.id in agreed.values]
    for level in framework.levels:
        values = scoring.agreed_values(questions, level.number)
        if values and all(agreed.values.get(name) == value for name, value in values.items()):
            return level.number
    return None


def _in_words(framework: Framework, agreed: Consensus) -> str:
    names = {level.number: level.name for level in framework.levels}
    level = level_of(framework, agreed)
    said = f"level {level} {names[level]}" if level is not None else "single answers"
    because = f", because {agreed.rationale}" if agreed.rationale else ""
    return plain(f"{said}{because}")


def _record(framework: Framework, versions: Sequence[Consensus]) -> None:
    for each in reversed(versions):
        at = f" at {clock(each.at)}" if each.at else ""
        st.caption(f"Version {each.version}, {plain(each.by)}{at}: {_in_words(framework, each)}")
        if each.dissent:
            st.caption(f"Dissent: {plain(each.dissent)}")
