"""What the numbers say about a decision: rankings, what would change them, how far agents may go.

Money is in thousands of the decision aid's currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.decisions import (
    AgentUse,
    AutonomyLevel,
    Criterion,
    Factor,
    FactorChoice,
    Input,
    Option,
    OptionDecision,
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion adds to an option's score.

    `share` is the criterion's part of all weights. `utility` is the score given, 1 to 5, or
    for the cost criterion 5 times the cheapest option's total cost over this one's.
    """

    criterion: Criterion
    share: float
    utility: float
    because: str

    @property
    def points(self) -> float:
        """The part of the score that it makes up."""
        return self.share * self.utility


@dataclass(frozen=True, slots=True)
class Cost:
    """What an option costs: thousands once, thousands a year, and in total as money of today."""

    once: float
    yearly: float
    total: float


@dataclass(frozen=True, slots=True)
class Standing:
    """An option in the ranking."""

    option: Option
    score: float
    contributions: tuple[Contribution, ...]
    cost: Cost


@dataclass(frozen=True, slots=True)
class Ranking:
    """The options from best to worst, with the inputs and quantities that it was made with."""

    decision: OptionDecision
    standings: tuple[Standing, ...]
    values: Mapping[str, float]
    text: str

    @property
    def best(self) -> Standing:
        """The option that ranks first."""
        return self.standings[0]


@dataclass(frozen=True, slots=True)
class Turn:
    """From this value on (upwards or downwards), the option ranks first."""

    value: float
    option: str


@dataclass(frozen=True, slots=True)
class InputSwing:
    """What an input can change between its low and high end.

    `lead_at_low` and `lead_at_high` are how far the option that ranks first now is ahead of the
    best other one there, in points of the score; below 0 it has lost its place. `below` and
    `above` are the nearest turns on either side of `value`. `cost_break_even` is the nearest
    value at which the two leading options cost the same in total.
    """

    input: Input
    value: float
    lead_at_low: float
    lead_at_high: float
    below: Turn | None
    above: Turn | None
    cost_break_even: float | None
    text: str


@dataclass(frozen=True, slots=True)
class WeightSwing:
    """The nearest weights, below and above, at which another option ranks first."""

    criterion: Criterion
    weight: float
    below: Turn | None
    above: Turn | None
    text: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that would change a decision, with the ranking as it stands."""

    ranking: Ranking
    inputs: tuple[InputSwing, ...]
    weights: tuple[WeightSwing, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Gate:
    """One factor with the choice made: the highest level that it lets through, and why.

    Without a choice only the lowest level passes: what nobody has looked at is not granted.
    """

    factor: Factor
    choice: FactorChoice | None
    at_most: int
    because: str


@dataclass(frozen=True, slots=True)
class LevelVerdict:
    """A level, and the gates that keep the use from it; none when it is allowed."""

    level: AutonomyLevel
    barred_by: tuple[Gate, ...]

    @property
    def allowed(self) -> bool:
        """Whether the use may have this level."""
        return not self.barred_by


@dataclass(frozen=True, slots=True)
class WayUp:
    """What a factor that holds the level would have to become.

    `choices` let more through than today. `reaches` is the level if only this factor changed, to
    the best of them: with several factors holding, that is no higher than today's.
    """

    factor: Factor
    choices: tuple[FactorChoice, ...]
    reaches: int


@dataclass(frozen=True, slots=True)
class Autonomy:
    """The highest level that a use may have, and everything that it rests on.

    `held_by` are the gates at that level (none at the highest level of all); `verdicts` go from
    the level allowed down to the lowest, then through the barred ones, the nearest first.
    """

    use: AgentUse
    level: AutonomyLevel
    gates: tuple[Gate, ...]
    held_by: tuple[Gate, ...]
    ways_up: tuple[WayUp, ...]
    verdicts: tuple[LevelVerdict, ...]
    text: str
