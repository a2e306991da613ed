"""Results to something a reader can hold: charts, tables, sentences and the PDF."""

from reporting.process import make_pdf, make_take_away, page_pictures

__all__ = ["make_pdf", "make_take_away", "page_pictures"]
