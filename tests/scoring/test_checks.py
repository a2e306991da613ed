"""A framework whose roll-ups cannot score is refused before anything is scored."""

from dataclasses import replace

import pytest

from domain.errors import InvalidInput
from domain.framework import Framework, Rollup
from scoring import check_rollups, score, strategies
from tests.scoring.building import (
    ACHIEVED,
    MINIMUM,
    PLACED,
    STAGE,
    capability,
    framework_of,
    pillar,
    placed,
    placement,
    practice,
)

PRACTICES = pillar("p", capability("c", practice("q", 2)))
QUESTIONS = ", ".join(name for name, found in strategies().items() if found.for_questions)
CHILDREN = ", ".join(name for name, found in strategies().items() if found.for_children)
NO_CHILDREN = f"reads questions only; choose one of {CHILDREN}"


def problems_of(framework: Framework) -> list[str]:
    with pytest.raises(InvalidInput) as found:
        check_rollups(framework)
    return [str(problem) for problem in found.value.problems]


def test_a_framework_without_a_needed_setting_is_refused_with_its_place() -> None:
    framework = framework_of(PRACTICES, questions=Rollup("achieved_levels", {"largely": 2}))
    assert problems_of(framework) == [
        "rollup, capability: achieved_levels needs the setting fully; add it"
    ]
    with pytest.raises(InvalidInput, match="needs the setting fully"):
        score(framework, [], "full")


def test_every_problem_of_the_roll_ups_is_told_at_once() -> None:
    framework = replace(
        framework_of(
            pillar("p", capability("c", practice("q", 2), rollup=Rollup("best")), rollup=PLACED),
            questions=ACHIEVED,
            children=Rollup("stage", {"share": 1.5, "shares": 1}),
        ),
        overall_rollup=ACHIEVED,
        quick_rollup=Rollup("achieved_levels", {"largely": 3, "fully": 2}),
    )
    names = ", ".join(strategies())
    assert problems_of(framework) == [
        "rollup, pillar: stage has no setting shares; remove it",
        "rollup, pillar: stage: share is a number above 0 and at most 1; found 1.5",
        f"rollup, overall: achieved_levels {NO_CHILDREN}",
        "rollup, quick: achieved_levels: largely is above fully; it has to be the lower of the two",
        f"pillar p: placed_level {NO_CHILDREN}",
        f"capability c: there is no strategy best; choose one of {names}",
    ]


def test_a_strategy_has_to_be_able_to_read_the_questions_it_is_given() -> None:
    framework = framework_of(
        pillar(
            "p",
            capability("a", placement("a1")),
            capability("b", practice("b1", 2), rollup=PLACED),
            capability("c", practice("c1", 2), rollup=STAGE),
            capability("d", practice("d1", 2, quick=True), rollup=MINIMUM),
        ),
        questions=ACHIEVED,
    )
    assert problems_of(framework) == [
        "capability a: achieved_levels needs a practice question; there is none",
        "capability b: placed_level needs a placement question; there is none",
        f"capability c: stage does not read questions; choose one of {QUESTIONS}",
        "capability d, quick scan: placed_level needs a placement question; there is none",
    ]


def test_practices_beside_parts_and_out_of_reach_are_refused() -> None:
    part = capability(
        "part", practice("q", 2), rollup=Rollup(ACHIEVED.strategy, {"largely": 2, "fully": 4})
    )
    framework = framework_of(
        pillar("p", capability("a", practice("own", 2), parts=(part,))), questions=ACHIEVED
    )
    assert problems_of(framework) == [
        "capability a: has parts and practices of its own; put the practices into a part",
        "capability part: fully is 4, but the answers to q end at 3; use a scale that reaches it",
    ]


def test_a_capability_of_parts_needs_no_questions() -> None:
    check_rollups(framework_of(pillar("p", capability("a", parts=(placed("x"),)))))


def test_a_setting_that_is_not_what_it_has_to_be_is_told_in_words() -> None:
    wrong = {
        "largely": True,
        "fully": "most",
        "digits": 12,
        "cut_offs": [3, 1],
        "rounding": "up",
        "unanswered": "zero",
    }
    framework = framework_of(PRACTICES, questions=Rollup("achieved_levels", wrong))
    assert problems_of(framework) == [
        f"rollup, capability: achieved_levels: {complaint}"
        for complaint in (
            "largely is a number; found True",
            "fully is a number; found most",
            "digits is a whole number from 0 to 9; found 12",
            "cut_offs is a list of rising numbers; found [3, 1]",
            "rounding is truncate or half_up; found up",
            "unanswered is lowest or left_out; found zero",
        )
    ]


def test_rules_and_tables_speak_only_of_what_is_there() -> None:
    rules = [{"when": "q && (other || q", "level": 2}]
    broken = Rollup("risk_rules", {"rules": rules, "otherwise": 1})
    assert "rules is a list of" in problems_of(framework_of(PRACTICES, questions=broken))[0]
    rules = [{"when": "q && !other", "level": 2}]
    unknown = Rollup("risk_rules", {"rules": rules, "otherwise": 1})
    found = problems_of(framework_of(PRACTICES, questions=unknown))
    assert "capability c: risk_rules speaks of other, which is not asked here" in found
    assert any("a choice is ticked or not" in problem for problem in found)
    table = Rollup("gates", {"table": {"2": {"nothing": 3}}})
    found = problems_of(framework_of(PRACTICES, questions=ACHIEVED, children=table))
    assert "pillar p: gates speaks of nothing, which is not among its children" in found
    staged = problems_of(framework_of(PRACTICES, questions=ACHIEVED, children=Rollup("staged")))
    assert "pillar p: staged needs the level that c belongs to" in staged
