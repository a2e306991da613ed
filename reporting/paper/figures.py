"""Charts as vector graphics for paper, by the same Vega that draws them on screen."""

import pickle
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode
from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from reporting.language import Language, spoken
from reporting.paper.chapter import Figure
from reporting.theme import FONTS, PAPER_FONTS, print_config

# Text is measured by a font's PostScript name; a family name with a digit is not found.
_MEASURED = "SourceSans3-Regular"
_SHARP = 3
"""Pixels for each pixel of a chart that cannot be printed as vectors."""
_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A chart that is still to be drawn, known by all that it is drawn from."""

    made_from: bytes
    language: Language
    draw: Callable[[], alt.LayerChart] = field(compare=False)


def drawn(figure: Figure) -> bytes:
    """The figure's picture; one that was drawn before from the same is kept."""
    made_from = sha256(pickle.dumps(figure.draw)).digest()
    return _drawn(_Drawing(made_from, spoken(), figure.draw))


@lru_cache(maxsize=_KEPT)
def _drawn(drawing: _Drawing) -> bytes:
    # Each piece of a chart would be held against the schema of Vega-Lite when it is made.
    with debug_mode(False):
        return picture(drawing.draw())


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
        chart.to_dict(validate=False),
        config=print_config(_MEASURED),
        allowed_base_urls=[],
        format_locale=_numbers(spoken().locale),
    )
    return drawn.replace(_MEASURED, PAPER_FONTS)


def _numbers(locale: Locale) -> dict[str, Any]:
    """How numbers are written in a language, as Vega wants to know it."""
    return {
        "decimal": get_decimal_symbol(locale),
        "thousands": get_group_symbol(locale),
        "grouping": [3],
        "currency": ["", ""],
    }


def _needs_shaping(letter: str) -> bool:
    from_right = unicodedata.bidirectional(letter) in ("R", "AL")
    return from_right or unicodedata.category(letter) in ("Mn", "Mc")


@cache
def _know_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
