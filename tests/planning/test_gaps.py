"""The distance from today to the targets."""

from domain.framework import Capability, Pillar
from domain.planning import Gap
from planning import find_gaps
from tests.planning.building import (
    END,
    at_levels,
    card_of,
    framework_of,
    framework_with,
    node,
    scenario_of,
)


def test_a_gap_is_the_way_from_today_to_the_target() -> None:
    framework = framework_of("a")
    (gap,) = find_gaps(framework, at_levels(framework, {"a": 2}), scenario_of({"a": 4}))
    assert gap == Gap(capability="a", name="A", pillar="p", current=2, target=4, due=END)
    assert gap.levels == 2


def test_a_target_below_today_leaves_nothing_to_do() -> None:
    framework = framework_of("a")
    (gap,) = find_gaps(framework, at_levels(framework, {"a": 4}), scenario_of({"a": 3}))
    assert (gap.current, gap.levels) == (4, 0)


def test_an_unestablished_level_is_planned_from_its_worst_case_and_says_so() -> None:
    framework = framework_of("a", "b")
    card = card_of(framework, node("a", None, worst=2), node("b", None))
    gaps = find_gaps(framework, card, scenario_of({"a": 3, "b": 3}))
    # b has no worst case either, so the lowest level of the framework stands in.
    assert [(gap.current, gap.assumed) for gap in gaps] == [(2, True), (1, True)]


def test_what_does_not_apply_or_has_no_target_has_no_gap() -> None:
    framework = framework_of("a", "b", "c")
    card = card_of(framework, node("b", None, applies=False))
    assert [
        gap.capability for gap in find_gaps(framework, card, scenario_of({"a": 3, "b": 3}))
    ] == ["a"]


def test_gaps_stand_in_the_order_of_the_framework_with_their_pillar() -> None:
    first = Pillar("p", "P", (Capability("z", "Z"),))
    second = Pillar("q", "Q", (Capability("a", "A"),))
    framework = framework_with(first, second)
    gaps = find_gaps(framework, at_levels(framework, {}), scenario_of({"a": 3, "z": 3}))
    assert [(gap.capability, gap.pillar) for gap in gaps] == [("z", "p"), ("a", "q")]
