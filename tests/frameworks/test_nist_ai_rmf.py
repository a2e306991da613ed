"""NIST AI RMF 1.0 as a coverage profile: all 72 subcategories, and shares worked by hand."""

from pathlib import Path

import pytest

from domain.answers import Answer
from scoring import score
from storage.frameworks import load_framework

FRAMEWORK = load_framework(
    Path(__file__).resolve().parents[2] / "frameworks" / "nist-ai-rmf-1.0.yaml"
)
# NIST AI 100-1 (January 2023), part 2: how many subcategories each category has.
SUBCATEGORIES = {
    "govern": (7, 3, 2, 3, 2, 2),
    "map": (6, 3, 5, 2, 2),
    "measure": (3, 13, 3, 3),
    "manage": (4, 4, 2, 3),
}


def test_every_subcategory_is_there_under_its_own_id() -> None:
    expected = [
        f"{function}-{category}.{number}"
        for function, sizes in SUBCATEGORIES.items()
        for category, size in enumerate(sizes, start=1)
        for number in range(1, size + 1)
    ]
    assert [question.id for question in FRAMEWORK.questions()] == expected
    assert len(expected) == 72


def test_every_subcategory_says_what_would_show_it() -> None:
    questions = list(FRAMEWORK.questions())
    assert all(question.evidence for question in questions)
    assert len({question.text for question in questions}) == 72
    assert FRAMEWORK.depths == ("full",)


def test_coverage_counts_what_is_on_file_and_never_what_is_only_said() -> None:
    values = {"govern-2.1": 3.0, "govern-2.2": 2.0, "govern-2.3": 1.0}
    answers = [Answer("r", name, "value", value) for name, value in values.items()]
    card = score(FRAMEWORK, answers, "full")
    # Two of three are on file; one is only affirmed, and it is the weakest.
    assert card.node("govern-2").score == pytest.approx(100 * 2 / 3)
    assert card.node("govern-2").level == 1
    # What is not answered is not on file: two of the 19 of the function, and of all 72.
    assert card.node("govern").score == pytest.approx(100 * 2 / 19)
    assert card.overall.score == pytest.approx(100 * 2 / 72)
    # Something is only affirmed, so no more than that can be true of the whole.
    assert (card.overall.level, card.overall.best) == (0, 1)
