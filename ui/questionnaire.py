"""One capability after the other: where somebody stands, the questions, and the way on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from domain.framework import Capability, Question
from engagements import Sheet
from reporting.words import counted
from ui import state
from ui.frame import problems_here
from ui.question_card import just_saved, question_card, show_again, why_unsaved
from ui.scroll import scroll_to_top
from ui.wording import plain

_TOO_LATE = "too late"
_LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Ending:
    """What follows the last answer: a button, and where it leads."""

    label: str
    icon: str
    go: Callable[[], None]


def questionnaire(sheet: Sheet, read: Callable[[], Sheet], ending: Ending) -> None:
    """The capability at which somebody stands, and the way on.

    Each question is a fragment of its own: an answer redraws that question only. `read` reads the
    sheet anew. Draw all of it in a fragment too, for going on.
    """
    if state.take(_LEAVING) == _turn(sheet):
        ending.go()
    respondent = sheet.respondent.id
    order = [capability.id for capability, _ in sheet.asked]
    unanswered = [
        capability.id
        for capability, questions in sheet.asked
        if any(question.id not in sheet.answers for question in questions)
    ]
    index = _position(respondent, order, unanswered)
    capability, questions = sheet.asked[index]
    say_what_came_too_late()
    _where_i_am(sheet, index, unanswered)
    st.subheader(plain(capability.name), anchor=False)
    st.write(plain(capability.definition))
    if because := sheet.closed.get(capability.id):
        st.info(because, icon=":material/lock:")
        _answers_given(sheet, index)
        _show_progress(sheet)
    else:
        page, vote = _Page(sheet, read), sheet.again.get(capability.id, 1)
        alone = len(questions) == 1
        if state.kept(f"shown:{respondent}") != capability.id:
            show_again(respondent, [question.id for question in questions], vote)
            state.keep(f"shown:{respondent}", capability.id)
        for number, question in enumerate(questions):
            if number:
                st.space("small")
            _question(page, capability.id, question, vote, complete=not unanswered, alone=alone)
        _probes(capability)
        if not alone:
            _show_progress(sheet)
    _move_on(sheet, index, unanswered, ending)
    scroll_to_top(f"{respondent}:{capability.id}")


def say_what_came_too_late() -> None:
    """What somebody chose when the room had moved on; said on the page that is drawn instead."""
    if problem := state.take(_TOO_LATE):
        st.warning(f"Your last choice was not saved: {plain(str(problem))}")


def read_once(sheet: Sheet, read: Callable[[], Sheet]) -> Callable[[], Sheet]:
    """Gives this sheet, which was just read, the first time, and from then on reads it anew."""
    known = [sheet]
    return lambda: known.pop() if known else read()


class _Page:
    """The sheet that a page of questions is drawn from.

    A part that is drawn again by itself reads it anew, but for what was just saved there.
    """

    def __init__(self, sheet: Sheet, read: Callable[[], Sheet]) -> None:
        self._sheet = sheet
        self._read = read
        self._undrawn = {question.id for _, questions in sheet.asked for question in questions}

    def sheet(self, question: str, vote: int) -> Sheet:
        """What the part of this question is drawn from."""
        saved = just_saved(self._sheet.respondent.id, question, vote)
        if question in self._undrawn:
            self._undrawn.discard(question)
        elif saved:
            self._sheet = self._sheet.with_answer(saved)
        else:
            self._sheet = self._read()
        return self._sheet


@st.fragment
def _question(
    page: _Page,
    capability_id: str,
    question: Question,
    vote: int,
    *,
    complete: bool,
    alone: bool,
) -> None:
    """One question; the whole page is drawn again where more than its answer has changed.

    Where it is alone on its page, how far one is stands in it and moves with the answer.
    """
    with problems_here():
        sheet = page.sheet(question.id, vote)
        if _moved_on(sheet, capability_id, vote):
            state.keep(_TOO_LATE, why_unsaved(sheet.respondent.id, question.id, vote))
            st.rerun()
        if (sheet.progress.done == sheet.progress.asked) != complete:
            st.rerun()
        if state.kept(_LEAVING) or state.capability_id(sheet.respondent.id) != capability_id:
            # A field was left by pressing a button: both come together, as if from this question.
            st.rerun()
        question_card(sheet, question, vote)
        if alone:
            _show_progress(sheet)


def _turn(sheet: Sheet) -> tuple[str, ...]:
    """Who leaves, and which capabilities were asked again: nobody leaves a later round by it."""
    return (sheet.respondent.id, *(f"{name}:{number}" for name, number in sheet.again.items()))


def _moved_on(sheet: Sheet, capability_id: str, vote: int) -> bool:
    """Whether this is no longer what is asked: it is closed, gone, or another vote is open."""
    asked = {capability.id for capability, _ in sheet.asked}
    open_vote = sheet.again.get(capability_id, 1)
    return capability_id not in asked or capability_id in sheet.closed or open_vote != vote


def _position(respondent: str, order: Sequence[str], unanswered: Sequence[str]) -> int:
    chosen = state.capability_id(respondent)
    if chosen not in order:
        chosen = unanswered[0] if unanswered else order[0]
        state.go_to_capability(respondent, chosen)
    return order.index(chosen)


def _show_progress(sheet: Sheet) -> None:
    """How far one is; below several questions, how far one was when the page was drawn."""
    progress = sheet.progress
    left = f"About {counted(progress.minutes_left, 'minute')} left · saved as you choose"
    st.progress(progress.share, text="All answered" if progress.share == 1 else left)


def _where_i_am(sheet: Sheet, index: int, unanswered: Sequence[str]) -> None:
    capability, _ = sheet.asked[index]
    pillar = next(
        pillar
        for pillar in sheet.framework.pillars
        if any(each.id == capability.id for each in pillar.capabilities)
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{plain(pillar.name)} · {index + 1} of {len(sheet.asked)}")
        # Its list is drawn only when it is opened: every answer would send it again otherwise.
        # Another key at each capability closes it after a choice.
        jump = st.popover(
            "Jump to", icon=":material/list:", on_change="rerun", key=f"jump:{capability.id}"
        )
        if jump.open:
            asked = [each for each, _ in sheet.asked]
            with jump:
                _jump_list(sheet, capability.id, asked, unanswered)


def _jump_list(
    sheet: Sheet, here: str, asked: Sequence[Capability], unanswered: Sequence[str]
) -> None:
    respondent = sheet.respondent.id
    elsewhere = [capability for capability in unanswered if capability != here]
    if elsewhere:
        _jump_button(respondent, elsewhere[0], "Next unanswered", ":material/skip_next:")
    by_pillar = {c.id: pillar for pillar in sheet.framework.pillars for c in pillar.capabilities}
    shown = ""
    for capability in asked:
        pillar = by_pillar[capability.id]
        if pillar.id != shown:
            st.caption(plain(pillar.name))
            shown = pillar.id
        done = capability.id not in unanswered
        icon = ":material/check_circle:" if done else ":material/circle:"
        _jump_button(respondent, capability.id, plain(capability.name), icon)


def _jump_button(respondent: str, capability: str, label: str, icon: str) -> None:
    st.button(
        label,
        key=f"jump:{label}:{capability}",
        icon=icon,
        type="tertiary",
        on_click=state.go_to_capability,
        args=(respondent, capability),
    )


def _answers_given(sheet: Sheet, index: int) -> None:
    """What somebody said to questions that are closed, to read only."""
    _, questions = sheet.asked[index]
    for question in questions:
        answer = sheet.answers.get(question.id)
        labels: Mapping[float, str] = {c.value: c.label for c in question.choices}
        if answer is None:
            said = "Not answered"
        elif answer.value is None:
            said = "I don't know" if answer.kind == "dont_know" else "Not applicable to us"
        else:
            said = labels.get(answer.value, f"{answer.value:g}")
        st.markdown(f"{plain(question.text)}  \n**{plain(said)}**")


def _probes(capability: Capability) -> None:
    if not (capability.probes or capability.evidence):
        return
    lines = [f"- {plain(probe)}" for probe in capability.probes]
    if capability.evidence:
        lines += ["", f"Worth having at hand: {plain('; '.join(capability.evidence))}"]
    with st.expander("Questions that help to decide", icon=":material/help:"):
        st.markdown("\n".join(lines))


def _move_on(sheet: Sheet, index: int, unanswered: Sequence[str], ending: Ending) -> None:
    respondent = sheet.respondent.id
    order = [capability.id for capability, _ in sheet.asked]
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(
            "Previous",
            icon=":material/arrow_back:",
            disabled=index == 0,
            on_click=state.go_to_capability,
            args=(respondent, order[max(index - 1, 0)]),
        )
        if index + 1 < len(order):
            st.button(
                "Next",
                icon=":material/arrow_forward:",
                icon_position="right",
                type="primary",
                on_click=state.go_to_capability,
                args=(respondent, order[index + 1]),
            )
        elif elsewhere := [capability for capability in unanswered if capability != order[index]]:
            number = len(elsewhere)
            st.button(
                f"Answer the {number} open capabilities"
                if number > 1
                else "Answer the open capability",
                type="primary",
                on_click=state.go_to_capability,
                args=(respondent, elsewhere[0]),
            )
        elif unanswered:
            st.caption("This is the only capability that is not answered yet.")
        else:
            st.button(
                ending.label,
                icon=ending.icon,
                type="primary",
                on_click=state.keep,
                args=(_LEAVING, _turn(sheet)),
            )
