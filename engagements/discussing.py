"""Talking about what was seen: what is worth it, what was agreed, and what is noted."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import scoring
from domain.errors import Conflict
from domain.framework import Question
from domain.workshop import Consensus, Note, NoteKind, Proposal
from engagements.frameworks import kept_or_shipped
from engagements.lookup import engagement_with
from engagements.permissions import facilitated, leading
from engagements.routing import asked_in
from engagements.texts import LONGEST_NOTE, length_problems, line, note, refuse
from engagements.votes import settled_votes, votes_shown
from scoring import allowed_values
from storage import records, workshop_records
from storage.database import Database


def proposals(
    db: Database, device: str, workshop_id: str, minutes_left: int
) -> tuple[Proposal, ...]:
    """What is worth talking about in the minutes left, the most worthwhile first.

    Raises NotFound, and Conflict while people still rate: what is proposed gives away where
    they differ.
    """
    with db.reading() as connection:
        workshop, _ = facilitated(connection, device, workshop_id)
        if workshop.phase == "rating":
            raise Conflict("End the rating first: a proposal gives away where people differ.")
        engagement = engagement_with(connection, workshop.engagement)
        framework = kept_or_shipped(connection, engagement.framework_hash)
        assessment = records.assessment_by_id(connection, workshop.assessment)
        agreed = {
            each.capability for each in workshop_records.consensus_in(connection, workshop.id)
        }
        newest = {r.capability: r for r in workshop_records.rounds_of(connection, workshop.id)}
        voting = {name for name, each in newest.items() if each.until is None}
        open_questions = {
            capability.id: questions
            for capability, questions in asked_in(connection, assessment)
            if capability.id in {*workshop.settings.capabilities} - agreed - voting
        }
        votes = settled_votes(connection, workshop)
    return scoring.worth_discussing(
        framework,
        votes_shown(workshop, votes),
        assessment.depth,
        engagement.context,
        open_questions,
        minutes_left,
    )


# What was agreed


def record_consensus(
    db: Database, device: str, workshop_id: str, agreed: Consensus, expected: int
) -> Consensus:
    """Keep what the room agreed on a capability, as the version after `expected`.

    Every version stays on record. Raises NotFound, InvalidInput, and Conflict with the other's
    name when somebody has kept a version since the one this was written on: nothing is lost, and
    nobody is overwritten unseen.
    """
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        assessment = records.assessment_by_id(connection, workshop.assessment)
        asked = {each.id: questions for each, questions in asked_in(connection, assessment)}
        if agreed.capability not in {*workshop.settings.capabilities} & {*asked}:
            refuse(["This capability is not part of the workshop."])
        refuse(_problems(agreed, {q.id: q for q in asked[agreed.capability]}))
        now = datetime.now(UTC)
        kept = replace(
            agreed,
            version=expected + 1,
            rationale=note(agreed.rationale),
            dissent=note(agreed.dissent),
            evidence=note(agreed.evidence),
            verified_by=line(agreed.verified_by),
            by=name,
            at=now,
        )
        newest = workshop_records.consensus_in(connection, workshop.id, agreed.capability)[-1:]
        if newest and newest[0].version != expected:
            raise Conflict(_overtaken(newest[0]))
        if not newest and expected:
            raise Conflict("What you changed is not on record. Reload the page.")
        workshop_records.add_consensus(connection, workshop.id, kept)
        records.add_audit(connection, now, name, f"agreed on {agreed.capability}", workshop.id)
    return kept


def _overtaken(newest: Consensus) -> str:
    return (
        f"{newest.by} has changed this in the meantime (version {newest.version}). Your text is "
        "still here: look at theirs, then save yours again if it should replace it."
    )


def _problems(agreed: Consensus, questions: Mapping[str, Question]) -> Iterator[str]:
    if not agreed.values:
        yield "No level is chosen. Choose what the room agreed on."
    for identifier, value in agreed.values.items():
        if identifier not in questions:
            yield f"The question {identifier[:64]!r} is not asked here. Reload the page."
        elif not questions[identifier].allows(value):
            yield f"{identifier} is answered with {allowed_values(questions[identifier])}."
    yield from length_problems(agreed.rationale, "rationale", LONGEST_NOTE)
    yield from length_problems(agreed.dissent, "dissent", LONGEST_NOTE)
    yield from length_problems(agreed.evidence, "evidence note", LONGEST_NOTE)
    yield from length_problems(agreed.verified_by, "name of who checked the evidence")


def consensus_of(db: Database, workshop_id: str) -> dict[str, tuple[Consensus, ...]]:
    """Every version of what was agreed, by capability, oldest first."""
    with db.reading() as connection:
        found = workshop_records.consensus_in(connection, workshop_id)
    versions: dict[str, tuple[Consensus, ...]] = {}
    for each in found:
        versions[each.capability] = (*versions.get(each.capability, ()), each)
    return versions


# What is noted


def add_note(
    db: Database,
    device: str,
    workshop_id: str,
    kind: NoteKind,
    text: str,
    owner: str = "",
    due: date | None = None,
) -> None:
    """Park something for later, or keep an action. Raises NotFound, InvalidInput and Conflict."""
    kept = Note(0, kind, note(text), line(owner), due)
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        refuse(_note_problems(kept))
        workshop_records.add_note(connection, workshop.id, kept)
        records.add_audit(connection, datetime.now(UTC), name, f"noted: {kind}", workshop.id)


def _note_problems(kept: Note) -> Iterator[str]:
    yield from length_problems(kept.text, "note", LONGEST_NOTE, shortest=1)
    yield from length_problems(kept.owner, "owner")
    if kept.kind == "action" and not kept.owner:
        yield "The action has no owner. Write who sees to it."


def mark_note(db: Database, device: str, workshop_id: str, note_id: int, done: bool) -> None:
    """Mark a note as done, or as open again; after the workshop, too. Raises NotFound."""
    with db.writing() as connection:
        workshop, name = facilitated(connection, device, workshop_id)
        workshop_records.mark_note(connection, workshop.id, note_id, done)
        now = datetime.now(UTC)
        records.add_audit(connection, now, name, f"marked note {note_id}", workshop.id)


def notes_of(db: Database, workshop_id: str) -> tuple[Note, ...]:
    """Everything parked and every action, in order."""
    with db.reading() as connection:
        return workshop_records.notes_of(connection, workshop_id)
