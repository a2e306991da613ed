"""Strategy decisions: what the numbers say, what was decided, and the work that follows."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import planning
from domain.decisions import (
    AgentUse,
    DecisionAid,
    DecisionRecord,
    Option,
    OptionDecision,
)
from domain.errors import NotFound
from domain.planning import Rule
from engagements.frameworks import decision_aid_of
from engagements.lookup import engagement_with
from engagements.scenarios import scenario_of
from engagements.texts import LONGEST_NOTE, length_problems, line, note, refuse
from storage import records
from storage.database import Database
from storage.results import decisions_content, decisions_from

_KIND = "decisions"


def decisions_of(db: Database, engagement_id: str) -> tuple[DecisionRecord, ...]:
    """The decisions that were taken, in the order in which they were. Raises NotFound."""
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        saved = records.planning_record(connection, engagement_id, _KIND)
    return decisions_from(saved) if saved else ()


def record_option(
    db: Database,
    actor: str,
    engagement_id: str,
    decision_id: str,
    chosen: str,
    rationale: str,
    values: Mapping[str, float] | None = None,
    weights: Mapping[str, float] | None = None,
) -> DecisionRecord:
    """Put on record which option was chosen, on which numbers, and why.

    The initiatives that follow from it become part of every plan from now on; those that
    followed from an earlier choice and no longer do become free again. Raises NotFound, and
    InvalidInput without a rationale.
    """
    aid = _aid(db, engagement_id)
    record = option_record(aid, decision_id, chosen, rationale, actor, values, weights)
    _save(db, actor, engagement_id, record)
    return record


def option_record(
    aid: DecisionAid,
    decision_id: str,
    chosen: str,
    rationale: str,
    decided_by: str,
    values: Mapping[str, float] | None = None,
    weights: Mapping[str, float] | None = None,
) -> DecisionRecord:
    """A choice between options as it goes on record. Raises NotFound and InvalidInput."""
    decision = next((each for each in aid.option_decisions if each.id == decision_id), None)
    if decision is None:
        raise NotFound(f"There is no decision {decision_id!r} here.")
    option = _option(decision, chosen)
    return DecisionRecord(
        decision=decision.id,
        name=decision.name,
        chosen=option.id,
        chosen_name=option.name,
        rationale=note(rationale),
        decided_by=line(decided_by),
        decided_on=datetime.now(UTC).date(),
        finding=f"{planning.rank(decision, values, weights).text} Amounts in {aid.currency}.",
        aid_version=f"{aid.id} {aid.version}",
        values=_differing(values, {each.id: each.value for each in decision.inputs}),
        weights=_differing(weights, {each.id: each.weight for each in decision.criteria}),
        implies=option.implies,
    )


def rules_with(
    rules: Mapping[str, Rule], implied: Collection[str], no_longer: Collection[str] = ()
) -> dict[str, Rule]:
    """Rules under which the initiatives that follow from decisions are part of every plan."""
    found = dict(rules)
    for name in sorted(implied):
        found[name] = replace(found.get(name, Rule()), must=True, excluded=False)
    for name in set(no_longer) & found.keys():
        found[name] = replace(found[name], must=False)
    return {name: rule for name, rule in found.items() if rule != Rule()}


def record_autonomy(
    db: Database,
    actor: str,
    engagement_id: str,
    decision_id: str,
    uses: tuple[AgentUse, ...],
    rationale: str,
) -> DecisionRecord:
    """Put on record how far agents may go, use by use. Raises NotFound and InvalidInput."""
    aid = _aid(db, engagement_id)
    decision = next((each for each in aid.autonomy_decisions if each.id == decision_id), None)
    if decision is None:
        raise NotFound(f"There is no decision {decision_id!r} here.")
    granted = [planning.autonomy_level(decision, use) for use in uses]
    record = DecisionRecord(
        decision=decision.id,
        name=decision.name,
        chosen="",
        chosen_name="1 use of agents" if len(granted) == 1 else f"{len(granted)} uses of agents",
        rationale=note(rationale),
        decided_by=line(actor),
        decided_on=datetime.now(UTC).date(),
        finding=" ".join(f"{each.use.name}: {each.text}" for each in granted),
        aid_version=f"{aid.id} {aid.version}",
        uses=uses,
        implies=tuple(dict.fromkeys(name for each in granted for name in each.level.implies)),
    )
    _save(db, actor, engagement_id, record)
    return record


def _aid(db: Database, engagement_id: str) -> DecisionAid:
    aid = decision_aid_of(db, engagement_id)
    if aid is None:
        raise NotFound("No strategy decisions belong to this framework.")
    return aid


def _option(decision: OptionDecision, chosen: str) -> Option:
    for option in decision.options:
        if option.id == chosen:
            return option
    raise NotFound(f"There is no option {chosen!r} in this decision.")


def _save(db: Database, actor: str, engagement_id: str, record: DecisionRecord) -> None:
    """Put a decision on record and its work into the scenario in use, both or neither."""
    refuse(record_problems(record))
    proposed = scenario_of(db, engagement_id)
    with db.writing() as connection:
        engagement_with(connection, engagement_id)
        saved = records.planning_record(connection, engagement_id, _KIND)
        taken = decisions_from(saved) if saved else ()
        kept = (*(each for each in taken if each.decision != record.decision), record)
        now, content = datetime.now(UTC), decisions_content(kept)
        records.add_planning_record(connection, engagement_id, _KIND, content, now)
        records.add_audit(connection, now, line(actor), f"decided {record.decision}", engagement_id)
        implied, before = _implied(kept), _implied(taken)
        scenario = records.scenario_of(connection, engagement_id) or proposed
        rules = rules_with(scenario.rules, implied, before - implied)
        if rules != scenario.rules:
            changed = replace(scenario, rules=rules)
            records.add_scenario(connection, engagement_id, changed, now)
            records.add_audit(connection, now, line(actor), "saved scenario", engagement_id)


def _implied(decisions: Iterable[DecisionRecord]) -> set[str]:
    return {name for each in decisions for name in each.implies}


def record_problems(record: DecisionRecord) -> Iterator[str]:
    """What keeps a decision from going on record."""
    if not record.rationale:
        yield "Say why: whoever reads the report will ask."
    yield from length_problems(record.rationale, "rationale", longest=LONGEST_NOTE)
    yield from length_problems(record.decided_by, "name of who decides", shortest=1)
    for use in record.uses:
        yield from length_problems(use.name, "name of a use", shortest=1)


def _differing(given: Mapping[str, float] | None, usual: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in (given or {}).items() if usual.get(name) != value}
