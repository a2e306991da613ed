"""A room of people who rate alone, see the spread together, and leave with agreed levels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from domain.answers import Answer, EvidenceKind
from domain.framework import Depth

Phase = Literal["rating", "discussing", "closed"]
"""People rate alone; the room talks about what was rated; the baseline is frozen."""

NoteKind = Literal["parked", "action"]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A part of the meeting and how many minutes it has."""

    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class WorkshopSettings:
    """What is decided when a workshop is opened, and not changed after.

    `live` is one meeting; otherwise people answer when they like, until the deadline.
    `capabilities` are those that are rated, `roles` those who are invited (ids of the
    framework) and `invited` how many of each, where that is known. `smallest_group` is the number
    of people from which on anything is shown of what they said together. Whoever has the role
    `votes_last` waits for the others.
    """

    live: bool = True
    anonymous: bool = True
    smallest_group: int = 5
    capabilities: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    invited: Mapping[str, int] = field(default_factory=dict)
    agenda: tuple[AgendaItem, ...] = ()
    votes_last: str = ""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop as it stands now.

    Codes and links let people in until `doors_close`. `on_screen` is the capability that the
    room looks at; `timer_ends` the moment that a running timer counts down to.
    """

    id: str
    engagement: str
    assessment: str
    settings: WorkshopSettings
    opened: datetime
    doors_close: datetime
    phase: Phase = "rating"
    code_number: int = 1
    last_may_vote: bool = False
    on_screen: str = ""
    timer_ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class VoteRound:
    """One round of votes on a capability: what was said between two answers on record.

    A round counts answers with a sequence above `after` and up to `until`; without `until`
    the votes are still coming in.
    """

    capability: str
    number: int
    after: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Consensus:
    """What the room agreed on for a capability. Each change is a version of its own.

    `values` are the answers that it stands for, by question.
    """

    capability: str
    version: int
    values: Mapping[str, float]
    rationale: str
    dissent: str = ""
    evidence: str = ""
    evidence_kind: EvidenceKind | None = None
    evidence_date: date | None = None
    verified_by: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something parked for later, or an action with its owner."""

    id: int
    kind: NoteKind
    text: str
    owner: str = ""
    due: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class LiveCounts:
    """All that is known of a workshop before anything is revealed.

    `joined` counts people by role, `started` those of them who have answered anything, and
    `answered` those who have answered a question.
    """

    joined: Mapping[str, int] = field(default_factory=dict)
    started: Mapping[str, int] = field(default_factory=dict)
    answered: Mapping[str, int] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many have joined."""
        return sum(self.joined.values())


@dataclass(frozen=True, slots=True)
class QuestionVotes:
    """How a question was answered in a round: how many said what, and nobody's name."""

    question: str
    counts: Mapping[float, int]
    dont_know: int
    not_applicable: int
    median: float | None
    low: float | None
    high: float | None
    agreement: float | None
    """Tastle's consensus of the values, 0 (two camps at the ends) to 1 (all the same)."""

    @property
    def people(self) -> int:
        """How many answered."""
        return sum(self.counts.values()) + self.dont_know + self.not_applicable


@dataclass(frozen=True, slots=True)
class RoleVotes:
    """What the people of one role said together."""

    role: str
    people: int
    median: float | None


@dataclass(frozen=True, slots=True)
class Revealed:
    """What the room may see of one round on a capability."""

    capability: str
    number: int
    people: int
    questions: tuple[QuestionVotes, ...]
    roles: tuple[RoleVotes, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A capability worth talking about now, and why."""

    capability: str
    minutes: int
    worth: float
    disagreement: float
    weight: float
    decides: tuple[str, ...]
    """The pillars (or the whole, as "overall") whose level hangs on the outcome."""
    answers: int
    """How many values were given to its questions, all together."""
    low: float
    high: float
    """The lower and the upper quartile of these values."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A frozen assessment: what people said, what was agreed, and the answers as they count.

    In `votes` the respondents have numbers that lead back to nobody; `roles` says which role
    each had. In an anonymous workshop only questions that enough people answered are in it, and
    only roles that enough people had.
    """

    framework_hash: str
    depth: Depth
    context: Mapping[str, str]
    anonymous: bool
    smallest_group: int
    roles: Mapping[str, str]
    votes: tuple[Answer, ...]
    agreed: tuple[Consensus, ...]
    answers: tuple[Answer, ...]
