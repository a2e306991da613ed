"""What would change the ranking: kept until the numbers are others, for it takes a moment."""

import pandas as pd
import streamlit as st

from domain.decisions import OptionDecision
from domain.rankings import Changes, InputSwing, Turn, WeightSwing
from planning import what_would_change
from reporting.words import listed
from ui import frame
from ui.decide.formulas import known_names
from ui.decide.numbers import Numbers, shown
from ui.decide.subject import Subject
from ui.wording import plain

_Pairs = tuple[tuple[str, float], ...]
_COLUMNS = ("What moves", "Today", "Turns at", "Cost break-even")


def changes(subject: Subject, decision: OptionDecision, numbers: Numbers) -> None:
    """The numbers and weights that would bring another option to the first place."""
    drawn = st.expander(
        "What would change it",
        key=subject.key("changes"),
        icon=":material/swap_vert:",
        on_change="rerun",
    )
    # Nobody waits for what nobody looks at.
    if not drawn.open:
        return
    with drawn, frame.problems_here():
        _show(found(subject, decision, numbers))


def found(subject: Subject, decision: OptionDecision, numbers: Numbers) -> Changes:
    """What would change the ranking. Raises InvalidInput with the names that people know."""
    with known_names(decision):
        return _found(
            (subject.aid.content_hash, decision.id),
            tuple(sorted(numbers.values.items())),
            tuple(sorted(numbers.weights.items())),
            decision,
        )


@st.cache_data(max_entries=64, show_spinner="Moving one number after the other")
def _found(
    which: tuple[str, str], values: _Pairs, weights: _Pairs, _decision: OptionDecision
) -> Changes:
    return what_would_change(_decision, dict(values), dict(weights))


def _show(changes: Changes) -> None:
    st.write(plain(changes.text))
    first, second = (f"“{each.option.name}”" for each in changes.ranking.standings[:2])
    st.caption(
        plain(
            "One number moves, everything else stays. Numbers move between their low and high end, "
            f"weights without an upper end. At the cost break-even {first} and {second} cost the "
            "same in total."
        )
    )
    inputs = sorted(filter(_tells, changes.inputs), key=_nearness)
    weights = list(filter(_turning, changes.weights))
    rows = [*map(_input_row, inputs), *map(_weight_row, weights)]
    if rows:
        st.table(pd.DataFrame(rows, columns=list(_COLUMNS)), border="horizontal", hide_index=True)
    texts = [*(each.text for each in inputs if _turning(each)), *(each.text for each in weights)]
    st.markdown("\n".join(f"- {plain(text)}" for text in texts))
    _steady(changes)


def _tells(swing: InputSwing) -> bool:
    return _turning(swing) or swing.cost_break_even is not None


def _turning(swing: InputSwing | WeightSwing) -> bool:
    return bool(swing.below or swing.above)


def _nearness(swing: InputSwing) -> float:
    """How near the next turn is, in parts of the range; without one it comes last."""
    span = (swing.input.high - swing.input.low) or 1.0
    turns = [abs(turn.value - swing.value) / span for turn in (swing.below, swing.above) if turn]
    return min(turns, default=float("inf"))


def _input_row(swing: InputSwing) -> tuple[str, ...]:
    even = swing.cost_break_even
    return (
        plain(f"{swing.input.name}, {swing.input.unit}"),
        shown(swing.value),
        _turns(swing.below, swing.above),
        "" if even is None else plain(shown(even)),
    )


def _weight_row(swing: WeightSwing) -> tuple[str, ...]:
    return (
        plain(f"Weight of {swing.criterion.name}"),
        shown(swing.weight),
        _turns(swing.below, swing.above),
        "",
    )


def _turns(below: Turn | None, above: Turn | None) -> str:
    turns = [(turn, way) for turn, way in ((below, "or less"), (above, "or more")) if turn]
    return plain("; ".join(f"{shown(turn.value)} {way}" for turn, way in turns))


def _steady(changes: Changes) -> None:
    steady = [
        *(each.input.name for each in changes.inputs if not _tells(each)),
        *(f"weight of {each.criterion.name}" for each in changes.weights if not _turning(each)),
    ]
    if steady:
        names = listed(steady, len(steady))
        st.caption(plain(f"These change neither the first place nor the cheaper one: {names}."))
