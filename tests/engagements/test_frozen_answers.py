"""What a baseline says and in which bytes: votes beside agreements, evidence, and no order."""

import hashlib
import json
from dataclasses import replace

import pytest
from sqlalchemy.exc import DBAPIError

import engagements
import scoring
from domain.answers import Answer
from domain.errors import Conflict, InvalidInput, NotYet
from domain.workshop import Baseline, Consensus
from engagements.starting import ASSESSMENT_NAMES
from storage.baselines import dump_baseline, load_baseline
from tests.engagements.conftest import Opened
from tests.engagements.room import LEAD, RUN, SKILLS, room_of
from tests.engagements.test_workshops import KIM

TWO = Consensus("lead-01", 0, {LEAD: 2.0}, "The board has approved it.")
SAID = Answer("p001", LEAD, "value", 2.0, "low", "Für alle.")
CONTENT = Baseline(
    framework_hash="f" * 64,
    depth="quick",
    context={"uses-agents": "yes", "a": "b"},
    anonymous=True,
    smallest_group=5,
    roles={"p001": "board", "p002": ""},
    votes=(SAID, replace(SAID, respondent="p002", kind="dont_know", value=None)),
    agreed=(replace(TWO, values={LEAD: 2.0, "lead-01-l2": 3.0}),),
    answers=(SAID,),
)


def test_a_baseline_comes_back_from_its_bytes() -> None:
    assert load_baseline(dump_baseline(CONTENT)) == CONTENT


def test_the_same_content_has_the_same_bytes_in_whatever_order_it_was_put_together() -> None:
    other = replace(
        CONTENT,
        context={"a": "b", "uses-agents": "yes"},
        roles={"p002": "", "p001": "board"},
        agreed=(replace(TWO, values={"lead-01-l2": 3.0, LEAD: 2.0}),),
    )
    assert dump_baseline(other) == dump_baseline(CONTENT)
    assert dump_baseline(replace(CONTENT, smallest_group=6)) != dump_baseline(CONTENT)


def test_keys_are_sorted_all_the_way_down_and_text_is_utf8() -> None:
    content = dump_baseline(CONTENT)
    orders: list[list[str]] = []

    def keep(pairs: list[tuple[str, object]]) -> dict[str, object]:
        orders.append([name for name, _ in pairs])
        return dict(pairs)

    json.loads(content, object_pairs_hook=keep)
    assert len(orders) == 8  # itself, context, roles, 3 answers, an agreement and its values
    assert all(names == sorted(names) for names in orders)
    assert "Für alle.".encode() in content
    assert b": " not in content


def test_what_was_agreed_counts_for_everybody_who_voted_on_anything(opened: Opened) -> None:
    room = room_of(opened, [""] * 6)
    room.all_say([1, 2, 3, 4, 5])
    room.all_say([3, 3, 3, 3, 3, 4], question=SKILLS)
    engagements.record_consensus(opened.db, KIM, room.workshop.id, TWO, 0)
    frozen = room.close().baseline
    votes = {
        q: sorted(v.value or 0 for v in frozen.votes if v.question == q) for q in (LEAD, SKILLS)
    }
    counted = {q: sorted(a.value or 0 for a in frozen.answers if a.question == q) for q in votes}
    assert votes == {LEAD: [1, 2, 3, 4, 5], SKILLS: [3, 3, 3, 3, 3, 4]}
    # The sixth said nothing on the first, and counts in what was agreed all the same.
    assert counted == {LEAD: [2] * 6, SKILLS: [3, 3, 3, 3, 3, 4]}
    assert {a.comment for a in frozen.answers if a.question == LEAD} == {TWO.rationale}
    assert [a.comment for a in frozen.votes] == [""] * 11


def test_what_nobody_rated_but_all_agreed_on_is_the_room_s(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    engagements.record_consensus(opened.db, KIM, room.workshop.id, TWO, 0)
    [only] = room.close().baseline.answers
    assert (only.respondent, only.question, only.value) == ("room", LEAD, 2)
    card = engagements.score_engagement(opened.db, room.workshop.engagement)
    assert {node.id: node.claimed for node in card.capabilities}["lead-01"] == 2


def test_the_newest_agreement_counts(opened: Opened) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say([1, 2, 3, 4, 5])
    engagements.record_consensus(opened.db, KIM, room.workshop.id, TWO, 0)
    four = replace(TWO, values={LEAD: 4.0}, rationale="Minutes were found.")
    engagements.record_consensus(opened.db, KIM, room.workshop.id, four, 1)
    frozen = room.close().baseline
    assert [(each.version, each.rationale) for each in frozen.agreed] == [
        (2, "Minutes were found.")
    ]
    assert [answer.value for answer in frozen.answers] == [4.0] * 5


def test_without_evidence_of_the_room_the_strongest_that_anybody_named_stands(
    opened: Opened,
) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say([1, 2, 3, 4])
    for at, kind, checked in (
        (0, "affirmation", "Lee"),
        (1, "artifact", ""),
        (2, "artifact", "Lee"),
    ):
        engagements.record_answer(
            opened.db,
            room.people[at],
            question=LEAD,
            kind="value",
            value=3,
            evidence=f"Named by {at}",
            evidence_kind=kind,  # type: ignore[arg-type]
            verified_by=checked,
        )
    room.says(4, 5)
    engagements.record_consensus(opened.db, KIM, room.workshop.id, TWO, 0)
    answers = room.close().baseline.answers
    # A document that was checked comes before what is only one of the two.
    assert {(a.evidence, a.evidence_kind, a.verified_by) for a in answers} == {
        ("Named by 2", "artifact", "Lee")
    }


def test_a_question_that_four_answered_is_unknown_and_one_that_five_did_is_not(
    opened: Opened,
) -> None:
    room = room_of(opened, [""] * 5)
    room.all_say([2, 2, 2, 2])
    room.all_say([3, 3, 3, 3, 3], question=RUN)
    frozen = room.close()
    assert {each.question for each in frozen.baseline.votes} == {RUN}
    assert {each.question for each in frozen.baseline.answers} == {RUN}
    states = {
        question.id: question.state for question in engagements.card_of(opened.db, frozen).questions
    }
    assert (states[LEAD], states[RUN]) == ("missing", "answered")


def test_results_are_refused_until_the_close_and_are_the_frozen_ones_after(
    opened: Opened,
) -> None:
    room = room_of(opened, ["board"] * 5)
    room.all_say([1, 2, 3, 4, 5])
    engagement = room.workshop.engagement
    for _ in ("rating", "discussing"):
        with pytest.raises(NotYet, match="as soon as it is closed"):
            engagements.assessment_answers(opened.db, engagement)
        if room.counts().people == 5:
            room.discuss()
    frozen = room.close()
    assert engagements.assessment_answers(opened.db, engagement) == frozen.baseline.answers
    baseline = frozen.baseline
    by_hand = scoring.score(
        opened.framework,
        baseline.answers,
        baseline.depth,
        baseline.context,
        as_of=frozen.at.date(),
    )
    assert engagements.card_of(opened.db, frozen) == by_hand
    assert engagements.score_engagement(opened.db, engagement).overall == by_hand.overall


def test_a_frozen_assessment_without_a_workshop_names_nobody_either(opened: Opened) -> None:
    started = opened.start(depth="quick")
    people = [opened.join(started, name) for name in ("Ann Smith", "Bob Jones")]
    for person, value in zip(people, (2, 4), strict=True):
        engagements.record_answer(opened.db, person, question=LEAD, kind="value", value=value)
    frozen = engagements.freeze_assessment(opened.db, "Kim", started.engagement.id)
    content = dump_baseline(frozen.baseline)
    assert hashlib.sha256(content).hexdigest() == frozen.sha256
    for secret in (*people, "Ann Smith", "Bob Jones"):
        assert secret not in content.decode()
    assert sorted(vote.value or 0 for vote in frozen.baseline.votes) == [2, 4]
    assert frozen.baseline.answers == frozen.baseline.votes
    assert (frozen.baseline.anonymous, frozen.baseline.smallest_group) == (False, 1)


def test_the_next_assessment_has_a_name_that_fits_or_the_year(opened: Opened) -> None:
    room = room_of(opened, [])
    frozen = room.close()
    engagement = room.workshop.engagement
    with pytest.raises(InvalidInput, match="name"):
        engagements.start_again(opened.db, "Kim", engagement, "x" * 1000)
    again = engagements.start_again(opened.db, "Kim", engagement)
    assert again.name == f"{ASSESSMENT_NAMES['quick']} {frozen.at.year}"
    assert again.depth == frozen.baseline.depth
    with pytest.raises(Conflict, match="still open"):
        engagements.start_again(opened.db, "Kim", engagement)


@pytest.mark.parametrize("table", ["consensus", "baseline"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_the_database_keeps_agreements_and_baselines_as_they_are(
    opened: Opened, table: str, change: str
) -> None:
    room = room_of(opened, [""] * 5)
    engagements.record_consensus(opened.db, KIM, room.workshop.id, TWO, 0)
    room.close()
    column = {"consensus": "version", "baseline": "content"}[table]
    with pytest.raises(DBAPIError, match="never changed"), opened.db.writing() as connection:
        connection.exec_driver_sql(change.format(table, column, column))
