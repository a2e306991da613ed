"""Answers to numbers: strategies, levels, coverage, and the explanation of each figure.

`score` is the one way in; `explain` opens any figure of its result; `regroup` shows it under the
groups of a view; `strategies` names the ways in which scores roll up, and `check_rollups` says
whether a framework uses them as they are meant.
"""

from scoring.agreement import (
    Agreement,
    Hint,
    agreement,
    alpha,
    careless_hints,
    consensus,
    groups_shown,
)
from scoring.checks import check_rollups
from scoring.discussion import agreed_values, worth_discussing
from scoring.explanation import Explanation, explain
from scoring.lifting import Lift, shortest_lift
from scoring.relative import gap_priority, percent_to_target, progress_to_date
from scoring.score import score
from scoring.strategies import Strategy, strategies
from scoring.table import score_table
from scoring.tally import allowed_values
from scoring.trends import trend
from scoring.uncertainty import Interval, bootstrap, weight_sensitivity
from scoring.versions import carry, difference, draft_mapping
from scoring.views import regroup

__all__ = [
    "Agreement",
    "Explanation",
    "Hint",
    "Interval",
    "Lift",
    "Strategy",
    "agreed_values",
    "agreement",
    "allowed_values",
    "alpha",
    "bootstrap",
    "careless_hints",
    "carry",
    "check_rollups",
    "consensus",
    "difference",
    "draft_mapping",
    "explain",
    "gap_priority",
    "groups_shown",
    "percent_to_target",
    "progress_to_date",
    "regroup",
    "score",
    "score_table",
    "shortest_lift",
    "strategies",
    "trend",
    "weight_sensitivity",
    "worth_discussing",
]
