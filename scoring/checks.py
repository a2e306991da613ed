"""Whether a framework uses the strategies as they are meant, before anything is scored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import isfinite
from typing import Any

from domain.errors import InvalidInput, Problem
from domain.framework import Capability, Framework, Pillar, Question, Rollup
from scoring.risk_rules import names_in, parse_condition
from scoring.strategies import Strategy, strategies

ANSWERS = ("lower_median", "mean", "minimum")
"""How the answers of several respondents to one question become one value."""


def check_rollups(framework: Framework) -> None:
    """Raises InvalidInput naming every node whose roll-up cannot score what it is given."""
    problems = tuple(_problems(framework))
    if problems:
        raise InvalidInput(problems)


def _problems(framework: Framework) -> Iterator[Problem]:
    yield from _of_children("rollup, pillar", framework.pillar_rollup)
    yield from _of_children("rollup, overall", framework.overall_rollup)
    yield from _of_members("rollup, overall", framework.overall_rollup, framework.pillars)
    yield from _settings("rollup, capability", framework.capability_rollup)
    yield from _settings("rollup, quick", framework.quick_rollup)
    if framework.answers_rollup.strategy not in ANSWERS:
        found = framework.answers_rollup.strategy
        yield Problem("rollup, answers", f"expected {', '.join(ANSWERS)}, found {found}")
    for pillar in framework.pillars:
        if pillar.rollup:
            yield from _of_children(f"pillar {pillar.id}", pillar.rollup)
        rollup = pillar.rollup or framework.pillar_rollup
        yield from _of_members(f"pillar {pillar.id}", rollup, pillar.capabilities)
        for capability in pillar.capabilities:
            yield from _of_capability(framework, capability)


def _of_capability(framework: Framework, capability: Capability) -> Iterator[Problem]:
    place = f"capability {capability.id}"
    if capability.rollup:
        yield from _settings(place, capability.rollup)
    if capability.parts and any(q.kind == "practice" for q in capability.questions):
        yield Problem(place, "has parts and practices of its own; put the practices into a part")
    if capability.parts:
        rollup = capability.rollup or framework.capability_rollup
        strategy = strategies().get(rollup.strategy)
        able = strategy is not None and strategy.for_children
        yield from _of_members(place, rollup if able else framework.pillar_rollup, capability.parts)
    else:
        rollup = capability.rollup or framework.capability_rollup
        yield from _of_questions(place, rollup, capability.questions)
    quick = [question for question in capability.questions if question.quick]
    yield from _of_questions(f"{place}, quick scan", framework.quick_rollup, quick)
    for part in capability.parts:
        yield from _of_capability(framework, part)


def _of_children(place: str, rollup: Rollup) -> Iterator[Problem]:
    yield from _settings(place, rollup)
    strategy = strategies().get(rollup.strategy)
    if strategy and not strategy.for_children:
        yield Problem(place, f"{strategy.name} reads questions only; {_choose('for_children')}")


def _of_members(
    place: str, rollup: Rollup, members: Sequence[Pillar | Capability]
) -> Iterator[Problem]:
    """What a strategy has to know of the children that it rolls up."""
    strategy = strategies().get(rollup.strategy)
    if strategy is None or not strategy.for_children:
        return
    for member in members:
        if strategy.by_level and (isinstance(member, Pillar) or member.level is None):
            yield Problem(place, f"{strategy.name} needs the level that {member.id} belongs to")
    known = {member.id for member in members}
    for name in _named(rollup) if strategy.name == "gates" else ():
        if name not in known:
            yield Problem(place, f"gates speaks of {name}, which is not among its children")


def _of_questions(place: str, rollup: Rollup, asked: Sequence[Question]) -> Iterator[Problem]:
    strategy = strategies().get(rollup.strategy)
    if strategy is None or not asked:
        return
    if not strategy.for_questions:
        yield Problem(place, f"{strategy.name} does not read questions; {_choose('for_questions')}")
    if strategy.reads and all(question.kind != strategy.reads for question in asked):
        yield Problem(place, f"{strategy.name} needs a {strategy.reads} question; there is none")
    yield from _of_each_question(place, strategy, rollup, asked)
    if strategy.name == "achieved_levels" and _is_number(rollup.settings.get("fully")):
        yield from _out_of_reach(place, float(rollup.settings["fully"]), asked)


def _of_each_question(
    place: str, strategy: Strategy, rollup: Rollup, asked: Sequence[Question]
) -> Iterator[Problem]:
    practices = [question for question in asked if question.kind == "practice"]
    for question in practices:
        if strategy.by_level and question.level is None:
            yield Problem(place, f"{strategy.name} needs the level that {question.id} belongs to")
        if strategy.ticked and (question.dont_know or question.not_applicable):
            why = "a choice is ticked or not"
            yield Problem(place, f"{why}: set dont_know and not_applicable of its scale to false")
    known = {question.id for question in asked}
    for name in _named(rollup) if strategy.name in ("risk_rules", "gates") else ():
        if name not in known:
            yield Problem(place, f"{strategy.name} speaks of {name}, which is not asked here")


def _named(rollup: Rollup) -> Iterator[str]:
    """The ids that a table or the conditions of rules speak of."""
    if not list(_wrong_settings(rollup)):
        for row in rollup.settings.get("table", {}).values():
            yield from row
        for rule in rollup.settings.get("rules", []):
            yield from names_in(rule["when"])


def _out_of_reach(place: str, fully: float, asked: Sequence[Question]) -> Iterator[Problem]:
    for question in asked:
        if question.kind == "practice" and question.highest < fully:
            found = f"the answers to {question.id} end at {question.highest:g}"
            yield Problem(place, f"fully is {fully:g}, but {found}; use a scale that reaches it")


def _settings(place: str, rollup: Rollup) -> Iterator[Problem]:
    strategy = strategies().get(rollup.strategy)
    if strategy is None:
        known = ", ".join(strategies())
        yield Problem(place, f"there is no strategy {rollup.strategy}; choose one of {known}")
        return
    for name in sorted(strategy.required - rollup.settings.keys()):
        yield Problem(place, f"{strategy.name} needs the setting {name}; add it")
    for name in sorted(rollup.settings.keys() - strategy.settings):
        yield Problem(place, f"{strategy.name} has no setting {name}; remove it")
    for complaint in _wrong_settings(rollup):
        yield Problem(place, f"{strategy.name}: {complaint}")


def _wrong_settings(rollup: Rollup) -> Iterator[str]:
    for name, value in rollup.settings.items():
        known = _SETTINGS.get(name)
        if known and not known[1](value):
            yield f"{name} is {known[0]}; found {_short(value)}"
    given = {
        name: float(value)
        for name, value in rollup.settings.items()
        if name in ("largely", "fully", "low", "high") and _is_number(value)
    }
    if "largely" in given and "fully" in given and given["largely"] > given["fully"]:
        yield "largely is above fully; it has to be the lower of the two"
    if "low" in given and "high" in given and given["low"] >= given["high"]:
        yield "low is not below high; give the two ends of the score"


def _short(value: Any) -> str:
    text = f"{value:g}" if _is_number(value) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _are_rising(values: Any) -> bool:
    return (
        isinstance(values, list | tuple)
        and bool(values)
        and all(_is_number(value) for value in values)
        and all(a <= b for a, b in pairwise(values))
    )


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        str(level).isdecimal()
        and isinstance(row, Mapping)
        and all(isinstance(name, str) and _is_number(least) for name, least in row.items())
        for level, row in value.items()
    )


def _are_rules(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(
        isinstance(rule, Mapping)
        and rule.keys() == {"when", "level"}
        and _is_number(rule["level"])
        and isinstance(rule["when"], str)
        and _is_condition(rule["when"])
        for rule in value
    )


def _is_condition(text: str) -> bool:
    try:
        parse_condition(text)
    except ValueError:
        return False
    return True


_NUMBER = ("a number", _is_number)
_SETTINGS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "anchor": ("a number, or highest", lambda value: value == "highest" or _is_number(value)),
    "bands": ("three rising numbers", lambda value: _are_rising(value) and len(value) == 3),
    "cut_offs": ("a list of rising numbers", _are_rising),
    "digits": ("a whole number from 0 to 9", lambda value: value in range(10)),
    "fully": _NUMBER,
    "generic_goals": ("0 or 1", lambda value: value in (0, 1)),
    "high": _NUMBER,
    "largely": _NUMBER,
    "least": _NUMBER,
    "low": _NUMBER,
    "otherwise": _NUMBER,
    "over": ("questions or children", lambda value: value in ("questions", "children")),
    "plus_at_zero": ("0 or 1", lambda value: value in (0, 1)),
    "rounding": ("truncate or half_up", lambda value: value in ("truncate", "half_up")),
    "rules": (
        "a list of {when: condition, level: number} whose conditions can be read",
        _are_rules,
    ),
    "share": (
        "a number above 0 and at most 1",
        lambda value: _is_number(value) and 0 < value <= 1,
    ),
    "start": _NUMBER,
    "table": ("a mapping of levels to {item: lowest value}", _is_table),
    "unanswered": ("lowest or left_out", lambda value: value in ("lowest", "left_out")),
}
"""What each setting holds, in words and as a check."""


def _choose(purpose: str) -> str:
    able = ", ".join(name for name, strategy in strategies().items() if getattr(strategy, purpose))
    return f"choose one of {able}"
