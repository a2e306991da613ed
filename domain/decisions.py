"""Strategy decisions as data: options with formulas for their cost, and how far agents may go.

Money is in thousands of the aid's currency. Formulas use inputs and earlier quantities by their
ids, with + - * / ( ) and min, max, ceil (`domain.formulas`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

COST = "cost"
"""The id of the criterion that nobody scores: it is worked out from the total cost."""
BEST_SCORE = 5


@dataclass(frozen=True, slots=True)
class Input:
    """A number that somebody has to supply: an assumption until it is replaced.

    `low` and `high` are the ends between which it may turn out; `because` says where it is from.
    """

    id: str
    name: str
    unit: str
    value: float
    low: float
    high: float
    because: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that follows from inputs and earlier quantities."""

    id: str
    name: str
    unit: str
    formula: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What options are compared by; only the proportion of the weights counts."""

    id: str
    name: str
    weight: float
    why: str


@dataclass(frozen=True, slots=True)
class Score:
    """How well an option meets a criterion, 1 (badly) to 5 (fully), and why."""

    value: int
    because: str


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide.

    `once` and `yearly` are formulas for money in thousands; `scores` holds a score for every
    criterion but cost. `implies` are the initiatives that follow from choosing it, `needs` what
    has to be true before.
    """

    id: str
    name: str
    description: str
    scores: Mapping[str, Score]
    once: str = "0"
    yearly: str = "0"
    implies: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionDecision:
    """A choice between two options or more, compared over some years by weighted criteria.

    `discount_rate` is the id of the input that holds it, as a share a year.
    """

    id: str
    name: str
    question: str
    years: int
    discount_rate: str
    inputs: tuple[Input, ...]
    quantities: tuple[Quantity, ...]
    criteria: tuple[Criterion, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class AutonomyLevel:
    """How far an agent may go: what it does alone, who answers, how it is watched and undone."""

    number: int
    name: str
    alone: str
    answers: str
    oversight: str
    rollback: str
    implies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactorChoice:
    """What may be true of a use, and the highest autonomy level that it allows."""

    id: str
    name: str
    at_most: int
    because: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A question about a use whose answer limits autonomy."""

    id: str
    name: str
    question: str
    choices: tuple[FactorChoice, ...]


@dataclass(frozen=True, slots=True)
class AgentUse:
    """Something that an agent is to do, with the choice made for each factor."""

    id: str
    name: str
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AutonomyDecision:
    """How far agents may go, use by use. Levels go from 0 up; every factor is a gate."""

    id: str
    name: str
    question: str
    levels: tuple[AutonomyLevel, ...]
    factors: tuple[Factor, ...]
    uses: tuple[AgentUse, ...] = ()
    """Examples."""


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision that was taken: what was chosen, on which numbers, and why.

    `chosen` is the id of an option; for autonomy it is empty, and `uses` hold the answers.
    `values` and `weights` are those that differ from the aid's. `finding` is what the numbers
    said when it was taken, `implies` the initiatives that follow from it.
    """

    decision: str
    name: str
    chosen: str
    chosen_name: str
    rationale: str
    decided_by: str
    decided_on: date
    finding: str
    aid_version: str
    values: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    uses: tuple[AgentUse, ...] = ()
    implies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionAid:
    """The strategy decisions that belong to one framework."""

    id: str
    version: str
    name: str
    framework: str
    currency: str
    assumptions: str
    option_decisions: tuple[OptionDecision, ...]
    autonomy_decisions: tuple[AutonomyDecision, ...]
    content_hash: str
