"""The big screen: how to join while people rate, then what the room looks at."""

import streamlit as st

import engagements
from domain.framework import Framework
from domain.workshop import LiveCounts, Workshop
from engagements import MOST_ITEMS
from reporting.words import counted
from ui import frame
from ui.device import device
from ui.handles import database
from ui.workshop.addresses import join_link, qr_code
from ui.workshop.agreeing import level_of
from ui.workshop.clock import time_left
from ui.workshop.large import large
from ui.workshop.votes_seen import name_of, rounds_seen, voted, votes_seen

_SECONDS = 2


def projector(held: Workshop, framework: Framework) -> None:
    """Follow the workshop by itself; there is nothing to press here."""
    asked = engagements.asked_about(database(), held.id)
    each = min(sum(len(questions) for questions in asked.values()), MOST_ITEMS)
    st.fragment(_follow, run_every=_SECONDS)(held.id, framework, each)


def _follow(workshop_id: str, framework: Framework, questions: int) -> None:
    with frame.problems_here():
        held, counts = engagements.live_counts(database(), device(), workshop_id)
        if left := time_left(held):
            large(left, 4)
        if held.phase == "closed":
            large("Thank you.", 4)
            large("What was agreed is frozen. Your page to take away is on your phone.", 2)
        elif held.phase == "discussing" and held.on_screen:
            _on_the_table(held, counts, framework)
        else:
            _way_in(held, counts, questions)


def _way_in(held: Workshop, counts: LiveCounts, questions: int) -> None:
    code = engagements.join_code(database(), device(), held.id)
    link = join_link(code)
    left, right = st.columns([2, 3], gap="large", vertical_alignment="center")
    left.image(qr_code(link, 14), width="stretch", alt=f"QR code of {link}")
    with right:
        large("Join with your phone", 2)
        large(code, 5.5)
        large(link.partition("?")[0].partition("://")[2], 2)
        large(counted(counts.people, "person has joined", "people have joined"), 2)
        total, done = questions * counts.people, sum(counts.answered.values())
        st.progress(min(done / total, 1.0) if total else 0.0)
        large(f"{done} of {total} answers", 2)


def _on_the_table(held: Workshop, counts: LiveCounts, framework: Framework) -> None:
    large(name_of(framework, held.on_screen), 3)
    rounds = [
        each
        for each in engagements.rounds_of(database(), held.id)
        if each.capability == held.on_screen
    ]
    if rounds and rounds[-1].until is None:
        people = engagements.votes_in_round(database(), device(), held.id, held.on_screen)
        large(f"Please vote again on your phone: {voted(people, counts)}", 2)
        return
    if shown := rounds_seen(held.id, held.on_screen):
        votes_seen(framework, shown[-1], large=True)
    agreed = engagements.consensus_of(database(), held.id).get(held.on_screen)
    level = level_of(framework, agreed[-1]) if agreed else None
    if agreed and level is not None:
        names = {each.number: each.name for each in framework.levels}
        large(f"Agreed: {level} {names[level]}", 2.5)
        large(agreed[-1].rationale, 1.5)
