"""Ten thousand futures: where the answer is known in closed form, and what always holds."""

import pytest

from domain.planning import Benefit, Estimate, Initiative, Register, Uncertainty
from domain.scorecard import NodeResult
from planning import make_roadmap, uncertainty
from tests.planning.building import (
    card_of,
    catalogue_of,
    framework_of,
    node,
    scenario_of,
    work,
)

A = framework_of("a")


def futures(
    *initiatives: Initiative,
    nodes: tuple[NodeResult, ...] = (),
    register: Register = Register(),  # noqa: B008 a frozen value
    target: int = 3,
    seed: int = 2030,
) -> Uncertainty:
    card, catalogue = card_of(A, *nodes), catalogue_of(*initiatives, register=register)
    roadmap = make_roadmap(A, card, catalogue, scenario_of({"a": target}))
    return uncertainty(A, card, catalogue, roadmap, seed=seed)


def test_estimates_without_a_range_give_the_plan_itself() -> None:
    found = futures(work("x", ("a", 1, 3), quarters=2, cost=100, run=40))
    # 100 one-off, then 40 a year for six quarters: 60.
    assert (found.cost.low, found.cost.middle, found.cost.high) == (160, 160, 160)
    assert found.chances == {"a": 1.0}
    assert found.levels[2027]["a"].low == 3
    assert found.drivers == ()


def test_the_middle_of_a_triangle_is_where_half_of_it_lies() -> None:
    # Triangle 0, 0, 300: half lies below 300 (1 - sqrt(1/2)) = 87.87, a tenth below
    # 300 (1 - sqrt(0.9)) = 15.40, nine tenths below 300 (1 - sqrt(0.1)) = 205.13.
    found = futures(work("x", ("a", 1, 3), cost=(0, 0, 300)))
    assert found.cost.middle == pytest.approx(87.87, abs=4)
    assert found.cost.low == pytest.approx(15.40, abs=2)
    assert found.cost.high == pytest.approx(205.13, abs=6)


def test_the_chance_of_a_target_is_that_of_its_work_ending_in_time() -> None:
    # Triangle 6, 6, 12 quarters, eight there are: in time below 8.5 when rounded.
    # 1 - ((12 - 8.5) / 6)^2 = 1 - 0.3403 = 0.6597.
    found = futures(work("x", ("a", 1, 3), quarters=(6, 6, 12)))
    assert found.chances["a"] == pytest.approx(0.66, abs=0.02)


def test_what_waits_is_late_when_what_it_waits_for_is() -> None:
    # Two in a row, each 4 quarters planned, 4 to 5 with the peak at 4: rounded to 5 with
    # chance (0.5)^2 = 0.25. In time only when both take 4. In a quarter of the runs both follow
    # the shared luck and go together: 0.25 * 0.75 + 0.75 * 0.75^2 = 0.609.
    found = futures(
        work("x", ("a", 1, 2), quarters=(4, 4, 5)),
        work("y", ("a", 2, 3), quarters=(4, 4, 5)),
    )
    assert found.chances["a"] == pytest.approx(0.609, abs=0.02)


def test_a_level_that_is_not_established_decides_with_its_whole_range() -> None:
    # Worst 2, best 3, equally likely; from 2 the lift from 3 has no effect.
    nodes = (node("a", 3, worst=2),)
    found = futures(work("x", ("a", 3, 4)), nodes=nodes, target=4)
    assert found.chances["a"] == pytest.approx(0.5, abs=0.02)
    assert found.levels[2028]["a"].low == 2
    (driver, *_) = found.drivers
    assert (driver.name, driver.what, driver.result) == ("A", "level today", "targets")
    assert driver.strength == pytest.approx(1.0)


def test_what_matters_most_comes_first() -> None:
    found = futures(
        work("big", ("a", 1, 2), cost=(0, 500, 1000)),
        work("small", ("a", 2, 3), cost=(90, 100, 110)),
    )
    of_cost = [driver for driver in found.drivers if driver.result == "cost"]
    assert (of_cost[0].name, of_cost[0].what) == ("Work big", "cost")
    assert of_cost[0].strength > 0.9


def test_pools_are_never_given_twice_in_any_run() -> None:
    from domain.planning import Pool

    benefits = tuple(
        Benefit(name, name, ("x",), Estimate(300, 400, 500), "A", pool="p") for name in "bc"
    )
    found = futures(
        work("x", ("a", 1, 3), quarters=4, cost=0),
        register=Register(benefits, (Pool("p", "Pool", 400),)),
    )
    # Ready at the end of 2027: 400 in 2028 at 8 % is 370.37, whatever is claimed.
    assert found.value.high == pytest.approx(400 / 1.08)
    assert found.value.low == pytest.approx(400 / 1.08)


def test_the_same_seed_gives_the_same_futures_and_another_one_others() -> None:
    x = work("x", ("a", 1, 3), cost=(50, 100, 300))
    assert futures(x) == futures(x)
    assert futures(x).cost != futures(x, seed=7).cost
