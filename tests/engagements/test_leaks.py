"""Ways to work out in an anonymous workshop who said what: none of them leads anywhere."""

from datetime import UTC, datetime

import pytest

import engagements
from domain.errors import Conflict
from domain.workshop import Consensus, Proposal
from tests.engagements.conftest import Opened
from tests.engagements.room import LEAD, SKILLS, Room, room_of
from tests.engagements.test_workshops import KIM, answer, open_room


def proposed(room: Room) -> tuple[Proposal, ...]:
    """What a facilitator is told to talk about."""
    return engagements.proposals(room.opened.db, KIM, room.workshop.id, 480)


def test_proposals_do_not_move_with_single_answers_of_an_open_round(opened: Opened) -> None:
    seen = set()
    for value in range(1, 6):
        room = room_of(opened, [""] * 5)
        room.all_say((1, 2, 3, 4, 5))
        room.discuss()
        room.reveal()
        room.again()
        room.says(0, value)
        seen.add(proposed(room))
    assert len(seen) == 1


def test_nobody_rates_after_proposals_could_be_seen(opened: Opened) -> None:
    room = room_of(opened, [""] * 6)
    room.all_say((1, 2, 3, 4, 5))
    room.discuss()
    with pytest.raises(Conflict, match="rate blind"):
        engagements.go_to_phase(opened.db, KIM, room.workshop.id, "rating")


def test_the_one_who_does_not_vote_again_cannot_be_worked_out_from_the_baseline(
    opened: Opened,
) -> None:
    room = room_of(opened, [""] * 6)
    room.all_say((1, 2, 3, 4, 5, 1))
    room.discuss()
    room.reveal()
    room.again()
    room.all_say((3, 3, 3, 4, 4))
    second = dict(room.reveal().questions[0].counts)
    votes = [a.value or 0 for a in room.close().baseline.votes if a.question == LEAD]
    left = {v: votes.count(v) - second.get(v, 0) for v in set(votes)}
    assert {v: n for v, n in left.items() if n} == {}


def test_an_open_round_of_one_does_not_count_in_the_baseline(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say((3, 3, 3, 3, 3))
    room.discuss()
    room.reveal()
    room.again()
    room.says(0, 5)
    assert [vote.value for vote in room.close().baseline.votes] == [3] * 5


def test_comments_on_a_question_of_too_few_stay_away(opened: Opened) -> None:
    room = room_of(opened, [""] * 5, depth="full")
    room.all_say((1, 2, 3, 4, 5))
    room.says(0, 0, "lead-01-l2", comment="Only I know this")
    found = room.reveal()
    assert [q.question for q in found.questions] == [LEAD]
    assert found.comments == ()


def test_one_blank_role_in_the_baseline_is_no_hiding_place(opened: Opened) -> None:
    room = room_of(opened, ["board"] + ["caio"] * 5)
    room.all_say((1, 5, 4, 3, 4, 5))
    roles = list(room.close().baseline.roles.values())
    assert roles.count("") == 0 or roles.count("") >= 5


def test_nobody_comes_in_but_by_the_door(opened: Opened) -> None:
    room = room_of(opened, [""] * 2)
    with pytest.raises(Conflict, match="Join that with its code"):
        engagements.join_assessment(opened.db, "x", room.workshop.engagement, name="Sock puppet")


def test_who_joined_before_the_workshop_comes_in_by_the_door_too(opened: Opened) -> None:
    started = opened.start(depth="quick")
    early = opened.join(started, "Ann Smith")
    open_room(opened, engagement=started.engagement.id)
    with pytest.raises(Conflict, match="Join that with its code"):
        answer(opened, early, LEAD, 3)


def test_by_role_shows_no_single_voice_of_a_role(opened: Opened) -> None:
    room = room_of(opened, ["board"] * 5 + ["caio"] * 5)
    room.all_say([1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
    for at, value in ((0, 5), (5, 1), (6, 1), (7, 1), (8, 1)):
        room.says(at, value, SKILLS)
    room.close()
    cards = engagements.by_role(opened.db, room.workshop.engagement)
    board = next(card for name, card in cards.items() if name.startswith("Board"))
    level = {n.id: n.claimed for n in board.capabilities}["lead-02"]
    assert level is None or level != 5


def test_of_two_checked_papers_the_dated_one_counts(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say([3] * 5)
    for at, (text, day) in enumerate(
        (("Zeta, undated", None), ("Alpha, fresh", datetime.now(UTC).date()))
    ):
        engagements.record_answer(
            opened.db,
            room.people[at],
            question=LEAD,
            kind="value",
            value=3,
            evidence=text,
            evidence_kind="artifact",
            evidence_date=day,
            verified_by="Lee",
        )
    engagements.record_consensus(
        opened.db, KIM, room.workshop.id, Consensus("lead-01", 0, {LEAD: 3.0}, "x"), 0
    )
    assert {a.evidence for a in room.close().baseline.answers} == {"Alpha, fresh"}


def test_evidence_of_a_kind_without_a_note_counts(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say([3] * 5)
    engagements.record_answer(
        opened.db, room.people[0], question=LEAD, kind="value", value=3, evidence_kind="artifact"
    )
    engagements.record_consensus(
        opened.db, KIM, room.workshop.id, Consensus("lead-01", 0, {LEAD: 3.0}, "x"), 0
    )
    assert {a.evidence_kind for a in room.close().baseline.answers} == {"artifact"}


def test_a_survey_can_be_rated_again_after_its_deadline(opened: Opened) -> None:
    room = room_of(opened, [""] * 5, live=False)
    room.all_say([1, 2, 3, 4, 5])
    with opened.db.writing() as connection:
        connection.exec_driver_sql("UPDATE workshop SET doors_close = '2026-01-01 00:00:00'")
    room.discuss()
    room.reveal()
    room.again()
    room.says(0, 3)


def test_a_closed_workshop_with_an_open_round_shows_everything_again(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say([1, 2, 3, 4, 5])
    room.reveal()
    room.again()
    room.close()
    sheet = engagements.sheet_of(opened.db, room.people[0])
    assert (sheet.again, len(sheet.asked), LEAD in sheet.answers) == ({}, 3, True)


def test_a_reveal_that_would_show_nothing_is_refused(opened: Opened) -> None:
    room = room_of(opened, [""] * 5, depth="full")
    for at, practice in enumerate(("placement", "l2", "l3", "l4", "l5")):
        room.says(at, 1, f"lead-01-{practice}")
    with pytest.raises(Conflict, match="1 of at least 5"):
        room.reveal()
