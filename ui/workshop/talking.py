"""See the spread together: what to talk about next, what was said, and the vote after it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import ceil

import streamlit as st

import engagements
from domain.framework import Framework
from domain.workshop import Consensus, Proposal, Revealed, VoteRound, Workshop
from reporting.words import counted, listed
from ui import frame, state
from ui.device import device
from ui.handles import database
from ui.wording import plain
from ui.workshop.agreeing import agreeing
from ui.workshop.gathering import end_rating
from ui.workshop.votes_seen import name_of, rounds_seen, title_of, voted, votes_seen

_MINUTES = 60
"""What a talk has where the agenda gives it no minutes."""
_SECONDS = 2
_FEWEST_WITH_A_MIDDLE = 5
"""Of fewer answers, the quartiles are the lowest and the highest."""
_TICK = 10
"""Seconds between two looks at the minutes left."""
_MOST_MINUTES = 480
_OTHERS = 5
"""How many further proposals are named."""


def talking(held: Workshop, framework: Framework) -> None:
    """The next thing worth talking about, and the capability that is on the table."""
    if held.phase == "rating":
        st.info(
            "People still rate alone. End the rating when the room is ready: nothing of what "
            "they said is shown before, not even to you."
        )
        end_rating(held)
        return
    agreed = engagements.consensus_of(database(), held.id)
    proposed = _proposals(held, framework) if held.phase == "discussing" else ()
    chosen = _choose(held, framework, agreed, proposed)
    st.header(title_of(framework, chosen), anchor=False)
    seen = rounds_seen(held.id, chosen)
    left, right = st.columns(2, gap="large")
    with left:
        if not seen and held.phase == "discussing":
            _unseen(held, chosen, proposed)
        _votes(held, framework, chosen, seen)
    with right:
        if seen:
            agreeing(held, framework, chosen, agreed.get(chosen, ()))


def _proposals(held: Workshop, framework: Framework) -> tuple[Proposal, ...]:
    minutes = _minutes(held)
    found = engagements.proposals(database(), device(), held.id, minutes)
    if not found:
        st.success(
            "Nothing more is worth the minutes left: people agree, or the room has agreed.",
            icon=":material/check:",
        )
        return ()
    first = found[0]
    asked = engagements.asked_about(database(), held.id)
    with st.container(border=True):
        st.markdown(f"Talk about next: **{title_of(framework, first.capability)}**")
        st.write(_why(framework, first, len(asked[first.capability])))
        if rounds_seen(held.id, first.capability):
            st.caption("The room has seen it. Keep below what it agrees on, then the next comes.")
        elif st.button(
            "Show what the room said",
            key="reveal:proposed",
            type="primary",
            icon=":material/visibility:",
        ):
            _reveal(held, first.capability)
        others = [title_of(framework, each.capability) for each in found[1:]]
        if others:
            st.caption(f"Then: {listed(others, _OTHERS)}")
    return found


def _minutes(held: Workshop) -> int:
    """The minutes left to talk, in a field that counts down until another number is typed."""
    left, key = _minutes_left(held), f"minutes:{held.id}"
    if state.widget(key) != left:
        state.unprime(key)
    state.prime(key, left)
    st.number_input(
        "Minutes left to talk",
        min_value=1,
        max_value=_MOST_MINUTES,
        key=key,
        width=160,
        on_change=_talk_on,
        args=(held,),
    )
    st.fragment(_count_down, run_every=_TICK)(held, left)
    return left


def _minutes_left(held: Workshop) -> int:
    """Until the running timer ends; without one, what the agenda gives the talk from now on."""
    now, name = datetime.now(UTC), _end_of_talk(held)
    ends = state.kept(name)
    if not isinstance(ends, datetime):
        running = held.timer_ends if held.timer_ends and held.timer_ends > now else None
        ends = running or now + timedelta(minutes=_planned(held))
        state.keep(name, ends)
    return min(max(1, ceil((ends - now).total_seconds() / 60)), _MOST_MINUTES)


def _planned(held: Workshop) -> int:
    """The longest part of the agenda after the first, in which people rate."""
    return max((part.minutes for part in held.settings.agenda[1:]), default=_MINUTES)


def _end_of_talk(held: Workshop) -> str:
    """Names when the talk ends; another timer ends it anew."""
    return f"talk ends:{held.id}:{held.timer_ends}"


def _talk_on(held: Workshop) -> None:
    """Talk for so many minutes from now on."""
    typed = state.widget(f"minutes:{held.id}")
    if isinstance(typed, int):
        state.keep(_end_of_talk(held), datetime.now(UTC) + timedelta(minutes=typed))


def _count_down(held: Workshop, drawn: int) -> None:
    """Another minute is gone: what still fits into those left may be something else."""
    if _minutes_left(held) != drawn:
        st.rerun()


def _why(framework: Framework, proposal: Proposal, questions: int) -> str:
    """Why talking about this could change most, in words."""
    if questions > 1:  # each on a scale of its own
        differ = f"People differ over {questions} questions"
    elif proposal.answers < _FEWEST_WITH_A_MIDDLE:
        differ = f"The answers go from {proposal.low:g} to {proposal.high:g}"
    else:
        differ = f"The middle half of the answers goes from {proposal.low:g} to {proposal.high:g}"
    said = [f"{differ} (disagreement {proposal.disagreement:.2f}, where 1 is two camps)"]
    if proposal.decides:
        names = {p.id: p.name for p in framework.pillars} | {"overall": "the whole"}
        named = listed([names.get(node, node) for node in proposal.decides])
        said.append(f"The level of {named} hangs on it")
    if proposal.weight != 1:
        said.append(f"It weighs {proposal.weight:.1f} times the average")
    said.append(f"About {counted(proposal.minutes, 'minute')}")
    return plain(" ".join(f"{each}." for each in said))


def _choose(
    held: Workshop,
    framework: Framework,
    agreed: dict[str, tuple[Consensus, ...]],
    proposed: Sequence[Proposal],
) -> str:
    """The capability on the table: the one on the screen, unless another is chosen here."""
    key = f"table:{held.id}"
    order = [c.id for c in framework.capabilities() if c.id in held.settings.capabilities]
    first = held.on_screen or (proposed[0].capability if proposed else order[0])
    seen = {each.capability for each in engagements.rounds_of(database(), held.id)}

    def name(capability: str) -> str:
        mark = "agreed · " if capability in agreed else "seen · " if capability in seen else ""
        return f"{mark}{name_of(framework, capability)}"

    names = [name(capability) for capability in order]
    if state.kept(f"names:{key}") != names:  # the browser goes on showing the old name otherwise
        first = str(state.widget(key) or first)
        state.unprime(key)
        state.keep(f"names:{key}", names)
    state.prime(key, first)
    return st.selectbox("On the table", order, format_func=name, key=key)


def _unseen(held: Workshop, capability: str, proposed: Sequence[Proposal]) -> None:
    """The way to show what was said, unless it stands above already."""
    st.write("The room has not seen this yet.")
    if capability in {each.capability for each in proposed[:1]}:
        return
    if st.button("Show what the room said", key="reveal", icon=":material/visibility:"):
        _reveal(held, capability)


def _votes(held: Workshop, framework: Framework, capability: str, seen: Sequence[Revealed]) -> None:
    rounds = [
        each for each in engagements.rounds_of(database(), held.id) if each.capability == capability
    ]
    if held.phase == "discussing" and rounds and rounds[-1].until is None:
        st.fragment(_voting_again, run_every=_SECONDS)(held, capability, rounds[-1])
    if not seen:
        return
    votes_seen(framework, seen[-1])
    if len(seen) > 1:
        with st.expander("The first vote" if len(seen) == 2 else "The votes before"):
            for earlier in seen[:-1]:
                votes_seen(framework, earlier)
    if held.phase == "discussing":
        _screen_and_again(held, capability, rounds)


def _screen_and_again(held: Workshop, capability: str, rounds: Sequence[VoteRound]) -> None:
    with st.container(horizontal=True):
        on_screen = held.on_screen == capability
        label = "Take it off the big screen" if on_screen else "Put it on the big screen"
        if st.button(label, icon=":material/cast:"):
            with frame.problems_here():
                shown = "" if on_screen else capability
                engagements.put_on_screen(database(), device(), held.id, shown)
                st.rerun()
        if rounds[-1].until is not None and st.button(
            "Ask the room again", icon=":material/refresh:"
        ):
            with frame.problems_here():
                engagements.vote_again(database(), device(), held.id, capability)
                st.rerun()


def _voting_again(held: Workshop, capability: str, opened: VoteRound) -> None:
    """How many have voted in the round that is open; nothing of what they said."""
    with frame.problems_here():
        people = engagements.votes_in_round(database(), device(), held.id, capability)
        if opened not in engagements.rounds_of(database(), held.id):
            st.rerun()  # another facilitator has shown it, or called it off
        _, counts = engagements.live_counts(database(), device(), held.id)
        st.info(
            f"Vote {opened.number} is open: {voted(people, counts)}.",
            icon=":material/how_to_vote:",
        )
        with st.container(horizontal=True):
            if st.button("Show the new votes", type="primary", icon=":material/visibility:"):
                _reveal(held, capability)
            if st.button("Call this vote off", icon=":material/undo:"):
                with frame.problems_here():
                    engagements.call_off_vote(database(), device(), held.id, capability)
                    st.rerun()


def _reveal(held: Workshop, capability: str) -> None:
    with frame.problems_here():
        engagements.reveal(database(), device(), held.id, capability)
        state.unprime(f"table:{held.id}")
        st.rerun()
