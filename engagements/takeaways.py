"""What everybody takes home from a workshop: one page, made at its end and kept as it was."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

import scoring
from domain.errors import Conflict, NotFound
from domain.framework import Framework
from domain.report import Action, Agreed, TakeAway
from domain.scorecard import NodeResult
from domain.workshop import Consensus, Workshop
from engagements.baselines import Frozen, card_of, frozen_rounds
from engagements.frameworks import framework_by_hash
from engagements.lookup import engagement_with
from engagements.permissions import facilitated, keyed
from engagements.routing import asked_in
from engagements.votes import votes_shown
from storage import answer_records, records, take_aways, workshop_records
from storage.database import Database

_OPEN = "The workshop is still open. Close it first: the page says what was frozen."
_MADE = "The page of this workshop was made before, and stays as it is. Download that one."
_NOT_HERE = (
    "There is no page here for this browser. Open it on a device that took part, once the "
    "facilitator has made it."
)


def compose_take_away(db: Database, device: str, workshop_id: str) -> TakeAway:
    """Everything that the page of a closed workshop says. For facilitators.

    Actions and parked items that are done are left out. Raises NotFound, and Conflict while the
    workshop is open.
    """
    with db.reading() as connection:
        workshop, _ = _closed(connection, device, workshop_id)
        engagement = engagement_with(connection, workshop.engagement)
        counts = workshop_records.live_counts(connection, workshop.assessment)
        notes = [n for n in workshop_records.notes_of(connection, workshop.id) if not n.done]
    frozen = _frozen(db, workshop)
    framework = framework_by_hash(db, frozen.baseline.framework_hash)
    card = card_of(db, frozen)
    return TakeAway(
        organisation=engagement.organisation,
        title=engagement.title or frozen.assessment.name,
        held_on=frozen.at.date(),
        scorecard=replace(card, questions=()),
        rated=len(workshop.settings.capabilities),
        roles=roles_named(counts.joined, _least(workshop), framework),
        agreed=agreed_in(frozen, card.capabilities, first_levels(db, workshop, frozen, framework)),
        actions=tuple(Action(n.text, n.owner, n.due) for n in notes if n.kind == "action"),
        parked=tuple(n.text for n in notes if n.kind == "parked"),
        sha256=frozen.sha256,
        anonymous=workshop.settings.anonymous,
        smallest_group=workshop.settings.smallest_group,
        language=framework.language,
        example=engagement.example,
    )


def keep_take_away(db: Database, device: str, workshop_id: str, pdf: bytes) -> None:
    """Keep the finished page; keeping the same one again changes nothing. For facilitators.

    Raises NotFound, and Conflict while the workshop is open or when another page is kept.
    """
    with db.writing() as connection:
        workshop, name = _closed(connection, device, workshop_id)
        kept = take_aways.take_away_of(connection, workshop.id)
        if kept is not None and kept[1] != pdf:
            raise Conflict(_MADE)
        if kept is None:
            now = datetime.now(UTC)
            file_name = f"workshop-take-away-{now.date().isoformat()}.pdf"
            take_aways.add_take_away(connection, workshop.id, file_name, pdf, now)
            records.add_audit(connection, now, name, "kept the take-away", workshop.id)


def open_take_away(db: Database, device: str, workshop_id: str) -> tuple[str, bytes]:
    """File name and PDF of the page, for devices that take part in the workshop or facilitate it.

    Raises NotFound, with one and the same text for everything else.
    """
    with db.reading() as connection:
        kept = take_aways.take_away_of(connection, workshop_id)
        if kept is None or not _was_there(connection, device, workshop_id):
            raise NotFound(_NOT_HERE)
        return kept


def _was_there(connection: Connection, device: str, workshop_id: str) -> bool:
    if not device:
        return False
    known = keyed(connection, device)
    return (
        workshop_records.participant_on(connection, known, workshop_id) is not None
        or workshop_records.facilitator_on(connection, known, workshop_id) is not None
    )


def _closed(connection: Connection, device: str, workshop_id: str) -> tuple[Workshop, str]:
    workshop, name = facilitated(connection, device, workshop_id)
    if workshop.phase != "closed":
        raise Conflict(_OPEN)
    return workshop, name


def _frozen(db: Database, workshop: Workshop) -> Frozen:
    rounds = frozen_rounds(db, workshop.engagement)
    return next(each for each in rounds if each.assessment.id == workshop.assessment)


def roles_named(
    joined: Mapping[str, int], least: int, framework: Framework
) -> tuple[tuple[str, int], ...]:
    """People by the name of their role; roles with fewer than `least` of them all in one, "".

    `joined` counts people by the id of their role.
    """
    named = [
        (role.name, joined[role.id]) for role in framework.roles if joined.get(role.id, 0) >= least
    ]
    others = sum(joined.values()) - sum(number for _, number in named)
    return (*named, ("", others)) if others else tuple(named)


def _least(workshop: Workshop) -> int:
    return workshop.settings.smallest_group if workshop.settings.anonymous else 1


# What was agreed


def agreed_in(
    frozen: Frozen, nodes: Collection[NodeResult], before: Mapping[str, float]
) -> tuple[Agreed, ...]:
    """What a room settled, in the order of `nodes`; `before` maps capabilities to first levels."""
    settled = {each.capability: each for each in frozen.baseline.agreed}
    return tuple(
        _one(settled[node.id], node, before.get(node.id)) for node in nodes if node.id in settled
    )


def _one(settled: Consensus, node: NodeResult, before: float | None) -> Agreed:
    return Agreed(
        capability=node.name,
        before=before,
        level=_claim(node),
        reported=node.worst if node.gated else node.score,
        rationale=settled.rationale,
        dissent=settled.dissent,
    )


def _claim(node: NodeResult) -> float | None:
    """The level that answers claim, before evidence; of a mean, how far it is."""
    if node.tally.answered == 0:
        return None
    return node.claimed if node.gated else node.score


def first_levels(
    db: Database, workshop: Workshop, frozen: Frozen, framework: Framework
) -> dict[str, float]:
    """What the votes came to when the room first saw them, by capability."""
    with db.reading() as connection:
        assessment = records.assessment_by_id(connection, workshop.assessment)
        asked = {
            capability.id: [question.id for question in questions]
            for capability, questions in asked_in(connection, assessment)
        }
        shown = [
            vote
            for each in workshop_records.rounds_of(connection, workshop.id)
            if each.number == 1 and each.until is not None
            for vote in answer_records.answers_between(
                connection,
                workshop.assessment,
                asked.get(each.capability, ()),
                each.after,
                each.until,
            )
        ]
    baseline = frozen.baseline
    card = scoring.score(framework, votes_shown(workshop, shown), baseline.depth, baseline.context)
    claims = {node.id: _claim(node) for node in card.capabilities}
    return {name: claim for name, claim in claims.items() if claim is not None}
