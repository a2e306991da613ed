"""The formulas of a decision as arithmetic that people can follow, and worked out."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import streamlit as st

from domain.decisions import BEST_SCORE, OptionDecision
from domain.errors import InvalidInput, Problem
from domain.rankings import Ranking
from reporting.words import money
from ui.decide.numbers import shown
from ui.decide.subject import Subject
from ui.wording import plain

_PIECE = re.compile(r"[a-z_][a-z0-9_]*|\d+(?:\.\d+)?|[*-]")
_DIGITS = 4
"""One more than elsewhere: people multiply what they read here."""
_SIGNS = {
    "*": "×",
    "-": "\N{MINUS SIGN}",
    "min": "the smallest of ",
    "max": "the largest of ",
    "ceil": "rounded up ",
}


def with_names(formula: str, names: Mapping[str, str]) -> str:
    """A formula with what people call things: "“Requests” × 12" for "requests * 12"."""

    def said(found: re.Match[str]) -> str:
        piece = found[0]
        return _SIGNS.get(piece) or (f"“{names[piece]}”" if piece in names else _number(piece))

    return _PIECE.sub(said, formula)


def with_values(formula: str, values: Mapping[str, float]) -> str:
    """A formula with numbers in the place of names: "3 × 12"."""

    def said(found: re.Match[str]) -> str:
        piece = found[0]
        return _SIGNS.get(piece) or (
            shown(values[piece], _DIGITS) if piece in values else _number(piece)
        )

    return _PIECE.sub(said, formula)


def names_in(decision: OptionDecision) -> dict[str, str]:
    """What people call each input and quantity of a decision, by id."""
    inputs = {each.id: each.name for each in decision.inputs}
    return inputs | {each.id: each.name for each in decision.quantities}


@contextmanager
def known_names(decision: OptionDecision) -> Iterator[None]:
    """Inside, problems with numbers carry the names of fields instead of formulas and ids."""
    try:
        yield
    except InvalidInput as error:
        names = names_in(decision) | {each.id: each.name for each in decision.criteria}
        raise InvalidInput(
            Problem(names.get(each.place) or with_names(each.place, names), each.message)
            for each in error.problems
        ) from None


def formulas(subject: Subject, ranking: Ranking) -> None:
    """Every quantity and every cost with its formula, in names and in numbers."""
    with st.expander(
        "How the figures are worked out", key=subject.key("formulas"), icon=":material/calculate:"
    ):
        st.caption("Figures are rounded here, not in the working.")
        st.markdown("**What follows from the numbers**")
        for quantity in ranking.decision.quantities:
            value = shown(ranking.values[quantity.id], _DIGITS)
            st.markdown(f"{plain(quantity.name)}: **{plain(f'{value} {quantity.unit}')}**")
            _worked_out(quantity.formula, ranking)
        st.markdown("**What each option costs**")
        st.caption(plain(_method(ranking)))
        for standing in ranking.standings:
            option, cost = standing.option, standing.cost
            once, yearly, total = (
                money(amount, subject.aid.currency)
                for amount in (cost.once, cost.yearly, cost.total)
            )
            st.markdown(
                f"{plain(option.name)}: **{plain(total)}**, "
                f"{plain(f'that is {once} once and {yearly} a year')}"
            )
            for title, formula in (("Once", option.once), ("A year", option.yearly)):
                _worked_out(formula, ranking, f"{title}: ")


def _method(ranking: Ranking) -> str:
    decision = ranking.decision
    rate = ranking.values[decision.discount_rate]
    factor = sum((1 + rate) ** -year for year in range(1, decision.years + 1))
    return (
        f"The total is what is paid once, and {shown(factor)} times what is paid a year: "
        f"{decision.years} years, each paid at its end, with a discount rate of {shown(rate)}. "
        f"For its cost the cheapest option has {BEST_SCORE} points, one that costs twice as much "
        f"{BEST_SCORE / 2:g}. The score adds up the points of all criteria by their weights."
    )


def _worked_out(formula: str, ranking: Ranking, title: str = "") -> None:
    st.caption("  \n".join(plain(line) for line in _lines(formula, ranking, title)))


def _lines(formula: str, ranking: Ranking, title: str) -> Iterator[str]:
    named = with_names(formula, names_in(ranking.decision))
    numbered = with_values(formula, ranking.values)
    yield f"{title}{named}"
    if numbered != named:
        yield f"= {numbered}"


def _number(piece: str) -> str:
    return f"{float(piece):,.0f}" if piece.isdigit() else piece
