"""Opening a workshop and leading it: what is refused, who may, and what is counted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

import engagements
from domain.errors import Conflict, HeadwayError, InvalidInput, NotFound
from domain.workshop import AgendaItem, Consensus, Workshop, WorkshopSettings
from engagements import permissions
from tests.engagements.conftest import Opened

KIM, LEE = "device of Kim", "device of Lee"
ALL = ("lead-01", "lead-02", "run-01")
Action = Callable[[Opened, str, str], object]

AGREED = Consensus("lead-01", 0, {"lead-01-placement": 2.0}, "Because")

# Everything that only facilitators may do, as (device, workshop) -> anything.
LEADING: dict[str, Action] = {
    "join_code": lambda o, d, w: engagements.join_code(o.db, d, w),
    "new_code": lambda o, d, w: engagements.new_code(o.db, d, w),
    "facilitator_link": lambda o, d, w: engagements.facilitator_link(o.db, d, w),
    "live_counts": lambda o, d, w: engagements.live_counts(o.db, d, w),
    "go_to_phase": lambda o, d, w: engagements.go_to_phase(o.db, d, w, "discussing"),
    "let_last_role_vote": lambda o, d, w: engagements.let_last_role_vote(o.db, d, w),
    "put_on_screen": lambda o, d, w: engagements.put_on_screen(o.db, d, w, "lead-01"),
    "set_timer": lambda o, d, w: engagements.set_timer(o.db, d, w, 5),
    "reveal": lambda o, d, w: engagements.reveal(o.db, d, w, "lead-01"),
    "vote_again": lambda o, d, w: engagements.vote_again(o.db, d, w, "lead-01"),
    "call_off_vote": lambda o, d, w: engagements.call_off_vote(o.db, d, w, "lead-01"),
    "votes_in_round": lambda o, d, w: engagements.votes_in_round(o.db, d, w, "lead-01"),
    "proposals": lambda o, d, w: engagements.proposals(o.db, d, w, 60),
    "record_consensus": lambda o, d, w: engagements.record_consensus(o.db, d, w, AGREED, 0),
    "add_note": lambda o, d, w: engagements.add_note(o.db, d, w, "parked", "Later"),
    "mark_note": lambda o, d, w: engagements.mark_note(o.db, d, w, 1, True),
    "close_workshop": lambda o, d, w: engagements.close_workshop(o.db, d, w),
    "compose_take_away": lambda o, d, w: engagements.compose_take_away(o.db, d, w),
    "keep_take_away": lambda o, d, w: engagements.keep_take_away(o.db, d, w, b"%PDF-"),
}


def open_room(opened: Opened, *, engagement: str = "", **settings: object) -> Workshop:
    """A workshop, on a new engagement unless one is named."""
    named = engagement or opened.start(depth="quick").engagement.id
    chosen = WorkshopSettings(**({"capabilities": ALL} | settings))  # type: ignore[arg-type]
    until = None if chosen.live else datetime.now(UTC) + timedelta(days=7)
    return engagements.open_workshop(opened.db, KIM, named, chosen, name="Kim", until=until)


def come_in(opened: Opened, workshop: Workshop, device: str, role: str = "") -> str:
    """Somebody joins; the respondent's id."""
    code = engagements.join_code(opened.db, KIM, workshop.id)
    return engagements.join_workshop(opened.db, code, device, name=device, role=role).id


def answer(opened: Opened, respondent: str, question: str, value: float) -> None:
    """Choose a value."""
    engagements.record_answer(opened.db, respondent, question=question, kind="value", value=value)


def test_a_workshop_is_opened_on_the_newest_assessment_and_kept_whole(opened: Opened) -> None:
    workshop = open_room(
        opened, roles=("board",), invited={"board": 4}, agenda=(AgendaItem("Rate", 20),)
    )
    assert engagements.workshop_of(opened.db, workshop.engagement) == workshop
    assert engagements.facilitates(opened.db, KIM, workshop.id) == "Kim"
    assert workshop.doors_close - workshop.opened == timedelta(hours=12)
    assert ("Kim", "opened workshop") in opened.audit()
    assert engagements.find_engagement(opened.db, workshop.engagement).stage == "workshop"


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"capabilities": ()}, "No capability is chosen"),
        ({"capabilities": ("lead-01", "no-such")}, "Not asked in this assessment: no-such"),
        ({"roles": ("astronaut",)}, "no role astronaut"),
        ({"invited": {"astronaut": 2}}, "no role astronaut"),
        ({"invited": {"board": -1}}, "fewer than 0"),
        ({"roles": ("board",), "votes_last": "caio"}, "votes last is not invited"),
        ({"smallest_group": 2}, "at least 3 people"),
        ({"agenda": (AgendaItem("Rate", 0),)}, "has 0 minutes"),
        ({"agenda": (AgendaItem("", 5),)}, "agenda item"),
    ],
)
def test_every_mistake_in_the_settings_is_named(
    opened: Opened, settings: dict[str, object], problem: str
) -> None:
    with pytest.raises(InvalidInput, match=problem):
        open_room(opened, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "problem"), [(None, "needs a deadline"), (-1, "over already"), (91, "90 days")]
)
def test_a_survey_needs_a_deadline_that_makes_sense(
    opened: Opened, days: int | None, problem: str
) -> None:
    engagement = opened.start(depth="quick").engagement.id
    until = None if days is None else datetime.now(UTC) + timedelta(days=days)
    chosen = WorkshopSettings(live=False, capabilities=ALL)
    with pytest.raises(InvalidInput, match=problem):
        engagements.open_workshop(opened.db, KIM, engagement, chosen, name="Kim", until=until)


def test_an_assessment_has_one_workshop_and_no_answers_from_before(opened: Opened) -> None:
    workshop = open_room(opened)
    with pytest.raises(Conflict, match="has a workshop already"):
        open_room(opened, engagement=workshop.engagement)
    other = opened.start(depth="quick")
    ann = opened.join(other)
    answer(opened, ann, "lead-01-placement", 3)
    with pytest.raises(Conflict, match="answered in this assessment without a workshop"):
        open_room(opened, engagement=other.engagement.id)


@pytest.mark.parametrize("name", LEADING)
def test_who_does_not_facilitate_gets_nothing_done(opened: Opened, name: str) -> None:
    workshop = open_room(opened)
    come_in(opened, workshop, "ann's phone", "board")
    before = opened.audit()
    for device in ("ann's phone", LEE, ""):
        with pytest.raises(NotFound):
            LEADING[name](opened, device, workshop.id)
    assert opened.audit() == before


def test_a_facilitator_lets_a_second_one_in_by_a_link_that_expires(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = open_room(opened)
    token = engagements.facilitator_link(opened.db, KIM, workshop.id).rpartition("/")[2]
    assert engagements.facilitates(opened.db, LEE, workshop.id) is None
    assert engagements.facilitate(opened.db, LEE, token, "Lee").id == workshop.id
    assert engagements.facilitates(opened.db, LEE, workshop.id) == "Lee"
    engagements.go_to_phase(opened.db, LEE, workshop.id, "discussing")
    monkeypatch.setattr(permissions, "LINK_SECONDS", -1)
    texts = set()
    for wrong in (token, token[:-1], "", "x" * 5000):
        with pytest.raises(NotFound) as refused:
            engagements.facilitate(opened.db, "another device", wrong)
        texts.add(str(refused.value))
    assert len(texts) == 1


def test_a_report_link_makes_no_facilitator(opened: Opened) -> None:
    workshop = open_room(opened)
    with opened.db.reading() as connection:
        token = permissions.sign_report(connection, workshop.id)
    with pytest.raises(NotFound):
        engagements.facilitate(opened.db, LEE, token)


def test_people_and_answers_are_counted_once_each(opened: Opened) -> None:
    workshop = open_room(opened)
    ann = come_in(opened, workshop, "ann's phone", "board")
    come_in(opened, workshop, "bob's phone", "caio")
    for value in (2, 3, 3):  # changed, and chosen again
        answer(opened, ann, "lead-01-placement", value)
    answer(opened, ann, "run-01-placement", 1)
    _, counts = engagements.live_counts(opened.db, KIM, workshop.id)
    assert counts.joined == {"board": 1, "caio": 1}
    assert counts.started == {"board": 1}
    assert counts.answered == {"lead-01-placement": 1, "run-01-placement": 1}
    assert counts.people == 2


def test_the_rating_can_be_taken_up_again_until_something_was_shown(opened: Opened) -> None:
    workshop = open_room(opened, anonymous=False)
    ann = come_in(opened, workshop, "ann's phone", "board")
    answer(opened, ann, "lead-01-placement", 2)
    engagements.go_to_phase(opened.db, KIM, workshop.id, "discussing")
    engagements.go_to_phase(opened.db, KIM, workshop.id, "rating")
    answer(opened, ann, "lead-02-placement", 2)
    engagements.go_to_phase(opened.db, KIM, workshop.id, "discussing")
    engagements.reveal(opened.db, KIM, workshop.id, "lead-01")
    with pytest.raises(Conflict, match="rate blind"):
        engagements.go_to_phase(opened.db, KIM, workshop.id, "rating")
    with pytest.raises(Conflict, match="freezing"):
        engagements.go_to_phase(opened.db, KIM, workshop.id, "closed")


def test_the_screen_and_the_timer_are_the_room_s(opened: Opened) -> None:
    workshop = open_room(opened, capabilities=("lead-01",))
    engagements.put_on_screen(opened.db, KIM, workshop.id, "lead-01")
    engagements.set_timer(opened.db, KIM, workshop.id, 10)
    shown = engagements.workshop_of(opened.db, workshop.engagement)
    assert shown is not None
    assert shown.on_screen == "lead-01"
    assert shown.timer_ends is not None
    left = shown.timer_ends - datetime.now(UTC)
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)
    with pytest.raises(InvalidInput, match="not part of the workshop"):
        engagements.put_on_screen(opened.db, KIM, workshop.id, "run-01")
    for minutes in (-1, 481):
        with pytest.raises(InvalidInput, match="480 minutes"):
            engagements.set_timer(opened.db, KIM, workshop.id, minutes)
    engagements.set_timer(opened.db, KIM, workshop.id, 0)
    shown = engagements.workshop_of(opened.db, workshop.engagement)
    assert shown is not None
    assert shown.timer_ends is None


def test_the_timer_of_the_rating_ends_with_it(opened: Opened) -> None:
    workshop = open_room(opened)
    engagements.set_timer(opened.db, KIM, workshop.id, 25)
    engagements.go_to_phase(opened.db, KIM, workshop.id, "discussing")
    talking = engagements.workshop_of(opened.db, workshop.engagement)
    assert talking is not None
    assert talking.timer_ends is None


def test_everybody_gets_the_same_questions_in_an_order_of_their_own(opened: Opened) -> None:
    workshop = open_room(opened)
    orders = set()
    for at in range(12):
        person = come_in(opened, workshop, f"phone {at}", "board")
        order = tuple(each.id for each, _ in engagements.sheet_of(opened.db, person).asked)
        again = tuple(each.id for each, _ in engagements.sheet_of(opened.db, person).asked)
        assert again == order
        assert {*order} == {*ALL}
        # the capabilities of a pillar stay together
        assert order in {("lead-01", "lead-02", "run-01"), ("run-01", "lead-01", "lead-02")}
        orders.add(order)
    assert len(orders) == 2


def test_the_role_that_votes_last_waits_until_it_is_let_in(opened: Opened) -> None:
    workshop = open_room(opened, votes_last="board")
    chair = come_in(opened, workshop, "chair's phone", "board")
    caio = come_in(opened, workshop, "caio's phone", "caio")
    answer(opened, caio, "lead-01-placement", 2)
    with pytest.raises(Conflict, match="Your role answers last"):
        answer(opened, chair, "lead-01-placement", 2)
    assert set(engagements.sheet_of(opened.db, chair).closed) == {*ALL}
    engagements.let_last_role_vote(opened.db, KIM, workshop.id)
    answer(opened, chair, "lead-01-placement", 2)
    assert engagements.sheet_of(opened.db, chair).closed == {}


def test_only_the_workshop_s_capabilities_are_asked(opened: Opened) -> None:
    workshop = open_room(opened, capabilities=("lead-02",))
    assert engagements.asked_about(opened.db, workshop.id) == {"lead-02": ["lead-02-placement"]}
    ann = come_in(opened, workshop, "ann's phone", "board")
    with pytest.raises(HeadwayError, match="not asked here"):
        answer(opened, ann, "lead-01-placement", 2)


def test_nobody_is_asked_more_than_45_items_and_those_for_the_role_come_first(
    opened: Opened,
) -> None:
    started = engagements.start_engagement(opened.db, "Kim", organisation="Acme", depth="full")
    framework = engagements.framework_of(opened.db, started.engagement.id)
    every = {c.id: questions for c, questions in framework.asked("full", {})}
    assert sum(len(questions) for questions in every.values()) == 140
    workshop = open_room(opened, engagement=started.engagement.id, capabilities=tuple(every))
    for role in framework.roles:
        person = come_in(opened, workshop, f"{role.id}'s phone", role.id)
        mine = engagements.sheet_of(opened.db, person).asked
        assert 40 < sum(len(questions) for _, questions in mine) <= 45
        meant = {name for name, qs in every.items() if any(role.id in q.roles for q in qs)}
        got = {capability.id for capability, _ in mine}
        assert got <= meant or meant <= got


def test_two_hundred_who_join_at_once_are_all_in_and_all_counted(opened: Opened) -> None:
    workshop = open_room(opened)
    code = engagements.join_code(opened.db, KIM, workshop.id)

    def take_part(at: int) -> str:
        role = ("board", "caio")[at % 2]
        person = engagements.join_workshop(
            opened.db, code, f"phone {at}", role=role, address="192.0.2.7"
        )
        answer(opened, person.id, "lead-01-placement", 1 + at % 5)
        return person.id

    with ThreadPoolExecutor(20) as phones:
        people = list(phones.map(take_part, range(200)))
    assert len({*people}) == 200
    _, counts = engagements.live_counts(opened.db, KIM, workshop.id)
    assert counts.joined == counts.started == {"board": 100, "caio": 100}
    assert counts.answered == {"lead-01-placement": 200}
    engagements.go_to_phase(opened.db, KIM, workshop.id, "discussing")
    [found] = engagements.reveal(opened.db, KIM, workshop.id, "lead-01").questions
    assert found.counts == dict.fromkeys((1.0, 2.0, 3.0, 4.0, 5.0), 40)
