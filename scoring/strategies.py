"""The ways in which scores roll up: pure functions along the last axis of their arrays.

Leading axes are free, so one call scores one assessment or a thousand. Not applicable is
NaN; what is unknown has been replaced by the lowest or the highest value before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_NEARLY = 1e-9
_ROUNDED = 1e-3
"""A share is met to within a thousandth, so that 0.667 in a file means two thirds."""


@dataclass(frozen=True, slots=True)
class Items:
    """What a strategy sees, along the last axis: questions, or the children of a node.

    `values` (questions: the answer; children: the level), `share` (questions: the answer as
    a share of its scale, 0 to 1; children: the score), `weights`, `levels` (questions: the
    level a practice belongs to, NaN for a placement), `critical` (children). `lowest` and
    `highest` are the framework's levels.
    """

    values: Array
    share: Array
    weights: Array
    levels: Array
    critical: NDArray[np.bool_]
    of_questions: bool
    lowest: int
    highest: int


Outcome = tuple[Array, Array]
"""Level and score, each without the last axis; NaN where nothing counted."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A named way to roll up, with the settings it takes and those it cannot do without."""

    name: str
    roll_up: Callable[[Items, Mapping[str, Any]], Outcome]
    settings: frozenset[str]
    summary: str
    required: frozenset[str] = frozenset()
    reads: str = ""
    """The only kind of question it reads, "practice" or "placement"; all kinds when empty."""
    unknown_is_lowest: bool = False
    """Whether the score counts what is unknown as not done; a mean leaves it out instead."""
    for_questions: bool = True
    for_children: bool = True
    """Whether it can roll up capabilities and pillars."""


def weighted_mean(items: Items, settings: Mapping[str, Any]) -> Outcome:
    """The weighted mean on the level scale; the level is its whole part.

    A mean is progress: use it for a level only where a framework's authors do.
    """
    points = items.share
    if items.of_questions:
        points = items.lowest + points * (items.highest - items.lowest)
    mean = _mean(points, items.weights)
    return np.floor(mean + _NEARLY), mean


def minimum(items: Items, settings: Mapping[str, Any]) -> Outcome:
    """The weakest item decides the level; the score is the weighted mean."""
    _, score = weighted_mean(items, settings)
    points = items.values
    if items.of_questions:
        points = items.lowest + items.share * (items.highest - items.lowest)
    lowest = np.where(np.isnan(points), np.inf, points).min(axis=-1, initial=np.inf)
    return np.where(np.isinf(lowest), np.nan, np.floor(lowest + _NEARLY)), score


def placed_level(items: Items, settings: Mapping[str, Any]) -> Outcome:
    """The level that the placement question names (the lowest, where there are several)."""
    placed = np.where(np.isnan(items.levels), items.values, np.nan)
    level = np.where(np.isnan(placed), np.inf, placed).min(axis=-1, initial=np.inf)
    level = np.where(np.isinf(level), np.nan, level)
    return level, level


def achieved_levels(items: Items, settings: Mapping[str, Any]) -> Outcome:
    """Level n is reached when its practices are largely and all below are fully achieved.

    After the capability levels of ISO/IEC 33020. Settings: `largely` and `fully` are the
    lowest values that count so. Not applicable practices leave the set; a level left without
    practices is passed over: it stops nothing, and is not reached itself. The score adds, to
    the level reached, the mean share achieved of the practices that stopped the climb.
    """
    largely, fully = float(settings["largely"]), float(settings["fully"])
    rated = ~np.isnan(items.values) & ~np.isnan(items.levels)
    short_of_largely, short_of_fully = items.values < largely, items.values < fully
    reached = np.where(rated.any(axis=-1), float(items.lowest), np.nan)
    stopper = np.full_like(reached, np.nan)
    for level in range(items.lowest + 1, items.highest + 1):
        here = rated & (items.levels == level)
        below = rated & (items.levels < level)
        stops = ((here & short_of_largely) | (below & short_of_fully)).any(axis=-1)
        stopper = np.where(np.isnan(stopper) & stops, float(level), stopper)
        reached = np.where(np.isnan(stopper) & here.any(axis=-1), float(level), reached)
    stopping = rated & (items.levels == stopper[..., np.newaxis])
    progress = _mean(np.where(stopping, items.share, np.nan), items.weights)
    return reached, reached + np.nan_to_num(progress)


def stage(items: Items, settings: Mapping[str, Any]) -> Outcome:
    """The highest level that every critical child and a share of the weight has reached.

    Setting: `share` of the weight, two thirds unless stated.
    """
    share = float(settings.get("share", 2 / 3))
    counted = ~np.isnan(items.values)
    weights = np.where(counted, items.weights, 0.0)
    total = weights.sum(axis=-1)
    reached = np.where(total > 0, float(items.lowest), np.nan)
    for level in range(items.lowest + 1, items.highest + 1):
        there = items.values >= level
        enough = (weights * there).sum(axis=-1) >= (share - _ROUNDED) * total
        critical = np.where(counted & items.critical, there, True).all(axis=-1)
        reached = np.where((total > 0) & enough & critical, float(level), reached)
    return reached, _mean(items.share, items.weights)


def _mean(points: Array, weights: Array) -> Array:
    counts = ~np.isnan(points)
    total = np.where(counts, weights, 0.0).sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(counts, points * weights, 0.0).sum(axis=-1) / total


_STRATEGIES = {
    strategy.name: strategy
    for strategy in (
        Strategy(
            "achieved_levels",
            achieved_levels,
            frozenset({"largely", "fully"}),
            "level by level: its practices largely, those below fully achieved",
            required=frozenset({"largely", "fully"}),
            reads="practice",
            unknown_is_lowest=True,
            for_children=False,
        ),
        Strategy("minimum", minimum, frozenset(), "the weakest decides"),
        Strategy(
            "placed_level",
            placed_level,
            frozenset(),
            "the level whose statement was chosen",
            reads="placement",
            for_children=False,
        ),
        Strategy(
            "stage",
            stage,
            frozenset({"share"}),
            "every critical part and a share of the weight have reached it",
            for_questions=False,
        ),
        Strategy("weighted_mean", weighted_mean, frozenset(), "the weighted mean, cut off"),
    )
}


def strategies() -> Mapping[str, Strategy]:
    """Every strategy by the name that framework files use."""
    return _STRATEGIES
