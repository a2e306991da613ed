"""Which initiatives the targets call for, and which of them matters most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.framework import Framework
from domain.planning import Catalogue, Gap, Initiative, Lift

_RISK_RELIEF = 0.25
"""What reducing one risk is worth, in levels of an uncritical capability."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The initiatives to schedule, with what each waits for and its priority.

    `waits_for` holds only prerequisites that still have to be done.
    """

    initiatives: Mapping[str, Initiative]
    waits_for: Mapping[str, tuple[str, ...]]
    priority: Mapping[str, float]


def select(
    framework: Framework, catalogue: Catalogue, gaps: tuple[Gap, ...], levels: Mapping[str, int]
) -> Selection:
    """Every initiative with a lift that crosses a gap, and the prerequisites still missing.

    `levels` maps each capability to today's level. A prerequisite counts as done when all
    that it lifts is already there.
    """
    known = {initiative.id: initiative for initiative in catalogue.initiatives}
    wanted = {gap.capability: gap for gap in gaps if gap.levels}
    chosen = {i.id for i in catalogue.initiatives if any(_crosses(x, wanted) for x in i.lifts)}
    for identifier in tuple(chosen):
        chosen |= set(_missing_ancestors(known, identifier, levels))
    initiatives = {i.id: i for i in catalogue.initiatives if i.id in chosen}
    waits_for = {
        identifier: tuple(p for p in initiative.prerequisites if p in chosen)
        for identifier, initiative in initiatives.items()
    }
    worth = {i.id: _worth(framework, i, wanted) for i in initiatives.values()}
    return Selection(initiatives, waits_for, _priorities(initiatives, waits_for, worth))


def _crosses(lift: Lift, wanted: Mapping[str, Gap]) -> bool:
    gap = wanted.get(lift.capability)
    return gap is not None and lift.to_level > gap.current and lift.from_level < gap.target


def is_done(initiative: Initiative, levels: Mapping[str, int]) -> bool:
    """Whether all that an initiative lifts is already at its level today."""
    return all(levels.get(x.capability, x.to_level) >= x.to_level for x in initiative.lifts)


def _missing_ancestors(
    known: Mapping[str, Initiative], identifier: str, levels: Mapping[str, int]
) -> Iterator[str]:
    for prerequisite in known[identifier].prerequisites:
        if not is_done(known[prerequisite], levels):
            yield prerequisite
            yield from _missing_ancestors(known, prerequisite, levels)


def _worth(framework: Framework, initiative: Initiative, wanted: Mapping[str, Gap]) -> float:
    capabilities = {capability.id: capability for capability in framework.capabilities()}
    worth = _RISK_RELIEF * len(initiative.reduces)
    for lift in initiative.lifts:
        if _crosses(lift, wanted):
            gap, capability = wanted[lift.capability], capabilities[lift.capability]
            steps = min(lift.to_level, gap.target) - max(lift.from_level, gap.current)
            worth += steps * capability.weight * (2 if capability.critical else 1)
    return worth


def _priorities(
    initiatives: Mapping[str, Initiative],
    waits_for: Mapping[str, tuple[str, ...]],
    worth: Mapping[str, float],
) -> dict[str, float]:
    """Own worth and the worth of all that waits for it, for each 100 thousand of money."""
    unlocked: dict[str, set[str]] = {identifier: {identifier} for identifier in initiatives}
    for identifier in initiatives:
        for ancestor in _ancestors(waits_for, identifier):
            unlocked[ancestor].add(identifier)
    return {
        identifier: sum(worth[u] for u in sorted(unlocked[identifier]))
        / max(initiative.cost.likely / 100, 1e-6)
        for identifier, initiative in initiatives.items()
    }


def _ancestors(waits_for: Mapping[str, tuple[str, ...]], identifier: str) -> set[str]:
    found: set[str] = set()
    open_ = list(waits_for[identifier])
    while open_:
        ancestor = open_.pop()
        if ancestor not in found:
            found.add(ancestor)
            open_.extend(waits_for[ancestor])
    return found
