"""A chapter of the paper and the figures in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import altair as alt

COLUMN, LANDSCAPE = 657, 986
"""Width of the text in pixels (1/96 inch) on an upright and on a landscape A4 page."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart on paper: `name` is its file, `draw` makes it, `alt` says what it shows."""

    name: str
    draw: Callable[[], alt.LayerChart]
    alt: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: a short label, the finding as heading, a template and what fills it."""

    id: str
    label: str
    title: str
    template: str
    content: Mapping[str, Any] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    wide: bool = False


def evenly(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """Items cut into as few parts as possible, of about equal length, at most `most` each."""
    if not items:
        return []
    parts = -(-len(items) // most)
    size = -(-len(items) // parts)
    return [items[at : at + size] for at in range(0, len(items), size)]
