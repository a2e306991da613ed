"""Chapters that have not changed are not laid out again, and nobody can tell from the paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from domain.report import Edit, Report, Theme
from reporting import language
from reporting.paper import documents, figures, sheets
from reporting.paper.composed import Section
from reporting.paper.composing import compose
from reporting.paper.editions import chapters
from tests.reporting.made import example_report
from tests.reporting.reading import opened, print_report, printed

LEFT_OUT = ("pillar", "initiatives", "charter", "references", "answers")
FULL = example_report()
REPORT = replace(FULL, theme=Theme(left_out=LEFT_OUT))
KEPT = (sheets._laid_out, sheets._around, figures._drawn, documents._sheet)


def forget() -> None:
    """Keep nothing, as a process that has just started."""
    for each in KEPT:
        each.cache_clear()


def laid_out_anew(report: Report) -> int:
    """How many parts are laid out to print this, with what is kept now."""
    before = sheets._laid_out.cache_info().misses
    print_report(report)
    return sheets._laid_out.cache_info().misses - before


def with_words(block: str, text: str) -> Report:
    """The report with these words in place of computed ones."""
    edit = Edit(block, text, "Computed.", "Kim", datetime(2026, 1, 1, tzinfo=UTC))
    return replace(REPORT, edits=(edit,))


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.mark.parametrize(
    "then",
    [
        with_words("summary.title", "In other words"),
        with_words("cost.lead", "In many more words. " * 30),
        replace(REPORT, theme=Theme(accent="#7B4B94", left_out=(*LEFT_OUT, "cost"))),
        replace(
            REPORT,
            organisation="Somebody else",
            theme=Theme(confidentiality="Secret", left_out=LEFT_OUT),
        ),
        replace(REPORT, language="de"),
    ],
    ids=["heading", "longer text", "look", "margins", "language"],
)
def test_bytes_are_the_same_whatever_was_printed_before(then: Report) -> None:
    alone = print_report(then)
    forget()
    first = print_report(REPORT)
    assert print_report(then) == alone
    print_report(REPORT, "board")
    assert print_report(then) == alone
    assert print_report(REPORT) == first


def test_an_edit_lays_out_what_it_changes_and_nothing_else() -> None:
    assert laid_out_anew(REPORT) == len(chapters(REPORT)) + 2
    assert laid_out_anew(REPORT) == 0
    # Cover, contents, the chapter itself, and the record of edits.
    assert laid_out_anew(with_words("summary.title", "In other words")) == 4
    # A text that makes a chapter longer moves those that flow after it.
    assert laid_out_anew(with_words("cost.lead", "In many more words. " * 30)) > 4


def test_a_chart_is_drawn_again_only_when_its_figures_change() -> None:
    compose(REPORT, "full", lambda share, step: None)
    drawn = figures._drawn.cache_info().misses
    compose(with_words("summary.title", "In other words"), "board", lambda share, step: None)
    assert figures._drawn.cache_info().misses == drawn
    card = replace(REPORT.scorecard, pillars=REPORT.scorecard.pillars[::-1])
    compose(replace(REPORT, scorecard=card), "full", lambda share, step: None)
    # Profile and capabilities; the others show the plan.
    assert figures._drawn.cache_info().misses == drawn + 2


def test_a_chart_is_kept_for_each_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "de").mkdir()
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    figure = next(each for chapter in chapters(REPORT) for each in chapter.figures)
    english = figures.drawn(figure)
    with language.speaking("de"):
        misses = figures._drawn.cache_info().misses
        figures.drawn(figure)
        assert figures._drawn.cache_info().misses == misses + 1
    assert figures.drawn(figure) is english


def test_a_chart_with_other_figures_is_another_picture() -> None:
    def pictures(report: Report) -> dict[str, bytes]:
        made = compose(report, "full", lambda share, step: None)
        return {name: content for each in made.sections for name, content in each.pictures}

    roadmap = replace(REPORT.roadmap, years=REPORT.roadmap.years[:2])
    before, after = pictures(REPORT), pictures(replace(REPORT, roadmap=roadmap))
    assert before["cost"] != after["cost"]
    assert before["gaps-1"] == after["gaps-1"]


def test_what_is_kept_has_a_bound() -> None:
    assert all(each.cache_info().maxsize for each in KEPT)
    for number in range(4):
        print_report(replace(REPORT, theme=Theme(accent=f"#00000{number}", left_out=LEFT_OUT)))
    kept = sheets._laid_out.cache_info()
    assert kept.maxsize
    assert kept.currsize == kept.maxsize < kept.misses


@pytest.mark.parametrize(("words", "pages"), [("Short.", 15), ("In many more words. " * 120, 16)])
def test_page_numbers_are_right_when_chapters_grow(words: str, pages: int) -> None:
    print_report(REPORT)
    report = with_words("cost.lead", words)
    paper = printed(report)
    assert paper.complaints == ()
    count = len(paper.pages)
    assert count == pages
    for number, text in enumerate(paper.pages[1:], start=2):
        assert f"{number} of {count}" in text
    lines = [" ".join(line.split()) for line in paper.pages[1].splitlines()]
    for chapter in chapters(report):
        [page] = [n for n, text in enumerate(paper.pages, 1) if n > 2 and _begins(chapter, text)]
        assert any(re.fullmatch(rf"{re.escape(chapter.label)}\s*{page}", line) for line in lines)


def _begins(chapter: object, page: str) -> bool:
    """Whether label and heading of a chapter stand on this page, one after the other."""
    label, title = getattr(chapter, "label"), getattr(chapter, "title")  # noqa: B009
    return _squeezed(label + title) in _squeezed(page)


def _squeezed(text: str) -> str:
    return re.sub(r"\s|\ufffe|-", "", text)


def test_links_in_the_contents_lead_to_where_the_chapters_begin() -> None:
    names = [chapter.id for chapter in chapters(FULL)]
    with opened(print_report(FULL)) as document:
        links = [each for each in document.pages[1].Annots if each.Subtype == "/Link"]
        places = _places(document)
        outline = _bookmarks(document)
    targets = list(dict.fromkeys(str(link.Dest) for link in links))
    assert targets == names
    assert [places[name] for name in names] == outline[1:]


def _places(document: pikepdf.Pdf) -> dict[str, int]:
    """Name of every place that a link may lead to, and its page from 0."""
    flat = list(document.Root.Names.Dests.Names)
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    return {
        str(name): numbers[target[0].objgen]
        for name, target in zip(flat[::2], flat[1::2], strict=True)
    }


def _bookmarks(document: pikepdf.Pdf) -> list[int]:
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages)}
    with document.open_outline() as outline:
        targets = [item.destination for item in outline.root]
        return [numbers[each[0].objgen] for each in targets if isinstance(each, pikepdf.Array)]


def test_contents_over_two_pages_count_themselves() -> None:
    composed = compose(REPORT, "full", lambda share, step: None)
    parts = [
        Section(f"part-{number}", f"Part {number}", "Title " * 30, f'<h1 id="part-{number}">P</h1>')
        for number in range(60)
    ]
    made = sheets.joined(replace(composed, sections=tuple(parts)))
    anchors = [number for number, page in enumerate(made.pages, 1) if "part-0" in page.anchors]
    contents = [number for number, page in enumerate(made.pages, 1) if page.links]
    assert len(contents) > 1
    assert anchors == [len(contents) + 2]


def test_a_part_that_does_not_fit_below_begins_on_the_next_sheet() -> None:
    composed = compose(REPORT, "full", lambda share, step: None)

    def part(name: str, height: int, **settings: bool) -> Section:
        html = f'<section id="{name}"><p style="height: {height}px">{name}</p></section>'
        return Section(name, name, name, html, (), **settings)

    parts = (
        part("a", 500),
        part("b", 300, flows=True),
        part("c", 300, flows=True),
        part("d", 100, wide=True),
        part("e", 100, flows=True),
    )
    found, begins = sheets.sheets(replace(composed, sections=parts))
    assert begins == {"a": 0, "b": 0, "c": 1, "d": 2, "e": 3}
    assert [sheet.label for sheet in found] == ["a", "c", "d", "e"]
    assert [len(sheet.pages) for sheet in found] == [2, 1, 1, 1]
