"""What a plan promises by a day."""

from collections.abc import Mapping

from domain.planning import Roadmap
from domain.quarters import Quarter


def promised_levels(
    roadmap: Roadmap, levels: Mapping[str, int], quarter: Quarter
) -> dict[str, int]:
    """The level of each capability when a quarter begins, if all goes as planned.

    `levels` are those from before the plan, for capabilities that it has no target for.
    """
    raised = {**levels, **{gap.capability: gap.current for gap in roadmap.gaps}}
    lifts = [
        lift
        for placed in roadmap.placements
        if placed.end < quarter
        for lift in placed.initiative.lifts
    ]
    for lift in sorted(lifts, key=lambda each: each.to_level):
        today = raised.get(lift.capability)
        if today is not None and today >= lift.from_level:
            raised[lift.capability] = max(today, lift.to_level)
    return raised
