"""What scoring concluded. Never a bare number: every result carries what made it.

A `level` is reached through gates and is a whole number, or None when it is not
established. A `score` is progress on the same scale (a mean, with decimals); it orders
and charts, it is never called a level. `worst` and `best` are the levels if everything
unknown or missing turned out lowest or highest.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from domain.framework import Depth, Level

NodeKind = Literal["overall", "pillar", "capability", "part"]
QuestionState = Literal["answered", "dont_know", "not_applicable", "missing", "not_asked"]


@dataclass(frozen=True, slots=True)
class FrameworkIdentity:
    """Which framework made a result: id, version and content hash pin it for ever."""

    id: str
    version: str
    name: str
    content_hash: str
    levels: tuple[Level, ...]
    views: tuple["ViewIdentity", ...] = ()


@dataclass(frozen=True, slots=True)
class ViewIdentity:
    """A view of the framework, with the capabilities of each group by id."""

    id: str
    name: str
    groups: tuple[tuple[str, str, tuple[str, ...]], ...]
    """One (group id, group name, capability ids) for each group."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers of each kind, over questions times respondents.

    `asked` is every answer that was wanted; `answered` had a value; the rest of `asked`
    said "don't know", said "not applicable", or is missing.
    """

    asked: int = 0
    answered: int = 0
    dont_know: int = 0
    not_applicable: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Cap:
    """Something that held a level down: to at most `level`, caused by node or question `by`."""

    level: int
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the sum behind a figure: which child or question, its weight and value.

    `value` is on the parent's scale, None when it did not count; `note` says why.
    """

    id: str
    name: str
    weight: float
    value: float | None
    level: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """All respondents' answers to one question.

    `value` is the lower median of the values given (an answer somebody really gave);
    `low` and `high` are the extremes; `distribution` counts respondents by value.
    """

    id: str
    capability: str
    text: str
    kind: Literal["placement", "practice"]
    state: QuestionState
    tally: Tally
    level: int | None = None
    value: float | None = None
    label: str = ""
    low: float | None = None
    high: float | None = None
    distribution: Mapping[float, int] = field(default_factory=dict)
    comments: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeResult:
    """The result of the whole, of a pillar, of a capability or of a part of one.

    `coverage` is answered plus not applicable, over asked, from 0 to 1.
    `claimed` is the level that the answers claim; `level`, `worst` and `best` are what the
    evidence on file (`evidence`: none, some or verified) lets be reported of it. `placed` is the
    level of the statement chosen, where practices decided the level. `low` and `high` are the
    ends of the score, `mark` the result in the framework's own notation (such as 1+), `gated`
    false where the level is only cut off from a mean, so that it is progress and no level is
    claimed. `floor` is the lowest level of the children, `distribution` counts them by level.
    `terms` and `caps` are the explanation; `strategy` names the rule; `settings` its settings.
    `worst_score` and `best_score` are the scores if everything unknown or missing turned out
    lowest or highest. `next_step` says in one sentence what the next level takes.
    """

    id: str
    name: str
    kind: NodeKind
    score: float | None
    level: int | None
    worst: int | None
    best: int | None
    coverage: float
    tally: Tally
    strategy: str
    short_name: str = ""
    weight: float = 1.0
    critical: bool = False
    parent: str = ""
    applies: bool = True
    floor: int | None = None
    claimed: int | None = None
    terms: tuple[Term, ...] = ()
    caps: tuple[Cap, ...] = ()
    definition: str = ""
    statements: Mapping[int, str] = field(default_factory=dict)
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    next_step: str = ""
    worst_score: float | None = None
    best_score: float | None = None
    low: float | None = None
    high: float | None = None
    placed: int | None = None
    evidence: Literal["", "none", "some", "verified"] = ""
    gated: bool = True
    mark: str = ""
    distribution: Mapping[int, int] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The scored assessment, complete enough to be read and printed on its own.

    `capabilities` holds those under a pillar; `parts` those under a capability. `as_of` is the
    day on which the age of evidence was counted.
    """

    framework: FrameworkIdentity
    depth: Depth
    respondents: int
    overall: NodeResult
    pillars: tuple[NodeResult, ...]
    capabilities: tuple[NodeResult, ...]
    questions: tuple[QuestionResult, ...]
    parts: tuple[NodeResult, ...] = ()
    context: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None

    def node(self, node_id: str) -> NodeResult:
        """The result of one pillar, capability or part, or of the whole ("overall").

        Raises KeyError for an id that the framework does not have.
        """
        for node in (self.overall, *self.pillars, *self.capabilities, *self.parts):
            if node.id == node_id:
                return node
        raise KeyError(node_id)
