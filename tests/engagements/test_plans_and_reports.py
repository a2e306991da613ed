"""From answers to a plan, and from a plan to a paper that only the right people open."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer

import engagements
from domain.errors import InvalidInput, NotFound
from domain.planning import Scenario
from domain.quarters import Quarter
from engagements import permissions
from engagements.scenarios import plan_period
from tests.engagements.conftest import Opened


@pytest.fixture
def example(opened: Opened) -> str:
    return engagements.create_example(opened.db)


def test_a_plan_runs_from_the_next_quarter_to_2030_and_a_year_at_least() -> None:
    assert plan_period(date(2026, 11, 23)) == (Quarter(2027, 1), Quarter(2030, 4))
    assert plan_period(date(2030, 6, 1)) == (Quarter(2030, 3), Quarter(2031, 2))


def test_the_proposed_budget_is_80_percent_of_the_unlimited_cost_in_full_hundreds(
    opened: Opened,
) -> None:
    started = engagements.start_engagement(opened.db, "Kim", organisation="Acme", depth="quick")
    identifier = started.engagement.id
    proposal = engagements.scenario_of(opened.db, identifier)
    assert proposal.start == Quarter.of(datetime.now(UTC).date()).plus(1)
    engagements.save_scenario(opened.db, "Kim", identifier, replace(proposal, budget={}))
    unlimited = engagements.plan_engagement(opened.db, identifier)
    cost = sum(year.total for year in unlimited.years)
    given = sum(proposal.budget.values())
    # Each year is rounded up to the next hundred, so all of it by less than 100 a year.
    assert 0.8 * cost <= given < 0.8 * cost + 100 * len(proposal.budget)
    assert all(amount % 100 == 0 for amount in proposal.budget.values())


def test_a_saved_scenario_comes_back_as_it_was_and_the_last_one_holds(opened: Opened) -> None:
    identifier = opened.start().engagement.id
    first = Scenario(
        name="Cautious",
        start=Quarter(2027, 2),
        end=Quarter(2030, 4),
        targets={"lead-01": 4},
        budget={2027: 500.0, 2028: 750.5},
        estimate="high",
        currency="CHF",
    )
    engagements.save_scenario(opened.db, "Kim", identifier, first)
    assert engagements.scenario_of(opened.db, identifier) == first
    second = replace(first, name="Bold", budget={})
    engagements.save_scenario(opened.db, "Kim", identifier, second)
    assert engagements.scenario_of(opened.db, identifier) == second
    with opened.db.reading() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM scenario").scalar_one()
    assert kept == 2
    assert opened.audit()[-1] == ("Kim", "saved scenario")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "scenario's name is empty"),
        ({"end": Quarter(2026, 4)}, "before it starts"),
        ({"targets": {"lead-09": 3}}, "no capability 'lead-09'"),
        ({"targets": {"lead-01": 6}}, "is 1 to 5, not 6"),
        ({"budget": {2027: -1.0}}, "budget of 2027"),
        ({"budget": {2027: float("nan")}}, "budget of 2027"),
        ({"estimate": "wild"}, "low, likely or high"),
        ({"currency": "euro"}, "three capital letters"),
    ],
)
def test_a_scenario_that_no_plan_can_be_made_with_is_refused(
    opened: Opened, change: dict[str, Any], said: str
) -> None:
    identifier = opened.start().engagement.id
    good = Scenario("Good", Quarter(2027, 1), Quarter(2030, 4))
    with pytest.raises(InvalidInput) as refused:
        engagements.save_scenario(opened.db, "Kim", identifier, replace(good, **change))
    assert said in str(refused.value)


def test_a_framework_without_initiatives_still_gets_gaps_and_a_report(opened: Opened) -> None:
    identifier = opened.start().engagement.id
    assert engagements.catalogue_of(opened.db, identifier) is None
    report = engagements.compose_report(opened.db, identifier)
    assert report.roadmap.placements == ()
    assert report.roadmap.gaps != ()
    assert report.references == opened.framework.references


def test_the_example_is_made_once_and_is_worth_looking_at(opened: Opened, example: str) -> None:
    audit = opened.audit()
    assert engagements.create_example(opened.db) == example == "example"
    assert opened.audit() == audit
    summary = engagements.find_engagement(opened.db, example)
    assert summary.engagement.example
    assert (summary.stage, summary.respondents, summary.progress.asked) == ("planned", 5, 700)
    report = engagements.compose_report(opened.db, example)
    card, roadmap = report.scorecard, report.roadmap
    pillars = {pillar.id: pillar.level for pillar in card.pillars}
    assert pillars["strategy"] == 3
    assert pillars["legacy"] == pillars["measurement"] == 1
    kinds = {answer.kind for answer in engagements.assessment_answers(opened.db, example)}
    assert kinds == {"value", "dont_know", "not_applicable"}
    assert any(question.state == "not_applicable" for question in card.questions)
    assert any(question.comments and question.evidence for question in card.questions)
    assert any((question.high or 0) - (question.low or 0) >= 2 for question in card.questions)
    assert card.overall.coverage < 1
    assert len(roadmap.placements) > 20
    assert {left.bound_by for left in roadmap.left_out} == {"budget", "horizon", "prerequisite"}


def test_an_issued_report_is_opened_through_its_link_byte_for_byte(
    opened: Opened, example: str
) -> None:
    first = engagements.issue_report(opened.db, "Kim", example, b"%PDF first")
    second = engagements.issue_report(opened.db, "Kim", example, b"%PDF second")
    link = engagements.report_link(opened.db, first)
    assert link.startswith("/reports/")
    name, pdf = engagements.open_report(opened.db, link.removeprefix("/reports/"))
    assert pdf == b"%PDF first"
    # SHA-256 of "%PDF first" begins with 16a8e01c.
    assert name == "northwind-mutual-ai-roadmap-2030-16a8e01c.pdf"
    listed = [report.id for report in engagements.reports_of(opened.db, example)]
    assert listed == [second, first]
    assert opened.audit()[-1] == ("Kim", "issued report")


@pytest.mark.parametrize(
    "organisation", ["../../etc/passwd", 'a"\r\nSet-Cookie: b', "日本", "x" * 120]
)
def test_a_report_has_a_harmless_file_name_whatever_the_organisation_is_called(
    opened: Opened, organisation: str
) -> None:
    identifier = opened.start(organisation=organisation).engagement.id
    issued = engagements.issue_report(opened.db, "Kim", identifier, b"%PDF")
    token = engagements.report_link(opened.db, issued).removeprefix("/reports/")
    name, _ = engagements.open_report(opened.db, token)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(name) <= 80


def test_every_wrong_link_gets_the_same_answer(
    opened: Opened, example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = engagements.issue_report(opened.db, "Kim", example, b"%PDF")
    token = engagements.report_link(opened.db, issued).removeprefix("/reports/")
    with opened.db.reading() as connection:
        unknown = permissions.sign_report(connection, "no-such-report")
        secret = connection.exec_driver_sql(
            "SELECT value FROM secret WHERE name = 'report links'"
        ).scalar_one()
    forged = URLSafeTimedSerializer("guessed", salt="report").dumps(issued)
    other_purpose = URLSafeTimedSerializer(secret, salt="other").dumps(issued)
    monkeypatch.setattr(permissions, "LINK_SECONDS", -1)
    texts = set()
    for wrong in ("", issued, token[:-1], unknown, forged, other_purpose, "ü" * 50, token):
        with pytest.raises(NotFound) as refused:
            engagements.open_report(opened.db, wrong)
        texts.add(str(refused.value))
    assert len(texts) == 1
