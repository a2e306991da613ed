"""The PDF of the example: whole, true to its numbers, and usable with a screen reader."""

import re

import pikepdf
import pytest

from reporting import sentences
from reporting.paper.chapter import Chapter
from reporting.paper.editions import chapters
from reporting.theme import TEMPLATES
from tests.reporting.made import example_report
from tests.reporting.reading import Printed, filled, font_names, opened, printed, tagged

REPORT = example_report()
A4 = (595, 842)


@pytest.fixture(scope="module")
def paper() -> Printed:
    """The example, printed once for this module."""
    return printed(REPORT)


@pytest.fixture(scope="module")
def found() -> tuple[Chapter, ...]:
    """The chapters that were to be printed."""
    return chapters(REPORT)


@pytest.fixture(scope="module")
def board() -> Printed:
    """The edition for the board."""
    return printed(REPORT, "board")


def squeezed(text: str) -> str:
    """Text without any white space, because lines break anywhere."""
    return re.sub(r"\s|\ufffe", "", text).replace("-", "")


def test_weasyprint_has_nothing_to_complain_of(paper: Printed) -> None:
    assert paper.complaints == ()


def test_both_editions_are_as_long_as_their_readers_can_bear(
    paper: Printed, board: Printed
) -> None:
    assert 22 <= len(paper.pages) <= 27
    assert 12 <= len(board.pages) <= 14


def test_no_page_is_nearly_empty(paper: Printed, board: Printed) -> None:
    for edition in (paper, board):
        letters = [len(squeezed(text)) for text in edition.pages]
        assert [number for number, count in enumerate(letters, 1) if count < 150] == []
        # But the cover; a fifth of the page below the head is the least.
        assert [n for n, share in enumerate(filled(edition.pdf), 1) if share < 0.2] == []


def test_no_letter_is_smaller_than_seven_and_a_half_points(paper: Printed) -> None:
    css = (TEMPLATES / "print.css").read_text()
    assert min(float(size) for size in re.findall(r"font-size: ([\d.]+)pt", css)) >= 7.5


def test_a_board_reads_decisions_first(board: Printed) -> None:
    labels = [chapter.label for chapter in chapters(REPORT, "board")]
    assert labels == [
        "Summary for the board",
        "How sure we are",
        "How sure the plan is",
        "Maturity profile",
        "Capabilities at a glance",
        "Gaps and targets",
        "Decisions taken",
        "Roadmap 2027 Q1 to 2030 Q4",
        "The first four quarters",
        "Cost by year",
        "Value",
        "Risks",
        "Roles and the Chief AI Officer's mandate",
        "Indicators",
        "Method",
    ]
    assert board.complaints == ()
    text = squeezed(board.text)
    for chapter in chapters(REPORT, "board"):
        assert squeezed(chapter.title) in text


def test_every_figure_says_source_number_day_and_range(paper: Printed) -> None:
    assert paper.text.count("Source: AI-First 2030 1.1.0, n = 5 respondents, 23 November 2026") == 7
    assert paper.text.count("Range: ") == 7


def test_pages_are_a4_and_only_the_roadmap_lies_on_its_side(paper: Printed) -> None:
    upright = [tuple(round(side) for side in size) == A4 for size in paper.sizes]
    across = [page for page, stands in zip(paper.pages, upright, strict=True) if not stands]
    assert len(across) == 1
    assert "Roadmap 2027 Q1 to 2030 Q4" in across[0]
    assert {tuple(round(s) for s in size) for size in paper.sizes} == {A4, A4[::-1]}


def test_every_finding_of_the_scorecard_and_plan_is_printed(paper: Printed) -> None:
    card, plan = REPORT.scorecard, REPORT.roadmap
    text = squeezed(paper.text)
    for sentence in (
        sentences.headline(card, REPORT.organisation),
        sentences.plan_in_a_sentence(plan),
        sentences.money_in_a_sentence(plan),
        *sentences.holding_back(card),
        *sentences.decisions(card, plan),
    ):
        assert squeezed(sentence) in text


def test_every_capability_stands_with_its_level_and_statements(paper: Printed) -> None:
    text = squeezed(paper.text)
    for node in REPORT.scorecard.capabilities:
        assert squeezed(node.name) in text
        assert node.level is not None
        assert squeezed(node.statements[node.level]) in text


def test_every_question_initiative_and_year_is_printed(paper: Printed) -> None:
    text = squeezed(paper.text)
    asked = [q for q in REPORT.scorecard.questions if q.state != "not_asked"]
    # What is asked of a placement is the same everywhere; its statements stand with the pillars.
    practices = [q for q in asked if q.kind == "practice"]
    assert len(practices) > 100
    assert [q.id for q in practices if squeezed(q.text) not in text] == []
    work = [p.initiative.name for p in REPORT.roadmap.placements]
    work += [item.initiative.name for item in REPORT.roadmap.left_out]
    assert [name for name in work if squeezed(name) not in text] == []
    for year in REPORT.roadmap.years:
        assert f"{year.total:,.0f}" in text


def test_outside_references_have_status_and_day_of_check(paper: Printed) -> None:
    text = squeezed(paper.text)
    for reference in REPORT.references:
        assert squeezed(f"{reference.version}. Status: ") in text
    assert REPORT.scorecard.framework.content_hash in text


def test_the_summary_for_the_board_is_one_page(paper: Printed) -> None:
    on = [number for number, text in enumerate(paper.pages) if "What we ask you to decide" in text]
    assert on == [2]
    assert "Summary for the board" in paper.pages[2]
    assert "How sure we are" in paper.pages[3]


def test_the_contents_name_the_page_where_each_chapter_really_begins(
    paper: Printed, found: tuple[Chapter, ...]
) -> None:
    with opened(paper.pdf) as document:
        begins = {str(item.title): _page(document, item) for item in _outline(document)}
    lines = [" ".join(line.split()) for line in paper.pages[1].splitlines()]
    for chapter in found:
        number = begins[chapter.title] + 1
        assert any(
            re.fullmatch(rf"{re.escape(chapter.label)}\s*{number}", line) for line in lines
        ), f"{chapter.label} is on page {number}"


def test_bookmarks_are_the_headings_in_order(paper: Printed, found: tuple[Chapter, ...]) -> None:
    with opened(paper.pdf) as document:
        titles = [str(item.title) for item in _outline(document)]
    assert titles == ["What this paper says, page by page", *(c.title for c in found)]


def test_every_page_but_the_cover_says_which_of_how_many(paper: Printed) -> None:
    count = len(paper.pages)
    for number, text in enumerate(paper.pages[1:], start=2):
        assert f"{number} of {count}" in text
        assert "Northwind" in text


def test_an_example_is_called_one_on_every_page(paper: Printed) -> None:
    assert "Example with invented data" in paper.pages[0]
    assert all("Example data" in text for text in paper.pages[1:])


def test_it_is_tagged_and_says_that_it_follows_pdf_ua(paper: Printed) -> None:
    with opened(paper.pdf) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "AI-first roadmap 2030: Northwind Mutual"
            assert metadata["dc:creator"] == ["Northwind Mutual"]


def test_every_figure_has_an_alternative_text_that_states_its_finding(
    paper: Printed, found: tuple[Chapter, ...]
) -> None:
    wanted = sorted(figure.alt for chapter in found for figure in chapter.figures)
    with opened(paper.pdf) as document:
        figures = list(tagged(document, "Figure"))
        assert sorted(str(figure.Alt) for figure in figures) == wanted
    assert len(wanted) == 7


def test_headings_do_not_skip_a_level(paper: Printed) -> None:
    with opened(paper.pdf) as document:
        assert len(list(tagged(document, "H1"))) == len(list(_outline(document)))
        assert next(tagged(document, "H2"), None) is not None
        assert next(tagged(document, "H3"), None) is None


def test_fonts_are_embedded_and_none_but_ours(paper: Printed) -> None:
    with opened(paper.pdf) as document:
        names = font_names(document)
    assert names
    assert all(names.values())
    assert [name for name in names if not name.startswith("Source-Sans-3")] == []


def test_dates_are_those_of_the_report_and_its_data_are_attached(paper: Printed) -> None:
    with opened(paper.pdf) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261123")
        relations = {
            name: str(each.obj["/AFRelationship"]) for name, each in document.attachments.items()
        }
    assert relations.pop("report.json") == "/Source"
    assert "scores.csv" in relations
    assert set(relations.values()) == {"/Data"}


def test_every_page_can_be_drawn_and_none_is_blank(paper: Printed) -> None:
    import pypdfium2

    with pypdfium2.PdfDocument(paper.pdf) as document:
        shades = [page.render(scale=0.2).to_pil().convert("L").getextrema() for page in document]
    assert [extremes for extremes in shades if extremes[0] > 160] == []


def _outline(document: pikepdf.Pdf) -> list[pikepdf.OutlineItem]:
    with document.open_outline() as outline:
        return list(outline.root)


def _page(document: pikepdf.Pdf, item: pikepdf.OutlineItem) -> int:
    target = item.destination
    assert isinstance(target, pikepdf.Array)
    return next(
        number for number, page in enumerate(document.pages) if page.obj.objgen == target[0].objgen
    )
