"""Charts as vector graphics for paper, by the same Vega that draws them on screen."""

from functools import cache

import altair as alt
import vl_convert

from reporting.theme import FONTS, print_config

# Text is measured by a font's PostScript name; a family name with a digit is not found.
_MEASURED = "SourceSans3-Regular"
_DRAWN = "'Source Sans 3', 'Noto Sans', 'Noto Sans CJK SC', sans-serif"


def svg(chart: alt.LayerChart) -> bytes:
    """The chart as SVG, its text in the fonts of the report."""
    _know_fonts()
    drawn = vl_convert.vegalite_to_svg(
        chart.to_dict(validate=False), config=print_config(_MEASURED), allowed_base_urls=[]
    )
    return drawn.replace(_MEASURED, _DRAWN).encode()


@cache
def _know_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
