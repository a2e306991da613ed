"""Plans that are kept, progress, benefits and decisions of an engagement, whoever is at it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

import engagements
from domain.decisions import AgentUse
from domain.errors import InvalidInput, NotFound
from domain.planning import Actual, Benefit, Estimate, Pool, Rule
from domain.quarters import Quarter
from tests.engagements.conftest import Opened


@pytest.fixture
def example(opened: Opened) -> str:
    return engagements.create_example(opened.db)


def plans_kept(opened: Opened) -> int:
    with opened.db.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM plan").scalar_one())


# --- Plans


def test_a_plan_is_made_once_for_what_it_is_made_from(opened: Opened, example: str) -> None:
    assert engagements.plan_engagement(opened.db, example).method == "first"
    made = engagements.make_plan(opened.db, example)
    assert engagements.make_plan(opened.db, example) == made
    assert engagements.plan_engagement(opened.db, example) == made
    assert plans_kept(opened) == 1


def test_going_back_to_what_it_was_made_from_finds_the_plan_again(
    opened: Opened, example: str
) -> None:
    before = engagements.scenario_of(opened.db, example)
    made = engagements.make_plan(opened.db, example)
    engagements.save_scenario(opened.db, "Kim", example, replace(before, budget={}))
    assert engagements.make_plan(opened.db, example) != made
    engagements.save_scenario(opened.db, "Kim", example, before)
    assert engagements.plan_engagement(opened.db, example) == made


def test_an_answer_or_a_benefit_makes_another_plan_necessary(opened: Opened, example: str) -> None:
    inputs = engagements.plan_inputs(opened.db, example)
    benefit = engagements.register_of(opened.db, example).benefits[0]
    engagements.save_benefit(opened.db, "Kim", example, replace(benefit, ramp=7))
    changed = engagements.plan_inputs(opened.db, example)
    assert changed != inputs
    engagements.record_actual(opened.db, "Kim", example, Actual("ini-07", "stopped"))
    assert engagements.plan_inputs(opened.db, example) != changed


def test_a_search_that_is_stopped_keeps_the_best_plan_so_far(opened: Opened, example: str) -> None:
    first = engagements.plan_engagement(opened.db, example)
    stopped = engagements.make_plan(opened.db, example, watch=lambda step: False)
    assert len(stopped.placements) > 0
    assert stopped.aims[0].value >= first.aims[0].value
    assert engagements.plan_engagement(opened.db, example) == stopped


def test_searching_longer_goes_on_from_the_plan_that_is_there(opened: Opened, example: str) -> None:
    before = engagements.scenario_of(opened.db, example)
    half = replace(before, budget={year: money / 2 for year, money in before.budget.items()})
    engagements.save_scenario(opened.db, "Kim", example, half)
    stopped = engagements.make_plan(opened.db, example, watch=lambda step: False)
    longer = engagements.make_plan(opened.db, example, longer=True)
    assert longer.aims[0].value >= stopped.aims[0].value
    assert longer.aims[1].value > stopped.aims[1].value
    assert engagements.plan_engagement(opened.db, example) == longer
    assert plans_kept(opened) == 1


# --- Progress


def test_the_plan_that_was_promised_is_the_one_before_anything_was_noted(
    opened: Opened, example: str
) -> None:
    assert engagements.plan_promised(opened.db, example) is None
    promised = engagements.make_plan(opened.db, example)
    late = Actual("ini-09", "running", Quarter(2026, 4), spent=100)
    engagements.record_actual(opened.db, "Kim", example, late)
    again = engagements.make_plan(opened.db, example)
    assert again.actuals == (late,)
    assert engagements.plan_promised(opened.db, example) == promised


@pytest.mark.parametrize(
    ("actual", "said"),
    [
        (Actual("ini-99", "done"), "no initiative 'ini-99'"),
        (Actual("ini-09", "running"), "in which quarter the work has begun"),
        (Actual("ini-09", "done", Quarter(2027, 2), Quarter(2027, 1)), "cannot end in 2027 Q1"),
        (Actual("ini-09", "stopped", spent=-1), "money spent is 0 to"),
        (Actual("ini-09", "stopped", spent=float("nan")), "money spent is 0 to"),
    ],
)
def test_progress_that_cannot_be_is_refused(
    opened: Opened, example: str, actual: Actual, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        engagements.record_actual(opened.db, "Kim", example, actual)
    assert engagements.actuals_of(opened.db, example) == ()


def test_a_note_that_is_taken_back_is_gone(opened: Opened, example: str) -> None:
    engagements.record_actual(opened.db, "Kim", example, Actual("ini-07", "stopped"))
    engagements.forget_actual(opened.db, "Kim", example, "ini-07")
    assert engagements.actuals_of(opened.db, example) == ()
    assert opened.audit()[-2:] == [("Kim", "noted progress")] * 2


# --- Why, ways out, how sure


def test_the_reasons_belong_to_the_plan_on_screen(opened: Opened, example: str) -> None:
    plan = engagements.make_plan(opened.db, example)
    placed = plan.placements[0].initiative.id
    assert engagements.explain_initiative(opened.db, example, placed).why == plan.placements[0].why
    with pytest.raises(NotFound):
        engagements.explain_initiative(opened.db, example, plan.left_out[0].initiative.id)
    met = next(gap for gap in plan.gaps if (gap.reached or 0) >= gap.target)
    assert engagements.ways_out_of(opened.db, example, met.capability) is None
    sure = engagements.uncertainty_of(opened.db, example)
    assert sure.runs == 10_000
    assert sure == engagements.uncertainty_of(opened.db, example)


# --- Benefits


NEW = Benefit("mine", "Fewer calls", ("ini-16",), Estimate(1, 2, 3), grade="C", evidence="A trend")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "benefit's name is empty"),
        ({"needs": ()}, "comes from something"),
        ({"needs": ("ini-99",)}, "no initiative 'ini-99'"),
        ({"yearly": Estimate(3, 2, 1)}, "go up from 0"),
        ({"yearly": Estimate(-1, 2, 3)}, "go up from 0"),
        ({"yearly": Estimate(1, 2, float("inf"))}, "go up from 0"),
        ({"grade": "E"}, "A, B, C or D"),
        ({"evidence": ""}, "Grade C needs evidence"),
        ({"share": 0.0}, "above 0 and up to 100 %"),
        ({"ramp": -1}, "ramp is 0 to"),
        ({"pool": "nowhere"}, "no pool 'nowhere'"),
    ],
)
def test_a_benefit_that_cannot_be_reckoned_with_is_refused(
    opened: Opened, example: str, change: dict[str, object], said: str
) -> None:
    before = engagements.register_of(opened.db, example)
    with pytest.raises(InvalidInput, match=said):
        engagements.save_benefit(opened.db, "Kim", example, replace(NEW, **change))  # type: ignore[arg-type]
    assert engagements.register_of(opened.db, example) == before


def test_a_benefit_that_is_not_there_cannot_be_taken_out(opened: Opened, example: str) -> None:
    with pytest.raises(NotFound, match="'mine'"):
        engagements.remove_benefit(opened.db, "Kim", example, "mine")


# --- Several people at once


def at_once(*actions: Callable[[], object]) -> None:
    """Run all of them at the same time and raise what any of them raises."""
    with ThreadPoolExecutor(len(actions)) as pool:
        for running in [pool.submit(action) for action in actions]:
            running.result()


def test_two_people_who_change_different_benefits_lose_nothing(
    opened: Opened, example: str
) -> None:
    names = [f"mine-{number}" for number in range(8)]
    at_once(
        *(
            lambda name=name: engagements.save_benefit(
                opened.db, "Kim", example, replace(NEW, id=name)
            )
            for name in names
        ),
        lambda: engagements.save_pool(opened.db, "Lee", example, Pool("pool-ai", "AI", 7)),
    )
    register = engagements.register_of(opened.db, example)
    assert {benefit.id for benefit in register.benefits} >= set(names)
    assert {pool.id: pool.yearly for pool in register.pools}["pool-ai"] == 7


def test_two_people_who_change_different_years_lose_nothing(opened: Opened, example: str) -> None:
    def spend(year: int) -> Callable[[], None]:
        return lambda: engagements.change_scenario(
            opened.db, "Kim", example, lambda s: replace(s, budget={**s.budget, year: float(year)})
        )

    years = list(engagements.scenario_of(opened.db, example).budget)
    at_once(*(spend(year) for year in years))
    assert engagements.scenario_of(opened.db, example).budget == {y: float(y) for y in years}


# --- Decisions


def test_a_decision_puts_its_work_into_the_plan_and_another_one_frees_it(
    opened: Opened, example: str
) -> None:
    def must() -> set[str]:
        rules = engagements.scenario_of(opened.db, example).rules
        return {name for name, rule in rules.items() if rule.must}

    def decide(option: str) -> set[str]:
        why = "Because we looked at it"
        found = engagements.record_option(opened.db, "Kim", example, "operating-model", option, why)
        assert found.finding.endswith(" thousand. Amounts in EUR.")
        return set(found.implies)

    central = decide("central")
    sourcing = {
        name
        for record in engagements.decisions_of(opened.db, example)
        if record.decision == "model-sourcing"
        for name in record.implies
    }
    assert must() == central | sourcing
    distributed = decide("distributed")
    assert must() == distributed | sourcing
    assert len(engagements.decisions_of(opened.db, example)) == 2


def test_a_locked_initiative_stays_locked_when_a_decision_comes_and_goes(
    opened: Opened, example: str
) -> None:
    locked = Rule(not_before=Quarter(2028, 1))
    scenario = engagements.scenario_of(opened.db, example)
    rules = {**scenario.rules, "ini-05": locked}
    engagements.save_scenario(opened.db, "Kim", example, replace(scenario, rules=rules))
    for option, expected in (
        ("distributed", replace(locked, must=True)),  # needs ini-05
        ("central", locked),
    ):
        engagements.record_option(opened.db, "Kim", example, "operating-model", option, "So.")
        assert engagements.scenario_of(opened.db, example).rules["ini-05"] == expected


@pytest.mark.parametrize("why", ["", " \n ", "x" * 4_001])
def test_a_decision_without_reasons_or_with_too_many_is_refused(
    opened: Opened, example: str, why: str
) -> None:
    before = engagements.decisions_of(opened.db, example)
    with pytest.raises(InvalidInput):
        engagements.record_option(opened.db, "Kim", example, "operating-model", "central", why)
    assert engagements.decisions_of(opened.db, example) == before


def test_what_there_is_not_cannot_be_decided(opened: Opened, example: str) -> None:
    for decision, option in (("nothing", "central"), ("operating-model", "nothing")):
        with pytest.raises(NotFound):
            engagements.record_option(opened.db, "Kim", example, decision, option, "So.")


def test_how_far_agents_may_go_is_recorded_use_by_use(opened: Opened, example: str) -> None:
    aid = engagements.decision_aid_of(opened.db, example)
    assert aid is not None
    (decision,) = aid.autonomy_decisions
    unknown = AgentUse("mine", "Letters to customers")
    record = engagements.record_autonomy(
        opened.db, "Kim", example, decision.id, (unknown,), "Nobody has looked at it yet."
    )
    assert record.chosen_name == "1 use of agents"
    assert record.finding.startswith(f"Letters to customers: Level {decision.levels[0].number}, ")
    assert engagements.decisions_of(opened.db, example)[-1] == record


# --- Taking it along


def test_everything_about_the_way_ahead_goes_along_with_the_engagement(
    opened: Opened, example: str
) -> None:
    engagements.save_benefit(opened.db, "Kim", example, NEW)
    engagements.record_actual(opened.db, "Kim", example, Actual("ini-07", "stopped", note="No"))
    scenario = engagements.scenario_of(opened.db, example)
    engagements.save_scenario(opened.db, "Kim", example, replace(scenario, name="Half"))
    copied = engagements.import_engagement(
        opened.db, "Lee", engagements.export_engagement(opened.db, example)
    )
    for what in (
        engagements.register_of,
        engagements.actuals_of,
        engagements.decisions_of,
        engagements.scenarios_of,
    ):
        assert what(opened.db, copied) == what(opened.db, example)
    assert engagements.plan_inputs(opened.db, copied) == engagements.plan_inputs(opened.db, example)
