"""The roadmap page: limits, scenarios, how sure, progress, and the reasons for everything."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

import engagements
from domain.planning import Rule
from domain.quarters import Quarter
from planning import propose_targets
from storage.database import Database
from tests.ui.test_pages import Opener, texts

Show = Callable[[str], AppTest]


@pytest.fixture
def show(open_page: Opener, database: Database) -> Show:
    """The roadmap of the example, at one of its parts, with the best plan made."""
    engagements.make_plan(database, "example")

    def shown(part: str) -> AppTest:
        app = open_page("roadmap", engagement="example")
        return app.segmented_control(key="part").set_value(part).run()

    return shown


def field(app: AppTest, label: str) -> object:
    """The number or text field with a label."""
    return next(f for f in (*app.number_input, *app.text_input) if f.label == label)


def test_the_page_says_how_good_the_plan_is(show: Show) -> None:
    app = show("Plan")
    assert not app.exception
    assert "Proved best" in texts(app)


def test_a_changed_budget_is_planned_anew_and_the_difference_is_named(
    show: Show, database: Database
) -> None:
    app = show("Targets and limits")
    app.text_input(key="budget:example:2028").set_value("3,000").run()
    assert engagements.scenario_of(database, "example").budget[2028] == 3000
    # The search runs in the background; the page shows its plan when it is there.
    engagements.make_plan(database, "example")
    app.run()
    assert not app.exception
    assert "What your last change did" in texts(app)
    assert "thousand less in 2028" in texts(app)


def test_an_empty_budget_is_no_limit(show: Show, database: Database) -> None:
    app = show("Targets and limits")
    app.text_input(key="budget:example:2028").set_value("").run()
    assert 2028 not in engagements.scenario_of(database, "example").budget


@pytest.mark.parametrize("written", ["a lot", "-5", "1e99"])
def test_a_budget_that_is_none_is_refused_in_words_and_nothing_is_lost(
    show: Show, database: Database, written: str
) -> None:
    before = engagements.scenario_of(database, "example")
    app = show("Targets and limits")
    app.text_input(key="budget:example:2028").set_value(written).run()
    assert not app.exception
    assert any("2028" in error.value for error in app.error)
    assert engagements.scenario_of(database, "example").budget == before.budget


def test_people_and_change_can_be_limited(show: Show, database: Database) -> None:
    app = show("Targets and limits")
    role = next(f for f in app.number_input if str(f.key).startswith("capacity:example:"))
    role.set_value(4.0).run()
    unit = next(f for f in app.number_input if str(f.key).startswith("change:example:"))
    unit.set_value(6.0).run()
    scenario = engagements.scenario_of(database, "example")
    assert [each.person_months for each in scenario.capacity] == [4]
    assert list(scenario.change_limit.values()) == [6]


def test_what_counts_most_can_be_put_in_another_order(show: Show, database: Database) -> None:
    app = show("Targets and limits")
    first = next(s for s in app.selectbox if s.label == "First")
    first.set_value("value").run()
    assert engagements.scenario_of(database, "example").aims[0] == "value"


def test_an_initiative_is_locked_and_set_free_again(show: Show, database: Database) -> None:
    before = engagements.scenario_of(database, "example").rules
    app = show("Targets and limits")
    app.selectbox(key="rule for:example").set_value("ini-26").run()
    app.segmented_control(key="rule kind:example").set_value("not_before").run()
    app.selectbox(key="rule when:example").set_value(Quarter(2028, 3)).run()
    app.button(key="rule save:example").click().run()
    rules = engagements.scenario_of(database, "example").rules
    assert rules == {**before, "ini-26": Rule(not_before=Quarter(2028, 3))}
    app.button(key="undo:ini-26").click().run()
    assert engagements.scenario_of(database, "example").rules == before


def test_a_target_gets_a_date_and_is_made_firm(show: Show, database: Database) -> None:
    app = show("Targets and limits")
    app.selectbox(key="due:example:gov-01").set_value(Quarter(2028, 4)).run()
    app.checkbox(key="firm:example:gov-01").check().run()
    scenario = engagements.scenario_of(database, "example")
    assert (scenario.due, scenario.firm) == ({"gov-01": Quarter(2028, 4)}, ("gov-01",))


def test_the_proposed_targets_come_back_after_a_question(show: Show, database: Database) -> None:
    app = show("Targets and limits")
    app.segmented_control(key="target:example:str-01").set_value(1).run()
    assert engagements.scenario_of(database, "example").targets["str-01"] == 1
    next(b for b in app.button if b.label == "Take the proposal").click().run()
    proposed = propose_targets(
        engagements.framework_of(database, "example"),
        engagements.score_engagement(database, "example"),
    )
    assert engagements.scenario_of(database, "example").targets == proposed
    assert app.segmented_control(key="target:example:str-01").value == proposed["str-01"]


def test_a_scenario_is_saved_changed_compared_and_left_again(
    show: Show, database: Database
) -> None:
    app = show("Scenarios")
    app.text_input[0].set_value("Half the money")
    app.button(key="FormSubmitter:save as:example-Save as a new scenario").click().run()
    half = engagements.scenario_of(database, "example")
    assert half.name == "Half the money"
    cut = {year: amount / 2 for year, amount in half.budget.items()}
    engagements.save_scenario(database, "Kim", "example", replace(half, budget=cut))
    engagements.make_plan(database, "example")
    app.run()
    table = next(d.value for d in app.dataframe if "Half the money" in d.value.columns)
    assert list(table.columns) == ["Board proposal", "Half the money"]
    assert table.loc["Targets met", "Board proposal"] != table.loc["Targets met", "Half the money"]
    assert "From Board proposal to Half the money" in texts(app)
    app.selectbox(key="use").set_value("Board proposal").run()
    next(b for b in app.button if b.label == "Use this scenario").click().run()
    assert engagements.scenario_of(database, "example").name == "Board proposal"


def test_a_scenario_without_a_name_is_refused(show: Show) -> None:
    app = show("Scenarios")
    app.button(key="FormSubmitter:save as:example-Save as a new scenario").click().run()
    assert any("name" in error.value for error in app.error)


def test_how_sure_shows_ranges_and_what_matters_most(show: Show) -> None:
    app = show("How sure")
    assert not app.exception
    assert "In eight of ten futures" in texts(app)
    assert "What matters most?" in texts(app)


def test_progress_is_noted_and_the_plan_made_anew(show: Show, database: Database) -> None:
    app = show("Progress")
    app.selectbox(key="moved:example").set_value("ini-07").run()
    app.number_input(key="actual:example:ini-07:spent").set_value(120.0).run()
    app.button(key="actual:example:ini-07:save").click().run()
    (noted,) = engagements.actuals_of(database, "example")
    assert (noted.initiative, noted.status, noted.spent) == ("ini-07", "running", 120)
    assert "Plan against actual" in texts(app)
    assert "Planned is what the plan said when progress was first noted" in texts(app)
    next(b for b in app.button if b.label == "It is planned again").click().run()
    assert engagements.actuals_of(database, "example") == ()


def test_an_end_before_the_beginning_is_refused(show: Show, database: Database) -> None:
    app = show("Progress")
    app.selectbox(key="moved:example").set_value("ini-07").run()
    app.segmented_control(key="actual:example:ini-07:status").set_value("done").run()
    app.selectbox(key="actual:example:ini-07:began").set_value(Quarter(2027, 4)).run()
    app.selectbox(key="actual:example:ini-07:ended").set_value(Quarter(2027, 2)).run()
    app.button(key="actual:example:ini-07:save").click().run()
    assert any("before it began" in error.value for error in app.error)
    assert engagements.actuals_of(database, "example") == ()


def test_an_initiative_is_explained_with_names_and_without_ids(show: Show) -> None:
    app = show("Plan")
    app.selectbox(key="why").set_value("ini-03").run()
    shown = texts(app)
    for heading in ("Waits for", "What waits for it", "To start it earlier", "If it is dropped"):
        assert f"**{heading}**" in shown
    assert "ini-" not in shown
    assert "Lifts str-" not in shown


def test_a_missed_target_comes_with_ways_out(show: Show, database: Database) -> None:
    scenario = engagements.scenario_of(database, "example")
    cheap = dict.fromkeys(scenario.budget, 300.0)
    limited = replace(scenario, budget=cheap, targets={"gov-04": 4}, rules={})
    engagements.save_scenario(database, "Kim", "example", limited)
    roadmap = engagements.make_plan(database, "example")
    missed = [gap for gap in roadmap.gaps if (gap.reached or 0) < gap.target]
    assert [gap.capability for gap in missed] == ["gov-04"]
    app = show("Plan")
    app.selectbox(key="missed:example").set_value("gov-04").run(timeout=120)
    assert not app.exception
    assert "Each way is enough by itself" in texts(app)
