"""Targets, dates, money, people, change and decisions: what the plan has to live with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

import engagements
from domain.framework import Capability, Framework
from domain.planning import AimName, Capacity, Rule, Scenario
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from planning import propose_targets, target_reason
from ui import frame, state
from ui.handles import database
from ui.plan.now import Change, change
from ui.plan.shown import ESTIMATES
from ui.wording import level_name, plain

AIMS: dict[AimName, str] = {
    "targets": "Reach the targets",
    "maturity": "Be mature earlier",
    "value": "More value than cost",
}
Save = Callable[[Change], None]


def limits(engagement: str, framework: Framework, card: Scorecard, scenario: Scenario) -> None:
    """Everything that can be changed about the plan; every change is saved and planned anew."""

    def save(changed: Change) -> None:
        change(engagement, changed)

    money(engagement, scenario, save)
    people(engagement, scenario, save)
    order(engagement, scenario, save)
    decided(engagement, scenario, save)
    targets(engagement, framework, card, scenario, save)


def money(engagement: str, scenario: Scenario, save: Save) -> None:
    """The money of each year, and how cautiously to plan."""
    st.subheader("Money for each year", anchor=False)
    if scenario.budget == engagements.proposed_scenario(database(), engagement).budget:
        st.caption("This budget is only proposed: 80 % of what everything would cost.")
    years = range(scenario.start.year, scenario.end.year + 1)
    with st.grid(len(years), min_column_width=130):
        for year in years:
            _budget(engagement, scenario, year, save)
    key = f"estimate:{engagement}"
    state.prime(key, scenario.estimate)
    st.segmented_control(
        "Plan with estimates that are",
        list(ESTIMATES),
        key=key,
        format_func=ESTIMATES.__getitem__,
        required=True,
        on_change=lambda: save(
            lambda s: replace(s, estimate=next(p for p in ESTIMATES if p == state.widget(key)))
        ),
    )


def _budget(engagement: str, scenario: Scenario, year: int, save: Save) -> None:
    key = f"budget:{engagement}:{year}"
    amount = scenario.budget.get(year)
    state.prime(key, "" if amount is None else f"{amount:,.0f}")
    st.text_input(
        f"{year}, k {scenario.currency}",
        key=key,
        placeholder="No limit",
        help="Thousands for the whole year, one-off and running. Leave it empty for no limit.",
        on_change=_save_budget,
        args=(engagement, year, key, save),
    )
    wrong = state.take(f"wrong budget:{engagement}:{year}")
    if wrong:
        st.error(plain(str(wrong)))


def _save_budget(engagement: str, year: int, key: str, save: Save) -> None:
    written = str(state.widget(key) or "").replace(",", "").replace(" ", "")
    try:
        amount = float(written) if written else None
    except ValueError:
        state.keep(
            f"wrong budget:{engagement}:{year}",
            f"The budget of {year} is a number of thousands such as 2,500. Nothing was changed.",
        )
        return

    def changed(scenario: Scenario) -> Scenario:
        others = {known: found for known, found in scenario.budget.items() if known != year}
        return replace(scenario, budget=others if amount is None else {**others, year: amount})

    save(changed)


def people(engagement: str, scenario: Scenario, save: Save) -> None:
    """Person-months by role, and how much change each business unit can take."""
    catalogue = engagements.planning_catalogue(database(), engagement)
    roles = sorted({role for i in catalogue.initiatives for role in i.roles})
    units = sorted({unit for i in catalogue.initiatives for unit in i.change})
    limited = len(scenario.capacity) + len(scenario.change_limit)
    title = f"People and change · {limited} limits" if limited else "People and change · no limits"
    with st.expander(title, key=f"people:{engagement}", icon=":material/groups:"):
        st.caption(
            "Person-months of each role in every quarter; a person full time is 3. "
            "Leave a field empty for no limit."
        )
        with st.grid(4, min_column_width=150):
            for role in roles:
                _capacity(engagement, scenario, role, save)
        st.caption("Points of change that each business unit can take in a quarter.")
        with st.grid(4, min_column_width=150):
            for unit in units:
                _change(engagement, scenario, unit, save)


def _capacity(engagement: str, scenario: Scenario, role: str, save: Save) -> None:
    key = f"capacity:{engagement}:{role}"
    known = [c.person_months for c in scenario.capacity if c.role == role and c.since is None]
    state.prime(key, known[0] if known else None)

    def changed(latest: Scenario) -> Scenario:
        others = tuple(c for c in latest.capacity if c.role != role or c.since is not None)
        value = state.widget(key)
        mine = () if value is None else (Capacity(role, float(str(value))),)
        return replace(latest, capacity=(*others, *mine))

    st.number_input(
        role.replace("-", " ").capitalize(),
        min_value=0.0,
        step=1.0,
        key=key,
        placeholder="No limit",
        on_change=save,
        args=(changed,),
    )


def _change(engagement: str, scenario: Scenario, unit: str, save: Save) -> None:
    key = f"change:{engagement}:{unit}"
    state.prime(key, scenario.change_limit.get(unit))

    def changed(latest: Scenario) -> Scenario:
        others = {name: most for name, most in latest.change_limit.items() if name != unit}
        value = state.widget(key)
        mine = {} if value is None else {unit: float(str(value))}
        return replace(latest, change_limit={**others, **mine})

    st.number_input(
        unit.capitalize(),
        min_value=0.0,
        step=1.0,
        key=key,
        placeholder="No limit",
        on_change=save,
        args=(changed,),
    )


def order(engagement: str, scenario: Scenario, save: Save) -> None:
    """Which aim comes first, and what money of a later year is worth."""
    with st.expander("What counts most", key=f"order:{engagement}", icon=":material/sort:"):
        st.caption("The plan is best at the first; among plans alike in that, at the second.")
        first = st.selectbox(
            "First",
            list(AIMS),
            index=list(AIMS).index(scenario.aims[0]),
            format_func=AIMS.__getitem__,
            key=f"first:{engagement}:{'-'.join(scenario.aims)}",
        )
        rest = [aim for aim in scenario.aims if aim != first]
        second = st.selectbox(
            "Second", rest, format_func=AIMS.__getitem__, key=f"second:{engagement}:{first}"
        )
        chosen = (first, second, *(aim for aim in rest if aim != second))
        if chosen != scenario.aims:
            save(lambda s: replace(s, aims=chosen))
            st.rerun()
        key = f"discount:{engagement}"
        state.prime(key, scenario.discount * 100)
        st.number_input(
            "Discount rate, % a year",
            min_value=0.0,
            max_value=100.0,
            step=0.5,
            key=key,
            on_change=lambda: save(
                lambda s: replace(s, discount=float(str(state.widget(key))) / 100)
            ),
        )


def decided(engagement: str, scenario: Scenario, save: Save) -> None:
    """Lock, exclude or date an initiative, whatever the plan would do."""
    names = {
        i.id: i.name for i in engagements.planning_catalogue(database(), engagement).initiatives
    }
    count = len(scenario.rules)
    title = f"Decisions about initiatives · {count}" if count else "Decisions about initiatives"
    with st.expander(title, key=f"rules:{engagement}", icon=":material/lock:"):
        for name, rule in scenario.rules.items():
            text, undo = st.columns([5, 1], vertical_alignment="center")
            text.write(f"{plain(names.get(name, name))}: {_said(rule)}")
            undo.button(
                "Undo",
                key=f"undo:{name}",
                on_click=save,
                args=(partial(_ruled, name=name, rule=Rule()),),
                type="tertiary",
            )
        _new_rule(engagement, scenario, names, save)


def _said(rule: Rule) -> str:
    parts = [
        *(["kept out"] if rule.excluded else []),
        *(["in the plan"] if rule.must else []),
        *([f"starts in {rule.start}"] if rule.start else []),
        *([f"not before {rule.not_before}"] if rule.not_before else []),
        *([f"done by {rule.done_by}"] if rule.done_by else []),
    ]
    return ", ".join(parts)


KINDS = {
    "start": "Starts in",
    "not_before": "Not before",
    "done_by": "Done by",
    "must": "Has to be in the plan",
    "excluded": "Keep out of the plan",
}


def _new_rule(engagement: str, scenario: Scenario, names: Mapping[str, str], save: Save) -> None:
    chosen = st.selectbox(
        "Initiative",
        list(names),
        index=None,
        format_func=lambda name: names[name],
        placeholder="Choose an initiative",
        key=f"rule for:{engagement}",
    )
    kind = st.segmented_control(
        "Decision", list(KINDS), format_func=KINDS.__getitem__, key=f"rule kind:{engagement}"
    )
    quarters = scenario.start.until(scenario.end)
    when: Quarter | None = None
    if kind in ("start", "not_before", "done_by"):
        when = st.selectbox("Quarter", quarters, format_func=str, key=f"rule when:{engagement}")
    ready = chosen is not None and kind is not None
    if st.button("Decide", disabled=not ready, key=f"rule save:{engagement}") and chosen and kind:
        value = when if when is not None else True
        rule = replace(scenario.rule_of(chosen), **{kind: value})  # type: ignore[arg-type]
        save(partial(_ruled, name=chosen, rule=rule))
        st.rerun()


def _ruled(scenario: Scenario, name: str, rule: Rule) -> Scenario:
    rules = {**scenario.rules, name: rule}
    return replace(scenario, rules={n: found for n, found in rules.items() if found != Rule()})


def targets(
    engagement: str, framework: Framework, card: Scorecard, scenario: Scenario, save: Save
) -> None:
    """Choose the level for each capability by its statement; every choice is saved."""
    st.subheader(f"Targets for {scenario.end.year}", anchor=False)
    st.write(
        "A target is proposed for each capability. Change what you see differently: "
        "more ambition costs more, and not everything has to reach the top."
    )
    proposed = propose_targets(framework, card)
    if any(scenario.targets.get(name) != level for name, level in proposed.items()):
        _back_to_proposal(engagement, proposed, save)
    for pillar in framework.pillars:
        wanted = [c for c in pillar.capabilities if c.id in scenario.targets]
        if not wanted:
            continue
        # The title stays the same whatever is chosen inside: another one would close it.
        with st.expander(plain(pillar.name), key=f"targets:{engagement}:{pillar.id}"):
            for capability in wanted:
                _target(engagement, framework, capability, card, scenario, proposed, save)


def _back_to_proposal(engagement: str, proposed: Mapping[str, int], save: Save) -> None:
    with st.popover("Back to the proposal"):
        st.write("All targets go back to what was proposed. Save a scenario first to keep them.")

        def back() -> None:
            save(lambda s: replace(s, targets=dict(proposed)))
            state.unprime(f"target:{engagement}:")

        st.button("Take the proposal", on_click=back, type="primary")


def _target(
    engagement: str,
    framework: Framework,
    capability: Capability,
    card: Scorecard,
    scenario: Scenario,
    proposed: Mapping[str, int],
    save: Save,
) -> None:
    today = card.node(capability.id)
    key = f"target:{engagement}:{capability.id}"
    state.prime(key, scenario.targets[capability.id])
    st.segmented_control(
        f"{plain(capability.name)} (today {level_name(today.level, framework.levels)})",
        [level.number for level in framework.levels],
        key=key,
        required=True,
        on_change=lambda: save(
            lambda s: replace(s, targets={**s.targets, capability.id: int(str(state.widget(key)))})
        ),
    )
    level = scenario.targets[capability.id]
    st.caption(plain(capability.statements.get(level, level_name(level, framework.levels))))
    if level == proposed.get(capability.id):
        st.caption(f"As proposed. {plain(target_reason(framework, card, capability))}")
    _when(engagement, capability.id, scenario, save)


def _when(engagement: str, capability: str, scenario: Scenario, save: Save) -> None:
    key = f"due:{engagement}:{capability}"
    firm = f"firm:{engagement}:{capability}"
    quarters = scenario.start.until(scenario.end)
    due = scenario.due_of(capability)
    state.prime(key, due if due in quarters else scenario.end)
    state.prime(firm, capability in scenario.firm)

    def dated(latest: Scenario) -> Scenario:
        when = next(quarter for quarter in quarters if quarter == state.widget(key))
        others = {name: found for name, found in latest.due.items() if name != capability}
        mine = {} if when == latest.end else {capability: when}
        return replace(latest, due={**others, **mine})

    def made_firm(latest: Scenario) -> Scenario:
        others = tuple(name for name in latest.firm if name != capability)
        return replace(latest, firm=(*others, capability) if state.widget(firm) else others)

    date, hard = st.columns([1, 2], vertical_alignment="bottom")
    date.selectbox(
        "By the end of", quarters, format_func=str, key=key, on_change=save, args=(dated,)
    )
    hard.checkbox(
        "Has to be met, whatever else falls back", key=firm, on_change=save, args=(made_firm,)
    )


def save_as(engagement: str, scenario: Scenario) -> None:
    """Keep the scenario in use under another name and go on with it."""
    with st.form(f"save as:{engagement}", clear_on_submit=True):
        name = st.text_input("Name of the new scenario", max_chars=80)
        saved = st.form_submit_button("Save as a new scenario", icon=":material/save:")
    if saved:
        with frame.problems_here():
            engagements.save_scenario(
                database(), "somebody", engagement, replace(scenario, name=name.strip())
            )
            st.rerun()
