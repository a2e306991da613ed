"""From a report to the bytes of its PDF: chapters, figures, HTML, WeasyPrint."""

from base64 import b64decode
from collections.abc import Callable, Sequence

from weasyprint import HTML, Attachment

from domain.report import Edition, Report, Theme
from reporting.csv_files import written
from reporting.data import make_json
from reporting.figures import figure_tables
from reporting.paper import archive
from reporting.paper.assets import SCHEME, Assets
from reporting.paper.chapter import Chapter
from reporting.paper.editions import chapters
from reporting.paper.figures import picture
from reporting.stamp import NAME as STAMP
from reporting.stamp import keywords, stamped
from reporting.templates import environment
from reporting.theme import cover_colour, paper_fonts

OnProgress = Callable[[float, str], None]


def print_report(report: Report, on_progress: OnProgress, edition: Edition = "full") -> bytes:
    """The PDF of a report, PDF/A-3a and PDF/UA-1, its data attached.

    The same bytes for the same report.
    """
    on_progress(0.05, "Putting the chapters together")
    found = chapters(report, edition)
    drawn = draw(found, on_progress)
    on_progress(0.4, "Laying out the pages")
    document = HTML(
        string=page_source(report, found, edition),
        base_url=SCHEME,
        url_fetcher=Assets(drawn | logo(report.theme)),
    ).render(pdf_variant=archive.VARIANT, pdf_tags=True)
    on_progress(0.75, f"Writing {len(document.pages)} pages")
    pdf = archive.write(document, _attachments(report, edition))
    on_progress(1.0, "Done")
    return pdf


def logo(theme: Theme) -> dict[str, bytes]:
    """The client's logo by the name of its file, if there is one."""
    return {"logo.png": b64decode(theme.logo)} if theme.logo else {}


def _attachments(report: Report, edition: Edition) -> list[Attachment]:
    """The data behind the paper: all of it as JSON, each table of figures as CSV."""
    carried = stamped(report, edition)
    files = {table.name: table for table in figure_tables(carried) if table.rows}
    whole = archive.attached(
        STAMP, "The report behind this paper", make_json(carried), "Source", report.made_on
    )
    tables = (
        archive.attached(f"{name}.csv", table.title, written(table), "Data", report.made_on)
        for name, table in files.items()
    )
    return [whole, *tables]


def page_source(report: Report, found: Sequence[Chapter], edition: Edition) -> str:
    """The whole paper as HTML. Texts of people and files are escaped, all of them."""
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            card=report.scorecard,
            roadmap=report.roadmap,
            chapters=found,
            keywords=keywords(edition),
            made_on=report.made_on.isoformat(),
            fonts=paper_fonts(report.theme),
            theme=report.theme,
            panel=cover_colour(report.theme),
        )
    )


def draw(found: Sequence[Chapter], on_progress: OnProgress) -> dict[str, bytes]:
    """Every chart of these chapters as a picture, by the name of its file."""
    figures = [figure for chapter in found for figure in chapter.figures]
    drawn: dict[str, bytes] = {}
    for number, figure in enumerate(figures, start=1):
        on_progress(0.1 + 0.3 * number / len(figures), f"Drawing chart {number} of {len(figures)}")
        drawn[figure.name] = picture(figure.draw())
    return drawn
