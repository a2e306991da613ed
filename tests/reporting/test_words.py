"""Values in words."""

from dataclasses import replace
from datetime import date

import pytest

from reporting import words
from tests.reporting.made import LEVELS, made_card


def test_a_level_is_written_with_its_name_and_none_is_not_established() -> None:
    assert words.level_name(LEVELS, 2) == "2, Emerging"
    assert words.level_name(LEVELS, None) == "not established"


def test_a_range_of_one_level_is_that_level() -> None:
    assert words.span(2, 2) == "2"
    assert words.span(2, 4) == "2 to 4"
    assert words.span(None, None) == ""


@pytest.mark.parametrize(
    ("thousands", "written"),
    [
        (0, "EUR 0 thousand"),
        (450, "EUR 450 thousand"),
        # 999.6 thousand would round to "1,000 thousand", so it is a million.
        (999.6, "EUR 1.0 million"),
        (8_440, "EUR 8.4 million"),
        (1_234_500, "EUR 1,234.5 million"),
    ],
)
def test_money_has_currency_unit_and_separators(thousands: float, written: str) -> None:
    assert words.money(thousands, "EUR") == written


@pytest.mark.parametrize(
    ("names", "written"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        # Three places: two names and the rest.
        (["A", "B", "C", "D", "E"], "A, B and 3 more"),
    ],
)
def test_names_are_listed_as_prose(names: list[str], written: str) -> None:
    assert words.listed(names) == written


@pytest.mark.parametrize(
    ("share", "written"),
    [(0, "0 %"), (0.004, "1 %"), (0.985, "98 %"), (0.996, "99 %"), (1, "100 %")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float, written: str) -> None:
    assert words.percent(share).replace("\N{NO-BREAK SPACE}", " ") == written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (2, "2"),
        (0.25, "0.25"),
        (7 / 3, "2.33333"),
        (15000, "15000"),
        (-1, "-1"),
        (0.00015, "0.00015"),
    ],
)
def test_a_number_that_people_gave_stands_as_they_wrote_it(number: float, written: str) -> None:
    assert words.plain(number) == written


def test_a_date_is_written_out() -> None:
    assert words.day(date(2026, 11, 3)) == "3 November 2026"


def test_a_mean_is_said_as_progress_and_a_mark_as_its_authors_write_it() -> None:
    card = made_card({"alpha": {"a": 2}})
    mean = replace(card.overall, gated=False, score=1.754, high=3.0)
    assert words.level_of(card, mean) == "progress 1.75 of 3"
    assert words.level_of(card, replace(card.overall, mark="2+")) == "2+, 2, Emerging"
