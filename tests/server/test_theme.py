"""Text and marks can be told from their ground, in light and in dark (WCAG 2.2, AA)."""

import tomllib

import pytest

from tests.server.running import ROOT

THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
TEXTS = ["textColor", "linkColor"] + [
    f"{colour}TextColor" for colour in ("red", "orange", "green", "blue", "gray")
]
GROUNDS = ["backgroundColor", "secondaryBackgroundColor"]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2, definition)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, definition)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(front: str, ground: str, opacity: float) -> str:
    """The colour that is seen when `front` is drawn over `ground`, both "#rrggbb"."""
    pairs = [(int(front[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * opacity + b * (1 - opacity)):02x}" for a, b in pairs)


def test_contrast_is_computed_as_published() -> None:
    # #767676 on white is the well-known lightest grey that passes: 4.54.
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_reaches_four_and_a_half_to_one(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_captions_can_be_read_although_streamlit_fades_them(theme: str, ground: str) -> None:
    text, behind = THEMES[theme]["textColor"], THEMES[theme][ground]
    assert contrast(mixed(text, behind, 0.6), behind) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_white_can_be_read_on_the_one_action(theme: str) -> None:
    assert contrast("#FFFFFF", THEMES[theme]["primaryColor"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_one_action_stands_out_and_charts_show_their_marks(theme: str) -> None:
    # Marks and borders of controls need three to one (criterion 1.4.11).
    ground = THEMES[theme]["backgroundColor"]
    marks = [THEMES[theme]["primaryColor"], *THEMES[theme]["chartCategoricalColors"]]
    assert [mark for mark in marks if contrast(mark, ground) < 3] == []
