"""Strategy decisions: total cost, ranking, what would change it, and how far agents may go.

The machine: over two years at 25 % a year's cost counts 1 / 1.25 + 1 / 1.5625 = 1.44 times.
Rent costs 10 * 3 = 30 a year, 30 * 1.44 = 43.2 in total; own 60 once and 5 a year, 67.2.
"""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decisions import (
    AgentUse,
    AutonomyDecision,
    AutonomyLevel,
    Criterion,
    Factor,
    FactorChoice,
    Input,
    Option,
    OptionDecision,
    Quantity,
    Score,
)
from domain.errors import InvalidInput
from domain.rankings import Changes, InputSwing, Ranking, Turn
from planning.autonomy import autonomy_level
from planning.break_even import cost_break_even, what_would_change
from planning.decisions import rank, total_cost, work_out


def scored(name: str, score: int, once: str = "0", yearly: str = "0") -> Option:
    return Option(name, name.title(), "An option.", {"control": Score(score, "So.")}, once, yearly)


RENT = scored("rent", 2, yearly="bill")
OWN = scored("own", 4, once="setup", yearly="5")
MACHINE = OptionDecision(
    id="machine",
    name="Machine",
    question="Rent or own?",
    years=2,
    discount_rate="rate",
    inputs=(
        Input("volume", "Volume", "a year", 10, 2, 40, "Guess."),
        Input("price", "Price", "thousand", 3, 1, 5, "Guess."),
        Input("setup", "Setup", "thousand", 60, 20, 100, "Guess."),
        Input("rate", "Rate", "a year", 0.25, 0.1, 0.5, "Guess."),
    ),
    quantities=(Quantity("bill", "Bill", "thousand a year", "volume * price"),),
    criteria=(Criterion("cost", "Cost", 1, "Money."), Criterion("control", "Control", 1, "Work.")),
    options=(RENT, OWN),
)


def order(ranking: Ranking) -> list[str]:
    return [standing.option.id for standing in ranking.standings]


def swing(changes: Changes, name: str) -> InputSwing:
    (found,) = [each for each in changes.inputs if each.input.id == name]
    return found


def test_quantities_follow_from_inputs_and_from_earlier_quantities() -> None:
    twice = Quantity("twice", "Twice", "thousand", "max(bill, 1) + ceil(bill / 7)")
    decision = replace(MACHINE, quantities=(*MACHINE.quantities, twice))
    found = work_out(decision, {"volume": 4})
    # 4 * 3 = 12; 12 + 2, as 12 / 7 = 1.71 is rounded up.
    assert (found["bill"], found["twice"]) == (12, 14)


def test_total_cost_counts_today_in_full_and_later_years_for_less() -> None:
    values = work_out(MACHINE)
    assert total_cost(RENT, values, 2, 0.25) == pytest.approx(43.2)
    assert total_cost(OWN, values, 2, 0.25) == pytest.approx(67.2)
    # Without discount every year counts in full: 60 + 3 * 5.
    assert total_cost(OWN, values, 3, 0) == 75
    # One year at 100 %: half of 30.
    assert total_cost(RENT, values, 1, 1) == 15


def test_a_discount_rate_below_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match="at least 0 was expected, found -"):
        total_cost(OWN, work_out(MACHINE), 2, -0.1)


def test_the_ranking_is_the_one_worked_by_hand() -> None:
    ranking = rank(MACHINE)
    assert order(ranking) == ["own", "rent"]
    own, rent = ranking.standings
    # Cost: 5 * 43.2 / 67.2 = 45/14. With two equal weights: (45/14 + 4) / 2 = 101/28.
    assert [each.utility for each in own.contributions] == pytest.approx([45 / 14, 4])
    assert [each.points for each in own.contributions] == pytest.approx([45 / 28, 2])
    assert own.score == pytest.approx(101 / 28)
    assert rent.score == pytest.approx(3.5)
    assert (own.cost.once, own.cost.yearly) == (60, 5)
    assert ranking.text == (
        "“Own” ranks first with 3.61 of 5, 0.11 ahead of “Rent”. "
        "It costs 67.2 thousand over 2 years, the other 43.2 thousand."
    )


def test_own_values_and_weights_replace_those_of_the_file() -> None:
    # At the volume 5 rent costs 21.6: own has 5 * 21.6 / 67.2 = 1.61 + 4 against 5 + 2.
    assert order(rank(MACHINE, {"volume": 5})) == ["rent", "own"]
    # Cost alone: rent is cheaper.
    assert order(rank(MACHINE, weights={"control": 0})) == ["rent", "own"]


def test_equal_options_stay_in_the_order_of_the_file() -> None:
    third = replace(OWN, id="third")
    for options in ((OWN, third), (third, OWN)):
        ranking = rank(replace(MACHINE, options=options))
        assert order(ranking) == [option.id for option in options]


def test_an_option_that_costs_nothing_is_the_cheapest_and_the_others_score_nothing() -> None:
    free = scored("free", 2)
    utility = {
        each.option.id: each.contributions[0].utility
        for each in rank(replace(MACHINE, options=(free, OWN))).standings
    }
    assert utility == {"free": 5, "own": 0}


def test_break_evens_of_inputs_are_those_of_algebra() -> None:
    changes = what_would_change(MACHINE)
    volume, price, setup = (swing(changes, name) for name in ("volume", "price", "setup"))
    # Rent costs 1.44 * 3 * volume = 67.2 at 140/9, and 1.44 * 10 * price = 67.2 at 14/3.
    assert volume.cost_break_even == pytest.approx(140 / 9)
    assert price.cost_break_even == pytest.approx(14 / 3)
    # setup + 7.2 = 43.2.
    assert setup.cost_break_even == pytest.approx(36)
    # Own falls behind where 5 * rent / own + 4 < 5 + 2, so where rent / own < 0.6:
    # 4.32 * volume = 40.32, 14.4 * price = 40.32, setup + 7.2 = 72.
    assert turns_to("rent", volume.below) == pytest.approx(28 / 3, rel=1e-6)
    assert turns_to("rent", price.below) == pytest.approx(2.8, rel=1e-6)
    assert turns_to("rent", setup.above) == pytest.approx(64.8, rel=1e-6)
    assert (volume.above, price.above, setup.below) == (None, None, None)


def turns_to(option: str, found: Turn | None) -> float:
    """Where the option comes first."""
    assert found is not None
    assert found.option == option
    return found.value


def test_the_lead_at_both_ends_says_how_far_an_input_swings_the_decision() -> None:
    volume = swing(what_would_change(MACHINE), "volume")
    # At 2 rent costs 8.64: (5 * 8.64 / 67.2 + 4 - 7) / 2 = -33/28.
    assert volume.lead_at_low == pytest.approx(-33 / 28)
    # At 40 rent costs 172.8: (5 + 4 - 5 * 67.2 / 172.8 - 2) / 2 = 91/36.
    assert volume.lead_at_high == pytest.approx(91 / 36)


def test_an_input_that_changes_nothing_says_so() -> None:
    idle = Input("idle", "Idle", "hours", 5, 0, 9, "Guess.")
    changes = what_would_change(replace(MACHINE, inputs=(*MACHINE.inputs, idle)))
    found = swing(changes, "idle")
    assert (found.below, found.above, found.cost_break_even) == (None, None, None)
    assert found.text == "Idle, now 5 (hours): “Own” ranks first anywhere from 0 to 9."


def test_break_evens_of_weights_are_those_of_algebra() -> None:
    cost, control = what_would_change(MACHINE).weights
    # Own is 2 ahead on control and 25/14 behind on cost.
    assert cost.below is None
    assert turns_to("rent", cost.above) == pytest.approx(28 / 25)
    assert turns_to("rent", control.below) == pytest.approx(25 / 28)
    assert control.above is None
    assert control.text == ("Control, now with weight 1: “Rent” ranks first from 0.893 downwards.")


def test_a_value_outside_the_range_of_the_file_is_searched_from() -> None:
    volume = swing(what_would_change(MACHINE, {"volume": 60}), "volume")
    assert turns_to("rent", volume.below) == pytest.approx(28 / 3, rel=1e-6)
    assert volume.cost_break_even == pytest.approx(140 / 9)


def test_any_two_options_have_a_break_even() -> None:
    dear = replace(RENT, id="dear", yearly="bill + 20")
    decision = replace(MACHINE, options=(RENT, OWN, dear))
    # (3 * volume + 20) * 1.44 = 67.2, so 3 * volume = 26 2/3.
    assert cost_break_even(decision, "volume", ("own", "dear")) == pytest.approx(80 / 9)
    assert cost_break_even(decision, "volume", ("rent", "dear")) is None
    with pytest.raises(InvalidInput, match="there is no input speed"):
        cost_break_even(decision, "speed", ("own", "dear"))


@pytest.mark.parametrize(
    ("values", "weights", "said"),
    [
        ({"speed": 1.0}, {}, "speed: there is no such input"),
        ({"bill": 1.0}, {}, "bill: there is no such input"),
        ({"volume": float("nan")}, {}, "volume: a finite number was expected, found nan"),
        ({}, {"taste": 1.0}, "taste: there is no such criterion"),
        ({}, {"cost": -1.0}, "cost: a weight of at least 0 was expected, not -1"),
        ({}, {"cost": 0.0, "control": 0.0}, "all weights are 0"),
        ({"setup": -1.0}, {}, "setup: a cost of at least 0 was expected, found -1"),
        ({"volume": 1e300, "price": 1e300}, {}, "volume * price: it has no result"),
    ],
)
def test_numbers_that_cannot_be_used_are_refused_in_words(
    values: Mapping[str, float], weights: Mapping[str, float], said: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        rank(MACHINE, values, weights)
    assert said in str(caught.value)


def test_a_division_by_nothing_is_refused_in_words() -> None:
    share = Quantity("share", "Share", "thousand", "price / (volume - 5)")
    with pytest.raises(InvalidInput, match="has no result with these numbers"):
        work_out(replace(MACHINE, quantities=(share,)), {"volume": 5})


SCORES = st.lists(st.integers(1, 5), min_size=3, max_size=3)
COSTS = st.lists(st.integers(0, 50), min_size=3, max_size=3)
WEIGHTS = st.integers(1, 9)


def three(scores: list[int], costs: list[int]) -> OptionDecision:
    options = [
        scored(f"o{index}", score, yearly=str(cost))
        for index, (score, cost) in enumerate(zip(scores, costs, strict=True))
    ]
    return replace(MACHINE, options=tuple(options))


@given(SCORES, COSTS, WEIGHTS, st.integers(0, 2))
def test_a_higher_score_never_lowers_an_option(
    scores: list[int], costs: list[int], weight: int, which: int
) -> None:
    weights = {"control": float(weight)}
    higher = [min(5, s + 1) if index == which else s for index, s in enumerate(scores)]
    before = order(rank(three(scores, costs), weights=weights)).index(f"o{which}")
    after = order(rank(three(higher, costs), weights=weights)).index(f"o{which}")
    assert after <= before


@given(SCORES, COSTS, WEIGHTS, st.integers(0, 2), st.integers(0, 50))
def test_lower_cost_never_lowers_an_option(
    scores: list[int], costs: list[int], weight: int, which: int, saved: int
) -> None:
    weights = {"cost": float(weight)}
    lower = [max(0, c - saved) if index == which else c for index, c in enumerate(costs)]
    before = order(rank(three(scores, costs), weights=weights)).index(f"o{which}")
    after = order(rank(three(scores, lower), weights=weights)).index(f"o{which}")
    assert after <= before


@given(SCORES, COSTS, WEIGHTS, WEIGHTS, st.floats(0.001, 1000))
def test_scaling_all_weights_changes_nothing(
    scores: list[int], costs: list[int], cost: int, control: int, factor: float
) -> None:
    decision = three(scores, costs)
    before = rank(decision, weights={"cost": cost, "control": control})
    after = rank(decision, weights={"cost": cost * factor, "control": control * factor})
    assert order(before) == order(after)


def level(number: int) -> AutonomyLevel:
    return AutonomyLevel(number, f"L{number}", "Does it.", "Ada.", "Seen.", "Undone.")


def factor(name: str, *caps: int) -> Factor:
    choices = [FactorChoice(f"c{cap}", f"Cap {cap}", cap, f"it allows {cap}") for cap in caps]
    return Factor(name, name.title(), "How is it?", tuple(choices))


AUTONOMY = AutonomyDecision(
    id="autonomy",
    name="Autonomy",
    question="How far?",
    levels=tuple(level(number) for number in range(5)),
    factors=(factor("undo", 1, 3, 4), factor("harm", 1, 2, 4), factor("law", 1, 4)),
)


def use(**choices: str) -> AgentUse:
    return AgentUse("mail", "Mail", choices)


def test_the_lowest_gate_decides_and_not_the_average() -> None:
    found = autonomy_level(AUTONOMY, use(undo="c4", harm="c1", law="c4"))
    assert found.level.number == 1
    assert [gate.factor.id for gate in found.held_by] == ["harm"]
    # Without it undo and law would allow 4, and the best answer about harm as well.
    assert [(way.factor.id, way.reaches) for way in found.ways_up] == [("harm", 4)]
    assert [choice.id for choice in found.ways_up[0].choices] == ["c2", "c4"]
    assert found.text == (
        "Level 1, L1, at most, held there by Harm (it allows 1). "
        "If that changed, level 4 would be possible."
    )


def test_where_two_gates_hold_neither_alone_lifts_the_level() -> None:
    found = autonomy_level(AUTONOMY, use(undo="c4", harm="c1", law="c1"))
    assert [(way.factor.id, way.reaches) for way in found.ways_up] == [("harm", 1), ("law", 1)]
    assert found.text.endswith("All of these would have to change.")


def test_levels_are_ranked_from_the_one_allowed_with_what_bars_the_others() -> None:
    found = autonomy_level(AUTONOMY, use(undo="c3", harm="c2", law="c4"))
    assert [verdict.level.number for verdict in found.verdicts] == [2, 1, 0, 3, 4]
    assert [verdict.allowed for verdict in found.verdicts] == [True, True, True, False, False]
    barred = {v.level.number: [gate.factor.id for gate in v.barred_by] for v in found.verdicts}
    assert (barred[3], barred[4]) == (["harm"], ["undo", "harm"])


def test_nothing_holds_the_highest_level() -> None:
    found = autonomy_level(AUTONOMY, use(undo="c4", harm="c4", law="c4"))
    assert (found.level.number, found.held_by, found.ways_up) == (4, (), ())
    assert "nothing stands against the highest level" in found.text


def test_what_nobody_has_answered_is_not_granted() -> None:
    found = autonomy_level(AUTONOMY, use(undo="c4", harm="c4"))
    assert found.level.number == 0
    assert found.held_by[0].choice is None
    assert found.ways_up[0].reaches == 4


def test_a_gate_without_a_better_answer_says_so() -> None:
    decision = replace(AUTONOMY, factors=(factor("undo", 0, 1), factor("law", 1, 4)))
    found = autonomy_level(decision, use(undo="c1", law="c4"))
    assert found.text.endswith("No other answer to it lets more through.")


def test_unknown_factors_and_choices_are_refused_in_words() -> None:
    with pytest.raises(InvalidInput) as caught:
        autonomy_level(AUTONOMY, use(undo="c9", mood="c1"))
    assert [str(problem) for problem in caught.value.problems] == [
        "Mail, undo: there is no choice c9",
        "Mail, mood: there is no factor mood",
    ]


CAPS = st.lists(st.integers(0, 4), min_size=3, max_size=3)


@given(CAPS, st.integers(0, 2), st.integers(0, 4))
def test_the_level_is_the_minimum_and_lifting_a_factor_never_lowers_it(
    caps: list[int], which: int, lifted: int
) -> None:
    factors = tuple(factor(name, 0, 1, 2, 3, 4) for name in ("undo", "harm", "law"))
    decision = replace(AUTONOMY, factors=factors)
    higher = [max(cap, lifted) if index == which else cap for index, cap in enumerate(caps)]
    before, after = (
        autonomy_level(decision, use(undo=f"c{a}", harm=f"c{b}", law=f"c{c}")).level.number
        for a, b, c in (caps, higher)
    )
    assert before == sorted(caps)[0]
    assert after >= before
