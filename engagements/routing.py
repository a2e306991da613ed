"""Which questions somebody is asked, in which order, and what keeps them from answering."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from random import Random

from sqlalchemy import Connection

from domain.engagement import Assessment, Respondent
from domain.framework import Capability, Framework, Question
from domain.workshop import VoteRound, Workshop
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from storage.places import Seat

MOST_ITEMS = 45
"""More than this nobody in a workshop is asked: about half an hour."""

Asked = tuple[tuple[Capability, tuple[Question, ...]], ...]


def asked_in(connection: Connection, assessment: Assessment) -> Asked:
    """Every capability of an assessment with the questions about it, in the framework's order."""
    engagement = engagement_with(connection, assessment.engagement)
    framework = kept_or_shipped(connection, engagement.framework_hash)
    return tuple(framework.asked(assessment.depth, engagement.context))


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody answers, and what this person is asked, in an order of their own."""

    seat: Seat
    framework: Framework
    asked: Asked


def place_of(connection: Connection, seat: Seat) -> Place:
    """What the person in this seat is asked: all that does not change with an answer."""
    framework = kept_or_shipped(connection, seat.engagement.framework_hash)
    context = tuple(sorted(seat.engagement.context.items()))
    workshop = seat.standing.workshop.id if seat.standing.workshop else ""
    key = _Key(framework.content_hash, seat.respondent.id, workshop, context, seat, framework)
    return Place(seat, framework, _asked(key))


@dataclass(frozen=True, slots=True)
class _Key:
    """By what it is told apart what somebody is asked; it is looked up with every answer."""

    content_hash: str
    respondent: str
    workshop: str
    context: tuple[tuple[str, str], ...]
    seat: Seat = field(compare=False)
    framework: Framework = field(compare=False)


@lru_cache(maxsize=2048)
def _asked(key: _Key) -> Asked:
    seat = key.seat
    asked = tuple(key.framework.asked(seat.assessment.depth, seat.engagement.context))
    if seat.standing.workshop is None:
        return asked
    return routed(key.framework, asked, seat.standing.workshop, seat.respondent)


def routed(framework: Framework, asked: Asked, workshop: Workshop, respondent: Respondent) -> Asked:
    """The workshop's capabilities for one person: at most 45 items, pillars in an order of its own.

    Where there are more, whole capabilities are left out: those first whose questions name other
    roles, else by lot. The lot is the same whenever the person comes back.
    """
    drawn = Random(respondent.id)  # noqa: S311 - an order, no secret
    chosen = [each for each in asked if each[0].id in workshop.settings.capabilities]
    lot = {capability.id: drawn.random() for capability, _ in chosen}
    pillars = [*framework.pillars]
    drawn.shuffle(pillars)
    mine = _at_most(MOST_ITEMS, chosen, respondent.role, lot)
    places = {c.id: at for at, pillar in enumerate(pillars) for c in pillar.capabilities}
    kept = (each for each in chosen if each[0].id in mine)
    return tuple(sorted(kept, key=lambda each: places[each[0].id]))


def _at_most(
    most: int,
    chosen: Iterable[tuple[Capability, tuple[Question, ...]]],
    role: str,
    lot: dict[str, float],
) -> set[str]:
    """The capabilities to keep so that there are no more items than that, but at least one."""
    first = sorted(
        chosen, key=lambda each: (all(role not in q.roles for q in each[1]), lot[each[0].id])
    )
    kept: set[str] = set()
    left = most
    for capability, questions in first:
        if len(questions) <= left or not kept:
            kept.add(capability.id)
            left -= len(questions)
    return kept


def closed_because(
    workshop: Workshop, rounds: Iterable[VoteRound], capability: str, role: str
) -> str:
    """Why nobody with this role can answer about a capability now; empty when it is open."""
    settings = workshop.settings
    if workshop.phase == "closed":
        return "The workshop is closed, and its baseline is frozen."
    if capability not in settings.capabilities:
        return "This capability is not part of the workshop."
    newest = [each for each in rounds if each.capability == capability][-1:]
    if newest:
        again = newest[0].until is None
        return "" if again else "The room has seen these answers. Yours stays as it was."
    if not settings.live and datetime.now(UTC) > workshop.doors_close:
        return "The deadline for answers is over."
    if workshop.phase != "rating":
        return "The rating is over. Look at the big screen."
    if role and role == settings.votes_last and not workshop.last_may_vote:
        return "Your role answers last, so that others speak first. The facilitator lets you in."
    return ""


def open_again(rounds: Iterable[VoteRound]) -> dict[str, VoteRound]:
    """The rounds of votes that are open for the second time or later, by capability."""
    newest = {each.capability: each for each in rounds}
    return {name: each for name, each in newest.items() if each.until is None}
