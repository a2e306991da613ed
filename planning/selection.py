"""Which initiatives the targets call for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.planning import Catalogue, Gap, Initiative, Lift


@dataclass(frozen=True, slots=True)
class Selection:
    """The initiatives that may be planned, and the prerequisites each still has to wait for.

    `called_for` are those that the targets or a decision call for; the others are there for
    their benefits only. `done` are the initiatives that nobody waits for any more.
    """

    initiatives: Mapping[str, Initiative]
    waits_for: Mapping[str, tuple[str, ...]]
    called_for: frozenset[str]
    done: frozenset[str]


def select(
    catalogue: Catalogue,
    gaps: tuple[Gap, ...],
    levels: Mapping[str, int],
    asked: Iterable[str] = (),
    done: Iterable[str] = (),
) -> Selection:
    """Every initiative that crosses a gap, is asked for or has a benefit, and all they need.

    `levels` maps each capability that applies to today's level. What an initiative needs
    first are its prerequisites that are not done, and whatever brings the capabilities it
    lifts to the level it starts from. `asked` are wanted whatever the gaps; `done` are over.
    """
    over = frozenset(done) | {i.id for i in catalogue.initiatives if is_done(i, levels)}
    gap_levels = {gap.capability: gap.target for gap in gaps}
    called_for = _with_needs(catalogue, levels, over, gap_levels, set(asked))
    useful = {name for b in catalogue.register.benefits if b.grade != "D" for name in b.needs}
    chosen = _with_needs(catalogue, levels, over, gap_levels, set(asked) | useful)
    return Selection(
        initiatives=chosen,
        waits_for={
            name: tuple(p for p in initiative.prerequisites if p not in over)
            for name, initiative in chosen.items()
        },
        called_for=frozenset(called_for),
        done=over,
    )


def _with_needs(
    catalogue: Catalogue,
    levels: Mapping[str, int],
    over: frozenset[str],
    targets: Mapping[str, int],
    required: set[str],
) -> dict[str, Initiative]:
    wanted, chosen = dict(targets), dict[str, Initiative]()
    while found := [
        initiative
        for initiative in catalogue.initiatives
        if initiative.id not in chosen
        and initiative.id not in over
        and (initiative.id in required or _crosses_any(initiative, levels, wanted))
    ]:
        for initiative in found:
            chosen[initiative.id] = initiative
            required.update(initiative.prerequisites)
            for lift in initiative.lifts:
                needed = max(lift.from_level, wanted.get(lift.capability, lift.from_level))
                wanted[lift.capability] = needed
    return chosen


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
