"""Which chapters a paper has, in reading order: all, those that a board decides on, or one."""

from collections.abc import Iterator
from dataclasses import replace

from domain.report import Edition, Report
from reporting import sentences
from reporting.language import speaking
from reporting.paper import charter, open_questions, plan, record, risks, standing, worth
from reporting.paper.chapter import Chapter
from reporting.paper.edits import blocks, edited

_ALWAYS = "method"
"""What a paper is worth hangs on how it came about, so that chapter is never left out."""


def chapters(report: Report, edition: Edition = "full") -> tuple[Chapter, ...]:
    """The chapters of an edition as they are printed, in reading order.

    Without those that the theme leaves out, and with people's words where they edited a text.
    """
    computed = tuple(_computed(report, edition))
    return tuple(_sourced(edited(chapter, report), report) for chapter in computed)


def text_blocks(report: Report) -> tuple[tuple[str, str, str], ...]:
    """(block id, label, computed text) of every text that a person may put in other words."""
    with speaking(report.language):
        return tuple(blocks(tuple(_computed(report, "full"))))


def _computed(report: Report, edition: Edition) -> Iterator[Chapter]:
    if edition == "charter":
        alone = charter.charter(report, alone=True)
        yield from (alone, record.method(report, edition, [alone]))
        return
    found = [*_decided(report, edition), *_followed(report, edition)]
    kept = [chapter for chapter in found if not _left_out(chapter, report)]
    for chapter in kept:
        if chapter.id != _ALWAYS:
            yield chapter
        else:
            yield record.method(report, edition, kept)


def _left_out(chapter: Chapter, report: Report) -> bool:
    """Chapters in several parts, such as "pillar-2", also go by the name of all: "pillar"."""
    names = {chapter.id, chapter.id.rpartition("-")[0]} - {_ALWAYS, ""}
    return bool(names & set(report.theme.left_out))


def _decided(report: Report, edition: Edition) -> Iterator[Chapter]:
    """Where the organisation is, where it goes, what it has decided."""
    yield standing.summary(report)
    yield standing.coverage(report)
    yield from worth.sureness(report)
    yield standing.profile(report)
    yield standing.heatmap(report.scorecard)
    if edition == "full":
        yield from standing.pillars(report)
    yield plan.gaps(report)
    yield from worth.decisions(report)
    if edition == "full":
        yield open_questions.open_questions(report)


def _followed(report: Report, edition: Edition) -> Iterator[Chapter]:
    """The way there, its money and risks, and who answers for it; then what is for the record."""
    card, roadmap = report.scorecard, report.roadmap
    if roadmap.placements:
        yield from plan.roadmap(report)
        yield plan.quarters(card, roadmap)
    if (roadmap.left_out and not roadmap.placements) or (edition == "full" and roadmap.placements):
        yield plan.initiatives(card, roadmap)
    if roadmap.placements:
        yield replace(plan.cost(report), flows=edition == "full")
        yield from worth.value(report, edition)
        yield from risks.risks(roadmap, edition)
    yield from charter.roles(report)
    if roadmap.placements:
        yield plan.indicators(roadmap, edition)
    if edition == "full":
        yield from record.references(report)
        yield record.answers(card)
    # Last, because an edited text makes it longer, and all else stays where it is.
    yield record.method(report, edition)


def _sourced(chapter: Chapter, report: Report) -> Chapter:
    figures = (replace(f, source=sentences.source(report, f.range)) for f in chapter.figures)
    return replace(chapter, figures=tuple(figures))
