"""Answers to numbers: strategies, levels, coverage, and the explanation of each figure.

`score` is the one way in; `explain` opens any figure of its result; `regroup` shows it under the
groups of a view; `strategies` names the ways in which scores roll up.
"""

from scoring.explanation import Explanation, explain
from scoring.score import score
from scoring.strategies import Strategy, strategies
from scoring.views import regroup

__all__ = ["Explanation", "Strategy", "explain", "regroup", "score", "strategies"]
