"""Taking a decision: what is chosen, why, and by whom; and what is on record."""

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

import engagements
from domain.decisions import BEST_SCORE, AgentUse, DecisionRecord, OptionDecision
from domain.errors import InvalidInput
from domain.rankings import Ranking
from reporting.words import counted, day
from ui import frame, navigation, state
from ui.decide.bullets import bullets
from ui.decide.formulas import known_names
from ui.decide.numbers import Numbers
from ui.decide.subject import Subject, initiative_names
from ui.handles import database
from ui.wording import clock, plain

_LONGEST_REASON = 4_000


def take_option(
    subject: Subject, decision: OptionDecision, ranking: Ranking | None, numbers: Numbers
) -> None:
    """The form for a choice between options, and what is on record.

    Without a ranking the form stays, so that nothing is lost that somebody has typed.
    """
    names = {option.id: option.name for option in decision.options}
    ordered = ranking.standings if ranking else ()
    places = {
        each.option.id: f"Place {at}, {each.score:.2f} of {BEST_SCORE}"
        for at, each in enumerate(ordered, 1)
    }
    recorded = subject.record.chosen if subject.record else ""
    first = recorded if recorded in names else next(iter(places or names))

    def choose() -> str:
        # Another first option is proposed anew; a choice that somebody made before stays. Labels
        # and their order never change: a browser remembers what is chosen by its label.
        return st.radio(
            "What do you choose?",
            list(names),
            index=list(names).index(first),
            format_func=lambda identifier: plain(names[identifier]),
            captions=[places.get(identifier, "") for identifier in names],
            key=subject.key("choice", first),
        )

    def save(chosen: str, rationale: str, actor: str) -> DecisionRecord:
        with known_names(decision):
            return engagements.record_option(
                database(),
                actor,
                subject.engagement,
                decision.id,
                chosen,
                rationale,
                numbers.values,
                numbers.weights,
            )

    _form(subject, choose, save)


def take_autonomy(subject: Subject, uses: tuple[AgentUse, ...]) -> None:
    """The form for how far agents may go, and what is on record."""

    def choose() -> str:
        st.write(f"This puts {counted(len(uses), 'use')} of agents on record, as answered above.")
        return ""

    def save(_chosen: str, rationale: str, actor: str) -> DecisionRecord:
        if not uses:
            raise InvalidInput("Add at least one use of agents before you decide.")
        return engagements.record_autonomy(
            database(), actor, subject.engagement, subject.decision.id, uses, rationale
        )

    _form(subject, choose, save)


def _form(
    subject: Subject,
    choose: Callable[[], str],
    save: Callable[[str, str, str], DecisionRecord],
) -> None:
    record = subject.record
    if record:
        st.subheader("What was decided", anchor=False)
        _on_record(subject, record)
    st.subheader("Decide again" if record else "Take the decision", anchor=False)
    why, who = subject.key("why"), subject.key("who")
    state.prime(why, record.rationale if record else "")
    state.prime(who, record.decided_by if record else "")
    with st.form(subject.key("form")):
        chosen = choose()
        rationale = st.text_area(
            "Why?", key=why, max_chars=_LONGEST_REASON, persist_state="session"
        )
        st.caption("The report prints it beside the decision: write for those who were not there.")
        actor = st.text_input("Who decides?", key=who, max_chars=120, persist_state="session")
        decided = st.form_submit_button(
            "Put the decision on record", type="primary", icon=":material/gavel:"
        )
    if decided:
        with frame.problems_here():
            save(chosen, rationale or "", actor or "")
            state.note_saved(subject.key(), datetime.now(UTC))
            st.rerun()


def _on_record(subject: Subject, record: DecisionRecord) -> None:
    with st.container(border=True):
        uses = f"{counted(len(record.uses), 'use')} of agents"
        st.markdown(f"On record: **{plain(record.chosen_name if record.chosen else uses)}**")
        st.caption(
            plain(
                f"Decided by {record.decided_by} on {day(record.decided_on)}, "
                f"with {record.aid_version}{_own_numbers(record)}."
            )
        )
        for paragraph in filter(str.strip, record.rationale.splitlines()):
            st.write(plain(paragraph))
        st.caption(plain(f"The finding at that time: {record.finding}"))
        _in_the_plan(subject, record)
        saved = state.save_note(subject.key())
        if saved and saved.saved_at:
            st.caption(f"Saved {clock(saved.saved_at)}")


def _own_numbers(record: DecisionRecord) -> str:
    parts = [
        *([counted(len(record.values), "number")] if record.values else []),
        *([counted(len(record.weights), "weight")] if record.weights else []),
    ]
    return f", {' and '.join(parts)} of our own" if parts else ""


def _in_the_plan(subject: Subject, record: DecisionRecord) -> None:
    rules = engagements.scenario_of(database(), subject.engagement)
    names = initiative_names(subject.engagement, record.implies)
    kept = [name for each, name in names.items() if rules.rule_of(each).must]
    freed = [name for each, name in names.items() if not rules.rule_of(each).must]
    if kept:
        bullets("These initiatives follow from it and are now part of the plan", kept, "")
    if freed:
        bullets("These follow from it too, and were taken out of the plan since", freed, "")
    st.page_link(navigation.ROADMAP, label="See the plan", icon=":material/timeline:")
