"""The numbers and weights of a decision: assumptions, until somebody puts others in their place.

They live in the fields of this session, and go on record only with the decision.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from domain.decisions import Criterion, Input, OptionDecision
from reporting.words import counted, percent
from ui import state
from ui.decide.subject import Subject
from ui.wording import plain

_VALUE, _WEIGHT = "value", "weight"
_STEPS = 20
"""A press on plus or minus moves a number by about this part of its range."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stands in the fields: every input and every weight by id."""

    values: dict[str, float]
    weights: dict[str, float]


def numbers_now(subject: Subject, decision: OptionDecision) -> Numbers:
    """What stands in the fields: at first what the decision was taken with, else the aid's."""
    recorded_values = subject.record.values if subject.record else {}
    recorded_weights = subject.record.weights if subject.record else {}
    values = {
        each.id: _field(subject.key(_VALUE, each.id), each.value, recorded_values.get(each.id))
        for each in decision.inputs
    }
    weights = {
        each.id: _field(subject.key(_WEIGHT, each.id), each.weight, recorded_weights.get(each.id))
        for each in decision.criteria
    }
    return Numbers(values, weights)


def shown(value: float, digits: int = 3) -> str:
    """A number for people: whole from 1,000 on, else with so many digits that count."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.{digits}g}"


def origin(numbers: Numbers, decision: OptionDecision) -> str:
    """Whose numbers these are, such as "2 of 31 numbers are yours"."""
    own = len(_own_values(numbers, decision))
    weights = len(_own_weights(numbers, decision))
    parts = [
        *([f"{own} of {counted(len(decision.inputs), 'number')} changed"] if own else []),
        *([f"{weights} of {counted(len(decision.criteria), 'weight')} changed"] if weights else []),
    ]
    return ", ".join(parts) or "all numbers as assumed"


def input_fields(subject: Subject, decision: OptionDecision, numbers: Numbers) -> None:
    """One field for each number, with the range to reckon with and where it is from."""
    with st.expander(
        "The numbers behind it", key=subject.key("numbers"), icon=":material/edit_note:"
    ):
        st.write(
            "Every number is an assumption. Put in your own: the ranking follows at once, and the "
            "numbers are saved with the decision."
        )
        with st.grid(3, min_column_width=240, gap="medium"):
            for each in decision.inputs:
                with st.container():
                    _input(subject, each, numbers.values[each.id])
        _reset(
            "Back to the assumed numbers",
            subject.key("reset", _VALUE),
            _putting_back(subject, _VALUE, [(each.id, each.value) for each in decision.inputs]),
            disabled=not _own_values(numbers, decision),
        )


def weight_fields(subject: Subject, decision: OptionDecision, numbers: Numbers) -> None:
    """One field for each weight, with its share and why it counts."""
    total = sum(numbers.weights.values())
    with st.expander("What counts how much", key=subject.key("weights"), icon=":material/balance:"):
        st.write("Only the proportion counts: twice the weight is twice the influence.")
        with st.grid(3, min_column_width=240, gap="medium"):
            for each in decision.criteria:
                with st.container():
                    _weight(subject, each, numbers.weights[each.id], total)
        _reset(
            "Back to the proposed weights",
            subject.key("reset", _WEIGHT),
            _putting_back(subject, _WEIGHT, [(each.id, each.weight) for each in decision.criteria]),
            disabled=not _own_weights(numbers, decision),
        )


def _field(key: str, assumed: float, recorded: float | None) -> float:
    state.prime(key, assumed if recorded is None else recorded)
    value = state.widget(key)
    # A field that was emptied says nothing, so the assumption holds.
    return assumed if value is None else float(str(value))


def _own_values(numbers: Numbers, decision: OptionDecision) -> list[str]:
    return [each.id for each in decision.inputs if numbers.values[each.id] != each.value]


def _own_weights(numbers: Numbers, decision: OptionDecision) -> list[str]:
    return [each.id for each in decision.criteria if numbers.weights[each.id] != each.weight]


def _input(subject: Subject, each: Input, value: float) -> None:
    st.number_input(
        plain(f"{each.name}, {each.unit}"),
        value=None,
        step=_step(each),
        format="%g",
        placeholder=shown(each.value),
        key=subject.key(_VALUE, each.id),
        persist_state="session",
    )
    before = f"Assumed: {shown(each.value)}. " if value != each.value else ""
    between = f"Between {shown(each.low)} and {shown(each.high)}."
    st.caption(plain(f"{before}{between} {each.because}"))


def _weight(subject: Subject, each: Criterion, value: float, total: float) -> None:
    st.number_input(
        plain(each.name),
        value=None,
        min_value=0.0,
        step=1.0,
        format="%g",
        placeholder=shown(each.weight),
        key=subject.key(_WEIGHT, each.id),
        persist_state="session",
    )
    share = f"{percent(value / total)} of the score. " if total else ""
    before = f"Proposed: {shown(each.weight)}. " if value != each.weight else ""
    st.caption(plain(f"{share}{before}{each.why}"))


def _step(each: Input) -> float:
    """A round step: 1, 10, 0.1 and so on."""
    span = each.high - each.low
    return float(10.0 ** math.floor(math.log10(span / _STEPS))) if span > 0 else 1.0


def _putting_back(
    subject: Subject, kind: str, assumed: Sequence[tuple[str, float]]
) -> Callable[[], None]:
    def put_back() -> None:
        state.unprime(subject.key(kind, ""))
        for identifier, value in assumed:
            state.prime(subject.key(kind, identifier), value)

    return put_back


def _reset(label: str, key: str, put_back: Callable[[], None], *, disabled: bool) -> None:
    st.button(label, key=key, icon=":material/undo:", on_click=put_back, disabled=disabled)
