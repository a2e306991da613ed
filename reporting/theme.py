"""Colours and type, the same on screen and on paper.

Charts follow the ground they stand on: their inks are Vega expressions over the
background, so one definition works in a light theme, in a dark one and in print.
"""

from pathlib import Path
from typing import Any

import altair as alt

TEMPLATES = Path(__file__).resolve().parents[1] / "report_templates"
FONTS = TEMPLATES / "fonts"
PAPER_FONTS = ", ".join(
    f"'{family}'"
    for family in (
        "Source Sans 3",
        "Noto Sans",
        "Noto Sans CJK SC",
        "Noto Sans Arabic",
        "Noto Sans Hebrew",
        "Noto Sans Devanagari",
    )
)
"""Families for text on paper: ours, then what the machine has for other scripts."""

PAPER = "#FFFFFF"
INK = "#14212B"
QUIET = "#5B6B77"
LINE = "#D9E0E5"
WASH = "#F4F6F7"
ACCENT = "#B45309"

LEVELS = ("#D7E3EA", "#A5C3D3", "#6C9DB8", "#376F8F", "#114A68")
"""Five steps of one hue. Number or name always stands beside the colour."""

INKS = {
    "ink": (INK, "#E6ECF0"),
    "quiet": (QUIET, "#9FB0BC"),
    "line": (LINE, "#2C3C47"),
    "accent": (ACCENT, "#F0A35A"),
    "work": ("#376F8F", "#6C9DB8"),
    "pale": ("#A5C3D3", "#2F6382"),
    "over": (PAPER, INK),
}
"""Ink of a chart by name: on a light ground, on a dark ground."""

TEXT_SIZE = 12
SMALL_SIZE = 11


def level_colour(step: int, steps: int) -> str:
    """The colour of level `step` of `steps`, both counted from 1."""
    if steps <= 1:
        return LEVELS[-1]
    return LEVELS[round((step - 1) * (len(LEVELS) - 1) / (steps - 1))]


def ink_on(colour: str) -> str:
    """White or dark ink, whichever can be read on `colour`."""
    return max((PAPER, INK), key=lambda ink: contrast(ink, colour))


def inks() -> list[alt.Parameter]:
    """The inks as parameters of a chart; use them as `ink("quiet")`."""
    return [
        alt.param(
            name=name,
            expr=f"!background || luminance(background) > 0.4 ? '{light}' : '{dark}'",
        )
        for name, (light, dark) in INKS.items()
    ]


def ink(name: str) -> alt.ExprRef:
    """A reference to one of the inks."""
    return alt.ExprRef(name)


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2, definition)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def print_config(font: str) -> dict[str, Any]:
    """Vega-Lite configuration for paper; on screen Streamlit's own theme takes its place."""
    text = {"labelColor": INK, "titleColor": QUIET, "labelFontSize": SMALL_SIZE}
    return {
        "background": PAPER,
        "font": font,
        "padding": 0,
        "axis": {
            **text,
            "titleFontSize": SMALL_SIZE,
            "titleFontWeight": "normal",
            "labelLimit": 0,
            "gridColor": LINE,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
        },
        "legend": {**text, "labelLimit": 0, "symbolStrokeWidth": 1},
    }
