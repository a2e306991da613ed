"""What a paper carries with it: the report it was printed from, so that it can be held to it."""

from dataclasses import dataclass, replace
from io import BytesIO

import pikepdf
from pydantic import TypeAdapter, ValidationError

from domain.errors import InvalidInput
from domain.report import Edition, Report
from reporting.messages import NOT_A_PAPER

NAME = "report.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The edition and the report that were printed; `report.sha256` is the hash of its inputs."""

    edition: Edition
    report: Report

    @property
    def sha256(self) -> str:
        """The hash of the stored state that the paper was made from."""
        return self.report.sha256


_STAMP = TypeAdapter(Stamp)


def dump_stamp(report: Report, edition: Edition) -> bytes:
    """The stamp as JSON. Notes of people travel only with papers that print the answers."""
    if edition == "board" or "answers" in report.theme.left_out:
        silent = (replace(q, evidence=(), comments=()) for q in report.scorecard.questions)
        report = replace(report, scorecard=replace(report.scorecard, questions=tuple(silent)))
    return _STAMP.dump_json(Stamp(edition, report))


def read_stamp(pdf: bytes) -> Stamp:
    """The stamp of a paper. Raises InvalidInput for anything that is not a paper of ours."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            content = document.attachments[NAME].get_file().read_bytes()
        return _STAMP.validate_json(content)
    except (pikepdf.PdfError, KeyError, ValidationError):
        raise InvalidInput(NOT_A_PAPER) from None
