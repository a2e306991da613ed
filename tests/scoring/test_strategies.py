"""The strategies, with numbers worked by hand: N, P, L, F are 0, 1, 2, 3."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from domain.framework import Rollup
from scoring import score, strategies
from scoring.items import Items
from tests.scoring.building import (
    MEAN,
    MINIMUM,
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
    practices_scored,
    said,
    stage_of,
)

METHOD = Path(__file__).parents[2] / "docs" / "scoring.md"


@pytest.mark.parametrize(
    ("by_level", "level", "expected_score"),
    [
        # 2 passes (F), 3 passes (F, L), 4 stops (P, N): 3 + (1/3 + 0) / 2.
        ({2: [F], 3: [F, L], 4: [P, N]}, 3, 3 + 1 / 6),
        # Level 3 needs level 2 fully, and it is largely: 2 + (1 + 1) / 2.
        ({2: [L], 3: [F, F]}, 2, 3.0),
        # One practice of level 3 is only partly there: 2 + (1 + 1/3) / 2.
        ({2: [F], 3: [F, P]}, 2, 2 + 2 / 3),
        # Level 2 is not even largely there: 1 + 1/3.
        ({2: [P]}, 1, 1 + 1 / 3),
        # Everything is fully there.
        ({2: [F], 3: [F], 4: [F], 5: [F]}, 5, 5.0),
        # The top level needs only largely.
        ({2: [F], 3: [F], 4: [F], 5: [L]}, 5, 5.0),
        # A practice of the lowest level has to be fully there from level 2 on: 1 + 1.
        ({1: [L], 2: [F]}, 1, 2.0),
    ],
)
def test_levels_are_reached_one_after_the_other(
    by_level: Mapping[int, list[float]], level: int, expected_score: float
) -> None:
    levels = {f"l{n}.{i}": n for n, values in by_level.items() for i in range(len(values))}
    values = {f"l{n}.{i}": v for n, found in by_level.items() for i, v in enumerate(found)}
    node = practices_scored(levels, values)
    assert (node.level, node.worst, node.best) == (level, level, level)
    assert node.score == pytest.approx(expected_score)


def test_a_level_whose_practices_do_not_apply_passes_with_the_levels_below_it() -> None:
    levels = {"a": 2, "b": 3, "c": 4}
    reached = practices_scored(levels, {"a": F, "b": "not_applicable", "c": L})
    assert reached.level == 4
    # Stopped at level 4 with P: level 3 has passed, and it is 1/3 of the way into level 4.
    stopped = practices_scored(levels, {"a": F, "b": "not_applicable", "c": P})
    assert stopped.level == 3
    assert stopped.score == pytest.approx(3 + 1 / 3)
    below = practices_scored(levels, {"a": P, "b": "not_applicable", "c": F})
    assert below.level == 1


def test_a_level_that_has_no_practices_at_all_is_not_reached() -> None:
    assert practices_scored({"a": 2, "c": 4}, {"a": F, "c": P}).level == 2
    assert practices_scored({"a": 2, "c": 4}, {"a": F, "c": L}).level == 4
    assert practices_scored({"a": 2}, {"a": F}).level == 2


def test_what_stops_the_climb_is_named() -> None:
    stopped = practices_scored({"a": 2, "c": 4}, {"a": F, "c": P})
    assert [cap.because for cap in stopped.caps] == [
        "Level 4 takes “extent 2” for “Practice c.”; today: extent 1."
    ]


def test_the_practices_that_stop_a_level_are_named_with_what_it_takes() -> None:
    node = practices_scored({"a": 2, "b": 3, "c": 3, "d": 4}, {"a": L, "b": F, "c": P, "d": N})
    # Level 2 passes; level 3 takes a fully and c largely. d belongs to level 4: not yet its turn.
    assert [(cap.level, cap.by, cap.because) for cap in node.caps] == [
        (2, "a", "Level 3 takes “extent 3” for “Practice a.”; today: extent 2."),
        (2, "c", "Level 3 takes “extent 2” for “Practice c.”; today: extent 1."),
    ]


def test_practices_weigh_in_the_progress_and_not_in_the_level() -> None:
    questions = [practice("a", 2, weight=3), practice("b", 2, weight=1)]
    framework = framework_of(
        pillar("p", capability("c", *questions)),
        questions=Rollup("achieved_levels", {"largely": L, "fully": F}),
    )
    node = score(framework, said("r", a=F, b=N), "full").node("c")
    # 1 + (3 * 1 + 1 * 0) / 4, and no weight makes up for b.
    assert (node.level, node.score) == (1, 1.75)


@pytest.mark.parametrize(
    ("levels", "critical", "expected"),
    [
        ([3, 3, 2, 4], [], 3),  # three of four are at 3 or above: 75 %
        ([3, 3, 2, 4], [2], 2),  # the one at 2 is critical
        ([4, 4, 1], [], 4),  # exactly two thirds are at 4
        ([4, 1, 1], [], 1),  # one third
        ([5, 5, 5, 5, 5, 1], [5], 1),
    ],
)
def test_a_stage_needs_what_is_critical_and_a_share_of_the_weight(
    levels: list[float], critical: list[int], expected: int
) -> None:
    node = stage_of(levels, critical).node("p")
    assert node.level == expected
    assert node.score == pytest.approx(sum(levels) / len(levels))
    assert node.floor == min(levels)


@pytest.mark.parametrize("share", [2 / 3, 0.6667, 0.667, 0.6666])
def test_two_thirds_may_be_written_as_a_rounded_number(share: float) -> None:
    assert stage_of([4, 4, 1], share=share).node("p").level == 4


def test_a_share_that_is_clearly_more_is_more() -> None:
    # Two of three is less than 70 %; everybody is at 1.
    assert stage_of([4, 4, 1], share=0.7).node("p").level == 1


def test_what_holds_a_stage_is_named() -> None:
    critical = stage_of([3, 3, 2, 4], [2]).node("p")
    assert [(cap.level, cap.by, cap.because) for cap in critical.caps] == [
        (2, "c2", "C2 is not yet at level 3, and it is critical.")
    ]
    light = stage_of([4, 1, 1]).node("p")
    wanted = "only 33% of the weight is there, 67% is needed"
    assert [(cap.by, cap.because) for cap in light.caps] == [
        ("c1", f"C1 is not yet at level 2, and {wanted}."),
        ("c2", f"C2 is not yet at level 2, and {wanted}."),
    ]


def test_a_child_nobody_answered_holds_a_stage_as_unknown_and_not_as_low() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b", critical=True)))
    node = score(framework, said("r", aq=4.0), "full").node("p")
    assert [cap.because for cap in node.caps] == [
        "B is not known to be at level 2, and it is critical."
    ]


def test_weights_count_in_a_stage() -> None:
    heavy, light = placed("heavy", weight=4.0), placed("light", weight=1.0)
    framework = framework_of(pillar("p", heavy, light))
    node = score(framework, said("r", heavyq=4.0, lightq=1.0), "full").node("p")
    # 4 of 5 are at 4; the mean is (4 * 4 + 1) / 5.
    assert node.level == 4
    assert node.score == pytest.approx(3.4)


def test_the_weighted_mean_of_questions_is_put_on_the_level_scale_and_cut_off() -> None:
    questions = [practice("a", 2, weight=1), practice("b", 2, weight=3)]
    framework = framework_of(pillar("p", capability("c", *questions)), questions=MEAN)
    node = score(framework, said("r", a=F, b=P), "full").node("c")
    # F is 1 + 4 * 1 = 5, P is 1 + 4 / 3 = 7/3: (5 + 3 * 7/3) / 4 = 3.
    assert node.level == 3
    assert node.score == pytest.approx(3.0)


def test_a_mean_of_children_is_of_their_scores_and_not_of_their_levels() -> None:
    # a: N, L -> 1 + 4 * (0 + 2/3) / 2 = 2 1/3, level 2. b: L -> 3 2/3, level 3.
    # Of scores (2 1/3 + 3 2/3) / 2 = 3; of levels it would be 2.5.
    a = capability("a", practice("a1", 2), practice("a2", 2))
    b = capability("b", practice("b1", 2))
    framework = framework_of(pillar("p", a, b), questions=MEAN, children=MEAN)
    card = score(framework, said("r", a1=N, a2=L, b1=L), "full")
    assert (card.node("a").level, card.node("b").level) == (2, 3)
    assert card.node("p").level == 3
    assert card.node("p").score == pytest.approx(3.0)


def test_a_mean_of_children_is_bounded_by_what_is_unknown() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b")), children=MEAN)
    node = score(framework, said("r", aq=5.0), "full").node("p")
    # b may be anything from 1 to 5: (5 + 1) / 2 = 3 to (5 + 5) / 2 = 5.
    assert (node.level, node.worst, node.best, node.score) == (None, 3, 5, 5.0)
    assert (node.worst_score, node.best_score) == (3.0, 5.0)


def test_the_weakest_decides_under_minimum() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b")), children=MINIMUM)
    node = score(framework, said("r", aq=5.0, bq=2.0), "full").node("p")
    assert (node.level, node.score) == (2, 3.5)
    assert [cap.because for cap in node.caps] == ["B is not yet at level 3, and it is the weakest."]


def test_the_weakest_answer_decides_under_minimum() -> None:
    # L is 1 + 4 * 2/3 = 3.67, cut off to 3; F is 5.
    node = practices_scored({"a": 2, "b": 3}, {"a": L, "b": F}, MINIMUM)
    assert node.level == 3
    assert node.score == pytest.approx(13 / 3)


def test_the_quick_scan_takes_the_statement_chosen_and_the_lowest_of_several() -> None:
    two = capability("a", placement("a1"), placement("a2"))
    framework = framework_of(pillar("p", two, placed("b")))
    card = score(framework, said("r", a1=4.0, a2=2.0, bq=3.0), "quick")
    assert [card.node(name).level for name in "ab"] == [2, 3]
    assert [card.node(name).score for name in "ab"] == [2.0, 3.0]


def test_levels_may_start_at_zero() -> None:
    levels = range(4)
    asked = [practice("a0", 0), practice("a1", 1), practice("a2", 2)]
    framework = framework_of(
        pillar("p", capability("a", *asked), capability("b", practice("b1", 1))),
        questions=Rollup("achieved_levels", {"largely": L, "fully": F}),
        levels=levels,
    )
    card = score(framework, said("r", a0=L, a1=F, a2=F, b1=N), "full")
    # Level 1 needs what belongs to level 0 fully, and it is largely.
    assert (card.node("a").level, card.node("b").level) == (0, 0)
    assert card.node("p").floor == 0
    better = score(framework, said("r", a0=F, a1=F, a2=F, b1=N), "full")
    assert better.node("a").level == 2


def test_many_assessments_are_rolled_up_in_one_call_as_they_are_one_by_one() -> None:
    nan = float("nan")
    # Practices of levels 2, 3 and 4, and a placement: four assessments, one of nothing.
    values = np.array([[F, L, P, 4.0], [L, F, F, 2.0], [F, nan, L, 3.0], [nan] * 4])
    together = Items(
        ids=("a", "b", "c", "placement"),
        values=values,
        share=values / F,
        points=values,
        weights=np.array([1.0, 2.0, 1.0, 1.0]),
        levels=np.array([2.0, 3.0, 4.0, nan]),
        critical=np.array([True, False, False, False]),
        of_questions=True,
        lowest=1,
        highest=5,
        low=0,
        high=3,
    )
    rules = [{"when": "a && !(b || placement)", "level": 3}, {"when": "c", "level": 2}]
    table = {"2": {"a": L, "b": P}, "3": {"c": L}}
    settings = {"largely": L, "fully": F, "least": L, "start": 110, "table": table}
    settings |= {"rules": rules, "otherwise": 1}
    levels, scores = strategies()["achieved_levels"].roll_up(together, settings)
    # F, L: 3 + 1/3. L, then F is out of reach: 2 + 1. Level 3 passes: 4. Nothing: nothing.
    assert levels.tolist() == pytest.approx([3, 2, 4, nan], nan_ok=True)
    assert scores.tolist() == pytest.approx([3 + 1 / 3, 3, 4, nan], nan_ok=True)
    for strategy in strategies().values():
        both = np.array(strategy.roll_up(together, settings))
        for index, row in enumerate(values):
            alone = replace(together, values=row, share=row / F, points=row)
            np.testing.assert_array_equal(both[:, index], strategy.roll_up(alone, settings))


def test_every_strategy_and_setting_is_documented() -> None:
    text = METHOD.read_text(encoding="utf-8")
    for strategy in strategies().values():
        assert f"### {strategy.name}\n" in text
        assert all(f"`{setting}`" in text for setting in strategy.settings)
