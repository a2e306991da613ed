"""How sure the plan is: ranges instead of promises, and what they hang on."""

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from domain.planning import Band, DriverResult, Roadmap, Uncertainty
from reporting import facts
from reporting.words import money, percent, signed_money
from ui.figure import figure
from ui.plan.worked_out import sureness_of
from ui.wording import plain

_RESULTS: dict[DriverResult, str] = {
    "targets": "Targets met",
    "cost": "Cost",
    "value": "Value",
}


def sureness(engagement: str, roadmap: Roadmap) -> None:
    """Ten thousand futures of the plan: levels, cost, value, and which assumption matters most."""
    if not roadmap.placements:
        st.caption("Nothing is planned yet, so there is nothing to be unsure about.")
        return
    sure = sureness_of(engagement, roadmap)
    source = (
        f"Mean level by year, a measure of progress. {sure.runs:,} runs with seed {sure.seed}: "
        "bar: eight of ten futures; line: the middle one; diamond: the plan. Work, cost, benefits "
        "and today's levels vary within their estimates; the plan's order stays."
    )
    figure("band", (roadmap, sure), source)
    _figures(roadmap, sure)
    _chances(roadmap, sure)
    _drivers(sure)


def _figures(roadmap: Roadmap, sure: Uncertainty) -> None:
    currency, end = roadmap.scenario.currency, roadmap.scenario.end.year
    rows = [
        ("Targets met", _count(sure.targets_met), str(len(facts.met(roadmap)))),
        (f"Cost to {end}", _money(sure.cost, currency), money(facts.total(roadmap), currency)),
        *(
            (
                f"Cost in {year.year}",
                _money(sure.cost_by_year[year.year], currency),
                money(year.total, currency),
            )
            for year in roadmap.years
        ),
        ("Net present value, benefits with evidence", _money(sure.value, currency), ""),
    ]
    columns = ["", "Eight of ten futures (middle)", "The plan"]
    st.dataframe(
        pd.DataFrame(rows, columns=columns), hide_index=True, height="content", key="sure:figures"
    )


def _count(band: Band) -> str:
    return f"{band.low:.0f} to {band.high:.0f} ({band.middle:.0f})"


def _money(band: Band, currency: str) -> str:
    low, middle, high = (signed_money(x, currency) for x in (band.low, band.middle, band.high))
    return f"{low} to {high} ({middle})"


def _chances(roadmap: Roadmap, sure: Uncertainty) -> None:
    st.subheader("How likely is each target?", anchor=False)
    rows = [
        {
            "Capability": gap.name,
            "Target": gap.target,
            "By": str(gap.due or roadmap.scenario.end),
            "Met in": percent(sure.chances[gap.capability]),
            "Plan": "meets it" if facts.reached(gap) >= gap.target else "misses it",
        }
        for gap in sorted(roadmap.gaps, key=lambda g: sure.chances.get(g.capability, 0.0))
        if gap.capability in sure.chances
    ]
    st.dataframe(rows, height="content", key="sure:chances")


def _drivers(sure: Uncertainty) -> None:
    st.subheader("What matters most?", anchor=False)
    st.caption(
        "How closely a result follows an assumption when everything varies: 100 % is in step, "
        "minus 100 % is the other way round. Finding out more about the first ones pays most."
    )
    with st.grid(3, min_column_width=260):
        for result, title in _RESULTS.items():
            with st.container():
                st.markdown(f"**{title}**")
                for line in _strongest(sure, result):
                    st.markdown(f"- {plain(line)}")


def _strongest(sure: Uncertainty, result: DriverResult) -> Iterator[str]:
    found = [driver for driver in sure.drivers if driver.result == result][:5]
    for driver in found:
        yield f"{driver.name}, {driver.what}: {_signed(driver.strength)}"
    if not found:
        yield "No single assumption stands out"


def _signed(strength: float) -> str:
    sign = "\N{MINUS SIGN}" if strength < 0 else "+"
    return f"{sign}{percent(abs(strength))}"
