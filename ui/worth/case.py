"""What the plan is worth: the headline with its range, the register, who pays and who gains."""

from typing import Any

import pandas as pd
import streamlit as st

import engagements
from domain.planning import OPINION, Benefit, Register, Roadmap, Uncertainty, ValueCase
from planning import PAYBACK_LIMIT
from reporting import tables
from reporting.words import thousands
from ui.figure import figure
from ui.handles import database
from ui.wording import plain

GRADES = {
    "A": "A, a randomised comparison",
    "B": "B, a comparison with others alike",
    "C": "C, a trend with what else changed taken out",
    "D": "D, an opinion",
}


def headline(roadmap: Roadmap, case: ValueCase, sure: Uncertainty) -> None:
    """Value and payback as ranges, by year, and what is left out of them."""
    source = (
        f"Source: benefits of {len(case.benefits)} entries, {sure.runs:,} runs, discounted by "
        f"{roadmap.scenario.discount:.1%} a year to {roadmap.scenario.start.year}. Opinions are "
        "drawn pale and counted nowhere."
    )
    figure("value", (roadmap, case, sure), source)
    currency = roadmap.scenario.currency
    proven = [b for b in case.benefits if b.benefit.grade != OPINION]
    with st.grid(4, min_column_width=180):
        st.metric(
            f"Net present value, million {currency}",
            f"{_millions(sure.value.low)} to {_millions(sure.value.high)}",
            help="Eight of ten futures, benefits with evidence less all costs, to the plan's end.",
            border=True,
        )
        st.metric(
            "All costs have come back by",
            _payback(case),
            help=f"With benefits at the high and at the low end of their estimates; later is more "
            f"than {PAYBACK_LIMIT} years after the plan.",
            border=True,
        )
        st.metric("Benefits with evidence", f"{len(proven)} of {len(case.benefits)}", border=True)
        st.metric(
            f"Opinions, not counted, million {currency}", _millions(case.opinion), border=True
        )
    for double in case.double:
        st.warning(
            f"{plain(double.name)}: benefits claim {thousands(double.claimed)} thousand a year of "
            f"{thousands(double.there)}. They are cut to what is there, so nothing counts twice.",
            icon=":material/difference:",
        )


def _millions(thousand: float) -> str:
    return f"{thousand / 1000:,.1f}".replace("-", "\N{MINUS SIGN}")


def _payback(case: ValueCase) -> str:
    earliest, latest = case.payback_range
    if earliest is None:
        return "not at all"
    if latest is None:
        return f"{earliest} or later"
    return str(earliest) if earliest == latest else f"{earliest} to {latest}"


def register(roadmap: Roadmap, case: ValueCase) -> None:
    """Every benefit in one table."""
    st.subheader("What gets better, and how well that is shown", anchor=False)
    st.dataframe(
        tables.benefits(roadmap, case),
        hide_index=True,
        height="content",
        key="benefits",
        column_config=_amounts(tables.benefits(roadmap, case)),
    )
    st.caption(f"Evidence: {'; '.join(GRADES.values())}.")


def network(engagement: str, case: ValueCase) -> None:
    """From initiative to benefit to outcome, as a list that a screen reader can follow."""
    catalogue = engagements.planning_catalogue(database(), engagement)
    names = {initiative.id: initiative.name for initiative in catalogue.initiatives}
    with st.expander("From work to outcome", icon=":material/account_tree:"):
        for outcome, benefits in _by_outcome(catalogue.register).items():
            st.markdown(f"**{plain(outcome)}**")
            for benefit in benefits:
                needs = ", ".join(_need(name, case, benefit, names) for name in benefit.needs)
                st.markdown(
                    f"- {plain(benefit.name)} ({benefit.grade})\n    - comes from {plain(needs)}"
                )


def _by_outcome(found: Register) -> dict[str, list[Benefit]]:
    names = {outcome.id: outcome.name for outcome in found.outcomes}
    grouped: dict[str, list[Benefit]] = {}
    for benefit in found.benefits:
        grouped.setdefault(names.get(benefit.outcome, "No outcome named"), []).append(benefit)
    return grouped


def _amounts(frame: pd.DataFrame) -> dict[str, Any]:
    names = frame.select_dtypes("number").columns
    return {name: st.column_config.NumberColumn(format="localized") for name in names}


def _need(name: str, case: ValueCase, benefit: Benefit, names: dict[str, str]) -> str:
    found = next(each for each in case.benefits if each.benefit.id == benefit.id)
    return names.get(name, name) + (" (not in the plan)" if name in found.missing else "")


def units(roadmap: Roadmap, case: ValueCase) -> None:
    """Who bears the cost and who has the benefit."""
    with st.expander("Who pays and who gains", icon=":material/balance:"):
        frame = tables.by_unit(roadmap, case)
        st.dataframe(
            frame, hide_index=True, height="content", key="units", column_config=_amounts(frame)
        )
        st.caption(
            f"All years to {roadmap.scenario.end.year}, not discounted. An initiative's cost goes "
            "to the units that it changes, in proportion to the change; a benefit to the units "
            "that its entry names."
        )
