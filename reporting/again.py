"""A round against the one before, in words and as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from domain.again import Again, Kept, Verdict, Work
from domain.framework import Level
from domain.versions import Movement
from reporting.templates import say
from reporting.words import level_name, listed

_NAMES: dict[Verdict, str] = {
    "less": "Less than promised",
    "no_effect": "Done, and the level has not moved",
    "fell": "Fallen",
    "as_promised": "As promised",
    "more": "More than promised",
    "unpromised": "Risen without a promise",
    "unknown": "Not established in both rounds",
    "not_comparable": "Not comparable",
    "nothing_due": "Nothing due, and no movement",
}
"""Every verdict, what needs talking about first."""
_KEPT: tuple[Verdict, ...] = ("as_promised", "more")


@dataclass(frozen=True, slots=True)
class Found:
    """One capability: its movement in figures, what was promised, and what was done."""

    name: str
    movement: str
    promise: str
    done: tuple[str, ...]


def again_title(again: Again, levels: Sequence[Level]) -> str:
    """How the whole has moved."""
    moved, since = again.overall, again.before.on
    if moved.reason:
        return say("again_other", since=since, reason=moved.reason)
    if moved.step is None:
        return say("again_unknown", since=since)
    before, after = level_name(levels, moved.before), level_name(levels, moved.after)
    if moved.step == 0:
        steps = [each.movement.step or 0 for each in again.capabilities]
        up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
        return say("again_same", since=since, level=after, up=up, down=down)
    return say(
        "again_rose" if moved.step > 0 else "again_fell", since=since, before=before, after=after
    )


def promises_kept(again: Again) -> str:
    """How much of what was promised has come, and how much of the work is done."""
    comparable = [each for each in again.capabilities if each.movement.step is not None]
    promised = [each for each in comparable if each.promised is not None]
    if not again.planned:
        return say("again_unplanned")
    if not promised and not again.work:
        return say("again_not_due")
    return say(
        "again_kept",
        kept=sum(each.verdict in _KEPT for each in promised),
        promised=len(promised),
        done=sum(work.done for work in again.work),
        due=len(again.work),
    )


def pillars_moved(again: Again) -> str:
    """The pillars that moved or cannot be compared, each with its levels."""
    moved = [f"{each.name} {steps(each)}" for each in again.pillars if each.step != 0]
    return say("again_pillars", moved=moved, others=len(again.pillars) - len(moved))


def by_verdict(again: Again) -> Iterator[tuple[str, tuple[Found, ...]]]:
    """Everything that moved or should have, under its verdict; what needs talking about first."""
    for verdict, name in _NAMES.items():
        found = [each for each in again.capabilities if each.verdict == verdict]
        if not found or verdict == "nothing_due":
            continue
        if verdict == "unpromised" and not again.planned:
            name = "Risen"
        yield name, tuple(_by_reason(found) if verdict == "not_comparable" else map(_found, found))


def _by_reason(kept: Sequence[Kept]) -> Iterator[Found]:
    """What cannot be compared for the same reason, in one."""
    names: dict[str, list[str]] = {}
    for each in kept:
        names.setdefault(each.movement.reason, []).append(each.movement.name)
    for reason, found in names.items():
        yield Found(listed(found, most=len(found)), reason, "", ())


def _found(kept: Kept) -> Found:
    promise = "" if kept.promised is None else f"promised {kept.promised}"
    return Found(
        kept.movement.name, steps(kept.movement), promise, tuple(_work(w) for w in kept.work)
    )


def steps(moved: Movement) -> str:
    """A movement in figures, such as "1 to 3" or "3 as before"."""
    if moved.reason:
        return "not comparable"
    if moved.step is None:
        before, after = (
            "not established" if level is None else str(level)
            for level in (moved.before, moved.after)
        )
        return f"{before} before, {after} now"
    return f"{moved.before} to {moved.after}" if moved.step else f"{moved.after} as before"


def _work(work: Work) -> str:
    return say(
        "again_work",
        name=work.name,
        planned=work.planned,
        due=work.due,
        status=work.status,
        ended=work.ended,
        late=work.late,
    )


def again_table(again: Again) -> pd.DataFrame:
    """Every capability: both levels, what was promised, what was done, and the verdict."""
    rows = [
        (
            each.movement.name,
            each.movement.before,
            each.movement.after,
            each.promised,
            each.target,
            "; ".join(_work(work) for work in each.work),
            _NAMES[each.verdict],
        )
        for each in again.capabilities
    ]
    columns = ["Capability", "Before", "Now", "Promised", "Target due", "Work", "Verdict"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys(columns[1:5], "Int64"))
