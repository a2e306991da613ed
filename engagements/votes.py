"""What the room sees together, and only once it may.

Nothing is published answer by answer: a mean with decimals that moves with each answer gives the
newcomer's away, even in groups of five. A round of votes is ended first, and then shown whole:
from the smallest group on, never changed by a single answer.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from random import SystemRandom

from sqlalchemy import Connection

import scoring
from domain.answers import Answer
from domain.errors import Conflict
from domain.framework import Question
from domain.workshop import (
    QuestionVotes,
    Revealed,
    RoleVotes,
    VoteRound,
    Workshop,
)
from engagements.permissions import facilitated, leading
from engagements.routing import asked_in
from engagements.texts import refuse
from storage import answer_records, records, workshop_records
from storage.database import Database


def reveal(db: Database, device: str, workshop_id: str, capability: str) -> Revealed:
    """End the votes on a capability and show them to the room. From now on they stay as they are.

    Raises NotFound, and Conflict while too few have answered for an anonymous room.
    """
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        questions = _questions(connection, workshop, capability)
        rounds = rounds_on(connection, workshop, capability)
        newest = rounds[-1] if rounds else VoteRound(capability, 1, 0, None)
        if newest.until is None:
            until = answer_records.last_sequence(connection)
            ended = VoteRound(capability, newest.number, newest.after, until)
            votes = _votes(connection, workshop, questions, ended)
            _refuse_few(workshop, votes)
            now = datetime.now(UTC)
            if rounds:
                workshop_records.end_round(
                    connection, workshop.id, capability, newest.number, until
                )
            else:
                workshop_records.add_round(connection, workshop.id, ended, now)
            records.add_audit(connection, now, name, f"revealed {capability}", workshop.id)
            newest = ended
        workshop_records.change_workshop(connection, workshop.id, on_screen=capability)
        return _revealed(connection, workshop, questions, newest)


def vote_again(db: Database, device: str, workshop_id: str, capability: str) -> None:
    """Open one more round on a capability that the room has seen. Raises NotFound and Conflict."""
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        rounds = rounds_on(connection, workshop, capability)
        if not rounds or rounds[-1].until is None:
            raise Conflict("The votes are open already.")
        after = answer_records.last_sequence(connection)
        now = datetime.now(UTC)
        number = workshop_records.rounds_opened(connection, workshop.id, capability) + 1
        again = VoteRound(capability, number, after, None)
        workshop_records.add_round(connection, workshop.id, again, now)
        records.add_audit(connection, now, name, f"asked again on {capability}", workshop.id)


def call_off_vote(db: Database, device: str, workshop_id: str, capability: str) -> None:
    """End a further round without counting it: the votes that the room has seen stand.

    What was said in it stays on record as answers that no round counts. Raises NotFound and
    Conflict.
    """
    with db.writing() as connection:
        workshop, name = leading(connection, device, workshop_id)
        rounds = rounds_on(connection, workshop, capability)
        if not rounds or rounds[-1].until is not None:
            raise Conflict("No further vote is open on this capability.")
        opened = rounds[-1]
        workshop_records.end_round(connection, workshop.id, capability, opened.number, opened.after)
        now = datetime.now(UTC)
        records.add_audit(connection, now, name, f"called off {capability}", workshop.id)


def revealed(db: Database, workshop_id: str, capability: str) -> tuple[Revealed, ...]:
    """Every round on a capability that was revealed, oldest first; for everybody in the room.

    Raises NotFound.
    """
    with db.reading() as connection:
        workshop = workshop_records.workshop_by_id(connection, workshop_id)
        if workshop is None:
            return ()
        questions = _questions(connection, workshop, capability)
        return tuple(
            _revealed(connection, workshop, questions, ended)
            for ended in rounds_on(connection, workshop, capability)
            if ended.until is not None
        )


def votes_in_round(db: Database, device: str, workshop_id: str, capability: str) -> int:
    """How many have voted in the open round on a capability. For facilitators. Raises NotFound."""
    with db.reading() as connection:
        workshop, _ = facilitated(connection, device, workshop_id)
        rounds = rounds_on(connection, workshop, capability)
        newest = rounds[-1] if rounds else VoteRound(capability, 1, 0, None)
        questions = _questions(connection, workshop, capability)
        return len({a.respondent for a in _votes(connection, workshop, questions, newest)})


def rounds_on(connection: Connection, workshop: Workshop, capability: str) -> tuple[VoteRound, ...]:
    """The rounds on one capability, in order."""
    rounds = workshop_records.rounds_of(connection, workshop.id)
    return tuple(each for each in rounds if each.capability == capability)


def rounds_of(db: Database, workshop_id: str) -> tuple[VoteRound, ...]:
    """The rounds on all capabilities, in the order in which they were opened."""
    with db.reading() as connection:
        return workshop_records.rounds_of(connection, workshop_id)


def _questions(connection: Connection, workshop: Workshop, capability: str) -> tuple[Question, ...]:
    assessment = records.assessment_by_id(connection, workshop.assessment)
    found = {each.id: questions for each, questions in asked_in(connection, assessment)}
    if capability not in found or capability not in workshop.settings.capabilities:
        refuse(["This capability is not part of the workshop."])
    return found[capability]


def _votes(
    connection: Connection, workshop: Workshop, questions: Sequence[Question], counted: VoteRound
) -> tuple[Answer, ...]:
    return answer_records.answers_between(
        connection,
        workshop.assessment,
        [question.id for question in questions],
        counted.after,
        counted.until,
    )


def _refuse_few(workshop: Workshop, votes: Collection[Answer]) -> None:
    people = max(Counter(answer.question for answer in votes).values(), default=0)
    least = workshop.settings.smallest_group if workshop.settings.anonymous else 1
    if people < least:
        raise Conflict(
            f"{people} of at least {least} people have answered this. In an anonymous workshop "
            "nothing is shown of fewer, or it would show who said what."
        )


def _revealed(
    connection: Connection, workshop: Workshop, questions: Sequence[Question], ended: VoteRound
) -> Revealed:
    votes = _votes(connection, workshop, questions, ended)
    people = {answer.respondent for answer in votes}
    least = workshop.settings.smallest_group if workshop.settings.anonymous else 1
    comments = [answer.comment for answer in votes_shown(workshop, votes) if answer.comment]
    SystemRandom().shuffle(comments)  # neither order nor time leads back to anybody
    return Revealed(
        capability=ended.capability,
        number=ended.number,
        people=len(people),
        questions=tuple(
            found for question in questions if (found := tallied(question, votes)).people >= least
        ),
        roles=_by_role(connection, workshop, questions, votes),
        comments=tuple(comments),
    )


def tallied(question: Question, votes: Collection[Answer]) -> QuestionVotes:
    """How many said what to a question; the median is the lower one, as in scoring."""
    mine = [answer for answer in votes if answer.question == question.id]
    values = sorted(answer.value for answer in mine if answer.value is not None)
    counts = {value: values.count(value) for value in sorted({*values})}
    return QuestionVotes(
        question=question.id,
        counts=counts,
        dont_know=sum(answer.kind == "dont_know" for answer in mine),
        not_applicable=sum(answer.kind == "not_applicable" for answer in mine),
        median=values[(len(values) - 1) // 2] if values else None,
        low=values[0] if values else None,
        high=values[-1] if values else None,
        agreement=scoring.consensus(counts, question.lowest, question.highest),
    )


def _by_role(
    connection: Connection,
    workshop: Workshop,
    questions: Sequence[Question],
    votes: Collection[Answer],
) -> tuple[RoleVotes, ...]:
    """The median of each role on the first question, from the smallest group on.

    Where a whole role said the same, an anonymous room is told of none: with the others' medians
    and all counts, that role's answer could be worked out.
    """
    settings = workshop.settings
    first = [a for a in votes if a.question == questions[0].id and a.value is not None]
    roles = {
        person.id: person.role
        for person in records.respondents_in(connection, workshop.assessment)
        if person.id in {answer.respondent for answer in first}
    }
    least = settings.smallest_group if settings.anonymous else 1
    shown, _ = scoring.groups_shown(roles, least)
    counted = {
        role: tallied(questions[0], [a for a in first if a.respondent in members])
        for role, members in shown.items()
    }
    if settings.anonymous and any(len(each.counts) == 1 for each in counted.values()):
        return ()
    return tuple(RoleVotes(role, each.people, each.median) for role, each in counted.items())


def settled_votes(connection: Connection, workshop: Workshop) -> tuple[Answer, ...]:
    """What counts of everybody's answers: where the room has seen a round, the last it has seen.

    Votes of a round that is open, and those of people who did not vote again, could be told from
    the difference to what was shown.
    """
    found = answer_records.answers_in(connection, workshop.assessment)
    ended = {
        each.capability: each
        for each in workshop_records.rounds_of(connection, workshop.id)
        if each.until is not None
    }
    for seen in ended.values():
        questions = _questions(connection, workshop, seen.capability)
        asked = {question.id for question in questions}
        found = tuple(answer for answer in found if answer.question not in asked)
        found += _votes(connection, workshop, questions, seen)
    return found


def votes_shown(workshop: Workshop, votes: Collection[Answer]) -> tuple[Answer, ...]:
    """The votes on questions that enough people have answered."""
    least = workshop.settings.smallest_group if workshop.settings.anonymous else 1
    people = Counter(answer.question for answer in votes)
    return tuple(answer for answer in votes if people[answer.question] >= least)
