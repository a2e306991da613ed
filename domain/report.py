"""The one object that every export prints, so that no two of them can disagree."""

from dataclasses import dataclass
from datetime import date

from domain.framework import Reference
from domain.planning import Roadmap
from domain.scorecard import Scorecard


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report says, before any wording or layout.

    `references` are the outside standards with their status; empty when the report is made
    from files alone.
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
