"""The proposal for the targets, and its reasons."""

import pytest

from domain.framework import Capability, Framework, Pillar
from planning import propose_targets, target_reason
from tests.planning.building import at_levels, card_of, framework_of, framework_with, node

CRITICAL = Capability("c", "Critical", critical=True)


def proposed(framework: Framework, **levels: int) -> dict[str, int]:
    return propose_targets(framework, at_levels(framework, levels))


@pytest.mark.parametrize(
    ("today", "ordinary", "critical"),
    [(1, 3, 4), (2, 3, 4), (3, 3, 4), (4, 4, 4), (5, 5, 5)],
)
def test_the_proposal_is_three_and_four_when_critical_and_never_below_today(
    today: int, ordinary: int, critical: int
) -> None:
    framework = framework_of("a", CRITICAL)
    assert proposed(framework, a=today, c=today) == {"a": ordinary, "c": critical}


def test_a_critical_pillar_makes_its_capabilities_critical() -> None:
    ordinary = Pillar("p", "P", (Capability("a", "A"),))
    critical = Pillar("q", "Q", (Capability("b", "B"),), critical=True)
    assert proposed(framework_with(ordinary, critical)) == {"a": 3, "b": 4}


def test_an_ordinary_capability_rises_two_levels_at_most_and_a_critical_one_may_rise_more() -> None:
    # Levels 0 to 5: the middle is 3 (of 2 and 3 the upper), out of reach from 0.
    framework = framework_of("a", CRITICAL, levels=range(6))
    assert proposed(framework, a=0, c=0) == {"a": 2, "c": 4}
    assert proposed(framework, a=1, c=1) == {"a": 3, "c": 4}


@pytest.mark.parametrize(
    ("levels", "ordinary", "critical"),
    [(range(4), 2, 3), (range(1, 5), 3, 4), (range(1, 4), 2, 3), (range(1, 3), 2, 2)],
)
def test_other_numbers_of_levels_take_the_middle_and_one_more(
    levels: range, ordinary: int, critical: int
) -> None:
    framework = framework_of("a", CRITICAL, levels=levels)
    today = levels[0]
    assert proposed(framework, a=today, c=today) == {"a": ordinary, "c": critical}


def test_a_level_that_is_not_established_is_proposed_for_from_its_worst_case() -> None:
    framework = framework_of("a", levels=range(6))
    card = card_of(framework, node("a", None, worst=0))
    assert propose_targets(framework, card) == {"a": 2}


def test_what_does_not_apply_gets_no_target() -> None:
    framework = framework_of("a", "b")
    card = card_of(framework, node("b", None, applies=False))
    assert propose_targets(framework, card) == {"a": 3}


def test_each_proposal_has_a_reason_of_its_own_kind() -> None:
    framework = framework_of("held", "rises", "far", CRITICAL, "away", levels=range(6))
    card = card_of(
        framework,
        node("held", 4),
        node("rises", 1),
        node("far", 0),
        node("c", 1),
        node("away", None, applies=False),
    )
    reasons = {c.id: target_reason(framework, card, c) for c in framework.capabilities()}
    assert "hold" in reasons["held"]
    assert "same way everywhere" in reasons["rises"]
    assert "as far as" in reasons["far"]
    assert "critical" in reasons["c"]
    assert "does not apply" in reasons["away"]
