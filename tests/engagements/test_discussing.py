"""What the room talks about next, what it agrees on, and what it notes."""

import threading
from dataclasses import replace

import pytest

import engagements
from domain.errors import Conflict, InvalidInput
from domain.workshop import Consensus
from tests.engagements.conftest import Opened
from tests.engagements.test_workshops import KIM, LEE, answer, come_in, open_room

TWO = Consensus("lead-01", 0, {"lead-01-placement": 2.0}, "The board has approved it.")
THREE = replace(TWO, values={"lead-01-placement": 3.0}, rationale="Every unit reports into it.")


def a_room(opened: Opened) -> str:
    """A workshop in which five people differ on one capability, and Kim and Lee facilitate."""
    workshop = open_room(opened)
    for at, value in enumerate((1, 1, 3, 5, 5)):
        person = come_in(opened, workshop, f"phone {at}")
        answer(opened, person, "lead-01-placement", value)
        answer(opened, person, "lead-02-placement", 3)
    token = engagements.facilitator_link(opened.db, KIM, workshop.id).rpartition("/")[2]
    engagements.facilitate(opened.db, LEE, token, "Lee")
    return workshop.id


def test_what_divides_the_room_is_proposed_once_the_rating_is_over(opened: Opened) -> None:
    room = a_room(opened)
    with pytest.raises(Conflict, match="End the rating first"):
        engagements.proposals(opened.db, KIM, room, 60)
    engagements.go_to_phase(opened.db, KIM, room, "discussing")
    [proposed] = engagements.proposals(opened.db, KIM, room, 60)  # the others: agreed, unanswered
    assert proposed.capability == "lead-01"
    assert (proposed.low, proposed.high) == (1, 5)
    assert engagements.proposals(opened.db, KIM, room, proposed.minutes - 1) == ()
    engagements.record_consensus(opened.db, KIM, room, TWO, 0)
    assert engagements.proposals(opened.db, KIM, room, 60) == ()


def test_every_version_of_an_agreement_stays(opened: Opened) -> None:
    room = a_room(opened)
    engagements.record_consensus(opened.db, KIM, room, TWO, 0)
    kept = engagements.record_consensus(opened.db, LEE, room, THREE, 1)
    assert (kept.version, kept.by) == (2, "Lee")
    versions = engagements.consensus_of(opened.db, room)["lead-01"]
    assert [(each.version, each.by, dict(each.values)) for each in versions] == [
        (1, "Kim", {"lead-01-placement": 2.0}),
        (2, "Lee", {"lead-01-placement": 3.0}),
    ]


def test_who_comes_second_is_told_and_nothing_is_overwritten(opened: Opened) -> None:
    room = a_room(opened)
    engagements.record_consensus(opened.db, KIM, room, TWO, 0)
    with pytest.raises(Conflict, match=r"Kim has changed this in the meantime \(version 1\)"):
        engagements.record_consensus(opened.db, LEE, room, THREE, 0)
    [only] = engagements.consensus_of(opened.db, room)["lead-01"]
    assert only.rationale == TWO.rationale
    with pytest.raises(Conflict, match="Reload"):
        engagements.record_consensus(opened.db, KIM, open_room(opened).id, TWO, 4)


def test_of_two_facilitators_at_the_same_moment_one_is_told(opened: Opened) -> None:
    room = a_room(opened)
    start, outcomes = threading.Barrier(2), []

    def save(device: str, agreed: Consensus) -> None:
        start.wait()
        try:
            outcomes.append(engagements.record_consensus(opened.db, device, room, agreed, 0).by)
        except Conflict as refused:
            outcomes.append(str(refused))

    both = [
        threading.Thread(target=save, args=(device, agreed))
        for device, agreed in ((KIM, TWO), (LEE, THREE))
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    [kept] = engagements.consensus_of(opened.db, room)["lead-01"]
    assert sorted(outcomes, key=len)[0] == kept.by
    assert f"{kept.by} has changed this in the meantime" in max(outcomes, key=len)


@pytest.mark.parametrize(
    ("agreed", "problem"),
    [
        (replace(TWO, values={}), "No level is chosen"),
        (replace(TWO, values={"lead-01-placement": 2.5}), "is answered with"),
        (replace(TWO, values={"run-01-placement": 2.0}), "is not asked here"),
        (replace(TWO, capability="no-such"), "not part of the workshop"),
        (replace(TWO, rationale="x" * 4001), "rationale"),
        (replace(TWO, dissent="x" * 4001), "dissent"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(
    opened: Opened, agreed: Consensus, problem: str
) -> None:
    room = a_room(opened)
    with pytest.raises(InvalidInput, match=problem):
        engagements.record_consensus(opened.db, KIM, room, agreed, 0)
    assert engagements.consensus_of(opened.db, room) == {}


def test_a_capability_that_does_not_apply_any_more_is_refused_in_words(opened: Opened) -> None:
    room = a_room(opened)
    [(engagement,)] = _rows(opened, "SELECT engagement FROM assessment")
    engagements.record_context(opened.db, "Kim", engagement, {"uses-agents": "no"})
    assert "run-01" not in engagements.asked_about(opened.db, room)
    run = replace(TWO, capability="run-01", values={"run-01-placement": 2.0})
    with pytest.raises(InvalidInput, match="not part of the workshop"):
        engagements.record_consensus(opened.db, KIM, room, run, 0)


def _rows(opened: Opened, query: str) -> list[tuple[str, ...]]:
    with opened.db.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_actions_have_owners_and_what_is_parked_waits(opened: Opened) -> None:
    room = a_room(opened)
    engagements.add_note(opened.db, KIM, room, "parked", "Talk about vendors")
    engagements.add_note(opened.db, LEE, room, "action", "Name owners", "The CAIO")
    with pytest.raises(InvalidInput, match="no owner"):
        engagements.add_note(opened.db, KIM, room, "action", "Do something")
    with pytest.raises(InvalidInput, match="note"):
        engagements.add_note(opened.db, KIM, room, "parked", "  ")
    parked, action = engagements.notes_of(opened.db, room)
    assert (parked.kind, parked.text) == ("parked", "Talk about vendors")
    assert (action.text, action.owner, action.done) == ("Name owners", "The CAIO", False)
    engagements.close_workshop(opened.db, KIM, room)
    engagements.mark_note(opened.db, KIM, room, action.id, True)
    assert engagements.notes_of(opened.db, room)[1].done
