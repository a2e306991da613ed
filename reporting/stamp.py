"""What a paper carries with it: the report it was printed from, so that it can be held to it."""

from dataclasses import dataclass, replace
from io import BytesIO

import pikepdf

from domain.errors import InvalidInput
from domain.report import Edition, Report
from reporting.data import read_report
from reporting.messages import NOT_A_PAPER

NAME = "report.json"
_KEYWORDS: dict[str, Edition] = {
    "board edition": "board",
    "full edition": "full",
    "charter of the Chief AI Officer": "charter",
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """The edition and the report that were printed; `report.sha256` is the hash of its inputs."""

    edition: Edition
    report: Report


def stamped(report: Report, edition: Edition) -> Report:
    """What of a report travels with a paper: notes of people only where it prints the answers."""
    if edition == "full" and "answers" not in report.theme.left_out:
        return report
    silent = (replace(q, evidence=(), comments=()) for q in report.scorecard.questions)
    return replace(report, scorecard=replace(report.scorecard, questions=tuple(silent)))


def keywords(edition: Edition) -> str:
    """What a paper's properties say of its edition."""
    return next(words for words, known in _KEYWORDS.items() if known == edition)


def read_stamp(pdf: bytes) -> Stamp:
    """The stamp of a paper. Raises InvalidInput for anything that is not a paper of ours."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            edition = _KEYWORDS[str(document.docinfo.get("/Keywords"))]
            content = document.attachments[NAME].get_file().read_bytes()
    except (pikepdf.PdfError, KeyError):
        raise InvalidInput(NOT_A_PAPER) from None
    return Stamp(edition, read_report(content, NAME))
