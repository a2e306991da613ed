"""Every figure can be opened, and what is inside adds up to it."""

from dataclasses import replace

import pytest

from domain.framework import Framework, View, ViewGroup
from domain.scorecard import NodeResult, Term
from scoring import explain, regroup, score
from tests.scoring.building import (
    ACHIEVED,
    MEAN,
    F,
    L,
    N,
    P,
    capability,
    framework_of,
    pillar,
    placed,
    placement,
    practice,
    said,
    stage_of,
)


def mean_of(terms: tuple[Term, ...]) -> float:
    counted = [(term.weight, term.value) for term in terms if term.value is not None]
    return sum(weight * value for weight, value in counted) / sum(weight for weight, _ in counted)


def test_the_terms_of_a_stage_recompute_its_score() -> None:
    framework = framework_of(
        pillar("p", placed("a", weight=2.0), placed("b"), placed("c", weight=5.0), placed("d")),
        pillar("q", placed("e"), weight=3.0),
    )
    card = score(framework, said("r", aq=4.0, bq=1.0, cq="not_applicable", eq=5.0), "full")
    # p is (2 * 4 + 1) / 3 = 3; the whole is (3 + 3 * 5) / 4.
    assert card.node("p").score == pytest.approx(3.0)
    assert card.overall.score == pytest.approx(4.5)
    for node in (card.overall, *card.pillars):
        assert node.score == pytest.approx(mean_of(node.terms))
    notes = {term.id: term.note for term in card.node("p").terms}
    assert notes == {"a": "", "b": "", "c": "does not apply", "d": "nothing answered"}


def test_the_terms_of_achieved_levels_recompute_its_score() -> None:
    asked = [practice("q2", 2), practice("q3", 3, weight=2), practice("q3b", 3), placement("claim")]
    framework = framework_of(pillar("p", capability("c", *asked)), questions=ACHIEVED)
    node = score(framework, said("r", q2=F, q3=L, q3b=N, claim=5.0), "full").node("c")
    stopped = [term for term in node.terms if term.level == 3 and term.value is not None]
    weights = sum(term.weight for term in stopped)
    progress = sum(term.weight * (term.value or 0.0) / F for term in stopped) / weights
    assert node.level is not None
    assert node.score == pytest.approx(node.level + progress)
    assert [term.note for term in node.terms] == ["", "", "", "the statement chosen"]


def test_an_explanation_names_rule_caps_terms_and_counts() -> None:
    lines = list(explain(stage_of([3, 3, 2, 4], [2]), "p").lines())
    assert lines == [
        "P: level 2, Level 2, progress 3.00",
        "  Rule: stage (every critical part and a share of the weight have reached it)",
        "  Held at level 2 because",
        "    C2 is not yet at level 3, and it is critical.",
        "  Made of",
        "    C0: 3, level 3, weight 1",
        "    C1: 3, level 3, weight 1",
        "    C2: 2, level 2, weight 1",
        "    C3: 4, level 4, weight 1",
        "  Answers: 4 of 4 wanted, 0 don't know, 0 not applicable, 0 missing; "
        "100% of the questions covered",
    ]


def test_an_explanation_of_what_is_unknown_gives_the_range() -> None:
    framework = framework_of(
        pillar("p", capability("c", placement("claim"), practice("q2", 2), practice("q5", 5))),
        questions=ACHIEVED,
    )
    card = score(framework, said("r", claim=3.0, q5="dont_know"), "full")
    lines = list(explain(card, "c").lines())
    assert lines[0] == "C: level not established, between 1 and 5"
    assert "  The statement chosen is that of level 3" in lines


def test_what_does_not_apply_says_so() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b")))
    card = score(framework, said("r", aq=4.0, bq="not_applicable"), "full")
    assert explain(card, "b").text == "B: does not apply here"
    with pytest.raises(KeyError):
        explain(card, "nobody")


def test_the_next_step_is_the_statement_of_the_next_level_or_what_stops_it() -> None:
    statements = {level: f"Statement {level}" for level in range(1, 6)}
    framework = framework_of(pillar("p", placed("a", statements=statements), placed("b")))
    card = score(framework, said("r", aq=2.0, bq=5.0), "full")
    assert card.node("a").next_step == "Level 3, Level 3, is reached when this is true: Statement 3"
    assert card.node("b").next_step == ""
    wanted = "only 50% of the weight is there, 67% is needed"
    assert card.node("p").next_step == f"Level 3, Level 3: A is not yet at level 3, and {wanted}."


def viewed() -> Framework:
    """Capabilities a and c in group x, b in y, and z without any."""
    groups = tuple(ViewGroup(name, name.upper()) for name in "xyz")
    framework = framework_of(
        pillar("p", placed("a", groups={"v": "x"}), placed("b", groups={"v": "y"})),
        pillar("q", capability("c", parts=(placed("d"),), groups={"v": "x"})),
    )
    return replace(framework, views=(View("v", "View", groups),))


def numbers(node: NodeResult) -> tuple[int | None, float | None, int | None, int | None]:
    return node.level, node.score, node.worst, node.best


def test_a_view_rolls_the_same_capabilities_up_into_its_groups() -> None:
    framework = viewed()
    card = score(framework, said("r", aq=4.0, bq=2.0, dq=2.0), "full")
    shown = regroup(framework, card, "v")
    # x holds a at 4 and c at 2: half the weight is at 3, so it is at 2, with (4 + 2) / 2.
    assert [(group.id, *numbers(group)) for group in shown.pillars] == [
        ("x", 2, 3.0, 2, 2),
        ("y", 2, 2.0, 2, 2),
        ("z", None, None, None, None),
    ]
    assert [node.parent for node in shown.capabilities] == ["x", "y", "x"]
    assert shown.node("x").tally.answered == 2
    assert shown.overall == card.overall


def test_a_group_with_unknown_capabilities_is_not_established() -> None:
    framework = viewed()
    shown = regroup(framework, score(framework, said("r", aq=4.0), "full"), "v")
    assert numbers(shown.node("x")) == (None, 4.0, 1, 4)
    with pytest.raises(KeyError):
        regroup(framework, shown, "nothing")


def test_means_in_the_whole_are_of_scores() -> None:
    framework = framework_of(
        pillar("p", capability("a", practice("q", 2))), questions=MEAN, children=MEAN
    )
    overall = score(framework, said("r", q=P), "full").overall
    # 1 + 4 / 3, through every storey.
    assert overall.level == 2
    assert overall.score == pytest.approx(7 / 3)
