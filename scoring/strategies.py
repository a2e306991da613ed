"""The ways in which scores roll up, by the name that framework files use.

A strategy is a pure function of `Items`; `roll_up` puts it together with the settings that
every strategy takes: how the score is written, and from which score a level is reached.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from domain.framework import Rollup
from scoring.items import NEARLY, Array, Items, Outcome
from scoring.level_gates import (
    achieved_levels,
    aima_text,
    cumulative_mil,
    gates,
    minimum,
    npl_f,
    placed_level,
    risk_counts,
    settled_level,
    stage,
    staged,
)
from scoring.means import (
    aima_workbook,
    coverage_mean,
    deductions,
    mean_of_means,
    median,
    samm_stream_sum,
    total,
    weighted_mean,
)
from scoring.risk_rules import risk_rules

COMMON = frozenset(
    {"low", "high", "digits", "rounding", "unanswered", "cut_offs", "over", "anchor"}
)
"""Settings that every strategy takes."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A named way to roll up, with the settings of its own and those it cannot do without."""

    name: str
    roll_up: Callable[[Items, Mapping[str, Any]], Outcome]
    own: frozenset[str]
    summary: str
    required: frozenset[str] = frozenset()
    reads: str = ""
    """The only kind of question it reads, "practice" or "placement"; all kinds when empty."""
    unknown_is_lowest: bool = False
    """Whether the score counts what is unknown as not done; a mean leaves it out instead."""
    by_level: bool = False
    """Whether what it reads has to say which level it belongs to."""
    ticked: bool = False
    """Whether it reads choices that are ticked or not, so that none of them can be unknown."""
    gated: bool = True
    """Whether its level is a gate. Of a mean only progress is said, and no level claimed."""
    for_questions: bool = True
    for_children: bool = True
    """Whether it can roll up capabilities and pillars."""

    def mark(self, level: int, score: float, settings: Mapping[str, Any]) -> str:
        """The result as the framework's authors write it, where that is not just the number."""
        if self.name != "aima_text" or not score > level:
            return ""
        return f"{level}+" if level or settings.get("plus_at_zero") else "0"

    @property
    def settings(self) -> frozenset[str]:
        """Every setting it takes."""
        return self.own | COMMON


def roll_up(rollup: Rollup, items: Items) -> Outcome:
    """Level and score of a node, as its roll-up says."""
    level, score = _STRATEGIES[rollup.strategy].roll_up(items, rollup.settings)
    score = _written(score, rollup.settings)
    if "cut_offs" in rollup.settings:
        level = settled_level(items, score, rollup.settings["cut_offs"])
    # A sum or a deduction can leave its scale; a level cannot.
    return np.clip(level, items.lowest, items.highest), score


def _written(score: Array, settings: Mapping[str, Any]) -> Array:
    """The score with as many digits as its framework publishes, cut off or rounded half up."""
    if "digits" not in settings:
        return score
    power = 10.0 ** int(settings["digits"])
    half = 0.5 if settings.get("rounding", "half_up") == "half_up" else 0.0
    # Away from nothing, so that a score below it is written like one above.
    written: Array = np.sign(score) * np.floor(np.abs(score) * power + half + NEARLY) / power
    return written


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
            by_level=True,
            for_children=False,
        ),
        Strategy(
            "aima_text",
            aima_text,
            frozenset({"plus_at_zero"}),
            "level by level: every question up to it answered with yes",
            reads="practice",
            unknown_is_lowest=True,
            by_level=True,
            for_children=False,
        ),
        Strategy(
            "aima_workbook",
            aima_workbook,
            frozenset(),
            "the sum of the answers over their number, empty ones counting as 0",
            reads="practice",
            unknown_is_lowest=True,
            gated=False,
            for_children=False,
        ),
        Strategy(
            "coverage_mean",
            coverage_mean,
            frozenset({"least"}),
            "the share that is covered; the weakest decides the level",
        ),
        Strategy(
            "cumulative_mil",
            cumulative_mil,
            frozenset({"least"}),
            "level by level: every practice up to it implemented",
            required=frozenset({"least"}),
            reads="practice",
            unknown_is_lowest=True,
            by_level=True,
            for_children=False,
        ),
        Strategy(
            "deductions",
            deductions,
            frozenset({"start"}),
            "a full score, less the weight of everything not done",
            required=frozenset({"start"}),
            reads="practice",
            unknown_is_lowest=True,
            gated=False,
            for_children=False,
        ),
        Strategy(
            "gates",
            gates,
            frozenset({"table"}),
            "a table of what each level takes",
            required=frozenset({"table"}),
        ),
        Strategy(
            "mean_of_means",
            mean_of_means,
            frozenset(),
            "the mean of the groups' means",
            gated=False,
        ),
        Strategy("median", median, frozenset(), "the lower one of the middle levels", gated=False),
        Strategy("minimum", minimum, frozenset(), "the weakest decides"),
        Strategy(
            "npl_f",
            npl_f,
            frozenset({"bands"}),
            "level by level: its attributes largely, those below fully achieved",
            unknown_is_lowest=True,
            by_level=True,
        ),
        Strategy(
            "placed_level",
            placed_level,
            frozenset(),
            "the level whose statement was chosen",
            reads="placement",
            for_children=False,
        ),
        Strategy(
            "risk_counts",
            risk_counts,
            frozenset(),
            "risks are counted; the highest risk decides",
            for_questions=False,
        ),
        Strategy(
            "risk_rules",
            risk_rules,
            frozenset({"rules", "otherwise"}),
            "the first rule that fits the choices ticked",
            required=frozenset({"rules", "otherwise"}),
            reads="practice",
            ticked=True,
            for_children=False,
        ),
        Strategy(
            "samm_stream_sum",
            samm_stream_sum,
            frozenset(),
            "the sum over levels of the mean answer at each",
            reads="practice",
            unknown_is_lowest=True,
            by_level=True,
            gated=False,
            for_children=False,
        ),
        Strategy(
            "stage",
            stage,
            frozenset({"share"}),
            "every critical part and a share of the weight have reached it",
            for_questions=False,
        ),
        Strategy(
            "staged",
            staged,
            frozenset({"generic_goals"}),
            "every area staged at or below it is satisfied",
            by_level=True,
            for_questions=False,
        ),
        Strategy("sum", total, frozenset(), "the sum", gated=False),
        Strategy(
            "weighted_mean",
            weighted_mean,
            frozenset(),
            "the weighted mean: progress, from which a level is cut off",
            gated=False,
        ),
    )
}


def strategies() -> Mapping[str, Strategy]:
    """Every strategy by the name that framework files use."""
    return _STRATEGIES
