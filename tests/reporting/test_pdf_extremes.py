"""Papers at the edge: hostile names, many scripts, nothing, very little, very much."""

from dataclasses import replace

import pytest

from domain.framework import Reference, ReferenceItem
from domain.planning import LeftOut, Year
from domain.report import Report
from domain.scorecard import QuestionResult, Tally
from reporting.paper.assets import Assets
from tests.reporting.made import (
    MADE_ON,
    START,
    capability,
    example_report,
    gap,
    group,
    initiative,
    made_card,
    made_report,
    made_roadmap,
    placed,
)
from tests.reporting.reading import font_names, opened, print_report, printed

HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}} {% raw %}",
    '<link rel=attachment href="file:///etc/passwd">',
    '"><img src="http://127.0.0.1/x">',
    "</style><h1>Boss</h1>",
    "&amp; \\ ' --> ]]>",
)
SCRIPTS = ("Ålesund Zürich", "Ελλάδα", "Москва", "القاهرة", "北京 東京", "ירושלים", "दिल्ली")
WORK = (placed(initiative("Build A1", "a1")), placed(initiative("Build A2", "a2"), START.plus(4)))
YEARS = (Year(2027, 300, 100, 0, {"a1": 3, "a2": 2}, 2.5),)
GAPS = (gap("A1", 1, 4, reached=3), gap("A2", 2, 3, reached=3))
SMALL = made_report(
    made_card({"Alpha": {"A1": 1, "A2": 2}, "Beta": {"B1": 3}}), made_roadmap(GAPS, WORK, YEARS)
)


def everywhere(text: str) -> Report:
    """The small report with this text in every place that people or files can fill."""
    card = made_card({text: {f"A {text}": 1, f"B {text}": None}})
    question = QuestionResult(
        id="q",
        capability=card.capabilities[0].id,
        text=text,
        kind="practice",
        state="answered",
        tally=Tally(asked=1, answered=1),
        value=1,
        label=text,
        low=1,
        high=1,
        comments=(text,),
        evidence=(text,),
    )
    work = replace(
        WORK[0].initiative, name=text, owner=text, leading_indicator=text, lagging_indicator=text
    )
    plan = replace(
        made_roadmap(
            (replace(GAPS[0], name=text),), (replace(WORK[0], initiative=work, why=text),), YEARS
        ),
        left_out=(LeftOut(replace(work, id="other"), text, "budget"),),
        pillars={"alpha": text},
        assumptions=text,
    )
    item = ReferenceItem("Art. 1", text, text, MADE_ON, text)
    capabilities = tuple(replace(c, references={"law": ("Art. 1",)}) for c in card.capabilities)
    return Report(
        text,
        text,
        MADE_ON,
        replace(card, questions=(question,), capabilities=capabilities),
        plan,
        scope=text,
        prepared_by=text,
        references=(Reference("law", text, text, "in-force", MADE_ON, text, (item,)),),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_any_text_is_printed_as_text(text: str) -> None:
    paper = printed(everywhere(text))
    assert paper.complaints == ()
    plain = "".join(paper.text.split())
    # Cover, headings, tables and charts: many places, and each one literally.
    assert plain.count("".join(text.split())) > 15
    with opened(paper.pdf) as document:
        assert {name.rpartition(".")[2] for name in document.attachments} == {"json", "csv"}
        assert b"root:" not in b"".join(
            each.get_file().read_bytes() for each in document.attachments.values()
        )


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1/", "asset:other.svg"])
def test_any_other_address_ends_the_printing(address: str) -> None:
    with pytest.raises(BaseException, match="may not load"):
        Assets({}).fetch(address)


def test_names_in_many_scripts_have_a_glyph_for_every_letter() -> None:
    names = " · ".join(SCRIPTS)
    card = made_card({name: {f"{name} one": 2} for name in SCRIPTS})
    paper = printed(replace(SMALL, organisation=names, title=names, scorecard=card))
    assert [said for said in paper.complaints if "notdef" in said] == []
    assert paper.complaints == ()
    for name in ("Ελλάδα", "Москва", "北京 東京", "Zürich"):
        assert name in paper.text
    with opened(paper.pdf) as document:
        fonts = font_names(document)
    assert all(fonts.values())
    others = [name for name in fonts if not name.startswith(("Source-Sans-3", "Noto-Sans"))]
    assert others == []


def test_nothing_answered_and_nothing_planned_still_makes_a_paper() -> None:
    report = made_report(made_card({"Alpha": {"A1": None}, "Beta": {"B1": None}}), made_roadmap())
    paper = printed(report)
    assert paper.complaints == ()
    assert "has no established level yet: nothing has been answered" in paper.text
    assert "No targets are set yet" in paper.text
    assert "level 1, Ad hoc" not in paper.text
    # Without a plan there are no pages about its roadmap, money and indicators.
    assert "Cost by year" not in paper.text
    assert [size for size in paper.sizes if size[0] > size[1]] == []


def test_what_did_not_fit_is_told_even_when_nothing_fits() -> None:
    out = (LeftOut(WORK[0].initiative, "It lacks 50 k EUR in 2027.", "budget"),)
    plan = replace(made_roadmap(GAPS), left_out=out)
    paper = printed(replace(SMALL, roadmap=plan))
    assert paper.complaints == ()
    assert "It lacks 50 k EUR in 2027." in paper.text
    assert "It lacks 50 k EUR in 2027." in printed(replace(SMALL, roadmap=plan), "board").text


def test_one_capability_is_enough() -> None:
    card = made_card({"Alpha": {"A1": 3}})
    paper = printed(made_report(card, made_roadmap((gap("A1", 3, 3, reached=3),))))
    assert paper.complaints == ()
    assert "Alpha is at level 3, Defined: A1 holds it down" in paper.text
    assert "Every target is already met today" in paper.text


def test_the_highest_level_everywhere_leaves_nothing_to_do() -> None:
    card = made_card({"Alpha": {"A1": 5}})
    paper = printed(made_report(card, made_roadmap((gap("A1", 5, 5, reached=5),))))
    assert "is at level 5, AI-first, the highest there is" in paper.text
    assert "Keep the level that is reached, and assess again in a year" in paper.text


def test_sixty_capabilities_and_forty_five_initiatives_go_on_on_further_pages() -> None:
    long = "and with a name that is long enough to need a second line in every table"
    names = {f"C{number}": 1 + number % 4 for number in range(60)}
    card = made_card({"Alpha": {f"{name} {long}": level for name, level in names.items()}})
    gaps = tuple(gap(f"{name} {long}", level, 5, reached=4) for name, level in names.items())
    work = tuple(
        placed(initiative(f"Initiative {at:02} {long}", "c1"), START.plus(at % 12))
        for at in range(45)
    )
    paper = printed(made_report(card, made_roadmap(gaps, work, YEARS)))
    assert paper.complaints == ()
    # 45 bars in parts of at most 28 are two landscape pages; 60 gaps in parts of 32 two charts.
    assert sum(1 for width, height in paper.sizes if width > height) == 2
    for at in range(45):
        assert f"Initiative {at:02}" in paper.text
    assert [text for text in paper.pages if len(text.strip()) < 150] == []


def test_a_summary_with_long_names_stays_on_one_page() -> None:
    long = "Responsible use of artificial intelligence here"
    card = made_card({f"{long} {letter}": {f"{letter} {long}": 1} for letter in "ABCDEF"})
    work = tuple(placed(initiative(f"{long} {at}", "a1")) for at in range(6))
    out = tuple(
        LeftOut(initiative(f"{long} out {at}", "a1"), "No time.", "horizon") for at in "123"
    )
    plan = replace(made_roadmap(GAPS, work, YEARS), left_out=out)
    paper = printed(replace(made_report(card, plan), organisation=long))
    pages = [number for number, text in enumerate(paper.pages) if "Summary for the board" in text]
    assert pages == [1, 2]  # the contents name it; it is one page


def test_a_pillar_that_does_not_apply_is_said_to() -> None:
    card = made_card({"Alpha": {"A1": 2}})
    aside = replace(group("Gamma", (capability("C1", "Gamma", None),)), applies=False)
    paper = printed(replace(SMALL, scorecard=replace(card, pillars=(*card.pillars, aside))))
    assert "Gamma does not apply here" in paper.text


def test_the_language_of_the_report_is_that_of_the_document() -> None:
    with opened(print_report(replace(SMALL, language="de"))) as document:
        assert str(document.Root.Lang) == "de"


def test_a_paper_of_a_real_engagement_does_not_mention_examples() -> None:
    paper = printed(replace(example_report(), example=False))
    assert "Example" not in paper.pages[0]
    assert "invented data" not in paper.text
    assert "are invented" not in paper.text
