"""Which initiatives the targets call for."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.planning import Catalogue, Gap, Initiative, Lift


@dataclass(frozen=True, slots=True)
class Selection:
    """The initiatives to schedule, and the prerequisites each still has to wait for."""

    initiatives: Mapping[str, Initiative]
    waits_for: Mapping[str, tuple[str, ...]]


def select(catalogue: Catalogue, gaps: tuple[Gap, ...], levels: Mapping[str, int]) -> Selection:
    """Every initiative that crosses a gap, and all that these need first.

    `levels` maps each capability that applies to today's level. What an initiative needs
    first are its prerequisites that are not done, and whatever brings the capabilities it
    lifts to the level it starts from.
    """
    wanted = {gap.capability: gap.target for gap in gaps}
    required: set[str] = set()
    chosen: dict[str, Initiative] = {}
    while found := [
        initiative
        for initiative in catalogue.initiatives
        if initiative.id not in chosen
        and not is_done(initiative, levels)
        and (initiative.id in required or _crosses_any(initiative, levels, wanted))
    ]:
        for initiative in found:
            chosen[initiative.id] = initiative
            required.update(initiative.prerequisites)
            for lift in initiative.lifts:
                needed = max(lift.from_level, wanted.get(lift.capability, lift.from_level))
                wanted[lift.capability] = needed
    waits_for = {
        initiative.id: tuple(p for p in initiative.prerequisites if p in chosen)
        for initiative in chosen.values()
    }
    return Selection(chosen, waits_for)


def is_done(initiative: Initiative, levels: Mapping[str, int]) -> bool:
    """Whether everything it lifts is there already, or does not apply."""
    return all(levels.get(x.capability, x.to_level) >= x.to_level for x in initiative.lifts)


def _crosses_any(
    initiative: Initiative, levels: Mapping[str, int], wanted: Mapping[str, int]
) -> bool:
    # What does not apply counts as there already; what nobody wants, as not to be lifted.
    return any(
        crosses(x, levels.get(x.capability, x.to_level), wanted.get(x.capability, x.from_level))
        for x in initiative.lifts
    )


def crosses(lift: Lift, current: int, target: int) -> bool:
    """Whether a lift covers some of the way from one level up to another."""
    return lift.to_level > current and lift.from_level < target and current < target
