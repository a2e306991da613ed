"""A framework whose roll-ups cannot score is refused before anything is scored."""

from dataclasses import replace

import pytest

from domain.errors import InvalidInput
from domain.framework import Framework, Rollup
from scoring import check_rollups, score
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
NO_CHILDREN = "reads questions only; choose one of minimum, stage, weighted_mean"


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
    names = "achieved_levels, minimum, placed_level, stage, weighted_mean"
    assert problems_of(framework) == [
        "rollup, pillar: stage has no setting shares; remove it",
        "rollup, pillar: share is 1.5; it has to be above 0 and at most 1",
        f"rollup, overall: achieved_levels {NO_CHILDREN}",
        "rollup, quick: largely is above fully; it has to be the lower of the two",
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
    able = "achieved_levels, minimum, placed_level, weighted_mean"
    assert problems_of(framework) == [
        "capability a: achieved_levels needs a practice question; there is none",
        "capability b: placed_level needs a placement question; there is none",
        f"capability c: stage does not read questions; choose one of {able}",
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
