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
