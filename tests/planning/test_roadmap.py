"""The roadmap as a whole: years, levels, identity, and what is refused."""

from dataclasses import replace

import pytest

from domain.errors import InvalidInput
from domain.framework import Capability
from domain.planning import Risk
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from planning import find_gaps, make_roadmap, propose_targets, target_reason
from tests.planning.building import (
    at_levels,
    card_of,
    catalogue_of,
    framework_of,
    node,
    plan_of,
    scenario_of,
    work,
)


def test_each_year_has_its_money_and_the_levels_at_its_end() -> None:
    # x: 2027 Q1 to Q3, 100 in 33 + 33 + 34, then 20 a year: 5 in Q4, 20 in 2028.
    # y starts after it in 2027 Q4 and ends in 2028 Q1: 60 in 30 + 30, no running cost.
    roadmap = plan_of(
        framework_of("a"),
        scenario_of({"a": 4}, {2027: 500}),
        work("x", ("a", 1, 3), quarters=3, cost=100, run=20),
        work("y", ("a", 3, 4), quarters=2, cost=60, after=["x"]),
    )
    first, second = roadmap.years
    assert (first.year, first.budget, first.one_off, first.running) == (2027, 500, 130, 5)
    assert (second.year, second.budget, second.one_off, second.running) == (2028, None, 30, 20)
    assert (first.levels, second.levels) == ({"a": 3}, {"a": 4})
    assert [p.cost_by_year for p in roadmap.placements] == [
        {2027: 105, 2028: 20},
        {2027: 30, 2028: 30},
    ]


def test_work_that_ends_with_the_year_counts_in_it_and_a_quarter_later_does_not() -> None:
    framework, scenario = framework_of("a"), scenario_of({"a": 3})
    in_time = plan_of(framework, scenario, work("x", ("a", 1, 3), quarters=4))
    too_late = plan_of(framework, scenario, work("x", ("a", 1, 3), quarters=5))
    assert [year.levels["a"] for year in in_time.years] == [3, 3]
    assert [year.levels["a"] for year in too_late.years] == [1, 3]


def test_the_mean_level_is_weighted() -> None:
    # (3 * 3 + 1 * 1) / 4 = 2.5
    framework = framework_of(Capability("a", "A", weight=3), "b")
    roadmap = plan_of(framework, scenario_of({}), today={"a": 3})
    assert [year.mean_level for year in roadmap.years] == [2.5, 2.5]


def test_a_lift_never_takes_a_capability_down() -> None:
    framework = framework_of("a", "b")
    roadmap = plan_of(
        framework, scenario_of({"b": 3}), work("x", ("a", 1, 3), ("b", 1, 3)), today={"a": 5}
    )
    assert roadmap.years[-1].levels == {"a": 5, "b": 3}


def test_gaps_say_what_the_plan_reaches() -> None:
    framework = framework_of("a", "b")
    roadmap = plan_of(framework, scenario_of({"a": 3, "b": 3}), work("x", ("a", 1, 3)))
    assert [(gap.capability, gap.reached) for gap in roadmap.gaps] == [("a", 3), ("b", 1)]


def test_without_gaps_there_is_no_work_and_every_year_is_still_shown() -> None:
    roadmap = plan_of(
        framework_of("a"), scenario_of({"a": 2}), work("x", ("a", 1, 3)), today={"a": 2}
    )
    assert (roadmap.placements, roadmap.left_out) == ((), ())
    assert [(year.year, year.total) for year in roadmap.years] == [(2027, 0), (2028, 0)]


def test_nothing_that_applies_leaves_a_mean_of_nothing() -> None:
    framework = framework_of("a")
    card = card_of(framework, node("a", None, applies=False))
    roadmap = make_roadmap(framework, card, catalogue_of(), scenario_of({"a": 3}))
    assert [(year.levels, year.mean_level) for year in roadmap.years] == [({}, 0.0), ({}, 0.0)]


def test_a_plan_may_end_within_a_year() -> None:
    # Two quarters; x takes one, then runs for one quarter at 40 a year.
    roadmap = plan_of(
        framework_of("a"),
        scenario_of({"a": 3}, end=Quarter(2027, 2)),
        work("x", ("a", 1, 3), run=40),
    )
    (year,) = roadmap.years
    assert (year.one_off, year.running, year.levels) == (100, 10, {"a": 3})


def test_the_roadmap_says_what_it_was_made_from() -> None:
    framework = framework_of("a")
    catalogue = replace(
        catalogue_of(), risks=(Risk("rk-01", "A risk"),), assumptions="For 5,000 people."
    )
    scenario = scenario_of({"a": 3})
    roadmap = make_roadmap(framework, at_levels(framework, {}), catalogue, scenario)
    assert (roadmap.framework, roadmap.framework_version) == ("test", "1.0.0")
    assert roadmap.framework_hash == framework.content_hash
    assert (roadmap.catalogue, roadmap.catalogue_version) == ("Test initiatives", "1.0.0")
    assert (roadmap.risks, roadmap.assumptions) == (catalogue.risks, "For 5,000 people.")
    assert (roadmap.scenario, roadmap.pillars) == (scenario, {"p": "Pillar"})


def foreign_card() -> Scorecard:
    other = replace(framework_of("z"), id="other", version="2.1.0", content_hash="0" * 64)
    return at_levels(other, {})


FOREIGN = (
    "scorecard: it was made with other 2.1.0 (content 000000000000), not with test 1.0.0 "
    "(content ffffffffffff); score the answers again"
)


def test_everything_that_does_not_belong_together_is_told_at_once() -> None:
    framework = framework_of("a")
    catalogue = replace(catalogue_of(work("x", ("a", 1, 3)), currency="CHF"), framework="third")
    with pytest.raises(InvalidInput) as caught:
        make_roadmap(framework, foreign_card(), catalogue, scenario_of({"a": 3}))
    assert [str(problem) for problem in caught.value.problems] == [
        FOREIGN,
        "catalogue: it belongs to the framework third, not to test; "
        "choose a catalogue of this framework",
        "scenario: its money is in EUR, that of the catalogue in CHF; use one currency for both",
    ]


def test_a_catalogue_without_initiatives_needs_no_currency() -> None:
    framework = framework_of("a")
    catalogue = catalogue_of(currency="CHF")
    roadmap = make_roadmap(framework, at_levels(framework, {}), catalogue, scenario_of({"a": 3}))
    assert roadmap.placements == ()


def test_targets_and_gaps_refuse_a_scorecard_of_another_framework() -> None:
    framework, card = framework_of("a"), foreign_card()
    (capability,) = framework.capabilities()
    with pytest.raises(InvalidInput, match="made with other"):
        propose_targets(framework, card)
    with pytest.raises(InvalidInput, match="made with other"):
        target_reason(framework, card, capability)
    with pytest.raises(InvalidInput, match="made with other"):
        find_gaps(framework, card, scenario_of({"a": 3}))
