"""Whether a framework uses the strategies as they are meant, before anything is scored."""

from collections.abc import Iterator, Sequence

from domain.errors import InvalidInput, Problem
from domain.framework import Capability, Framework, Question, Rollup
from scoring.strategies import Strategy, strategies


def check_rollups(framework: Framework) -> None:
    """Raises InvalidInput naming every node whose roll-up cannot score what it is given."""
    problems = tuple(_problems(framework))
    if problems:
        raise InvalidInput(problems)


def _problems(framework: Framework) -> Iterator[Problem]:
    yield from _of_children("rollup, pillar", framework.pillar_rollup)
    yield from _of_children("rollup, overall", framework.overall_rollup)
    yield from _settings("rollup, capability", framework.capability_rollup)
    yield from _settings("rollup, quick", framework.quick_rollup)
    for pillar in framework.pillars:
        if pillar.rollup:
            yield from _of_children(f"pillar {pillar.id}", pillar.rollup)
        for capability in pillar.capabilities:
            yield from _of_capability(framework, capability)


def _of_capability(framework: Framework, capability: Capability) -> Iterator[Problem]:
    place = f"capability {capability.id}"
    if capability.rollup:
        yield from _settings(place, capability.rollup)
    if capability.parts and any(q.kind == "practice" for q in capability.questions):
        yield Problem(place, "has parts and practices of its own; put the practices into a part")
    if not capability.parts:
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


def _of_questions(place: str, rollup: Rollup, asked: Sequence[Question]) -> Iterator[Problem]:
    strategy = strategies().get(rollup.strategy)
    if strategy is None or not asked:
        return
    if not strategy.for_questions:
        yield Problem(place, f"{strategy.name} does not read questions; {_choose('for_questions')}")
    if strategy.reads and all(question.kind != strategy.reads for question in asked):
        yield Problem(place, f"{strategy.name} needs a {strategy.reads} question; there is none")
    if strategy.name == "achieved_levels" and "fully" in rollup.settings:
        yield from _out_of_reach(place, float(rollup.settings["fully"]), asked)


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
    yield from _amounts(place, strategy, rollup)


def _amounts(place: str, strategy: Strategy, rollup: Rollup) -> Iterator[Problem]:
    given = {
        name: float(rollup.settings[name]) for name in strategy.settings & set(rollup.settings)
    }
    share = given.get("share", 1.0)
    if not 0 < share <= 1:
        yield Problem(place, f"share is {share:g}; it has to be above 0 and at most 1")
    if "largely" in given and "fully" in given and given["largely"] > given["fully"]:
        yield Problem(place, "largely is above fully; it has to be the lower of the two")


def _choose(purpose: str) -> str:
    able = ", ".join(name for name, strategy in strategies().items() if getattr(strategy, purpose))
    return f"choose one of {able}"
