"""Rounds of votes: each is counted by itself, and the one before stays as the room saw it."""

from dataclasses import replace

import pytest

import engagements
from domain.answers import Answer
from domain.errors import Conflict, InvalidInput
from engagements.saving import Checked, save_all
from storage.places import seat_of
from tests.engagements.conftest import Opened
from tests.engagements.room import LEAD, RUN, SKILLS, Room, room_of
from tests.engagements.test_workshops import KIM, answer

BOTH = ["board"] * 5 + ["caio"] * 5


def seen_once(opened: Opened) -> Room:
    """Ten people of two roles have rated, and the room has seen it."""
    room = room_of(opened, BOTH)
    room.all_say([1, 2, 2, 3, 5, 2, 3, 4, 4, 5])
    room.discuss()
    room.reveal()
    return room


def test_showing_again_changes_nothing(opened: Opened) -> None:
    room = seen_once(opened)
    before = room.shown()
    assert room.reveal() == before[0]
    assert room.shown() == before
    assert len(engagements.rounds_of(opened.db, room.workshop.id)) == 1


def test_the_first_round_stays_whole_after_the_second(opened: Opened) -> None:
    room = seen_once(opened)
    [before] = room.shown()
    room.again()
    room.all_say([4, 4, 4, 4, 3, 4, 4, 4, 4, 3])
    second = room.reveal()
    assert room.shown() == (before, second)
    # By hand: 1 2 2 3 5 has the median 2, and 2 3 4 4 5 has 4; then 3 4 4 4 4 twice.
    assert [{r.role: r.median for r in each.roles} for each in room.shown()] == [
        {"board": 2, "caio": 4},
        {"board": 4, "caio": 4},
    ]
    assert [dict(each.questions[0].counts) for each in room.shown()] == [
        {1.0: 1, 2.0: 3, 3.0: 2, 4.0: 2, 5.0: 2},
        {3.0: 2, 4.0: 8},
    ]


def test_comments_belong_to_the_round_in_which_they_were_written(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say([1, 2, 3, 4])
    room.says(4, 5, comment="Every unit does it.")
    room.reveal()
    room.again()
    room.all_say([3, 3, 3, 3])
    room.says(4, 4, comment="Most units do it.")
    room.reveal()
    assert [each.comments for each in room.shown()] == [
        ("Every unit does it.",),
        ("Most units do it.",),
    ]


def test_a_second_round_of_too_few_stays_hidden_and_open(opened: Opened) -> None:
    room = seen_once(opened)
    room.again()
    room.all_say([4, 4, 4, 4])
    with pytest.raises(Conflict, match="4 of at least 5 people"):
        room.reveal()
    assert len(room.shown()) == 1
    room.says(4, 4)
    assert room.reveal().people == 5


def test_a_second_round_starts_without_anybody_s_first_answer(opened: Opened) -> None:
    room = seen_once(opened)
    room.again()
    assert engagements.votes_in_round(opened.db, KIM, room.workshop.id, "lead-01") == 0
    room.says(0, 4)
    assert engagements.votes_in_round(opened.db, KIM, room.workshop.id, "lead-01") == 1
    mine = engagements.sheet_of(opened.db, room.people[0])
    other = engagements.sheet_of(opened.db, room.people[1])
    assert {question: each.value for question, each in mine.answers.items()} == {LEAD: 4}
    assert other.answers == {}
    assert [capability.id for capability, _ in other.asked] == ["lead-01"]
    assert (mine.progress.done, mine.progress.asked) == (1, 1)
    assert (other.progress.done, other.progress.asked) == (0, 1)


def test_while_one_is_rated_again_the_others_stay_closed(opened: Opened) -> None:
    room = seen_once(opened)
    room.again()
    for question in (SKILLS, RUN):
        with pytest.raises(Conflict, match="The rating is over"):
            room.says(0, 3, question=question)
    room.all_say([4] * 5)
    room.reveal()
    with pytest.raises(Conflict, match="The room has seen these answers"):
        room.says(0, 3)
    # Everything is asked again, and shows what was said last.
    sheet = engagements.sheet_of(opened.db, room.people[0])
    assert {capability.id for capability, _ in sheet.asked} == {"lead-01", "lead-02", "run-01"}
    assert sheet.answers[LEAD].value == 4
    assert (sheet.again, {*sheet.closed}) == ({}, {"lead-01", "lead-02", "run-01"})


def test_the_role_that_votes_last_votes_with_the_others_in_a_second_round(opened: Opened) -> None:
    room = room_of(opened, ["board", *["caio"] * 5], votes_last="board")
    for person in room.people[1:]:
        answer(opened, person, LEAD, 3)
    with pytest.raises(Conflict, match="Your role answers last"):
        room.says(0, 5)
    room.reveal()
    with pytest.raises(Conflict, match="The room has seen these answers"):
        room.says(0, 5)
    room.again()
    room.says(0, 5)
    assert room.counts().started == {"board": 1, "caio": 5}


def test_what_was_not_shown_cannot_be_asked_again(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say([1, 2, 3, 4, 5])
    with pytest.raises(Conflict, match="open already"):
        room.again()
    with pytest.raises(InvalidInput, match="not part of the workshop"):
        room.reveal("no-such")
    with pytest.raises(InvalidInput, match="not part of the workshop"):
        room.shown("no-such")


def test_people_are_counted_once_however_often_they_vote(opened: Opened) -> None:
    room = seen_once(opened)
    before = room.counts()
    room.again()
    for value in (2, 3, 4):
        room.says(0, value)
    assert room.counts() == before
    assert before.answered == {LEAD: 10}


def test_one_saved_before_the_close_is_answered_after_it_but_no_other(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    first = {"question": LEAD, "kind": "value", "value": 4.0, "request_id": "sent once"}
    at = engagements.record_answer(opened.db, room.people[0], **first)  # type: ignore[arg-type]
    room.close()
    again = engagements.record_answer(opened.db, room.people[0], **first)  # type: ignore[arg-type]
    assert again == at
    with pytest.raises(Conflict, match="already saved another answer"):
        engagements.record_answer(opened.db, room.people[0], **first | {"value": 5.0})  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="The workshop is closed"):
        engagements.record_answer(opened.db, room.people[0], **first | {"request_id": "new"})  # type: ignore[arg-type]


def test_with_names_one_vote_is_a_round(opened: Opened) -> None:
    room = room_of(opened, ["board", "caio"], anonymous=False)
    with pytest.raises(Conflict, match="0 of at least 1"):
        room.reveal()
    room.says(0, 2)
    assert room.reveal().people == 1
    room.again()
    room.says(1, 5)
    room.reveal()
    assert [dict(each.questions[0].counts) for each in room.shown()] == [{2.0: 1}, {5.0: 1}]


def test_a_change_in_a_second_round_begins_with_nothing_of_the_first(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say([1, 2, 3, 4])
    room.says(4, 5, comment="As things stand")
    room.discuss()
    room.reveal()
    room.again()
    db, (first, *_, last) = opened.db, room.people
    changed = engagements.change_answer(db, last, LEAD, {"kind": "value", "value": 4.0})
    assert changed is not None
    assert (changed.answer.value, changed.answer.comment) == (4.0, "")
    assert engagements.change_answer(db, first, LEAD, {"comment": "Late"}) is None


def test_a_further_vote_can_be_called_off_and_the_votes_seen_stand(opened: Opened) -> None:
    room = seen_once(opened)
    [before] = room.shown()
    room.again()
    room.all_say([5, 5, 5])
    engagements.call_off_vote(opened.db, KIM, room.workshop.id, "lead-01")
    assert room.shown() == (before,)
    with pytest.raises(Conflict, match="The room has seen these answers"):
        room.says(0, 3)
    with pytest.raises(Conflict, match="No further vote is open"):
        engagements.call_off_vote(opened.db, KIM, room.workshop.id, "lead-01")
    room.again()  # a new one counts nothing of what was called off, and has another number
    assert [each.number for each in engagements.rounds_of(opened.db, room.workshop.id)] == [1, 3]
    assert engagements.votes_in_round(opened.db, KIM, room.workshop.id, "lead-01") == 0


def test_what_was_said_in_a_vote_that_was_called_off_is_in_no_baseline(opened: Opened) -> None:
    room = seen_once(opened)
    room.again()
    room.all_say([5] * 10)
    engagements.call_off_vote(opened.db, KIM, room.workshop.id, "lead-01")
    votes = [vote.value for vote in room.close().baseline.votes if vote.question == LEAD]
    assert sorted(value for value in votes if value is not None) == [1, 2, 2, 2, 3, 3, 4, 4, 5, 5]


def test_an_answer_checked_before_the_rating_ended_is_checked_anew_when_it_is_written(
    opened: Opened,
) -> None:
    room = room_of(opened, [""] * 5)
    with opened.db.reading() as connection:
        seat = seat_of(connection, room.people[0])
    assert seat is not None
    answer = Answer(room.people[0], LEAD, "value", 3.0)
    checked = Checked(answer, seat.respondent, seat.standing, last=0)
    with opened.db.writing() as connection:
        first, second = save_all(connection, [checked, replace(checked)])
        assert first is not None
        assert second is None  # of the same person to the same question: not in one go
        assert save_all(connection, [checked]) == [None]  # something was said since
    room.discuss()
    later = replace(checked, answer=replace(answer, question=SKILLS))
    with opened.db.writing() as connection:
        assert save_all(connection, [later]) == [None]
    assert list(engagements.answers_of(opened.db, room.people[0])) == [LEAD]
