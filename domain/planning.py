"""Initiatives, scenarios, gaps and the roadmap. Money is in thousands of the currency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from domain.quarters import Quarter

EstimatePoint = Literal["low", "likely", "high"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A three-point estimate: the low, the most likely and the high end."""

    low: float
    likely: float
    high: float

    def at(self, point: EstimatePoint) -> float:
        """The estimate at one of its three points."""
        return {"low": self.low, "likely": self.likely, "high": self.high}[point]


@dataclass(frozen=True, slots=True)
class Lift:
    """What an initiative does: raises a capability that is at `from_level` (or above it,
    but below `to_level`) to `to_level`."""

    capability: str
    from_level: int
    to_level: int


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk that initiatives can reduce."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Initiative:
    """One piece of work that lifts capabilities.

    `duration` is in quarters, `cost` one-off money in thousands, `run_cost` money in
    thousands for each year after completion, `effort` in person-months.
    """

    id: str
    name: str
    lifts: tuple[Lift, ...]
    duration: Estimate
    cost: Estimate
    run_cost: Estimate
    effort: Estimate
    prerequisites: tuple[str, ...] = ()
    owner: str = ""
    roles: Mapping[str, float] = field(default_factory=dict)
    """Share of the effort by role, adding up to 1."""
    leading_indicator: str = ""
    lagging_indicator: str = ""
    reduces: tuple[str, ...] = ()
    description: str = ""
    pillar: str = ""
    """The pillar whose swim lane it stands in: that of its first lift, unless stated."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The initiatives that belong to one framework."""

    id: str
    version: str
    name: str
    framework: str
    currency: str
    initiatives: tuple[Initiative, ...]
    content_hash: str
    risks: tuple[Risk, ...] = ()
    assumptions: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the plan has to live with: targets, dates and money.

    `targets` maps a capability to the level wanted by `end`. `budget` maps a calendar
    year to the money it may use, one-off and running together, in thousands; a year that
    is missing has no limit. `estimate` says which end of the estimates to plan with.
    """

    name: str
    start: Quarter
    end: Quarter
    targets: Mapping[str, int] = field(default_factory=dict)
    budget: Mapping[int, float] = field(default_factory=dict)
    estimate: EstimatePoint = "likely"
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Gap:
    """The distance from today's level to the target of one capability.

    `current` is the level planned from; when the level is not established it is the
    worst case, and `assumed` is true.
    """

    capability: str
    name: str
    pillar: str
    current: int
    target: int
    assumed: bool = False
    reached: int | None = None
    """The level that the roadmap reaches by the end of the scenario."""

    @property
    def levels(self) -> int:
        """How many levels are missing; 0 when the target is met."""
        return max(0, self.target - self.current)


@dataclass(frozen=True, slots=True)
class Placement:
    """An initiative with its place in the roadmap: first and last quarter, both included.

    `cost_by_year` holds one-off and running money. `waits_for` are the prerequisites that
    are part of the plan; `why` says in a sentence what set the start.
    """

    initiative: Initiative
    start: Quarter
    end: Quarter
    cost_by_year: Mapping[int, float]
    waits_for: tuple[str, ...]
    why: str
    bound_by: Literal["start", "prerequisite", "budget"] = "start"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An initiative that the targets call for and that did not fit, with the reason."""

    initiative: Initiative
    because: str
    bound_by: Literal["horizon", "budget", "prerequisite"]


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year of the roadmap, money in thousands.

    `levels` maps every capability to the level it has at the end of the year; `mean_level`
    is their weighted mean, a measure of progress and not a level.
    """

    year: int
    budget: float | None
    one_off: float
    running: float
    levels: Mapping[str, int]
    mean_level: float

    @property
    def total(self) -> float:
        """One-off and running money together, in thousands."""
        return self.one_off + self.running


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The plan: what starts when, what it costs and lifts, and what did not fit.

    What did not fit is a result, not an error.
    """

    scenario: Scenario
    catalogue: str
    catalogue_version: str
    framework: str
    framework_version: str
    framework_hash: str
    pillars: Mapping[str, str]
    """Pillar id to name, in the framework's order: the swim lanes."""
    gaps: tuple[Gap, ...]
    placements: tuple[Placement, ...]
    left_out: tuple[LeftOut, ...]
    years: tuple[Year, ...]
    risks: tuple[Risk, ...] = ()
    assumptions: str = ""
