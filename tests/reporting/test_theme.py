"""Text and marks can be told from their ground, on paper and on a dark screen (WCAG 2.2 AA)."""

import pytest

from domain.colours import contrast, luminance
from reporting import theme

DARK = "#0F1A22"  # the ground of the dark theme in .streamlit/config.toml


def test_contrast_is_computed_as_published() -> None:
    # #767676 on white is the well-known lightest grey that passes: 4.54.
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("name", ["ink", "quiet", "accent"])
def test_every_ink_that_writes_text_can_be_read_on_both_grounds(name: str) -> None:
    light, dark = theme.INKS[name]
    assert contrast(light, theme.PAPER) >= 4.5
    assert contrast(dark, DARK) >= 4.5


@pytest.mark.parametrize("name", ["work", "accent"])
def test_marks_that_carry_meaning_stand_out_from_both_grounds(name: str) -> None:
    light, dark = theme.INKS[name]
    assert contrast(light, theme.PAPER) >= 3
    assert contrast(dark, DARK) >= 3


def test_the_number_in_a_tile_can_be_read_on_every_level_colour() -> None:
    assert [colour for colour in theme.LEVELS if contrast(theme.ink_on(colour), colour) < 4.5] == []


def test_levels_get_darker_step_by_step() -> None:
    shades = [luminance(colour) for colour in theme.LEVELS]
    assert shades == sorted(shades, reverse=True)


def test_three_levels_use_the_ends_and_the_middle_of_the_five_colours() -> None:
    found = [theme.level_colour(step, 3) for step in (1, 2, 3)]
    assert found == [theme.LEVELS[0], theme.LEVELS[2], theme.LEVELS[4]]


def test_the_four_faces_are_there_with_their_licence() -> None:
    assert len(list(theme.FONTS.glob("*.ttf"))) == 4
    assert (theme.FONTS / "LICENSE.md").read_text("utf-8").startswith("Copyright")
