"""What stands behind a paper: who was asked, how far they agree, what a room agreed, and why the
targets are where they are. Nothing in it leads to what one person said."""

from collections import Counter

import planning
import scoring
from domain.framework import Framework
from domain.planning import Roadmap
from domain.report import Action, Alternative, Room
from domain.scorecard import Scorecard
from domain.workshop import Workshop
from engagements.baselines import card_of, frozen_rounds
from engagements.frameworks import framework_by_hash, framework_of
from engagements.insight import votes_in
from engagements.plans import plan_engagement
from engagements.scenarios import scenario_of, scenarios_of
from engagements.takeaways import agreed_in, first_levels, roles_named
from storage import records, workshop_records
from storage.database import Database


def raters_of(db: Database, engagement_id: str) -> tuple[tuple[str, int], ...]:
    """Those who answered, counted by the name of their role; small roles of an anonymous
    workshop all in one, called "". Raises NotFound."""
    answers, roles = votes_in(db, engagement_id)
    answered = {answer.respondent for answer in answers}
    counts = Counter(role for person, role in roles.items() if person in answered)
    workshop = _workshop(db, engagement_id)
    anonymous = workshop is not None and workshop.settings.anonymous
    least = workshop.settings.smallest_group if workshop and anonymous else 1
    return roles_named(counts, least, framework_of(db, engagement_id))


def agreement_of(db: Database, engagement_id: str) -> dict[str, float]:
    """How far people agree on each capability, 0 to 1, where enough of them answered."""
    answers, _ = votes_in(db, engagement_id)
    workshop = _workshop(db, engagement_id)
    least = workshop.settings.smallest_group if workshop else 2
    found = {
        capability.id: scoring.agreement(
            [q for q in capability.all_questions() if q.kind == "practice" or q.quick], answers
        )
        for capability in framework_of(db, engagement_id).capabilities()
    }
    return {
        name: each.consensus
        for name, each in found.items()
        if each.consensus is not None and each.raters >= least
    }


def room_of(db: Database, engagement_id: str) -> Room | None:
    """What a closed workshop on the newest assessment agreed, and what it left open."""
    workshop = _workshop(db, engagement_id)
    if workshop is None or workshop.phase != "closed":
        return None
    frozen = next(
        each
        for each in frozen_rounds(db, engagement_id)
        if each.assessment.id == workshop.assessment
    )
    framework = framework_by_hash(db, frozen.baseline.framework_hash)
    with db.reading() as connection:
        notes = [n for n in workshop_records.notes_of(connection, workshop.id) if not n.done]
    before = first_levels(db, workshop, frozen, framework)
    return Room(
        agreed=agreed_in(frozen, card_of(db, frozen).capabilities, before),
        actions=tuple(Action(n.text, n.owner, n.due) for n in notes if n.kind == "action"),
        parked=tuple(n.text for n in notes if n.kind == "parked"),
    )


def reasons_for(framework: Framework, card: Scorecard, roadmap: Roadmap) -> dict[str, str]:
    """Why each target is where it is: the proposal's reason, or that leadership chose it."""
    proposed = planning.propose_targets(framework, card)
    inside = {capability.id: capability for capability in framework.capabilities()}
    return {
        gap.capability: planning.target_reason(framework, card, inside[gap.capability])
        if proposed.get(gap.capability) == gap.target
        else _chosen(proposed.get(gap.capability), gap.target)
        for gap in roadmap.gaps
        if gap.capability in inside
    }


def _chosen(proposed: int | None, target: int) -> str:
    if proposed is None:
        return "Leadership chose it; there is no proposal to compare it with."
    than = "further" if target > proposed else "less far"
    return f"Leadership chose to go {than} than the proposal."


def alternatives_to(db: Database, engagement_id: str) -> tuple[Alternative, ...]:
    """The plans of the other scenarios of an engagement as they are kept. Raises NotFound."""
    used = scenario_of(db, engagement_id).name
    plans = [
        plan_engagement(db, engagement_id, scenario)
        for scenario in scenarios_of(db, engagement_id)
        if scenario.name != used
    ]
    return tuple(_alternative(plan) for plan in plans)


def _alternative(plan: Roadmap) -> Alternative:
    levels = [
        (gap.current if gap.reached is None else gap.reached, gap.target) for gap in plan.gaps
    ]
    return Alternative(
        name=plan.scenario.name,
        cost_by_year={year.year: year.total for year in plan.years},
        met=sum(1 for reached, target in levels if reached >= target),
        targets=len(plan.gaps),
    )


def _workshop(db: Database, engagement_id: str) -> Workshop | None:
    with db.reading() as connection:
        assessment = records.assessment_of(connection, engagement_id)
        return workshop_records.workshop_on(connection, assessment.id)
