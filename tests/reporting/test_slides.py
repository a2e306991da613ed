"""The slides: native, complete, in the client's look, and nothing outside its place."""

import base64
import io
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from domain.planning import Risk
from domain.report import Edit, Report, Theme
from reporting import make_slides, sentences
from reporting.facts import open_gaps
from tests.reporting.deck import charts, opened, pieces, tables, text_of, texts
from tests.reporting.made import (
    example_report,
    gap,
    initiative,
    made_card,
    made_report,
    made_roadmap,
    placed,
)

REPORT = example_report()
LONG = "Accountability for decisions that agents take on their own "  # 59 characters and a blank


def packed_workbooks(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return sum(name.endswith(".xlsx") for name in package.namelist())


def many() -> Report:
    """Forty-five initiatives and capabilities with names of sixty characters, 30 risks."""
    names = [f"{LONG}{number:02}"[:61] for number in range(45)]
    card = made_card({f"{LONG} {p}": dict.fromkeys(names[p::5], 1) for p in range(5)})
    work = tuple(placed(initiative(name, name.lower())) for name in names)
    gaps = tuple(gap(name, 1, 4, 3) for name in names)
    plan = replace(made_roadmap(gaps, work), risks=tuple(Risk(f"r{n}", LONG) for n in range(30)))
    return replace(made_report(card, plan), organisation=LONG * 2, scope=LONG * 12)


def nothing() -> Report:
    return made_report(made_card({"Alpha": {"One": None}}), made_roadmap())


def titles(report: Report) -> list[str]:
    return [slide.shapes.title.text for slide in opened(make_slides(report)).slides]


def test_it_tells_the_story_in_the_order_of_a_board() -> None:
    card, plan = REPORT.scorecard, REPORT.roadmap
    found = titles(REPORT)
    assert REPORT.value is not None
    wanted = [
        f"{REPORT.organisation}: {REPORT.title}",
        sentences.headline(card, REPORT.organisation),
        sentences.profile_title(card),
        sentences.holding_back(card)[0],
        sentences.gaps_title(plan),
        sentences.roadmap_title(plan),
        sentences.cost_title(plan),
        sentences.value_title(plan, REPORT.value, REPORT.uncertainty),
        sentences.risks_title(plan),
        sentences.soon_indicators_title(plan),
        sentences.method_title(card),
    ]
    assert [found.index(title) for title in wanted] == sorted(found.index(t) for t in wanted)
    assert 12 <= len(found) <= 18


def test_a_heading_that_a_person_wrote_stands_on_the_slide_too() -> None:
    on = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    edits = [Edit(f"{c}.title", f"Our {c}", "Theirs", "Ann", on) for c in ("cost", "indicators")]
    found = titles(replace(REPORT, edits=tuple(edits)))
    assert {"Our cost", "Our indicators"} <= set(found)
    assert sentences.cost_title(REPORT.roadmap) not in found
    assert sentences.soon_indicators_title(REPORT.roadmap) not in found


def test_chapters_that_the_theme_leaves_out_have_no_slide() -> None:
    found = titles(replace(REPORT, theme=Theme(left_out=("risks", "indicators", "method"))))
    assert not [title for title in found if title.startswith(sentences.risks_title(REPORT.roadmap))]
    assert sentences.soon_indicators_title(REPORT.roadmap) not in found
    assert found[-1] == sentences.method_title(REPORT.scorecard)


def test_charts_and_tables_can_be_edited() -> None:
    content = make_slides(REPORT)
    found = charts(opened(content))
    assert len(found) == packed_workbooks(content) == 3
    one_off = found[1].plots[0].series[1]
    assert tuple(one_off.values) == tuple(year.one_off for year in REPORT.roadmap.years)
    assert len(tables(opened(content), "Capability")) == len(open_gaps(REPORT.roadmap))


@pytest.mark.parametrize("report", [REPORT, many(), nothing()], ids=["example", "many", "nothing"])
def test_all_text_fits_its_place(report: Report) -> None:
    outside = [
        (number, piece)
        for number, slide in enumerate(opened(make_slides(report)).slides, 1)
        for piece in pieces(slide)
        if not piece.fits
    ]
    assert outside == []


def test_what_is_long_goes_on_and_nothing_is_lost() -> None:
    deck = opened(make_slides(many()))
    assert len(tables(deck, "Capability")) == 45
    assert len(tables(deck, "Risk")) == 30
    rows = [len(s.table.rows) - 1 for slide in deck.slides for s in slide.shapes if s.has_table]
    assert max(rows) <= 12
    bars = [
        shape
        for slide in deck.slides
        for shape in slide.shapes
        if ": 2027 Q1 to 2027 Q4" in shape._element.xpath(".//p:cNvPr")[0].get("descr", "")
    ]
    assert len(bars) == 45


def test_indicators_are_one_slide_and_the_others_are_in_its_notes() -> None:
    report = many()
    title = sentences.soon_indicators_title(report.roadmap)
    [slide] = [s for s in opened(make_slides(report)).slides if s.shapes.title.text == title]
    [table] = [shape.table for shape in slide.shapes if shape.has_table]
    shown = [row.cells[0].text for row in list(table.rows)[1:]]
    notes = slide.notes_slide.notes_text_frame.text
    left = [line for line in notes.split("\n") if line.endswith(": Teams enrolled; Cycle time")]
    assert 2 <= len(shown) <= 12
    assert len(shown) + len(left) == len(report.roadmap.placements) == 45
    assert f"And {len(left)} more, in the notes." in texts(slide)


def test_an_indicator_that_nobody_has_named_is_said_to_be_missing() -> None:
    silent = replace(initiative("Build", "one"), leading_indicator="", lagging_indicator="")
    plan = made_roadmap((gap("One", 1, 3, 3),), (placed(silent),))
    report = made_report(made_card({"Alpha": {"One": 1}}), plan)
    found = tables(opened(make_slides(report)), "Initiative")
    assert found[-1] == ["Build", "Not named yet", "Not named yet"]


def test_everything_that_carries_meaning_has_an_alternative_text() -> None:
    logo = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(logo, "PNG")
    theme = Theme(client="Client AG", logo=base64.b64encode(logo.getvalue()).decode())
    deck = opened(make_slides(replace(REPORT, theme=theme)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    silent = [
        shape.name
        for shape in shapes
        if not (shape.has_text_frame and shape.text_frame.text)
        and not shape._element.xpath(".//p:cNvPr")[0].get("descr")
    ]
    assert silent == []
    pictures = [s for s in shapes if s.shape_type is not None and "PICTURE" in str(s.shape_type)]
    assert [p._element.xpath(".//p:cNvPr")[0].get("descr") for p in pictures] == [
        "Logo of Client AG"
    ]


def test_every_slide_has_its_number_foot_title_and_sources() -> None:
    theme = Theme(client="Client AG", confidentiality="Board only")
    for slide in opened(make_slides(replace(REPORT, theme=theme))).slides:
        assert slide.shapes.title.text
        assert any("Client AG  |  Board only" in text for text in texts(slide))
        assert slide._element.xpath('.//a:fld[@type="slidenum"]')
        assert "n = 5" in slide.notes_slide.notes_text_frame.text


def test_sources_on_the_slides_are_whole() -> None:
    plan, sure = REPORT.roadmap, REPORT.uncertainty
    found = [list(texts(slide)) for slide in opened(make_slides(REPORT)).slides][1:]
    levels = sentences.source(REPORT, sentences.levels_range(REPORT.scorecard))
    money = sentences.source(REPORT, sentences.plan_range(plan, sure))
    assert [page for page in found if levels not in page and money not in page] == []


def test_the_clients_look_is_the_themes_and_unreadable_colours_give_way() -> None:
    theme = Theme(accent="#FFF59D", heading="#1B4D3E", fonts=("Verdana",))
    with zipfile.ZipFile(io.BytesIO(make_slides(replace(REPORT, theme=theme)))) as package:
        written = package.read("ppt/theme/theme1.xml").decode()
    assert "1B4D3E" in written
    assert 'latin typeface="Verdana"' in written
    assert "FFF59D" not in written


def test_the_same_report_gives_the_same_bytes_at_any_time() -> None:
    first = make_slides(REPORT)
    time.sleep(2.1)  # a zip counts in steps of two seconds
    assert make_slides(REPORT) == first


def test_people_s_texts_stand_as_they_are() -> None:
    hostile = "<a:t>&\"'{{x}}\x0b\x01"
    report = replace(REPORT, organisation=hostile)
    assert "<a:t>&\"'{{x}}" in text_of(opened(make_slides(report)))
