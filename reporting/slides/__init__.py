"""The board's story as slides with charts and tables that can be edited."""

from domain.report import Report
from reporting.language import speaking


def make_slides(report: Report) -> bytes:
    """The report as PowerPoint slides (.pptx), 16:9, in the order of a board's questions.

    Charts and tables are native: their figures can be edited in place. Titles are the findings
    of the paper, notes name the sources. The same report gives the same bytes.
    """
    # The library is loaded by who needs it: pages that only draw start without.
    from reporting.slides.story import told

    with speaking(report.language):
        return told(report)
