"""From what has happened: what is left to do, and how far the plan was kept."""

from collections.abc import Collection, Mapping

from domain.planning import Actual, Catalogue, Initiative, Scenario
from planning.money import quarters_of_work


def levels_with(
    levels: Mapping[str, int], catalogue: Catalogue, done: Collection[str]
) -> dict[str, int]:
    """Today's levels with what finished initiatives were to bring, where it starts from there.

    The assessment has the last word: what it shows to be higher stays higher, and the next
    one says whether what was promised has come.
    """
    raised = dict(levels)
    lifts = [x for i in catalogue.initiatives if i.id in done for x in i.lifts]
    for lift in sorted(lifts, key=lambda x: x.to_level):
        if raised.get(lift.capability, lift.to_level) >= lift.from_level:
            raised[lift.capability] = max(raised.get(lift.capability, 0), lift.to_level)
    return {name: level for name, level in raised.items() if name in levels}


def quarters_left(initiative: Initiative, actual: Actual, scenario: Scenario) -> int:
    """How many quarters of work are left at the plan's start: one at least, it is not over."""
    started = actual.started or scenario.start
    gone = max(0, scenario.start.ordinal - started.ordinal)
    return max(1, quarters_of_work(initiative, scenario.estimate) - gone)
