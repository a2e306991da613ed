"""Why an initiative stands where it stands, or does not stand anywhere: the sentences."""

from collections.abc import Iterable, Mapping, Sequence

from domain.planning import Gap, Initiative, Placement
from domain.quarters import Quarter

AT_ONCE = "Starts at once."
WAITS = {
    "budget": "Waits for money:",
    "people": "Waits for people:",
    "change": "Waits until there is room for change:",
}
UNDER_WAY = "It is under way."
LOCKED = "Locked to this quarter by a decision."
NOT_BEFORE = "A decision keeps it from starting earlier."
EARLIER = "a quarter earlier,"
NO_HURRY = (
    "It could start earlier with the rest of the plan as it is; nothing would be reached sooner, "
    "and its cost comes later this way."
)
EXCLUDED = "A decision keeps it out of the plan."
NOT_WORTH_IT = "It would fit, but brings no target nearer within the time, or costs more than that."


def after(awaited: Iterable[Initiative]) -> str:
    """Something else has to be done first."""
    return f"Starts when {_done(awaited)}."


def awaited(placement: Placement) -> str:
    """Something that it waits for, and until when."""
    return f"{placement.initiative.name}, done in {placement.end}"


def to_start(when: Quarter) -> str:
    """How a sentence begins that says what an earlier start lacks."""
    return f"To start in {when},"


def possible_from(when: Quarter) -> str:
    """Nothing stands against this start."""
    return f"It could start in {when} with the rest of the plan as it is."


def not_earlier(ready: Quarter, awaited: Iterable[Initiative]) -> str:
    """Before that, something else has to be done first."""
    names = _listed([_quoted(each) for each in awaited])
    return f"Before {ready}, {names} would have to be done sooner."


def falls_back(gap: Gap, level: int) -> str:
    """A target that is lost."""
    return f"{gap.name}: level {level} instead of {gap.reached} (target {gap.target})"


def target_changed(before: Gap, after: Gap) -> str:
    """A target, or what is reached of it, is another one."""
    target = f"target {after.target}"
    if before.target != after.target:
        target = f"target {before.target} becomes {after.target}"
    return f"{after.name}: level {after.reached} instead of {before.reached} ({target})"


def at_best(start: Quarter) -> str:
    """How a sentence begins that says what is lacking wherever something would start."""
    return f"Even with its best start, {start},"


def money(missing: Mapping[int, int], currency: str) -> str:
    """The budget lacks this many thousands by year."""
    amounts = [f"{amount:,} k {currency} in {year}" for year, amount in missing.items()]
    return f"the budget lacks {_listed(amounts)}"


def people(role: str, person_months: float, quarter: Quarter) -> str:
    """So many person-months of a role are not there."""
    return f"{person_months:,.1f} person-months of {role} are missing in {quarter}"


def change(unit: str, points: float, quarter: Quarter) -> str:
    """A business unit cannot take so much change at once."""
    return f"{unit} would have {points:,.1f} points of change too many in {quarter}"


def too_late(start: Quarter, awaited: Sequence[Initiative], length: int, last: str) -> str:
    """The work cannot end by the last quarter that there is for it."""
    quarters = "1 quarter" if length == 1 else f"{length} quarters"
    rest = f"takes {quarters} and would end in {start.plus(length - 1)}, after {last}."
    if not awaited:
        return f"It {rest}"
    return f"It cannot start before {_done(awaited)} in {start.plus(-1)}, {rest}"


def plan_end(last: Quarter) -> str:
    """The last quarter of the plan."""
    return f"the plan's end in {last}"


def decided_end(last: Quarter) -> str:
    """The last quarter that a decision leaves for it."""
    return f"{last}, by which it has to be done"


def needs(left_out: Iterable[Initiative]) -> str:
    """Its prerequisites have no place themselves."""
    names = [_quoted(initiative) for initiative in left_out]
    return f"It needs {_listed(names)}, which {'is' if len(names) == 1 else 'are'} left out."


def builds_on(levels: Iterable[tuple[str, int]]) -> str:
    """The (capability name, level) it starts from are not reached."""
    wanted = [f"level {level} of “{name}”" for name, level in levels]
    return f"It builds on {_listed(wanted)}, which nothing in the plan reaches."


def more_money(amounts: Mapping[str, float], currency: str) -> str:
    """So many thousands more by year."""
    return _listed([f"{amount:,.0f} k {currency} more in {y}" for y, amount in amounts.items()])


def more_people(role: str, person_months: float) -> str:
    """So many person-months of a role more in every quarter."""
    heads = person_months / _MONTHS_A_QUARTER
    return f"{person_months:,.1f} person-months of {role} more a quarter ({heads:,.1f} people)"


def more_change(unit: str, points: float) -> str:
    """A business unit takes so much more change."""
    return f"{points:,.1f} points of change more a quarter in {unit}"


def takes(parts: Sequence[str]) -> str:
    """What a way out takes."""
    return f"With {_listed(list(parts))}."


def later(quarters: int, when: Quarter) -> str:
    """Time alone is enough."""
    more = "1 quarter" if quarters == 1 else f"{quarters} quarters"
    return f"With {more} more time, by the end of {when}, and everything else as it is."


FASTER = "If all work goes as in the optimistic estimates."


def instead(names: Sequence[str]) -> str:
    """The same limits, other targets."""
    if not names:
        return "Within the limits as they are, when the target is made firm."
    lost = _listed([f"“{name}”" for name in names])
    return f"Within the limits as they are, when the target is made firm: {lost} would fall back."


def without_rule(initiative: Initiative) -> str:
    """A decision stands in the way."""
    return f"Without the decision about {_quoted(initiative)}."


def no_way(gap: Gap) -> str:
    """Nothing in the catalogue leads there."""
    return (
        f"No initiative in the catalogue, with what it waits for, brings “{gap.name}” to level "
        f"{gap.target}. Add one, or lower the target."
    )


def not_before(gap: Gap, earliest: Quarter, due: Quarter) -> str:
    """The work itself takes longer than there is time."""
    return (
        f"Level {gap.target} in “{gap.name}” by {due} is out of reach whatever the money and the "
        f"people: the work that leads there takes until {earliest}."
    )


def can_be_had(gap: Gap, due: Quarter, kinds: Sequence[str]) -> str:
    """There is time enough; something else binds."""
    alone = [_BINDS[kind] for kind in kinds if kind in _BINDS]
    what = f"{_listed(alone, 'or')} alone would do" if alone else "it takes several things at once"
    return f"Level {gap.target} in “{gap.name}” by {due} is in reach: {what}."


_MONTHS_A_QUARTER = 3
_BINDS = {
    "money": "more money",
    "people": "more people",
    "change": "more change at once",
    "instead": "giving up other targets",
}


def _quoted(initiative: Initiative) -> str:
    return f"“{initiative.name}”"


def _done(awaited: Iterable[Initiative]) -> str:
    names = [_quoted(each) for each in awaited]
    return f"{_listed(names)} {'is' if len(names) == 1 else 'are'} done"


def _listed(items: list[str], word: str = "and") -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"
