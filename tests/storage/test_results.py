"""Scorecards and roadmaps as JSON: nothing is lost, and what is foreign is refused in words."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import InvalidInput
from domain.framework import Level
from domain.planning import Gap, LeftOut, Placement, Roadmap, Scenario, Year
from domain.quarters import Quarter
from domain.scorecard import (
    Cap,
    FrameworkIdentity,
    NodeResult,
    QuestionResult,
    Scorecard,
    Tally,
    Term,
    ViewIdentity,
)
from storage.catalogues import load_catalogue
from storage.frameworks import load_framework
from storage.results import (
    dump_roadmap,
    dump_scorecard,
    load_roadmap,
    load_scorecard,
    read_roadmap,
    read_scorecard,
)

NODE = NodeResult(
    id="lead-01",
    name="Ambition – Größe",
    kind="capability",
    score=1 / 3,
    level=2,
    worst=1,
    best=None,
    coverage=0.1 + 0.2,
    tally=Tally(asked=5, answered=3, dont_know=1, missing=1),
    strategy="achieved_levels",
    terms=(Term("lead-01-l2", "Level 2", 1.0, 2.5), Term("lead-01-l3", "Level 3", 2, None)),
    caps=(Cap(2, "lead-01-l3", "Not enough of level 3."),),
    statements={1: "one", 2: "two"},
    references={"eu-ai-act": ("Art. 4",), "iso": ()},
)
CARD = Scorecard(
    framework=FrameworkIdentity(
        "small",
        "1.0.0",
        "Small",
        "abc",
        (Level(1, "ad-hoc", "Ad hoc"),),
        (ViewIdentity("leadership", "Leadership", (("talent", "Talent", ("lead-02",)),)),),
    ),
    depth="full",
    respondents=3,
    overall=replace(NODE, id="overall", kind="overall", level=None, score=None),
    pillars=(replace(NODE, id="lead", kind="pillar"),),
    capabilities=(NODE,),
    questions=(
        QuestionResult(
            "lead-01-l2",
            "lead-01",
            "Is it?",
            "practice",
            "answered",
            Tally(3, 3),
            value=2.5,
            distribution={0.0: 1, 2.5: 2},
            comments=("=1+1", "<b>"),
        ),
    ),
    context={"uses-agents": "no"},
)
FIRST, SECOND, *_ = load_catalogue(
    "tests/fixtures/small-initiatives.yaml", load_framework("tests/fixtures/small.yaml")
).initiatives
ROADMAP = Roadmap(
    scenario=Scenario("Steady", Quarter(2027, 1), Quarter(2030, 4), {"a": 4}, {2027: 0.1}),
    catalogue="small-initiatives",
    catalogue_version="1.0.0",
    framework="small",
    framework_version="1.0.0",
    framework_hash="abc",
    pillars={"run": "Operation", "lead": "Leadership"},
    gaps=(Gap("lead-01", "Ambition", "lead", 1, 4, assumed=True, reached=None),),
    placements=(
        Placement(FIRST, Quarter(2027, 1), Quarter(2027, 2), {2027: 100, 2028: 20.0}, (), "First."),
    ),
    left_out=(LeftOut(SECOND, "No money.", "budget"),),
    years=(Year(2027, None, 100.0, 0.0, {"lead-01": 3}, 2.25),),
)


def problems_of(content: str) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_roadmap(content.encode(), "my.json")
    return [str(problem) for problem in caught.value.problems]


def test_a_scorecard_comes_back_exactly(tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    file.write_text(dump_scorecard(CARD), "utf-8")
    assert load_scorecard(file) == CARD


def test_a_roadmap_comes_back_exactly(tmp_path: Path) -> None:
    file = tmp_path / "roadmap.json"
    file.write_text(dump_roadmap(ROADMAP), "utf-8")
    assert load_roadmap(file) == ROADMAP


def test_dumping_what_was_loaded_gives_the_same_text() -> None:
    text = dump_roadmap(ROADMAP)
    assert dump_roadmap(read_roadmap(text.encode(), "my.json")) == text


def test_the_scorecards_json_has_the_documented_keys() -> None:
    written = json.loads(dump_scorecard(CARD))
    assert written["format"] == "headway-scorecard/1"
    for node in (written["overall"], written["pillars"][0], written["capabilities"][0]):
        assert {"id", "score", "level", "coverage"} <= node.keys()
    assert written["capabilities"][0]["level"] == 2
    assert written["overall"]["level"] is None


def test_the_roadmaps_json_writes_quarters_as_people_do() -> None:
    written = json.loads(dump_roadmap(ROADMAP))
    assert written["format"] == "headway-roadmap/1"
    assert (written["scenario"]["start"], written["scenario"]["end"]) == ("2027 Q1", "2030 Q4")
    assert (written["placements"][0]["start"], written["placements"][0]["end"]) == (
        "2027 Q1",
        "2027 Q2",
    )


def test_the_order_of_pillars_is_kept() -> None:
    found = read_roadmap(dump_roadmap(ROADMAP).encode(), "my.json")
    assert list(found.pillars) == ["run", "lead"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "my.json: this is not valid JSON: EOF"),
        ("{", "my.json: this is not valid JSON: EOF"),
        ("[" * 100_000, "my.json: this is not valid JSON: recursion limit"),
        ("[]", "my.json: a JSON object of the format headway-roadmap/1 was expected, found a list"),
        ("{}", "of the format headway-roadmap/1 was expected, found no format"),
        ('{"format": 1}', "a file of the format headway-roadmap/1 was expected, found 1"),
        ('{"format": "headway-roadmap/2"}', "version 2 of the format cannot be read here"),
        (dump_scorecard(CARD), "headway-roadmap/1 was expected, found headway-scorecard/1"),
    ],
)
def test_what_is_no_roadmap_is_refused(content: str, said: str) -> None:
    found = problems_of(content)
    assert len(found) == 1
    assert said in found[0]


def test_every_problem_is_told_with_its_path() -> None:
    written = json.loads(dump_roadmap(ROADMAP))
    written["scenario"]["start"] = "soon"
    written["placements"][0]["end"] = 2027
    written["years"][0]["levels"] = {"lead-01": 1.5}
    written["years"][0]["total"] = 3
    written["gaps"][0]["current"] = "1"
    del written["catalogue"]
    assert sorted(problems_of(json.dumps(written))) == [
        "my.json, catalogue: the key catalogue is missing",
        'my.json, gaps[0].current: a whole number was expected, found "1"; write it without quotes',
        "my.json, placements[0].end: a quarter such as 2027 Q3 was expected, found the number 2027",
        'my.json, scenario.start: a quarter such as 2027 Q3 was expected, found "soon"',
        "my.json, years[0].levels.lead-01: a whole number was expected, found the number 1.5",
        "my.json, years[0].total: unknown key total; remove it",
    ]


def test_an_empty_object_lists_what_is_missing() -> None:
    found = problems_of('{"format": "headway-roadmap/1"}')
    assert "my.json, scenario: the key scenario is missing" in found
    assert "my.json, years: the key years is missing" in found


def test_numbers_that_are_not_finite_are_refused() -> None:
    text = dump_scorecard(CARD).replace('"worst": 1', '"worst": NaN', 1)
    with pytest.raises(InvalidInput, match="this is not valid JSON"):
        read_scorecard(text.encode(), "my.json")
