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
    """A chart on paper: `name` is its file, `draw` makes it, `alt` says what it shows.

    `range` says how sure its figures are; `source` is the whole line under it, with that.
    """

    name: str
    draw: Callable[[], alt.LayerChart]
    alt: str
    range: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: a short label, the finding as heading, a template and what fills it.

    `lead` is its first paragraph. One that `flows` begins on the page of the one before where
    there is room. `edited` are the names of its texts that a person has put in other words.
    """

    id: str
    label: str
    title: str
    template: str
    content: Mapping[str, Any] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    wide: bool = False
    lead: str = ""
    flows: bool = False
    edited: tuple[str, ...] = ()


def evenly(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """Items cut into as few parts as possible, of about equal length, at most `most` each."""
    if not items:
        return []
    parts = -(-len(items) // most)
    size = -(-len(items) // parts)
    return [items[at : at + size] for at in range(0, len(items), size)]


def low(chart: Callable[..., alt.LayerChart], subject: object, height: int) -> alt.LayerChart:
    """The chart at the width of a column and `height` pixels, to share its page."""
    return chart(subject, COLUMN).properties(height=height)
