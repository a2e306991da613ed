"""A plan made anew from what has happened."""

from domain.planning import Actual, Roadmap
from domain.quarters import Quarter
from tests.planning.building import framework_of, plan_of, scenario_of, starts, why, work

WORK = (
    work("x", ("a", 1, 3), quarters=4, cost=100),
    work("y", ("a", 3, 4), quarters=2, cost=60, after=["x"]),
)


def plan(*actuals: Actual, budget: dict[int, float] | None = None) -> Roadmap:
    return plan_of(framework_of("a"), scenario_of({"a": 4}, budget), *WORK, actuals=actuals)


def test_what_is_done_costs_nothing_more_and_nobody_waits_for_it() -> None:
    roadmap = plan(Actual("x", "done", Quarter(2026, 1), Quarter(2026, 4), spent=120))
    assert starts(roadmap) == {"y": "2027 Q1"}
    assert (roadmap.done, roadmap.gaps[0].current) == (("x",), 3)


def test_what_is_under_way_has_the_rest_of_its_time_and_money_left() -> None:
    # Two of four quarters are over and 70 of 100 are spent: 15 in each of two quarters.
    roadmap = plan(Actual("x", "running", Quarter(2026, 3), spent=70))
    assert starts(roadmap) == {"x": "2027 Q1", "y": "2027 Q3"}
    assert why(roadmap)["x"] == "It is under way."
    assert roadmap.placements[0].cost_by_year == {2027: 30, 2028: 0}


def test_what_takes_longer_than_planned_has_a_quarter_left_at_least() -> None:
    roadmap = plan(Actual("x", "running", Quarter(2024, 1), spent=300))
    assert roadmap.placements[0].end == Quarter(2027, 1)
    assert roadmap.placements[0].cost_by_year == {2027: 0, 2028: 0}


def test_what_is_under_way_stays_though_the_money_is_gone() -> None:
    roadmap = plan(Actual("x", "running", Quarter(2026, 4), spent=0), budget={2027: 10})
    assert "x" not in starts(roadmap)
    (x, y) = roadmap.left_out
    assert x.bound_by == "budget"
    assert y.bound_by == "prerequisite"


def test_what_was_stopped_is_not_planned_again() -> None:
    roadmap = plan(Actual("x", "stopped", Quarter(2026, 1), Quarter(2026, 2), spent=20))
    assert starts(roadmap) == {}
    assert [each.bound_by for each in roadmap.left_out] == ["rule", "prerequisite"]


def test_what_was_stopped_may_stand_between_two_others() -> None:
    chain = (
        work("w", ("b", 1, 2), quarters=1),
        work("x", ("a", 1, 3), quarters=1, after=["w"]),
        work("y", ("a", 3, 4), quarters=1, after=["x"]),
    )
    targets = scenario_of({"a": 4, "b": 2})
    roadmap = plan_of(framework_of("a", "b"), targets, *chain, actuals=(Actual("x", "stopped"),))
    assert starts(roadmap) == {"w": "2027 Q1"}
    assert [each.initiative.id for each in roadmap.left_out] == ["x", "y"]
