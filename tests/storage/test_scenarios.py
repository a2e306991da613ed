"""Scenario files: targets, dates and money, checked against a framework."""

from datetime import date
from pathlib import Path

import pytest

from domain.errors import InvalidInput
from domain.planning import Scenario
from domain.quarters import Quarter
from storage.frameworks import load_framework
from storage.scenarios import load_scenario, read_scenario

FRAMEWORK = load_framework("tests/fixtures/small.yaml")
TODAY = date(2026, 11, 23)
HEAD = "format: headway-scenario/1\nname: Steady\nstart: 2027 Q1\n"


def scenario_of(text: str) -> Scenario:
    return read_scenario(text.encode(), "my.yaml", FRAMEWORK, TODAY)


def problems_of(text: str) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        scenario_of(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_file_becomes_a_scenario(tmp_path: Path) -> None:
    file = tmp_path / "steady.yaml"
    file.write_text(
        HEAD + "end: 2029 Q2\ntargets: {lead-01: 4}\nbudget: {2027: 1200, 2028: 900.5}\n"
        "estimate: high\ncurrency: USD\n"
    )
    assert load_scenario(file, FRAMEWORK) == Scenario(
        name="Steady",
        start=Quarter(2027, 1),
        end=Quarter(2029, 2),
        targets={"lead-01": 4},
        budget={2027: 1200.0, 2028: 900.5},
        estimate="high",
        currency="USD",
    )


def test_what_is_not_given_has_its_default() -> None:
    scenario = scenario_of(HEAD)
    assert scenario.end == Quarter(2030, 4)
    assert (scenario.targets, scenario.budget) == ({}, {})
    assert (scenario.estimate, scenario.currency) == ("likely", "EUR")


def test_next_is_the_quarter_after_todays() -> None:
    # 23 November 2026 falls in the fourth quarter of 2026.
    assert scenario_of(HEAD.replace("2027 Q1", "next")).start == Quarter(2027, 1)


def test_one_target_can_stand_for_all_capabilities_but_those_named() -> None:
    scenario = scenario_of(HEAD + "targets: {all: 4, lead-02: 2}\n")
    assert scenario.targets == {"lead-01": 4, "lead-02": 2, "run-01": 4}


def test_one_number_is_the_budget_of_every_year_of_the_plan() -> None:
    scenario = scenario_of(HEAD + "end: 2029 Q1\nbudget: 800\n")
    assert scenario.budget == {2027: 800.0, 2028: 800.0, 2029: 800.0}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("end: 2026 Q4", "my.yaml:4:6: the plan would end before it starts in 2027 Q1"),
        ("end: soon", 'a quarter such as 2027 Q3 was expected, found "soon"'),
        ("end: 2030", "a quarter such as 2027 Q3 was expected, found the number 2030"),
        ("end: 9999 Q4", "a quarter such as 2027 Q3 was expected"),
        ("targets: {lead-1: 4}", "my.yaml:4:11: there is no capability lead-1; did you mean lead"),
        ("targets: {lead-01: 6}", "there is no level 6; the levels are 1 to 5"),
        ("targets: {all: 0}", "there is no level 0; the levels are 1 to 5"),
        ("targets: {all: high}", 'a whole number was expected, found "high"'),
        ("budget: {27: 100}", 'a year such as 2027 was expected, found "27"'),
        ("budget: {2027: -1}", "at least 0 was expected, found the number -1"),
        ("budget: plenty", 'my.yaml:4:9: a number was expected, found "plenty"'),
        ("estimate: best", "one of 'low', 'likely' or 'high' was expected"),
        ("goal: 4", "my.yaml:4:1: unknown key goal"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(line: str, said: str) -> None:
    found = problems_of(HEAD + line + "\n")
    assert len(found) == 1
    assert said in found[0]


def test_a_start_that_is_no_quarter_is_refused() -> None:
    found = problems_of(HEAD.replace("2027 Q1", "tomorrow"))
    assert 'found "tomorrow"; next is the quarter after today\'s' in found[0]


def test_all_problems_are_told_at_once() -> None:
    found = problems_of(HEAD + "targets: {lead-1: 4, all: 9}\nbudget: {x: 1}\nestimate: no\n")
    assert [problem.split(":")[1] for problem in found] == ["4", "4", "5", "6"]
