"""Starting work, joining in, and seeing where it stands."""

import inspect
from pathlib import Path
from typing import Any

import pytest

import engagements
from domain.errors import Conflict, InvalidInput, NotFound
from tests.engagements.conftest import SMALL, Opened

ROOT = Path(__file__).parents[2]


def answer_everything(opened: Opened, engagement_id: str, respondent: str) -> None:
    summary = engagements.find_engagement(opened.db, engagement_id)
    asked = opened.framework.asked(summary.assessment.depth, summary.engagement.context)
    for _, questions in asked:
        for question in questions:
            engagements.record_answer(
                opened.db,
                respondent,
                question=question.id,
                kind="value",
                value=question.choices[1].value,
            )


def test_a_new_engagement_is_pinned_to_its_framework_and_waits_for_answers(opened: Opened) -> None:
    started = opened.start(
        organisation="  Öst \u202e Bank ", depth="quick", scope="The group", title="First round"
    )
    assert started.engagement.organisation == "Öst Bank"
    assert started.engagement.framework_hash == opened.framework.content_hash
    assert (started.assessment.depth, started.assessment.name) == ("quick", "Quick scan")
    assert (started.stage, started.respondents) == ("new", 0)
    assert engagements.find_engagement(opened.db, started.engagement.id) == started
    assert opened.audit()[-1] == ("Kim", "started engagement")


def test_an_engagement_goes_from_new_to_answered_to_planned(opened: Opened) -> None:
    engagement_id = opened.start(depth="quick").engagement.id
    found = [engagements.find_engagement(opened.db, engagement_id)]
    ann = opened.join(found[0])
    engagements.record_answer(opened.db, ann, question="lead-01-placement", kind="dont_know")
    found.append(engagements.find_engagement(opened.db, engagement_id))
    answer_everything(opened, engagement_id, ann)
    found.append(engagements.find_engagement(opened.db, engagement_id))
    scenario = engagements.scenario_of(opened.db, engagement_id)
    engagements.save_scenario(opened.db, "Kim", engagement_id, scenario)
    found.append(engagements.find_engagement(opened.db, engagement_id))
    assert [summary.stage for summary in found] == ["new", "answering", "answered", "planned"]
    assert [summary.next_step for summary in found] == [
        "Start answering",
        "Continue answering",
        "See the results",
        "Open the roadmap",
    ]
    assert [summary.progress.done for summary in found] == [0, 1, 3, 3]


def test_progress_of_an_engagement_counts_everybody_who_joined(opened: Opened) -> None:
    started = opened.start(depth="quick")
    ann = opened.join(started, "Ann")
    opened.join(started, "Bob")
    answer_everything(opened, started.engagement.id, ann)
    progress = engagements.find_engagement(opened.db, started.engagement.id).progress
    # Two people, three placements each; Bob's three take 3 x 35 s = 105 s, 2 minutes.
    assert (progress.asked, progress.done, progress.minutes_left) == (6, 3, 2)


def test_engagements_are_listed_newest_first_and_the_example_last(opened: Opened) -> None:
    engagements.create_example(opened.db)
    first, second = opened.start(organisation="First"), opened.start(organisation="Second")
    listed = [summary.engagement.id for summary in engagements.list_engagements(opened.db)]
    assert listed == [second.engagement.id, first.engagement.id, "example"]


@pytest.mark.parametrize(
    ("described", "said"),
    [
        ({"organisation": " \u202e\t "}, "organisation's name is empty"),
        ({"organisation": "x" * 121}, "120 characters, it has 121"),
        ({"depth": "deep"}, "depth is quick or full, not 'deep'"),
        ({"context": {"planet": "mars"}}, "does not ask for 'planet'"),
        ({"context": {"uses-agents": "maybe"}}, "choose yes or no, not 'maybe'"),
        ({"scope": "x" * 401}, "scope may have 400"),
        ({"title": "x" * 121}, "title may have 120"),
    ],
)
def test_what_cannot_be_started_is_said_and_nothing_is_kept(
    opened: Opened, described: dict[str, Any], said: str
) -> None:
    before = opened.audit()
    with pytest.raises(InvalidInput) as refused:
        opened.start(**described)
    assert said in str(refused.value)
    assert engagements.list_engagements(opened.db) == ()
    assert opened.audit() == before


def test_what_does_not_exist_is_not_found(opened: Opened) -> None:
    for attempt in (
        engagements.find_engagement,
        engagements.respondents_of,
        engagements.framework_of,
        engagements.assessment_answers,
        engagements.score_engagement,
        engagements.scenario_of,
        engagements.plan_engagement,
        engagements.catalogue_of,
        engagements.compose_report,
        engagements.reports_of,
        engagements.export_engagement,
        engagements.framework_by_hash,
        engagements.report_link,
    ):
        with pytest.raises(NotFound):
            attempt(opened.db, "nothing")


def test_who_joins_gets_a_secret_id_of_their_own(opened: Opened) -> None:
    started = opened.start()
    ids = {opened.join(started, "Ann") for _ in range(20)}
    assert len(ids) == 20
    # 16 random bytes are 22 characters in base64.
    assert {len(token) for token in ids} == {22}
    names = [one.name for one in engagements.respondents_of(opened.db, started.engagement.id)]
    assert names == ["Ann"] * 20


@pytest.mark.parametrize(
    ("name", "role", "said"),
    [(" ", "", "name is empty"), ("x" * 81, "", "80"), ("Ann", "pilot", "no role 'pilot'")],
)
def test_nobody_joins_without_a_name_or_with_an_unknown_role(
    opened: Opened, name: str, role: str, said: str
) -> None:
    started = opened.start()
    with pytest.raises(InvalidInput, match=said):
        engagements.join_assessment(opened.db, "Kim", started.engagement.id, name=name, role=role)
    assert engagements.respondents_of(opened.db, started.engagement.id) == ()


def test_the_shipped_framework_is_offered_first_and_used_unless_another_is_chosen(
    opened: Opened,
) -> None:
    offered = [framework.id for framework in engagements.list_frameworks(opened.db)]
    assert offered == ["ai-first-2030", "nist-ai-rmf-1.0", "small"]
    started = engagements.start_engagement(opened.db, "Kim", organisation="Acme", depth="quick")
    assert started.engagement.framework_id == "ai-first-2030"
    assert started.progress.asked == 28


def test_an_added_framework_cannot_be_replaced_under_the_same_version(opened: Opened) -> None:
    changed = SMALL.read_bytes().replace(b"Small framework", b"Other framework")
    before = opened.audit()
    with pytest.raises(Conflict) as refused:
        engagements.add_framework(opened.db, "Kim", changed, "changed.yaml")
    own = engagements.check_framework(changed, "changed.yaml").content_hash
    assert opened.framework.content_hash[:12] in str(refused.value)
    assert own[:12] in str(refused.value)
    again = engagements.add_framework(opened.db, "Kim", SMALL.read_bytes(), "small.yaml")
    assert again == opened.framework
    assert opened.audit() == before


def test_a_changed_copy_of_a_shipped_framework_needs_a_version_of_its_own(opened: Opened) -> None:
    shipped = (ROOT / "frameworks" / "ai-first-2030.yaml").read_bytes()
    engagements.add_framework(opened.db, "Kim", shipped, "same.yaml")
    changed = shipped.replace(b"AI-First 2030", b"AI-First 2031")
    with pytest.raises(Conflict, match="exists with other content"):
        engagements.add_framework(opened.db, "Kim", changed, "changed.yaml")
    assert len(engagements.list_frameworks(opened.db)) == 3


def test_a_framework_with_an_unknown_strategy_or_setting_is_refused_with_its_place(
    opened: Opened,
) -> None:
    wrong = (
        SMALL.read_bytes()
        .replace(b"quick: {strategy: placed_level}", b"quick: {strategy: guess}")
        .replace(b"largely: 2, fully: 3}", b"largely: 2, fuly: 3}")
    )
    with pytest.raises(InvalidInput) as refused:
        engagements.add_framework(opened.db, "Kim", wrong, "wrong.yaml")
    problems = [str(problem) for problem in refused.value.problems]
    assert len(problems) == 2
    assert all(problem.startswith("wrong.yaml:") for problem in problems)
    assert "fuly" in problems[0]
    assert "guess" in problems[1]


def test_every_action_is_described_where_builders_look() -> None:
    written = (ROOT / "docs" / "storage.md").read_text() + (
        ROOT / "docs" / "architecture.md"
    ).read_text()
    missing = [name for name in engagements.__all__ if name not in written]
    assert missing == []
    assert all(inspect.getdoc(getattr(engagements, name)) for name in engagements.__all__)


def test_a_framework_whose_rollup_lacks_a_setting_is_refused_before_anybody_is_scored(
    opened: Opened,
) -> None:
    content = SMALL.read_bytes().replace(b"largely: 2, fully: 3", b"largely: 2")
    with pytest.raises(InvalidInput) as refused:
        engagements.check_framework(content, "mine.yaml")
    assert all(problem.place.startswith("mine.yaml, ") for problem in refused.value.problems)
    assert "fully" in str(refused.value)
