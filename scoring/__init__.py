"""Answers to numbers: strategies, levels, coverage, and the explanation of each figure.

`score` is the one way in; `explain` opens any figure of its result; `regroup` shows it under the
groups of a view; `strategies` names the ways in which scores roll up, and `check_rollups` says
whether a framework uses them as they are meant.
"""

from scoring.checks import check_rollups
from scoring.explanation import Explanation, explain
from scoring.score import score
from scoring.strategies import Strategy, strategies
from scoring.views import regroup

__all__ = ["Explanation", "Strategy", "check_rollups", "explain", "regroup", "score", "strategies"]
