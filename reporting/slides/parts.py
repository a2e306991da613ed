"""What slides are made of: title, text, tiles, tables and charts, each as native objects."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from reporting.paper.chapter import evenly
from reporting.slides.deck import (
    BODY_SIZE,
    BOTTOM,
    FULL_WIDTH,
    LEFT,
    SMALL_SIZE,
    TITLE_SIZE,
    TOP,
    Look,
    rgb,
)
from reporting.slides.text import LINE_HEIGHT, POINTS, fitted, height, largest, printable
from reporting.theme import INK, LINE, PAPER, QUIET, WASH, ink_on

SOURCE_TOP = 6.72
MOST_ROWS = 12
_TITLE_SIZES = (26.0, 24.0, 22.0)
_LONG_TITLE, _LONG_TITLE_LINES = 19.0, 3
_TABLE_SIZE = 11.0
_CELL_MARGIN, _CELL_PADDING = 0.08, 0.05
_CELL_LINES = 2
_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""No style, no grid: the look is ours."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart with its colour."""

    name: str
    values: tuple[float, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a table: its heading, its share of the width, and whether it holds numbers."""

    text: str
    share: float
    number: bool = False


def add_slide(deck: Any, title: str, notes: str, foot: str) -> Any:
    """A slide with its finding as title, the sources in its notes, and its foot."""
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    size = largest(title, FULL_WIDTH, 2, (*_TITLE_SIZES, _LONG_TITLE), bold=True)
    most = _LONG_TITLE_LINES if size == _LONG_TITLE else 2
    shown = fitted(title, FULL_WIDTH, size, most, bold=True)
    slide.shapes.title.text = shown
    if size != TITLE_SIZE:
        slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    add_foot(slide, foot)
    slide.notes_slide.notes_text_frame.text = notes if shown == title else f"{title}\n\n{notes}"
    return slide


def add_foot(slide: Any, foot: str) -> None:
    """The confidentiality line with the client's name, and the slide's number."""
    for holder in slide.slide_layout.placeholders:
        kind = holder.placeholder_format.type
        if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            slide.shapes._spTree.append(deepcopy(holder._element))
    for holder in slide.placeholders:
        if holder.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
            holder.text_frame.text = fitted(foot, FULL_WIDTH - 1.2, 10, 1)
            write(holder.text_frame.paragraphs[0], holder.text_frame.text, 10, QUIET)


def write(paragraph: Any, text: str, size: float, colour: str = INK, bold: bool = False) -> None:
    """One run of text in a paragraph."""
    paragraph.text = text
    paragraph.font.size = Pt(size)  # an empty cell is as high as its font, too
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = rgb(colour)


def add_text(
    slide: Any,
    box: Box,
    texts: Sequence[str],
    size: float = BODY_SIZE,
    colour: str = INK,
    bold: bool = False,
    bullets: bool = False,
) -> float:
    """Paragraphs in a box, smaller or cut where there are too many; gives the height taken."""
    kept, used_size = _that_fit(texts, box, size, bold)
    shape = slide.shapes.add_textbox(*_inches(box))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, text in enumerate(kept):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        write(paragraph, text, used_size, colour, bold)
        paragraph.space_after = Pt(used_size * _AFTER)
        if bullets:
            _bullet(paragraph)
    return _height_of(kept, box.width, used_size, bold)


_AFTER = 0.5
_INDENT = 0.25


def _bullet(paragraph: Any) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Inches(_INDENT)))
    properties.set("indent", str(-Inches(_INDENT)))
    mark = properties.makeelement(qn("a:buChar"), {"char": "•"})
    properties.append(mark)


def _that_fit(texts: Sequence[str], box: Box, size: float, bold: bool) -> tuple[list[str], float]:
    for smaller in (size, size - 1, size - 2, size - 3):
        if _height_of(texts, box.width, smaller, bold) <= box.height:
            return list(texts), smaller
    each = max(1, int(box.height / len(texts) * POINTS / (smaller * (LINE_HEIGHT + _AFTER))))
    return [fitted(text, box.width - _INDENT, smaller, each, bold) for text in texts], smaller


def _height_of(texts: Sequence[str], width: float, size: float, bold: bool) -> float:
    between = (len(texts) - 1) * size * _AFTER / POINTS
    return sum(height(text, width - _INDENT, size, bold) for text in texts) + between


def _inches(box: Box) -> tuple[Any, Any, Any, Any]:
    return Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)


def add_tile(slide: Any, box: Box, figure: str, label: str, look: Look) -> None:
    """One large figure with what it is beneath."""
    shape = add_shape(slide, MSO_SHAPE.RECTANGLE, box, WASH, f"{label}: {figure}")
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    inside = box.width - 0.3
    size = largest(figure, inside, 1, (26.0, 22.0, 18.0, 15.0, 12.0), bold=True)
    write(frame.paragraphs[0], fitted(figure, inside, size, 1, True), size, look.heading, bold=True)
    write(frame.add_paragraph(), fitted(label, inside, 11, 3), 11, QUIET)


def add_shape(slide: Any, kind: Any, box: Box, colour: str, alt: str) -> Any:
    """A filled shape without an outline; `alt` says what it means."""
    shape = slide.shapes.add_shape(kind, *_inches(box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    # The theme's style would add a shadow.
    shape._element.remove(shape._element.find(qn("p:style")))
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
    describe(shape, alt)
    return shape


def describe(shape: Any, alt: str) -> None:
    """The alternative text of anything on a slide."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", printable(alt))


def add_source(slide: Any, text: str) -> None:
    """Where the figures on a slide come from, above its foot."""
    box = Box(LEFT, SOURCE_TOP, FULL_WIDTH, 0.22)
    add_text(slide, box, [fitted(text, FULL_WIDTH - _INDENT, SMALL_SIZE, 1)], SMALL_SIZE, QUIET)


Row = Sequence[str]


def pages(headings: Sequence[Heading], rows: Sequence[Row], box: Box) -> list[Sequence[Row]]:
    """Rows in tables of about equal length: at most `MOST_ROWS` each, and as high as the box."""
    room = box.height - _row_height([h.text for h in headings], headings, box.width, bold=True)
    heights = [_row_height(row, headings, box.width) for row in rows]
    for most in range(MOST_ROWS, 1, -1):
        parts = evenly(range(len(rows)), most)
        if all(sum(heights[at] for at in part) <= room for part in parts):
            return [[rows[at] for at in part] for part in parts]
    return [[row] for row in rows]


def first_page(headings: Sequence[Heading], rows: Sequence[Row], box: Box) -> Sequence[Row]:
    """As many of the first rows as one table has room for; at least one."""
    most = range(min(len(rows), MOST_ROWS), 1, -1)
    whole = (rows[:count] for count in most if len(pages(headings, rows[:count], box)) == 1)
    return next(whole, rows[:1])


def add_table(
    slide: Any, box: Box, headings: Sequence[Heading], rows: Sequence[Row], look: Look, alt: str
) -> None:
    """A native table; cells of more than two lines are cut with an ellipsis."""
    frame = slide.shapes.add_table(len(rows) + 1, len(headings), *_inches(box))
    describe(frame, alt)
    table = frame.table
    frame._element.find(".//" + qn("a:tableStyleId")).text = _PLAIN_STYLE
    for column, width in zip(table.columns, _widths(headings, box.width), strict=True):
        column.width = Inches(width)
    lines = [[h.text for h in headings], *rows]
    for number, row in enumerate(lines):
        table.rows[number].height = Inches(_row_height(row, headings, box.width, number == 0))
        fill = look.heading if number == 0 else (PAPER if number % 2 else WASH)
        for at, heading in enumerate(headings):
            _fill(table.cell(number, at), row[at], heading, box.width, fill, number == 0)


def _fill(cell: Any, text: str, heading: Heading, width: float, colour: str, bold: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(colour)
    cell.margin_left = cell.margin_right = Inches(_CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Inches(_CELL_PADDING)
    room = heading.share * width - 2 * _CELL_MARGIN
    paragraph = cell.text_frame.paragraphs[0]
    shown = fitted(text, room, _TABLE_SIZE, _CELL_LINES, bold)
    write(paragraph, shown, _TABLE_SIZE, ink_on(colour), bold)
    paragraph.alignment = PP_ALIGN.RIGHT if heading.number else PP_ALIGN.LEFT


def _widths(headings: Sequence[Heading], width: float) -> Iterator[float]:
    return (heading.share * width for heading in headings)


def _row_height(row: Row, headings: Sequence[Heading], width: float, bold: bool = False) -> float:
    taken = (
        height(fitted(text, room, _TABLE_SIZE, _CELL_LINES, bold), room, _TABLE_SIZE, bold)
        for text, heading in zip(row, headings, strict=True)
        for room in [heading.share * width - 2 * _CELL_MARGIN]
    )
    return max(taken) + 2 * _CELL_PADDING


def add_bars(
    slide: Any,
    box: Box,
    categories: Sequence[str],
    series: Sequence[Series],
    alt: str,
    upright: bool = True,
    stacked: bool = True,
    number: str = "#,##0",
    top: float | None = None,
) -> None:
    """A native bar chart from zero, its figures editable; `number` is how they are written."""
    data: Any = CategoryChartData(number_format=number)  # type: ignore[no-untyped-call]
    data.categories = [printable(name) for name in categories]
    for each in series:
        data.add_series(each.name, each.values)
    kind = _KINDS[upright, stacked]
    frame = slide.shapes.add_chart(kind, *_inches(box), data)
    describe(frame, alt)
    chart = frame.chart
    chart.font.size, chart.font.color.rgb = Pt(12), rgb(INK)
    _legend(chart, len(series))
    _axes(chart, upright, number, top)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100 if stacked else 0
    for drawn, each in zip(plot.series, series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(each.colour)
        _labels(drawn, each, number, stacked)


_KINDS = {
    (True, True): XL_CHART_TYPE.COLUMN_STACKED,
    (True, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    (False, True): XL_CHART_TYPE.BAR_STACKED,
    (False, False): XL_CHART_TYPE.BAR_CLUSTERED,
}


def _labels(drawn: Any, series: Series, number: str, stacked: bool) -> None:
    """Figures beside the bars; in colours that can be read on them where they stand inside."""
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _shown(series, number, stacked), False
    labels.font.size = Pt(12)
    labels.font.color.rgb = rgb(ink_on(series.colour) if stacked else INK)
    labels.position = XL_LABEL_POSITION.CENTER if stacked else XL_LABEL_POSITION.OUTSIDE_END


def _shown(series: Series, number: str, stacked: bool) -> str:
    """How a label is written: none inside a bar that is too low for it, none at nothing."""
    if not stacked:
        return f"{number};-{number};"
    return f'[>={_LOW * max(series.values, default=0)}]{number};""'


_LOW = 0.05
"""The share of its series' highest bar from which a bar has room for its label."""


def _legend(chart: Any, series: int) -> None:
    chart.has_title = False
    chart.has_legend = series > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(12)


def _axes(chart: Any, upright: bool, number: str, top: float | None) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale = 0 if top is not None else values.minimum_scale
    values.maximum_scale = top
    values.major_gridlines.format.line.color.rgb = rgb(LINE)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = number, False
    names.format.line.color.rgb = rgb(LINE)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if top is not None:
        values.major_unit = 1
    if not upright:
        names.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


BODY = Box(LEFT, TOP, FULL_WIDTH, BOTTOM - TOP - 0.15)
