"""One benefit of the register: read it, change it, add one, take one out; and the pools."""

import secrets
from dataclasses import replace

import streamlit as st

import engagements
from domain.planning import Benefit, Catalogue, Estimate, Grade, Pool
from ui import frame, state
from ui.handles import database
from ui.wording import plain
from ui.worth.case import GRADES

_NEW = "new"


def entry(engagement: str) -> None:
    """Choose a benefit, or a new one, and fill it in."""
    catalogue = engagements.planning_catalogue(database(), engagement)
    known = {benefit.id: benefit for benefit in catalogue.register.benefits}
    names = {benefit.id: benefit.name for benefit in known.values()} | {_NEW: "A new benefit"}
    st.subheader("Read or change a benefit", anchor=False)
    chosen = st.selectbox(
        "Benefit",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Choose one, or a new one",
        key=f"benefit:{engagement}",
    )
    if chosen is None:
        return
    benefit = known.get(chosen) or Benefit(_new_id(engagement), "", (), Estimate(0, 0, 0))
    _form(engagement, catalogue, benefit)
    if chosen != _NEW:
        _remove(engagement, benefit)


def _new_id(engagement: str) -> str:
    name = f"new benefit:{engagement}"
    if state.kept(name) is None:
        state.keep(name, f"ben-{secrets.token_hex(4)}")
    return str(state.kept(name))


def _form(engagement: str, catalogue: Catalogue, benefit: Benefit) -> None:
    initiatives = {i.id: i.name for i in catalogue.initiatives}
    with st.form(f"benefit:{engagement}:{benefit.id}"):
        name = st.text_input("What gets better", benefit.name, max_chars=120)
        needs = st.multiselect(
            "Comes from",
            list(initiatives),
            [need for need in benefit.needs if need in initiatives],
            format_func=initiatives.__getitem__,
            help="It is there once all of these are done.",
        )
        yearly = _yearly(benefit, catalogue.currency)
        changed = replace(benefit, name=name, needs=tuple(needs), yearly=yearly)
        changed = _shown_by(catalogue, _described(changed))
        if st.form_submit_button("Save the benefit", type="primary"):
            with frame.problems_here():
                engagements.save_benefit(database(), "somebody", engagement, changed)
                state.keep(f"new benefit:{engagement}", None)
                st.rerun()


def _yearly(benefit: Benefit, currency: str) -> Estimate:
    st.markdown(f"Worth a year when it is fully there, thousand {currency}")
    with st.grid(3, min_column_width=100):
        low = st.number_input("Low", value=float(benefit.yearly.low), step=100.0)
        likely = st.number_input("Most likely", value=float(benefit.yearly.likely), step=100.0)
        high = st.number_input("High", value=float(benefit.yearly.high), step=100.0)
    return Estimate(low, likely, high)


def _described(benefit: Benefit) -> Benefit:
    with st.grid(2, min_column_width=260):
        return replace(
            benefit,
            owner=st.text_input("Who answers for it", benefit.owner),
            measure=st.text_input("How it is measured", benefit.measure),
            baseline=st.text_input("Baseline, with its date", benefit.baseline),
            leading_indicator=st.text_input(
                "Leading indicator", benefit.leading_indicator, help="Shows early that it comes."
            ),
            lagging_indicator=st.text_input(
                "Lagging indicator", benefit.lagging_indicator, help="Shows that it has come."
            ),
            attribution=st.text_input("How it is told from what else changes", benefit.attribution),
        )


def _shown_by(catalogue: Catalogue, benefit: Benefit) -> Benefit:
    pools = {"": "None"} | {pool.id: pool.name for pool in catalogue.register.pools}
    outcomes = {"": "None"} | {each.id: each.name for each in catalogue.register.outcomes}
    grades: list[Grade] = ["A", "B", "C", "D"]
    grade = st.selectbox(
        "Evidence", grades, grades.index(benefit.grade), format_func=GRADES.__getitem__
    )
    evidence = st.text_input(
        "What shows it", benefit.evidence, help="A grade above D needs it; D counts in no total."
    )
    with st.grid(4, min_column_width=150):
        share = st.number_input(
            "Put down to this work, %", 1.0, 100.0, round(benefit.share * 100, 1), step=5.0
        )
        ramp = st.number_input("Quarters until all of it is there", 0, 20, benefit.ramp)
        pool = st.selectbox(
            "Taken from",
            list(pools),
            list(pools).index(benefit.pool if benefit.pool in pools else ""),
            format_func=pools.__getitem__,
            help="Benefits that are taken from the same money can together have no more than it.",
        )
        outcome = st.selectbox(
            "Serves",
            list(outcomes),
            list(outcomes).index(benefit.outcome if benefit.outcome in outcomes else ""),
            format_func=outcomes.__getitem__,
        )
    return replace(
        benefit,
        grade=grade,
        evidence=evidence,
        share=share / 100,
        ramp=int(ramp),
        pool=pool,
        outcome=outcome,
    )


def _remove(engagement: str, benefit: Benefit) -> None:
    with st.popover("Take this benefit out"):
        st.write(f"“{plain(benefit.name)}” goes out of every total and every report made later.")

        def remove() -> None:
            with frame.problems_here():
                engagements.remove_benefit(database(), "somebody", engagement, benefit.id)
                state.unprime(f"benefit:{engagement}")

        st.button("Take it out", on_click=remove, type="primary")


def pools(engagement: str) -> None:
    """How much money there is to take benefits from."""
    found = engagements.register_of(database(), engagement).pools
    if not found:
        return
    with st.expander("Where benefits are taken from", icon=":material/savings:"):
        st.caption("Thousands a year. Benefits from one pool never count for more than it holds.")
        with st.grid(3, min_column_width=200):
            for pool in found:
                _pool(engagement, pool)


def _pool(engagement: str, pool: Pool) -> None:
    key = f"pool:{engagement}:{pool.id}"
    state.prime(key, float(pool.yearly))

    def changed() -> None:
        with frame.problems_here():
            yearly = float(str(state.widget(key)))
            engagements.save_pool(
                database(), "somebody", engagement, Pool(pool.id, pool.name, yearly)
            )

    st.number_input(plain(pool.name), min_value=0.0, step=100.0, key=key, on_change=changed)
