"""Which decision the page is about, and the names of what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

import engagements
from domain.decisions import AutonomyDecision, DecisionAid, DecisionRecord, OptionDecision
from ui.handles import database
from ui.wording import plain


@dataclass(frozen=True, slots=True)
class Subject:
    """One decision of one engagement, with what was decided about it before."""

    engagement: str
    aid: DecisionAid
    decision: OptionDecision | AutonomyDecision
    record: DecisionRecord | None

    def key(self, *parts: str) -> str:
        """The key of a widget, or of what is kept, that belongs to this decision.

        It does not begin like the keys that are forgotten when another scenario is used:
        decisions belong to the engagement, not to a scenario.
        """
        return "/".join(("decide", self.engagement, self.decision.id, *parts))


def choose_subject(engagement: str, aid: DecisionAid) -> Subject:
    """Let somebody choose one of the decisions, each marked as decided or open."""
    decisions: dict[str, OptionDecision | AutonomyDecision] = {
        **{each.id: each for each in aid.option_decisions},
        **{each.id: each for each in aid.autonomy_decisions},
    }
    taken = {record.decision: record for record in engagements.decisions_of(database(), engagement)}

    def marked(identifier: str) -> str:
        state = "decided" if identifier in taken else "open"
        return f"{plain(decisions[identifier].name)} · {state}"

    chosen = st.segmented_control(
        "Decision",
        list(decisions),
        default=next(iter(decisions)),
        format_func=marked,
        required=True,
        key=f"decide/{engagement}",
        persist_state="session",
        label_visibility="collapsed",
    )
    return Subject(engagement, aid, decisions[chosen], taken.get(chosen))


def initiative_names(engagement: str, implied: Sequence[str]) -> dict[str, str]:
    """The names of initiatives by id; those that the catalogue no longer has are left out."""
    known: Mapping[str, str] = {
        each.id: each.name
        for each in engagements.planning_catalogue(database(), engagement).initiatives
    }
    return {identifier: known[identifier] for identifier in implied if identifier in known}


def teach() -> None:
    """What would be here if the framework had decisions."""
    st.write(
        "No strategy decisions come with this framework yet. With them, this page compares the "
        "ways to build and run AI by cost and by what counts for you, says what would change the "
        "answer, and puts the choice and its reasons on record. docs/decisions.md describes the "
        "file; it goes into frameworks/."
    )
