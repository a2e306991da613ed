"""Targets for 2030, the money there is, and the roadmap that follows."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

import engagements
from domain.framework import Capability, Framework
from domain.planning import EstimatePoint, Roadmap, Scenario
from domain.scorecard import Scorecard
from planning import propose_targets, target_reason
from reporting import facts, sentences
from ui import frame, navigation, state
from ui.figure import figure
from ui.handles import database
from ui.wording import level_name, plain

ESTIMATES: dict[EstimatePoint, str] = {
    "low": "Optimistic",
    "likely": "Most likely",
    "high": "Cautious",
}


def targets(engagement: str, framework: Framework, card: Scorecard, scenario: Scenario) -> None:
    """Choose the level for each capability by its statement; every choice is saved."""
    st.subheader("Targets for 2030", anchor=False)
    st.write(
        "A target is proposed for each capability. Change what you see differently: "
        "more ambition costs more, and not everything has to reach the top."
    )
    st.button("Back to the proposal", on_click=_take_proposal, args=(engagement,))
    proposed = propose_targets(framework, card)
    for pillar in framework.pillars:
        wanted = [scenario.targets[c.id] for c in pillar.capabilities if c.id in scenario.targets]
        if not wanted:
            continue
        span = (
            f"level {min(wanted)}"
            if min(wanted) == max(wanted)
            else f"{min(wanted)} to {max(wanted)}"
        )
        with st.expander(f"{plain(pillar.name)} · {span}"):
            for capability in pillar.capabilities:
                if capability.id in scenario.targets:
                    _target(engagement, framework, capability, card, scenario, proposed)


def _target(
    engagement: str,
    framework: Framework,
    capability: Capability,
    card: Scorecard,
    scenario: Scenario,
    proposed: Mapping[str, int],
) -> None:
    today = card.node(capability.id)
    key = f"target:{engagement}:{capability.id}"
    state.prime(key, scenario.targets[capability.id])
    st.segmented_control(
        f"{plain(capability.name)} (today {level_name(today.level, framework.levels)})",
        [level.number for level in framework.levels],
        key=key,
        required=True,
        on_change=_save_target,
        args=(engagement, capability.id, key),
    )
    level = scenario.targets[capability.id]
    st.caption(plain(capability.statements.get(level, level_name(level, framework.levels))))
    if level == proposed[capability.id]:
        st.caption(f"As proposed. {plain(target_reason(framework, card, capability))}")


def _take_proposal(engagement: str) -> None:
    framework = engagements.framework_of(database(), engagement)
    proposed = propose_targets(framework, engagements.score_engagement(database(), engagement))
    scenario = engagements.scenario_of(database(), engagement)
    _save(engagement, replace(scenario, targets=proposed))
    state.unprime(f"target:{engagement}:")


def _save_target(engagement: str, capability: str, key: str) -> None:
    chosen = state.widget(key)
    scenario = engagements.scenario_of(database(), engagement)
    changed = {**scenario.targets, capability: int(str(chosen))}
    _save(engagement, replace(scenario, targets=changed))


def limits(engagement: str, scenario: Scenario) -> None:
    """The money of each year, and how cautiously to plan."""
    st.subheader("Money for each year", anchor=False)
    years = range(scenario.start.year, scenario.end.year + 1)
    with st.grid(len(years), min_column_width=130):
        for year in years:
            _budget(engagement, scenario, year)
    key = f"estimate:{engagement}"
    state.prime(key, scenario.estimate)
    st.segmented_control(
        "Plan with estimates that are",
        list(ESTIMATES),
        key=key,
        format_func=ESTIMATES.__getitem__,
        required=True,
        on_change=_save_estimate,
        args=(engagement, key),
    )


def _budget(engagement: str, scenario: Scenario, year: int) -> None:
    key = f"budget:{engagement}:{year}"
    state.prime(key, int(scenario.budget[year]) if year in scenario.budget else None)
    st.number_input(
        f"{year}, k {scenario.currency}",
        min_value=0,
        step=100,
        key=key,
        placeholder="No limit",
        on_change=_save_budget,
        args=(engagement, year, key),
    )


def _save_budget(engagement: str, year: int, key: str) -> None:
    scenario = engagements.scenario_of(database(), engagement)
    budget = {known: amount for known, amount in scenario.budget.items() if known != year}
    chosen = state.widget(key)
    if chosen is not None:
        budget[year] = float(str(chosen))
    _save(engagement, replace(scenario, budget=budget))


def _save_estimate(engagement: str, key: str) -> None:
    scenario = engagements.scenario_of(database(), engagement)
    chosen: EstimatePoint = next(point for point in ESTIMATES if point == state.widget(key))
    _save(engagement, replace(scenario, estimate=chosen))


def _save(engagement: str, scenario: Scenario) -> None:
    with frame.problems_here():
        engagements.save_scenario(database(), "somebody", engagement, scenario)


def cost_of_ambition(roadmap: Roadmap) -> None:
    """What these targets mean, at once: in one sentence and four figures."""
    st.subheader(plain(sentences.plan_in_a_sentence(roadmap)), anchor=False)
    st.write(plain(sentences.what_does_not_fit(roadmap)))
    with st.grid(4, min_column_width=160):
        st.metric("Targets met", f"{len(facts.met(roadmap))} of {len(roadmap.gaps)}", border=True)
        st.metric("Initiatives placed", len(roadmap.placements), border=True)
        st.metric("Did not fit", len(roadmap.left_out), border=True)
        unit = f"Cost to {roadmap.scenario.end.year}, million {roadmap.scenario.currency}"
        st.metric(unit, f"{facts.total(roadmap) / 1000:,.1f}", border=True)


def plan(roadmap: Roadmap) -> None:
    """The roadmap as pictures, each with its table."""
    source = (
        f"Source: {roadmap.catalogue} {roadmap.catalogue_version}, "
        f"{ESTIMATES[roadmap.scenario.estimate].lower()} estimates, money in thousands"
    )
    for name in ("roadmap", "cost", "levels", "gaps"):
        figure(name, roadmap, source)


def why_here(roadmap: Roadmap) -> None:
    """One initiative in full, or why it did not fit."""
    st.subheader("Why does it stand there?", anchor=False)
    placed = {p.initiative.id: p for p in roadmap.placements}
    left = {item.initiative.id: item for item in roadmap.left_out}
    names = {identifier: item.initiative.name for identifier, item in placed.items()}
    names |= {
        identifier: f"{item.initiative.name} (not placed)" for identifier, item in left.items()
    }
    if not names:
        st.caption("No initiative is needed for these targets.")
        return
    chosen = st.selectbox("Initiative", list(names), format_func=names.__getitem__, key="why")
    if chosen in placed:
        found = placed[chosen]
        st.write(f"**{found.start} to {found.end}.** {plain(found.why)}")
        initiative = found.initiative
    else:
        st.write(f"**Not placed.** {plain(left[chosen].because)}")
        initiative = left[chosen].initiative
    st.write(plain(initiative.description))
    lifts = "; ".join(
        f"{lift.capability} from {lift.from_level} to {lift.to_level}" for lift in initiative.lifts
    )
    st.caption(f"Lifts {plain(lifts)}. Owner: {plain(initiative.owner)}.")
    st.caption(
        f"Leading indicator: {plain(initiative.leading_indicator)}. "
        f"Lagging indicator: {plain(initiative.lagging_indicator)}."
    )


with frame.page("Roadmap", wide=True):
    state.hide_respondent()
    summary = frame.chosen_engagement()
    identifier = summary.engagement.id
    st.title("Targets and roadmap", anchor=False)
    frame.headline(summary)
    card = engagements.score_engagement(database(), identifier)
    if engagements.catalogue_of(database(), identifier) is None:
        st.write(
            "No catalogue of initiatives belongs to this framework yet, so there is nothing "
            "to plan with. docs/file-formats.md describes the file; it goes into frameworks/."
        )
        st.stop()
    scenario = engagements.scenario_of(database(), identifier)
    roadmap = engagements.plan_engagement(database(), identifier)
    cost_of_ambition(roadmap)
    choose, result = st.tabs(["Roadmap", "Targets and money"])
    with choose:
        plan(roadmap)
        why_here(roadmap)
    with result:
        limits(identifier, scenario)
        targets(identifier, engagements.framework_of(database(), identifier), card, scenario)
    if st.button("Print the report for the board", type="primary", icon=":material/description:"):
        st.switch_page(navigation.REPORT)
