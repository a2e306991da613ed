"""One question on screen: its choices, and the note that goes with the answer.

An answer is saved by the callback of the widget that changed, before anything is drawn
again, so "saved" is only ever said of something that is committed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal, get_args

import streamlit as st

import engagements
from domain.answers import Answer, AnswerKind, Confidence, EvidenceKind
from domain.engagement import Progress
from domain.errors import HeadwayError
from domain.framework import Framework, Level, Question
from engagements import Sheet
from ui import state
from ui.handles import database
from ui.wording import clock, plain

_VALUE = "value:"
_NUMBER = "number"
_NOTE = "Confidence, evidence, comment"
_UNSAID = {
    "kind": None,
    "value": None,
    "confidence": None,
    "comment": "",
    "evidence": "",
    "evidence_kind": None,
    "evidence_date": None,
    "verified_by": "",
}
"""What the widgets of a question hold that nobody has answered."""
_CHOICE = {"kind", "value"}
_Part = Literal[
    "choice",
    "number",
    "confidence",
    "comment",
    "evidence",
    "evidence_kind",
    "evidence_date",
    "verified_by",
]
_CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
_EVIDENCE: dict[EvidenceKind, str] = {
    "artifact": "A document or record",
    "observation": "Somebody watched it",
    "affirmation": "Somebody says so",
}


def question_card(sheet: Sheet, question: Question, round_number: int) -> None:
    """Draw one question with its answer on the sheet; choosing saves at once.

    In a later round of votes the widgets are others, so that nobody's first vote is in them.
    """
    framework, answer = sheet.framework, sheet.answers.get(question.id)
    levels = {level.number: level for level in framework.levels}
    keys = _Keys(sheet.respondent.id, question.id, round_number)
    _take_over(keys, answer)
    state.prime(keys.of("choice"), _option_of(question, answer))
    options = _options(question)
    st.radio(
        plain(question.text),
        options,
        index=None,
        key=keys.of("choice"),
        format_func=partial(_label, question, levels),
        captions=_captions(question, options),
        help=_help(question, framework),
        on_change=_save,
        args=(keys,),
        width="stretch",
    )
    chosen = state.widget(keys.of("choice"))
    if question.range and chosen == _NUMBER:
        _number(keys, question, answer)
    if chosen == "not_applicable":
        _comment(keys, answer, "Why does it not apply?")
    # Nothing may appear here when somebody leaves a field that is typed in: what is pressed to
    # leave it would move away under the finger.
    note = st.expander(
        _NOTE, icon=":material/edit_note:", key=f"note:{keys.subject}", on_change="rerun"
    )
    if note.open:  # drawn only then: every answer would send it again otherwise
        with note:
            _note(keys, question, answer, with_comment=chosen != "not_applicable")
    elif noted := _noted(answer):
        st.caption(noted)
    _say_what_happened(keys, answer, sheet.progress)


def why_unsaved(respondent: str, question: str, round_number: int) -> str:
    """Why what was last chosen here could not be saved; empty where it was."""
    note = state.save_note(_subject(respondent, question, round_number))
    return note.problem if note else ""


def just_saved(respondent: str, question: str, round_number: int) -> Answer | None:
    """The answer that was saved here since this was last asked."""
    saved = state.take(f"just saved:{_subject(respondent, question, round_number)}")
    return saved if isinstance(saved, Answer) else None


def show_again(respondent: str, questions: Sequence[str], round_number: int) -> None:
    """Send what these questions' widgets hold, before they are drawn, to a browser that has left
    them meanwhile.

    When only a fragment is drawn, the browser forgets widgets of fragments inside it that are no
    longer there, the server does not: it would take what it holds for what the browser shows.
    """
    for question in questions:
        keys = _Keys(respondent, question, round_number)
        for part in get_args(_Part):
            state.show_again(keys.of(part))


def _subject(respondent: str, question: str, round_number: int) -> str:
    again = f":round {round_number}" if round_number > 1 else ""
    return f"answer:{respondent}:{question}{again}"


@dataclass(frozen=True, slots=True)
class _Keys:
    """The widget keys of one respondent's answer to one question.

    Streamlit holds on to what a callback is given until the session ends, for every question that
    was ever shown: it must be small, and lead to nothing large.
    """

    respondent: str
    question: str
    round_number: int

    @property
    def subject(self) -> str:
        return _subject(self.respondent, self.question, self.round_number)

    def of(self, part: _Part) -> str:
        """The key of the widget that holds this part of the answer."""
        return f"{self.subject}:{part}"


def _take_over(keys: _Keys, answer: Answer | None) -> None:
    """Show what was answered elsewhere since, in another tab or on another device.

    After an answer given here the widgets are left alone: somebody may be typing in them.
    """
    if state.kept(f"seen:{keys.subject}") not in (None, (answer,)):
        state.unprime(f"{keys.subject}:")
    state.keep(f"seen:{keys.subject}", (answer,))


def _help(question: Question, framework: Framework) -> str | None:
    names = [role.name for role in framework.roles if role.id in question.roles]
    meant_for = f"Best answered by: {', '.join(names)}." if names else ""
    return plain(f"{question.help} {meant_for}".strip()) or None


def _options(question: Question) -> list[str]:
    options = [f"{_VALUE}{choice.value:g}" for choice in question.choices]
    if question.range:
        options.append(_NUMBER)
    if question.dont_know:
        options.append("dont_know")
    if question.not_applicable:
        options.append("not_applicable")
    return options


def _option_of(question: Question, answer: Answer | None) -> str | None:
    if answer is None:
        return None
    if question.range and answer.kind == "value":
        return _NUMBER
    return f"{_VALUE}{answer.value:g}" if answer.kind == "value" else answer.kind


def _label(question: Question, levels: Mapping[int, Level], option: str) -> str:
    if option == "dont_know":
        return "I don't know"
    if option == "not_applicable":
        return "Not applicable to us"
    if option == _NUMBER:
        return f"A number from {question.lowest:g} to {question.highest:g}"
    value = float(option.removeprefix(_VALUE))
    if question.kind == "placement":
        return f"**{value:g} {plain(levels[int(value)].name)}**"
    return plain(next(choice.label for choice in question.choices if choice.value == value))


def _number(keys: _Keys, question: Question, answer: Answer | None) -> None:
    state.prime(keys.of("number"), answer.value if answer else None)
    st.number_input(
        "Which number?",
        min_value=question.lowest,
        max_value=question.highest,
        value=None,
        key=keys.of("number"),
        on_change=_save,
        args=(keys,),
    )


def _captions(question: Question, options: list[str]) -> list[str]:
    """What stands under each option: the statement of a level, or what an extent means."""
    below = {
        f"{_VALUE}{choice.value:g}": choice.label if question.kind == "placement" else choice.means
        for choice in question.choices
    }
    return [plain(below.get(option, "")) for option in options]


def _noted(answer: Answer | None) -> str:
    """What is noted with an answer and cannot be seen; a reason stands in a field of its own."""
    if answer is None:
        return ""
    given = [
        name
        for name, value in (
            (f"{answer.confidence} confidence", answer.confidence),
            ("evidence", answer.evidence),
            ("comment", answer.comment and answer.kind != "not_applicable"),
        )
        if value
    ]
    return f"Noted: {', '.join(given)}" if given else ""


def _note(keys: _Keys, question: Question, answer: Answer | None, *, with_comment: bool) -> None:
    persist = _persistence(answer)
    state.prime(keys.of("confidence"), answer.confidence if answer else None)
    state.prime(keys.of("evidence"), answer.evidence if answer else "")
    st.segmented_control(
        "How sure are you?",
        _CONFIDENCES,
        key=keys.of("confidence"),
        format_func=str.capitalize,
        on_change=_save,
        args=(keys,),
        persist_state=persist,
    )
    st.text_input(
        "What proves it?",
        key=keys.of("evidence"),
        placeholder=question.evidence or "A document, a figure, a link, and its date",
        max_chars=4000,
        on_change=_save,
        args=(keys,),
        persist_state=persist,
    )
    if answer:
        _evidence(keys, answer)
    if with_comment:
        _comment(keys, answer, "Comment")
    if answer is None:
        st.caption("The note is saved together with your choice above.")


def _comment(keys: _Keys, answer: Answer | None, label: str) -> None:
    state.prime(keys.of("comment"), answer.comment if answer else "")
    st.text_area(
        label,
        key=keys.of("comment"),
        max_chars=4000,
        height="content",
        on_change=_save,
        args=(keys,),
        persist_state=_persistence(answer),
    )


def _persistence(answer: Answer | None) -> Literal["session"] | None:
    """What is typed before a choice is kept, wherever the person goes first; once there is an
    answer, the answer on record is the only truth.
    """
    return "session" if answer is None else None


def _evidence(keys: _Keys, answer: Answer) -> None:
    """Which evidence it is: only a fresh document, checked from outside, carries a high level."""
    state.prime(keys.of("evidence_kind"), answer.evidence_kind)
    state.prime(keys.of("evidence_date"), answer.evidence_date)
    state.prime(keys.of("verified_by"), answer.verified_by)
    st.segmented_control(
        "What kind of proof is it?",
        list(_EVIDENCE),
        key=keys.of("evidence_kind"),
        format_func=_EVIDENCE.__getitem__,
        on_change=_save,
        args=(keys,),
        disabled=not answer.evidence,
    )
    if answer.evidence and answer.evidence_kind == "artifact":
        st.date_input(
            "From when is it?",
            value=None,
            key=keys.of("evidence_date"),
            on_change=_save,
            args=(keys,),
        )
        st.text_input(
            "Who outside the owning unit has checked it?",
            key=keys.of("verified_by"),
            max_chars=120,
            on_change=_save,
            args=(keys,),
        )


def _save(keys: _Keys) -> None:
    """Save what was changed here; what was changed elsewhere in the meantime stays."""
    typed = _typed(keys)
    changed = _changed(typed, state.kept(f"seen:{keys.subject}"))
    try:
        saved = engagements.change_answer(database(), keys.respondent, keys.question, changed)
    except HeadwayError as error:
        state.note_unsaved(keys.subject, str(error))
        return
    if saved is None:
        return  # a note waits for its choice
    state.note_saved(keys.subject, saved.at)
    state.keep(f"seen:{keys.subject}", (saved.answer,))
    state.keep(f"just saved:{keys.subject}", saved.answer)
    if any(typed[name] != getattr(saved.answer, name) for name in typed if name not in changed):
        state.unprime(f"{keys.subject}:")


def _changed(typed: dict[str, Any], seen: object) -> dict[str, Any]:
    """What somebody has changed of what was before them; all of it where that is not known."""
    changed = {*typed}
    if isinstance(seen, tuple):
        before = {name: getattr(seen[0], name) if seen[0] else _UNSAID[name] for name in typed}
        changed = {name for name in typed if typed[name] != before[name]}
    if typed["kind"] is None:
        changed -= _CHOICE  # nothing is chosen here; elsewhere it may be
    elif changed & _CHOICE:
        changed |= _CHOICE
    return {name: typed[name] for name in typed if name in changed}


def _typed(keys: _Keys) -> dict[str, Any]:
    """What the widgets hold that are there: those of the note are when it is open."""
    option, number = state.widget(keys.of("choice")), state.widget(keys.of("number"))
    if option == _NUMBER and number is not None:
        option = f"{_VALUE}{number}"
    kind, value = _parse(str(option))
    note = {
        part: read(state.widget(keys.of(part)))
        for part, read in _READERS.items()
        if state.has(keys.of(part))
    }
    return {"kind": kind, "value": value} | note


def _text(typed: object) -> str:
    return str(typed or "")


def _day(chosen: object) -> date | None:
    return chosen if isinstance(chosen, date) else None


def _confidence(chosen: object) -> Confidence | None:
    return next((confidence for confidence in _CONFIDENCES if confidence == chosen), None)


def _evidence_kind(chosen: object) -> EvidenceKind | None:
    return next((kind for kind in _EVIDENCE if kind == chosen), None)


_READERS: Mapping[_Part, Callable[[object], Any]] = {
    "confidence": _confidence,
    "comment": _text,
    "evidence": _text,
    "evidence_kind": _evidence_kind,
    "evidence_date": _day,
    "verified_by": _text,
}
"""How what a widget of the note holds is read."""


def _parse(option: str) -> tuple[AnswerKind | None, float | None]:
    if option == "dont_know":
        return "dont_know", None
    if option == "not_applicable":
        return "not_applicable", None
    if option.startswith(_VALUE):
        return "value", float(option.removeprefix(_VALUE))
    return None, None


def _say_what_happened(keys: _Keys, answer: Answer | None, progress: Progress) -> None:
    note = state.save_note(keys.subject)
    done = f"{progress.done} of {progress.asked} answered"
    if note is None:
        if answer:
            st.caption(f":material/check: On record · {done}")
    elif note.saved_at:
        st.caption(f":material/check: Saved {clock(note.saved_at)} · {done}")
    else:
        st.error(
            f"Not saved: {plain(note.problem)} Your choice is still shown here.",
            icon=":material/cloud_off:",
        )
        st.button("Save again", key=f"{keys.subject}:retry", on_click=_save, args=(keys,))
