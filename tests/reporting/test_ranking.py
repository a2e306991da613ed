"""The ranking of options as chart and table: the same figures, readable without its colours.

The machine, over two years at 25 %: rent costs 10 * 3 = 30 a year, 30 * 1.44 = 43.2 in total;
own 60 once and 5 a year, 67.2. With equal weights rent has (5 + 2) / 2 = 3.5 and own
(5 * 43.2 / 67.2 + 4) / 2 = 3.607.
"""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from domain.decisions import Criterion, Input, Option, OptionDecision, Score
from planning import rank
from reporting import charts, tables, theme
from reporting.paper.figures import svg
from tests.reporting.test_charts import layers, texts

RENT = Option("rent", "Rent a machine", "By use.", {"control": Score(2, "So.")}, yearly="30")
OWN = Option("own", "Own it", "Buy one.", {"control": Score(4, "So.")}, "60", "5")
MACHINE = OptionDecision(
    id="machine",
    name="Machine",
    question="Rent or own?",
    years=2,
    discount_rate="rate",
    inputs=(Input("rate", "Rate", "a year", 0.25, 0.1, 0.5, "Guess."),),
    quantities=(),
    criteria=(Criterion("cost", "Cost", 1, "Money."), Criterion("control", "Control", 1, "Work.")),
    options=(RENT, OWN),
)
SUBJECT = (rank(MACHINE), "EUR")


def test_each_bar_is_stacked_from_what_the_criteria_add() -> None:
    parts = next(found for _, found in layers(charts.ranking(SUBJECT)) if "criterion" in found[0])
    spans = {(p["option"], p["criterion"]): (p["from"], p["to"]) for p in parts}
    assert spans[("Rent a machine", "Cost")] == (0, 2.5)
    assert spans[("Rent a machine", "Control")] == (2.5, 3.5)
    start, end = spans[("Own it", "Control")]
    assert (start, end) == (pytest.approx(1.607, abs=0.001), pytest.approx(3.607, abs=0.001))


@pytest.mark.parametrize("width", [340, 900])
def test_every_option_is_printed_with_score_and_cost(width: int) -> None:
    printed = texts(charts.ranking(SUBJECT, width))
    for wanted in ("Own it", "3.61, EUR 67 thousand", "Rent a machine", "3.50, EUR 43 thousand"):
        assert wanted in printed
    assert printed.index("Own it") < printed.index("Rent a machine")


@pytest.mark.parametrize("width", [340, 900])
def test_the_ranking_is_exactly_as_wide_as_asked(width: int) -> None:
    root = ElementTree.fromstring(svg(charts.ranking(SUBJECT, width)))
    assert float(root.attrib["width"]) == width


def test_without_a_width_the_ranking_fills_its_place() -> None:
    assert charts.ranking(SUBJECT).to_dict()["width"] == "container"


def test_the_description_of_the_ranking_states_the_finding_and_every_option() -> None:
    said = charts.ranking(SUBJECT).to_dict()["description"]
    assert said == charts.ranking_text(SUBJECT)
    assert said.startswith(SUBJECT[0].text)
    assert "Rent a machine: 3.50 of 5, EUR 43 thousand." in said


def test_on_a_dark_ground_the_ranking_uses_the_dark_inks(monkeypatch: pytest.MonkeyPatch) -> None:
    dark = {**theme.print_config("SourceSans3-Regular"), "background": "#0F1A22"}
    light_drawing = svg(charts.ranking(SUBJECT, 900))
    monkeypatch.setattr("reporting.paper.figures.print_config", lambda _font: dark)
    dark_drawing = svg(charts.ranking(SUBJECT, 900))
    light_ink, dark_ink = theme.INKS["work"]
    assert f'fill="{light_ink}"' in light_drawing
    assert f'fill="{dark_ink}"' in dark_drawing


def test_more_criteria_than_inks_are_still_drawn() -> None:
    names = [f"c{at}" for at in range(9)]
    scores = {name: Score(3, "So.") for name in names}
    many = replace(
        MACHINE,
        criteria=tuple(Criterion(name, name.upper(), 1, "So.") for name in names),
        options=(replace(RENT, scores=scores), replace(OWN, scores=scores)),
    )
    printed = texts(charts.ranking((rank(many), "EUR"), 600))
    assert [name.upper() for name in names if name.upper() not in printed] == []


def test_a_hostile_name_of_an_option_is_only_text() -> None:
    name = '<b>"It\'s"</b> {{7*7}} 漢字'
    hostile = replace(MACHINE, options=(replace(RENT, name=name), OWN))
    assert name in texts(charts.ranking((rank(hostile), "EUR"), 600))


def test_the_table_has_points_by_criterion_and_money_in_thousands() -> None:
    first, second = tables.ranking(SUBJECT).to_dict("records")
    assert (first["Rank"], first["Option"], first["Score"]) == (1, "Own it", 3.61)
    assert (second["Cost"], second["Control"]) == (2.5, 1.0)
    assert first["Once, thousand EUR"] == 60
    assert second["Each year, thousand EUR"] == 30
    assert second["Over 2 years, as money of today, thousand EUR"] == 43
