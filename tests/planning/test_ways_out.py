"""What a missed target would take, worked by hand."""

from dataclasses import replace

from domain.framework import Capability
from domain.planning import Capacity, Missed, Rule, Scenario
from domain.quarters import Quarter
from planning import make_roadmap, ways_out
from tests.planning.building import (
    at_levels,
    catalogue_of,
    framework_of,
    scenario_of,
    work,
)

END_OF_2027 = Quarter(2027, 4)
CATALOGUE = catalogue_of(
    work("x", ("a", 1, 3), quarters=2, cost=100, effort=6, roles={"data": 1.0}, change={"it": 2}),
    work("y", ("b", 1, 3), quarters=2, cost=80, effort=6, roles={"data": 1.0}, change={"it": 2}),
)
FRAMEWORK = framework_of(Capability("a", "A", weight=2), "b")


def missed(scenario: Scenario, capability: str = "b", catalogue=CATALOGUE) -> Missed | None:  # type: ignore[no-untyped-def]
    card = at_levels(FRAMEWORK, {})
    roadmap = make_roadmap(FRAMEWORK, card, catalogue, scenario)
    return ways_out(FRAMEWORK, card, catalogue, roadmap, capability)


def wanted(**limits: object) -> Scenario:
    return replace(scenario_of({"a": 3, "b": 3}, end=END_OF_2027), **limits)  # type: ignore[arg-type]


def kinds(found: Missed | None) -> dict[str, str]:
    assert found is not None
    return {way.kind: way.text for way in found.ways}


def test_a_target_that_is_met_needs_no_way_out() -> None:
    assert missed(wanted()) is None
    assert missed(wanted(), "not there") is None


def test_money_that_is_missing_is_named_to_the_thousand() -> None:
    # a counts twice and takes 100 of 150; b needs 80, so 30 are missing. A year later there
    # are 150 again: b's two quarters, which cost 40 each, may begin in 2027 Q4 with 40 of 50.
    found = missed(wanted(budget={2027: 150}))
    ways = kinds(found)
    assert ways["money"] == "With 30 k EUR more in 2027."
    assert ways["time"] == (
        "With 1 quarter more time, by the end of 2028 Q1, and everything else as it is."
    )
    assert "“A” would fall back" in ways["instead"]
    assert found is not None
    assert "more money or giving up other targets alone would do" in found.text


def test_people_that_are_missing_are_named_by_role() -> None:
    # Each takes 3 person-months in both of its quarters; there are 4, and time for one only.
    scenario = replace(
        wanted(capacity=(Capacity("data", 4),)), end=Quarter(2027, 3), due={"b": Quarter(2027, 3)}
    )
    ways = kinds(missed(scenario))
    assert ways["people"] == "With 2.0 person-months of data more a quarter (0.7 people)."
    assert "money" not in ways
    assert ways["time"].startswith("With 1 quarter more time")


def test_change_that_is_too_much_is_named_by_unit() -> None:
    scenario = replace(wanted(change_limit={"it": 3.0}), end=Quarter(2027, 3))
    assert kinds(missed(scenario))["change"] == "With 1.0 points of change more a quarter in it."


def test_several_things_at_once_are_weighed_together() -> None:
    # b lacks 30 of money and 2 person-months: neither alone is enough, and time for one only.
    scenario = replace(
        wanted(budget={2027: 150}, capacity=(Capacity("data", 4),)), end=Quarter(2027, 3)
    )
    ways = kinds(missed(scenario))
    assert "money" not in ways
    assert ways["together"] == (
        "With 30 k EUR more in 2027 and 2.0 person-months of data more a quarter (0.7 people)."
    )


def test_a_decision_that_stands_in_the_way_is_named() -> None:
    ways = kinds(missed(wanted(rules={"y": Rule(excluded=True)})))
    assert ways["decisions"] == "Without the decision about “Work y”."


def test_work_that_takes_too_long_is_said_with_its_earliest_end() -> None:
    catalogue = catalogue_of(work("y", ("b", 1, 3), quarters=(3, 6, 8)))
    found = missed(wanted(), catalogue=catalogue)
    assert found is not None
    assert found.earliest == Quarter(2028, 2)
    assert "out of reach whatever the money and the people" in found.text
    assert kinds(found)["time"].startswith("With 2 quarters more time, by the end of 2028 Q2")
    assert kinds(found)["estimates"] == "If all work goes as in the optimistic estimates."


def test_a_target_that_nothing_leads_to_says_so() -> None:
    found = missed(wanted(), catalogue=catalogue_of(work("x", ("a", 1, 3))))
    assert found is not None
    assert (found.ways, found.earliest) == ((), None)
    assert found.text.startswith("No initiative in the catalogue")
