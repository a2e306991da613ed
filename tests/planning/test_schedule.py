"""When initiatives start, what stops them, and what is said about it. All worked by hand."""

import pytest

from domain.framework import Capability
from domain.quarters import Quarter
from tests.planning.building import (
    framework_of,
    left_out,
    plan_of,
    scenario_of,
    starts,
    why,
    work,
)


def test_what_waits_for_nothing_starts_at_once() -> None:
    roadmap = plan_of(framework_of("a"), scenario_of({"a": 3}), work("x", ("a", 1, 3)))
    (placement,) = roadmap.placements
    assert (str(placement.start), str(placement.end)) == ("2027 Q1", "2027 Q1")
    assert (placement.why, placement.bound_by) == ("Starts at once.", "start")


def test_an_initiative_starts_in_the_quarter_after_its_last_prerequisite() -> None:
    # short ends in Q1, long in Q3, so top starts in Q4.
    roadmap = plan_of(
        framework_of("a", "b", "c"),
        scenario_of({"a": 3, "b": 3, "c": 3}),
        work("short", ("a", 1, 3), quarters=1),
        work("long", ("b", 1, 3), quarters=3),
        work("top", ("c", 1, 3), after=["short", "long"]),
    )
    assert starts(roadmap) == {"long": "2027 Q1", "short": "2027 Q1", "top": "2027 Q4"}
    assert why(roadmap)["top"] == "Starts when “Work long” is done."
    top = roadmap.placements[-1]
    assert (top.bound_by, top.waits_for) == ("prerequisite", ("short", "long"))


def test_a_lift_waits_for_the_level_it_starts_from_even_without_a_prerequisite() -> None:
    roadmap = plan_of(
        framework_of("a"),
        scenario_of({"a": 4}),
        work("a34", ("a", 3, 4)),
        work("a13", ("a", 1, 3), quarters=2),
    )
    assert starts(roadmap) == {"a13": "2027 Q1", "a34": "2027 Q3"}
    assert why(roadmap)["a34"] == "Starts when “Work a13” is done."


def test_one_long_lift_brings_the_levels_in_between_too() -> None:
    roadmap = plan_of(
        framework_of("a", "b"),
        scenario_of({"a": 4, "b": 4}),
        work("both", ("a", 3, 4), ("b", 3, 4)),
        work("far", ("a", 1, 5), quarters=2),
        work("b13", ("b", 1, 3)),
    )
    assert starts(roadmap)["both"] == "2027 Q3"


def test_of_two_ways_to_a_level_the_next_step_waits_for_the_one_that_is_done_first() -> None:
    # slow has the lower id and the same priority; still up starts after fast, in 2027 Q2.
    roadmap = plan_of(
        framework_of("a"),
        scenario_of({"a": 4}),
        work("a-slow", ("a", 1, 3), quarters=4),
        work("fast", ("a", 1, 3), quarters=1),
        work("up", ("a", 3, 4), cost=1),
    )
    assert starts(roadmap)["up"] == "2027 Q2"
    assert why(roadmap)["up"] == "Starts when “Work fast” is done."


def test_a_second_way_to_a_level_that_waits_for_the_next_step_does_not_block_it() -> None:
    roadmap = plan_of(
        framework_of("a"),
        scenario_of({"a": 4}),
        work("a13", ("a", 1, 3)),
        work("up", ("a", 3, 4)),
        work("second", ("a", 1, 3), after=["up"]),
    )
    assert starts(roadmap) == {"a13": "2027 Q1", "up": "2027 Q2"}
    assert left_out(roadmap)["second"][0] == "choice"


def test_money_that_is_used_up_moves_the_later_choice_to_the_next_year() -> None:
    # a counts twice, so x goes first; 2027 has 150, and 100 + 100 is 50 too much.
    roadmap = plan_of(
        framework_of(Capability("a", "A", critical=True), "b"),
        scenario_of({"a": 3, "b": 3}, {2027: 150, 2028: 150}),
        work("y", ("b", 1, 3)),
        work("x", ("a", 1, 3)),
    )
    assert starts(roadmap) == {"x": "2027 Q1", "y": "2028 Q1"}
    said = "Waits for money: a quarter earlier, the budget lacks 50 k EUR in 2027."
    assert why(roadmap)["y"] == said
    assert roadmap.placements[-1].bound_by == "budget"


def test_a_start_is_refused_when_running_cost_overruns_a_later_year() -> None:
    # Any start in 2027 fits 2027 (100 and at most 60), but then 2028 runs at 80, 40 too much.
    # A start in 2028 costs 100 there, 60 too much or more. The best is the first of 2027.
    roadmap = plan_of(
        framework_of("a"),
        scenario_of({"a": 3}, {2027: 500, 2028: 40}),
        work("x", ("a", 1, 3), run=80),
    )
    said = "Even with its best start, 2027 Q1, the budget lacks 40 k EUR in 2028."
    assert left_out(roadmap) == {"x": ("budget", said)}


def test_a_later_start_makes_room_when_running_cost_is_what_overruns() -> None:
    # 40 a year is 10 a quarter. Starting in quarter n of 2027 costs 100 + 10 * (4 - n):
    # 130, 120, 110, 100. With 110 for 2027 the first that fits is Q3; 2028 takes 40.
    roadmap = plan_of(
        framework_of("a"),
        scenario_of({"a": 3}, {2027: 110, 2028: 40}),
        work("x", ("a", 1, 3), run=40),
    )
    assert starts(roadmap) == {"x": "2027 Q3"}
    assert roadmap.placements[0].cost_by_year == {2027: 110, 2028: 40}
    said = "Waits for money: a quarter earlier, the budget lacks 10 k EUR in 2027."
    assert why(roadmap)["x"] == said


def test_a_year_without_an_entry_has_no_limit_and_a_zero_is_one() -> None:
    roadmap = plan_of(
        framework_of("a"), scenario_of({"a": 3}, {2027: 0}), work("x", ("a", 1, 3), cost=9000)
    )
    assert starts(roadmap) == {"x": "2028 Q1"}


def test_the_best_start_is_the_one_that_lacks_least() -> None:
    # 4 quarters of 50. 2027 has 100 and 2028 has 80. Starting in 2027 Q1 puts 200 into 2027,
    # 100 too much; Q2 150 and 50: 50 too much; Q3 100 and 100: 20 too much; Q4 50 and 150:
    # 70 too much; from 2028 Q1 200: 120 too much.
    roadmap = plan_of(
        framework_of("a"),
        scenario_of({"a": 3}, {2027: 100, 2028: 80}),
        work("x", ("a", 1, 3), quarters=4, cost=200),
    )
    said = "Even with its best start, 2027 Q3, the budget lacks 20 k EUR in 2028."
    assert left_out(roadmap) == {"x": ("budget", said)}


def test_money_missing_in_two_years_is_told_for_both() -> None:
    # 8 quarters of 50: 200 in each year, 150 there.
    roadmap = plan_of(
        framework_of("a"),
        scenario_of({"a": 3}, {2027: 150, 2028: 150}),
        work("x", ("a", 1, 3), quarters=8, cost=400),
    )
    said = (
        "Even with its best start, 2027 Q1, the budget lacks 50 k EUR in 2027 and 50 k EUR in 2028."
    )
    assert left_out(roadmap) == {"x": ("budget", said)}


def test_work_longer_than_the_plan_is_left_out_for_the_horizon() -> None:
    roadmap = plan_of(framework_of("a"), scenario_of({"a": 3}), work("x", ("a", 1, 3), quarters=9))
    # Eight quarters from 2027 Q1 end in 2028 Q4, the ninth is 2029 Q1.
    said = "It takes 9 quarters and would end in 2029 Q1, after the plan's end in 2028 Q4."
    assert left_out(roadmap) == {"x": ("horizon", said)}


def test_work_that_waits_for_two_things_starts_when_both_are_done() -> None:
    roadmap = plan_of(
        framework_of("a", "b", "c"),
        scenario_of({"a": 3, "b": 3, "c": 3}),
        work("first", ("a", 1, 3), quarters=2),
        work("other", ("b", 1, 3), quarters=2),
        work("second", ("c", 1, 3), after=["first", "other"]),
    )
    assert why(roadmap)["second"] == "Starts when “Work first” and “Work other” are done."


def test_work_that_ends_with_the_last_quarter_fits() -> None:
    roadmap = plan_of(framework_of("a"), scenario_of({"a": 3}), work("x", ("a", 1, 3), quarters=8))
    assert str(roadmap.placements[0].end) == "2028 Q4"
    assert roadmap.gaps[0].reached == 3


def test_work_that_starts_too_late_names_what_it_waited_for() -> None:
    # first takes 8 quarters, so second could only start in 2029 Q1.
    roadmap = plan_of(
        framework_of("a", "b"),
        scenario_of({"a": 3, "b": 3}),
        work("first", ("a", 1, 3), quarters=8),
        work("second", ("b", 1, 3), after=["first"]),
    )
    said = (
        "It cannot start before “Work first” is done in 2028 Q4, takes 1 quarter "
        "and would end in 2029 Q1, after the plan's end in 2028 Q4."
    )
    assert left_out(roadmap) == {"second": ("horizon", said)}


def test_what_needs_something_left_out_is_left_out_and_names_it() -> None:
    roadmap = plan_of(
        framework_of("a", "b", "c"),
        scenario_of({"a": 3, "b": 3, "c": 3}, {2027: 10, 2028: 10}),
        work("dear", ("a", 1, 3), cost=11),
        work("dearer", ("b", 1, 3), cost=12),
        work("top", ("c", 1, 3), cost=1, after=["dear", "dearer"]),
    )
    said = "It needs “Work dear” and “Work dearer”, which are left out."
    assert left_out(roadmap)["top"] == ("prerequisite", said)
    assert roadmap.placements == ()


def test_being_left_out_goes_on_along_the_chain() -> None:
    roadmap = plan_of(
        framework_of("a", "b", "c"),
        scenario_of({"a": 3, "b": 3, "c": 3}),
        work("first", ("a", 1, 3), quarters=9),
        work("second", ("b", 1, 3), after=["first"]),
        work("third", ("c", 1, 3), after=["second"]),
    )
    found = left_out(roadmap)
    assert found["second"] == ("prerequisite", "It needs “Work first”, which is left out.")
    assert found["third"] == ("prerequisite", "It needs “Work second”, which is left out.")


def test_a_level_that_nothing_reaches_is_named() -> None:
    roadmap = plan_of(framework_of("a"), scenario_of({"a": 4}), work("a34", ("a", 3, 4)))
    said = "It builds on level 3 of “A”, which nothing in the plan reaches."
    assert left_out(roadmap) == {"a34": ("prerequisite", said)}
    assert roadmap.gaps[0].reached == 1


def test_initiatives_that_build_on_each_other_are_both_left_out() -> None:
    roadmap = plan_of(
        framework_of("a", "b"),
        scenario_of({"a": 4, "b": 4}),
        work("x", ("a", 1, 3), ("b", 3, 4)),
        work("y", ("b", 1, 3), ("a", 3, 4)),
    )
    assert roadmap.placements == ()
    assert {bound for bound, _ in left_out(roadmap).values()} == {"prerequisite"}


def first_of_two(*, a: Capability | str = "a", x_cost: float = 100, **x: object) -> str:
    """Which of x (lifts a) and w (lifts b, cost 100) gets 2027, when one of them can."""
    roadmap = plan_of(
        framework_of(a, "b"),
        scenario_of({"a": 3, "b": 3}, {2027: 120, 2028: 120}),
        work("x", ("a", 1, 3), cost=x_cost, **x),  # type: ignore[arg-type]
        work("w", ("b", 1, 3)),
    )
    (first,) = [name for name, start in starts(roadmap).items() if start == "2027 Q1"]
    return first


@pytest.mark.parametrize(
    "better",
    [
        {"x_cost": 99},
        {"reduces": ["rk-01"]},
        {"a": Capability("a", "A", critical=True)},
        {"a": Capability("a", "A", weight=1.5)},
    ],
    ids=["cheaper", "reduces a risk", "critical", "heavier"],
)
def test_what_is_worth_more_for_its_money_goes_first(better: dict[str, object]) -> None:
    assert first_of_two(**better) == "x"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("today", "target"), [(2, 3), (1, 2)], ids=["already half-way", "wanted half-way"]
)
def test_only_the_levels_of_the_gap_count_not_all_that_are_lifted(today: int, target: int) -> None:
    # x would win by id, but of its two levels only one closes a gap; z closes two.
    roadmap = plan_of(
        framework_of("a", "b"),
        scenario_of({"a": target, "b": 3}, {2027: 120, 2028: 120}),
        work("x", ("a", 1, 3)),
        work("z", ("b", 1, 3)),
        today={"a": today},
    )
    assert starts(roadmap) == {"z": "2027 Q1", "x": "2028 Q1"}


def test_what_unlocks_more_goes_first() -> None:
    # x and w alone are equal and w would win by id; x also unlocks y.
    roadmap = plan_of(
        framework_of("a", "b", "c"),
        scenario_of({"a": 3, "b": 3, "c": 3}, {2027: 100, 2028: 200}),
        work("x", ("a", 1, 3)),
        work("w", ("b", 1, 3)),
        work("y", ("c", 1, 3), after=["x"]),
    )
    assert starts(roadmap) == {"x": "2027 Q1", "w": "2028 Q1", "y": "2028 Q1"}


def test_what_is_unlocked_through_others_counts_too() -> None:
    # w and x each unlock one directly; x unlocks z as well, through y.
    roadmap = plan_of(
        framework_of("a", "b", "c", "d", "e"),
        scenario_of(dict.fromkeys("abcde", 3), {2027: 100}),
        work("w", ("a", 1, 3)),
        work("v", ("b", 1, 3), after=["w"]),
        work("x", ("c", 1, 3)),
        work("y", ("d", 1, 3), after=["x"]),
        work("z", ("e", 1, 3), after=["y"]),
    )
    assert [name for name, start in starts(roadmap).items() if start < "2028"] == ["x"]


def test_what_counts_most_is_chosen_not_what_is_most() -> None:
    # With 200, big brings 2 levels of weight 4, the two small ones 4 levels of weight 1.
    big = work("big", ("a", 1, 3), cost=200)
    small = work("s1", ("b", 1, 3), cost=90), work("s2", ("c", 1, 3), cost=90)
    framework = framework_of(Capability("a", "A", weight=4), "b", "c")
    placed = [
        sorted(starts(plan_of(framework, scenario, big, *small)))
        for money in (199, 200)
        for scenario in [scenario_of({"a": 3, "b": 3, "c": 3}, {2027: money}, end=Quarter(2027, 4))]
    ]
    assert placed == [["s1", "s2"], ["big"]]


def test_the_best_plan_looks_ahead_where_the_first_one_does_not() -> None:
    # By worth for money, x (2 levels for 60) comes before y (2 for 70) and z (2 for 80), and
    # leaves 90 of 150, enough for z or y. Both y and z together bring as much as x and one more,
    # but only y opens the way to top, 2 levels for 10: y, top and x use 140.
    roadmap = plan_of(
        framework_of("a", "b", "c", "d"),
        scenario_of(dict.fromkeys("abcd", 3), {2027: 150}, end=Quarter(2027, 4)),
        work("x", ("a", 1, 3), cost=60),
        work("y", ("b", 1, 3), cost=70),
        work("z", ("c", 1, 3), cost=80),
        work("top", ("d", 1, 3), cost=10, after=["y"]),
    )
    assert sorted(starts(roadmap)) == ["top", "x", "y"]
    assert all(aim.proved for aim in roadmap.aims)
