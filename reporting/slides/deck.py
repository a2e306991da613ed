"""An empty presentation in a client's look, and its bytes at the end."""

import base64
import binascii
import io
import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches

from domain.colours import contrast
from domain.report import Report
from reporting.packing import packed, unpacked
from reporting.slides.text import printable
from reporting.theme import INK, LEVELS, PAPER, QUIET, WASH

WIDTH, HEIGHT = 13.333, 7.5
LEFT, RIGHT = 0.6, 12.733
FULL_WIDTH = RIGHT - LEFT
TITLE_TOP, TITLE_HEIGHT = 0.42, 1.0
TOP, BOTTOM = 1.75, 6.75
FOOT_TOP, FOOT_HEIGHT = 7.0, 0.28
TITLE_SIZE, BODY_SIZE, SMALL_SIZE = 26, 15, 10.5
USUAL_FONT = "Arial"
"""A font that every machine with a presentation program has, or one of the same widths."""
_TITLE_SLIDE, _TITLE_ONLY = 0, 5
_READABLE = 4.5
"""Contrast of text, WCAG 2.2 level AA."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours "#rrggbb" that can be read on paper, and the font of all text."""

    accent: str
    heading: str
    font: str


def look_of(report: Report) -> Look:
    """The client's look; a colour that cannot be read on white gives way to ink."""
    theme = report.theme
    accent, heading = (
        colour if contrast(colour, PAPER) >= _READABLE else INK
        for colour in (theme.accent, theme.heading)
    )
    return Look(accent, heading, theme.fonts[0] if theme.fonts else USUAL_FONT)


def rgb(colour: str) -> RGBColor:
    """A colour "#rrggbb" as the library wants it."""
    return RGBColor(*bytes.fromhex(colour.lstrip("#")))  # type: ignore[no-untyped-call]


def opened(report: Report, look: Look) -> Any:
    """A presentation without slides: 16:9, two layouts, the client's colours and font."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _keep_layouts(deck)
    _set_theme(deck, look)
    _place_master(deck.slide_master, look)
    for layout in deck.slide_layouts:
        _place_layout(layout)
    _describe(deck.core_properties, report)
    return deck


def _keep_layouts(deck: Any) -> None:
    for at, layout in reversed(list(enumerate(deck.slide_layouts))):
        if at not in (_TITLE_SLIDE, _TITLE_ONLY):
            deck.slide_layouts.remove(layout)


def _set_theme(deck: Any, look: Look) -> None:
    """Colours and fonts of the theme itself, so that what is added by hand looks alike."""
    part = next(
        relation.target_part
        for relation in deck.slide_master.part.rels.values()
        if relation.reltype.endswith("/theme")
    )
    theme = parse_xml(part.blob)
    colours = {
        "dk1": INK,
        "lt1": PAPER,
        "dk2": look.heading,
        "lt2": WASH,
        **{f"accent{at}": c for at, c in enumerate((look.accent, *reversed(LEVELS)), 1)},
        "hlink": look.accent,
        "folHlink": QUIET,
    }
    scheme = theme.find(".//" + qn("a:clrScheme"))
    scheme.set("name", "Report")
    for name, colour in colours.items():
        entry = scheme.find(qn(f"a:{name}"))
        for child in list(entry):
            entry.remove(child)
        value = {"val": colour.lstrip("#").upper()}
        entry.append(entry.makeelement(qn("a:srgbClr"), value))
    for latin in theme.iterfind(".//" + qn("a:fontScheme") + "/*/" + qn("a:latin")):
        latin.set("typeface", look.font)
    part._blob = serialize_part_xml(theme)


def _place_master(master: Any, look: Look) -> None:
    for holder in list(master.placeholders):
        if holder.placeholder_format.type == PP_PLACEHOLDER.DATE:
            holder._element.getparent().remove(holder._element)
    _place_parts(master.placeholders)
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle") + "/" + qn("a:lvl1pPr"))
    title.set("algn", "l")
    run = title.find(qn("a:defRPr"))
    run.set("sz", str(TITLE_SIZE * 100))
    run.set("b", "1")
    _colour_run(run, "tx2")
    _add_rule(master.shapes._spTree)


def _colour_run(run: Any, scheme: str) -> None:
    for fill in run.findall(qn("a:solidFill")):
        run.remove(fill)
    fill = run.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:schemeClr"), {"val": scheme}))
    run.insert(0, fill)


def _add_rule(tree: Any) -> None:
    """A short bar in the accent colour above the title, on every slide."""
    bar = parse_xml(_RULE.format(x=Inches(LEFT), w=Inches(0.9), h=Inches(0.06)))
    tree.insert(2, bar)


_RULE = (
    '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr>'
    '<p:cNvPr id="90" name="Accent"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
    '<a:xfrm><a:off x="{x}" y="0"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
    "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr/></a:p></p:txBody></p:sp>"
)


def _place_layout(layout: Any) -> None:
    for holder in list(layout.placeholders):
        if holder.placeholder_format.type == PP_PLACEHOLDER.DATE:
            holder._element.getparent().remove(holder._element)
    first = layout.name == "Title Slide"
    _place_parts(layout.placeholders)
    for holder in layout.placeholders:
        if first and holder.placeholder_format.idx == 0:
            _put(holder, LEFT, 2.1, FULL_WIDTH, 1.6)
        if first and holder.placeholder_format.idx == 1:
            _put(holder, LEFT, 3.85, FULL_WIDTH, 1.4)


def _place_parts(holders: Any) -> None:
    """Title on top, confidentiality at the foot, number of the slide at its right."""
    for holder in holders:
        kind = holder.placeholder_format.type
        if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
            _put(holder, LEFT, TITLE_TOP, FULL_WIDTH, TITLE_HEIGHT)
            holder.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        elif kind == PP_PLACEHOLDER.BODY:
            _put(holder, LEFT, TOP, FULL_WIDTH, BOTTOM - TOP)
        elif kind == PP_PLACEHOLDER.FOOTER:
            _put(holder, LEFT, FOOT_TOP, FULL_WIDTH - 1, FOOT_HEIGHT)
            _small(holder, PP_ALIGN.LEFT)
        elif kind == PP_PLACEHOLDER.SLIDE_NUMBER:
            _put(holder, RIGHT - 0.9, FOOT_TOP, 0.9, FOOT_HEIGHT)
            _small(holder, PP_ALIGN.RIGHT)


def _small(holder: Any, align: Any) -> None:
    for paragraph in holder.text_frame.paragraphs:
        paragraph.alignment = align
    body = holder._element.find(qn("p:txBody"))
    for run in body.iter(qn("a:defRPr"), qn("a:rPr")):
        run.set("sz", "1000")
    for level in body.iter(qn("a:lvl1pPr")):
        level.set("algn", "l" if align == PP_ALIGN.LEFT else "r")


def _put(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top = Inches(left), Inches(top)
    shape.width, shape.height = Inches(width), Inches(height)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _describe(properties: Any, report: Report) -> None:
    made = datetime.combine(report.made_on, time())
    properties.title = printable(f"{report.organisation}: {report.title}")
    author = printable(report.prepared_by) or "Headway"
    properties.author = properties.last_modified_by = author
    properties.subject = printable(report.theme.confidentiality)
    properties.language = report.language
    properties.created = properties.modified = made
    properties.revision = 1


def logo_of(report: Report) -> io.BytesIO | None:
    """The client's logo; None without one."""
    if not report.theme.logo:
        return None
    try:
        return io.BytesIO(base64.b64decode(report.theme.logo, validate=True))
    except binascii.Error:
        return None


def saved(deck: Any, report: Report) -> bytes:
    """The presentation's bytes, which tell nothing of when they were made."""
    made = io.BytesIO()
    deck.save(made)
    return _undated(made.getvalue(), f"{report.made_on}T00:00:00Z".encode())


_DATE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def _undated(content: bytes, made: bytes) -> bytes:
    """A package with its own dates and those of the workbooks inside its charts set."""
    files = unpacked(content)
    for name, inside in files.items():
        if name.endswith(".xlsx"):
            files[name] = _undated(inside, made)
        elif name == "docProps/core.xml":
            files[name] = _DATE.sub(lambda found: found[1] + made, inside)
    return packed(files)
