"""What a respondent said. "Don't know" and "not applicable" are answers, not gaps."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

AnswerKind = Literal["value", "dont_know", "not_applicable"]
Confidence = Literal["low", "medium", "high"]
EvidenceKind = Literal["affirmation", "artifact", "observation"]
"""Somebody says so; a document or record shows it; somebody watched it happen."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One respondent's current answer to one question.

    `value` is a number of the question's scale when `kind` is "value", else None.
    `confidence`, `comment` and `evidence` (what proves it) are the respondent's own words.
    Of the evidence it is also known of which kind it is, from when, and who outside the
    owning unit has checked it.
    """

    respondent: str
    question: str
    kind: AnswerKind
    value: float | None = None
    confidence: Confidence | None = None
    comment: str = ""
    evidence: str = ""
    evidence_kind: EvidenceKind | None = None
    evidence_date: date | None = None
    verified_by: str = ""
