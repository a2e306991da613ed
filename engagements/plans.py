"""From answers to a plan."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import planning
import scoring
from domain.framework import Framework
from domain.planning import Catalogue, EstimatePoint, Roadmap, Scenario
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from engagements.answering import assessment_answers
from engagements.frameworks import catalogue_of, framework_of
from engagements.lookup import engagement_with
from engagements.overview import find_engagement
from engagements.texts import length_problems, line, refuse
from storage import records
from storage.database import Database

HORIZON = Quarter(2030, 4)
_SHORTEST_PLAN = 4
_PROPOSED_SHARE = 0.8
_PROPOSED_STEP = 100
_MOST_MONEY = 1e9


def score_engagement(db: Database, engagement_id: str) -> Scorecard:
    """The scorecard of everybody's current answers. Raises NotFound."""
    summary = find_engagement(db, engagement_id)
    return scoring.score(
        framework_of(db, engagement_id),
        assessment_answers(db, engagement_id),
        summary.assessment.depth,
        summary.engagement.context,
        as_of=datetime.now(UTC).date(),
    )


def scenario_of(db: Database, engagement_id: str) -> Scenario:
    """The scenario that was saved last; before that, a proposal. Raises NotFound.

    The proposal takes the targets of `planning.propose_targets`, runs from the next quarter
    to the end of 2030, and gives each year its part, by quarters, of 80 % of what the plan
    would cost without a limit, rounded up to full hundreds: enough for most of it, short
    enough that something has to be chosen.
    """
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        saved = records.scenario_of(connection, engagement_id)
    if saved is not None:
        return saved
    return _proposal(
        framework_of(db, engagement_id),
        score_engagement(db, engagement_id),
        catalogue_or_nothing(db, engagement_id),
        datetime.now(UTC).date(),
    )


def _proposal(framework: Framework, card: Scorecard, catalogue: Catalogue, today: date) -> Scenario:
    start, end = plan_period(today)
    unlimited = Scenario(
        name="Proposal",
        start=start,
        end=end,
        targets=planning.propose_targets(framework, card),
        currency=catalogue.currency,
    )
    roadmap = planning.make_roadmap(framework, card, catalogue, unlimited)
    cost = sum(year.total for year in roadmap.years)
    return replace(unlimited, budget=_proposed_budget(unlimited, cost)) if cost else unlimited


def plan_period(today: date) -> tuple[Quarter, Quarter]:
    """From the next quarter to the end of 2030, and a year at least."""
    start = Quarter.of(today).plus(1)
    return start, max(HORIZON, start.plus(_SHORTEST_PLAN - 1))


def _proposed_budget(scenario: Scenario, cost: float) -> dict[int, float]:
    quarters = Counter(quarter.year for quarter in scenario.start.until(scenario.end))
    for_a_quarter = _PROPOSED_SHARE * cost / quarters.total()
    return {
        year: float(math.ceil(for_a_quarter * count / _PROPOSED_STEP) * _PROPOSED_STEP)
        for year, count in quarters.items()
    }


def save_scenario(db: Database, actor: str, engagement_id: str, scenario: Scenario) -> None:
    """Save a scenario; earlier ones stay on record. Raises NotFound and InvalidInput."""
    refuse(scenario_problems(scenario, framework_of(db, engagement_id)))
    with db.writing() as connection:
        now = datetime.now(UTC)
        records.add_scenario(connection, engagement_id, scenario, now)
        records.add_audit(connection, now, line(actor), "saved scenario", engagement_id)


def scenario_problems(scenario: Scenario, framework: Framework) -> Iterator[str]:
    """Everything that a plan could not be made with."""
    yield from length_problems(scenario.name, "scenario's name", shortest=1)
    if scenario.end < scenario.start:
        yield f"The plan ends in {scenario.end}, before it starts in {scenario.start}."
    yield from _target_problems(scenario, framework)
    for year, amount in scenario.budget.items():
        if not 0 <= amount <= _MOST_MONEY:  # also refuses what is not a number
            yield f"The budget of {year} is 0 to {_MOST_MONEY:,.0f} thousand, not {amount}."
    if scenario.estimate not in get_args(EstimatePoint):
        yield f"The estimates are low, likely or high, not {scenario.estimate!r}."
    if not re.fullmatch("[A-Z]{3}", scenario.currency):
        yield f"A currency is three capital letters such as EUR, not {scenario.currency!r}."


def _target_problems(scenario: Scenario, framework: Framework) -> Iterator[str]:
    levels = [level.number for level in framework.levels]
    capabilities = {capability.id for capability in framework.capabilities()}
    for capability, target in scenario.targets.items():
        if capability not in capabilities:
            yield f"The framework has no capability {capability!r}. Leave its target out."
        if target not in levels:
            yield f"The target of {capability} is {levels[0]} to {levels[-1]}, not {target}."


def plan_engagement(db: Database, engagement_id: str) -> Roadmap:
    """The roadmap under the engagement's scenario. Raises NotFound.

    For a framework without initiatives it holds the gaps and nothing that closes them.
    """
    return planning.make_roadmap(
        framework_of(db, engagement_id),
        score_engagement(db, engagement_id),
        catalogue_or_nothing(db, engagement_id),
        scenario_of(db, engagement_id),
    )


def catalogue_or_nothing(db: Database, engagement_id: str) -> Catalogue:
    """The initiatives for an engagement, or a catalogue without any."""
    return catalogue_of(db, engagement_id) or Catalogue(
        id="none",
        version="1.0.0",
        name="No initiatives",
        framework=framework_of(db, engagement_id).id,
        currency="EUR",
        initiatives=(),
        content_hash="",
    )
