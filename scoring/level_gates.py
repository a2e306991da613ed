"""Levels as gates: what has to be in place at each step, before the next one counts."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.items import NEARLY, Array, Items, Outcome, lowest_of, mean, whole_level

Settings = Mapping[str, Any]
Flags = NDArray[np.bool_]
_ROUNDED = 1e-3
"""A share is met to within a thousandth, so that 0.667 in a file means two thirds."""


def minimum(items: Items, settings: Settings) -> Outcome:
    """The weakest item decides the level; the score is the weighted mean."""
    values = whole_level(items, items.share) if items.of_questions else items.values
    return lowest_of(values), mean(items.points, items.weights)


def placed_level(items: Items, settings: Settings) -> Outcome:
    """The level that the placement question names (the lowest, where there are several)."""
    level = lowest_of(np.where(np.isnan(items.levels), items.values, np.nan))
    return level, level


def achieved_levels(items: Items, settings: Settings) -> Outcome:
    """Level n is reached when its practices are largely and all below are fully achieved.

    After the capability levels of ISO/IEC 33020. Settings: `largely` and `fully` are the
    lowest values that count so. Not applicable practices leave the set; a level whose practices
    have all left passes with the levels below it, one that never had any is not reached. The
    score adds, to the level reached, the mean share achieved of the practices that stopped.
    """
    largely, fully = float(settings["largely"]), float(settings["fully"])
    return _climb(items, items.values >= largely, items.values >= fully)


def npl_f(items: Items, settings: Settings) -> Outcome:
    """The capability level of ISO/IEC 33020, from the share achieved of each attribute.

    Not, partly, largely or fully achieved up to 15, 50, 85 and 100 %; setting: `bands`, other
    ends of the first three. Level n takes its own attributes largely, those below fully.
    """
    _, largely, fully = settings.get("bands", (15, 50, 85))
    percent = items.share * 100
    return _climb(items, percent > largely + NEARLY, percent > fully + NEARLY)


def _climb(items: Items, largely: Flags, fully: Flags) -> Outcome:
    rated = ~np.isnan(items.values) & ~np.isnan(items.levels)
    reached = np.where(rated.any(axis=-1), float(items.lowest), np.nan)
    stopper = np.full_like(reached, np.nan)
    short_of_largely, short_of_fully = rated & ~largely, rated & ~fully
    for level in range(items.lowest + 1, items.highest + 1):
        here, below = items.levels == level, items.levels < level
        stops = ((here & short_of_largely) | (below & short_of_fully)).any(axis=-1)
        stopper = np.where(np.isnan(stopper) & stops, float(level), stopper)
        if here.any():
            passes = np.isnan(stopper) & ~np.isnan(reached)
            reached = np.where(passes, float(level), reached)
    stopping = rated & (items.levels == stopper[..., np.newaxis])
    progress = mean(np.where(stopping, items.share, np.nan), items.weights)
    return reached, reached + np.nan_to_num(progress)


def aima_text(items: Items, settings: Settings) -> Outcome:
    """Level n when every question of the levels up to n is yes, in all streams.

    After the text of OWASP AIMA. The score adds the share of yes at the next level: it is what
    the "+" stands for.
    """
    done, rated = items.share >= 1.0, ~np.isnan(items.share)
    reached = np.where(rated.any(axis=-1), float(items.lowest), np.nan)
    for level in range(items.lowest + 1, items.highest + 1):
        here = items.levels == level
        passes = (reached == level - 1) & (done | ~rated | ~here).all(axis=-1) & here.any()
        reached = np.where(passes, float(level), reached)
    following = items.levels == reached[..., np.newaxis] + 1
    more = mean(np.where(following & rated, done, np.nan))
    return reached, reached + np.nan_to_num(more)


def cumulative_mil(items: Items, settings: Settings) -> Outcome:
    """The maturity indicator level of C2M2: everything up to it is implemented.

    Setting: `least`, the lowest response that counts as implemented (largely). Level n needs
    the level before, nothing at or below n short of it, and at least one that is not. The
    score adds the share implemented of the next level.
    """
    rated = ~np.isnan(items.values)
    done = rated & (items.values >= float(settings["least"]))
    short = rated & ~done
    reached = np.where(rated.any(axis=-1), float(items.lowest), np.nan)
    for level in range(items.lowest + 1, items.highest + 1):
        seen = items.levels <= level
        passes = ~(short & seen).any(axis=-1) & (done & seen).any(axis=-1)
        reached = np.where((reached == level - 1) & passes, float(level), reached)
    following = items.levels == reached[..., np.newaxis] + 1
    more = mean(np.where(following & rated, done, np.nan))
    return reached, reached + np.nan_to_num(more)


def staged(items: Items, settings: Settings) -> Outcome:
    """The maturity level of CMMI: every area staged at or below it is satisfied.

    An area is satisfied when its own level is at least the one it is staged at, and with the
    setting `generic_goals: 1` at least level 3 for every stage from 3 on. What does not apply
    leaves the set. The score adds the share satisfied of the next stage.
    """
    rated = ~np.isnan(items.values)
    reached = np.where(rated.any(axis=-1), float(items.lowest), np.nan)
    generic = bool(settings.get("generic_goals", 0))
    passes = ~np.isnan(reached)
    for level in range(items.lowest + 1, items.highest + 1):
        here, seen = items.levels == level, items.levels <= level
        passes = passes & (_satisfied(items, level, generic) | ~rated | ~seen).all(axis=-1)
        if here.any() or not seen.any():
            reached = np.where(passes, float(level), reached)
    following = items.levels == reached[..., np.newaxis] + 1
    there = np.where(following & rated, items.values >= items.levels, np.nan)
    return reached, reached + np.nan_to_num(mean(there))


def _satisfied(items: Items, level: int, generic: bool) -> Flags:
    needed = items.levels
    if generic and level >= 3:
        needed = np.maximum(needed, 3)
    return items.values >= needed


def stage(items: Items, settings: Settings) -> Outcome:
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
    return reached, mean(items.points, items.weights)


def gates(items: Items, settings: Settings) -> Outcome:
    """A table of what each level takes: the highest level with all rows up to it met.

    Setting: `table`, level: {item: lowest value}. A level without a row has no needs. The
    score is the weighted mean. After the gates of genai-maturity-framework.
    """
    place = {name: index for index, name in enumerate(items.ids)}
    counted = ~np.isnan(items.values)
    reached = np.where(counted.any(axis=-1), float(items.lowest), np.nan)
    for level in range(items.lowest, items.highest + 1):
        least = np.full(len(items.ids), -np.inf)
        for name, value in settings["table"].get(str(level), {}).items():
            least[place[name]] = value
        met = (~counted | (items.values >= least)).all(axis=-1)
        before = max(level - 1, items.lowest)
        reached = np.where((reached == before) & met, float(level), reached)
    return reached, mean(items.points, items.weights)


def risk_counts(items: Items, settings: Settings) -> Outcome:
    """The weakest child decides; there is no score, because risks are counted, not averaged.

    After the pillar view of AWS Well-Architected; `NodeResult.distribution` has the counts.
    """
    level = lowest_of(items.values)
    return level, np.full_like(level, np.nan)


def settled_level(items: Items, score: Array, cut_offs: list[float]) -> Array:
    """The level whose cut-off the score has reached, for each level above the lowest in turn."""
    level = np.full_like(score, float(items.lowest))
    for number, least in enumerate(cut_offs, start=items.lowest + 1):
        level = np.where((level == number - 1) & (score >= least - NEARLY), float(number), level)
    return np.where(np.isnan(score), np.nan, level)
