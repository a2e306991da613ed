"""How values are written on screen."""

import pytest

from domain.framework import Level
from reporting.words import counted
from ui.wording import level_name, level_range, level_steps, plain

LEVELS = tuple(Level(number, f"l{number}", name) for number, name in enumerate(("Low", "Top"), 1))


@pytest.mark.parametrize(
    "text", ["http://evil.example/t.png", "www.evil.example", "ada@evil.example"]
)
def test_an_address_typed_by_somebody_does_not_become_a_link(text: str) -> None:
    shown = plain(text)
    assert shown.replace("\\", "").replace("\u200b", "") == text
    assert "\u200b" in shown


def test_markdown_in_a_name_is_shown_as_it_was_typed() -> None:
    assert plain("a*b_[c](d) :red[e] $f$") == r"a\*b\_\[c\]\(d\) \:red\[e\] \$f\$"


def test_line_breaks_in_a_name_become_spaces() -> None:
    assert plain("two\n\nlines") == "two lines"


def test_a_level_is_written_with_number_and_name() -> None:
    assert level_name(2, LEVELS) == "2 Top"
    assert level_name(None, LEVELS) == "not established"
    assert level_steps(1, LEVELS) == "●○ 1 Low"


def test_a_range_is_written_once_when_both_ends_agree() -> None:
    assert level_range(2, 2) == "2"
    assert level_range(1, 3) == "1 to 3"
    assert level_range(None, None) == "unknown"


def test_a_count_carries_its_noun() -> None:
    assert counted(1, "answer") == "1 answer"
    assert counted(1200, "answer") == "1,200 answers"
    assert counted(2, "capability", "capabilities") == "2 capabilities"
