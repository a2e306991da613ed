"""Every figure is the same on paper, on slides, in the workbook, in JSON and in CSV.

The expected values are read from the scorecard, the roadmap and the value case, and each export
is read back with a library that did not write it or from its bytes.
"""

import csv
import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pypdfium2
import pytest

from domain.scorecard import NodeResult
from reporting import make_csv, make_json, make_pdf, make_slides, make_workbook
from reporting.facts import first_quarters, met, open_gaps, reached, total
from reporting.words import level_of, money, percent, signed_money, thousands
from tests.reporting.deck import charts, opened, tables, text_of
from tests.reporting.made import example_report

REPORT = example_report()
CARD, PLAN, CASE, SURE = REPORT.scorecard, REPORT.roadmap, REPORT.value, REPORT.uncertainty
CURRENCY = PLAN.scenario.currency
NODES = (CARD.overall, *CARD.pillars, *CARD.capabilities)
_NEAR = 400
"""Letters within which a figure stands behind what it belongs to on paper."""


def squeezed(text: str) -> str:
    """Without white space and hyphens, because lines break anywhere."""
    return re.sub(r"[\s\ufffe\u00ad-]", "", text)


@pytest.fixture(scope="module")
def paper() -> str:
    with pypdfium2.PdfDocument(make_pdf(REPORT)) as document:
        return squeezed("".join(page.get_textpage().get_text_bounded() for page in document))


@pytest.fixture(scope="module")
def deck() -> Any:
    return opened(make_slides(REPORT))


@pytest.fixture(scope="module")
def sheets() -> dict[str, dict[Any, dict[str, Any]]]:
    """Sheet to first column to heading to value, as calculated."""
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(REPORT)), data_only=True)
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    for sheet in book.worksheets[1:]:
        header, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = {row[0]: dict(zip(map(str, header), row, strict=True)) for row in rows}
    return found


@pytest.fixture(scope="module")
def lines() -> dict[str, dict[str, dict[str, str]]]:
    """CSV file to first column to column to text."""
    with zipfile.ZipFile(io.BytesIO(make_csv(REPORT))) as archive:
        return {
            name.removesuffix(".csv"): {
                next(iter(row.values())): row
                for row in csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")))
            }
            for name in archive.namelist()
        }


@pytest.fixture(scope="module")
def data() -> Any:
    return json.loads(make_json(REPORT))


def beside(text: str, name: str, *figures: str) -> bool:
    """Whether, behind one place where the name stands, all figures stand soon, in this order."""
    places = [match.end() for match in re.finditer(re.escape(squeezed(name)), text)]
    pattern = ".*?".join(re.escape(squeezed(figure)) for figure in figures)
    return any(re.search(pattern, text[at : at + _NEAR], re.DOTALL) for at in places)


def as_a_sheet_keeps(value: float | None) -> Any:
    """A number with the fifteen digits that spreadsheets keep."""
    return None if value is None else pytest.approx(value, rel=1e-14)


def number(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("node", NODES, ids=lambda node: node.id)
def test_levels_and_coverage(
    node: NodeResult, paper: str, sheets: Any, lines: Any, data: Any
) -> None:
    row, line = sheets["Scores"][node.id], lines["scores"][node.id]
    nodes = [data["scorecard"]["overall"], *data["scorecard"]["pillars"]]
    [kept] = [n for n in (*nodes, *data["scorecard"]["capabilities"]) if n["id"] == node.id]
    for key, heading in {
        "level": "Level",
        "claimed": "Claimed",
        "worst": "Worst case",
        "best": "Best case",
        "coverage": "Covered",
        "score": "Progress",
    }.items():
        expected = getattr(node, key)
        assert number(line[key]) == kept[key] == expected
        assert row[heading] == as_a_sheet_keeps(expected)
    tally = node.tally
    assert (row["Asked"], row["Missing"]) == (tally.asked, tally.missing)
    assert int(line["missing"]) == kept["tally"]["missing"] == tally.missing
    assert row["In words"] == line["said"] == level_of(CARD, node)
    if node.kind == "capability":
        assert beside(paper, node.name, str(node.level))
    if node.kind == "pillar":
        assert beside(paper, node.name, level_of(CARD, node), percent(node.coverage))


def test_levels_of_pillars_on_the_slide(deck: Any) -> None:
    plot = charts(deck)[0].plots[0]
    assert [str(c) for c in plot.categories] == [
        f"{pillar.name}: {level_of(CARD, pillar)}" for pillar in CARD.pillars
    ]
    certain, possible = (tuple(series.values) for series in plot.series)
    assert certain == tuple(pillar.worst for pillar in CARD.pillars)
    whole = [low + more for low, more in zip(certain, possible, strict=True)]
    assert whole == [pillar.best for pillar in CARD.pillars]


@pytest.mark.parametrize("gap", PLAN.gaps, ids=lambda gap: gap.capability)
def test_gaps_and_targets(gap: Any, deck: Any, sheets: Any, lines: Any, data: Any) -> None:
    row, line = sheets["Gaps and targets"][gap.capability], lines["gaps"][gap.capability]
    [kept] = [g for g in data["roadmap"]["gaps"] if g["capability"] == gap.capability]
    expected = (gap.current, gap.target, reached(gap))
    assert (row["Today"], row["Target"], row["Reached"]) == expected
    assert tuple(int(line[key]) for key in ("current", "target", "reached")) == expected
    assert (kept["current"], kept["target"], kept["reached"]) == expected
    assert row["Gap"] == int(line["gap"]) == max(0, gap.target - gap.current)
    if gap in open_gaps(PLAN):
        [shown] = [r for r in tables(deck, "Capability") if r[0] == gap.name]
        assert tuple(int(cell.split()[0]) for cell in shown[2:5]) == expected


@pytest.mark.parametrize("placement", PLAN.placements, ids=lambda p: p.initiative.id)
def test_start_end_and_cost_of_initiatives(
    placement: Any, paper: str, deck: Any, sheets: Any, lines: Any, data: Any
) -> None:
    work = placement.initiative
    row, line = sheets["Initiatives"][work.id], lines["initiatives"][work.id]
    [kept] = [p for p in data["roadmap"]["placements"] if p["initiative"]["id"] == work.id]
    span = (str(placement.start), str(placement.end))
    cost = sum(placement.cost_by_year.values())
    assert (row["First quarter"], row["Last quarter"]) == span
    assert (line["start"], line["end"]) == (kept["start"], kept["end"]) == span
    assert row["Cost in the plan"] == float(line["cost"]) == cost
    assert sum(kept["cost_by_year"].values()) == cost
    for year, amount in placement.cost_by_year.items():
        assert row[f"Cost {year}"] == float(line[f"cost_{year}"]) == amount
    assert beside(paper, work.name, *span)
    bars = [
        shape._element.xpath(".//p:cNvPr")[0].get("descr", "")
        for slide in deck.slides
        for shape in slide.shapes
    ]
    assert f"{work.name}: {span[0]} to {span[1]}" in bars


@pytest.mark.parametrize("placement", first_quarters(PLAN), ids=lambda p: p.initiative.id)
def test_indicators_to_follow_soon(
    placement: Any, paper: str, deck: Any, sheets: Any, lines: Any, data: Any
) -> None:
    work = placement.initiative
    row, line = sheets["Indicators"][work.name], lines["indicators"][work.name]
    [kept] = [p for p in data["roadmap"]["placements"] if p["initiative"]["id"] == work.id]
    signs = (work.leading_indicator, work.lagging_indicator)
    assert (row["Shows early"], row["Shows in the end"]) == signs
    assert (line["leading"], line["lagging"]) == signs
    kept = kept["initiative"]
    assert (kept["leading_indicator"], kept["lagging_indicator"]) == signs
    assert beside(paper, work.name, *signs)
    shown = [tuple(row[1:]) for row in tables(deck, "Initiative") if row[0] == work.name]
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    left = f"{work.name}: {signs[0]}; {signs[1]}\n"
    assert signs in shown or any(left in text for text in notes)


@pytest.mark.parametrize("year", PLAN.years, ids=lambda year: str(year.year))
def test_money_by_year(
    year: Any, paper: str, deck: Any, sheets: Any, lines: Any, data: Any
) -> None:
    row, line = sheets["Money by year"][year.year], lines["money"][str(year.year)]
    [kept] = [y for y in data["roadmap"]["years"] if y["year"] == year.year]
    expected = (year.one_off, year.running, year.total, year.budget)
    assert (row["One-off"], row["Running"], row["Total"], row["Budget"]) == expected
    assert tuple(float(line[k]) for k in ("one_off", "running", "total", "budget")) == expected
    assert (kept["one_off"], kept["running"], kept["budget"]) == (*expected[:2], expected[3])
    assert row["Left of budget"] == float(line["left"]) == year.budget - year.total
    written = [thousands(amount) for amount in expected]
    [shown] = [r for r in tables(deck, "Year") if r[0] == str(year.year)]
    assert shown[1:] == written
    assert beside(paper, str(year.year), *written[:3])
    at = PLAN.years.index(year)
    running, one_off = (tuple(series.values) for series in charts(deck)[1].plots[0].series)
    assert (one_off[at], running[at]) == (year.one_off, year.running)


def test_totals(paper: str, deck: Any, sheets: Any, lines: Any, data: Any) -> None:
    figures, texts = sheets["Key figures"], squeezed(text_of(deck))
    years = data["roadmap"]["years"]
    costs = (figures["cost_total"]["Value"], float(lines["key_figures"]["cost_total"]["value"]))
    assert costs == (total(PLAN), total(PLAN))
    assert sum(y["one_off"] + y["running"] for y in years) == total(PLAN)
    assert squeezed(money(total(PLAN), CURRENCY)) in paper
    assert squeezed(money(total(PLAN), CURRENCY)) in texts
    targets = [figures[name]["Value"] for name in ("targets_met", "targets", "placed", "left_out")]
    assert targets == [len(met(PLAN)), len(PLAN.gaps), len(PLAN.placements), len(PLAN.left_out)]
    assert squeezed(f"{len(met(PLAN))} of {len(PLAN.gaps)}") in texts
    assert squeezed(f"{len(met(PLAN))} of its {len(PLAN.gaps)} targets") in paper
    assert squeezed(f"{percent(CARD.overall.coverage)} of the questions are covered") in paper
    assert squeezed(f"{percent(CARD.overall.coverage)} of the questions are covered") in texts
    assert figures["coverage"]["Value"] == CARD.overall.coverage
    assert figures["respondents"]["Value"] == CARD.respondents == data["scorecard"]["respondents"]


def test_value_and_its_range(paper: str, deck: Any, sheets: Any, lines: Any, data: Any) -> None:
    assert CASE is not None
    assert SURE is not None
    figures, lists = sheets["Key figures"], lines["key_figures"]
    worth = CASE.net_present_value
    assert figures["net_present_value"]["Value"] == as_a_sheet_keeps(worth)
    assert float(lists["net_present_value"]["value"]) == worth == data["value"]["net_present_value"]
    assert figures["payback"]["Value"] == CASE.payback == data["value"]["payback"]
    texts = squeezed(text_of(deck))
    for end in (SURE.value.low, SURE.value.high, SURE.cost.low, SURE.cost.high):
        written = squeezed(signed_money(end, CURRENCY))
        assert written in paper
        assert written in texts
    for name, band in {"Net present value": SURE.value, "Cost": SURE.cost}.items():
        row, line = sheets["Ranges"][name], lines["ranges"][name]
        expected = (band.low, band.middle, band.high)
        found = (row["One in ten below"], row["Middle"], row["One in ten above"])
        assert found == tuple(as_a_sheet_keeps(end) for end in expected)
        assert tuple(float(line[key]) for key in ("low", "middle", "high")) == expected
    kept = data["uncertainty"]["value"]
    assert (kept["low"], kept["high"]) == (SURE.value.low, SURE.value.high)
    benefit, cost = (tuple(series.values) for series in charts(deck)[2].plots[0].series)
    for at, year in enumerate(CASE.years):
        row, line = sheets["Value by year"][year.year], lines["value"][str(year.year)]
        assert (row["Benefit"], row["Cost"], row["Net"]) == (year.benefit, year.cost, year.net)
        assert (float(line["benefit"]), float(line["net"])) == (year.benefit, year.net)
        assert (benefit[at], cost[at]) == (year.benefit, year.cost)
        assert data["value"]["years"][at]["cost"] == year.cost
        assert beside(paper, str(year.year), thousands(year.benefit), thousands(year.cost))
