"""A workshop as the facilitator and the people in the room see it, without a browser."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

import engagements
from domain.workshop import AgendaItem, Consensus, Workshop, WorkshopSettings
from reporting.words import day
from storage.database import Database
from tests.engagements.conftest import SMALL
from tests.ui.test_pages import texts

Opener = Callable[..., AppTest]
KIM = "device of Kim"
LEAD, SKILLS = "lead-01-placement", "lead-02-placement"
AGENDA = (AgendaItem("Rate alone", 25), AgendaItem("Talk", 45), AgendaItem("Close", 15))


@dataclass
class Room:
    """An open workshop without names, and whose browser the next page is drawn for."""

    database: Database
    workshop: Workshop
    device: str = KIM

    def come_in(self, name: str) -> str:
        """Somebody joins on a phone of that name; the respondent's id."""
        code = engagements.join_code(self.database, KIM, self.workshop.id)
        return engagements.join_workshop(self.database, code, name, name=name, role="board").id

    def all_say(self, values: dict[str, list[float]]) -> None:
        """So many people join and choose these values, by question."""
        for at in range(max(len(each) for each in values.values())):
            person = self.come_in(f"phone {at}")
            for question, chosen in values.items():
                engagements.record_answer(
                    self.database, person, question=question, kind="value", value=chosen[at]
                )

    def discuss(self) -> None:
        """End the rating."""
        engagements.go_to_phase(self.database, KIM, self.workshop.id, "discussing")

    def reveal(self, capability: str = "lead-01") -> None:
        """Show what the room said."""
        engagements.reveal(self.database, KIM, self.workshop.id, capability)

    def see_three_who_differ(self) -> None:
        """Three people rate the first capability far apart, and the room is shown that."""
        self.all_say({LEAD: [1, 3, 5]})
        self.discuss()
        self.reveal()

    def again(self, capability: str = "lead-01") -> None:
        """Ask the room once more."""
        engagements.vote_again(self.database, KIM, self.workshop.id, capability)


@pytest.fixture
def room(database: Database, monkeypatch: pytest.MonkeyPatch) -> Room:
    """A workshop on the small framework, facilitated on the device `KIM`."""
    framework = engagements.add_framework(database, "Kim", SMALL.read_bytes(), "small.yaml")
    engagement = engagements.start_engagement(
        database, "Kim", organisation="Acme", depth="quick", framework_hash=framework.content_hash
    ).engagement.id
    settings = WorkshopSettings(
        anonymous=False, capabilities=("lead-01", "lead-02", "run-01"), agenda=AGENDA
    )
    workshop = engagements.open_workshop(database, KIM, engagement, settings, name="Kim")
    held = Room(database, workshop)
    cookies = property(lambda _: {"headway_device": held.device})
    monkeypatch.setattr(ContextProxy, "cookies", cookies)
    return held


def console(room: Room, open_page: Opener) -> AppTest:
    """The facilitator's page."""
    app = open_page("workshop", engagement=room.workshop.engagement)
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of that name."""
    return next(button for button in app.button if button.label == label).click().run()


def go_to(app: AppTest, step: str) -> AppTest:
    """Choose one of the four steps."""
    return app.button_group(key=key_of(app, "step:")).set_value(step).run()


def key_of(app: AppTest, begin: str, end: str = "") -> str:
    """The key of the widget that begins and ends so."""
    kinds = (*app.button_group, *app.text_area, *app.selectbox, *app.number_input)
    keys = [str(each.key) for each in kinds]
    [found] = [key for key in keys if key.startswith(begin) and key.endswith(end)]
    return found


def labels(app: AppTest) -> list[str]:
    """The labels of all buttons."""
    return [button.label for button in app.button]


def test_a_half_typed_agreement_is_there_after_a_look_at_the_notes(
    room: Room, open_page: Opener
) -> None:
    room.see_three_who_differ()
    app = console(room, open_page)
    app.text_area(key=key_of(app, "agreed:", ":why")).set_value("The board has approved").run()
    app.button_group(key=key_of(app, "agreed:", ":level")).set_value(2).run()
    go_to(go_to(app, "Notes"), "Discuss")
    assert app.text_area(key=key_of(app, "agreed:", ":why")).value == "The board has approved"
    assert app.button_group(key=key_of(app, "agreed:", ":level")).value == 2
    press(app, "Keep what was agreed")
    [kept] = engagements.consensus_of(room.database, room.workshop.id)["lead-01"]
    assert (kept.rationale, kept.values) == ("The board has approved", {LEAD: 2.0})


def test_another_facilitators_version_can_be_taken_into_a_form_that_was_typed_in(
    room: Room, open_page: Opener
) -> None:
    room.see_three_who_differ()
    app = console(room, open_page)
    app.text_area(key=key_of(app, "agreed:", ":why")).set_value("Mine").run()
    theirs = Consensus("lead-01", 0, {LEAD: 4.0}, "Theirs")
    engagements.record_consensus(room.database, KIM, room.workshop.id, theirs, 0)
    go_to(go_to(app, "Notes"), "Discuss")
    assert app.text_area(key=key_of(app, "agreed:", ":why")).value == "Mine"
    press(app, "Take theirs into the form")
    assert app.text_area(key=key_of(app, "agreed:", ":why")).value == "Theirs"


def test_what_is_on_the_table_says_that_it_is_agreed_as_soon_as_that_is_kept(
    room: Room, open_page: Opener
) -> None:
    room.see_three_who_differ()
    app = console(room, open_page)
    assert app.selectbox(key=key_of(app, "table:")).value == "lead-01"
    app.button_group(key=key_of(app, "agreed:", ":level")).set_value(2).run()
    press(app, "Keep what was agreed")
    table = app.selectbox(key=key_of(app, "table:"))
    assert table.options[0].startswith("agreed")
    assert table.value == "lead-01"
    assert "Version 1, Kim" in texts(app)


def test_a_closed_workshop_shows_no_door_and_asks_for_no_votes(
    room: Room, open_page: Opener
) -> None:
    room.all_say({LEAD: [1, 3, 5]})
    app = console(room, open_page)
    assert "/join?code=" in app.code[0].value
    assert "Make a new code" in labels(app)
    room.discuss()
    room.reveal()
    room.again()
    assert "Show the new votes" in labels(console(room, open_page))
    engagements.close_workshop(room.database, KIM, room.workshop.id)
    app = go_to(console(room, open_page), "Discuss")
    assert "Show the new votes" not in labels(app)
    go_to(app, "Rate")
    assert "nobody comes in any more" in texts(app)
    assert not app.code
    assert "Make a new code" not in labels(app)


def test_shares_are_whole_percent(room: Room, open_page: Opener) -> None:
    room.all_say({LEAD: [1, 3, 5], SKILLS: [2, 2, 3]})
    engagements.record_answer(
        room.database, room.come_in("one more"), question=LEAD, kind="value", value=2
    )
    app = console(room, open_page)
    [shares] = [each.value for each in app.dataframe if "Answered" in each.value]
    assert list(shares["Answered"]) == [100, 75, 0]


def test_one_capability_is_shown_with_one_button_and_why_it_is_next_reads_as_sentences(
    room: Room, open_page: Opener
) -> None:
    room.all_say({LEAD: [1, 3, 5], SKILLS: [2, 2, 3]})
    room.discuss()
    app = console(room, open_page)
    assert labels(app).count("Show what the room said") == 1
    assert "The answers go from 1 to 5" in texts(app).replace("\\", "")
    assert "middle half" not in texts(app)
    assert "\\. The level of" in texts(app)
    app.selectbox(key=key_of(app, "table:")).set_value("run-01").run()
    assert labels(app).count("Show what the room said") == 2


def test_with_five_answers_the_middle_half_is_named(room: Room, open_page: Opener) -> None:
    room.all_say({LEAD: [1, 2, 3, 4, 5]})
    room.discuss()
    app = console(room, open_page)
    assert "The middle half of the answers goes from 2 to 4" in texts(app)


def test_the_talk_has_what_the_agenda_gives_it_whatever_was_left_to_rate(
    room: Room, open_page: Opener
) -> None:
    room.all_say({LEAD: [1, 3, 5]})
    engagements.set_timer(room.database, KIM, room.workshop.id, 25)
    room.discuss()
    app = console(room, open_page)
    assert app.number_input(key=key_of(app, "minutes:")).value == 45


def test_the_minutes_left_to_talk_run_with_the_timer_until_others_are_typed(
    room: Room, open_page: Opener
) -> None:
    room.all_say({LEAD: [1, 3, 5]})
    room.discuss()
    engagements.set_timer(room.database, KIM, room.workshop.id, 30)
    app = console(room, open_page)
    assert app.number_input(key=key_of(app, "minutes:")).value == 30
    later(room, app, 12)
    assert app.number_input(key=key_of(app, "minutes:")).value == 18
    app.number_input(key=key_of(app, "minutes:")).set_value(40).run()
    assert app.number_input(key=key_of(app, "minutes:")).value == 40
    later(room, app, 3)
    assert app.number_input(key=key_of(app, "minutes:")).value == 37


def later(room: Room, app: AppTest, minutes: int) -> None:
    """Draw the page as it is so many minutes later."""
    held = engagements.workshop_of(room.database, room.workshop.engagement)
    assert held
    name = f"kept:talk ends:{held.id}:{held.timer_ends}"
    app.session_state[name] -= timedelta(minutes=minutes)
    app.run()


def test_the_big_screen_counts_votes_of_all_and_writes_all_of_it_large(
    room: Room, open_page: Opener
) -> None:
    room.all_say({LEAD: [1, 3, 5]})
    screen = open_page("workshop", engagement=room.workshop.engagement, present="1")
    assert "3 of 9 answers" in large_lines(screen)
    room.discuss()
    room.reveal()
    assert "3 answers · median 3 Standardised" in large_lines(screen.run())
    room.again()
    code = engagements.join_code(room.database, KIM, room.workshop.id)
    person = engagements.join_workshop(room.database, code, "phone 0").id
    engagements.record_answer(room.database, person, question=LEAD, kind="value", value=2)
    assert "Please vote again on your phone: 1 of 3 has voted" in large_lines(screen.run())


def large_lines(app: AppTest) -> str:
    """What stands in letters for the last row."""
    lines = [str(each.proto.body) for each in app.get("html")]
    sizes = [float(re.findall(r"font-size: ([\d.]+)rem", line)[0]) for line in lines]
    assert min(sizes) >= 2
    return "\n".join(lines)


# On a phone


def phone(room: Room, open_page: Opener, device: str) -> AppTest:
    """What somebody who has joined sees."""
    room.device = device
    app = open_page("join", workshop=room.workshop.id)
    assert not app.exception
    return app


def test_a_vote_cast_again_is_confirmed_and_the_old_votes_are_not_shown(
    room: Room, open_page: Opener
) -> None:
    room.see_three_who_differ()
    room.again()
    app = phone(room, open_page, "phone 0")
    app.radio[0].set_value("value:3").run()
    press(app, "I am done")
    assert "Thank you, your vote is saved." in texts(app)
    assert "On the big screen" not in texts(app)
    press(app, "Back to my answers")
    assert app.radio[0].value == "value:3"
    press(app, "I am done")
    room.reveal()
    assert "On the big screen" in texts(app.run())


def test_joining_without_a_code_says_what_is_missing(room: Room, open_page: Opener) -> None:
    room.device = "a stranger"
    app = press(open_page("join"), "Join")
    assert "No code is typed" in texts(app)
    assert "The facilitator shows the code" in texts(app)


def test_the_last_day_is_that_of_the_reader(room: Room, open_page: Opener) -> None:
    engagement = engagements.start_engagement(
        room.database, "Kim", organisation="Acme", depth="quick"
    )
    [first, *_] = engagements.framework_of(room.database, engagement.engagement.id).capabilities()
    until = (datetime.now(UTC) + timedelta(days=5)).replace(hour=22, minute=59)
    room.workshop = engagements.open_workshop(
        room.database,
        KIM,
        engagement.engagement.id,
        WorkshopSettings(live=False, capabilities=(first.id,)),
        name="Kim",
        until=until,
    )
    room.come_in("phone")
    app = phone(room, open_page, "phone")
    app.context["timezone"] = "Asia/Tokyo"
    app.radio[0].set_value("value:3").run()
    press(app, "I am done")
    assert f"until {day((until + timedelta(days=1)).date())}" in texts(app)


def test_the_last_page_offers_no_way_to_itself(room: Room, open_page: Opener) -> None:
    room.come_in("phone")
    app = phone(room, open_page, "phone")
    press(app, "Next")
    app.radio[0].set_value("value:3").run()
    press(app, "Next")
    assert "Answer the open capability" in labels(app)
    assert "only capability that is not answered" not in texts(app)
    press(app, "Answer the open capability")
    app.radio[0].set_value("value:3").run()
    press(press(app, "Next"), "Next")
    assert not [label for label in labels(app) if label.startswith("Answer the")]
    assert "This is the only capability that is not answered yet." in texts(app)
    app.radio[0].set_value("value:3").run()
    assert "I am done" in labels(app)


def test_how_far_one_is_moves_with_the_answer(room: Room, open_page: Opener) -> None:
    room.come_in("phone")
    app = phone(room, open_page, "phone")
    assert [bar.proto.value for bar in app.get("progress")] == [0]
    app.radio[0].set_value("value:3").run()
    assert [bar.proto.value for bar in app.get("progress")] == [33]


# On Home


def test_the_card_of_a_prepared_workshop_leads_to_it_first(room: Room, open_page: Opener) -> None:
    prepared = engagements.start_engagement(
        room.database, "Kim", organisation="Harbour", depth="quick"
    ).engagement.id
    app = open_page("home")
    assert ways_on(app, prepared) == ["Prepare the workshop", "Start answering without it"]
    assert ways_on(app, room.workshop.engagement) == ["Open the workshop", "Results"]
    engagements.join_assessment(room.database, "Ada", prepared, name="Ada", role="")
    assert ways_on(open_page("home"), prepared) == ["Start answering", "Results"]


def ways_on(app: AppTest, engagement: str) -> list[str]:
    """The buttons of an engagement's card, in order."""
    return [each.label for each in app.button if f"open:{engagement}:" in str(each.key)]
