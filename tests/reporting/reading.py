"""What a test wants to know of a PDF."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from domain.report import Edition, Report
from reporting.paper.composing import compose
from reporting.paper.printing import lay_out
from reporting.paper.sheets import _laid_out


@dataclass(frozen=True)
class Printed:
    """A printed report: its bytes, the text of each page, and what WeasyPrint complained of."""

    pdf: bytes
    pages: tuple[str, ...]
    sizes: tuple[tuple[float, float], ...]
    complaints: tuple[str, ...]

    @property
    def text(self) -> str:
        """All text, with every run of white space as one space."""
        return " ".join(" ".join(self.pages).split())


def printed(report: Report, edition: Edition = "full") -> Printed:
    """Print in this process, so that warnings can be counted."""
    _laid_out.cache_clear()  # of a page that is kept nothing would be said again
    with _complaints() as said:
        pdf = print_report(report, edition)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = tuple(page.get_textpage().get_text_bounded() for page in document)
        sizes = tuple(page.get_size() for page in document)
    return Printed(pdf, pages, sizes, tuple(said))


def print_report(report: Report, edition: Edition = "full") -> bytes:
    """The PDF, made in this process."""
    return lay_out(compose(report, edition, _quiet), _quiet)


def _quiet(_share: float, _step: str) -> None:
    """Nobody waits here."""


def filled(pdf: bytes) -> list[float]:
    """How far down each page its lowest letter above the foot stands, 0 to 1."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_lowest(page) for page in document]


def _lowest(page: pypdfium2.PdfPage) -> float:
    text, height = page.get_textpage(), page.get_height()
    bottoms = (text.get_charbox(at)[1] for at in range(text.count_chars()))
    inside = [bottom for bottom in bottoms if _FOOT < bottom < height - _HEAD]
    return (height - min(inside, default=height)) / height


_HEAD, _FOOT = 60, 50
"""Points that the running head and foot take."""


@contextmanager
def _complaints() -> Iterator[list[str]]:
    said: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    handler = Keeping(logging.WARNING)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF's objects."""
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


def tagged(document: pikepdf.Pdf, kind: str) -> Iterator[Any]:
    """Every element of the structure tree with this tag."""
    waiting: list[Any] = [document.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting.extend(element)
        elif isinstance(element, pikepdf.Dictionary):
            if element.get("/S") == f"/{kind}":
                yield element
            if "/K" in element:
                waiting.append(element["/K"])


def font_names(document: pikepdf.Pdf) -> dict[str, bool]:
    """Name of every font without its subset prefix, and whether its program is embedded."""
    found = {}
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            name = re.sub(r"^/?[A-Z]{6}\+", "", str(item.FontName)).strip("/,")
            found[name] = any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found
