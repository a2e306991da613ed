"""What the results say in the second round about the first."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

import engagements
from domain.planning import Actual
from domain.quarters import Quarter
from storage.database import Database

Opener = Callable[..., AppTest]
LONG_AGO = Quarter(2024, 1)


def texts(app: AppTest) -> str:
    """Everything written on the page, without the marks that keep Markdown from reading it."""
    blocks = (*app.subheader, *app.markdown, *app.caption, *app.error)
    return "\n".join(str(block.value) for block in blocks).replace("\\", "")


def answer(database: Database, engagement: str, levels: Mapping[str, float]) -> None:
    """One person places every capability at level 1, or where `levels` says."""
    person = engagements.join_assessment(database, "Ada", engagement, name="Ada")
    framework = engagements.framework_of(database, engagement)
    for capability, questions in framework.asked("quick", {}):
        for question in questions:
            engagements.record_answer(
                database,
                person.id,
                question=question.id,
                kind="value",
                value=levels.get(capability.id, 1.0),
                evidence="Minutes of the board",
                evidence_kind="artifact",
                evidence_date=datetime.now(UTC).date(),
                verified_by="Internal audit",
            )


@pytest.fixture
def second_round(database: Database) -> str:
    """A frozen round, a plan that should long be done, some of it noted, and a second round."""
    summary = engagements.start_engagement(
        database, "Ada", organisation="Harbour Ltd", depth="quick"
    )
    identifier = summary.engagement.id
    answer(database, identifier, {})
    engagements.freeze_assessment(database, "Ada", identifier)
    proposed = engagements.scenario_of(database, identifier)
    targets = {"str-01": 3, "gov-02": 3}
    past = replace(proposed, start=LONG_AGO, end=Quarter(2026, 2), targets=targets, budget={})
    engagements.save_scenario(database, "Ada", identifier, past)
    plan = engagements.make_plan(database, identifier, watch=lambda step: False)
    ambition = next(
        each.initiative.id
        for each in plan.placements
        if "str-01" in {lift.capability for lift in each.initiative.lifts}
    )
    done = Actual(ambition, "done", LONG_AGO, Quarter(2026, 1))
    engagements.record_actual(database, "Ada", identifier, done)
    engagements.start_again(database, "Ada", identifier, "A year later")
    answer(database, identifier, {"str-01": 3, "gov-02": 2, "leg-01": 2})
    return identifier


def test_one_round_has_nothing_to_compare(open_page: Opener) -> None:
    app = open_page("results", engagement="example")
    assert not app.exception
    assert "Since" not in texts(app)
    assert "Compared" not in texts(app)
    assert [e.label for e in app.expander].count("The same figures as a table") == 2


def test_the_second_round_says_what_moved_and_what_was_promised(
    open_page: Opener, database: Database, second_round: str
) -> None:
    app = open_page("results", engagement=second_round)
    assert not app.exception
    again = engagements.rounds_compared(database, second_round)
    assert again is not None
    text = texts(app)
    assert "The organisation is where it was on" in text
    assert "; 3 capabilities rose" in text
    verdicts = {kept.movement.id: kept.verdict for kept in again.capabilities}
    assert [verdicts[name] for name in ("str-01", "gov-02", "leg-01")] == [
        "as_promised",
        "less",
        "unpromised",
    ]
    headings = ("Less than promised", "As promised", "Risen without a promise")
    places = [text.index(f"**{heading}**") for heading in headings]
    assert places == sorted(places)
    assert "1 to 3, promised 3" in text
    assert "1 to 2, promised 3" in text
    assert f"of {len(again.work)} initiatives due, 1 is done" in text
    assert "done in 2026 Q1, planned for 2024" in text
    assert "nothing noted, planned to end in" in text
    assert "Compared: Quick scan, frozen on" in text
    assert "A year later, as answered today and still open" in text


def test_every_capability_is_in_the_table_below(
    open_page: Opener, database: Database, second_round: str
) -> None:
    app = open_page("results", engagement=second_round)
    assert [e.label for e in app.expander].count("The same figures as a table") == 3
    table = next(d.value for d in app.dataframe if "Verdict" in d.value.columns)
    again = engagements.rounds_compared(database, second_round)
    assert again is not None
    assert list(table["Capability"]) == [kept.movement.name for kept in again.capabilities]
    rows = table.set_index("Capability")
    strategy = next(k.movement.name for k in again.capabilities if k.movement.id == "str-01")
    assert list(rows.loc[strategy][["Before", "Now", "Promised", "Verdict"]]) == [
        1,
        3,
        3,
        "As promised",
    ]
