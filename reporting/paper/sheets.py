"""The sheets of a paper, stacked from pieces that were laid out each by itself.

A chapter is laid out alone, below what is taken of its first page, so that it is the same whatever
changes elsewhere, and is kept. Page numbers and what runs around the text come last, from pages of
their own. This is the only place that looks into WeasyPrint's boxes: a sheet has the text of its
pieces and the margins of its number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from weasyprint import Document, Page
from weasyprint.formatting_structure.boxes import Box, MarginBox

from reporting.language import _
from reporting.paper.composed import Composed, Pictures, Section
from reporting.paper.documents import laid_out
from reporting.templates import environment

_PIECES_KEPT = 40
"""A full paper of the example has 30; what is kept takes two to three MB a piece."""

_FEW = 2
"""Chapters that need no contents in front of them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the paper laid out.

    One that `joins` has its first page on the sheet where the part before ends. `end` is how many
    pixels of its last page are taken.
    """

    document: Document
    pages: tuple[Page, ...]
    joins: bool
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the paper: the pages laid on it, and what stands in its upper corner."""

    pages: tuple[Page, ...]
    label: str
    wide: bool = False
    continued: bool = False
    end: float = 0.0


def sheets(composed: Composed) -> tuple[list[Sheet], Mapping[str, int]]:
    """Every sheet after the contents, and on which of them (from 0) each section begins."""
    found: list[Sheet] = []
    begins = {}
    for section in composed.sections:
        room_below = section.flows and bool(found) and not found[-1].wide
        piece = _piece(composed, section, found[-1].end if room_below else 0.0)
        begins[section.id] = len(found) - piece.joins
        _stack(found, piece, section)
    return found, begins


def _stack(found: list[Sheet], piece: Piece, section: Section) -> None:
    """Lay the piece on the last sheet, if it joins it, and on new ones."""
    pages = list(piece.pages)
    if piece.joins:
        last = found[-1]
        # The first section that begins on a sheet names it.
        label = section.label if last.continued else last.label
        found[-1] = Sheet((*last.pages, pages.pop(0)), label)
    for number, page in enumerate(pages):
        continued = piece.joins or number > 0
        found.append(Sheet((page,), section.label, section.wide, continued))
    found[-1] = replace(found[-1], end=piece.end)


def joined(composed: Composed) -> Document:
    """The whole paper, with margins: cover, contents where it is long, and chapters."""
    cover = _piece(composed, composed.cover, 0.0)
    after, begins = sheets(composed)
    contents = _contents(composed, begins).pages if len(composed.sections) > _FEW else ()
    stacked = [
        Sheet(cover.pages, ""),
        *(Sheet((page,), _("Contents")) for page in contents),
        *after,
    ]
    margins = _margins(composed, stacked)
    pages = [_page(sheet, around) for sheet, around in zip(stacked, margins.pages, strict=True)]
    return cover.document.copy(pages)


def numbers(begins: Mapping[str, int], contents: int) -> dict[str, int]:
    """The page on which each section begins, behind a cover and so many pages of contents."""
    return {name: 2 + contents + number for name, number in begins.items()}


def _contents(composed: Composed, begins: Mapping[str, int]) -> Piece:
    """The contents, laid out again when they take more pages than their numbers suppose."""
    supposed = 1
    while True:
        section = contents_section(composed, numbers(begins, supposed))
        piece = _piece(composed, section, 0.0)
        if len(piece.pages) <= supposed:
            return piece
        supposed = len(piece.pages)


def contents_section(composed: Composed, begins: Mapping[str, int]) -> Section:
    """The contents with these page numbers."""
    filling = {"sections": composed.sections, "begins": begins}
    html = environment().get_template("contents.html.j2").render(filling)
    return Section("contents", _("Contents"), "", html)


def _piece(composed: Composed, section: Section, taken: float) -> Piece:
    # The cover's document lends the whole paper its title and properties.
    head = composed.head if section is composed.cover else ""
    html = document(composed.language, section.html, head=head, taken=taken)
    return _laid_out(html, composed.style, section.pictures, taken > 0)


def document(language: str, body: str, head: str = "", taken: float = 0.0) -> str:
    """A piece of the paper as an HTML document of its own."""
    filling = {"language": language, "body": body, "head": head, "taken": taken}
    return environment().get_template("document.html.j2").render(filling)


@lru_cache(maxsize=_PIECES_KEPT)
def _laid_out(html: str, style: str, pictures: Pictures, below: bool) -> Piece:
    """What was laid out before is kept, by all that it is made from."""
    made = laid_out(html, style, pictures=pictures)
    pages = tuple(made.pages)
    joins = below and len(_blocks(pages[0])) > 1
    end = _end(pages[-1])
    return Piece(made, pages[1:] if below and not joins else pages, joins, end)


@lru_cache(maxsize=2)
def _around(html: str, style: str, margins: str) -> Document:
    return laid_out(html, style, margins)


def _margins(composed: Composed, stacked: Sequence[Sheet]) -> Document:
    """As many empty pages as there are sheets, with what stands around the text of each."""
    body = (
        environment().get_template("sheets.html.j2").render(sheets=stacked, around=composed.around)
    )
    return _around(document(composed.language, body), composed.style, composed.margins)


def _page(sheet: Sheet, around: Page) -> Page:
    text = (box for page in sheet.pages for box in _boxes(page) if not isinstance(box, MarginBox))
    margins = (box for box in _boxes(around) if isinstance(box, MarginBox))
    return Page(sheet.pages[0]._page_box.copy_with_children([*text, *margins]))


def _boxes(page: Page) -> Sequence[Box]:
    return page._page_box.children


def _blocks(page: Page) -> Sequence[Box]:
    """What stands in the body, one after the other."""
    [html] = (box for box in _boxes(page) if not isinstance(box, MarginBox))
    [body] = html.children
    return body.children


def _end(page: Page) -> float:
    """Pixels from the top of the text to the end of what is on the page."""
    last = _blocks(page)[-1]
    return last.border_box_y() + last.border_height() - page._page_box.content_box_y()
