"""Which chapters a paper has, in reading order."""

from collections.abc import Iterator

from domain.report import Report
from reporting.paper import plan, record, standing, worth
from reporting.paper.chapter import Chapter


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
