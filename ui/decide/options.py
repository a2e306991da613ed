"""The options of a decision from best to worst, and what each of them brings with it."""

import streamlit as st

from domain.decisions import BEST_SCORE, OptionDecision
from domain.rankings import Contribution, Ranking, Standing
from planning import rank
from reporting.words import money, percent
from ui.decide.bullets import bullets
from ui.decide.formulas import known_names
from ui.decide.numbers import Numbers, origin
from ui.decide.subject import Subject, initiative_names
from ui.figure import figure
from ui.wording import plain


def ranked(decision: OptionDecision, numbers: Numbers) -> Ranking:
    """The ranking with these numbers. Raises InvalidInput with the names that people know."""
    with known_names(decision):
        return rank(decision, numbers.values, numbers.weights)


def options(subject: Subject, ranking: Ranking, numbers: Numbers) -> None:
    """The finding with its picture, and each option in full."""
    aid, years = subject.aid, ranking.decision.years
    source = (
        f"Source: {aid.name} {aid.version}, {origin(numbers, ranking.decision)}. "
        f"Total cost over {years} years, as money of today."
    )
    figure("ranking", (ranking, aid.currency), source)
    st.subheader("The options in full", anchor=False)
    for place, standing in enumerate(ranking.standings, 1):
        _option(subject, standing, place)


def _option(subject: Subject, standing: Standing, place: int) -> None:
    option, cost, currency = standing.option, standing.cost, subject.aid.currency
    title = (
        f"{place}. {option.name} · {standing.score:.2f} of {BEST_SCORE} · "
        f"{money(cost.total, currency)}"
    )
    with st.expander(plain(title), expanded=place == 1, key=subject.key("option", option.id)):
        st.write(plain(option.description))
        once, yearly = money(cost.once, currency), money(cost.yearly, currency)
        st.caption(plain(f"{once} once and {yearly} a year."))
        names = initiative_names(subject.engagement, option.implies)
        with st.grid(2, min_column_width=280):
            bullets("What it needs first", option.needs, "Nothing beforehand.")
            bullets("Initiatives that follow from it", names.values(), "None.")
        bullets("Why this score", map(_why, standing.contributions), "Nothing is compared.")


def _why(part: Contribution) -> str:
    return (
        f"{part.criterion.name}: {part.utility:.2g} of {BEST_SCORE}, "
        f"with {percent(part.share)} of the weight. {part.because}"
    )
