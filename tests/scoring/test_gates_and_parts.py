"""What caps a level, what applies in a context, and capabilities made of parts."""

import pytest

from domain.framework import Gate
from scoring import score
from tests.scoring.building import (
    ACHIEVED,
    MEAN,
    F,
    L,
    P,
    capability,
    framework_of,
    pillar,
    placed,
    placement,
    practice,
    said,
)

ONLY_AGENTS = {"agents": ("yes",)}


def test_a_gate_caps_the_level_and_says_why() -> None:
    pillars = (pillar("p", placed("a")), pillar("q", placed("b")), pillar("s", placed("c")))
    framework = framework_of(*pillars, gates=(Gate(3, {"c": 3}, "Rules need an inventory."),))
    answers = said("r", aq=4.0, bq=4.0, cq=2.0)
    # Two of three pillars are at 4, so without the gate the whole would be, too.
    assert score(framework_of(*pillars), answers, "full").overall.level == 4
    node = score(framework, answers, "full").overall
    assert (node.level, node.worst, node.best) == (2, 2, 2)
    assert node.score == pytest.approx(10 / 3)
    assert [(cap.level, cap.by, cap.because) for cap in node.caps] == [
        (2, "c", "C is at level 2, and level 3 needs it at 3. Rules need an inventory.")
    ]


def test_the_lowest_of_several_gates_counts_and_all_are_named() -> None:
    gates = (Gate(4, {"c": 4}, "One."), Gate(3, {"c": 3}, "Two."), Gate(5, {"c": 5}, "Three."))
    framework = framework_of(pillar("p", placed("a"), gates=gates), pillar("q", placed("c")))
    node = score(framework, said("r", aq=4.0, cq=2.0), "full").node("p")
    # The gate of level 5 does not matter to something at 4.
    assert node.level == 2
    assert [cap.level for cap in node.caps] == [3, 2]


def test_a_gate_on_something_unknown_opens_only_in_the_best_case() -> None:
    framework = framework_of(
        pillar("p", placed("a"), gates=(Gate(3, {"c": 3}, "Why."),)), pillar("q", placed("c"))
    )
    node = score(framework, said("r", aq=5.0), "full").node("p")
    assert (node.level, node.worst, node.best) == (None, 2, 5)
    assert [cap.because for cap in node.caps] == [
        "C is at a level not known yet, and level 3 needs it at 3. Why."
    ]


def test_a_gate_on_what_does_not_apply_is_not_in_force() -> None:
    framework = framework_of(
        pillar("p", placed("a"), gates=(Gate(3, {"c": 3}, "Why."),)),
        pillar("q", placed("c", applies_when=ONLY_AGENTS)),
    )
    card = score(framework, said("r", aq=5.0), "full", {"agents": "no"})
    assert (card.node("p").level, card.node("p").caps) == (5, ())


def test_a_gate_may_need_a_part_and_a_part_may_have_gates() -> None:
    part = placed("part", gates=(Gate(4, {"b": 4}, "Part waits."),))
    framework = framework_of(
        pillar("p", capability("a", parts=(part,)), placed("b")),
        pillar("q", placed("c", gates=(Gate(3, {"part": 5}, "C waits."),))),
    )
    card = score(framework, said("r", partq=5.0, bq=2.0, cq=5.0), "full")
    assert (card.node("part").level, card.node("a").level) == (3, 3)
    assert card.node("c").level == 2
    assert "PART is at level 3" in card.node("c").caps[0].because


def test_what_the_context_excludes_leaves_the_roll_up() -> None:
    framework = framework_of(
        pillar("p", placed("a"), placed("b", critical=True, applies_when=ONLY_AGENTS))
    )
    with_agents = score(framework, said("r", aq=4.0, bq=1.0), "full", {"agents": "yes"})
    assert with_agents.node("p").level == 1
    without = score(framework, said("r", aq=4.0), "full", {"agents": "no"})
    assert without.node("p").level == 4
    assert (without.node("b").applies, without.node("b").level) == (False, None)
    assert without.node("p").tally.asked == 1
    assert without.context == {"agents": "no"}


def test_a_context_that_is_not_known_yet_excludes_nothing() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b", applies_when=ONLY_AGENTS)))
    card = score(framework, said("r", aq=4.0), "full")
    assert (card.node("b").applies, card.node("p").tally.missing) == (True, 1)


def test_a_question_outside_the_context_is_not_asked() -> None:
    asked = [practice("q", 2), practice("agents", 2, applies_when=ONLY_AGENTS)]
    framework = framework_of(pillar("p", capability("c", *asked)), questions=ACHIEVED)
    node = score(framework, said("r", q=F), "full", {"agents": "no"}).node("c")
    assert (node.level, node.tally.asked) == (2, 1)


@pytest.mark.parametrize("context", [{"agents": "no"}, {"agents": "yes"}])
def test_nothing_applying_or_asked_is_no_error(context: dict[str, str]) -> None:
    framework = framework_of(pillar("p", placed("a", applies_when=ONLY_AGENTS)))
    overall = score(framework, [], "full", context).overall
    assert (overall.level, overall.score) == (None, None)
    assert overall.applies is (context["agents"] == "yes")


def test_parts_roll_up_into_their_capability_to_any_depth() -> None:
    inner = capability("inner", parts=(placed("x"), placed("y"), placed("z")))
    framework = framework_of(pillar("p", capability("a", parts=(inner, placed("w")))))
    card = score(framework, said("r", xq=4.0, yq=4.0, zq=1.0, wq=4.0), "full")
    # Two of x, y, z are at 4; so inner is at 4, with score 3; a is at 4, with (3 + 4) / 2.
    assert (card.node("inner").level, card.node("inner").score) == (4, 3.0)
    assert (card.node("a").level, card.node("a").score) == (4, 3.5)
    assert {part.id: part.parent for part in card.parts} == {
        "inner": "a",
        "x": "inner",
        "y": "inner",
        "z": "inner",
        "w": "a",
    }
    assert [term.id for term in card.node("a").terms] == ["inner", "w"]


def test_a_part_may_roll_up_its_own_way() -> None:
    mean = capability("a", parts=(placed("x"), placed("y")), rollup=MEAN)
    framework = framework_of(pillar("p", mean))
    # (5 + 2) / 2 = 3.5, cut off; a stage would be 2.
    node = score(framework, said("r", xq=5.0, yq=2.0), "full").node("a")
    assert (node.level, node.strategy) == (3, "weighted_mean")


def test_a_placement_beside_parts_is_a_claim_and_the_quick_scan_takes_it() -> None:
    part = capability("part", practice("q2", 2), practice("q3", 3))
    whole = capability("a", placement("claim"), parts=(part,))
    framework = framework_of(pillar("p", whole), questions=ACHIEVED)
    full = score(framework, said("r", claim=4.0, q2=L, q3=P), "full").node("a")
    assert (full.level, full.placed) == (2, 4)
    quick = score(framework, said("r", claim=4.0), "quick").node("a")
    assert (quick.level, quick.strategy, quick.coverage) == (4, "placed_level", 1.0)
