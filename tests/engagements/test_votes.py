"""Blind votes: closed when they are, shown only whole and to enough people, kept by round."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import event

import engagements
from domain.errors import Conflict, HeadwayError, NotYet
from domain.workshop import Revealed
from tests.engagements.conftest import Opened
from tests.engagements.test_workshops import KIM, answer, come_in, open_room

LEAD = "lead-01-placement"


def rated(opened: Opened, values: tuple[float, ...], **settings: object) -> tuple[str, list[str]]:
    """A workshop in which each person has given one of the values; its id, and their ids."""
    workshop = open_room(opened, **settings)  # type: ignore[arg-type]
    people = [come_in(opened, workshop, f"phone {at}") for at in range(len(values))]
    for person, value in zip(people, values, strict=True):
        answer(opened, person, LEAD, value)
    return workshop.id, people


def shown(opened: Opened, workshop: str) -> tuple[Revealed, ...]:
    """What everybody in the room may see of the first capability."""
    return engagements.revealed(opened.db, workshop, "lead-01")


# Closed is closed


def test_after_the_reveal_nobody_changes_what_the_room_has_seen(opened: Opened) -> None:
    workshop, people = rated(opened, (1, 2, 3, 4, 5))
    answer(opened, people[0], "lead-02-placement", 2)
    first = engagements.reveal(opened.db, KIM, workshop, "lead-01")
    with pytest.raises(Conflict, match="The room has seen these answers"):
        answer(opened, people[0], LEAD, 5)
    assert shown(opened, workshop)[0].questions == first.questions
    answer(opened, people[0], "lead-02-placement", 3)  # others are still rated


def test_a_retry_of_something_saved_is_answered_after_the_lock(opened: Opened) -> None:
    workshop, people = rated(opened, (1, 2, 3, 4, 5))
    given_ = {"question": LEAD, "kind": "value", "value": 4.0, "request_id": "once"}
    at = engagements.record_answer(opened.db, people[0], **given_)  # type: ignore[arg-type]
    engagements.reveal(opened.db, KIM, workshop, "lead-01")
    again = engagements.record_answer(opened.db, people[0], **given_)  # type: ignore[arg-type]
    assert again == at


def test_a_survey_ends_at_its_deadline(opened: Opened) -> None:
    workshop, people = rated(opened, (1, 2), live=False)
    with opened.db.writing() as connection:
        connection.exec_driver_sql("UPDATE workshop SET doors_close = '2026-01-01 00:00:00'")
    with pytest.raises(Conflict, match="The deadline for answers is over"):
        answer(opened, people[0], LEAD, 5)
    assert "deadline" in engagements.sheet_of(opened.db, people[0]).closed["lead-01"]
    assert workshop


def test_the_end_of_the_rating_and_of_the_workshop_close_everything(opened: Opened) -> None:
    workshop, people = rated(opened, (1, 2))
    engagements.go_to_phase(opened.db, KIM, workshop, "discussing")
    with pytest.raises(Conflict, match="The rating is over"):
        answer(opened, people[0], LEAD, 5)
    engagements.close_workshop(opened.db, KIM, workshop)
    with pytest.raises(Conflict, match="closed"):
        answer(opened, people[0], LEAD, 5)


# Shown whole, and to enough


def test_nothing_is_shown_of_fewer_than_the_smallest_group(opened: Opened) -> None:
    workshop, _ = rated(opened, (1, 2, 3, 4))
    with pytest.raises(Conflict, match="4 of at least 5 people"):
        engagements.reveal(opened.db, KIM, workshop, "lead-01")
    assert shown(opened, workshop) == ()


def test_with_names_any_number_is_shown(opened: Opened) -> None:
    workshop, _ = rated(opened, (4,), anonymous=False)
    [found] = engagements.reveal(opened.db, KIM, workshop, "lead-01").questions
    assert (found.median, dict(found.counts)) == (4, {4.0: 1})


def test_what_is_shown_is_counted_right(opened: Opened) -> None:
    workshop, people = rated(opened, (1, 1, 3, 5, 5, 2))
    for person, kind in zip(people[4:], ("dont_know", "not_applicable"), strict=True):
        engagements.record_answer(opened.db, person, question=LEAD, kind=kind)  # type: ignore[arg-type]
    found = engagements.reveal(opened.db, KIM, workshop, "lead-01")
    [counted] = found.questions
    assert dict(counted.counts) == {1.0: 2, 3.0: 1, 5.0: 1}
    assert (counted.dont_know, counted.not_applicable, counted.people) == (1, 1, 6)
    # Of 1 1 3 5 the lower median is the second.
    assert (counted.median, counted.low, counted.high) == (1, 1, 5)
    assert found.people == 6


def test_comments_come_without_names_and_only_when_shown(opened: Opened) -> None:
    workshop, people = rated(opened, (1, 2, 3, 4, 5))
    engagements.record_answer(
        opened.db, people[2], question=LEAD, kind="value", value=3, comment="Nobody owns it."
    )
    found = engagements.reveal(opened.db, KIM, workshop, "lead-01")
    assert found.comments == ("Nobody owns it.",)
    assert not any(person in repr(found) for person in people)


def test_votes_after_talking_are_a_round_of_their_own(opened: Opened) -> None:
    workshop, people = rated(opened, (1, 1, 3, 5, 5))
    engagements.go_to_phase(opened.db, KIM, workshop, "discussing")
    before = engagements.reveal(opened.db, KIM, workshop, "lead-01")
    engagements.vote_again(opened.db, KIM, workshop, "lead-01")
    with pytest.raises(Conflict, match="open already"):
        engagements.vote_again(opened.db, KIM, workshop, "lead-01")
    sheet = engagements.sheet_of(opened.db, people[0])
    assert [capability.id for capability, _ in sheet.asked] == ["lead-01"]
    assert (sheet.answers, sheet.again) == ({}, {"lead-01": 2})
    for person in people:
        answer(opened, person, LEAD, 3)
    assert engagements.votes_in_round(opened.db, KIM, workshop, "lead-01") == 5
    assert [each.questions for each in shown(opened, workshop)] == [before.questions]
    engagements.reveal(opened.db, KIM, workshop, "lead-01")
    first, second = shown(opened, workshop)
    assert first.questions == before.questions
    assert dict(second.questions[0].counts) == {3.0: 5}


def test_nothing_moves_with_a_single_vote_of_an_open_round(opened: Opened) -> None:
    workshop, people = rated(opened, (1, 2, 3, 4, 5))
    for person, value in zip(people, (1, 1, 3, 5, 5), strict=True):
        answer(opened, person, "lead-02-placement", value)
    engagements.go_to_phase(opened.db, KIM, workshop, "discussing")
    engagements.reveal(opened.db, KIM, workshop, "lead-01")
    engagements.vote_again(opened.db, KIM, workshop, "lead-01")
    before = engagements.proposals(opened.db, KIM, workshop, 480)
    assert [each.capability for each in before] == ["lead-02"]  # the other is voted on
    answer(opened, people[0], LEAD, 4)
    assert engagements.proposals(opened.db, KIM, workshop, 480) == before
    frozen = engagements.close_workshop(opened.db, KIM, workshop)
    kept = [each.value for each in frozen.baseline.votes if each.question == LEAD]
    assert sorted(value or 0 for value in kept) == [1, 2, 3, 4, 5]


# Nobody's answer shows


def everything_seen(opened: Opened, workshop: str, engagement: str, watcher: str) -> list[object]:
    """All that actions give to facilitators and participants while people rate."""
    _, counts = engagements.live_counts(opened.db, KIM, workshop)
    sheet = engagements.sheet_of(opened.db, watcher)
    seen: list[object] = [counts, sheet.closed, sheet.again, dict(sheet.answers)]
    seen.append(shown(opened, workshop))
    refused: list[Callable[[], object]] = [
        lambda: engagements.reveal(opened.db, KIM, workshop, "lead-02"),
        lambda: engagements.proposals(opened.db, KIM, workshop, 60),
        lambda: engagements.assessment_answers(opened.db, engagement),
        lambda: engagements.score_engagement(opened.db, engagement),
        lambda: engagements.spread_of(opened.db, engagement),
        lambda: engagements.by_role(opened.db, engagement),
        lambda: engagements.what_if(opened.db, engagement, {LEAD: 3}),
        lambda: engagements.lift_of(opened.db, engagement, "overall"),
        lambda: engagements.percent_to_target(opened.db, engagement),
        lambda: engagements.compose_report(opened.db, engagement),
        lambda: engagements.compose_take_away(opened.db, KIM, workshop),
    ]
    for action in refused:
        with pytest.raises(HeadwayError) as refusal:
            action()
        seen.append(str(refusal.value))
    return seen


def test_what_can_be_watched_is_the_same_whatever_the_newcomer_says(opened: Opened) -> None:
    drawn = Random(5)
    said = tuple(float(drawn.randint(1, 5)) for _ in range(5))
    watched = []
    for newcomer in (1.0, 2.0, 3.0, 4.0, 5.0):
        workshop, people = rated(opened, said)
        held = engagements.live_counts(opened.db, KIM, workshop)[0]
        late = come_in(opened, held, "the newcomer's")
        answer(opened, late, LEAD, newcomer)
        seen = everything_seen(opened, workshop, held.engagement, people[0])
        watched.append([repr(each).replace(people[0], "") for each in seen])
    assert all(each == watched[0] for each in watched)


def test_a_mean_that_moves_with_each_answer_would_give_newcomers_away() -> None:
    # What is deliberately not built: a live mean with two decimals, and the number of people.
    drawn, found = Random(7), 0
    for _ in range(1000):
        said = [drawn.randint(1, 5) for _ in range(5)]
        newcomer = drawn.randint(1, 5)
        before, after = round(sum(said) / 5, 2), round((sum(said) + newcomer) / 6, 2)
        possible = [v for v in range(1, 6) if abs((before * 5 + v) / 6 - after) < 0.0101]
        found += possible == [newcomer]
    assert found > 900


def test_results_are_not_worked_out_before_the_close(opened: Opened) -> None:
    workshop, _ = rated(opened, (1, 2, 3, 4, 5))
    engagement = engagements.live_counts(opened.db, KIM, workshop)[0].engagement
    with pytest.raises(NotYet):
        engagements.score_engagement(opened.db, engagement)
    engagements.close_workshop(opened.db, KIM, workshop)
    assert engagements.score_engagement(opened.db, engagement).respondents == 5


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    some.lists(
        some.tuples(some.sampled_from(("board", "caio", "")), some.integers(1, 5)),
        min_size=3,
        max_size=14,
    ),
    some.integers(3, 6),
)
def test_every_number_stands_for_enough_people(
    opened: Opened, room: list[tuple[str, int]], smallest: int
) -> None:
    workshop = open_room(opened, smallest_group=smallest)
    people = []
    for at, (role, value) in enumerate(room):
        device = f"{workshop.id} {at}"
        people.append(come_in(opened, workshop, device, role))
        answer(opened, people[-1], LEAD, value)
    if len(room) < smallest:
        with pytest.raises(Conflict):
            engagements.reveal(opened.db, KIM, workshop.id, "lead-01")
        return
    found = engagements.reveal(opened.db, KIM, workshop.id, "lead-01")
    assert all(each.people >= smallest for each in found.questions)
    assert all(role.people >= smallest for role in found.roles)
    hidden = len(room) - sum(role.people for role in found.roles)
    assert hidden == 0 or hidden >= smallest or not found.roles
    for group in found.roles:
        values = {value for name, value in room if name == group.role}
        assert (group.median is None) == (len(values) == 1)
    assert not any(person in repr(found) for person in people)


def test_watching_costs_the_same_with_ten_people_and_with_forty(opened: Opened) -> None:
    costs = []
    for size in (10, 40):
        workshop, _ = rated(opened, tuple(float(1 + at % 5) for at in range(size)))
        statements: list[str] = []

        def count(*call: object, statements: list[str] = statements) -> None:
            statements.append(str(call[2]))

        event.listen(opened.db._readers, "before_cursor_execute", count)
        engagements.live_counts(opened.db, KIM, workshop)
        event.remove(opened.db._readers, "before_cursor_execute", count)
        with opened.db.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT count(*) FROM tally JOIN workshop USING (assessment) WHERE workshop.id = ?",
                (workshop,),
            ).scalar_one()
        costs.append((statements, rows))
    assert costs[0] == costs[1]
