"""Answers to numbers: strategies, levels, coverage, and the explanation of each figure.

`score` is the one way in; `explain` opens any figure of its result; `strategies` names the
ways in which scores roll up.
"""

from scoring.explanation import Explanation, explain
from scoring.score import score
from scoring.strategies import Strategy, strategies

__all__ = ["Explanation", "Strategy", "explain", "score", "strategies"]
