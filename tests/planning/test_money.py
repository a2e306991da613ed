"""Money is whole thousands; nothing is lost in rounding."""

from domain.quarters import Quarter
from planning.money import (
    one_off_by_year,
    quarters_of_work,
    running_by_year,
    together,
)
from tests.planning.building import work


def test_the_one_off_cost_is_spread_evenly_and_the_remainder_falls_in_the_last_quarter() -> None:
    # 100 over 3 quarters: 33, 33, 34. Two of them in 2027, the last in 2028.
    found = one_off_by_year(work("x", cost=100), Quarter(2027, 3), "likely", 3)
    assert found == {2027: 66, 2028: 34}


def test_running_cost_begins_in_the_quarter_after_completion() -> None:
    # 26 a year is 6, 6, 6, 8. Done at the end of 2027 Q2: 6 + 8 in 2027, then a full 26.
    initiative = work("x", quarters=2, run=26)
    found = running_by_year(initiative, Quarter(2027, 3), Quarter(2028, 4), "likely")
    assert found == {2027: 14, 2028: 26}


def test_running_cost_ends_with_the_plan() -> None:
    initiative = work("x", quarters=1, run=40)
    found = running_by_year(initiative, Quarter(2027, 2), Quarter(2028, 2), "likely")
    assert found == {2027: 30, 2028: 20}
    assert running_by_year(initiative, Quarter(2028, 3), Quarter(2028, 2), "likely") == {}


def test_the_estimate_that_is_planned_with_decides_time_and_money() -> None:
    initiative = work("x", quarters=(1, 2, 4), cost=(50, 100, 200))
    start = Quarter(2027, 1)
    assert [quarters_of_work(initiative, p) for p in ("low", "likely", "high")] == [1, 2, 4]
    assert [one_off_by_year(initiative, start, p, 1) for p in ("low", "likely", "high")] == [
        {2027: 50},
        {2027: 100},
        {2027: 200},
    ]


def test_a_part_of_a_quarter_takes_the_whole_quarter() -> None:
    initiative = work("x", quarters=(0.5, 1.5, 2.0))
    assert [quarters_of_work(initiative, p) for p in ("low", "likely", "high")] == [1, 2, 2]


def test_parts_of_a_thousand_are_rounded_once_with_halves_up() -> None:
    assert one_off_by_year(work("x", cost=0.5), Quarter(2027, 1), "likely", 1) == {2027: 1}
    assert one_off_by_year(work("x", cost=2.4), Quarter(2027, 1), "likely", 1) == {2027: 2}


def test_amounts_of_the_same_year_are_added_up() -> None:
    assert together({2027: 1, 2028: 2}, {2028: 3, 2029: 4}) == {2027: 1, 2028: 5, 2029: 4}


def test_what_is_paid_already_is_not_spent_again() -> None:
    # 100 less 40 leaves 60 for the two quarters that are left; more paid than planned leaves 0.
    initiative, start = work("x", cost=100), Quarter(2027, 1)
    assert one_off_by_year(initiative, start, "likely", 2, paid=40) == {2027: 60}
    assert one_off_by_year(initiative, start, "likely", 2, paid=140) == {2027: 0}
