"""What a scoring strategy sees and gives: arrays whose last axis is the questions or children.

Leading axes are free, so one call scores one assessment or a thousand. Not applicable is
NaN; what is unknown has been replaced by the lowest or the highest value before.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NEARLY = 1e-9
"""Sums of decimals end a hair beside the whole number that is meant."""


@dataclass(frozen=True, slots=True)
class Items:
    """Questions, or the children of a node, along the last axis.

    `values` (questions: the answer; children: the level), `share` (where the answer or the
    child's score lies on its own scale, 0 to 1), `points` (the same on the scale of this
    node's score), `weights`, `levels` (the level a question or child belongs to, NaN for
    none), `critical` (children). `lowest` and `highest` are the framework's levels, `low` and
    `high` the ends of this node's score.
    """

    ids: tuple[str, ...]
    values: Array
    share: Array
    points: Array
    weights: Array
    levels: Array
    critical: NDArray[np.bool_]
    of_questions: bool
    lowest: int
    highest: int
    low: float
    high: float


Outcome = tuple[Array, Array]
"""Level and score, each without the last axis; NaN where nothing counted."""


def mean(points: Array, weights: Array | float = 1.0) -> Array:
    """The weighted mean of what is there; NaN where nothing is."""
    counts = ~np.isnan(points)
    total = np.where(counts, weights, 0.0).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(counts, points * weights, 0.0).sum(axis=-1) / total


def whole_level(items: Items, share: Array) -> Array:
    """Where a share of the way lies on the levels, cut off to the level below."""
    return np.floor(items.lowest + share * (items.highest - items.lowest) + NEARLY)


def lowest_of(values: Array) -> Array:
    """The lowest of what is there; NaN where nothing is."""
    found = np.where(np.isnan(values), np.inf, values).min(axis=-1, initial=np.inf)
    return np.where(np.isinf(found), np.nan, found)
