"""Several raters: agreement worked by hand, groups, hints, and intervals that can be repeated."""

from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.answers import Answer, AnswerKind
from domain.framework import Framework
from scoring import (
    agreement,
    alpha,
    bootstrap,
    careless_hints,
    consensus,
    groups_shown,
    weight_sensitivity,
)
from tests.scoring.building import (
    ACHIEVED,
    F,
    L,
    N,
    P,
    capability,
    framework_of,
    pillar,
    placed,
    practice,
    said,
)

NAN = float("nan")


def test_consensus_is_one_when_all_agree_and_nothing_at_the_two_ends() -> None:
    assert consensus({3: 5}, 1, 5) == 1
    assert consensus({1: 2, 5: 2}, 1, 5) == pytest.approx(0)
    assert consensus({}, 1, 5) is None


def test_consensus_of_neighbours_worked_by_hand() -> None:
    # Half at 2, half at 3 of 1 to 5: the mean is 2.5, each is 0.5 of 4 away: 1 + log2(7 / 8).
    assert consensus({2: 1, 3: 1}, 1, 5) == pytest.approx(1 + log2(7 / 8))
    # Three of four at 1, one at 5: mean 2; distances 1 and 3 of 4.
    assert consensus({1: 3, 5: 1}, 1, 5) == pytest.approx(
        1 + 0.75 * log2(1 - 1 / 4) + 0.25 * log2(1 - 3 / 4)
    )


def test_alpha_of_the_published_example() -> None:
    # Krippendorff (2011), section C: four observers, twelve units, ordinal; published as 0.815.
    ratings = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
    assert alpha(ratings, [1, 2, 3, 4, 5]) == pytest.approx(0.815, abs=5e-4)


def test_alpha_where_nothing_can_be_compared() -> None:
    assert alpha([[1, 2]], [1, 2]) is None
    assert alpha([[1, NAN], [NAN, 2]], [1, 2]) is None
    assert alpha([[2, 2], [2, 2]], [1, 2]) == 1.0


def test_agreement_of_a_capability_counts_its_raters() -> None:
    questions = [practice("a", 2), practice("b", 3)]
    answers = said("r", a=F, b=N) + said("s", a=F, b=F) + said("t", a="dont_know")
    found = agreement(questions, answers)
    assert found.raters == 2
    # a: all alike, 1; b: half at each end, 0.
    assert found.consensus == pytest.approx(0.5)


def test_answers_in_one_long_run_are_hinted_at() -> None:
    order = [f"q{i}" for i in range(10)]
    same = said("same", **dict.fromkeys(order, L))
    mixed = said("mixed", **{name: (N, P, L, F)[i % 4] for i, name in enumerate(order)})
    not_known: AnswerKind = "dont_know"
    unknown = said("unknown", **dict.fromkeys(order, not_known))
    hints = careless_hints([*same, *mixed, *unknown], order)
    assert [(hint.respondent, hint.because) for hint in hints] == [
        ("same", "10 of 10 answers in a row are the same"),
        ("unknown", 'all 10 answers are "don\'t know"'),
    ]
    few = said("few", **dict.fromkeys(order[:4], L))
    assert careless_hints(few, order) == ()


def test_roles_are_shown_only_from_a_smallest_size_and_not_by_subtraction() -> None:
    roles = {f"a{i}": "board" for i in range(5)} | {f"b{i}": "risk" for i in range(6)}
    shown, left = groups_shown(roles, 5)
    assert set(shown) == {"board", "risk"}
    assert left == frozenset()
    # One person of a third role: all less the two groups would be that person.
    shown, left = groups_shown(roles | {"c": "ceo"}, 5)
    assert set(shown) == {"risk"}
    assert left == {"c", "a0", "a1", "a2", "a3", "a4"}


@given(st.dictionaries(st.text(max_size=3), st.sampled_from("abcd"), max_size=30))
def test_nobody_is_shown_in_a_small_group_or_left_in_one(roles: dict[str, str]) -> None:
    shown, left = groups_shown(roles, 5)
    assert all(len(found) >= 5 for found in shown.values())
    assert not shown or not left or len(left) >= 5
    assert len(left) + sum(len(found) for found in shown.values()) == len(roles)


def disputed() -> list[Answer]:
    """Five raters of one capability: level 2 for two of them, level 3 for three."""
    high, low = {"a": F, "b": L}, {"a": F, "b": P}
    return [
        answer
        for index, values in enumerate((high, high, high, low, low))
        for answer in said(f"r{index}", **values)
    ]


def framework_with_two_levels() -> Framework:
    return framework_of(
        pillar("p", capability("c", practice("a", 2), practice("b", 3))), questions=ACHIEVED
    )


def test_the_bootstrap_over_raters_shows_how_much_hangs_on_who_was_asked() -> None:
    found = bootstrap(framework_with_two_levels(), disputed(), "full", draws=2000)["c"]
    assert (found.low, found.middle, found.high) == (2, 3, 3)
    # The lower median of five is at least largely when three or more of the draws are high: with
    # three of five high the chance is 0.68256.
    assert found.share[3] == pytest.approx(0.68256, abs=0.04)
    again = bootstrap(framework_with_two_levels(), disputed(), "full", draws=2000)["c"]
    assert again == found
    other = bootstrap(framework_with_two_levels(), disputed(), "full", draws=2000, seed=1)["c"]
    assert other.share != found.share


def test_one_rater_has_no_spread() -> None:
    answers = said("r", a=F, b=L)
    found = bootstrap(framework_with_two_levels(), answers, "full", draws=50)["c"]
    assert (found.low, found.high, found.share) == (3, 3, {3: 1.0})
    assert bootstrap(framework_with_two_levels(), [], "full") == {}


def test_weights_that_do_not_matter_and_weights_that_do() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b"), placed("c")))
    clear = weight_sensitivity(framework, said("r", aq=3.0, bq=3.0, cq=3.0), "full", draws=40)
    assert clear["p"].share == {3: 1.0}
    # Two of three at 4: two thirds of the weight, so a little less weight tips it.
    tipping = weight_sensitivity(framework, said("r", aq=4.0, bq=4.0, cq=1.0), "full", draws=200)
    assert set(tipping["p"].share) == {1, 4}
    assert 0.2 < tipping["p"].share[4] < 0.8


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000))
def test_an_interval_contains_the_level_that_comes_most_often_in_the_middle(seed: int) -> None:
    found = bootstrap(framework_with_two_levels(), disputed(), "full", draws=100, seed=seed)["c"]
    assert found.low <= found.middle <= found.high
    assert sum(found.share.values()) == pytest.approx(1)
