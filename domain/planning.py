"""Initiatives, scenarios, gaps and the roadmap. Money is in thousands of the currency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from domain.quarters import Quarter

EstimatePoint = Literal["low", "likely", "high"]
AimName = Literal["targets", "maturity", "value"]
"""Reach the targets, be mature earlier, have more value than cost: what a plan is best at."""
Grade = Literal["A", "B", "C", "D"]
OPINION: Grade = "D"
"""The grade of a benefit that nothing speaks for but somebody's opinion."""
AIMS: tuple[AimName, ...] = ("targets", "maturity", "value")
Bound = Literal["start", "prerequisite", "budget", "people", "change", "horizon", "rule", "choice"]
"""What set a place in the plan, or kept it from one: the plan's first quarter, something that
comes first, money, people, change load, the plan's end, a decision, or the aims themselves."""


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
    change: Mapping[str, float] = field(default_factory=dict)
    """How much change it asks of each business unit in every quarter of work, in points."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What leadership wants in the end, and benefits add up to."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Money that benefits are taken from, in thousands a year: none of it is saved twice."""

    id: str
    name: str
    yearly: float


@dataclass(frozen=True, slots=True)
class Benefit:
    """Something that gets better and is worth money, once all that it needs is done.

    `yearly` is thousands a year when it is fully there, `ramp` quarters after the work; `share`
    is the part of it that is put down to these initiatives, by the method in `attribution`.
    The grade of its evidence: A a randomised comparison, B a comparison with others alike, C a
    trend with what else changed taken out, D an opinion.
    """

    id: str
    name: str
    needs: tuple[str, ...]
    yearly: Estimate
    grade: Grade = "D"
    owner: str = ""
    measure: str = ""
    baseline: str = ""
    leading_indicator: str = ""
    lagging_indicator: str = ""
    evidence: str = ""
    attribution: str = ""
    share: float = 1.0
    ramp: int = 0
    pool: str = ""
    outcome: str = ""
    units: Mapping[str, float] = field(default_factory=dict)
    """Who has the benefit: shares by business unit, adding up to 1."""


@dataclass(frozen=True, slots=True)
class Register:
    """All benefits, with the pools they are taken from and the outcomes they serve."""

    benefits: tuple[Benefit, ...] = ()
    pools: tuple[Pool, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


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
    register: Register = Register()


@dataclass(frozen=True, slots=True)
class Capacity:
    """Person-months of a role in every quarter, from `since` on; without it from the start.

    The entry with the latest `since` holds. A role without an entry has no limit.
    """

    role: str
    person_months: float
    since: Quarter | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What somebody has decided about one initiative, whatever the plan would do.

    `start` locks it to a quarter, `not_before` is the first it may start in, `done_by` the
    last it may end in; `must` puts it into the plan, `excluded` keeps it out.
    """

    excluded: bool = False
    must: bool = False
    start: Quarter | None = None
    not_before: Quarter | None = None
    done_by: Quarter | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the plan has to live with: targets, dates, money, people, and what is decided.

    `targets` maps a capability to the level wanted by its date in `due`, else by `end`; those
    in `firm` have to be met, the others as far as can be. `budget` maps a calendar
    year to the money it may use, one-off and running together, in thousands; a year that
    is missing has no limit. `change_limit` is the most change, in points a quarter, for each
    business unit. `estimate` says which end of the estimates to plan with, `aims` what counts
    most, `discount` what money a year later is worth less.
    """

    name: str
    start: Quarter
    end: Quarter
    targets: Mapping[str, int] = field(default_factory=dict)
    budget: Mapping[int, float] = field(default_factory=dict)
    estimate: EstimatePoint = "likely"
    currency: str = "EUR"
    due: Mapping[str, Quarter] = field(default_factory=dict)
    firm: tuple[str, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    change_limit: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    aims: tuple[AimName, ...] = AIMS
    discount: float = 0.08

    def due_of(self, capability: str) -> Quarter:
        """The quarter by whose end a target is wanted."""
        return self.due.get(capability, self.end)

    def rule_of(self, initiative: str) -> Rule:
        """What is decided about an initiative."""
        return self.rules.get(initiative, Rule())

    def person_months(self, role: str, quarter: Quarter) -> float | None:
        """How much of a role there is in a quarter; None without a limit."""
        found = [c for c in self.capacity if c.role == role and (c.since or quarter) <= quarter]
        if not found:
            return None
        return max(found, key=lambda c: c.since or self.start).person_months


WayKind = Literal[
    "money", "people", "change", "together", "instead", "time", "decisions", "estimates"
]
DriverKind = Literal["duration", "cost", "running cost", "benefit", "level today"]
DriverResult = Literal["targets", "cost", "value"]
Status = Literal["running", "done", "stopped"]


@dataclass(frozen=True, slots=True)
class Actual:
    """What has become of an initiative: since when, until when, and thousands spent so far."""

    initiative: str
    status: Status
    started: Quarter | None = None
    ended: Quarter | None = None
    spent: float = 0.0
    note: str = ""


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
    """The level that the roadmap reaches by the target's date."""
    due: Quarter | None = None
    firm: bool = False

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
    bound_by: Bound = "start"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An initiative that the targets call for and that did not fit, with the reason."""

    initiative: Initiative
    because: str
    bound_by: Bound


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
class AimReached:
    """How much of an aim the plan has, and the most that any plan could have had.

    Targets and maturity are in levels by weight (maturity times quarters), value in thousands.
    """

    aim: AimName
    value: float
    bound: float

    @property
    def proved(self) -> bool:
        """Whether no plan has more."""
        return self.value >= self.bound

    @property
    def gap(self) -> float:
        """How far the best possible plan could be ahead, as a share of the larger of the two."""
        most = max(abs(self.bound), abs(self.value))
        return max(0.0, self.bound - self.value) / most if most else 0.0


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a limit the plan takes: a role's person-months or a unit's change, by quarter."""

    kind: Literal["people", "change"]
    name: str
    quarter: Quarter
    used: float
    limit: float | None


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way to a target that the plan misses, with the least that it takes.

    `amounts` is thousands by year for money, person-months a quarter by role for people, points
    a quarter by unit for change. `when` is the quarter by whose end time alone brings it.
    """

    kind: WayKind
    text: str
    amounts: Mapping[str, float] = field(default_factory=dict)
    when: Quarter | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """A target that the plan misses, what keeps it from it, and the ways out, nearest first."""

    capability: str
    name: str
    target: int
    due: Quarter
    text: str
    ways: tuple[WayOut, ...]
    earliest: Quarter | None
    """The first quarter by whose end it could be reached without any limit of money or people."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a plan loses without one initiative, everything else left as it is."""

    initiatives: tuple[str, ...]
    """The names of those that would fall with it."""
    targets: tuple[str, ...]
    """Each target that would be missed, or missed by more, in a sentence."""
    benefits: tuple[str, ...]
    freed: float
    """Thousands that would not be spent."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything about one initiative's place in a plan."""

    why: str
    waits_for: tuple[str, ...]
    waited_by: tuple[str, ...]
    earlier: tuple[str, ...]
    """What would have to change to start it earlier, nearest first."""
    slack: int
    """Quarters that it could start later without moving anything else or missing a target."""
    dropped: Dropped


@dataclass(frozen=True, slots=True)
class Moved:
    """An initiative that starts at another time in a second plan."""

    name: str
    before: Quarter
    after: Quarter


@dataclass(frozen=True, slots=True)
class Compared:
    """What a second plan does otherwise. Differences are second less first."""

    moved: tuple[Moved, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    targets: tuple[str, ...]
    """Each target that is met now, or no longer, in a sentence."""
    money: Mapping[int, float]
    """Thousands more or less by year; years without a difference are left out."""

    @property
    def same(self) -> bool:
        """Whether both plans do the same."""
        return not (self.moved or self.added or self.dropped or self.targets or self.money)


@dataclass(frozen=True, slots=True)
class Band:
    """Where eight of ten runs lie, and the middle: the 10th, 50th and 90th percentile."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Driver:
    """How much an assumption decides: its rank correlation with a result, -1 to 1."""

    name: str
    what: DriverKind
    result: DriverResult
    strength: float


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What becomes of a plan when work, cost, benefits and today's levels turn out otherwise.

    Money is in thousands to the plan's end; `value` is the net present value with evidence.
    `levels` gives each capability at the end of each year, `chances` the share of runs in
    which a target is met by its date.
    """

    runs: int
    seed: int
    levels: Mapping[int, Mapping[str, Band]]
    mean_level: Mapping[int, Band]
    targets_met: Band
    chances: Mapping[str, float]
    cost: Band
    cost_by_year: Mapping[int, Band]
    value: Band
    drivers: tuple[Driver, ...]
    """The strongest of each result first."""


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
    aims: tuple[AimReached, ...] = ()
    """What the plan reaches of each aim, in the scenario's order."""
    use: tuple[Use, ...] = ()
    register: Register = Register()
    done: tuple[str, ...] = ()
    """The initiatives that nobody waits for any more: what they bring is there."""
    actuals: tuple[Actual, ...] = ()
    method: Literal["best", "first"] = "best"
    """Whether it is the best plan found, or a first one by a rule of thumb."""


@dataclass(frozen=True, slots=True)
class DoubleCount:
    """A pool from which benefits claim more than there is, thousands a year."""

    pool: str
    name: str
    claimed: float
    there: float
    benefits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenefitCase:
    """One benefit in a plan: from when on it is there, and what it brings by year."""

    benefit: Benefit
    yearly: float
    """Thousands a year put down to the plan, after what its pool does not have."""
    ready: Quarter | None
    """The first quarter in which it is there; None when the plan lacks something it needs."""
    by_year: Mapping[int, float]
    missing: tuple[str, ...] = ()
    """The initiatives that it needs and that the plan does not have."""

    @property
    def total(self) -> float:
        """All years together, not discounted."""
        return sum(self.by_year.values())


@dataclass(frozen=True, slots=True)
class ValueYear:
    """One year: benefits by grade of evidence, costs, and what is left with proof (A to C)."""

    year: int
    by_grade: Mapping[Grade, float]
    cost: float

    @property
    def benefit(self) -> float:
        """Benefits with evidence: opinions are left out."""
        return sum(amount for grade, amount in self.by_grade.items() if grade != OPINION)

    @property
    def net(self) -> float:
        """Benefits with evidence less costs."""
        return self.benefit - self.cost


@dataclass(frozen=True, slots=True)
class ValueCase:
    """What a plan is worth under one point of the estimates."""

    benefits: tuple[BenefitCase, ...]
    years: tuple[ValueYear, ...]
    double: tuple[DoubleCount, ...]
    net_present_value: float
    """Of benefits with evidence, to the end of the plan."""
    opinion: float
    """What opinions (grade D) would add to the net present value."""
    steady: float
    """Thousands a year that benefits with evidence bring after the plan, less running costs."""
    payback: int | None
    """The first year by whose end benefits with evidence have paid all costs so far; after the
    plan's end it is assumed to go on as in `steady`."""
    payback_range: tuple[int | None, int | None] = (None, None)
    """The same with every benefit at the high, and at the low end of its estimate."""
    cost_by_unit: Mapping[str, float] = field(default_factory=dict)
    """All money of the plan by the business unit that bears it, thousands, not discounted."""
    benefit_by_unit: Mapping[str, float] = field(default_factory=dict)
    """All benefits with evidence by the business unit that has them, the same."""
