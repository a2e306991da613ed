"""The one object that every export prints, so that no two of them can disagree."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.decisions import DecisionRecord
from domain.framework import Reference
from domain.planning import Roadmap, Uncertainty, ValueCase
from domain.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says, before any wording or layout.

    `references` are the outside standards with their status, `uncertainty` how sure the plan
    is; both are missing when the report is made from files alone.
    """

    organisation: str
    title: str
    made_on: date
    scorecard: Scorecard
    roadmap: Roadmap
    scope: str = ""
    prepared_by: str = ""
    language: str = "en"
    example: bool = False
    references: tuple[Reference, ...] = ()
    value: ValueCase | None = None
    uncertainty: Uncertainty | None = None
    decisions: tuple[DecisionRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A PDF that was made and kept; `sha256` is that of its bytes."""

    id: str
    engagement: str
    file_name: str
    sha256: str
    issued: datetime


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a room agreed on one capability, known by its name.

    `level` is what the room claims, `reported` what the evidence on file lets count of it, and
    `before` what the first votes came to, None where they were never shown. Where the
    framework claims no level they are means.
    """

    capability: str
    before: float | None
    level: float | None
    reported: float | None
    rationale: str = ""
    dissent: str = ""

    @property
    def lacks_evidence(self) -> bool:
        """Whether less counts than the room claims."""
        if self.level is None or self.reported is None:
            return False
        return self.reported < self.level


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody sees to."""

    text: str
    owner: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class TakeAway:
    """What everybody in a workshop takes home: nothing in it leads to what one person said.

    The scorecard is without its questions, because those carry people's own words. `rated` is
    the number of capabilities that were rated, `agreed` those the room settled, in the
    framework's order. `roles` counts people by the name of their role; those who
    are not named apart have the name "". `sha256` is the hash of the frozen baseline.
    """

    organisation: str
    title: str
    held_on: date
    scorecard: Scorecard
    rated: int
    roles: tuple[tuple[str, int], ...]
    agreed: tuple[Agreed, ...]
    actions: tuple[Action, ...]
    parked: tuple[str, ...]
    sha256: str
    anonymous: bool
    smallest_group: int
    language: str = "en"
    example: bool = False
