"""Strategy decisions by the numbers: what each option costs in total, and which ranks first.

Money is in thousands. The method is described in docs/decisions.md.
"""

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from simpleeval import SimpleEval  # type: ignore[import-untyped]

from domain.decisions import BEST_SCORE, COST, Criterion, Option, OptionDecision
from domain.errors import InvalidInput, Problem
from domain.formulas import FUNCTIONS, LARGEST, OPERATORS
from domain.rankings import Contribution, Cost, Ranking, Standing

# Scores that differ by less are equal: only the rounding of floating-point numbers is smaller.
_DECIMALS = 9

_parsed = lru_cache(maxsize=1_000)(SimpleEval.parse)


def work_out(
    decision: OptionDecision, values: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Every input and quantity of a decision by id; `values` replaces inputs of the file.

    Raises InvalidInput for an input that does not exist or is no finite number, and when a
    formula has no result.
    """
    given = values or {}
    _refuse_unknown(given, [each.id for each in decision.inputs], "input")
    names = {each.id: float(given.get(each.id, each.value)) for each in decision.inputs}
    for name, value in names.items():
        _refuse_not_finite(name, value)
    result = _calculator(names)
    for quantity in decision.quantities:
        names[quantity.id] = result(quantity.formula)
    return names


def total_cost(option: Option, values: Mapping[str, float], years: int, rate: float) -> float:
    """The total cost of ownership of an option in thousands, as money of today.

    once + yearly / (1 + rate) + ... + yearly / (1 + rate)^years: what is paid once is paid
    today, each year's cost at the end of the year. `values` are those of `work_out`, `rate` is
    a share a year. Raises InvalidInput when a formula has no result or gives less than nothing.
    """
    return _cost(option, _calculator(values), years, rate).total


def rank(
    decision: OptionDecision,
    values: Mapping[str, float] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Ranking:
    """The options of a decision from best to worst; equal ones in the order of the file.

    `values` replaces inputs and `weights` the weights of criteria; what is left out is as in
    the file. Raises InvalidInput when they cannot be used.
    """
    worked_out = work_out(decision, values)
    shares = _shares(decision, weights)
    result, rate = _calculator(worked_out), worked_out[decision.discount_rate]
    costs = [_cost(option, result, decision.years, rate) for option in decision.options]
    cheapest = min(cost.total for cost in costs)
    standings = [
        _standing(decision, option, shares, cost, cheapest)
        for option, cost in zip(decision.options, costs, strict=True)
    ]
    standings.sort(key=lambda standing: -round(standing.score, _DECIMALS))
    return Ranking(decision, tuple(standings), worked_out, _finding(standings, decision.years))


def weights_of(
    decision: OptionDecision, weights: Mapping[str, float] | None = None
) -> dict[str, float]:
    """The weight of every criterion: the one in `weights`, else that of the file.

    Raises InvalidInput for a criterion that does not exist, for a weight below 0, and when
    all of them are 0.
    """
    given = weights or {}
    _refuse_unknown(given, [each.id for each in decision.criteria], "criterion")
    found = {each.id: float(given.get(each.id, each.weight)) for each in decision.criteria}
    for name, weight in found.items():
        _refuse_not_finite(name, weight)
        if weight < 0:
            raise InvalidInput(Problem(name, f"a weight of at least 0 was expected, not {weight}"))
    if not sum(found.values()) > 0:
        raise InvalidInput("all weights are 0; give at least one criterion a weight")
    return found


def number(value: float) -> str:
    """A number as sentences show it: whole from 1,000 on, else with three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _shares(decision: OptionDecision, weights: Mapping[str, float] | None) -> dict[str, float]:
    found = weights_of(decision, weights)
    total = sum(found.values())
    return {name: weight / total for name, weight in found.items()}


def _standing(
    decision: OptionDecision,
    option: Option,
    shares: Mapping[str, float],
    cost: Cost,
    cheapest: float,
) -> Standing:
    contributions = tuple(
        _contribution(each, option, shares[each.id], cost.total, cheapest)
        for each in decision.criteria
    )
    return Standing(option, sum(each.points for each in contributions), contributions, cost)


def _contribution(
    criterion: Criterion, option: Option, share: float, own: float, cheapest: float
) -> Contribution:
    if criterion.id != COST:
        score = option.scores[criterion.id]
        return Contribution(criterion, share, float(score.value), score.because)
    # The cheapest has 5 even when it costs nothing; then everything else has 0.
    utility = BEST_SCORE * cheapest / own if own > cheapest else float(BEST_SCORE)
    because = f"{BEST_SCORE} times {number(cheapest)} (the cheapest) over {number(own)} thousand"
    return Contribution(criterion, share, utility, because)


def _finding(standings: list[Standing], years: int) -> str:
    first, second = standings[:2]
    return (
        f"“{first.option.name}” ranks first with {first.score:.2f} of {BEST_SCORE}, "
        f"{first.score - second.score:.2f} ahead of “{second.option.name}”. "
        f"It costs {number(first.cost.total)} thousand over {years} years, "
        f"the other {number(second.cost.total)} thousand."
    )


def _cost(option: Option, result: Callable[[str], float], years: int, rate: float) -> Cost:
    if not rate >= 0:
        raise InvalidInput(f"a discount rate of at least 0 was expected, found {rate}")
    once, yearly = result(option.once), result(option.yearly)
    for formula, amount in ((option.once, once), (option.yearly, yearly)):
        if amount < 0:
            message = f"a cost of at least 0 was expected, found {number(amount)}"
            raise InvalidInput(Problem(formula, f"{message}; change the inputs in it"))
    present = sum((1 + rate) ** -year for year in range(1, years + 1))
    return Cost(once, yearly, once + yearly * present)


def _calculator(names: Mapping[str, float]) -> Callable[[str], float]:
    """What works formulas out with these names, also with those added to it later."""
    evaluator: Any = SimpleEval(operators=OPERATORS, functions=FUNCTIONS, names=names)

    def result(formula: str) -> float:
        try:
            found = float(evaluator.eval(formula, previously_parsed=_parsed(formula)))
        except (ArithmeticError, ValueError):
            found = math.nan
        if not abs(found) <= LARGEST:
            message = "it has no result with these numbers (a division by 0, or one too large)"
            raise InvalidInput(Problem(formula, f"{message}; change the inputs in it"))
        return found

    return result


def _refuse_unknown(given: Mapping[str, float], known: list[str], kind: str) -> None:
    unknown = [Problem(name, f"there is no such {kind}") for name in given if name not in known]
    if unknown:
        raise InvalidInput(unknown)


def _refuse_not_finite(name: str, value: float) -> None:
    if not math.isfinite(value):
        raise InvalidInput(Problem(name, f"a finite number was expected, found {value}"))
