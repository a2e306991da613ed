"""Initiative catalogues: what they become, and how one can be wrong about its framework."""

from pathlib import Path

import pytest

from domain.errors import InvalidInput
from domain.planning import Estimate, Lift, Risk
from storage.catalogues import load_catalogue, read_catalogue
from storage.frameworks import load_framework

FRAMEWORK = load_framework("tests/fixtures/small.yaml")
SMALL = Path("tests/fixtures/small-initiatives.yaml").read_text("utf-8")


def problems_of(*changes: tuple[str, str]) -> list[str]:
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises(InvalidInput) as caught:
        read_catalogue(text.encode(), "my.yaml", FRAMEWORK)
    return [str(problem) for problem in caught.value.problems]


def only_problem_of(*changes: tuple[str, str]) -> str:
    found = problems_of(*changes)
    assert len(found) == 1, found
    return found[0]


def test_a_file_becomes_a_catalogue() -> None:
    catalogue = load_catalogue("tests/fixtures/small-initiatives.yaml", FRAMEWORK)
    assert (catalogue.id, catalogue.framework, catalogue.currency) == (
        "small-initiatives",
        "small",
        "EUR",
    )
    assert catalogue.risks[0] == Risk("rk-01", "Scattered spending")
    last = catalogue.initiatives[3]
    assert last.lifts == (Lift("run-01", 1, 4), Lift("lead-02", 2, 3))
    assert last.prerequisites == ("ini-01", "ini-03")
    assert last.duration == Estimate(2, 4, 8)
    assert last.run_cost == Estimate(50.0, 100.0, 200.0)
    assert last.roles == {"security": 0.6, "engineering": 0.4}


def test_an_initiative_stands_under_the_pillar_of_its_first_lift_unless_it_says_otherwise() -> None:
    initiatives = load_catalogue("tests/fixtures/small-initiatives.yaml", FRAMEWORK).initiatives
    assert [initiative.pillar for initiative in initiatives] == ["lead", "lead", "lead", "run"]
    moved = SMALL.replace("name: Agree the ambition", "name: Agree\n    pillar: run")
    assert read_catalogue(moved.encode(), "my.yaml", FRAMEWORK).initiatives[0].pillar == "run"


def test_a_catalogue_of_another_framework_is_refused() -> None:
    found = only_problem_of(("framework: small", "framework: large"))
    assert found == "my.yaml:6:12: the catalogue belongs to the framework large, not to small"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "capability: lead-01",
            "capability: lead-1",
            "no capability lead-1; did you mean lead-01?",
        ),
        ("[ini-01]", "[ini-1]", "there is no initiative ini-1; did you mean ini-01?"),
        ("reduces: [rk-01]", "reduces: [rk-9]", "there is no risk rk-9; did you mean rk-0"),
        ("pillar: run", "pillar: runs", "there is no pillar runs; did you mean run?"),
        ("id: ini-02", "id: ini-01", "the initiative id ini-01 is already used on line 13"),
        ("id: rk-02", "id: rk-01", "the risk id rk-01 is already used on line 10"),
        ("from: 1, to: 3", "from: 3, to: 3", "a lift goes up: more than 3 was expected, found 3"),
        ("from: 1, to: 3", "from: 1, to: 6", "there is no level 6; the levels are 1 to 5"),
        ("from: 1, to: 3", "from: 0, to: 3", "there is no level 0; the levels are 1 to 5"),
        ("capability: lead-02, from: 2", "capability: run-01, from: 2", "run-01 is lifted twice"),
        ("finance: 0.5", "finance: 0.4", "the shares of the roles add up to 1, found 0.9"),
        ("finance: 0.5", "finance: 0", "more than 0 was expected, found the number 0"),
        ("low: 50", "low: 150", "low, likely and high go from lowest to highest, found 150, 100"),
        ("low: 50", "low: -1", "at least 0 was expected, found the number -1"),
        ("low: 50", "low: .inf", ".inf is not a number that can be used"),
        ("{low: 1,", "{low: 0,", "at least 1 was expected, found the number 0"),
        ("{low: 1,", "{low: 1.5,", "a whole number was expected, found the number 1.5"),
        ("currency: EUR", "currency: euro", "three capital letters such as EUR"),
        ("    owner: Head", "    boss: Head", "unknown key boss; there is id, name, description"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    found = problems_of((old, new))
    assert any(said in problem for problem in found), found
    assert all(problem.startswith("my.yaml:") for problem in found)


def test_three_thirds_written_with_two_decimals_add_up() -> None:
    text = SMALL.replace("{strategy: 0.5, finance: 0.5}", "{a: 0.33, b: 0.33, c: 0.33}")
    assert read_catalogue(text.encode(), "my.yaml", FRAMEWORK).initiatives[0].roles["c"] == 0.33


def test_initiatives_that_wait_for_each_other_are_refused_and_the_circle_named() -> None:
    found = only_problem_of(
        ("reduces: [rk-01]", "reduces: [rk-01]\n    prerequisites: [ini-04]"),
        ("prerequisites: [ini-01]", "prerequisites: []"),
        ("prerequisites: [ini-01, ini-03]", "prerequisites: [ini-03]"),
    )
    circle = ["ini-01 needs ini-04", "ini-04 needs ini-03", "ini-03 needs ini-01"]
    assert sum(step in found for step in circle) >= 2
    assert "initiatives wait for each other: " in found


def test_every_circle_is_named() -> None:
    found = problems_of(
        ("prerequisites: [ini-01]", "prerequisites: [ini-02]"),
        ("prerequisites: [ini-01]", "prerequisites: [ini-04]"),
    )
    assert sum("ini-02 needs ini-02;" in problem for problem in found) == 1
    assert sum("ini-03" in problem and "ini-04" in problem for problem in found) == 1


def test_all_problems_are_told_at_once() -> None:
    found = problems_of(
        ("currency: EUR", "currency: euro"),
        ("to: 3", "to: 9"),
        ("[ini-01]", "[ini-1]"),
        ("rk-02]", "no]"),
    )
    assert len(found) == 4
