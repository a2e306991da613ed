"""Behind a result: what would lift it, what if, how far people agree, and who is shown apart."""

import pytest

import engagements
from domain.errors import InvalidInput
from tests.engagements.conftest import Opened


@pytest.fixture
def example(opened: Opened) -> Opened:
    engagements.create_example(opened.db)
    return opened


def test_what_if_moves_the_level_and_saves_nothing(example: Opened) -> None:
    before = engagements.score_engagement(example.db, "example")
    changed = {"gov-02-l2": 3.0, "gov-02-l3": 2.0}
    after = engagements.what_if(example.db, "example", changed)
    # These two practices held level 3; without evidence it is claimed, not reported.
    assert (before.node("gov-02").claimed, after.node("gov-02").claimed) == (2, 3)
    assert after.node("gov-02").worst == 2
    assert engagements.score_engagement(example.db, "example") == before
    with pytest.raises(InvalidInput, match="expected one of 0, 1, 2, 3"):
        engagements.what_if(example.db, "example", {"gov-02-l3": 9.0})


def test_the_shortest_list_lifts_the_level_when_it_is_tried(example: Opened) -> None:
    lift = engagements.lift_of(example.db, "example", "legacy")
    assert lift is not None
    assert lift.evidence == ()
    changes = {change.question: change.value for change in lift.changes}
    after = engagements.what_if(example.db, "example", changes)
    before = engagements.score_engagement(example.db, "example")
    assert (before.node("legacy").worst, after.node("legacy").worst) == (1, 2)


def test_agreement_and_intervals_of_five_respondents(example: Opened) -> None:
    spread = engagements.spread_of(example.db, "example")
    assert spread.agreement["gov-02"].raters == 5
    assert 0 < (spread.agreement["gov-02"].consensus or 0) < 1
    interval = spread.intervals["overall"]
    assert interval.low <= 2 <= interval.high
    assert spread == engagements.spread_of(example.db, "example")


def test_roles_are_shown_apart_only_from_five_respondents_on(opened: Opened) -> None:
    engagement = opened.start()
    question = next(q for q in opened.framework.questions() if q.kind == "practice")
    value = question.highest
    role = opened.framework.roles[0]
    for number in range(6):
        joined = engagements.join_assessment(
            opened.db,
            "Kim",
            engagement.engagement.id,
            name=f"Person {number}",
            role=role.id if number < 5 else "",
        )
        engagements.record_answer(
            opened.db, joined.id, question=question.id, kind="value", value=value
        )
        shown = engagements.by_role(opened.db, engagement.engagement.id)
        # The sixth is alone in another role: showing five would show the sixth by subtraction.
        assert set(shown) == ({role.name} if number == 4 else set())


def test_percent_to_target_is_worked_out_from_reported_levels(example: Opened) -> None:
    card = engagements.score_engagement(example.db, "example")
    targets = engagements.scenario_of(example.db, "example").targets
    gaps = sum(max(0, targets[n.id] - (n.worst or 1)) for n in card.capabilities if n.id in targets)
    wanted = sum(target - 1 for target in targets.values())
    found = engagements.percent_to_target(example.db, "example")
    assert found == pytest.approx(1 - gaps / wanted)
