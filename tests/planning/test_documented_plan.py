"""The plan worked by hand in docs/planning.md comes out as it stands there."""

from domain.framework import Capability
from tests.planning.building import framework_of, left_out, plan_of, scenario_of, starts, why, work


def test_the_plan_of_the_documentation_comes_out() -> None:
    framework = framework_of(Capability("a", "A", critical=True), "b")
    plan = plan_of(
        framework,
        scenario_of({"a": 3, "b": 3}, {2027: 80}),
        work("one", ("a", 1, 3), quarters=2, cost=60),
        work("two", ("b", 1, 3), quarters=2, cost=50, after=["one"]),
        work("three", ("b", 1, 2), cost=90),
    )
    assert starts(plan) == {"one": "2027 Q1", "two": "2028 Q1", "three": "2028 Q1"}
    assert why(plan)["one"] == "Starts at once."
    assert "lacks 5 k EUR in 2027" in why(plan)["two"]
    assert "lacks 70 k EUR in 2027" in why(plan)["three"]
    assert left_out(plan) == {}
