"""One initiative opened, and two plans side by side, worked by hand."""

from dataclasses import replace

import pytest

from domain.errors import NotFound
from domain.framework import Capability
from domain.planning import Benefit, Estimate, Explained, Moved, Register, Scenario
from domain.quarters import Quarter
from planning import compare, explain_placement, make_roadmap
from tests.planning.building import (
    at_levels,
    catalogue_of,
    framework_of,
    plan_of,
    scenario_of,
    work,
)

FRAMEWORK = framework_of(Capability("a", "A", critical=True), "b", "c")
REGISTER = Register((Benefit("gain", "Gain", ("top",), Estimate(10, 10, 10), "A"),))
WORK = (
    work("base", ("a", 1, 3), quarters=2, cost=100),
    work("top", ("b", 1, 3), quarters=2, cost=60, after=["base"]),
    work("side", ("c", 1, 3), quarters=2, cost=200),
)
SCENARIO = scenario_of({"a": 3, "b": 3, "c": 3}, {2027: 190, 2028: 500})


def explained(name: str, scenario: Scenario = SCENARIO) -> Explained:
    card, catalogue = at_levels(FRAMEWORK, {}), catalogue_of(*WORK, register=REGISTER)
    roadmap = make_roadmap(FRAMEWORK, card, catalogue, scenario)
    return explain_placement(FRAMEWORK, card, catalogue, roadmap, name)


def test_what_it_waits_for_and_what_waits_for_it() -> None:
    found = explained("base")
    assert (found.waits_for, found.waited_by) == ((), ("Work top",))
    assert explained("top").waits_for == ("Work base, done in 2027 Q2",)


def test_what_would_have_to_change_to_start_earlier() -> None:
    # 2027 has 190: base and top use 160. From 2027 Q4 on side takes 100 of the 30 that are left
    # there, in earlier quarters 200.
    found = explained("side")
    assert found.why.startswith("Waits for money: a quarter earlier, the budget lacks 70 k EUR")
    assert found.earlier == (
        "To start in 2027 Q4, the budget lacks 70 k EUR in 2027.",
        "To start in 2027 Q3, the budget lacks 170 k EUR in 2027.",
        "To start in 2027 Q2, the budget lacks 170 k EUR in 2027.",
        "To start in 2027 Q1, the budget lacks 170 k EUR in 2027.",
    )
    assert explained("top").earlier == (
        "Before 2027 Q3, “Work base” would have to be done sooner.",
    )


def test_how_much_later_it_could_start() -> None:
    # base: any later and top starts too early. side: 2028 Q1 and Q2, up to Q3 it still ends in
    # 2028. top ends in 2027 Q4 and may move four quarters, from 2027 Q3 to 2028 Q3.
    assert [explained(name).slack for name in ("base", "side", "top")] == [0, 2, 4]


def test_what_is_lost_without_it() -> None:
    lost = explained("base").dropped
    assert lost.initiatives == ("Work top",)
    assert lost.targets == (
        "A: level 1 instead of 3 (target 3)",
        "B: level 1 instead of 3 (target 3)",
    )
    assert (lost.benefits, lost.freed) == (("Gain",), 160)


def test_what_is_not_in_the_plan_cannot_be_explained() -> None:
    with pytest.raises(NotFound, match="no initiative other"):
        explained("other")


def test_two_plans_side_by_side() -> None:
    before = plan_of(FRAMEWORK, SCENARIO, *WORK)
    assert compare(before, before).same
    poorer = replace(SCENARIO, budget={2027: 100, 2028: 60})
    after = plan_of(FRAMEWORK, poorer, *WORK)
    found = compare(before, after)
    # 100 in 2027 is all for base; 60 in 2028 pays top, and nothing is left for side (200).
    assert found.moved == (Moved("Work top", Quarter(2027, 3), Quarter(2028, 1)),)
    assert (found.added, found.dropped) == ((), ("Work side",))
    assert found.targets == ("C: level 1 instead of 3 (target 3)",)
    assert found.money == {2027: -60, 2028: -140}


def test_another_target_is_a_difference() -> None:
    before = plan_of(FRAMEWORK, SCENARIO, *WORK)
    more = replace(SCENARIO, targets={**SCENARIO.targets, "c": 4})
    found = compare(before, plan_of(FRAMEWORK, more, *WORK))
    assert found.targets == ("C: level 3 instead of 3 (target 3 becomes 4)",)
