"""A workshop on the small framework with so many people in it, each on a phone of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

import engagements
from domain.workshop import LiveCounts, Revealed, Workshop
from tests.engagements.conftest import Opened
from tests.engagements.test_workshops import KIM, answer, come_in, open_room

LEAD, SKILLS, RUN = "lead-01-placement", "lead-02-placement", "run-01-placement"


@dataclass(frozen=True)
class Room:
    """An open workshop, facilitated on the device `KIM`.

    `people` are the respondents' ids and `devices` their phones, in the order in which they came.
    """

    opened: Opened
    workshop: Workshop
    people: tuple[str, ...]
    devices: tuple[str, ...]

    def says(self, at: int, value: float, question: str = LEAD, comment: str = "") -> None:
        """One of the people chooses a value."""
        engagements.record_answer(
            self.opened.db,
            self.people[at],
            question=question,
            kind="value",
            value=value,
            comment=comment,
        )

    def all_say(self, values: Sequence[float], question: str = LEAD) -> None:
        """The first people choose these values, in order."""
        for person, value in zip(self.people, values, strict=False):
            answer(self.opened, person, question, value)

    def reveal(self, capability: str = "lead-01") -> Revealed:
        """End the votes on a capability and show them."""
        return engagements.reveal(self.opened.db, KIM, self.workshop.id, capability)

    def again(self, capability: str = "lead-01") -> None:
        """Open one more round on a capability."""
        engagements.vote_again(self.opened.db, KIM, self.workshop.id, capability)

    def shown(self, capability: str = "lead-01") -> tuple[Revealed, ...]:
        """Every round on a capability that the room has seen."""
        return engagements.revealed(self.opened.db, self.workshop.id, capability)

    def discuss(self) -> None:
        """End the rating."""
        engagements.go_to_phase(self.opened.db, KIM, self.workshop.id, "discussing")

    def close(self) -> engagements.Frozen:
        """Close the workshop."""
        return engagements.close_workshop(self.opened.db, KIM, self.workshop.id)

    def counts(self) -> LiveCounts:
        """All that a facilitator sees before anything is revealed."""
        return engagements.live_counts(self.opened.db, KIM, self.workshop.id)[1]


def room_of(
    opened: Opened, roles: Sequence[str], *, depth: str = "quick", **settings: object
) -> Room:
    """A workshop into which one person comes for each of these roles."""
    engagement = opened.start(depth=depth).engagement.id
    workshop = open_room(opened, engagement=engagement, **settings)
    devices = tuple(f"{workshop.id} phone {at}" for at in range(len(roles)))
    people = tuple(
        come_in(opened, workshop, device, role) for device, role in zip(devices, roles, strict=True)
    )
    return Room(opened, workshop, people, devices)
