"""Who watches a workshop closely learns nobody's answer, whatever is watched and whenever."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import engagements
from domain.answers import Answer
from domain.errors import HeadwayError
from domain.workshop import Workshop, WorkshopSettings
from engagements.votes import votes_shown
from tests.engagements.conftest import Opened
from tests.engagements.room import LEAD, SKILLS, Room, room_of
from tests.engagements.test_workshops import KIM

QUESTIONS = (LEAD, SKILLS)
NEWCOMER, WATCHER = 5, 0
DONT_KNOW: dict[str, Any] = {"kind": "dont_know"}
Said = tuple[int, str, dict[str, Any]]
"""Who answers, which question, and what."""


def script(seed: int) -> list[Said]:
    """Six people answer two questions in any order, and some change their minds."""
    drawn = Random(seed)
    steps: list[Said] = [
        (person, question, {"kind": "value", "value": float(drawn.randint(1, 5))})
        for person in range(6)
        for question in QUESTIONS
        for _ in range(drawn.randint(1, 2))
    ]
    drawn.shuffle(steps)
    return steps


def read(action: Callable[[], object]) -> object:
    """What an action gives, or the text with which it refuses."""
    try:
        return action()
    except HeadwayError as refused:
        return f"{type(refused).__name__}: {refused}"


def seen_by_all(room: Room) -> list[object]:
    """Everything that facilitators and one participant can look at while people rate."""
    db, held = room.opened.db, room.workshop
    name, engagement = held.id, held.engagement
    sheet = engagements.sheet_of(db, room.people[WATCHER])
    looks: list[Callable[[], object]] = [
        lambda: engagements.live_counts(db, KIM, name),
        lambda: engagements.find_engagement(db, engagement).progress.done,
        lambda: engagements.rounds_of(db, name),
        lambda: engagements.consensus_of(db, name),
        lambda: engagements.frozen_rounds(db, engagement),
        lambda: engagements.rounds_compared(db, engagement),
        lambda: engagements.proposals(db, KIM, name, 480),
        lambda: engagements.assessment_answers(db, engagement),
        lambda: engagements.score_engagement(db, engagement),
        lambda: engagements.spread_of(db, engagement),
        lambda: engagements.by_role(db, engagement),
        lambda: engagements.what_if(db, engagement, {LEAD: 3}),
        lambda: engagements.lift_of(db, engagement, "lead"),
        lambda: engagements.percent_to_target(db, engagement),
        lambda: engagements.plan_engagement(db, engagement),
        lambda: engagements.compose_report(db, engagement),
        lambda: engagements.compose_take_away(db, KIM, name),
        lambda: engagements.freeze_assessment(db, "Lee", engagement),
    ]
    for capability in held.settings.capabilities:
        looks.append(lambda c=capability: engagements.revealed(db, name, c))  # type: ignore[misc]
        looks.append(lambda c=capability: engagements.votes_in_round(db, KIM, name, c))  # type: ignore[misc]
    mine = [sheet.closed, sheet.again, sheet.answers, sheet.progress.done, sheet.progress.asked]
    return [*mine, *(read(look) for look in looks)]


def watched(opened: Opened, steps: list[Said]) -> list[str]:
    """All that can be seen after every single answer, without ids and moments."""
    room = room_of(opened, ["board"] * 6)
    found = []
    for person, question, said in steps:
        engagements.record_answer(opened.db, room.people[person], question=question, **said)
        found.append(repr(seen_by_all(room)))
    strange = [room.workshop.id, room.workshop.engagement, room.workshop.assessment, *room.people]
    hidden = re.compile("|".join(map(re.escape, strange)) + r"|datetime\.datetime\([^)]*\)")
    return [hidden.sub("*", each) for each in found]


def as_said(steps: list[Said], said: dict[str, Any]) -> list[Said]:
    """The same, but the newcomer says this instead."""
    return [(who, what, said if who == NEWCOMER else before) for who, what, before in steps]


@pytest.mark.parametrize("seed", [1, 2])
def test_after_every_answer_all_looks_the_same_whatever_the_newcomer_says(
    opened: Opened, seed: int
) -> None:
    steps = script(seed)
    possible: list[dict[str, Any]] = [
        {"kind": "value", "value": 1.0},
        {"kind": "value", "value": 5.0, "comment": "A comment", "confidence": "low"},
        DONT_KNOW,
    ]
    first, *others = (watched(opened, as_said(steps, said)) for said in possible)
    assert len(first) == len(steps)
    for other in others:
        assert other == first


def test_the_comparison_has_teeth(opened: Opened) -> None:
    # What the watcher says, and how many have answered, do show.
    mine, late = (WATCHER, LEAD, {"kind": "value", "value": 1.0}), (NEWCOMER, SKILLS, DONT_KNOW)
    first = watched(opened, [mine, late])
    assert watched(opened, [(WATCHER, LEAD, DONT_KNOW), late]) != first
    assert watched(opened, [mine, (NEWCOMER, LEAD, DONT_KNOW)]) != first


# Groups, and what is left over


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"board": 5, "caio": 5}, {"board", "caio"}),
        ({"board": 4, "caio": 5}, set()),  # all less the caio's would be four
        ({"board": 5, "caio": 6, "": 1}, {"caio"}),  # the one hides among the smallest group
        ({"board": 5, "": 5, "caio": 6}, {"", "board", "caio"}),
        ({"board": 5, "": 4}, set()),
    ],
)
def test_a_small_role_is_never_what_is_left_over(
    opened: Opened, sizes: dict[str, int], shown: set[str]
) -> None:
    roles = [role for role, number in sizes.items() for _ in range(number)]
    room = room_of(opened, roles)
    room.all_say([1 + at % 5 for at in range(len(roles))])
    found = room.reveal()
    assert {each.role for each in found.roles} == shown
    assert all(each.people == sizes[each.role] for each in found.roles)


def test_who_says_dont_know_makes_no_group_larger(opened: Opened) -> None:
    # Five have the role, but the median would be that of four.
    room = room_of(opened, ["board"] * 5 + ["caio"] * 5)
    room.all_say([1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
    engagements.record_answer(opened.db, room.people[0], question=LEAD, kind="dont_know")
    found = room.reveal()
    assert found.people == 10
    assert found.roles == ()


def test_where_a_role_is_of_one_mind_none_is_told(opened: Opened) -> None:
    # The other role's median and all counts would give the one answer of the first away.
    room = room_of(opened, ["board"] * 5 + ["caio"] * 5)
    room.all_say([4, 4, 4, 4, 4, 1, 2, 4, 5, 5])
    assert room.reveal().roles == ()


def test_with_names_a_role_of_one_is_told(opened: Opened) -> None:
    room = room_of(opened, ["board", "caio"], anonymous=False)
    room.all_say([4, 2])
    assert {each.role: each.median for each in room.reveal().roles} == {"board": 4, "caio": 2}


def test_a_question_of_too_few_stays_away_where_the_capability_has_enough(opened: Opened) -> None:
    room = room_of(opened, [""] * 6, depth="full")
    room.all_say((1, 2, 3, 4, 5))
    room.all_say((0, 1, 2, 3), question="lead-01-l2")
    room.says(5, 3, question="lead-01-l3")
    found = room.reveal()
    assert found.people == 6
    assert [each.question for each in found.questions] == [LEAD]


def test_nothing_that_is_shown_names_anybody(opened: Opened) -> None:
    room = room_of(opened, ["board"] * 5 + ["caio"] * 5)
    room.all_say([1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
    room.says(3, 4, comment="We have minutes.")
    names = [engagements.find_respondent(opened.db, person).name for person in room.people]
    found = repr(room.reveal())
    assert "We have minutes." in found
    for secret in (*room.people, *room.devices, *names, KIM):
        assert secret not in found


@settings(deadline=None)
@given(
    some.sets(some.tuples(some.integers(0, 9), some.sampled_from("abc")), max_size=30),
    some.integers(3, 6),
)
def test_what_counts_is_what_enough_people_said(said: set[tuple[int, str]], least: int) -> None:
    votes = [Answer(f"p{who}", question, "value", 3) for who, question in sorted(said)]
    now = datetime.now(UTC)
    held = Workshop("w", "e", "a", WorkshopSettings(smallest_group=least), now, now)
    kept = votes_shown(held, votes)
    for question in "abc":
        people = sum(each.question == question for each in votes)
        shown = sum(each.question == question for each in kept)
        assert shown == (people if people >= least else 0)
