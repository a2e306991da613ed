"""Again next year: the last two rounds side by side, and the plan held against them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import planning
import scoring
from domain.again import Again, Kept, Round, Verdict, Work
from domain.engagement import Assessment
from domain.errors import InvalidInput, NotYet
from domain.framework import Framework
from domain.planning import Actual, Initiative, Placement, Roadmap
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from domain.versions import Movement
from engagements.baselines import Frozen, card_of, frozen_rounds
from engagements.benefits import planning_catalogue
from engagements.frameworks import framework_by_hash, framework_of
from engagements.overview import find_engagement
from engagements.scores import score_engagement
from storage import plan_history
from storage.database import Database
from storage.results import actuals_from, read_roadmap

_ACTUALS = "actuals"


@dataclass(frozen=True, slots=True)
class _Scored:
    """A round with its levels, as they were at a moment."""

    assessment: Assessment
    card: Scorecard
    framework: Framework
    at: datetime
    frozen: bool

    @property
    def round(self) -> Round:
        return Round(self.assessment.name, self.at.date(), self.frozen)

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.at.date())


def rounds_compared(db: Database, engagement_id: str) -> Again | None:
    """The last two rounds of an engagement, and what the plan between them promised.

    The later one is what is answered today, where that can be scored, else the last one frozen;
    None where there are no two. The plan is the one that stood when progress was first noted
    after the earlier round, at the latest when the later round began: plans made after that
    know already what was not kept. Raises NotFound.
    """
    rounds = _last_two(db, engagement_id)
    if rounds is None:
        return None
    before, after = rounds
    moved = scoring.trend(before.card, after.card, before.framework, after.framework)
    plan = _plan_between(db, engagement_id, before, after)
    work = _work(db, engagement_id, plan, after)
    promises, targets = _promised(plan, before.card, after.quarter)
    pillars = {node.id for node in (*before.card.pillars, *after.card.pillars)}
    overall = after.card.overall.id
    return Again(
        before=before.round,
        after=after.round,
        overall=next(each for each in moved if each.id == overall),
        pillars=tuple(each for each in moved if each.id in pillars),
        capabilities=tuple(
            _kept(each, promises.get(each.id), targets.get(each.id), work)
            for each in moved
            if each.id not in {*pillars, overall}
        ),
        work=tuple(each for _, each in work if each.due),
        planned=plan is not None,
    )


def _last_two(db: Database, engagement_id: str) -> tuple[_Scored, _Scored] | None:
    frozen = frozen_rounds(db, engagement_id)
    today = _today(db, engagement_id, frozen[-1]) if frozen else None
    if today:
        return _scored(db, frozen[-1]), today
    if len(frozen) > 1:
        return _scored(db, frozen[-2]), _scored(db, frozen[-1])
    return None


def _scored(db: Database, frozen: Frozen) -> _Scored:
    framework = framework_by_hash(db, frozen.baseline.framework_hash)
    return _Scored(frozen.assessment, card_of(db, frozen), framework, frozen.at, frozen=True)


def _today(db: Database, engagement_id: str, last: Frozen) -> _Scored | None:
    """What is answered now in a round after the last one frozen."""
    assessment = find_engagement(db, engagement_id).assessment
    if assessment.id == last.assessment.id:
        return None
    try:
        card = score_engagement(db, engagement_id)
    except NotYet:  # a workshop is under way, and nothing of it shows
        return None
    if card.overall.tally.answered == 0:
        return None
    framework = framework_of(db, engagement_id)
    return _Scored(assessment, card, framework, datetime.now(UTC), frozen=False)


# What was promised


def _plan_between(
    db: Database, engagement_id: str, before: _Scored, after: _Scored
) -> Roadmap | None:
    with db.reading() as connection:
        noted = plan_history.first_record_after(connection, engagement_id, _ACTUALS, before.at)
        moment = min(noted or after.assessment.created, after.assessment.created)
        content = plan_history.plan_standing_at(connection, engagement_id, moment)
    try:
        return read_roadmap(content, "plan") if content else None
    except InvalidInput:  # made by an earlier version of Headway, which wrote plans otherwise
        return None


def _promised(
    plan: Roadmap | None, before: Scorecard, now: Quarter
) -> tuple[dict[str, int], dict[str, int]]:
    """The levels that the plan had by now, and the targets whose date has passed."""
    if plan is None:
        return {}, {}
    levels = {node.id: node.worst for node in before.capabilities if node.worst is not None}
    targets = {gap.capability: gap.target for gap in plan.gaps if gap.due and gap.due < now}
    return planning.promised_levels(plan, levels, now), targets


# What was done


def _work(
    db: Database, engagement_id: str, plan: Roadmap | None, after: _Scored
) -> list[tuple[Initiative, Work]]:
    """Every initiative that was due by the later round, or of which something was noted."""
    with db.reading() as connection:
        saved = plan_history.record_standing_at(connection, engagement_id, _ACTUALS, after.at)
    noted = {actual.initiative: actual for actual in actuals_from(saved)} if saved else {}
    placed = {each.initiative.id: each for each in plan.placements} if plan else {}
    known = {each.id: each for each in planning_catalogue(db, engagement_id).initiatives}
    known |= {name: each.initiative for name, each in placed.items()}
    found = [
        (initiative, _one(initiative, placed.get(name), noted.get(name), after.quarter))
        for name, initiative in known.items()
    ]
    return [(initiative, work) for initiative, work in found if work.due or work.status]


def _one(
    initiative: Initiative, placed: Placement | None, noted: Actual | None, now: Quarter
) -> Work:
    return Work(
        name=initiative.name,
        planned=placed.end if placed else None,
        due=placed is not None and placed.end < now,
        status=noted.status if noted else None,
        ended=noted.ended if noted else None,
    )


# What came of it


def _kept(
    movement: Movement,
    level: int | None,
    target: int | None,
    work: Iterable[tuple[Initiative, Work]],
) -> Kept:
    """`level` is what the plan had by now: a promise where that is a rise."""
    lifting = tuple(
        each
        for initiative, each in work
        if movement.id in {lift.capability for lift in initiative.lifts}
    )
    rise = level is not None and movement.before is not None and level > movement.before
    promised = level if rise else None
    return Kept(movement, promised, target, lifting, _verdict(movement, promised, lifting))


def _verdict(movement: Movement, promised: int | None, work: Iterable[Work]) -> Verdict:
    if movement.reason:
        return "not_comparable"
    if movement.step is None or movement.after is None:
        return "unknown"
    if movement.step < 0:
        return "fell"
    if promised is None:
        return "unpromised" if movement.step else "nothing_due"
    if movement.after >= promised:
        return "more" if movement.after > promised else "as_promised"
    due = [each for each in work if each.due]
    if movement.step == 0 and all(each.done for each in due):
        return "no_effect"
    return "less"
