"""The worth and the order of talks in figures, worked by hand on the small framework.

Weights are 2, 1 and 1: over their mean of 4/3 that is 1.5, 0.75 and 0.75. The stage of the first
pillar is that of its critical capability, lead-01, which has two thirds of the weight; the stage
of the whole is that of the second pillar, run-01, which has two thirds too, and at most 2 while
lead-01 is below 3.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import log2

import pytest

from domain.answers import Answer
from domain.workshop import Proposal
from scoring import agreed_values, worth_discussing
from storage.frameworks import load_framework
from tests.engagements.conftest import SMALL
from tests.scoring.building import placement, practice

FRAMEWORK = load_framework(SMALL)
FULL = {capability.id: questions for capability, questions in FRAMEWORK.asked("full", {})}
QUICK = {capability.id: questions for capability, questions in FRAMEWORK.asked("quick", {})}
# 2 2 4 4: mean 3, each 1 of 4 away: 1 + log2(3/4).
APART, APART_BY = (2, 2, 4, 4), log2(4 / 3)
# 3 3 3 3 5: mean 3.4; four are 0.4 of 4 away and one is 1.6 of 4: 1 + 0.8 log2 0.9 + 0.2 log2 0.6.
ONE_FAR_OUT, ONE_FAR_OUT_BY = (3, 3, 3, 3, 5), -0.8 * log2(0.9) - 0.2 * log2(0.6)

# 3 3 3 4: mean 3.25; three are 0.25 of 4 away and one is 0.75 of 4.
CLOSE, CLOSE_BY = (3, 3, 3, 4), 0.75 * log2(16 / 15) + 0.25 * log2(16 / 13)


def said(question: str, values: Sequence[float]) -> list[Answer]:
    """One answer a person."""
    return [Answer(f"p{at}", question, "value", float(value)) for at, value in enumerate(values)]


def proposed(
    lead: Sequence[float] = (),
    skills: Sequence[float] = (),
    run: Sequence[float] = (),
    minutes: int = 480,
) -> tuple[Proposal, ...]:
    """What is proposed after these placements."""
    answers = [
        *said("lead-01-placement", lead),
        *said("lead-02-placement", skills),
        *said("run-01-placement", run),
    ]
    return worth_discussing(FRAMEWORK, answers, "quick", {}, QUICK, minutes)


def test_what_holds_a_pillar_and_the_whole_is_worth_twice() -> None:
    [found] = proposed(lead=APART, run=(5, 5))
    assert found.decides == ("overall", "lead")
    assert found.disagreement == pytest.approx(APART_BY)
    assert found.weight == pytest.approx(1.5)
    assert found.worth == pytest.approx(APART_BY * 1.5 * 2)
    assert found.worth == pytest.approx(1.2451, abs=0.0001)


def test_where_the_whole_is_held_by_another_only_the_pillar_hangs_on_it() -> None:
    [found] = proposed(lead=APART, run=(1, 1))
    assert found.decides == ("lead",)
    assert found.worth == pytest.approx(APART_BY * 1.5 * 2)


def test_what_decides_no_level_is_worth_its_disagreement_and_weight() -> None:
    [found] = proposed(lead=(4, 4), skills=APART, run=(5, 5))
    assert found.decides == ()
    assert found.worth == pytest.approx(APART_BY * 0.75)


def test_a_gate_of_the_whole_takes_a_level_out_of_the_room_s_hands() -> None:
    # With lead-01 at 2 the whole is 2 at most, whether run-01 is 2 or 4.
    [found] = proposed(lead=(2, 2), run=APART)
    assert found.decides == ("run",)
    [found] = proposed(lead=(3, 3), run=APART)
    assert found.decides == ("overall", "run")


@pytest.mark.parametrize(
    ("values", "disagreement", "minutes"),
    [
        ((1, 1, 5, 5), 1.0, 16),
        (APART, APART_BY, 9),  # 4 + ceil(4.98)
        (ONE_FAR_OUT, ONE_FAR_OUT_BY, 8),  # 4 + ceil(3.23)
        (CLOSE, CLOSE_BY, 6),  # 4 + ceil(1.74)
    ],
)
def test_a_talk_takes_four_minutes_and_up_to_twelve_more(
    values: tuple[int, ...], disagreement: float, minutes: int
) -> None:
    [found] = proposed(run=values)
    assert found.disagreement == pytest.approx(disagreement)
    assert found.minutes == minutes
    assert proposed(run=values, minutes=minutes) == (found,)
    assert proposed(run=values, minutes=minutes - 1) == ()


def test_what_brings_more_in_all_comes_after_what_brings_more_a_minute() -> None:
    # 1.245 in 9 minutes is 0.138 a minute; 1.5 in 16 is 0.094.
    first, second = proposed(lead=APART, run=(1, 1, 5, 5))
    assert (first.capability, second.capability) == ("lead-01", "run-01")
    assert first.worth < second.worth
    assert second.worth == pytest.approx(1.0 * 0.75 * 2)
    assert [each.capability for each in proposed(lead=APART, run=(1, 1, 5, 5), minutes=15)] == [
        "lead-01"
    ]


def test_of_two_that_bring_as_much_the_first_by_name_comes_first() -> None:
    both = proposed(skills=ONE_FAR_OUT, run=ONE_FAR_OUT)
    assert [each.capability for each in both] == ["lead-02", "run-01"]
    assert both[0].worth == both[1].worth == pytest.approx(ONE_FAR_OUT_BY * 0.75)


def test_quartiles_are_answers_that_somebody_gave() -> None:
    # Of eight in order, one eighth from the ends on either side: the second and the seventh.
    [found] = proposed(run=(5, 1, 2, 2, 3, 4, 4, 5))
    assert (found.low, found.high) == (2, 5)


def test_who_does_not_know_neither_agrees_nor_differs() -> None:
    unsure = [
        Answer("p8", "run-01-placement", "dont_know"),
        Answer("p9", "run-01-placement", "not_applicable"),
    ]
    answers = [*said("run-01-placement", APART), *unsure]
    [found] = worth_discussing(FRAMEWORK, answers, "quick", {}, QUICK, 480)
    assert found.disagreement == pytest.approx(APART_BY)
    assert worth_discussing(FRAMEWORK, unsure, "quick", {}, QUICK, 480) == ()


def test_disagreement_is_the_mean_over_the_questions_that_were_answered() -> None:
    # All agree on the statement; on one practice, from 0 to 3, they are two camps.
    answers = [*said("lead-02-placement", (3, 3, 3, 3)), *said("lead-02-l2", (0, 0, 3, 3))]
    [found] = worth_discussing(FRAMEWORK, answers, "full", {}, FULL, 480)
    assert found.disagreement == pytest.approx(0.5)
    assert found.minutes == 10


# Agreed levels


@pytest.mark.parametrize(
    ("level", "practices"),
    [(1, [0, 0, 0, 0]), (3, [3, 3, 0, 0]), (5, [3, 3, 3, 3])],
)
def test_a_level_stands_for_the_practices_up_to_it(level: int, practices: list[int]) -> None:
    questions = FULL["lead-02"]
    values = agreed_values(questions, level)
    assert values.pop("lead-02-placement") == level
    assert [values[f"lead-02-l{at}"] for at in (2, 3, 4, 5)] == practices
    assert len(values) == 4


def test_what_belongs_to_no_level_is_agreed_on_by_itself() -> None:
    none = replace(practice("free", 2), level=None)
    assert agreed_values([placement("where"), practice("two", 2), none], 2) == {
        "where": 2,
        "two": 3,
    }
    assert agreed_values([none], 4) == {}
