"""What would change a decision: for each input and each weight, where another option comes first.

Everything else stays as it is while one number moves.
"""

from collections.abc import Callable, Mapping
from functools import cache

from domain.decisions import Criterion, Input, OptionDecision
from domain.errors import InvalidInput
from domain.rankings import Changes, InputSwing, Ranking, Standing, Turn, WeightSwing
from planning.decisions import number, rank, total_cost, weights_of, work_out

# Between low and high an input is tried at this many places on either side of its value; two
# changes closer together than one step can go unseen.
_STEPS = 24
_HALVINGS = 40


def what_would_change(
    decision: OptionDecision,
    values: Mapping[str, float] | None = None,
    weights: Mapping[str, float] | None = None,
) -> Changes:
    """What each input, between its low and high end, and each weight would change.

    Takes what `rank` takes. Raises InvalidInput when a formula has no result on the way.
    """
    ranking = rank(decision, values, weights)
    inputs = tuple(_input_swing(each, ranking, weights) for each in decision.inputs)
    found = weights_of(decision, weights)
    swings = tuple(_weight_swing(each, ranking, found) for each in decision.criteria)
    return Changes(ranking, inputs, swings, _finding(ranking, inputs, swings))


def cost_break_even(
    decision: OptionDecision,
    moved: str,
    options: tuple[str, str],
    values: Mapping[str, float] | None = None,
) -> float | None:
    """The value of an input nearest to its own at which two options cost the same in total.

    `moved` is the id of the input, tried between its low and high end; None when one option is
    cheaper on the whole way. Raises InvalidInput when a formula has no result on the way.
    """
    given = work_out(decision, values)
    both = [option for option in decision.options if option.id in options]
    found = [each for each in decision.inputs if each.id == moved]
    if not found or len(both) != 2:
        raise InvalidInput(f"there is no input {moved}, or not both options {options}")

    def first_is_dearer(tried: float) -> bool:
        at = work_out(decision, _inputs(decision, given) | {moved: tried})
        rate = at[decision.discount_rate]
        first, second = (total_cost(option, at, decision.years, rate) for option in both)
        return first > second

    start = given[moved]
    now = first_is_dearer(start)
    turns = [
        _first_failure(lambda tried: first_is_dearer(tried) == now, start, end)
        for end in _span(found[0], start)
    ]
    return min((x for x in turns if x is not None), key=lambda x: abs(x - start), default=None)


def _span(moved: Input, value: float) -> tuple[float, float]:
    """Low and high of an input; a value of one's own may lie outside the range of the file."""
    return min(moved.low, value), max(moved.high, value)


def _inputs(decision: OptionDecision, values: Mapping[str, float]) -> dict[str, float]:
    return {each.id: values[each.id] for each in decision.inputs}


def _input_swing(moved: Input, ranking: Ranking, weights: Mapping[str, float] | None) -> InputSwing:
    given = _inputs(ranking.decision, ranking.values)
    value = given[moved.id]

    @cache
    def at(tried: float) -> Ranking:
        return rank(ranking.decision, given | {moved.id: tried}, weights)

    low, high = _span(moved, value)
    below, above = _turn(at, value, low), _turn(at, value, high)
    first, second = (each.option.id for each in ranking.standings[:2])
    even = cost_break_even(ranking.decision, moved.id, (first, second), given)
    return InputSwing(
        input=moved,
        value=value,
        lead_at_low=_lead(first, at(low)),
        lead_at_high=_lead(first, at(high)),
        below=below,
        above=above,
        cost_break_even=even,
        text=_input_text(moved, ranking, (low, value, high), (below, above), even),
    )


def _lead(option: str, ranking: Ranking) -> float:
    """How far an option is ahead of the best other one."""
    scores = {each.option.id: each.score for each in ranking.standings}
    return scores.pop(option) - max(scores.values())


def _turn(at: Callable[[float], Ranking], start: float, end: float) -> Turn | None:
    best = at(start).best.option.id
    found = _first_failure(lambda tried: at(tried).best.option.id == best, start, end)
    return None if found is None else Turn(found, at(found).best.option.id)


def _first_failure(holds: Callable[[float], bool], start: float, end: float) -> float | None:
    """The first value on the way from start to end at which something no longer holds."""
    before = start
    for step in range(1, _STEPS + 1):
        tried = start + (end - start) * step / _STEPS
        if not holds(tried):
            return _halved(holds, before, tried)
        before = tried
    return None


def _halved(holds: Callable[[float], bool], before: float, after: float) -> float:
    """Where it stops to hold between a value at which it does and one at which it does not."""
    for _ in range(_HALVINGS):
        middle = (before + after) / 2
        before, after = (middle, after) if holds(middle) else (before, middle)
    return after


def _weight_swing(
    criterion: Criterion, ranking: Ranking, weights: Mapping[str, float]
) -> WeightSwing:
    turns = [
        (turn, sign)
        for rival in ranking.standings[1:]
        for turn, sign in _overtaking(criterion, ranking.best, rival, weights)
    ]
    below = max((t for t, sign in turns if sign < 0), key=lambda t: t.value, default=None)
    above = min((t for t, sign in turns if sign > 0), key=lambda t: t.value, default=None)
    weight = weights[criterion.id]
    text = _weight_text(criterion, weight, ranking, below, above)
    return WeightSwing(criterion, weight, below, above, text)


def _overtaking(
    criterion: Criterion, best: Standing, rival: Standing, weights: Mapping[str, float]
) -> list[tuple[Turn, int]]:
    """Where a rival overtakes as one weight moves: below (-1) or above (+1) that weight.

    The lead is a straight line in the weight: rest + weight * ahead.
    """
    leads = {
        own.criterion.id: own.utility - other.utility
        for own, other in zip(best.contributions, rival.contributions, strict=True)
    }
    ahead = leads.pop(criterion.id)
    rest = sum(weights[name] * lead for name, lead in leads.items())
    # The lines never cross, or only at a weight that nobody can give.
    if ahead == 0 or -rest / ahead <= 0:
        return []
    return [(Turn(-rest / ahead, rival.option.id), -1 if ahead > 0 else 1)]


def _input_text(
    moved: Input,
    ranking: Ranking,
    span: tuple[float, float, float],
    turns: tuple[Turn | None, Turn | None],
    even: float | None,
) -> str:
    low, value, high = (number(each) for each in span)
    start = f"{moved.name}, now {value} ({moved.unit}): "
    text = start + _turns_text(ranking, turns, f"anywhere from {low} to {high}")
    if even is None:
        return text
    first, second = (f"“{each.option.name}”" for each in ranking.standings[:2])
    return f"{text} {first} and {second} cost the same at {number(even)}."


def _weight_text(
    criterion: Criterion, weight: float, ranking: Ranking, below: Turn | None, above: Turn | None
) -> str:
    start = f"{criterion.name}, now with weight {number(weight)}: "
    return start + _turns_text(ranking, (below, above), "with any weight")


def _turns_text(ranking: Ranking, turns: tuple[Turn | None, Turn | None], everywhere: str) -> str:
    names = {each.option.id: f"“{each.option.name}”" for each in ranking.standings}
    parts = [
        f"{names[turn.option]} ranks first from {number(turn.value)} {way}"
        for turn, way in zip(turns, ("downwards", "upwards"), strict=True)
        if turn
    ]
    if not parts:
        return f"{names[ranking.best.option.id]} ranks first {everywhere}."
    return f"{', and '.join(parts)}."


def _finding(
    ranking: Ranking, inputs: tuple[InputSwing, ...], weights: tuple[WeightSwing, ...]
) -> str:
    moving = [each.input.name for each in inputs if each.below or each.above]
    moving += [
        f"the weight of {each.criterion.name}" for each in weights if each.below or each.above
    ]
    best = f"“{ranking.best.option.name}”"
    if not moving:
        return f"No single input and no single weight moves {best} from the first place."
    return f"{best} loses the first place when one of these moves far enough: {', '.join(moving)}."
