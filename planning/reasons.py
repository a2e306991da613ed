"""Why an initiative stands where it stands, or does not stand anywhere: one sentence each."""

from collections.abc import Iterable, Mapping

from domain.planning import Initiative, Placement
from domain.quarters import Quarter

AT_ONCE = "Starts at once."


def after(placement: Placement) -> str:
    """Something else has to be done first."""
    return f"Starts when {_quoted(placement.initiative)} is done."


def waits_for_money(missing: Mapping[int, int], currency: str) -> str:
    """Starting a quarter earlier would overrun the budget by this many thousands a year."""
    return f"Waits for money: a quarter earlier, the budget lacks {_amounts(missing, currency)}."


def too_dear(best_start: Quarter, missing: Mapping[int, int], currency: str) -> str:
    """No start fits the budget; the best one misses it by this many thousands a year."""
    amounts = _amounts(missing, currency)
    return f"Even with its best start, {best_start}, the budget lacks {amounts}."


def too_late(start: Quarter, waited_for: Placement | None, length: int, last: Quarter) -> str:
    """The work cannot end by the last quarter of the plan."""
    quarters = "1 quarter" if length == 1 else f"{length} quarters"
    end = start.plus(length - 1)
    rest = f"takes {quarters} and would end in {end}, after the plan's end in {last}."
    if waited_for is None:
        return f"It {rest}"
    name = _quoted(waited_for.initiative)
    return f"It cannot start before {name} is done in {waited_for.end}, {rest}"


def needs(left_out: Iterable[Initiative]) -> str:
    """Its prerequisites have no place themselves."""
    names = [_quoted(initiative) for initiative in left_out]
    return f"It needs {_listed(names)}, which {'is' if len(names) == 1 else 'are'} left out."


def builds_on(levels: Iterable[tuple[str, int]]) -> str:
    """The (capability name, level) it starts from are not reached."""
    wanted = [f"level {level} of {_in_quotes(name)}" for name, level in levels]
    return f"It builds on {_listed(wanted)}, which nothing in the plan reaches."


def _amounts(missing: Mapping[int, int], currency: str) -> str:
    return _listed([f"{amount:,} k {currency} in {year}" for year, amount in missing.items()])


def _quoted(initiative: Initiative) -> str:
    return _in_quotes(initiative.name)


def _in_quotes(name: str) -> str:
    return f"“{name}”"


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
