"""Charts: what they say, and that a phone, a desktop and paper can show it."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest

from domain.planning import Year
from domain.scorecard import Scorecard
from reporting import charts, language, theme
from reporting.paper.figures import picture, svg
from tests.reporting.made import (
    LEVELS,
    example_report,
    gap,
    initiative,
    made_card,
    made_roadmap,
    placed,
)

CARD = example_report().scorecard
PLAN = example_report().roadmap
EMPTY = made_roadmap()

Draw = Callable[[int | None], alt.LayerChart]
DRAWINGS: dict[str, Draw] = {
    "pillar_profile": lambda width: charts.pillar_profile(CARD, width=width),
    "capability_heatmap": lambda width: charts.capability_heatmap(CARD, width),
    "gaps": lambda width: charts.gaps(PLAN, width, CARD.framework.levels),
    "roadmap": lambda width: charts.roadmap(PLAN, width),
    "cost_by_year": lambda width: charts.cost_by_year(PLAN, width),
    "levels_by_year": lambda width: charts.levels_by_year(PLAN, width),
}
NAMES = sorted(DRAWINGS)


def texts(chart: alt.LayerChart) -> list[str]:
    """Every piece of text in the drawing."""
    root = ElementTree.fromstring(svg(chart))
    found = root.iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()) for text in found]


def layers(chart: alt.LayerChart) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each layer's mark with the rows it draws."""
    made = chart.to_dict()
    return [(each["mark"], made["datasets"][each["data"]["name"]]) for each in made["layer"]]


def rows(chart: alt.LayerChart, needed: str) -> list[dict[str, Any]]:
    """The rows of the first layer that has this field."""
    return next(found for _, found in layers(chart) if found and needed in found[0])


@pytest.mark.parametrize("width", [340, 900])
@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_exactly_as_wide_as_asked(name: str, width: int) -> None:
    root = ElementTree.fromstring(svg(DRAWINGS[name](width)))
    assert float(root.attrib["width"]) == width


@pytest.mark.parametrize("name", NAMES)
def test_without_a_width_a_chart_fills_its_place(name: str) -> None:
    assert DRAWINGS[name](None).to_dict()["width"] == "container"


@pytest.mark.parametrize("name", NAMES)
def test_the_description_states_the_finding(name: str) -> None:
    chart = DRAWINGS[name](None)
    said = chart.to_dict()["description"]
    about = CARD if name in ("pillar_profile", "capability_heatmap") else PLAN
    assert said == getattr(charts, f"{name}_text")(about)
    assert len(said) > 60


@pytest.mark.parametrize("name", NAMES)
def test_on_screen_the_ground_is_left_to_the_theme(name: str) -> None:
    specification = DRAWINGS[name](None).to_dict()
    assert "background" not in specification
    assert "background" not in specification.get("config", {})


@pytest.mark.parametrize("name", NAMES)
def test_on_a_dark_ground_the_dark_inks_are_used(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dark = {**theme.print_config("SourceSans3-Regular"), "background": "#0F1A22"}
    light_drawing = svg(DRAWINGS[name](900))
    monkeypatch.setattr("reporting.paper.figures.print_config", lambda _font: dark)
    dark_drawing = svg(DRAWINGS[name](900))
    light_ink, dark_ink = theme.INKS["accent" if name == "cost_by_year" else "ink"]
    assert f'fill="{light_ink}"' in light_drawing
    assert f'fill="{dark_ink}"' in dark_drawing


@pytest.mark.parametrize("width", [340, 657])
def test_the_profile_prints_every_pillar_with_level_and_name(width: int) -> None:
    printed = texts(charts.pillar_profile(CARD, width=width))
    names = {level.number: level.name for level in CARD.framework.levels}
    for pillar in CARD.pillars:
        assert pillar.name in printed
        assert pillar.level is not None
        assert f"{pillar.level}, {names[pillar.level]}" in printed


def test_the_profile_has_no_dot_for_a_level_that_is_not_established() -> None:
    card = made_card({"Alpha": {"A1": 2}, "Beta": {"B1": None}})
    chart = charts.pillar_profile(card, {"alpha": 4})
    found = {mark.get("shape"): (mark, drawn) for mark, drawn in layers(chart)}
    assert [row["name"] for row in found["circle"][1]] == ["Alpha"]
    assert [row["target"] for row in found["diamond"][1]] == [4]
    assert found["circle"][0]["filled"] is True
    assert found["diamond"][0]["filled"] is False
    assert "not established, 1 to 5" in texts(charts.pillar_profile(card, width=500))


def test_every_tile_of_the_heatmap_has_its_number_and_a_name_on_a_phone() -> None:
    printed = texts(charts.capability_heatmap(CARD, 340))
    marks = [text for text in printed if re.fullmatch(r"[1-5]( \([1-5] to [1-5]\))?", text)]
    ranges = {
        node.id: f" ({node.worst} to {node.best})" if node.worst != node.best else ""
        for node in CARD.capabilities
    }
    assert sorted(marks) == sorted(f"{n.level}{ranges[n.id]}" for n in CARD.capabilities)
    assert any(ranges.values())
    assert [text for text in printed if "…" in text] == []


def test_a_tile_that_is_not_established_is_dashed_with_a_question_mark() -> None:
    card = made_card({"Alpha": {"A1": 2, "A2": None}})
    drawing = svg(charts.capability_heatmap(card, 400))
    assert drawing.count("stroke-dasharray") == 1
    assert "? 1 to 5" in texts(charts.capability_heatmap(card, 400))


def test_a_capability_that_does_not_apply_is_not_given_a_level() -> None:
    card = made_card({"Alpha": {"A1": 2, "A2": 3}})
    aside = replace(card.capabilities[1], applies=False)
    printed = texts(
        charts.capability_heatmap(replace(card, capabilities=(card.capabilities[0], aside)), 400)
    )
    assert "n/a" in printed
    assert "3" not in printed


@pytest.mark.parametrize("width", [340, 657])
def test_gaps_are_named_in_full_with_today_reached_and_target(width: int) -> None:
    plan = made_roadmap((gap("Data governance", 1, 4, reached=3), gap("Done", 3, 3, reached=3)))
    chart = charts.gaps(plan, width, LEVELS)
    assert "Data governance" in texts(chart)
    assert "Done" not in texts(chart)
    (row,) = rows(chart, "today")
    assert (row["today"], row["reached"], row["target"]) == (1, 3, 4)


def test_the_names_of_all_gaps_fit_beside_them_on_paper() -> None:
    assert [text for text in texts(charts.gaps(PLAN, 657)) if "…" in text] == []


def test_an_assumed_level_is_marked_in_the_gaps() -> None:
    assumed = replace(gap("Data governance", 1, 4), assumed=True)
    assert "Data governance (today assumed)" in texts(charts.gaps(made_roadmap((assumed,)), 400))


@pytest.mark.parametrize("width", [340, 986])
def test_every_initiative_of_the_roadmap_is_named_whole(width: int) -> None:
    printed = texts(charts.roadmap(PLAN, width))
    names = [placement.initiative.name for placement in PLAN.placements]
    assert [name for name in names if name not in printed] == []


def test_a_bar_reaches_from_the_first_to_the_end_of_the_last_quarter() -> None:
    plan = made_roadmap((), (placed(initiative("Build", "a1")),))
    (row,) = rows(charts.roadmap(plan), "x")
    # 2027 Q1 is quarter 2027 * 4 = 8108; four quarters later begins 8112.
    assert (row["x"], row["x2"]) == (8108, 8112)


def test_names_beside_bars_stay_inside_the_paper() -> None:
    long = placed(initiative("A rather long name for a piece of work", "a1"))
    end = PLAN.scenario.end
    late = replace(long, start=end.plus(-1), end=end)
    drawing = svg(charts.roadmap(made_roadmap((), (late,)), 986))
    assert 'text-anchor="end"' in drawing


def test_money_is_stacked_and_the_budget_is_written() -> None:
    plan = made_roadmap(years=(Year(2027, 250, 100, 40, {}, 1), Year(2028, None, 0, 40, {}, 1)))
    chart = charts.cost_by_year(plan, 500)
    stacks = {(r["of"], r["kind"]): (r["from"], r["to"]) for r in rows(chart, "kind")}
    assert stacks[("2027", "Running")] == (0, 40)
    assert stacks[("2027", "One-off")] == (40, 140)
    printed = texts(chart)
    assert "Budget 250" in printed
    assert "Thousand EUR" in printed
    assert len([text for text in printed if text.startswith("Budget")]) == 1


def test_numbers_that_vega_writes_are_written_as_the_language_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "de").mkdir()
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    assert "10,000" in texts(charts.cost_by_year(PLAN, 500))
    with language.speaking("de"):
        assert "10.000" in texts(charts.cost_by_year(PLAN, 500))
        assert "3,7" in texts(charts.levels_by_year(PLAN, 500))


def test_the_staircase_shows_the_mean_level_of_each_pillar() -> None:
    gaps = (gap("A1", 1, 4), gap("A2", 2, 3))
    plan = made_roadmap(gaps, years=(Year(2027, None, 0, 0, {"a1": 3, "a2": 2}, 2.5),))
    found = [(row["when"], row["mean"]) for row in rows(charts.levels_by_year(plan), "mean")]
    # Today (1 + 2) / 2, at the end of 2027 (3 + 2) / 2.
    assert found == [("Today", 1.5), ("2027", 2.5)]


@pytest.mark.parametrize(
    "draw",
    [charts.gaps, charts.roadmap, charts.cost_by_year, charts.levels_by_year],
    ids=lambda draw: draw.__name__,
)
def test_a_chart_without_data_says_so_instead_of_drawing_axes(
    draw: Callable[..., alt.LayerChart],
) -> None:
    printed = texts(draw(EMPTY, 400))
    assert len(printed) == 1
    assert len(printed[0]) > 15


def test_a_card_without_pillars_draws_a_sentence() -> None:
    bare: Scorecard = replace(CARD, pillars=(), capabilities=())
    assert texts(charts.pillar_profile(bare, width=400)) != []
    assert texts(charts.capability_heatmap(bare, 400)) != []


@pytest.mark.parametrize("name", NAMES)
def test_the_same_data_give_the_same_drawing(name: str) -> None:
    assert svg(DRAWINGS[name](657)) == svg(DRAWINGS[name](657))


def test_a_name_with_quotes_and_tags_is_only_text() -> None:
    name = '<b>"It\'s"</b> {{7*7}} 漢字'
    plan = made_roadmap((gap(name, 1, 3),))
    chart = charts.gaps(plan, 600)
    assert name in texts(chart)


def test_a_script_that_joins_its_letters_is_printed_as_a_picture() -> None:
    def drawn(name: str) -> bytes:
        return picture(charts.gaps(made_roadmap((gap(name, 1, 3),)), 600))

    assert drawn("Ελλάδα Москва 北京").startswith(b"<svg")
    assert drawn("القاهرة").startswith(b"\x89PNG")
    assert drawn("दिल्ली").startswith(b"\x89PNG")
