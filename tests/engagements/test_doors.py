"""The doors of a workshop: codes that expire and are hard to guess, and who came through them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

import engagements
from domain.errors import Conflict, HeadwayError, InvalidInput, NotFound
from domain.workshop import Workshop, WorkshopSettings
from engagements import doors
from storage.database import open_database
from tests.engagements.conftest import Opened

KIM = "device of Kim"
ALL = ("lead-01", "lead-02", "run-01")


@pytest.fixture(autouse=True)
def no_tries_yet() -> Iterator[None]:
    """The limiter counts for the whole process: every test begins without wrong tries."""
    doors._tries.storage.reset()
    yield
    doors._tries.storage.reset()


def open_room(opened: Opened, **settings: object) -> tuple[Workshop, str]:
    """A workshop on a new engagement, and its code."""
    engagement = opened.start(depth="quick").engagement.id
    chosen = WorkshopSettings(**({"capabilities": ALL} | settings))  # type: ignore[arg-type]
    until = None if chosen.live else datetime.now(UTC) + timedelta(days=7)
    workshop = engagements.open_workshop(
        opened.db, KIM, engagement, chosen, name="Kim", until=until
    )
    return workshop, engagements.join_code(opened.db, KIM, workshop.id)


def refusal(opened: Opened, code: str, device: str = "a stranger's", address: str = "") -> str:
    """Why a code opens nothing."""
    with pytest.raises(HeadwayError) as refused:
        engagements.workshop_by_code(opened.db, code, device, address)
    return str(refused.value)


def end_doors(opened: Opened, workshop: Workshop) -> None:
    """Let the time of a workshop's doors be over."""
    with opened.db.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE workshop SET doors_close = '2026-01-01 00:00:00' WHERE id = ?", (workshop.id,)
        )


def test_a_code_has_eight_symbols_that_cannot_be_confused(opened: Opened) -> None:
    _, code = open_room(opened)
    first, dash, last = code.partition("-")
    assert (len(first), dash, len(last)) == (4, "-", 4)
    assert {*first, *last} <= {*doors.SYMBOLS}
    assert len(doors.SYMBOLS) == len({*doors.SYMBOLS}) == 31
    assert not {*"01ILO"} & {*doors.SYMBOLS}


def test_two_workshops_have_two_codes_and_each_opens_its_own(opened: Opened) -> None:
    first, one = open_room(opened)
    second, two = open_room(opened)
    assert one != two
    assert engagements.workshop_by_code(opened.db, one).id == first.id
    assert engagements.workshop_by_code(opened.db, two).id == second.id


def test_a_code_is_understood_however_it_is_typed(opened: Opened) -> None:
    workshop, code = open_room(opened)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code[:2]} {code[2:]} "):
        assert engagements.workshop_by_code(opened.db, typed).id == workshop.id


def test_every_code_that_opens_nothing_gets_the_same_answer(opened: Opened) -> None:
    expired, late = open_room(opened)
    end_doors(opened, expired)
    closed, over = open_room(opened)
    engagements.close_workshop(opened.db, KIM, closed.id)
    renewed, before = open_room(opened)
    engagements.new_code(opened.db, KIM, renewed.id)
    wrong = ("", "ABCD-EFGH", "x" * 500, "Ω", late, over, before)
    assert len({refusal(opened, code, str(at)) for at, code in enumerate(wrong)}) == 1
    after = engagements.join_code(opened.db, KIM, renewed.id)
    assert engagements.workshop_by_code(opened.db, after).id == renewed.id


def test_after_ten_wrong_codes_a_device_waits_even_with_the_right_one(opened: Opened) -> None:
    workshop, code = open_room(opened)
    for _ in range(10):
        assert "opens no workshop" in refusal(opened, "ABCD-EFGH", "guesser")
    assert "Too many wrong codes" in refusal(opened, "ABCD-EFGH", "guesser")
    assert "Too many wrong codes" in refusal(opened, code, "guesser")
    assert engagements.workshop_by_code(opened.db, code, "somebody else").id == workshop.id


def test_an_address_and_everybody_together_are_slowed_too(opened: Opened) -> None:
    _, code = open_room(opened)
    for at in range(60):  # one attacker with a new cookie for each guess
        assert "opens no workshop" in refusal(opened, "ABCD-EFGH", f"cookie {at}", "192.0.2.7")
    assert "Too many" in refusal(opened, code, "yet another cookie", "192.0.2.8")


def test_right_codes_are_never_counted(opened: Opened) -> None:
    workshop, code = open_room(opened)
    for _ in range(250):
        found = engagements.workshop_by_code(opened.db, code, "same device", "192.0.2.7")
        assert found.id == workshop.id


def test_the_same_device_goes_on_as_the_same_person(opened: Opened) -> None:
    workshop, code = open_room(opened)
    ann = engagements.join_workshop(opened.db, code, "ann's phone", role="board")
    again = engagements.join_workshop(opened.db, code, "ann's phone", role="caio")
    other = engagements.join_workshop(opened.db, code, "bob's phone", role="board")
    assert again == ann
    assert other.id != ann.id
    assert engagements.participant(opened.db, "ann's phone", workshop.id) == ann
    assert engagements.participant(opened.db, "nobody's", workshop.id) is None
    assert engagements.participant(opened.db, "", workshop.id) is None
    joined = engagements.workshop_joined(opened.db, "ann's phone")
    assert joined is not None
    assert joined.id == workshop.id


def test_nobody_s_name_is_kept_in_an_anonymous_workshop(opened: Opened) -> None:
    _, code = open_room(opened)
    ann = engagements.join_workshop(opened.db, code, "ann's phone", name="Ann Smith")
    assert "Ann" not in ann.name
    assert len(ann.name.split()) == 2
    assert not any("Ann" in actor for actor, _ in opened.audit())


def test_a_named_workshop_asks_for_a_name_and_a_role_that_is_invited(opened: Opened) -> None:
    _, code = open_room(opened, anonymous=False, roles=("board",))
    with pytest.raises(InvalidInput, match="name"):
        engagements.join_workshop(opened.db, code, "ann's phone", role="board")
    with pytest.raises(InvalidInput, match="roles that are invited"):
        engagements.join_workshop(opened.db, code, "ann's phone", name="Ann", role="caio")
    ann = engagements.join_workshop(opened.db, code, "ann's phone", name="Ann", role="board")
    assert (ann.name, ann.role) == ("Ann", "board")


def test_a_browser_without_cookies_is_told_so(opened: Opened) -> None:
    _, code = open_room(opened)
    with pytest.raises(InvalidInput, match="cookies"):
        engagements.join_workshop(opened.db, code, "", role="board")


def test_a_personal_link_takes_a_second_device_along(opened: Opened) -> None:
    workshop, code = open_room(opened)
    ann = engagements.join_workshop(opened.db, code, "ann's phone", role="board")
    assert engagements.continue_on(opened.db, "ann's laptop", ann.id).id == workshop.id
    for device in ("ann's phone", "ann's laptop"):
        assert engagements.participant(opened.db, device, workshop.id) == ann
    with pytest.raises(NotFound):
        engagements.continue_on(opened.db, "a stranger's", "no such person")


def test_a_personal_link_makes_nobody_of_those_who_take_part_somebody_else(
    opened: Opened,
) -> None:
    workshop, code = open_room(opened)
    ann = engagements.join_workshop(opened.db, code, "ann's phone", role="board")
    bob = engagements.join_workshop(opened.db, code, "bob's phone", role="board")
    with pytest.raises(Conflict, match="Somebody else takes part"):
        engagements.continue_on(opened.db, "bob's phone", ann.id)
    assert engagements.participant(opened.db, "bob's phone", workshop.id) == bob
    assert engagements.continue_on(opened.db, "ann's phone", ann.id).id == workshop.id


def test_a_new_code_leaves_the_deadline_of_a_survey(opened: Opened) -> None:
    workshop, _ = open_room(opened, live=False)
    engagements.new_code(opened.db, KIM, workshop.id)
    changed = engagements.workshop_of(opened.db, workshop.engagement)
    assert changed is not None
    assert changed.doors_close == workshop.doors_close


def test_a_personal_link_of_no_workshop_says_where_to_go(opened: Opened) -> None:
    ann = opened.join(opened.start())
    with pytest.raises(NotFound, match="belongs to no workshop"):
        engagements.continue_on(opened.db, "ann's laptop", ann)


def test_nobody_comes_in_when_the_doors_are_closed_and_those_inside_go_on(opened: Opened) -> None:
    workshop, code = open_room(opened)
    ann = engagements.join_workshop(opened.db, code, "ann's phone", role="board")
    end_doors(opened, workshop)
    with pytest.raises(NotFound):
        engagements.join_workshop(opened.db, code, "bob's phone", role="board")
    engagements.record_answer(
        opened.db, ann.id, question="lead-01-placement", kind="value", value=2
    )
    engagements.new_code(opened.db, KIM, workshop.id)
    fresh = engagements.join_code(opened.db, KIM, workshop.id)
    assert engagements.join_workshop(opened.db, fresh, "bob's phone", role="board").id != ann.id


def test_a_guess_hits_with_the_chance_that_is_written_down() -> None:
    # 60 wrong guesses a minute for a day, at 20 workshops with open doors.
    guesses = 60 * 60 * 24
    assert guesses * 20 / len(doors.SYMBOLS) ** 8 == pytest.approx(2.03e-6, rel=0.01)
    assert doors._ALL_TOGETHER.amount / doors._ALL_TOGETHER.get_expiry() == 1


def test_codes_of_another_installation_open_nothing(opened: Opened) -> None:
    _, code = open_room(opened)
    with opened.db.writing() as connection:
        connection.exec_driver_sql("UPDATE secret SET value = 'other' WHERE name = 'join codes'")
    url = f"sqlite:///{opened.db.path}"
    with closing(open_database(url)) as other, pytest.raises((NotFound, Conflict)):
        engagements.workshop_by_code(other, code, "ann's phone")
