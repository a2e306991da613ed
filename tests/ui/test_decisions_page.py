"""The decisions page: ranking, numbers of one's own, autonomy, and what goes on record."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

import engagements
from domain.decisions import AgentUse, DecisionAid, DecisionRecord
from planning import rank
from storage.database import Database
from ui.decide.formulas import with_names, with_values
from ui.wording import plain

Opener = Callable[..., AppTest]

SOURCING = "model-sourcing"
AUTONOMY = "agent-autonomy"


@pytest.fixture
def example(database: Database) -> str:
    """The id of the example engagement."""
    listed = engagements.list_engagements(database)
    return next(summary.engagement.id for summary in listed if summary.engagement.example)


def texts(app: AppTest) -> str:
    """Everything written on the page, for looking up sentences."""
    blocks = (*app.title, *app.subheader, *app.markdown, *app.caption, *app.error)
    return "\n".join(str(block.value) for block in blocks)


def start(database: Database) -> str:
    """A new engagement on the framework of the example; nothing is decided yet."""
    summary = engagements.start_engagement(
        database, "Ada", organisation="Harbour Ltd", depth="quick"
    )
    return summary.engagement.id


def aid_of(database: Database, engagement: str) -> DecisionAid:
    aid = engagements.decision_aid_of(database, engagement)
    assert aid is not None
    return aid


def recorded(database: Database, engagement: str, decision: str) -> DecisionRecord | None:
    taken = engagements.decisions_of(database, engagement)
    return next((record for record in taken if record.decision == decision), None)


def key(engagement: str, decision: str, *parts: str) -> str:
    return "/".join(("decide", engagement, decision, *parts))


def show(app: AppTest, engagement: str, decision: str) -> AppTest:
    return app.segmented_control(key=f"decide/{engagement}").set_value(decision).run()


def decide(app: AppTest, engagement: str, decision: str, why: str, who: str) -> AppTest:
    app.text_area(key=key(engagement, decision, "why")).set_value(why)
    app.text_input(key=key(engagement, decision, "who")).set_value(who)
    button = next(b for b in app.button if b.label == "Put the decision on record")
    return button.click().run()


def add_use(app: AppTest, name: str = "", example: str = "") -> AppTest:
    if name:
        next(t for t in app.text_input if t.label == "What is the agent to do?").set_value(name)
    if example:
        begin = "Begin with the answers of an example"
        next(s for s in app.selectbox if s.label == begin).set_value(example)
    return next(b for b in app.button if b.label == "Add this use").click().run()


def test_the_finding_and_every_option_are_shown(
    open_page: Opener, database: Database, example: str
) -> None:
    app = open_page("decisions", engagement=example)
    assert not app.exception
    aid = aid_of(database, example)
    ranking = rank(aid.option_decisions[0])
    assert plain(ranking.text) in [heading.value for heading in app.subheader]
    labels = [expander.label for expander in app.expander]
    for standing in ranking.standings:
        assert any(plain(standing.option.name) in label for label in labels)
    assert len(app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")) == 1
    assert "The same figures as a table" in labels


def test_initiatives_are_named_and_never_numbered(
    open_page: Opener, database: Database, example: str
) -> None:
    app = open_page("decisions", engagement=example)
    catalogue = engagements.planning_catalogue(database, example)
    names = {initiative.id: initiative.name for initiative in catalogue.initiatives}
    implied = rank(aid_of(database, example).option_decisions[0]).best.option.implies
    assert implied
    for identifier in implied:
        assert plain(names[identifier]) in texts(app)
        assert plain(identifier) not in texts(app)


def test_decisions_are_marked_as_decided_or_open(open_page: Opener, database: Database) -> None:
    engagement = start(database)
    app = open_page("decisions", engagement=engagement)
    options = app.segmented_control(key=f"decide/{engagement}").options
    assert all(str(option).endswith("open") for option in options)
    app = decide(app, engagement, SOURCING, "Two suppliers.", "The board")
    first, *others = app.segmented_control(key=f"decide/{engagement}").options
    assert str(first).endswith("decided")
    assert all(str(option).endswith("open") for option in others)


def test_another_number_can_bring_another_option_to_the_first_place(
    open_page: Opener, example: str
) -> None:
    app = open_page("decisions", engagement=example)
    assert "“Routed mix" in app.subheader[0].value
    app.number_input(key=key(example, SOURCING, "value", "requests")).set_value(0.2).run()
    assert not app.exception
    assert app.subheader[0].value.startswith("“Proprietary large model")
    assert "1 of 31 numbers changed" in texts(app).replace("\\", "")


def test_numbers_stay_while_another_decision_is_looked_at_and_can_be_put_back(
    open_page: Opener, example: str
) -> None:
    app = open_page("decisions", engagement=example)
    app.number_input(key=key(example, SOURCING, "value", "requests")).set_value(0.2).run()
    show(app, example, "operating-model")
    app.run()
    show(app, example, SOURCING)
    assert app.subheader[0].value.startswith("“Proprietary large model")
    next(b for b in app.button if b.label == "Back to the assumed numbers").click().run()
    assert "“Routed mix" in app.subheader[0].value
    assert app.number_input(key=key(example, SOURCING, "value", "requests")).value == 3


def test_another_weight_can_bring_another_option_to_the_first_place(
    open_page: Opener, example: str
) -> None:
    app = open_page("decisions", engagement=example)
    app.number_input(key=key(example, SOURCING, "weight", "cost")).set_value(20.0).run()
    assert app.subheader[0].value.startswith("“Small model by interface")


def test_numbers_without_a_result_are_answered_in_words_and_can_be_mended(
    open_page: Opener, example: str
) -> None:
    app = open_page("decisions", engagement=example)
    life = app.number_input(key=key(example, SOURCING, "value", "gpu_life"))
    life.set_value(0.0).run()
    assert not app.exception
    (error,) = app.error
    assert "“Years until it is written off”" in error.value
    assert "gpu" not in error.value
    assert "division by 0" in error.value
    app.number_input(key=key(example, SOURCING, "value", "gpu_life")).set_value(4.0).run()
    assert not app.error
    assert "“Routed mix" in app.subheader[0].value


def test_weights_that_are_all_nothing_are_answered_in_words(
    open_page: Opener, example: str
) -> None:
    app = open_page("decisions", engagement=example)
    for field in app.number_input:
        if "/weight/" in str(field.key):
            field.set_value(0.0)
    app.run()
    assert not app.exception
    assert "all weights are 0" in app.error[0].value


def test_an_emptied_number_counts_as_the_assumption(open_page: Opener, example: str) -> None:
    app = open_page("decisions", engagement=example)
    app.number_input(key=key(example, SOURCING, "value", "requests")).set_value(None).run()
    assert not app.exception
    assert "“Routed mix" in app.subheader[0].value


def test_what_would_change_it_is_said_with_the_break_even(open_page: Opener, example: str) -> None:
    app = open_page("decisions", engagement=example)
    assert len(app.table) == 0
    app.session_state[key(example, SOURCING, "changes")] = True
    app.run()
    assert not app.exception
    table = app.table[0].value
    assert list(table.columns) == ["What moves", "Today", "Turns at", "Cost break-even"]
    row = table.iloc[0]
    # The nearest turn stands first; docs/decisions.md says how the values are found.
    assert row["What moves"].startswith("Requests")
    assert row["Turns at"].replace("\\", "") == "1.33 or less"
    assert row["Cost break-even"].replace("\\", "") == "1.92"
    said = texts(app).replace("\\", "")
    assert "loses the first place when one of these moves" in said
    assert "“Proprietary large model by interface” ranks first from 1.33 downwards" in said


def test_formulas_are_shown_in_names_and_worked_out(open_page: Opener, example: str) -> None:
    said = texts(open_page("decisions", engagement=example)).replace("\\", "")
    assert "Requests a year: **36 million**" in said
    assert "“Requests” × 12" in said
    assert "= 3 × 12" in said


def test_a_formula_is_written_in_names_or_in_numbers() -> None:
    formula = "max(least, ceil(speed / 1000000)) - 2 * least"
    names = {"least": "Fewest - cards", "speed": "Speed"}
    assert with_names(formula, names) == (
        "the largest of (“Fewest - cards”, rounded up (“Speed” / 1,000,000)) − 2 × “Fewest - cards”"
    )
    assert with_values(formula, {"least": 8, "speed": 3424.66}) == (
        "the largest of (8, rounded up (3,425 / 1,000,000)) − 2 × 8"
    )


def test_a_decision_without_reasons_is_refused_and_nothing_is_lost(
    open_page: Opener, database: Database
) -> None:
    engagement = start(database)
    app = open_page("decisions", engagement=engagement)
    app.radio[0].set_value("large-interface")
    app = decide(app, engagement, SOURCING, "  ", "Ada Byron")
    assert not app.exception
    assert "Say why" in app.error[0].value
    assert recorded(database, engagement, SOURCING) is None
    assert app.radio[0].value == "large-interface"
    assert app.text_input(key=key(engagement, SOURCING, "who")).value == "Ada Byron"


def test_a_decision_of_nobody_is_refused(open_page: Opener, database: Database) -> None:
    engagement = start(database)
    app = open_page("decisions", engagement=engagement)
    app = decide(app, engagement, SOURCING, "Because.", "")
    assert "The name of who decides is empty" in app.error[0].value
    assert recorded(database, engagement, SOURCING) is None
    assert app.text_area(key=key(engagement, SOURCING, "why")).value == "Because."


def test_a_decision_is_stored_and_what_follows_from_it_has_to_be_in_the_plan(
    open_page: Opener, database: Database
) -> None:
    engagement = start(database)
    app = open_page("decisions", engagement=engagement)
    app.number_input(key=key(engagement, SOURCING, "value", "requests")).set_value(0.2).run()
    app = decide(app, engagement, SOURCING, "Few requests\nfor now.", "Ada <b>Byron</b>")
    assert not app.exception
    record = recorded(database, engagement, SOURCING)
    assert record is not None
    # The first in the ranking is proposed, and with these numbers that is another one.
    assert record.chosen == "large-interface"
    assert record.rationale == "Few requests\nfor now."
    assert record.values == {"requests": 0.2}
    scenario = engagements.scenario_of(database, engagement)
    assert record.implies
    assert all(scenario.rule_of(name).must for name in record.implies)
    said = texts(app)
    assert plain(record.finding) in said
    assert "Ada \\<b\\>Byron" in said
    assert "Few requests" in said
    assert "now part of the plan" in said
    assert "Saved" in said


def test_a_decision_on_record_is_the_start_of_the_next(
    open_page: Opener, database: Database
) -> None:
    engagement = start(database)
    engagements.record_option(
        database,
        "Ada",
        engagement,
        SOURCING,
        "open-cloud",
        "Our data stays.",
        {"requests": 5},
        {"control": 9},
    )
    app = open_page("decisions", engagement=engagement)
    assert app.radio[0].value == "open-cloud"
    assert app.text_area(key=key(engagement, SOURCING, "why")).value == "Our data stays."
    assert app.number_input(key=key(engagement, SOURCING, "value", "requests")).value == 5
    assert app.number_input(key=key(engagement, SOURCING, "weight", "control")).value == 9


def test_what_was_taken_out_of_the_plan_since_is_not_said_to_be_in_it(
    open_page: Opener, database: Database
) -> None:
    engagement = start(database)
    engagements.record_option(database, "Ada", engagement, SOURCING, "small-interface", "Cheap.")
    scenario = engagements.scenario_of(database, engagement)
    engagements.save_scenario(
        database, "Ada", engagement, type(scenario)(scenario.name, scenario.start, scenario.end)
    )
    said = texts(open_page("decisions", engagement=engagement))
    assert "taken out of the plan since" in said
    assert "now part of the plan" not in said


def test_autonomy_teaches_and_offers_examples(open_page: Opener, database: Database) -> None:
    engagement = start(database)
    app = show(open_page("decisions", engagement=engagement), engagement, AUTONOMY)
    assert not app.exception
    assert "A use is one thing that an agent is to do" in texts(app)
    (decision,) = aid_of(database, engagement).autonomy_decisions
    offered = app.selectbox[0].options
    assert [use.name for use in decision.uses] == list(offered)


def test_an_answer_changes_the_level_at_once(open_page: Opener, database: Database) -> None:
    engagement = start(database)
    app = show(open_page("decisions", engagement=engagement), engagement, AUTONOMY)
    add_use(app, example="cloud-capacity")
    assert "may go to level 4, Acts alone within limits" in app.subheader[0].value
    harm = app.radio(key=key(engagement, AUTONOMY, "use", "cloud-capacity", "harm"))
    harm.set_value("people").run()
    assert not app.exception
    assert "may go to level 1, Drafts for a person" in app.subheader[0].value
    said = texts(app).replace("\\", "")
    assert "Harm if it is wrong: people could be hurt or wronged, so a person acts" in said
    assert "that allows level 4" in said
    assert "The draft is thrown away" in said


def test_what_nobody_has_answered_allows_the_lowest_level_only(
    open_page: Opener, database: Database
) -> None:
    engagement = start(database)
    app = show(open_page("decisions", engagement=engagement), engagement, AUTONOMY)
    add_use(app, name="Weather reports")
    assert not app.exception
    assert "level 0, Suggests" in app.subheader[0].value
    assert "nobody has answered this yet" in texts(app)


def test_a_hostile_name_of_a_use_is_shown_as_text(open_page: Opener, database: Database) -> None:
    engagement = start(database)
    app = show(open_page("decisions", engagement=engagement), engagement, AUTONOMY)
    add_use(app, name="<script>alert(1)</script> :red[x] ![t](http://evil.example/t.png)")
    assert not app.exception
    assert "\\<script\\>" in texts(app)
    assert "![t]" not in texts(app)
    assert "![t]" not in app.table[0].value.to_string()
    app = decide(app, engagement, AUTONOMY, "Harmless.", "Ada")
    assert not app.exception
    assert "![t]" not in texts(app)


def test_a_use_without_a_name_or_with_one_that_is_there_is_refused(
    open_page: Opener, database: Database
) -> None:
    engagement = start(database)
    app = show(open_page("decisions", engagement=engagement), engagement, AUTONOMY)
    add_use(app)
    assert "Say what the agent is to do" in app.error[0].value
    add_use(app, name="Weather")
    assert not app.error
    add_use(app, name=" weather ")
    assert "is already there" in app.error[0].value
    assert len(app.table[0].value) == 1


def test_several_uses_go_on_record_together_and_come_back(
    open_page: Opener, database: Database
) -> None:
    engagement = start(database)
    app = show(open_page("decisions", engagement=engagement), engagement, AUTONOMY)
    add_use(app, example="cloud-capacity")
    app.radio(key=key(engagement, AUTONOMY, "use", "cloud-capacity", "harm")).set_value("limited")
    app.run()
    add_use(app, name="Complaints of members", example="customer-replies")
    app = decide(app, engagement, AUTONOMY, "Small steps.", "Ada")
    assert not app.exception
    assert not app.error
    record = recorded(database, engagement, AUTONOMY)
    assert record is not None
    first, second = record.uses
    assert (first.id, first.choices["harm"]) == ("cloud-capacity", "limited")
    assert second.name == "Complaints of members"
    assert second.choices["reversibility"] == "in-part"
    scenario = engagements.scenario_of(database, engagement)
    assert all(scenario.rule_of(name).must for name in record.implies)
    again = show(open_page("decisions", engagement=engagement), engagement, AUTONOMY)
    assert list(again.table[0].value.iloc[:, 0]) == [plain(use.name) for use in record.uses]


def test_a_use_can_be_taken_out(open_page: Opener, database: Database) -> None:
    engagement = start(database)
    uses = (AgentUse("one", "First", {}), AgentUse("two", "Second", {}))
    engagements.record_autonomy(database, "Ada", engagement, AUTONOMY, uses, "To begin with.")
    app = show(open_page("decisions", engagement=engagement), engagement, AUTONOMY)
    next(b for b in app.button if b.label == "Take this use out").click().run()
    assert not app.exception
    assert list(app.table[0].value.iloc[:, 0]) == ["Second"]


def test_autonomy_without_any_use_is_refused_in_words(
    open_page: Opener, database: Database
) -> None:
    engagement = start(database)
    app = show(open_page("decisions", engagement=engagement), engagement, AUTONOMY)
    app = decide(app, engagement, AUTONOMY, "None needed.", "Ada")
    assert "Add at least one use" in app.error[0].value
    assert recorded(database, engagement, AUTONOMY) is None


def test_a_framework_without_decisions_teaches(open_page: Opener, database: Database) -> None:
    nist = next(f for f in engagements.list_frameworks(database) if "nist" in f.id.casefold())
    summary = engagements.start_engagement(
        database,
        "Ada",
        organisation="Harbour Ltd",
        depth="full",
        framework_hash=nist.content_hash,
    )
    app = open_page("decisions", engagement=summary.engagement.id)
    assert not app.exception
    assert "No strategy decisions come with this framework yet" in texts(app)
    assert not app.button
