"""How much a result hangs on who was asked and on the weights: drawn at random, with a seed.

The same seed gives the same draws. Every draw is one assessment of a table, so a thousand of
them cost little more than one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from domain.answers import Answer
from domain.framework import Capability, Depth, Framework
from scoring.table import score_table

_LOW, _MIDDLE, _HIGH = 0.05, 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a node's level and score lie in nine of ten draws, and how often each level comes."""

    low: int
    middle: int
    high: int
    score_low: float | None
    score_high: float | None
    share: Mapping[int, float]


def bootstrap(
    framework: Framework,
    answers: Sequence[Answer],
    depth: Depth,
    context: Mapping[str, str] | None = None,
    evidence: pd.DataFrame | None = None,
    draws: int = 1000,
    seed: int = 2030,
) -> dict[str, Interval]:
    """Intervals for every node, by drawing as many raters as there are, with replacement.

    It says how much the result hangs on who happened to be asked, and nothing about what all of
    them do not know. `evidence` has columns capability and strength. With one rater there is no
    spread to see. Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
    """
    raters = sorted({answer.respondent for answer in answers})
    if not raters:
        return {}
    picked = np.random.default_rng(seed).integers(len(raters), size=(draws, len(raters)))
    rows = pd.DataFrame(
        [(a.respondent, a.question, a.value, a.kind) for a in answers],
        columns=["respondent", "question", "value", "kind"],
    ).astype({"value": float})
    of_rater = [np.flatnonzero(rows["respondent"] == name) for name in raters]
    chosen = np.concatenate([of_rater[rater] for rater in picked.reshape(-1)])
    sizes = np.array([len(of_rater[rater]) for rater in picked.reshape(-1)])
    table = rows.iloc[chosen].reset_index(drop=True)
    table["assessment"] = np.repeat(np.arange(draws).repeat(len(raters)), sizes)
    # The same rater drawn twice is two raters.
    table["respondent"] = np.repeat(np.arange(draws * len(raters)), sizes)
    drawn = None if evidence is None else _for_each(evidence, draws)
    return _intervals(score_table(framework, table, depth, context, drawn))


def _for_each(evidence: pd.DataFrame, draws: int) -> pd.DataFrame:
    repeated = evidence.loc[evidence.index.repeat(draws)].reset_index(drop=True)
    repeated["assessment"] = np.tile(np.arange(draws), len(evidence))
    return repeated


def _intervals(scored: pd.DataFrame) -> dict[str, Interval]:
    return {
        str(node): _interval(found)
        for node, found in scored.groupby("node", sort=False)
        if found["worst"].notna().any()
    }


def _interval(found: pd.DataFrame) -> Interval:
    levels, scores = found["worst"].dropna(), found["score"].dropna()
    low, middle, high = levels.quantile([_LOW, _MIDDLE, _HIGH], interpolation="nearest")
    ends = [float(end) for end in scores.quantile([_LOW, _HIGH]).dropna()]
    share = levels.value_counts(normalize=True).sort_index()
    return Interval(
        int(low),
        int(middle),
        int(high),
        score_low=ends[0] if ends else None,
        score_high=ends[1] if ends else None,
        share={int(level): float(part) for level, part in zip(share.index, share, strict=True)},
    )


def weight_sensitivity(
    framework: Framework,
    answers: Sequence[Answer],
    depth: Depth,
    context: Mapping[str, str] | None = None,
    draws: int = 200,
    seed: int = 2030,
) -> dict[str, Interval]:
    """Intervals for pillars and the whole, with other weights of pillars and capabilities.

    Every weight is drawn between half and twice what it is, evenly on a logarithmic scale. A
    level that stays put in most draws does not hang on somebody's choice of weights.
    """
    random = np.random.default_rng(seed)
    table = pd.DataFrame(
        [("r", a.respondent, a.question, a.value, a.kind) for a in answers],
        columns=["assessment", "respondent", "question", "value", "kind"],
    ).astype({"value": float})
    if table.empty:
        return {}
    scored = [
        score_table(_reweighted(framework, random), table, depth, context) for _ in range(draws)
    ]
    groups = {"overall", *(pillar.id for pillar in framework.pillars)}
    all_draws = pd.concat(scored, ignore_index=True)
    return _intervals(all_draws[all_draws["node"].isin(groups)])


def _reweighted(framework: Framework, random: np.random.Generator) -> Framework:
    def other(weight: float) -> float:
        return float(weight * 2 ** random.uniform(-1, 1))

    def capability(found: Capability) -> Capability:
        return replace(found, weight=other(found.weight))

    pillars = tuple(
        replace(
            pillar,
            weight=other(pillar.weight),
            capabilities=tuple(capability(found) for found in pillar.capabilities),
        )
        for pillar in framework.pillars
    )
    return replace(framework, pillars=pillars)
