"""While people come in and rate alone: the way in, who is there, and how far they are."""

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

import engagements
from domain.framework import Framework
from domain.workshop import LiveCounts, Workshop
from engagements import MOST_ITEMS
from reporting.words import counted, day
from ui import frame, state
from ui.device import device
from ui.handles import database
from ui.wording import clock, time_zone
from ui.workshop.addresses import is_only_here, join_link, origin, qr_code

_SECONDS = 2
"""Between two looks at the counts."""
_PACE = timedelta(minutes=3)
"""What counts as the pace of the room: the answers of the last minutes."""

Asked = Mapping[str, Sequence[str]]
"""The questions of a workshop by capability."""


def gathering(held: Workshop, framework: Framework) -> None:
    """The way in beside who is there."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        if held.phase == "closed":
            st.write("The workshop is closed: nobody comes in any more.")
        else:
            _way_in(held)
    asked = engagements.asked_about(database(), held.id)
    with right:
        st.fragment(_progress, run_every=_SECONDS)(held, framework, asked)
        _next_phase(held)


def _way_in(held: Workshop) -> None:
    code = engagements.join_code(database(), device(), held.id)
    link = join_link(code)
    st.markdown(f"### {code}")
    st.image(qr_code(link), width=240, alt=f"QR code of {link}")
    st.code(link, language=None, wrap_lines=True)
    if is_only_here(origin()):
        st.warning("This machine has no network, so phones cannot reach it.")
    until = held.doors_close.astimezone(time_zone())
    st.caption(f"Open until {day(until.date())}, {clock(until)}. It works for everybody invited.")
    if not held.settings.live:
        _reminder(held, link)
    with st.popover("More", icon=":material/more_horiz:"):
        st.write("A new code makes the old link and code useless. Those who are in stay in.")
        if st.button("Make a new code"):
            with frame.problems_here():
                engagements.new_code(database(), device(), held.id)
                st.rerun()
        st.write("A second facilitator opens this link within eight hours:")
        path = engagements.facilitator_link(database(), device(), held.id)
        st.code(f"{origin()}{path}", language=None, wrap_lines=True)


def _reminder(held: Workshop, link: str) -> None:
    """A text for a mail, with nothing to fill in."""
    about = engagements.engagement_of(database(), held)
    until = held.doors_close.astimezone(time_zone())
    promise = (
        f"You answer without your name; nothing is shown of fewer than "
        f"{held.settings.smallest_group} people."
        if held.settings.anonymous
        else "Your answers carry your name."
    )
    text = (
        f"Subject: {about.organisation}: where do we stand with AI? Please answer by "
        f"{day(until.date())}\n\n"
        f"We are rating what {about.organisation} can do with AI today. It takes about "
        f"20 minutes, works on a phone, and you can stop and go on at any time.\n\n"
        f"{link}\n\n{promise} Thank you to everybody who has answered already."
    )
    with st.expander("Invitation and reminder to copy", icon=":material/mail:", expanded=True):
        st.code(text, language=None, wrap_lines=True)


def _progress(drawn: Workshop, framework: Framework, asked: Asked) -> None:
    """Counts only: what somebody said is nobody's business yet."""
    with frame.problems_here():
        held, counts = engagements.live_counts(database(), device(), drawn.id)
        if held.phase != drawn.phase:
            st.rerun()  # another facilitator went on
        each = min(sum(len(questions) for questions in asked.values()), MOST_ITEMS)
        total, done = each * counts.people, sum(counts.answered.values())
        if counts.people:
            first, second = st.columns(2)
            first.metric("People", counts.people)
            second.metric("Answers", f"{done} of {total}")
            st.progress(min(done / total, 1.0), text=_pace(held.id, done, total))
        else:
            st.caption("Nobody has joined yet. The code stands on the big screen.")
        if counts.people or held.settings.invited:
            _roles(held, framework, counts)
        if counts.people:
            _capabilities(framework, counts, asked)


def _pace(workshop_id: str, done: int, total: int) -> str:
    """How fast answers come in, and about how long the rest takes at that pace."""
    if done >= total:
        return "Everybody is done"
    now = time.monotonic()
    name = f"pace:{workshop_id}"
    seen = [each for each in _seen(name) if now - each[0] < _PACE.total_seconds()]
    seen.append((now, done))
    state.keep(name, seen)
    since, before = seen[0]
    minutes = (now - since) / 60
    if minutes < 0.25 or done <= before:
        return f"{counted(total - done, 'answer')} to come"
    pace = (done - before) / minutes
    left = max(1, round((total - done) / pace))
    return f"{pace:.0f} answers a minute · about {counted(left, 'minute')} to go at this pace"


def _seen(name: str) -> list[tuple[float, int]]:
    found = state.kept(name)
    return found if isinstance(found, list) else []


def _roles(held: Workshop, framework: Framework, counts: LiveCounts) -> None:
    names = {role.id: role.name for role in framework.roles} | {"": "Another role"}
    shown = list(dict.fromkeys([*held.settings.invited, *counts.joined]))
    rows = [
        {
            "Role": names.get(role, role),
            "Invited": held.settings.invited.get(role),
            "Joined": counts.joined.get(role, 0),
            "Answering": counts.started.get(role, 0),
            "Response": _rate(counts.started.get(role, 0), held.settings.invited.get(role)),
        }
        for role in shown
    ]
    table = pd.DataFrame(rows)
    if not held.settings.invited:
        table = table.drop(columns=["Invited", "Response"])
    st.dataframe(
        table,
        hide_index=True,
        column_config={"Response": st.column_config.NumberColumn(format="%d %%")},
    )


def _rate(some: int, of: int | None) -> int | None:
    """How many of a hundred, to a whole number."""
    return round(100 * some / of) if of else None


def _capabilities(framework: Framework, counts: LiveCounts, asked: Asked) -> None:
    names = {c.id: c.name for c in framework.capabilities()}
    rows = [
        {
            "Capability": names[capability],
            "Answered": _rate(
                sum(counts.answered.get(question, 0) for question in questions),
                len(questions) * counts.people,
            ),
        }
        for capability, questions in asked.items()
    ]
    with st.expander("By capability", expanded=False):
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            column_config={
                "Answered": st.column_config.ProgressColumn(
                    min_value=0, max_value=100, format="%d %%"
                )
            },
        )


def _next_phase(held: Workshop) -> None:
    """What the facilitator does when the room is ready."""
    if held.phase != "rating":
        return
    with st.container(horizontal=True):
        _last_role(held)
        end_rating(held)


def _last_role(held: Workshop) -> None:
    """Those who wait so that others speak first."""
    if not held.settings.votes_last or held.last_may_vote:
        return
    if st.button("Let the last role answer", icon=":material/lock_open:"):
        with frame.problems_here():
            engagements.let_last_role_vote(database(), device(), held.id)
            st.rerun()


def end_rating(held: Workshop) -> None:
    """Nobody rates any more; the room looks at what was said."""
    if st.button("End the rating and see the spread", type="primary", icon=":material/groups:"):
        with frame.problems_here():
            engagements.go_to_phase(database(), device(), held.id, "discussing")
            state.keep(f"step:{held.id}", "Discuss")
            st.rerun()
