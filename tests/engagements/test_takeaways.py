"""The page that people take home: what is on it, who may open it, and that it stays."""

from datetime import UTC, date, datetime

import pytest

import engagements
from domain.answers import EvidenceKind
from domain.errors import Conflict, HeadwayError, NotFound
from domain.report import Action, Agreed
from domain.workshop import Consensus, WorkshopSettings
from tests.engagements.conftest import Opened

LEADER = "leader's device"
ALL = ("lead-01", "lead-02", "run-01")


def workshop_on(opened: Opened, engagement: str = "", *, anonymous: bool = True) -> str:
    """A workshop on all capabilities, in which three people are a group."""
    identifier = engagement or opened.start(depth="quick").engagement.id
    settings = WorkshopSettings(anonymous=anonymous, smallest_group=3, capabilities=ALL)
    return engagements.open_workshop(opened.db, LEADER, identifier, settings, name="Lee").id


def join(opened: Opened, workshop: str, number: int, role: str) -> str:
    """One more participant, on a device of their own."""
    code = engagements.join_code(opened.db, LEADER, workshop)
    name = f"Person {number}"
    return engagements.join_workshop(opened.db, code, f"device {number}", name=name, role=role).id


def vote(
    opened: Opened,
    person: str,
    capability: str,
    level: float,
    comment: str = "",
    evidence: str = "",
    kind: EvidenceKind | None = None,
) -> None:
    engagements.record_answer(
        opened.db,
        person,
        question=f"{capability}-placement",
        kind="value",
        value=level,
        comment=comment,
        evidence=evidence,
        evidence_kind=kind,
    )


def agree(
    opened: Opened, workshop: str, capability: str, level: float, why: str, dissent: str = ""
) -> None:
    agreed = Consensus(capability, 0, {f"{capability}-placement": level}, why, dissent)
    engagements.record_consensus(opened.db, LEADER, workshop, agreed, expected=0)


@pytest.fixture
def closed(opened: Opened) -> str:
    """Four board members and one AI lead rated, talked, agreed on two of three, and closed.

    On the ambition they first said 1, 2, 2, 3, 3 and then all 4, and agreed on 3. On literacy
    they agreed without looking at the votes.
    """
    workshop = workshop_on(opened)
    people = [join(opened, workshop, at, "board" if at < 4 else "caio") for at in range(5)]
    for person, level in zip(people, (1.0, 2.0, 2.0, 3.0, 3.0), strict=True):
        vote(opened, person, "lead-01", level, comment="Only I know this")
        vote(opened, person, "lead-02", 2.0)
        vote(opened, person, "run-01", 3.0)
    engagements.reveal(opened.db, LEADER, workshop, "lead-01")
    engagements.vote_again(opened.db, LEADER, workshop, "lead-01")
    for person in people:
        vote(opened, person, "lead-01", 4.0)
    engagements.reveal(opened.db, LEADER, workshop, "lead-01")
    agree(opened, workshop, "lead-01", 3.0, "One paper.", "Sales sees 4.")
    agree(opened, workshop, "lead-02", 4.0, "Tests every year.")
    note(opened, workshop)
    engagements.close_workshop(opened.db, LEADER, workshop)
    return workshop


def note(opened: Opened, workshop: str) -> None:
    """Two actions, one of them done, and one thing parked."""
    for text in ("List the agents", "Book the room"):
        engagements.add_note(
            opened.db, LEADER, workshop, "action", text, owner="Jo", due=date(2027, 3, 1)
        )
    engagements.add_note(opened.db, LEADER, workshop, "parked", "Cloud regions")
    done = engagements.notes_of(opened.db, workshop)[1]
    engagements.mark_note(opened.db, LEADER, workshop, done.id, done=True)


# --- What is on it


def test_it_holds_what_was_frozen_agreed_and_noted(opened: Opened, closed: str) -> None:
    page = engagements.compose_take_away(opened.db, LEADER, closed)
    engagement = engagements.list_engagements(opened.db)[0].engagement.id
    (frozen,) = engagements.frozen_rounds(opened.db, engagement)
    assert (page.organisation, page.title) == ("Acme", "Quick scan")
    assert (page.sha256, page.held_on) == (frozen.sha256, frozen.at.date())
    # Of 5 answers the median is the third: 2, and then nobody's 4 but the agreed 3. Literacy
    # was agreed on unseen, so its votes stay unsaid.
    assert page.agreed == (
        Agreed("AI ambition and portfolio", 2, 3, 3, "One paper.", "Sales sees 4."),
        Agreed("AI literacy", None, 4, 4, "Tests every year."),
    )
    assert page.rated == 3
    assert page.actions == (Action("List the agents", "Jo", date(2027, 3, 1)),)
    assert page.parked == ("Cloud regions",)
    assert (page.anonymous, page.smallest_group, page.language) == (True, 3, "en")


def test_its_levels_are_those_of_the_frozen_answers(opened: Opened, closed: str) -> None:
    card = engagements.compose_take_away(opened.db, LEADER, closed).scorecard
    # Leadership: the ambition weighs 2 of 3 and has 3, literacy 4; two thirds are needed, so 3.
    # Operation has 3, and so has the whole.
    assert [pillar.level for pillar in card.pillars] == [3, 3]
    assert card.overall.level == 3


def test_nothing_leads_to_a_person(opened: Opened, closed: str) -> None:
    page = engagements.compose_take_away(opened.db, LEADER, closed)
    assert page.scorecard.questions == ()
    assert "Only I know this" not in repr(page)
    assert "Person" not in repr(page)


def test_roles_with_too_few_people_are_counted_together(opened: Opened, closed: str) -> None:
    page = engagements.compose_take_away(opened.db, LEADER, closed)
    assert page.roles == (("Board member", 4), ("", 1))


def test_where_people_have_names_every_role_is_counted(opened: Opened) -> None:
    workshop = workshop_on(opened, anonymous=False)
    for at, role in enumerate(("board", "caio", "")):
        join(opened, workshop, at, role)
    engagements.close_workshop(opened.db, LEADER, workshop)
    page = engagements.compose_take_away(opened.db, LEADER, workshop)
    assert page.roles == (("Board member", 1), ("Chief AI Officer", 1), ("", 1))
    assert page.agreed == ()


def test_without_evidence_less_is_reported_than_agreed(opened: Opened) -> None:
    framework = engagements.list_frameworks(opened.db)[0]
    started = engagements.start_engagement(
        opened.db,
        "Kim",
        organisation="Acme",
        depth="quick",
        framework_hash=framework.content_hash,
    )
    capability = next(framework.capabilities())
    settings = WorkshopSettings(anonymous=False, smallest_group=3, capabilities=(capability.id,))
    workshop = engagements.open_workshop(
        opened.db, LEADER, started.engagement.id, settings, name="Lee"
    ).id
    (question,) = [q for q in capability.questions if q.quick]
    agreed = Consensus(capability.id, 0, {question.id: 4.0}, "So.")
    engagements.record_consensus(opened.db, LEADER, workshop, agreed, expected=0)
    engagements.close_workshop(opened.db, LEADER, workshop)
    page = engagements.compose_take_away(opened.db, LEADER, workshop)
    # The framework reports at most level 2 of what nothing is on file for.
    assert page.agreed == (Agreed(capability.name, None, 4, 2, "So."),)
    assert page.agreed[0].lacks_evidence


def test_votes_of_too_few_on_a_question_are_not_in_what_was_voted(opened: Opened) -> None:
    workshop = workshop_on(opened, opened.start(depth="full").engagement.id)
    for at in range(3):
        person = join(opened, workshop, at, "board")
        # All three say that level 2 is in place in full; only two say it of level 3.
        for question in ["lead-01-l2"] if at == 2 else ["lead-01-l2", "lead-01-l3"]:
            engagements.record_answer(opened.db, person, question=question, kind="value", value=3.0)
    engagements.reveal(opened.db, LEADER, workshop, "lead-01")
    agreed = Consensus("lead-01", 0, {f"lead-01-l{level}": 3.0 for level in (2, 3)}, "So.")
    engagements.record_consensus(opened.db, LEADER, workshop, agreed, expected=0)
    engagements.close_workshop(opened.db, LEADER, workshop)
    page = engagements.compose_take_away(opened.db, LEADER, workshop)
    assert [(each.before, each.level) for each in page.agreed] == [(2, 3)]


def test_there_is_none_while_the_workshop_is_open(opened: Opened) -> None:
    workshop = workshop_on(opened)
    with pytest.raises(Conflict, match="still open"):
        engagements.compose_take_away(opened.db, LEADER, workshop)
    with pytest.raises(Conflict, match="still open"):
        engagements.keep_take_away(opened.db, LEADER, workshop, b"%PDF")


# --- Who may do what


def test_only_facilitators_compose_and_keep_it(opened: Opened, closed: str) -> None:
    for device in ("device 0", "somebody", ""):
        with pytest.raises(NotFound):
            engagements.compose_take_away(opened.db, device, closed)
        with pytest.raises(NotFound):
            engagements.keep_take_away(opened.db, device, closed, b"%PDF")
    with pytest.raises(NotFound):
        engagements.open_take_away(opened.db, LEADER, closed)


def test_everybody_who_was_there_opens_it_byte_for_byte(opened: Opened, closed: str) -> None:
    engagements.keep_take_away(opened.db, LEADER, closed, b"%PDF first")
    today = datetime.now(UTC).date().isoformat()
    for device in (LEADER, "device 0", "device 4"):
        name, pdf = engagements.open_take_away(opened.db, device, closed)
        assert (name, pdf) == (f"workshop-take-away-{today}.pdf", b"%PDF first")
    assert opened.audit()[-1] == ("Lee", "kept the take-away")


def test_it_is_kept_once(opened: Opened, closed: str) -> None:
    engagements.keep_take_away(opened.db, LEADER, closed, b"%PDF first")
    audit = opened.audit()
    engagements.keep_take_away(opened.db, LEADER, closed, b"%PDF first")
    with pytest.raises(Conflict, match="stays as it is"):
        engagements.keep_take_away(opened.db, LEADER, closed, b"%PDF second")
    assert engagements.open_take_away(opened.db, LEADER, closed)[1] == b"%PDF first"
    assert opened.audit() == audit


def test_nobody_else_learns_whether_there_is_one(opened: Opened, closed: str) -> None:
    other = workshop_on(opened)
    join(opened, other, 9, "board")

    def said(device: str, workshop: str) -> str:
        with pytest.raises(HeadwayError) as refused:
            engagements.open_take_away(opened.db, device, workshop)
        assert isinstance(refused.value, NotFound)
        return str(refused.value)

    before = said("device 0", closed)
    engagements.keep_take_away(opened.db, LEADER, closed, b"%PDF")
    texts = {
        before,
        said("device 9", closed),
        said("somebody", closed),
        said("", closed),
        said(LEADER, other),
        said("device 0", "no-such-workshop"),
    }
    assert len(texts) == 1


# --- In the report


def test_the_report_says_what_the_room_agreed_and_left_open(opened: Opened, closed: str) -> None:
    page = engagements.compose_take_away(opened.db, LEADER, closed)
    engagement = engagements.list_engagements(opened.db)[0].engagement.id
    report = engagements.compose_report(opened.db, engagement)
    assert report.room is not None
    assert report.room.agreed == page.agreed
    assert report.room.actions == page.actions
    assert report.room.parked == page.parked


def test_the_report_tells_no_small_role_apart(opened: Opened, closed: str) -> None:
    engagement = engagements.list_engagements(opened.db)[0].engagement.id
    report = engagements.compose_report(opened.db, engagement)
    # Four of one role and one of another: with the four named, the fifth would be, too.
    assert report.raters == (("", 5),)
    assert "Person" not in repr(report.room)
    # Whoever placed literacy and the last rounds said the same: nobody disagrees.
    assert set(report.agreement) == {"lead-01", "lead-02", "run-01"}
    assert report.agreement["run-01"] == 1


def test_without_a_workshop_no_room_has_agreed(opened: Opened) -> None:
    engagement = opened.start(depth="quick").engagement.id
    for name, role in (("Ann", "board"), ("Bo", "caio")):
        person = engagements.join_assessment(opened.db, "Ann", engagement, name=name, role=role)
        vote(opened, person.id, "lead-01", 2.0)
    report = engagements.compose_report(opened.db, engagement)
    assert report.room is None
    assert report.raters == (("Board member", 1), ("Chief AI Officer", 1))
