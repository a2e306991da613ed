"""What a plan promises by a day is what it shows for that day."""

from domain.quarters import Quarter
from planning import promised_levels
from tests.planning.building import framework_of, plan_of, scenario_of, work

# One after the other from 2027 Q1: a is done at the end of Q2, b at the end of Q4.
STEPS = plan_of(
    framework_of("x", "y"),
    scenario_of({"x": 4}),
    work("a", ("x", 1, 2), ("y", 1, 2), quarters=2),
    work("b", ("x", 2, 4), quarters=2, after=["a"]),
)


def test_a_level_is_promised_from_the_quarter_after_the_work_on() -> None:
    wanted = {
        Quarter(2027, 2): {"x": 1, "y": 1},
        Quarter(2027, 3): {"x": 2, "y": 2},
        Quarter(2027, 4): {"x": 2, "y": 2},
        Quarter(2028, 1): {"x": 4, "y": 2},
    }
    found = {quarter: promised_levels(STEPS, {"x": 1, "y": 1}, quarter) for quarter in wanted}
    assert found == wanted


def test_at_the_end_of_each_year_it_is_what_the_plan_says() -> None:
    for year in STEPS.years:
        promised = promised_levels(STEPS, {"x": 1, "y": 1}, Quarter(year.year + 1, 1))
        assert {name: promised[name] for name in year.levels} == year.levels


def test_the_plan_starts_from_its_own_levels_and_nobody_falls() -> None:
    later = Quarter(2029, 1)
    # x has a target, so the plan knows its level; y has none.
    assert promised_levels(STEPS, {"x": 5, "y": 3}, later) == {"x": 4, "y": 3}
    # Work that goes on from a level promises nothing below it, nor where nothing is known.
    assert promised_levels(STEPS, {"y": 0}, later) == {"x": 4, "y": 0}
    assert promised_levels(STEPS, {}, later) == {"x": 4}
