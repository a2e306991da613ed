"""All tables of figures, in reading order."""

from domain.report import Report
from reporting import sentences
from reporting.figures import plan, standing, worth
from reporting.figures.table import Table


def figure_tables(report: Report) -> tuple[Table, ...]:
    """Every table of a report, those without rows included, in reading order."""
    card, roadmap = report.scorecard, report.roadmap
    return (
        worth.key_figures(report),
        standing.scores(card),
        standing.answers(card),
        standing.gaps(roadmap),
        plan.initiatives(roadmap),
        plan.money(roadmap),
        worth.value(roadmap, report.value),
        worth.benefits(roadmap, report.value),
        worth.ranges(report),
        plan.indicators(roadmap),
        plan.risks(roadmap),
        standing.decisions(report, sentences.decisions(card, roadmap)),
    )
