"""The shipped strategy decisions: every number explained, and break-evens where they belong."""

from pathlib import Path

import pytest

from domain.decisions import DecisionAid, OptionDecision
from planning.autonomy import autonomy_level
from planning.break_even import cost_break_even, what_would_change
from planning.decisions import rank, work_out
from storage.catalogues import load_catalogue
from storage.decision_files import load_decisions
from storage.frameworks import load_framework

FOLDER = Path(__file__).parents[2] / "frameworks"


@pytest.fixture(scope="module")
def aid() -> DecisionAid:
    framework = load_framework(FOLDER / "ai-first-2030.yaml")
    catalogue = load_catalogue(FOLDER / "ai-first-2030-initiatives.yaml", framework)
    return load_decisions(FOLDER / "ai-first-2030-decisions.yaml", framework, catalogue)


@pytest.fixture(scope="module")
def sourcing(aid: DecisionAid) -> OptionDecision:
    return aid.option_decisions[0]


def totals(decision: OptionDecision, **values: float) -> dict[str, float]:
    standings = rank(decision, values).standings
    return {standing.option.id: standing.cost.total for standing in standings}


def test_every_number_is_marked_as_an_assumption_and_every_option_implies_work(
    aid: DecisionAid,
) -> None:
    assert [decision.id for decision in aid.option_decisions] == [
        "model-sourcing",
        "operating-model",
    ]
    for decision in aid.option_decisions:
        assert all(each.because.startswith("Assumption: ") for each in decision.inputs)
        assert all(each.low < each.value < each.high for each in decision.inputs)
        assert all(option.implies and option.needs for option in decision.options)
    assert all(level.implies for level in aid.autonomy_decisions[0].levels)


def test_quantities_of_model_sourcing_are_those_worked_by_hand(sourcing: OptionDecision) -> None:
    found = work_out(sourcing)
    # A thousand requests: 2.5 million tokens at 2.50 and 0.5 million at 10.
    assert found["large_request"] == pytest.approx(6.25 + 5)
    # 3 million a month: 36 million a year, 36 000 times a thousand, at 11.25.
    assert found["large_yearly"] == pytest.approx(405)
    # 36 million times 3,000 tokens in 31,536,000 seconds; 4.9 accelerators at 2,000 * 0.35,
    # so the least of 8.
    assert found["tokens_a_second"] == pytest.approx(3424.66, abs=0.01)
    assert found["gpus"] == 8
    # 38 / 4 + 1.3 * 8,760 * 0.22 / 1000 + 4 thousand.
    assert found["owned_yearly"] == pytest.approx(9.5 + 2.50536 + 4)


def test_own_hardware_beats_interfaces_only_with_much_work_for_it(sourcing: OptionDecision) -> None:
    few, many = totals(sourcing, requests=1), totals(sourcing, requests=30)
    assert few["open-hardware"] > few["large-interface"]
    assert few["open-hardware"] > few["routed-interface"]
    assert many["open-hardware"] < many["routed-interface"] < many["large-interface"]
    idle = totals(sourcing, requests=30, utilisation=0.1)
    assert idle["open-hardware"] > idle["routed-interface"]
    even = cost_break_even(sourcing, "requests", ("routed-interface", "open-hardware"))
    assert even is not None
    assert 10 < even < 30


def test_no_input_alone_swings_the_operating_model(aid: DecisionAid) -> None:
    changes = what_would_change(aid.option_decisions[1])
    assert changes.ranking.best.option.id == "hub-and-spoke"
    assert not any(swing.below or swing.above for swing in changes.inputs)
    assert any(swing.above for swing in changes.weights)


def test_example_uses_have_the_autonomy_that_their_lowest_gate_allows(aid: DecisionAid) -> None:
    autonomy = aid.autonomy_decisions[0]
    found = {use.id: autonomy_level(autonomy, use).level.number for use in autonomy.uses}
    assert found == {
        "meeting-notes": 3,
        "cloud-capacity": 4,
        "invoice-matching": 2,
        "customer-replies": 2,
        "applicant-screening": 1,
        "password-reset": 2,
    }
