"""The people's side: who is assessed, by whom, and where the work stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from domain.framework import Depth

Stage = Literal["new", "workshop", "answering", "answered", "planned"]


@dataclass(frozen=True, slots=True)
class Engagement:
    """One piece of work for one organisation, pinned to one framework version.

    `context` maps context items of the framework to the choice made.
    """

    id: str
    organisation: str
    title: str
    framework_id: str
    framework_version: str
    framework_hash: str
    created: datetime
    scope: str = ""
    example: bool = False
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One round of answering inside an engagement."""

    id: str
    engagement: str
    name: str
    depth: Depth
    created: datetime


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody who answers. The id is unguessable: whoever has it can go on answering."""

    id: str
    assessment: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an assessment (or one respondent in it) has come."""

    asked: int
    done: int
    minutes_left: int
    last_saved: datetime | None = None

    @property
    def share(self) -> float:
        """Done over asked, from 0 to 1."""
        return self.done / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class EngagementSummary:
    """One line of the home page."""

    engagement: Engagement
    assessment: Assessment
    stage: Stage
    progress: Progress
    respondents: int
    next_step: str
