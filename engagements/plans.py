"""From answers to a plan: made once for what it is made from, kept, and opened again."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import planning
from domain.errors import InvalidInput
from domain.planning import Actual, Explained, Missed, Roadmap, Scenario, Uncertainty
from engagements.benefits import planning_catalogue
from engagements.frameworks import framework_of
from engagements.lookup import engagement_with
from engagements.scenarios import scenario_of
from engagements.scores import score_engagement
from engagements.texts import line, note, refuse
from planning import AGAIN, EFFORT, Watch
from storage import plan_history, records, workshop_records
from storage.database import Database
from storage.results import (
    actuals_content,
    actuals_from,
    dump_roadmap,
    read_roadmap,
    register_content,
    scenario_content,
)

_ACTUALS = "actuals"
_MOST_MONEY = 1e9
# A plan of another version of the planner is made again.
_METHOD = 2


def plan_engagement(db: Database, engagement_id: str, scenario: Scenario | None = None) -> Roadmap:
    """The roadmap under the engagement's scenario, or under another one. Raises NotFound.

    The best plan if it was made before from the very same things, else at once a first one
    (`method` says which). Without initiatives it holds the gaps and nothing that closes them.
    """
    wanted = scenario or scenario_of(db, engagement_id)
    return _kept(db, engagement_id, wanted) or _make(db, engagement_id, wanted, effort=0)


def make_plan(
    db: Database,
    engagement_id: str,
    scenario: Scenario | None = None,
    longer: bool = False,
    watch: Watch = lambda step: True,
) -> Roadmap:
    """The best roadmap, looked for and kept; one that is there already is not made again.

    It stays close to the last plan of the same scenario, and is then looked for only as long
    as people wait for the answer to one change; `longer` goes on from there. Raises NotFound.
    """
    wanted = scenario or scenario_of(db, engagement_id)
    kept = _kept(db, engagement_id, wanted)
    if kept is not None and not longer:
        return kept
    keep = kept or _last(db, engagement_id, wanted.name)
    effort = EFFORT if longer or keep is None else AGAIN
    inputs = plan_inputs(db, engagement_id, wanted)
    roadmap = _make(db, engagement_id, wanted, keep, effort, watch)
    with db.writing() as connection:
        engagement_with(connection, engagement_id)
        content = dump_roadmap(roadmap).encode()
        now = datetime.now(UTC)
        records.keep_plan(connection, engagement_id, inputs, wanted.name, content, now)
    return roadmap


def plan_inputs(db: Database, engagement_id: str, scenario: Scenario | None = None) -> str:
    """The SHA-256 of everything that a plan is made from. Raises NotFound."""
    card, catalogue = score_engagement(db, engagement_id), planning_catalogue(db, engagement_id)
    made_from = {
        "method": _METHOD,
        "framework": card.framework.content_hash,
        "levels": [[n.id, n.level, n.worst, n.best, n.applies] for n in card.capabilities],
        "catalogue": catalogue.content_hash,
        "register": register_content(catalogue.register),
        "scenario": scenario_content(scenario or scenario_of(db, engagement_id)),
        "actuals": actuals_content(actuals_of(db, engagement_id)),
    }
    written = json.dumps(made_from, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def plan_made_from(db: Database, engagement_id: str, inputs: str) -> Roadmap | None:
    """The plan that was made from inputs with this hash; None when there is none."""
    with db.reading() as connection:
        content = records.plan_content(connection, engagement_id, inputs)
    return _read(content)


def ways_out_of(db: Database, engagement_id: str, capability: str) -> Missed | None:
    """What a missed target would take; None when the plan meets it. Raises NotFound."""
    return planning.ways_out(
        framework_of(db, engagement_id),
        score_engagement(db, engagement_id),
        planning_catalogue(db, engagement_id),
        plan_engagement(db, engagement_id),
        capability,
        actuals_of(db, engagement_id),
    )


def explain_initiative(db: Database, engagement_id: str, initiative: str) -> Explained:
    """Why an initiative stands where it does. Raises NotFound when the plan has it not."""
    return planning.explain_placement(
        framework_of(db, engagement_id),
        score_engagement(db, engagement_id),
        planning_catalogue(db, engagement_id),
        plan_engagement(db, engagement_id),
        initiative,
        actuals_of(db, engagement_id),
    )


def uncertainty_of(db: Database, engagement_id: str) -> Uncertainty:
    """How sure the engagement's plan is. Raises NotFound."""
    return planning.uncertainty(
        framework_of(db, engagement_id),
        score_engagement(db, engagement_id),
        planning_catalogue(db, engagement_id),
        plan_engagement(db, engagement_id),
        actuals_of(db, engagement_id),
    )


def actuals_of(db: Database, engagement_id: str) -> tuple[Actual, ...]:
    """What has become of initiatives, in the order in which it was noted. Raises NotFound."""
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        saved = records.planning_record(connection, engagement_id, _ACTUALS)
    return actuals_from(saved) if saved else ()


def plan_promised(db: Database, engagement_id: str) -> Roadmap | None:
    """The plan that stood when progress was first noted: what actuals are held against.

    After an assessment was frozen, that is the plan when progress was first noted from then on.
    None before anything was noted, or when no plan had been made. Raises NotFound.
    """
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        frozen = workshop_records.last_frozen(connection, engagement_id)
        noted = [
            plan_history.first_record_after(connection, engagement_id, _ACTUALS, since)
            for since in (frozen, datetime.min.replace(tzinfo=UTC))
            if since is not None
        ]
        moment = next((each for each in noted if each is not None), None)
        if moment is None:
            return None
        return _read(plan_history.plan_standing_at(connection, engagement_id, moment))


def record_actual(db: Database, actor: str, engagement_id: str, actual: Actual) -> None:
    """Note what has become of an initiative. Raises NotFound and InvalidInput."""
    refuse(_actual_problems(db, engagement_id, actual))
    cleaned = Actual(
        actual.initiative,
        actual.status,
        actual.started,
        actual.ended,
        actual.spent,
        note(actual.note),
    )
    _change_actuals(db, actor, engagement_id, actual.initiative, (cleaned,))


def forget_actual(db: Database, actor: str, engagement_id: str, initiative: str) -> None:
    """Take back what was noted about an initiative: it is planned again. Raises NotFound."""
    _change_actuals(db, actor, engagement_id, initiative, ())


def _change_actuals(
    db: Database, actor: str, engagement_id: str, initiative: str, now_known: tuple[Actual, ...]
) -> None:
    with db.writing() as connection:
        engagement_with(connection, engagement_id)
        saved = records.planning_record(connection, engagement_id, _ACTUALS)
        known = actuals_from(saved) if saved else ()
        others = tuple(a for a in known if a.initiative != initiative)
        now, content = datetime.now(UTC), actuals_content((*others, *now_known))
        records.add_planning_record(connection, engagement_id, _ACTUALS, content, now)
        records.add_audit(connection, now, line(actor), "noted progress", engagement_id)


def _actual_problems(db: Database, engagement_id: str, actual: Actual) -> Iterator[str]:
    known = {i.id for i in planning_catalogue(db, engagement_id).initiatives}
    if actual.initiative not in known:
        yield f"There is no initiative {actual.initiative!r}."
    if actual.status == "running" and actual.started is None:
        yield "Say in which quarter the work has begun."
    if actual.started and actual.ended and actual.ended < actual.started:
        yield f"It cannot end in {actual.ended}, before it began in {actual.started}."
    if not 0 <= actual.spent <= _MOST_MONEY:
        yield f"The money spent is 0 to {_MOST_MONEY:,.0f} thousand, not {actual.spent:g}."


def _kept(db: Database, engagement_id: str, scenario: Scenario) -> Roadmap | None:
    return plan_made_from(db, engagement_id, plan_inputs(db, engagement_id, scenario))


def _last(db: Database, engagement_id: str, scenario: str) -> Roadmap | None:
    with db.reading() as connection:
        content = records.last_plan_content(connection, engagement_id, scenario)
    return _read(content)


def _read(content: bytes | None) -> Roadmap | None:
    try:
        return read_roadmap(content, "plan") if content else None
    except InvalidInput:  # made by an earlier version of Headway, which wrote plans otherwise
        return None


def _make(
    db: Database,
    engagement_id: str,
    scenario: Scenario,
    keep: Roadmap | None = None,
    effort: float = EFFORT,
    watch: Watch = lambda step: True,
) -> Roadmap:
    return planning.make_roadmap(
        framework_of(db, engagement_id),
        score_engagement(db, engagement_id),
        planning_catalogue(db, engagement_id),
        scenario,
        actuals_of(db, engagement_id),
        keep,
        effort,
        watch,
    )
