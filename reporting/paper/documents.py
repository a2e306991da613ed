"""HTML laid out by WeasyPrint, with fonts and style sheets that are read once a process."""

from functools import cache, lru_cache

from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration

from reporting.paper import archive
from reporting.paper.assets import SCHEME, Assets
from reporting.paper.composed import Pictures
from reporting.theme import TEMPLATES

_STYLES_KEPT = 8


def laid_out(html: str, *styles: str, pictures: Pictures = ()) -> Document:
    """A whole HTML document as pages, in these style sheets and no others."""
    return HTML(string=html, base_url=SCHEME, url_fetcher=Assets(dict(pictures))).render(
        stylesheets=[_faces(), *map(_sheet, styles)],
        font_config=_fonts(),
        pdf_variant=archive.VARIANT,
        pdf_tags=True,
    )


@cache
def _fonts() -> FontConfiguration:
    """One for the process: each keeps a folder with the fonts until it ends."""
    return FontConfiguration()


@cache
def _faces() -> CSS:
    return _read((TEMPLATES / "fonts.css").read_text("utf-8"))


@lru_cache(maxsize=_STYLES_KEPT)
def _sheet(style: str) -> CSS:
    return _read(style)


def _read(style: str) -> CSS:
    return CSS(string=style, base_url=SCHEME, url_fetcher=Assets({}), font_config=_fonts())
