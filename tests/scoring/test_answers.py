"""From what people said to what counts: several respondents, unknown, not applicable, refused."""

import pytest

from domain.answers import Answer
from domain.errors import InvalidInput
from domain.scorecard import QuestionResult, Tally
from scoring import score
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
    practices_scored,
    said,
)

ONE = framework_of(pillar("p", capability("c", practice("q", 2))), questions=ACHIEVED)


def question(*answers: Answer) -> QuestionResult:
    (found,) = score(ONE, answers, "full").questions
    return found


def test_several_respondents_count_with_their_lower_median() -> None:
    # N, L, L, F: the two in the middle are L and L. N, F: the lower one is N.
    four = [*said("a", q=F), *said("b", q=L), *said("c", q=N), *said("d", q=L)]
    found = question(*four)
    assert (found.value, found.low, found.high) == (L, N, F)
    assert found.distribution == {N: 1, L: 2, F: 1}
    assert found.label == "Extent 2"
    assert question(*said("a", q=F), *said("b", q=N)).value == N


def test_dont_know_and_not_applicable_are_told_apart_and_both_counted() -> None:
    found = question(*said("a", q="dont_know"), *said("b", q="not_applicable"), *said("c", q=P))
    assert found.tally == Tally(asked=3, answered=1, dont_know=1, not_applicable=1, missing=0)
    assert (found.state, found.value) == ("answered", P)
    assert question(*said("a", q="dont_know")).state == "dont_know"
    assert question(*said("a", q="not_applicable")).state == "not_applicable"
    assert question().state == "missing"


def test_who_answered_elsewhere_is_missing_here() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b")))
    card = score(framework, [*said("x", aq=3.0, bq=3.0), *said("y", aq=3.0)], "full")
    assert card.respondents == 2
    assert card.node("b").tally == Tally(asked=2, answered=1, missing=1)
    assert card.overall.tally == Tally(asked=4, answered=3, missing=1)


def test_an_unanswered_capability_is_unknown_not_zero() -> None:
    node = practices_scored({"a": 2}, {})
    assert (node.level, node.score, node.coverage) == (None, None, 0.0)
    assert (node.worst, node.best, node.applies) == (1, 5, True)


def test_unknown_practices_leave_a_level_open_between_worst_and_best() -> None:
    node = practices_scored({"a": 2, "b": 3, "c": 4}, {"a": F, "b": "dont_know", "c": F})
    # At worst b is N and stops level 3; at best it is F, and level 4 is reached.
    assert (node.level, node.worst, node.best) == (None, 2, 4)
    assert node.coverage == pytest.approx(2 / 3)
    assert [cap.because for cap in node.caps] == [
        "Level 3 takes “extent 2” for “Practice b.”; today: nobody knows."
    ]


def test_a_level_is_established_when_the_best_case_is_one_level_higher() -> None:
    node = practices_scored({"a": 2, "b": 3, "c": 4}, {"a": F, "b": "dont_know", "c": N})
    assert (node.level, node.worst, node.best) == (2, 2, 3)


def test_a_claim_alone_establishes_nothing_where_practices_decide() -> None:
    asked = (placement("claim"), practice("q", 2))
    framework = framework_of(pillar("p", capability("c", *asked)), questions=ACHIEVED)
    node = score(framework, said("r", claim=4.0), "full").node("c")
    assert (node.level, node.score, node.worst, node.best) == (None, None, 1, 5)
    both = score(framework, said("r", claim=4.0, q=P), "full").node("c")
    assert (both.level, both.placed) == (1, 4)


def test_a_mean_leaves_out_what_is_unknown_and_bounds_it() -> None:
    node = practices_scored({"a": 2, "b": 2}, {"a": L, "b": "dont_know"}, MEAN)
    # a is 1 + 4 * 2/3 = 3.67; with b at N (1) the mean is 2.33, with b at F (5) it is 4.33.
    assert node.score == pytest.approx(11 / 3)
    assert (node.level, node.worst, node.best) == (None, 2, 4)


def test_what_is_not_applicable_throughout_leaves_the_roll_up() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b", critical=True)))
    card = score(framework, said("r", aq=4.0, bq="not_applicable"), "full")
    left = card.node("b")
    assert (left.level, left.worst, left.best, left.score) == (None, None, None, None)
    assert (left.applies, left.coverage) == (False, 1.0)
    assert card.node("p").level == 4
    assert card.node("p").coverage == 1.0
    assert [term.note for term in card.node("p").terms] == ["", "does not apply"]


def test_when_nothing_applies_there_is_no_level_anywhere() -> None:
    framework = framework_of(pillar("p", placed("a")), pillar("q", placed("b")))
    card = score(framework, said("r", aq="not_applicable", bq="not_applicable"), "full")
    for node in (card.overall, *card.pillars, *card.capabilities):
        assert (node.level, node.score, node.applies) == (None, None, False)
    assert card.overall.tally == Tally(asked=2, not_applicable=2)


def test_a_capability_that_is_not_asked_about_is_unknown_and_leaves_the_roll_up() -> None:
    full_only = capability("b", practice("b2", 2), critical=True)
    framework = framework_of(
        pillar("p", capability("a", placement("aq"), practice("a2", 2)), full_only),
        pillar("q", capability("c", practice("c2", 2))),
        questions=ACHIEVED,
    )
    card = score(framework, said("r", aq=4.0), "quick")
    assert (card.node("b").level, card.node("b").worst, card.node("b").best) == (None, 1, 5)
    assert card.node("p").level == 4
    assert card.overall.level == 4
    assert [term.note for term in card.node("p").terms] == ["", "not asked"]


def test_every_answer_that_cannot_be_used_is_named_with_respondent_and_question() -> None:
    strict = practice("strict", 2, dont_know=False, not_applicable=False)
    framework = framework_of(
        pillar("p", capability("c", practice("q", 2), strict)), questions=ACHIEVED
    )
    answers = [
        *said("ann", q=7.0, gone=1.0, strict="dont_know"),
        *said("bob", strict="not_applicable"),
        Answer("bob", "q", "value", None),
        Answer("cyd", "q", "dont_know", 2.0),
        *said("dan", q=L),
        *said("dan", q=F),
        *said("eve", q=float("nan")),
    ]
    with pytest.raises(InvalidInput) as found:
        score(framework, answers, "full")
    values = "expected one of 0, 1, 2, 3, found"
    assert [str(problem) for problem in found.value.problems] == [
        f"respondent ann, question q: {values} 7; choose one of these",
        "respondent ann, question gone: is not a question of this framework; correct the id or "
        "remove the answer",
        'respondent ann, question strict: does not offer "don\'t know"; choose a value',
        'respondent bob, question strict: does not offer "not applicable"; choose a value',
        f"respondent bob, question q: {values} no value; choose one of these",
        "respondent cyd, question q: is dont_know and has the value 2; remove one of the two",
        "respondent dan, question q: was answered twice; keep one of the answers",
        f"respondent eve, question q: {values} nan; choose one of these",
    ]
