"""What a test wants to know of slides."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.util import Emu

from reporting.slides.deck import TITLE_SIZE
from reporting.slides.text import height


@dataclass(frozen=True)
class Piece:
    """Some text on a slide: where it stands in inches, and what it needs in height."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    needed: float

    @property
    def fits(self) -> bool:
        """Whether the text is as high as its place at most, and its place on the slide."""
        on_slide = self.left >= 0 and self.top >= 0 and self.right <= 13.34 and self.bottom <= 7.5
        return on_slide and self.needed <= self.bottom - self.top + 0.01


def opened(content: bytes) -> Any:
    """The slides as python-pptx reads them."""
    return Presentation(io.BytesIO(content))


def text_of(deck: Any) -> str:
    """All text on all slides: shapes, tables and the figures of charts."""
    return "\n".join(part for slide in deck.slides for part in texts(slide))


def texts(slide: Any) -> Iterator[str]:
    """The text of each shape, cell and chart of a slide."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        if shape.has_chart:
            for plot in shape.chart.plots:
                yield from (str(category) for category in plot.categories)


def charts(deck: Any) -> list[Any]:
    """The native charts, in order."""
    return [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]


def tables(deck: Any, heading: str) -> list[list[str]]:
    """The rows of all tables whose first column has this heading, without the headings."""
    found = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    return [
        [cell.text for cell in row.cells]
        for table in found
        if table.cell(0, 0).text == heading
        for row in list(table.rows)[1:]
    ]


def pieces(slide: Any) -> Iterator[Piece]:
    """Every text box and table of a slide with the room that its text needs."""
    for shape in slide.shapes:
        left, top = Emu(shape.left).inches, Emu(shape.top).inches
        right, bottom = left + Emu(shape.width).inches, top + Emu(shape.height).inches
        if shape.has_table:
            rows = sum(Emu(row.height).inches for row in shape.table.rows)
            yield Piece("table", left, top, right, top + rows, 0)
            yield from _cells(shape.table, left, top)
        elif shape.has_text_frame and shape.text_frame.text not in ("", "‹#›"):
            margins = shape.text_frame.margin_left + shape.text_frame.margin_right
            room = Emu(shape.width - margins).inches
            needed = sum(_height(p, room) for p in shape.text_frame.paragraphs)
            yield Piece(shape.text_frame.text, left, top, right, bottom, needed)


def _cells(table: Any, left: float, top: float) -> Iterator[Piece]:
    for row in table.rows:
        across = left
        for cell, column in zip(row.cells, table.columns, strict=True):
            width = Emu(column.width).inches
            room = width - Emu(cell.margin_left + cell.margin_right).inches
            margins = Emu(cell.margin_top + cell.margin_bottom).inches
            needed = margins + sum(_height(p, room) for p in cell.text_frame.paragraphs)
            bottom = top + Emu(row.height).inches
            yield Piece(cell.text, across, top, across + width, bottom, needed)
            across += width
        top += Emu(row.height).inches


def _height(paragraph: Any, room: float) -> float:
    found = [paragraph.font.size, *(run.font.size for run in paragraph.runs)]
    sizes = [size.pt for size in found if size]
    bold = any(run.font.bold for run in paragraph.runs)
    return height(paragraph.text, room, max(sizes, default=float(TITLE_SIZE)), bold)
