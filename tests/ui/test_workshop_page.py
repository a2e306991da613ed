"""A workshop as the facilitator and the people in the room see it, without a browser."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

import engagements
from domain.workshop import AgendaItem, Consensus, Workshop, WorkshopSettings
from storage.database import Database
from tests.engagements.conftest import SMALL
from tests.ui.test_pages import texts

Opener = Callable[..., AppTest]
KIM = "device of Kim"
LEAD, SKILLS, RUN = "lead-01-placement", "lead-02-placement", "run-01-placement"
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
    room.all_say({LEAD: [1, 3, 5]})
    room.discuss()
    room.reveal()
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
    room.all_say({LEAD: [1, 3, 5]})
    room.discuss()
    room.reveal()
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
    room.all_say({LEAD: [1, 3, 5]})
    room.discuss()
    room.reveal()
    app = console(room, open_page)
    assert app.selectbox(key=key_of(app, "table:")).value == "lead-01"
    app.button_group(key=key_of(app, "agreed:", ":level")).set_value(2).run()
    press(app, "Keep what was agreed")
    table = app.selectbox(key=key_of(app, "table:"))
    assert table.options[0].startswith("agreed")
    assert table.value == "lead-01"
    assert "Version 1, Kim" in texts(app)
