"""From a report to all that is printed: chapters as HTML, charts, and the data that goes along."""

from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from domain.report import Edition, Report, Theme
from reporting.csv_files import english_tables, written
from reporting.data import make_json
from reporting.figures import figure_tables
from reporting.language import _, speaking
from reporting.paper.chapter import Chapter
from reporting.paper.composed import Composed, Enclosed, Pictures, Section
from reporting.paper.editions import chapters
from reporting.paper.figures import drawn
from reporting.stamp import NAME as STAMP
from reporting.stamp import keywords, stamped
from reporting.templates import environment, print_style

OnProgress = Callable[[float, str], None]


def compose(report: Report, edition: Edition, on_progress: OnProgress) -> Composed:
    """Put an edition of the report into words and pictures; page numbers are still missing."""
    on_progress(0.05, "Putting the chapters together")
    with speaking(report.language):
        return _composed(report, edition, on_progress)


def _composed(report: Report, edition: Edition, on_progress: OnProgress) -> Composed:
    found = chapters(report, edition)
    shared = _shared(report, found, edition)
    return Composed(
        language=report.language,
        head=_filled("head.html.j2", shared),
        style=print_style(report.theme),
        margins=_filled("margins.css", shared),
        around=_filled("around.html.j2", shared),
        cover=Section("cover", "", "", _filled("cover.html.j2", shared), _logo(report.theme)),
        sections=tuple(_sections(found, shared, on_progress)),
        files=tuple(_files(report, edition)),
        made_on=report.made_on,
    )


def _shared(report: Report, found: Sequence[Chapter], edition: Edition) -> dict[str, Any]:
    return {
        "report": report,
        "title": _("Charter of the Chief AI Officer") if edition == "charter" else report.title,
        "card": report.scorecard,
        "roadmap": report.roadmap,
        "finding": found[0].title,
        "keywords": keywords(edition),
        "made_on": report.made_on.isoformat(),
    }


def _filled(template: str, filling: dict[str, Any]) -> str:
    """A template filled. Texts of people and files are escaped, all of them, in HTML."""
    return environment().get_template(template).render(filling)


def _logo(theme: Theme) -> Pictures:
    return (("logo.png", b64decode(theme.logo)),) if theme.logo else ()


def _sections(
    found: Sequence[Chapter], shared: dict[str, Any], on_progress: OnProgress
) -> Iterator[Section]:
    total, done = sum(len(chapter.figures) for chapter in found), 0
    for chapter in found:
        pictures = []
        for figure in chapter.figures:
            done += 1
            on_progress(0.05 + 0.35 * done / total, f"Drawing chart {done} of {total}")
            pictures.append((figure.name, drawn(figure)))
        yield Section(
            chapter.id,
            chapter.label,
            chapter.title,
            _filled("chapter.html.j2", {**shared, "chapter": chapter}),
            tuple(pictures),
            chapter.flows,
            chapter.wide,
        )


def _files(report: Report, edition: Edition) -> Iterator[Enclosed]:
    """The data behind the paper: all of it as JSON, each table of figures as CSV."""
    carried = stamped(report, edition)
    yield Enclosed(STAMP, _("The report behind this paper"), make_json(carried), "Source")
    titles = {table.name: table.title for table in figure_tables(carried)}
    for table in english_tables(carried):
        if table.rows:
            yield Enclosed(f"{table.name}.csv", titles[table.name], written(table), "Data")
