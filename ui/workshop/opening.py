"""What is decided before a room comes together."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

import engagements
from domain.engagement import EngagementSummary
from domain.framework import Framework
from domain.workshop import AgendaItem, WorkshopSettings
from ui import frame
from ui.device import device
from ui.handles import database
from ui.wording import plain, time_zone

_AGENDA = (("Rate alone", 25), ("See the spread and agree", 60), ("Actions and close", 15))
_EVERYBODY = "Nobody: all answer at once"
_WEEKS_OPEN = timedelta(weeks=2)


def opening(summary: EngagementSummary, framework: Framework) -> None:
    """The form that opens a workshop; this browser then facilitates it."""
    st.write(
        "People join from their phones with a code, rate alone, see the spread together, talk "
        "about what matters, and leave with agreed levels. Or send a link and let them answer "
        "until a deadline."
    )
    live = st.radio(
        "How do people answer?",
        [True, False],
        format_func={True: "Together, in one meeting", False: "When they like, until a day"}.get,
        horizontal=True,
    )
    with st.form("open"):
        name = st.text_input("Your name, as facilitator", max_chars=120)
        deadline = None if live else st.date_input("Until when?", _today() + _WEEKS_OPEN)
        anonymous = st.radio(
            "Do answers carry names?",
            [True, False],
            format_func={
                True: "No: people are shown nothing but what enough of them said together",
                False: "Yes: people give their name, and roles of any size are shown apart",
            }.get,
        )
        smallest = st.number_input(
            "Without names, show nothing of fewer people than",
            min_value=3,
            max_value=50,
            value=engagements.SMALLEST_GROUP,
        )
        capabilities = _capabilities(summary, framework)
        roles, invited = _roles(framework)
        last = _votes_last(framework)
        agenda = _agenda() if live else ()
        opened = st.form_submit_button("Open the workshop", type="primary")
    if not opened:
        return
    with frame.problems_here():
        engagements.open_workshop(
            database(),
            device(),
            summary.engagement.id,
            WorkshopSettings(
                live=bool(live),
                anonymous=bool(anonymous),
                smallest_group=int(smallest),
                capabilities=capabilities,
                roles=roles,
                invited=invited,
                agenda=agenda,
                votes_last=last,
            ),
            name=name,
            until=_end_of(deadline) if isinstance(deadline, date) else None,
        )
        st.rerun()


def _today() -> date:
    return datetime.now(time_zone()).date()


def _end_of(day: date) -> datetime:
    zone: ZoneInfo = time_zone()
    return datetime.combine(day, time(23, 59), zone).astimezone(UTC)


def _capabilities(summary: EngagementSummary, framework: Framework) -> tuple[str, ...]:
    """All of them, unless somebody takes some away."""
    asked = {
        capability.id
        for capability, _ in framework.asked(summary.assessment.depth, summary.engagement.context)
    }
    chosen: list[str] = []
    with st.expander(f"Which capabilities? All {len(asked)}, unless you take some away"):
        for pillar in framework.pillars:
            names = {c.id: plain(c.name) for c in pillar.capabilities if c.id in asked}
            if names:
                chosen += st.pills(
                    plain(pillar.name),
                    list(names),
                    selection_mode="multi",
                    default=list(names),
                    format_func=names.__getitem__,
                )
    return tuple(chosen)


def _roles(framework: Framework) -> tuple[tuple[str, ...], dict[str, int]]:
    """The roles that are invited, none for everybody, and how many of each."""
    if not framework.roles:
        return (), {}
    with st.expander("Who is invited? Everybody, unless you choose roles"):
        names = [role.name for role in framework.roles]
        table = pd.DataFrame({"Invited": False, "Role": names, "People": None})
        edited = st.data_editor(
            table,
            hide_index=True,
            disabled=["Role"],
            placeholder="",
            column_config={
                "People": st.column_config.NumberColumn(
                    "How many", min_value=0, max_value=10_000, step=1
                )
            },
        )
        st.caption("With the numbers, the response rate is shown by role.")
    rows = list(zip(framework.roles, edited.to_dict("records"), strict=True))
    invited = {role.id: int(row["People"]) for role, row in rows if not pd.isna(row["People"])}
    return tuple(role.id for role, row in rows if row["Invited"]), invited


def _votes_last(framework: Framework) -> str:
    names = {role.id: role.name for role in framework.roles}
    chosen = st.selectbox(
        "Who answers last, so that the others speak freely?",
        ["", *names],
        format_func=lambda role: names[role] if role else _EVERYBODY,
    )
    return str(chosen or "")


def _agenda() -> tuple[AgendaItem, ...]:
    with st.expander("Agenda"):
        edited = st.data_editor(
            pd.DataFrame(_AGENDA, columns=["What", "Minutes"]),
            hide_index=True,
            num_rows="dynamic",
            column_config={
                "Minutes": st.column_config.NumberColumn(min_value=1, max_value=480, step=1)
            },
        )
    return tuple(
        AgendaItem(str(row["What"]), int(row["Minutes"]))
        for row in edited.to_dict("records")
        if row["What"] and not pd.isna(row["Minutes"])
    )
