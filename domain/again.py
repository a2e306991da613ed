"""A second assessment against the first: what moved, what was promised, what was done."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.planning import Status
from domain.quarters import Quarter
from domain.versions import Movement

Verdict = Literal[
    "less",
    "no_effect",
    "fell",
    "as_promised",
    "more",
    "unpromised",
    "nothing_due",
    "unknown",
    "not_comparable",
]
"""How a capability's movement stands to the plan: less than promised; all the work that was
promised is done, and the level is where it was; fallen; as promised; more than promised; risen
without a promise; no promise and no movement; not established in one of the rounds; scored or
asked in another way."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of answering, as it was on a day; without `frozen` it may still change."""

    name: str
    on: date
    frozen: bool = True


@dataclass(frozen=True, slots=True)
class Work:
    """An initiative of the plan, and what had become of it by the later round.

    `planned` is the quarter by whose end the plan had it finished, None where the plan had it
    not; `due` says whether that end had come. Without a note there is no `status`.
    """

    name: str
    planned: Quarter | None
    due: bool
    status: Status | None = None
    ended: Quarter | None = None

    @property
    def done(self) -> bool:
        """Whether it is finished."""
        return self.status == "done"

    @property
    def late(self) -> bool:
        """Whether it was finished after its planned end, or is not finished though it was due."""
        if self.done:
            return bool(self.ended and self.planned and self.ended > self.planned)
        return self.due


@dataclass(frozen=True, slots=True)
class Kept:
    """What has become of one capability, and of what the plan promised about it.

    `promised` is the level that the plan had it at by the later round, where that is a rise;
    `target` the level wanted by a date that has passed. `work` are the initiatives that lift it
    and were due, or of which something is noted.
    """

    movement: Movement
    promised: int | None
    target: int | None
    work: tuple[Work, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Again:
    """Two rounds of one engagement. `planned` says whether a plan stood between them.

    `work` is everything that was due by the later round, whatever it lifts.
    """

    before: Round
    after: Round
    overall: Movement
    pillars: tuple[Movement, ...]
    capabilities: tuple[Kept, ...]
    work: tuple[Work, ...]
    planned: bool
