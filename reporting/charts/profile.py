"""Pillar profile: today's level, its range and the target of each pillar on a stepped axis."""

from collections.abc import Mapping

import altair as alt

from domain.scorecard import NodeResult, Scorecard
from reporting.charts.canvas import (
    WIDE,
    Position,
    Row,
    canvas,
    down,
    empty,
    layer,
    level_position,
    words,
)
from reporting.charts.inks import ink
from reporting.sentences import profile_title
from reporting.words import level_name, level_of

_ROW = 48
_NAMES = 0.28
"""Share of a wide chart that names and levels take."""


def pillar_profile(
    card: Scorecard, targets: Mapping[str, int] | None = None, width: int | None = None
) -> alt.LayerChart:
    """A dot for the level, a whisker from worst to best case, an open diamond for the target.

    `targets` maps a pillar's id to the level wanted. A level that is not established has a
    whisker and no dot.
    """
    text = pillar_profile_text(card)
    rows = [_row(card, node, at, targets or {}) for at, node in enumerate(card.pillars)]
    if not rows:
        return empty(text, width)
    height = _ROW * len(rows) + 6
    levels = card.framework.levels
    low, high = levels[0].number, levels[-1].number
    beside = width is not None and width >= WIDE
    at_level = level_position(low, high, levels, width * _NAMES if width and beside else 0)
    return canvas(
        [
            _whiskers(rows, at_level, height),
            _dots(rows, at_level, height),
            _targets(rows, at_level, height),
            *_names(rows, height, beside),
        ],
        width,
        height,
        text,
    )


def _names(rows: list[Row], height: float, beside: bool) -> tuple[alt.Chart, alt.Chart]:
    """Name and level: beside the axis one under the other, or else both above their marks."""
    if beside:
        upper, lower = ([{**row, "y": row["y"] + by} for row in rows] for by in (-8, 8))
        limit = f"width * {_NAMES} - 8"
        return (
            words(upper, height, "name", bold=True, limit=limit),
            words(lower, height, "today", colour="quiet", limit=limit),
        )
    above = [{**row, "y": row["y"] - 18} for row in rows]
    return (
        words(above, height, "name", bold=True, limit="width - 150"),
        words(above, height, "today", side="right", limit="150"),
    )


def pillar_profile_text(card: Scorecard) -> str:
    """The finding, and the level of every pillar."""
    each = "; ".join(f"{node.name}: {level_of(card, node)}" for node in card.pillars)
    return f"{profile_title(card)}. {each}."


def _row(card: Scorecard, node: NodeResult, at: int, targets: Mapping[str, int]) -> Row:
    return {
        "y": at * _ROW + 36,
        "name": node.name,
        "today": level_of(card, node),
        "level": node.level,
        "worst": node.worst,
        "best": node.best,
        "target": targets.get(node.id),
        "target_name": level_name(card.framework.levels, targets.get(node.id)),
    }


def _whiskers(rows: list[Row], at_level: Position, height: float) -> alt.Chart:
    known = [row for row in rows if row["worst"] is not None]
    return (
        layer(known)
        .mark_rule(strokeWidth=7, strokeCap="round", color=ink("pale"))
        .encode(
            x=at_level("worst"),
            x2="best:Q",
            y=down(height),
            tooltip=[
                alt.Tooltip("name:N", title="Pillar"),
                alt.Tooltip("worst:Q", title="Worst case"),
                alt.Tooltip("best:Q", title="Best case"),
            ],
        )
    )


def _dots(rows: list[Row], at_level: Position, height: float) -> alt.Chart:
    known = [row for row in rows if row["level"] is not None]
    return (
        layer(known)
        .mark_point(shape="circle", filled=True, size=190, opacity=1, color=ink("work"))
        .encode(
            x=at_level("level"),
            y=down(height),
            tooltip=[
                alt.Tooltip("name:N", title="Pillar"),
                alt.Tooltip("today:N", title="Level today"),
            ],
        )
    )


def _targets(rows: list[Row], at_level: Position, height: float) -> alt.Chart:
    wanted = [row for row in rows if row["target"] is not None]
    return (
        layer(wanted)
        .mark_point(
            shape="diamond", filled=False, size=260, strokeWidth=2.2, opacity=1, color=ink("accent")
        )
        .encode(
            x=at_level("target"),
            y=down(height),
            tooltip=[
                alt.Tooltip("name:N", title="Pillar"),
                alt.Tooltip("target_name:N", title="Target"),
            ],
        )
    )
