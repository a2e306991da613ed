"""What a plan has to live with: the scenarios of an engagement, each under its name."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import planning
from domain.errors import NotFound
from domain.framework import Framework
from domain.planning import Catalogue, EstimatePoint, Scenario
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from engagements.benefits import planning_catalogue
from engagements.frameworks import framework_of
from engagements.lookup import engagement_with
from engagements.scores import score_engagement
from engagements.texts import length_problems, line, refuse
from storage import records
from storage.database import Database

HORIZON = Quarter(2030, 4)
_SHORTEST_PLAN = 4
_PROPOSED_SHARE = 0.8
_PROPOSED_STEP = 100
_MOST_MONEY = 1e9
_MOST_PEOPLE = 10_000


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
    return saved or proposed_scenario(db, engagement_id)


def proposed_scenario(db: Database, engagement_id: str) -> Scenario:
    """The proposal for an engagement, whatever was saved. Raises NotFound."""
    return _proposal(
        framework_of(db, engagement_id),
        score_engagement(db, engagement_id),
        planning_catalogue(db, engagement_id),
        datetime.now(UTC).date(),
    )


def scenarios_of(db: Database, engagement_id: str) -> tuple[Scenario, ...]:
    """Every scenario by its name, as it was saved last; the one in use stands at the end.

    Without a saved one it is the proposal. Raises NotFound.
    """
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        saved = records.scenarios_of(connection, engagement_id)
    return saved or (scenario_of(db, engagement_id),)


def use_scenario(db: Database, actor: str, engagement_id: str, name: str) -> None:
    """Go on with a saved scenario. Raises NotFound when there is none of this name."""
    found = [each for each in scenarios_of(db, engagement_id) if each.name == name]
    if not found:
        raise NotFound(f"There is no scenario {name!r} here.")
    save_scenario(db, actor, engagement_id, found[0])


def _proposal(framework: Framework, card: Scorecard, catalogue: Catalogue, today: date) -> Scenario:
    start, end = plan_period(today)
    unlimited = Scenario(
        name="Proposal",
        start=start,
        end=end,
        targets=planning.propose_targets(framework, card),
        currency=catalogue.currency,
    )
    roadmap = planning.make_roadmap(framework, card, catalogue, unlimited, effort=0)
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
    change_scenario(db, actor, engagement_id, lambda _: scenario)


def change_scenario(
    db: Database, actor: str, engagement_id: str, change: Callable[[Scenario], Scenario]
) -> None:
    """Change the scenario in use as it is at this moment, whoever else is at it.

    Raises NotFound, and InvalidInput when no plan could be made with what comes of it.
    """
    framework = framework_of(db, engagement_id)
    catalogue = planning_catalogue(db, engagement_id)
    last = scenario_of(db, engagement_id)
    with db.writing() as connection:
        changed = change(records.scenario_of(connection, engagement_id) or last)
        refuse(scenario_problems(changed, framework, catalogue))
        now = datetime.now(UTC)
        records.add_scenario(connection, engagement_id, changed, now)
        records.add_audit(connection, now, line(actor), "saved scenario", engagement_id)


def scenario_problems(
    scenario: Scenario, framework: Framework, catalogue: Catalogue | None = None
) -> Iterator[str]:
    """Everything that a plan could not be made with; initiatives only with a catalogue."""
    yield from length_problems(scenario.name, "scenario's name", shortest=1)
    if scenario.end < scenario.start:
        yield f"The plan ends in {scenario.end}, before it starts in {scenario.start}."
    yield from _target_problems(scenario, framework)
    for year, amount in scenario.budget.items():
        if not 0 <= amount <= _MOST_MONEY:  # also refuses what is not a number
            yield f"The budget of {year} is 0 to {_MOST_MONEY:,.0f} thousand, not {amount}."
    yield from _limit_problems(scenario)
    if catalogue is not None:
        yield from (p.message for p in planning.scenario_problems(framework, catalogue, scenario))
    if scenario.estimate not in get_args(EstimatePoint):
        yield f"The estimates are low, likely or high, not {scenario.estimate!r}."
    if not re.fullmatch("[A-Z]{3}", scenario.currency):
        yield f"A currency is three capital letters such as EUR, not {scenario.currency!r}."


def _limit_problems(scenario: Scenario) -> Iterator[str]:
    for capacity in scenario.capacity:
        if not 0 <= capacity.person_months <= _MOST_PEOPLE:
            yield f"{capacity.role} has 0 to {_MOST_PEOPLE:,} person-months a quarter."
    for unit, most in scenario.change_limit.items():
        if not 0 <= most <= _MOST_PEOPLE:
            yield f"The change in {unit} is 0 to {_MOST_PEOPLE:,} points a quarter."
    if not 0 <= scenario.discount <= 1:
        yield f"The discount rate is 0 to 100 %, not {scenario.discount:.0%}."


def _target_problems(scenario: Scenario, framework: Framework) -> Iterator[str]:
    levels = [level.number for level in framework.levels]
    capabilities = {capability.id for capability in framework.capabilities()}
    for capability, target in scenario.targets.items():
        if capability not in capabilities:
            yield f"The framework has no capability {capability!r}. Leave its target out."
        if target not in levels:
            yield f"The target of {capability} is {levels[0]} to {levels[-1]}, not {target}."
