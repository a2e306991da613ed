"""Colours and type, the same on screen and on paper.

Charts follow the ground they stand on: `charts.inks` makes Vega expressions over the
background of these colours, so one definition works in a light theme, a dark one and in print.
"""

from pathlib import Path
from typing import Any

from domain.colours import contrast
from domain.report import Theme

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


def paper_fonts(theme: Theme) -> str:
    """The families of a paper: the client's, then ours."""
    return ", ".join([*(f"'{family}'" for family in theme.fonts), PAPER_FONTS])


def cover_colour(theme: Theme) -> str:
    """The ground of the cover: the client's, or the darkest of our own."""
    return LEVELS[-1] if theme.heading == Theme().heading else theme.heading


def level_colour(step: int, steps: int) -> str:
    """The colour of level `step` of `steps`, both counted from 1."""
    if steps <= 1:
        return LEVELS[-1]
    return LEVELS[round((step - 1) * (len(LEVELS) - 1) / (steps - 1))]


def ink_on(colour: str) -> str:
    """White or dark ink, whichever can be read on `colour`."""
    return max((PAPER, INK), key=lambda ink: contrast(ink, colour))


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
