"""Results to something a reader can hold: charts, tables, sentences, PDF, slides, figures."""

from domain.report import Report
from reporting.changes import Verdict, verify
from reporting.csv_files import make_csv
from reporting.data import make_json, read_report, report_schema
from reporting.process import make_pdf, make_take_away, page_pictures
from reporting.slides import make_slides
from reporting.stamp import Stamp, read_stamp
from reporting.workbook import make_workbook

__all__ = [
    "Stamp",
    "Verdict",
    "has_charter",
    "make_csv",
    "make_json",
    "make_pdf",
    "make_slides",
    "make_take_away",
    "make_workbook",
    "page_pictures",
    "read_report",
    "read_stamp",
    "report_schema",
    "text_blocks",
    "verify",
]


def has_charter(report_framework: str) -> bool:
    """Whether papers on a framework, known by its id, can come as a charter alone."""
    from reporting.paper.charter import has_charter as found  # charts take long to load

    return found(report_framework)


def text_blocks(report: Report) -> tuple[tuple[str, str, str], ...]:
    """(block id, label, computed text) of every text that a person may put in other words.

    In reading order. An `Edit` of that block in `report.edits` takes the text's place.
    """
    from reporting.paper.editions import text_blocks as found  # charts take long to load

    return found(report)
