"""How far agents may go, use by use: one answer a factor, and the level that they allow."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import cast

import pandas as pd
import streamlit as st

from domain.decisions import AgentUse, AutonomyDecision, AutonomyLevel, Factor
from domain.errors import InvalidInput
from domain.rankings import Autonomy, Gate
from planning import autonomy_level
from reporting.words import listed
from ui import frame, state
from ui.decide.bullets import bullets
from ui.decide.subject import Subject
from ui.wording import plain

_LONGEST_NAME = 120


def uses_now(subject: Subject, decision: AutonomyDecision) -> tuple[AgentUse, ...]:
    """The uses in this session with their present answers; at first those on record."""
    return tuple(
        replace(use, choices=dict(_answers(subject, decision, use))) for use in _kept(subject)
    )


def autonomy(subject: Subject, decision: AutonomyDecision, uses: tuple[AgentUse, ...]) -> None:
    """All uses with their levels, and one of them in full."""
    st.write(plain(decision.question))
    if uses:
        _overview(decision, uses)
        _one(subject, decision, uses)
    else:
        st.write(
            "A use is one thing that an agent is to do, such as answering complaints. Add the "
            "first one: a few answers about it give the level that it may have, and why not more."
        )
    _adding(subject, decision, uses)


def _kept(subject: Subject) -> tuple[AgentUse, ...]:
    kept = state.kept(subject.key("uses"))
    if kept is None:
        return subject.record.uses if subject.record else ()
    return cast(tuple[AgentUse, ...], kept)


def _answers(
    subject: Subject, decision: AutonomyDecision, use: AgentUse
) -> Iterator[tuple[str, str]]:
    for factor in decision.factors:
        chosen = state.widget(_key(subject, use, factor)) or use.choices.get(factor.id)
        # An answer on record that the file no longer has is as good as none.
        if chosen in [choice.id for choice in factor.choices]:
            yield factor.id, str(chosen)


def _key(subject: Subject, use: AgentUse, factor: Factor) -> str:
    return subject.key("use", use.id, factor.id)


def _overview(decision: AutonomyDecision, uses: tuple[AgentUse, ...]) -> None:
    levels = [(use, autonomy_level(decision, use).level) for use in uses]
    rows = [(plain(use.name), plain(_level(level)), plain(level.alone)) for use, level in levels]
    columns = ["Use of an agent", "Level at most", "What it may do alone"]
    st.table(pd.DataFrame(rows, columns=columns), border="horizontal", hide_index=True)


def _one(subject: Subject, decision: AutonomyDecision, uses: tuple[AgentUse, ...]) -> None:
    by_id = {use.id: use for use in uses}
    chosen = st.selectbox(
        "Look at one use",
        list(by_id),
        format_func=lambda identifier: by_id[identifier].name,
        key=subject.key("one"),
        persist_state="session",
    )
    use = by_id[chosen]
    granted = autonomy_level(decision, use)
    st.subheader(
        plain(f"“{use.name}” may go to level {granted.level.number}, {granted.level.name}"),
        anchor=False,
    )
    answers, result = st.columns([3, 2], gap="large")
    with answers:
        for gate in granted.gates:
            _factor(subject, use, gate)
    with result:
        _result(granted, len(decision.levels))
    with st.expander("All levels, and what stands against them", key=subject.key("levels")):
        for verdict in granted.verdicts:
            against = listed([gate.factor.name for gate in verdict.barred_by], 10)
            said = f"against it: {against}" if against else "allowed"
            st.markdown(f"- **{plain(_level(verdict.level))}**, {plain(said)}")
    st.button(
        "Take this use out",
        key=subject.key("out"),
        icon=":material/delete:",
        on_click=_take_out,
        args=(subject, use.id),
    )


def _factor(subject: Subject, use: AgentUse, gate: Gate) -> None:
    factor = gate.factor
    key = _key(subject, use, factor)
    names = {choice.id: choice.name for choice in factor.choices}
    state.prime(key, use.choices.get(factor.id))
    st.radio(
        f"**{plain(factor.name)}** {plain(factor.question)}",
        list(names),
        index=None,
        format_func=lambda choice: plain(names[choice]),
        key=key,
        persist_state="session",
    )
    # On a phone the level itself is out of sight here.
    st.caption(plain(f"Level {gate.at_most} at most: {gate.because}."))


def _result(granted: Autonomy, levels: int) -> None:
    level = granted.level
    with st.container(border=True):
        st.markdown(
            f"{'●' * (level.number + 1)}{'○' * (levels - level.number - 1)} "
            f"**{plain(_level(level))}, at most**"
        )
        for title, text in (
            ("What it may do alone", level.alone),
            ("Who answers", level.answers),
            ("How it is watched", level.oversight),
            ("How it is rolled back", level.rollback),
        ):
            st.markdown(f"**{title}**  \n{plain(text)}")
        bullets(
            "What holds it there",
            _held_by(granted),
            "Nothing: this is the highest level of all.",
        )
        if granted.held_by:
            bullets("What would raise it", _ways_up(granted), "")


def _open(granted: Autonomy) -> list[str]:
    return [gate.factor.name for gate in granted.gates if gate.choice is None]


def _held_by(granted: Autonomy) -> Iterator[str]:
    if names := _open(granted):
        yield f"Nobody has answered this yet: {listed(names, len(names))}"
    for gate in granted.held_by:
        if gate.choice:
            yield f"{gate.factor.name}: {gate.because}"


def _ways_up(granted: Autonomy) -> Iterator[str]:
    names = _open(granted)
    if names:
        yield "An answer to what is open"
    for way in granted.ways_up:
        if way.factor.name in names:
            continue
        if not way.choices:
            yield f"{way.factor.name}: no other answer allows more"
            continue
        answers = " or ".join(f"“{choice.name}”" for choice in way.choices)
        if way.reaches > granted.level.number:
            yield f"{way.factor.name}: {answers}; that allows level {way.reaches}"
        else:
            yield f"{way.factor.name}: {answers}; not enough by itself, the others hold it too"


def _level(level: AutonomyLevel) -> str:
    return f"Level {level.number}, {level.name}"


def _adding(subject: Subject, decision: AutonomyDecision, uses: tuple[AgentUse, ...]) -> None:
    examples = {use.id: use for use in decision.uses if use.id not in {each.id for each in uses}}
    drawn = st.expander(
        "Add a use of agents", expanded=not uses, key=subject.key("adding"), icon=":material/add:"
    )
    # A form keeps what was typed; with other keys the next use begins with empty fields.
    name, begin = (subject.key(field, str(len(uses))) for field in ("new name", "new from"))
    with drawn, st.form(subject.key("add"), border=False):
        st.text_input(
            "What is the agent to do?",
            key=name,
            max_chars=_LONGEST_NAME,
            placeholder="Such as replies to customer complaints",
        )
        st.selectbox(
            "Begin with the answers of an example",
            list(examples),
            index=None,
            format_func=lambda identifier: examples[identifier].name,
            placeholder="No example",
            key=begin,
        )
        st.form_submit_button(
            "Add this use", on_click=_add, args=(subject, uses, examples, name, begin)
        )
    problem = state.take(subject.key("problem"))
    if isinstance(problem, InvalidInput):
        frame.show_problems(problem)


def _add(
    subject: Subject,
    uses: tuple[AgentUse, ...],
    examples: dict[str, AgentUse],
    typed: str,
    begin: str,
) -> None:
    example = examples.get(str(state.widget(begin)))
    name = " ".join(str(state.widget(typed) or "").split())
    name = name or (example.name if example else "")
    problem = _problem_with(name, uses)
    if problem:
        state.keep(subject.key("problem"), InvalidInput(problem))
        return
    choices = example.choices if example else {}
    identifier = example.id if example else _free(uses)
    state.keep(subject.key("uses"), (*uses, AgentUse(identifier, name, choices)))
    _look_at(subject, identifier)


def _problem_with(name: str, uses: tuple[AgentUse, ...]) -> str:
    if not name:
        return "Say what the agent is to do, or choose an example."
    if name.casefold() in [use.name.casefold() for use in uses]:
        return f"“{name}” is already there. Give the new use another name."
    return ""


def _free(uses: tuple[AgentUse, ...]) -> str:
    """An id that no use has."""
    taken = {use.id for use in uses}
    return next(name for name in (f"use-{at}" for at in count(1)) if name not in taken)


def _take_out(subject: Subject, identifier: str) -> None:
    kept = tuple(use for use in _kept(subject) if use.id != identifier)
    state.keep(subject.key("uses"), kept)
    state.unprime(subject.key("use", identifier, ""))
    state.unprime(subject.key("one"))


def _look_at(subject: Subject, identifier: str) -> None:
    state.unprime(subject.key("one"))
    state.prime(subject.key("one"), identifier)
