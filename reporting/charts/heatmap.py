"""Capability heatmap: one tile a capability, pillar by pillar, its level as number and shade."""

import math
import textwrap
from collections.abc import Iterator

import altair as alt

from domain.scorecard import NodeResult, Scorecard
from reporting.charts.canvas import WIDE, Position, Row, canvas, down, empty, layer, position, words
from reporting.charts.inks import ink
from reporting.facts import capabilities_of, short
from reporting.language import _
from reporting.sentences import heatmap_title
from reporting.theme import SMALL_SIZE, ink_on, level_colour
from reporting.words import level_of, span

_HEADING, _TILE, _GAP, _AFTER = 24, 66, 4, 6
_LETTERS, _LINES, _LINE = 14, 3, 12


def capability_heatmap(card: Scorecard, width: int | None = None) -> alt.LayerChart:
    """Tiles in rows under their pillar. A dashed tile with "?" is not established."""
    text = capability_heatmap_text(card)
    columns = _columns(card, width)
    headings, tiles, height = _laid_out(card, columns)
    if not tiles:
        return empty(text, width)
    column = position(alt.Scale(domain=[0, columns], nice=False, zero=False), None)
    known = [tile for tile in tiles if tile["fill"]]
    unknown = [tile for tile in tiles if not tile["fill"]]
    return canvas(
        [
            words(headings, height, "name", bold=True),
            _boxes(known, column, height).encode(color=alt.Color("fill:N", scale=None)),
            _outlines(unknown, column, height),
            *_inscriptions(tiles, column, height, columns),
        ],
        width,
        height,
        text,
    )


def capability_heatmap_text(card: Scorecard) -> str:
    """The finding, and the level of every capability."""
    each = "; ".join(f"{node.name}: {level_of(card, node)}" for node in card.capabilities)
    return f"{heatmap_title(card)}. {each}."


def _columns(card: Scorecard, width: int | None) -> int:
    """As many as are readable, or fewer when that makes the rows even."""
    widest = max((len(capabilities_of(card, pillar)) for pillar in card.pillars), default=1)
    most = 8 if width and width >= WIDE else 4
    rows = max(1, math.ceil(widest / most))
    return max(1, math.ceil(widest / rows))


def _laid_out(card: Scorecard, columns: int) -> tuple[list[Row], list[Row], float]:
    headings: list[Row] = []
    tiles: list[Row] = []
    top = 0
    for pillar in card.pillars:
        inside = capabilities_of(card, pillar)
        if inside:
            headings.append({"y": top + _HEADING / 2, "name": pillar.name})
            top += _HEADING
            tiles.extend(_tiles(card, inside, columns, top))
            top += math.ceil(len(inside) / columns) * (_TILE + _GAP) + _AFTER
    return headings, tiles, top


def _tiles(
    card: Scorecard, inside: tuple[NodeResult, ...], columns: int, top: float
) -> Iterator[Row]:
    for at, node in enumerate(inside):
        row, column = divmod(at, columns)
        yield {
            "x": column + 0.02,
            "x2": column + 0.98,
            "middle": column + 0.5,
            "y": top + row * (_TILE + _GAP),
            "y2": top + row * (_TILE + _GAP) + _TILE,
            "number_y": top + row * (_TILE + _GAP) + 14,
            "full_name": node.name,
            "lines": textwrap.wrap(short(node), _LETTERS)[:_LINES],
            "level": level_of(card, node),
            **_look(card, node),
        }


def _look(card: Scorecard, node: NodeResult) -> Row:
    if not node.applies:
        return {"fill": "", "letters": "", "mark": _("n/a")}
    if node.level is None:
        return {"fill": "", "letters": "", "mark": f"? {span(node.worst, node.best)}"}
    lowest = card.framework.levels[0].number
    fill = level_colour(node.level - lowest + 1, len(card.framework.levels))
    spread = f" ({span(node.worst, node.best)})" if node.worst != node.best else ""
    return {"fill": fill, "letters": ink_on(fill), "mark": f"{node.level}{spread}"}


def _boxes(rows: list[Row], column: Position, height: float) -> alt.Chart:
    return (
        layer(rows)
        .mark_rect(cornerRadius=3)
        .encode(
            x=column("x"),
            x2="x2:Q",
            y=down(height),
            y2="y2:Q",
            tooltip=[
                alt.Tooltip("full_name:N", title="Capability"),
                alt.Tooltip("level:N", title="Level today"),
            ],
        )
    )


def _outlines(rows: list[Row], column: Position, height: float) -> alt.Chart:
    return _boxes(rows, column, height).mark_rect(
        cornerRadius=3, fillOpacity=0, stroke=ink("quiet"), strokeDash=[4, 3], strokeWidth=1.2
    )


def _inscriptions(
    tiles: list[Row], column: Position, height: float, columns: int
) -> Iterator[alt.Chart]:
    limit = alt.ExprRef(f"width / {columns} - 6")
    for rows, on_fill in (
        ([t for t in tiles if t["fill"]], True),
        ([t for t in tiles if not t["fill"]], False),
    ):
        colour = alt.Color("letters:N", scale=None) if on_fill else alt.value(ink("ink"))
        middle = column("middle")
        base = layer(rows).encode(x=middle, color=colour)
        yield base.mark_text(size=15, fontWeight=700, baseline="middle").encode(
            y=down(height, "number_y"), text="mark:N"
        )
        # A mark for each line: as lines of one mark, WeasyPrint sets the first one off the middle.
        lines = layer(list(_lines(rows))).encode(x=middle, color=colour)
        yield lines.mark_text(size=SMALL_SIZE, baseline="middle", limit=limit).encode(
            y=down(height, "line_y"), text="line:N"
        )


def _lines(tiles: list[Row]) -> Iterator[Row]:
    """The lines of the names on the tiles, each with its place."""
    for tile in tiles:
        for at, line in enumerate(tile["lines"]):
            yield {**tile, "line": line, "line_y": tile["number_y"] + 18 + at * _LINE}
