"""The plan as it stands: in one sentence, in pictures, and why each piece is where it is."""

from collections.abc import Iterable, Iterator, Mapping

import streamlit as st

import engagements
from domain.planning import Dropped, EstimatePoint, Initiative, Missed, Roadmap
from planning import compare
from reporting import facts, sentences
from reporting.words import counted, money
from ui.figure import figure
from ui.handles import database
from ui.plan.now import plan_before
from ui.plan.worked_out import explained, way_out_of
from ui.wording import plain

_SHOWN = 6
ESTIMATES: dict[EstimatePoint, str] = {
    "low": "Optimistic",
    "likely": "Most likely",
    "high": "Cautious",
}


def in_short(roadmap: Roadmap) -> None:
    """What these targets mean: in one sentence and four figures."""
    st.subheader(plain(sentences.plan_in_a_sentence(roadmap)), anchor=False)
    st.write(f"{plain(sentences.what_does_not_fit(roadmap))}.")
    end, assumed = roadmap.scenario.end.year, sum(gap.assumed for gap in roadmap.gaps)
    with st.grid(4, min_column_width=160):
        st.metric(
            "Targets met",
            f"{len(facts.met(roadmap))} of {len(roadmap.gaps)}",
            delta=f"{assumed} from an assumed start" if assumed else None,
            delta_color="off",
            delta_arrow="off",
            border=True,
        )
        st.metric("Initiatives placed", len(roadmap.placements), border=True)
        st.metric("Did not fit", len(roadmap.left_out), border=True)
        unit = f"Million {roadmap.scenario.currency} to {end}"
        st.metric(unit, f"{facts.total(roadmap) / 1000:,.1f}", border=True)


def what_changed(engagement: str, roadmap: Roadmap) -> None:
    """What the last change did to the plan, named piece by piece."""
    before = plan_before(engagement)
    if before is None or roadmap.method == "first":
        return
    with st.container(border=True):
        st.markdown("**What your last change did**")
        for found in sentences.changes(compare(before, roadmap)):
            st.markdown(f"- {plain(found)}.")


def plan(engagement: str, roadmap: Roadmap) -> None:
    """The roadmap as pictures, each with its table, and the questions about it."""
    scenario = roadmap.scenario
    source = (
        f"Source: {roadmap.catalogue} {roadmap.catalogue_version}, scenario {scenario.name}, "
        f"{ESTIMATES[scenario.estimate].lower()} estimates, money in thousands"
    )
    figure("roadmap", roadmap, source)
    why_here(engagement, roadmap)
    missed_targets(engagement, roadmap)
    for name in ("limits", "cost", "levels", "gaps"):
        figure(name, roadmap, source)


def why_here(engagement: str, roadmap: Roadmap) -> None:
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
        _about(engagement, found.initiative)
        _place(engagement, roadmap, chosen)
    else:
        st.write(f"**Not placed.** {plain(left[chosen].because)}")
        _about(engagement, left[chosen].initiative)


def _about(engagement: str, initiative: Initiative) -> None:
    names = _capabilities(engagement)
    st.write(plain(initiative.description))
    lifts = "; ".join(
        f"{names.get(lift.capability, lift.capability)} from {lift.from_level} to {lift.to_level}"
        for lift in initiative.lifts
    )
    st.caption(f"Lifts {plain(lifts)}. Owner: {plain(initiative.owner)}.")
    st.caption(
        f"Leading indicator: {plain(initiative.leading_indicator)}. "
        f"Lagging indicator: {plain(initiative.lagging_indicator)}."
    )


def _capabilities(engagement: str) -> Mapping[str, str]:
    framework = engagements.framework_of(database(), engagement)
    return {capability.id: capability.name for capability in framework.capabilities()}


def _place(engagement: str, roadmap: Roadmap, initiative: str) -> None:
    found = explained(engagement, roadmap, initiative)
    with st.grid(2, min_column_width=300):
        _list("Waits for", found.waits_for, "Nothing: it could be the first.")
        _list("What waits for it", found.waited_by, "Nothing in this plan.")
        _list("To start it earlier", found.earlier, "It starts with the plan.")
        _list("If it is dropped", _lost(found.dropped, roadmap), "")
    st.caption(_slack(found.slack))


def _slack(quarters: int) -> str:
    if quarters == 0:
        return "It has no slack: a later start moves something else or costs a target."
    later = counted(quarters, "quarter")
    return f"It has {later} of slack: it could start that much later without moving anything else."


def _list(title: str, items: Iterable[str], otherwise: str) -> None:
    with st.container():
        st.markdown(f"**{title}**")
        found = tuple(items)
        for item in found[:_SHOWN]:
            st.markdown(f"- {plain(item)}")
        if len(found) > _SHOWN:
            with st.expander(f"{len(found) - _SHOWN} more"):
                for item in found[_SHOWN:]:
                    st.markdown(f"- {plain(item)}")
        if not found:
            st.caption(otherwise)


def _lost(lost: Dropped, roadmap: Roadmap) -> Iterator[str]:
    yield f"Freed: {money(lost.freed, roadmap.scenario.currency)}"
    if lost.initiatives:
        yield f"Falls with it: {', '.join(lost.initiatives)}"
    yield from lost.targets
    for benefit in lost.benefits:
        yield f"The benefit “{benefit}” does not come"


def missed_targets(engagement: str, roadmap: Roadmap) -> None:
    """The targets that the plan misses, and what each of them would take."""
    missed = {g.capability: g for g in roadmap.gaps if facts.reached(g) < g.target}
    if not missed:
        return
    st.subheader("What would a missed target take?", anchor=False)
    chosen = st.selectbox(
        "Target",
        list(missed),
        index=None,
        format_func=lambda name: (
            f"{missed[name].name}: reaches {facts.reached(missed[name])} of {missed[name].target}"
        ),
        placeholder=f"Choose one of {counted(len(missed), 'missed target')}",
        key=f"missed:{engagement}",
    )
    if chosen is None:
        return
    if roadmap.method == "first":
        st.caption("As soon as the best plan is found, this says what the target would take.")
        return
    found = way_out_of(engagement, roadmap, chosen)
    if found:
        _ways(found)


def _ways(missed: Missed) -> None:
    st.write(plain(missed.text))
    for way in missed.ways:
        st.markdown(f"- {plain(way.text)}")
    if missed.ways:
        st.caption("Each way is enough by itself, and no other target is met less for it.")
