"""Results to something a reader can hold: charts, tables, sentences, PDF, slides, figures."""

from reporting.csv_files import make_csv
from reporting.data import make_json, read_report, report_schema
from reporting.process import make_pdf, make_take_away, page_pictures
from reporting.slides import make_slides
from reporting.workbook import make_workbook

__all__ = [
    "make_csv",
    "make_json",
    "make_pdf",
    "make_slides",
    "make_take_away",
    "make_workbook",
    "page_pictures",
    "read_report",
    "report_schema",
]
