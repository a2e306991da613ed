"""What the evidence on file lets be reported: a claim is not yet a level."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from domain.answers import Answer
from domain.framework import EvidenceCaps

Strength = Literal["none", "some", "verified"]


def strength(answers: Iterable[Answer], as_of: date, months: int) -> Strength:
    """How strong the evidence is that came with the answers about one capability.

    Verified is a document or record dated within the last `months` before `as_of`, which
    somebody outside the owning unit has checked; any other evidence is some.
    """
    found: Strength = "none"
    for answer in answers:
        if _is_verified(answer, as_of, months):
            return "verified"
        if answer.evidence or answer.evidence_kind:
            found = "some"
    return found


def _is_verified(answer: Answer, as_of: date, months: int) -> bool:
    dated = answer.evidence_date
    if answer.evidence_kind != "artifact" or not answer.verified_by or dated is None:
        return False
    return months_back(as_of, months) < dated <= as_of


def months_back(day: date, months: int) -> date:
    """The same day so many months before; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def highest_reported(caps: EvidenceCaps, found: Strength, highest: int) -> int:
    """The level up to which evidence of this strength lets a claim be reported."""
    return {"none": caps.none, "some": caps.some, "verified": highest}[found]
