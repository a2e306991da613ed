"""The shipped initiatives: each one complete, estimated by the stated rule, and what that means."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from domain.planning import EstimatePoint, Initiative, Roadmap, Scenario
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from planning import make_roadmap, propose_targets, ways_out
from storage.catalogues import load_catalogue
from storage.frameworks import load_framework
from tests.planning.building import at_levels

SHIPPED = Path(__file__).parents[2] / "frameworks"
FRAMEWORK = load_framework(SHIPPED / "ai-first-2030.yaml")
CATALOGUE = load_catalogue(SHIPPED / "ai-first-2030-initiatives.yaml", FRAMEWORK)
START, END, FAR_END = Quarter(2026, 4), Quarter(2030, 4), Quarter(2040, 4)
BANDS = ((50, 250), (250, 1000), (1000, 4000), (4000, 15000))
ROLES = {
    *("strategy", "risk", "legal", "data-engineering", "ml-engineering", "software-engineering"),
    *("security", "change", "hr", "finance", "product"),
}


@pytest.mark.parametrize("initiative", CATALOGUE.initiatives, ids=lambda each: each.id)
def test_each_initiative_is_complete(initiative: Initiative) -> None:
    assert len(initiative.name) <= 60
    assert len(re.findall(r"\.(?: |$)", initiative.description)) == 2
    assert " At the end " in initiative.description
    assert not re.search(r"\w- \w", initiative.description), "a word broken by the file's lines"
    assert initiative.owner
    assert initiative.leading_indicator
    assert initiative.lagging_indicator
    assert initiative.reduces
    assert set(initiative.roles) <= ROLES
    assert sum(initiative.roles.values()) == pytest.approx(1)


def half_way(low: float, high: float) -> int:
    """The middle of two numbers, halves up."""
    return int(Fraction(low + high) / 2 + Fraction(1, 2))


@pytest.mark.parametrize("initiative", CATALOGUE.initiatives, ids=lambda each: each.id)
def test_likely_duration_and_effort_are_half_way_and_running_cost_is_a_fifth(
    initiative: Initiative,
) -> None:
    for estimate in (initiative.duration, initiative.effort):
        assert estimate.likely == half_way(estimate.low, estimate.high)
    points: tuple[EstimatePoint, ...] = ("low", "likely", "high")
    for point in points:
        a_fifth = Fraction(initiative.cost.at(point)) / 5
        assert initiative.run_cost.at(point) == int(a_fifth + Fraction(1, 2))


@pytest.mark.parametrize("band", BANDS, ids=str)
def test_likely_costs_follow_the_effort_inside_their_band(band: tuple[int, int]) -> None:
    low, high = band
    inside = [each for each in CATALOGUE.initiatives if low <= each.cost.likely < high]
    efforts = [each.effort.low + each.effort.high for each in inside]
    for initiative, effort in zip(inside, efforts, strict=True):
        share = (effort - min(efforts)) / (max(efforts) - min(efforts))
        # From a quarter to 65 % of the way up, to the nearest ten.
        cost, expected = initiative.cost, low + (high - low) * (0.25 + 0.4 * share)
        assert cost.likely == pytest.approx(expected, abs=5)
        assert cost.low == pytest.approx(max(low, 0.7 * cost.likely), abs=5)
        assert cost.high == pytest.approx(min(high, 1.5 * cost.likely), abs=5)


def test_all_initiatives_together_take_1558_to_3923_person_months() -> None:
    assert sum(each.effort.low for each in CATALOGUE.initiatives) == 1558
    assert sum(each.effort.high for each in CATALOGUE.initiatives) == 3923


def at_level_one() -> Scorecard:
    return at_levels(FRAMEWORK, {capability.id: 1 for capability in FRAMEWORK.capabilities()})


def plan_to(target: int, estimate: EstimatePoint, end: Quarter = FAR_END) -> Roadmap:
    """From level 1 to the same target everywhere, without a limit of money."""
    targets = {capability.id: target for capability in FRAMEWORK.capabilities()}
    scenario = Scenario("All", START, end, targets, estimate=estimate)
    return make_roadmap(FRAMEWORK, at_level_one(), CATALOGUE, scenario)


# The low and high columns are the published critical paths. Likely durations are whole
# quarters, halves rounded up, so they exceed the published middles (12.5, 18.5 and 24).
# By hand, with ini-02, 03, 11 in front of each (2 + 3 + 3 = 8 quarters):
# - level 3: 8 + ini-18 (5) = 13
# - level 4: 8 + ini-12 (4) + 36 (4) + 37 (4) = 20; over ini-18 (5) and 34 (6) it is 19
# - level 5: 8 + ini-18 (5) + 34 (6) + 45 (6) = 25; over ini-37 (20) and 38 (4) it is 24
@pytest.mark.parametrize(
    ("target", "last", "low", "likely", "high"),
    [(3, 22, 9, 13, 16), (4, 37, 14, 20, 24), (5, 45, 17, 25, 31)],
)
def test_a_plan_for_one_level_everywhere_takes_the_critical_path(
    target: int, last: int, low: int, likely: int, high: int
) -> None:
    points: tuple[EstimatePoint, ...] = ("low", "likely", "high")
    plans = [plan_to(target, point) for point in points]
    ends = [max(placement.end.ordinal for placement in plan.placements) for plan in plans]
    assert [end - START.ordinal + 1 for end in ends] == [low, likely, high]
    for plan in plans:
        placed = sorted(placement.initiative.id for placement in plan.placements)
        assert placed == [f"ini-{number:02}" for number in range(1, last + 1)]
        assert {gap.reached for gap in plan.gaps} == {target}


def test_34_of_45_initiatives_finish_in_the_17_quarters_to_2030_at_likely_durations() -> None:
    # The published number is for exact middles; rounding halves up moves none past the end.
    assert len(START.until(END)) == 17
    roadmap = plan_to(5, "likely", END)
    assert (len(roadmap.placements), len(roadmap.left_out)) == (34, 11)
    assert {each.bound_by for each in roadmap.left_out} <= {"horizon", "prerequisite"}


def test_the_top_everywhere_by_2030_takes_the_shortest_durations() -> None:
    assert {gap.reached for gap in plan_to(5, "low", END).gaps} == {5}
    assert any(gap.reached != 5 for gap in plan_to(5, "likely", END).gaps)


def test_a_level_five_out_of_reach_comes_with_the_time_that_it_takes_and_with_what_would_help() -> (
    None
):
    # By hand, as above: 8 + ini-18 (5) + ini-34 (6) + ini-45 (6) = 25 quarters; at best 17.
    roadmap = plan_to(5, "likely", END)
    missed = ways_out(FRAMEWORK, at_level_one(), CATALOGUE, roadmap, "leg-01")
    assert missed is not None
    assert missed.earliest == START.plus(24)
    assert "out of reach whatever the money and the people" in missed.text
    assert [way.kind for way in missed.ways] == ["time", "estimates"]


def test_the_proposed_targets_are_four_for_what_is_critical_and_three_elsewhere() -> None:
    proposed = propose_targets(FRAMEWORK, at_level_one())
    critical = {capability.id for capability in FRAMEWORK.capabilities() if capability.critical}
    assert {"gov-01", "gov-05", "str-02", "tec-05"} <= critical
    assert proposed == {
        capability.id: 4 if capability.id in critical else 3
        for capability in FRAMEWORK.capabilities()
    }


def test_little_money_moves_and_leaves_out_initiatives_and_is_never_exceeded() -> None:
    targets = propose_targets(FRAMEWORK, at_level_one())
    budget = dict.fromkeys(range(2026, 2031), 3000.0)
    scenario = Scenario("Little", START, END, targets, budget)
    roadmap = make_roadmap(FRAMEWORK, at_level_one(), CATALOGUE, scenario)
    assert all(year.total <= 3000 for year in roadmap.years)
    assert any(placement.bound_by == "budget" for placement in roadmap.placements)
    assert any(each.bound_by == "budget" for each in roadmap.left_out)
