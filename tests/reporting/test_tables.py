"""The tables show the same figures as the charts, with names for people."""

from domain.planning import Year
from reporting import tables
from tests.reporting.made import example_report, gap, initiative, made_card, made_roadmap, placed

CARD = made_card({"Alpha": {"A1": 2, "A2": None}, "Beta": {"B1": 4}})


def test_each_pillar_has_its_level_in_words_and_its_range() -> None:
    table = tables.pillar_profile(CARD)
    assert list(table["Pillar"]) == ["Alpha", "Beta"]
    assert list(table["Level today"]) == ["not established, 1 to 2", "4, Measured"]
    assert "Target" not in table.columns
    with_targets = tables.pillar_profile(CARD, {"beta": 5})
    assert list(with_targets["Target"]) == ["", "5, AI-first"]


def test_each_capability_stands_with_its_pillar() -> None:
    table = tables.capability_heatmap(CARD)
    assert list(table["Pillar"]) == ["Alpha", "Alpha", "Beta"]
    assert list(table["Level today"])[1] == "not established, 1 to 5"


def test_gaps_are_the_open_ones_with_what_the_plan_reaches() -> None:
    table = tables.gaps(made_roadmap((gap("A1", 1, 4, reached=3), gap("A2", 3, 3, reached=3))))
    row = table.to_dict("records")
    assert len(row) == 1
    assert (row[0]["Level today"], row[0]["Reached by the plan"], row[0]["Target"]) == (1, 3, 4)
    assert row[0]["Pillar"] == "Alpha"


def test_the_roadmap_table_has_quarters_and_money() -> None:
    table = tables.roadmap(made_roadmap((), (placed(initiative("Build", "a1")),)))
    (row,) = table.to_dict("records")
    assert row["First quarter"] == "2027 Q1"
    assert row["Last quarter"] == "2027 Q4"
    assert row["Cost to 2030, thousand EUR"] == 100


def test_money_by_year_adds_up_and_a_year_without_limit_has_no_budget() -> None:
    years = (Year(2027, 250, 100, 40, {}, 1), Year(2028, None, 0, 40, {}, 1))
    table = tables.cost_by_year(made_roadmap(years=years))
    assert list(table["Total, thousand EUR"]) == [140, 40]
    assert table["Budget, thousand EUR"].isna().tolist() == [False, True]


def test_levels_by_year_start_today() -> None:
    plan = made_roadmap(
        (gap("A1", 1, 4), gap("A2", 2, 3)),
        years=(Year(2027, None, 0, 0, {"a1": 3, "a2": 2}, 2.5),),
    )
    table = tables.levels_by_year(plan)
    # Today (1 + 2) / 2, at the end of 2027 (3 + 2) / 2.
    assert table.to_dict("records") == [{"Pillar": "Alpha", "Today": 1.5, "2027": 2.5}]


def test_nothing_at_all_gives_tables_with_headings_and_no_rows() -> None:
    empty = made_roadmap()
    for made in (tables.gaps, tables.roadmap, tables.cost_by_year, tables.levels_by_year):
        table = made(empty)
        assert len(table) == 0
        assert len(table.columns) > 1


def test_the_example_has_a_row_for_every_capability_and_initiative() -> None:
    report = example_report()
    assert len(tables.capability_heatmap(report.scorecard)) == 28
    assert len(tables.roadmap(report.roadmap)) == len(report.roadmap.placements)
