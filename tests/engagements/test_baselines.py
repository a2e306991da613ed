"""The frozen baseline: the same bytes for the same content, nobody's name, and never changed."""

import hashlib
import json

import pytest
from sqlalchemy.exc import DBAPIError

import engagements
from domain.errors import Conflict
from domain.workshop import Consensus
from engagements import Frozen
from storage.baselines import dump_baseline, load_baseline
from tests.engagements.conftest import Opened
from tests.engagements.test_workshops import KIM, LEADING, answer, come_in, open_room

LEAD, SKILLS = "lead-01-placement", "lead-02-placement"
AGREED = Consensus(
    "lead-01", 0, {LEAD: 2.0}, "The board has approved it.", "IT disagrees.", "Minutes of 3 May"
)
CHANGING = {
    "new_code",
    "go_to_phase",
    "let_last_role_vote",
    "put_on_screen",
    "set_timer",
    "reveal",
    "vote_again",
    "call_off_vote",
    "record_consensus",
    "add_note",
    "close_workshop",
}


def room(opened: Opened) -> tuple[str, str, list[str]]:
    """A workshop in which six rated one capability and two another; the first is agreed on."""
    workshop = open_room(opened)
    roles = ("board", "caio", "caio", "caio", "caio", "caio")
    people = [come_in(opened, workshop, f"phone {at}", role) for at, role in enumerate(roles)]
    for person, value in zip(people, (1, 1, 3, 5, 5, 4), strict=True):
        answer(opened, person, LEAD, value)
    for person in people[:2]:
        answer(opened, person, SKILLS, 4)
    engagements.record_consensus(opened.db, KIM, workshop.id, AGREED, 0)
    return workshop.id, workshop.engagement, people


def test_the_bytes_have_the_hash_that_was_told_and_come_back_as_they_were(opened: Opened) -> None:
    workshop, engagement, _ = room(opened)
    frozen = engagements.close_workshop(opened.db, KIM, workshop)
    with opened.db.reading() as connection:
        rows = connection.exec_driver_sql("SELECT content, sha256 FROM baseline").all()
    [(content, sha256)] = rows
    assert sha256 == frozen.sha256 == hashlib.sha256(content).hexdigest()
    assert load_baseline(content) == frozen.baseline
    assert dump_baseline(load_baseline(content)) == content
    written = json.loads(content)
    assert list(written) == sorted(written)
    assert (
        content
        == json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    )
    [again] = engagements.frozen_rounds(opened.db, engagement)
    assert (again.sha256, again.baseline) == (frozen.sha256, frozen.baseline)


def test_nobody_can_be_found_in_an_anonymous_baseline(opened: Opened) -> None:
    workshop, _, people = room(opened)
    names = {engagements.find_respondent(opened.db, person).name for person in people}
    frozen = engagements.close_workshop(opened.db, KIM, workshop)
    content = dump_baseline(frozen.baseline).decode()
    for secret in (*people, *names, "phone", KIM):
        assert secret not in content
    assert {vote.respondent for vote in frozen.baseline.votes} == {
        f"p{at:03}" for at in range(1, 7)
    }
    # The one board member has nobody to hide among; a single blank would be as good as a name.
    assert set(frozen.baseline.roles.values()) == {""}
    # Two people are too few: what they said is not in it at all.
    assert {vote.question for vote in frozen.baseline.votes} == {LEAD}


def test_what_was_agreed_counts_and_what_was_voted_stays(opened: Opened) -> None:
    workshop, engagement, _ = room(opened)
    frozen = engagements.close_workshop(opened.db, KIM, workshop)
    assert sorted(vote.value or 0 for vote in frozen.baseline.votes) == [1, 1, 3, 4, 5, 5]
    assert [each.value for each in frozen.baseline.answers] == [2.0] * 6
    assert {each.evidence for each in frozen.baseline.answers} == {"Minutes of 3 May"}
    assert frozen.baseline.agreed[0].dissent == "IT disagrees."
    assert engagements.assessment_answers(opened.db, engagement) == frozen.baseline.answers
    card = engagements.score_engagement(opened.db, engagement)
    assert engagements.card_of(opened.db, frozen) == card
    levels = {node.id: node.claimed for node in card.capabilities}
    assert levels["lead-01"] == 2


def test_with_names_everything_is_in_it_but_under_numbers(opened: Opened) -> None:
    workshop = open_room(opened, anonymous=False)
    ann = come_in(opened, workshop, "ann's phone", "board")
    answer(opened, ann, LEAD, 4)
    frozen = engagements.close_workshop(opened.db, KIM, workshop.id)
    assert [(vote.respondent, vote.value) for vote in frozen.baseline.votes] == [("p001", 4.0)]
    assert frozen.baseline.roles == {"p001": "board"}


@pytest.mark.parametrize("name", sorted(CHANGING))
def test_nothing_changes_a_closed_workshop(opened: Opened, name: str) -> None:
    workshop, _, people = room(opened)
    engagements.close_workshop(opened.db, KIM, workshop)
    before = opened.audit()
    with pytest.raises(Conflict, match="closed"):
        LEADING[name](opened, KIM, workshop)
    with pytest.raises(Conflict, match="closed"):
        answer(opened, people[0], LEAD, 5)
    assert opened.audit() == before


@pytest.mark.parametrize("change", ["UPDATE baseline SET sha256 = 'x'", "DELETE FROM baseline"])
def test_the_database_itself_keeps_a_baseline(opened: Opened, change: str) -> None:
    workshop, _, _ = room(opened)
    engagements.close_workshop(opened.db, KIM, workshop)
    with pytest.raises(DBAPIError, match="never changed"), opened.db.writing() as connection:
        connection.exec_driver_sql(change)


def test_an_assessment_without_a_workshop_is_frozen_too(opened: Opened) -> None:
    started = opened.start(depth="quick")
    engagement = started.engagement.id
    with pytest.raises(Conflict, match="nothing to freeze"):
        engagements.freeze_assessment(opened.db, "Kim", engagement)
    ann = opened.join(started)
    answer(opened, ann, LEAD, 4)
    card = engagements.score_engagement(opened.db, engagement)
    frozen = engagements.freeze_assessment(opened.db, "Kim", engagement)
    assert isinstance(frozen, Frozen)
    assert engagements.card_of(opened.db, frozen).overall == card.overall
    with pytest.raises(Conflict, match="frozen already"):
        engagements.freeze_assessment(opened.db, "Kim", engagement)
    with pytest.raises(Conflict, match="frozen"):
        answer(opened, ann, LEAD, 5)
    assert set(engagements.sheet_of(opened.db, ann).closed) == {"lead-01", "lead-02", "run-01"}


def test_a_workshop_under_way_is_frozen_by_closing_it(opened: Opened) -> None:
    _, engagement, _ = room(opened)
    with pytest.raises(Conflict, match="A workshop is under way"):
        engagements.freeze_assessment(opened.db, "Kim", engagement)


def test_the_next_assessment_begins_when_the_last_is_frozen(opened: Opened) -> None:
    workshop, engagement, _ = room(opened)
    with pytest.raises(Conflict, match="still open"):
        engagements.start_again(opened.db, "Kim", engagement)
    engagements.close_workshop(opened.db, KIM, workshop)
    again = engagements.start_again(opened.db, "Kim", engagement, "Second round")
    assert again.name == "Second round"
    assert engagements.workshop_of(opened.db, engagement) is None
    assert engagements.assessment_answers(opened.db, engagement) == ()
    second = open_room(opened, engagement=engagement)
    assert second.assessment == again.id
    assert len(engagements.frozen_rounds(opened.db, engagement)) == 1
