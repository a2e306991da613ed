"""Means, sums and shares: progress, from which a level is cut off and never rounded up."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from scoring.items import NEARLY, Array, Items, Outcome, lowest_of, mean, whole_level

Settings = Mapping[str, Any]


def weighted_mean(items: Items, settings: Settings) -> Outcome:
    """The weighted mean on the scale of the score; the level is its whole part.

    A mean is progress: use it for a level only where a framework's authors do.
    """
    return whole_level(items, mean(items.share, items.weights)), mean(items.points, items.weights)


def mean_of_means(items: Items, settings: Settings) -> Outcome:
    """Questions by weight, the groups above them all alike: the average of averages."""
    if items.of_questions:
        return weighted_mean(items, settings)
    return whole_level(items, mean(items.share)), mean(items.points)


def total(items: Items, settings: Settings) -> Outcome:
    """The sum: of questions value times weight, of children their scores as they are."""
    counted = ~np.isnan(items.points)
    added = items.values * items.weights if items.of_questions else items.points
    score = np.where(counted, added, 0.0).sum(axis=-1)
    level = whole_level(items, mean(items.share, items.weights))
    return level, np.where(counted.any(axis=-1), score, np.nan)


def median(items: Items, settings: Settings) -> Outcome:
    """The lower median: an answer or a level that is really there. The score is the mean."""
    values = items.values
    if items.of_questions:
        values = whole_level(items, items.share)
    return _lower_median(values), mean(items.points, items.weights)


def _lower_median(values: Array) -> Array:
    found = np.sort(values, axis=-1)
    position = np.maximum((~np.isnan(values)).sum(axis=-1, keepdims=True) - 1, 0) // 2
    return np.asarray(np.take_along_axis(found, position, axis=-1)[..., 0])


def samm_stream_sum(items: Items, settings: Settings) -> Outcome:
    """The sum over levels of the mean answer at that level; not cumulative.

    After OWASP SAMM 2: level 3 counts even where level 1 is missing.
    """
    present = [level for level in np.unique(items.levels) if not np.isnan(level)]
    means = np.stack(
        [mean(np.where(items.levels == level, items.values, np.nan)) for level in present], axis=-1
    )
    known = ~np.isnan(means).all(axis=-1)
    score = np.where(known, np.nansum(means, axis=-1), np.nan)
    return np.floor(np.minimum(score, items.highest) + NEARLY), score


def aima_workbook(items: Items, settings: Settings) -> Outcome:
    """The sum of the answers over their number, whatever was left empty counting as 0.

    After the workbook of OWASP AIMA, whose divisor is fixed: the level of a question does not
    matter.
    """
    score = np.nan_to_num(items.values).sum(axis=-1) / items.values.shape[-1]
    return np.floor(np.minimum(score, items.highest) + NEARLY), score


def coverage_mean(items: Items, settings: Settings) -> Outcome:
    """The share that is covered, all items alike; the level is that of the weakest item.

    Setting: `least`, the value from which an item counts as covered; without it every item
    counts with its share. After the sector progress of OWASP DSOMM, which claims no level.
    """
    covered = items.share
    if "least" in settings and items.of_questions:
        covered = np.where(np.isnan(items.values), np.nan, items.values >= settings["least"])
    weakest = items.values if not items.of_questions else whole_level(items, items.share)
    score = items.low + mean(covered) * (items.high - items.low)
    return lowest_of(weakest), score


def deductions(items: Items, settings: Settings) -> Outcome:
    """A full score less the weight of everything not done; it can fall below nothing.

    Setting: `start`, the full score. After the SPRS score of the CMMC self-assessment, where
    what is partly done counts as not done. The level is cut off from the share of the weight.
    """
    done = np.where(np.isnan(items.share), np.nan, items.share >= 1.0)
    lost = np.where(done == 0.0, items.weights, 0.0).sum(axis=-1)
    counted = ~np.isnan(items.share).all(axis=-1)
    level = whole_level(items, mean(done, items.weights))
    return level, np.where(counted, float(settings["start"]) - lost, np.nan)
