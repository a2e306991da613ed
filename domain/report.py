"""The one object that every export prints, so that no two of them can disagree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from domain.decisions import DecisionRecord
from domain.framework import Reference
from domain.planning import Roadmap, Uncertainty, ValueCase
from domain.scorecard import Scorecard

Edition = Literal["board", "full", "charter"]
"""What is printed of one report: decisions first on few pages, all of it, or only the charter of
the Chief AI Officer."""

Format = Literal["board", "full", "charter", "pptx", "xlsx", "json", "csv"]
"""What one report is made into: editions of the PDF, slides, workbook, data, CSV files in a zip."""


CHAPTERS = (
    *("summary", "coverage", "sureness", "profile", "capabilities", "pillar", "gaps", "decisions"),
    *("open", "roadmap", "quarters", "initiatives", "cost", "value", "risks", "charter"),
    *("indicators", "references", "answers"),
)
"""What a theme may leave out: every chapter but the method, which says what the rest is worth."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How a client's paper looks, and which chapters it goes without.

    Colours are "#rrggbb". `logo` is a PNG or JPEG in base64, empty without one. `left_out` holds
    ids of chapters, `fonts` families that the machine has, before those the product brings.
    """

    client: str = ""
    logo: str = ""
    accent: str = "#B45309"
    heading: str = "#14212B"
    fonts: tuple[str, ...] = ()
    cover_note: str = ""
    confidentiality: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of a person in place of computed ones, marked as such in the record.

    `block` names the text, such as "summary.title"; `computed` is what it said when it was
    edited, so that a later change of the data shows.
    """

    block: str
    text: str
    computed: str
    by: str
    at: datetime


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
class Room:
    """What workshops of an engagement agreed, in the framework's order, and what stayed open."""

    agreed: tuple[Agreed, ...] = ()
    actions: tuple[Action, ...] = ()
    parked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the plan of another scenario costs, in thousands by year, and which targets it meets."""

    name: str
    cost_by_year: Mapping[int, float]
    met: int
    targets: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says, before any wording or layout.

    `references` are the outside standards with their status, `uncertainty` how sure the plan
    is; both are missing when the report is made from files alone. `raters` counts people by the
    name of their role, `room` is what workshops agreed and left open, `sha256` is the hash of
    the inputs: the stored state that all of this follows from. `reasons` says why the target of a
    capability is proposed where it is, `agreement` how far the raters of a capability agree, 0 to
    1 (both by the id of the capability); `alternatives` are the plans of other scenarios.
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
    raters: tuple[tuple[str, int], ...] = ()
    room: Room | None = None
    theme: Theme = Theme()
    edits: tuple[Edit, ...] = ()
    sha256: str = ""
    reasons: Mapping[str, str] = field(default_factory=dict)
    agreement: Mapping[str, float] = field(default_factory=dict)
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A paper that was made and kept; `sha256` is that of its bytes.

    `format` is the edition of a PDF or the kind of another file, `inputs` the hash of the state
    it was made from, empty where nobody kept it.
    """

    id: str
    engagement: str
    file_name: str
    sha256: str
    issued: datetime
    format: Format = "full"
    inputs: str = ""


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
