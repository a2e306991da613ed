"""What a respondent said. "Don't know" and "not applicable" are answers, not gaps."""

from dataclasses import dataclass
from typing import Literal

AnswerKind = Literal["value", "dont_know", "not_applicable"]
Confidence = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One respondent's current answer to one question.

    `value` is a number of the question's scale when `kind` is "value", else None.
    `confidence`, `comment` and `evidence` (what proves it) are the respondent's own words.
    """

    respondent: str
    question: str
    kind: AnswerKind
    value: float | None = None
    confidence: Confidence | None = None
    comment: str = ""
    evidence: str = ""
