"""What has become of the plan: status, dates and money, and what that means for the end."""

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

import engagements
from domain.planning import Actual, Initiative, Roadmap, Status
from domain.quarters import Quarter
from reporting import facts
from ui import frame, state
from ui.handles import database
from ui.plan.now import change
from ui.plan.worked_out import sureness_of
from ui.wording import plain

_STATUS: dict[Status, str] = {"running": "Under way", "done": "Done", "stopped": "Stopped"}
_LOOK_BACK = 12
"""Quarters before the plan's start in which work can have begun."""


def progress(engagement: str, roadmap: Roadmap) -> None:
    """Note what has happened, see it against the plan, and where it leads."""
    st.write(
        "Note what has begun, is done or was stopped. The plan is made anew from there: what is "
        "under way stays, what is done counts."
    )
    _from_today(engagement, roadmap)
    actuals = engagements.actuals_of(database(), engagement)
    promised = engagements.plan_promised(database(), engagement)
    names = {i.id: i for i in engagements.planning_catalogue(database(), engagement).initiatives}
    _note(engagement, roadmap, names, actuals)
    if not actuals:
        return
    _against_plan(roadmap, promised, actuals, names)
    _forecast(engagement, roadmap, promised)
    _take_back(engagement, actuals, names)


def _from_today(engagement: str, roadmap: Roadmap) -> None:
    following = Quarter.of(datetime.now(UTC).date()).plus(1)
    scenario = roadmap.scenario
    if scenario.start < following <= scenario.end:
        st.info(f"The plan begins in {scenario.start}, which is over or under way.")
        st.button(
            f"Plan from {following} on",
            on_click=change,
            args=(engagement, lambda scenario: replace(scenario, start=following)),
            type="primary",
        )


def _note(
    engagement: str,
    roadmap: Roadmap,
    names: dict[str, Initiative],
    actuals: tuple[Actual, ...],
) -> None:
    known = {actual.initiative: actual for actual in actuals}
    planned = [p.initiative.id for p in roadmap.placements]
    order = list(dict.fromkeys([*known, *planned, *names]))
    with st.container(border=True):
        chosen = st.selectbox(
            "Initiative",
            [name for name in order if name in names],
            index=None,
            format_func=lambda name: names[name].name,
            placeholder="Choose what has moved",
            key=f"moved:{engagement}",
        )
        if chosen:
            _form(engagement, roadmap, chosen, known.get(chosen))


def _form(engagement: str, roadmap: Roadmap, initiative: str, known: Actual | None) -> None:
    scenario = roadmap.scenario
    quarters = [scenario.start.plus(-_LOOK_BACK), scenario.end]
    choices = quarters[0].until(quarters[1])
    this = Quarter.of(datetime.now(UTC).date())
    key = f"actual:{engagement}:{initiative}"
    status = st.segmented_control(
        "Status",
        list(_STATUS),
        default=known.status if known else "running",
        format_func=_STATUS.__getitem__,
        required=True,
        key=f"{key}:status",
    )
    with st.grid(3, min_column_width=160):
        started = _quarter("Begun in", choices, known.started if known else this, f"{key}:began")
        ended = None
        if status != "running":
            ended = _quarter("Ended in", choices, known.ended if known else this, f"{key}:ended")
        spent = st.number_input(
            f"Spent so far, k {scenario.currency}",
            min_value=0.0,
            step=10.0,
            value=known.spent if known else 0.0,
            key=f"{key}:spent",
        )
    said = st.text_input("Note", value=known.note if known else "", key=f"{key}:note")
    if st.button("Save progress", type="primary", key=f"{key}:save"):
        actual = Actual(initiative, status, started, ended, spent, said)
        with frame.problems_here():
            engagements.record_actual(database(), "somebody", engagement, actual)
            st.rerun()


def _quarter(
    label: str, choices: tuple[Quarter, ...], value: Quarter | None, key: str
) -> Quarter | None:
    index = choices.index(value) if value in choices else None
    return st.selectbox(label, choices, index=index, format_func=str, key=key)


def _against_plan(
    roadmap: Roadmap,
    promised: Roadmap | None,
    actuals: tuple[Actual, ...],
    names: dict[str, Initiative],
) -> None:
    st.subheader("Plan against actual", anchor=False)
    planned = {p.initiative.id: p for p in (promised or roadmap).placements}
    point, currency = roadmap.scenario.estimate, roadmap.scenario.currency
    rows = []
    for actual in actuals:
        place = planned.get(actual.initiative)
        initiative = names.get(actual.initiative)
        rows.append(
            {
                "Initiative": initiative.name if initiative else actual.initiative,
                "Status": _STATUS[actual.status],
                "Planned": f"{place.start} to {place.end}" if place else "not planned",
                "Actual": f"{actual.started or '?'} to {actual.ended or 'now'}",
                f"Estimate, k {currency}": initiative.cost.at(point) if initiative else None,
                f"Spent, k {currency}": actual.spent,
                "Note": actual.note,
            }
        )
    st.dataframe(rows, key="against plan")
    st.caption(
        "Planned is what the plan said when progress was first noted."
        if promised
        else "No plan had been made when progress was first noted; planned is the plan of today."
    )


def _forecast(engagement: str, roadmap: Roadmap, promised: Roadmap | None) -> None:
    end = roadmap.scenario.end.year
    st.subheader(f"Where it leads by {end}", anchor=False)
    sure = sureness_of(engagement, roadmap)
    spent = sum(a.spent for a in roadmap.actuals)
    before = promised or roadmap
    met, level = len(facts.met(roadmap)), roadmap.years[-1].mean_level
    cost = facts.total(roadmap) + spent
    band = sure.mean_level[end]
    with st.grid(3, min_column_width=200):
        st.metric(
            "Targets met",
            f"{met} of {len(roadmap.gaps)}",
            delta=(met - len(facts.met(before))) or None,
            help=f"Eight of ten futures: {sure.targets_met.low:.0f} to {sure.targets_met.high:.0f}",
            border=True,
        )
        st.metric(
            f"Mean level {end}",
            f"{level:.2f}",
            delta=round(level - before.years[-1].mean_level, 2) or None,
            help=f"Eight of ten futures: {band.low:.2f} to {band.high:.2f}",
            border=True,
        )
        st.metric(
            f"Spent and to come, million {roadmap.scenario.currency}",
            f"{cost / 1000:,.1f}",
            delta=round((cost - facts.total(before)) / 1000, 1) or None,
            delta_color="inverse",
            border=True,
        )
    st.caption("Arrows: against the plan that stood when progress was first noted.")


def _take_back(engagement: str, actuals: tuple[Actual, ...], names: dict[str, Initiative]) -> None:
    with st.popover("Take a note back"):
        known = {actual.initiative: actual for actual in actuals}
        chosen = st.selectbox(
            "Initiative",
            list(known),
            format_func=lambda name: plain(names[name].name) if name in names else name,
            key=f"take back:{engagement}",
        )

        def back() -> None:
            engagements.forget_actual(database(), "somebody", engagement, chosen)
            state.unprime(f"actual:{engagement}:{chosen}")

        st.button("It is planned again", on_click=back)
