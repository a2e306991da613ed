"""What the room has said on a capability, once it was revealed."""

from collections.abc import Sequence

import streamlit as st

import engagements
from domain.framework import Framework
from domain.workshop import LiveCounts, Revealed, RoleVotes, Workshop
from reporting import charts
from reporting.words import counted
from ui.handles import database
from ui.wording import plain
from ui.workshop.large import large as large_line


def rounds_seen(workshop: str, capability: str) -> tuple[Revealed, ...]:
    """Every revealed round on a capability. Worked out once for the whole room: a round that
    was revealed never changes.
    """
    rounds = engagements.rounds_of(database(), workshop)
    ended = [each for each in rounds if each.capability == capability and each.until is not None]
    return _rounds_seen(workshop, capability, len(ended)) if ended else ()


@st.cache_data(max_entries=512, show_spinner=False)
def _rounds_seen(workshop: str, capability: str, ended: int) -> tuple[Revealed, ...]:
    return engagements.revealed(database(), workshop, capability)[:ended]


def votes_seen(framework: Framework, seen: Revealed, *, large: bool = False) -> None:
    """Distribution, median and spread of each question, then roles and comments.

    With `large`, all of it is for the last row of a room.
    """
    questions = {question.id: question for question in framework.questions()}
    several = len(seen.questions) > 1
    size = (1.3 if several else 2) if large else 1
    for found in seen.questions:
        question = questions[found.question]
        subject = (found, question, framework.levels)
        if several:
            _say(question.text, size, "**{}**")
        st.altair_chart(
            charts.votes(subject, size=size),
            width="stretch",
            key=f"votes:{seen.number}:{found.question}",
        )
        said = charts.votes_text(subject)
        if large:
            large_line(said, size)
        else:
            st.caption(plain(said))
    if not seen.questions:
        st.info("Too few people answered these questions, so nothing is shown.")
    _roles(framework, seen.roles, size)
    _comments(seen.comments, size)


def voted(people: int, counts: LiveCounts) -> str:
    """How many of the room have voted, such as "1 of 3 has voted"."""
    return f"{people} of {counts.people} {'has' if people == 1 else 'have'} voted"


def _say(text: str, size: float, markdown: str) -> None:
    """A line of the big screen, so many times as large as one of a page; or that, in Markdown."""
    if size > 1:
        large_line(text, size)
    else:
        st.markdown(markdown.format(plain(text)))


def _roles(framework: Framework, roles: Sequence[RoleVotes], size: float) -> None:
    if len(roles) < 2:
        return
    names = {role.id: role.name for role in framework.roles} | {"": "Other roles"}
    _say("By role", size, "**{}**")
    for role in roles:
        said = "no level" if role.median is None else f"median {role.median:g}"
        people = counted(role.people, "person", "people")
        _say(f"{names.get(role.role, role.role)}, {people}: {said}", size, "- {}")


def _comments(comments: Sequence[str], size: float) -> None:
    if not comments:
        return
    title = counted(len(comments), "comment")
    place = (
        st.container(border=True)
        if size > 1
        else st.expander(title, icon=":material/chat:", expanded=True)
    )
    with place:
        for comment in comments:
            _say(comment, size, "- {}")


def smallest_group_promise(workshop: Workshop) -> str:
    """What a participant may rely on, in one sentence."""
    if not workshop.settings.anonymous:
        return "Your name stands beside your answers; the room sees them together, once revealed."
    least = workshop.settings.smallest_group
    return (
        "You answer without your name. Nothing is shown before the facilitator reveals it, and "
        f"never of fewer than {least} people."
    )


def name_of(framework: Framework, capability: str) -> str:
    """A capability's name, as it stands in the framework."""
    return next(each.name for each in framework.capabilities() if each.id == capability)


def title_of(framework: Framework, capability: str) -> str:
    """A capability's name, made safe for Markdown."""
    return plain(name_of(framework, capability))
