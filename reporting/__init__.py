"""Results to something a reader can hold: charts, tables, sentences and the PDF."""

from domain.report import Report
from reporting.process import make_pdf, make_take_away, page_pictures
from reporting.stamp import Stamp, read_stamp

__all__ = [
    "Stamp",
    "make_pdf",
    "make_take_away",
    "page_pictures",
    "read_stamp",
    "text_blocks",
]


def text_blocks(report: Report) -> tuple[tuple[str, str, str], ...]:
    """(block id, label, computed text) of every text that a person may put in other words.

    In reading order. An `Edit` of that block in `report.edits` takes the text's place.
    """
    from reporting.paper.editions import text_blocks as found  # charts take long to load

    return found(report)
