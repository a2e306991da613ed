"""From a report to the bytes of its PDF: chapters, figures, HTML, WeasyPrint."""

from collections.abc import Callable, Iterator, Sequence

from weasyprint import HTML

from domain.report import Report
from reporting.paper import plan, record, standing, worth
from reporting.paper.assets import SCHEME, Assets
from reporting.paper.chapter import Chapter
from reporting.paper.figures import picture
from reporting.templates import environment
from reporting.theme import PAPER_FONTS

OnProgress = Callable[[float, str], None]


def print_report(report: Report, on_progress: OnProgress) -> bytes:
    """The PDF of a report, tagged (PDF/UA-1); the same bytes for the same report."""
    on_progress(0.05, "Putting the chapters together")
    found = chapters(report)
    drawn = _draw(found, on_progress)
    on_progress(0.4, "Laying out the pages")
    document = HTML(
        string=page_source(report, found), base_url=SCHEME, url_fetcher=Assets(drawn)
    ).render(pdf_variant="pdf/ua-1", pdf_tags=True)
    on_progress(0.75, f"Writing {len(document.pages)} pages")
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    on_progress(1.0, "Done")
    return pdf


def chapters(report: Report) -> tuple[Chapter, ...]:
    """All chapters of a report, in reading order."""
    card = report.scorecard
    return (
        standing.summary(report),
        standing.profile(card),
        standing.heatmap(card),
        *standing.pillars(card, report.roadmap),
        plan.gaps(card, report.roadmap),
        *worth.decisions(report),
        *_way(report),
        *record.references(report),
        record.method(report),
        record.answers(card),
    )


def _way(report: Report) -> Iterator[Chapter]:
    """The chapters about the plan; without work there is none to show, only what did not fit."""
    card, roadmap = report.scorecard, report.roadmap
    if roadmap.placements:
        yield from plan.roadmap(roadmap)
    if roadmap.placements or roadmap.left_out:
        yield plan.initiatives(card, roadmap)
    if roadmap.placements:
        yield plan.cost(roadmap)
        yield plan.progress(card, roadmap)
        yield from worth.value(report)
        yield from worth.sureness(report)
        yield plan.indicators(roadmap)


def page_source(report: Report, found: Sequence[Chapter]) -> str:
    """The whole paper as HTML. Texts of people and files are escaped, all of them."""
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            card=report.scorecard,
            roadmap=report.roadmap,
            chapters=found,
            made_on=report.made_on.isoformat(),
            fonts=PAPER_FONTS,
        )
    )


def _draw(found: Sequence[Chapter], on_progress: OnProgress) -> dict[str, bytes]:
    figures = [figure for chapter in found for figure in chapter.figures]
    drawn: dict[str, bytes] = {}
    for number, figure in enumerate(figures, start=1):
        on_progress(0.1 + 0.3 * number / len(figures), f"Drawing chart {number} of {len(figures)}")
        drawn[figure.name] = picture(figure.draw())
    return drawn
