"""Charts as vector graphics for paper, by the same Vega that draws them on screen."""

import unicodedata
from functools import cache

import altair as alt
import vl_convert

from reporting.theme import FONTS, PAPER_FONTS, print_config

# Text is measured by a font's PostScript name; a family name with a digit is not found.
_MEASURED = "SourceSans3-Regular"
_SHARP = 3
"""Pixels for each pixel of a chart that cannot be printed as vectors."""


def picture(chart: alt.LayerChart) -> bytes:
    """The chart as SVG, or as PNG where its letters need joining or run from right to left.

    WeasyPrint sets the text of an SVG letter by letter, which is wrong for such scripts.
    """
    drawn = svg(chart)
    if any(_needs_shaping(letter) for letter in set(drawn)):
        return bytes(vl_convert.svg_to_png(drawn, scale=_SHARP))
    return drawn.encode()


def svg(chart: alt.LayerChart) -> str:
    """The chart as SVG, its text in the fonts of the paper."""
    _know_fonts()
    drawn: str = vl_convert.vegalite_to_svg(
        chart.to_dict(validate=False), config=print_config(_MEASURED), allowed_base_urls=[]
    )
    return drawn.replace(_MEASURED, PAPER_FONTS)


def _needs_shaping(letter: str) -> bool:
    from_right = unicodedata.bidirectional(letter) in ("R", "AL")
    return from_right or unicodedata.category(letter) in ("Mn", "Mc")


@cache
def _know_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
