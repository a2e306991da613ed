"""What talking could change: worked by hand on the small framework."""

from math import ceil, log2

import pytest

from domain.answers import Answer
from domain.workshop import Proposal
from scoring import agreed_values, worth_discussing
from storage.frameworks import load_framework
from tests.engagements.conftest import SMALL

FRAMEWORK = load_framework(SMALL)
QUESTIONS = {c.id: qs for c, qs in FRAMEWORK.asked("quick", {})}
LEAD, SKILLS, RUN = "lead-01-placement", "lead-02-placement", "run-01-placement"
# Weights 2, 1 and 1 stand for 1.5, 0.75 and 0.75 times their mean.


def proposed(minutes: int = 480, **said: tuple[int, ...]) -> tuple[Proposal, ...]:
    """The proposals after people said these levels; `lead`, `skills` and `run`."""
    names = {"lead": LEAD, "skills": SKILLS, "run": RUN}
    answers = [
        Answer(f"p{at}", names[name], "value", float(value))
        for name, values in said.items()
        for at, value in enumerate(values)
    ]
    return worth_discussing(FRAMEWORK, answers, "quick", {}, QUESTIONS, minutes)


def test_two_camps_are_the_most_that_people_can_differ() -> None:
    # Two at each end: mean 3, every distance 2 of 4: consensus 1 + log2(1 - 1/2) = 0.
    [found] = proposed(run=(1, 1, 5, 5))
    assert found.disagreement == pytest.approx(1)
    assert (found.low, found.high, found.minutes) == (1, 5, 16)


def test_worth_is_disagreement_times_weight_and_twice_where_a_level_hangs_on_it() -> None:
    # 2 2 4 4: mean 3, distance 1 of 4: consensus 1 + log2(3/4), disagreement log2(4/3).
    differ = log2(4 / 3)
    lead, skills = proposed(lead=(2, 2, 4, 4), skills=(2, 2, 4, 4), run=(3, 3, 3, 3))
    # Leadership needs its critical half at a level: it is 2 or more with the first; the second
    # does not hold it, the first is critical and two thirds of the weight.
    assert (lead.capability, skills.capability) == ("lead-01", "lead-02")
    assert "lead" in lead.decides
    assert lead.worth == pytest.approx(differ * 1.5 * 2)
    assert skills.worth == pytest.approx(differ * 0.75 * (2 if skills.decides else 1))
    assert lead.minutes == skills.minutes == 4 + ceil(12 * differ) == 9


def test_what_all_agree_on_and_what_nobody_said_is_not_proposed() -> None:
    assert proposed(lead=(3, 3, 3)) == ()
    assert proposed() == ()


def test_what_takes_longer_than_is_left_is_not_proposed() -> None:
    assert [each.capability for each in proposed(16, run=(1, 1, 5, 5))] == ["run-01"]
    assert proposed(15, run=(1, 1, 5, 5)) == ()


def test_what_brings_most_for_its_minutes_comes_first() -> None:
    both = proposed(lead=(2, 2, 4, 4), run=(1, 1, 5, 5))
    rates = [each.worth / each.minutes for each in both]
    assert rates == sorted(rates, reverse=True)
    assert {each.capability for each in both} == {"lead-01", "run-01"}


def test_a_single_voice_far_out_decides_nothing() -> None:
    # The quartiles of 3 3 3 3 5 are both 3: settling on either end changes no level.
    [found] = proposed(run=(3, 3, 3, 3, 5))
    assert found.decides == ()
    assert (found.low, found.high, found.answers) == (3, 3, 5)


def test_only_open_capabilities_are_proposed() -> None:
    answers = [Answer(f"p{at}", LEAD, "value", value) for at, value in enumerate((1.0, 5.0))]
    assert worth_discussing(FRAMEWORK, answers, "quick", {}, {}, 480) == ()


def test_an_agreed_level_is_everything_up_to_it_and_nothing_above() -> None:
    full = {c.id: qs for c, qs in FRAMEWORK.asked("full", {})}["lead-01"]
    assert agreed_values(full, 3) == {
        "lead-01-placement": 3.0,
        "lead-01-l2": 3,
        "lead-01-l3": 3,
        "lead-01-l4": 0,
        "lead-01-l5": 0,
    }
