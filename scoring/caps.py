"""Why a level is not higher: the practices, children and gates that hold it down."""

from collections.abc import Callable, Sequence

from domain.framework import Gate, Level, Question, Rollup
from domain.scorecard import Cap, NodeResult, QuestionResult
from scoring.bounds import Asked, counts


def question_caps(rollup: Rollup, asked: Asked, reached: int) -> tuple[Cap, ...]:
    """The practices that stop the next level, for the strategy that gates on practices."""
    if rollup.strategy != "achieved_levels":
        return ()
    largely, fully = float(rollup.settings["largely"]), float(rollup.settings["fully"])
    counted = [
        (question.level, question, result)
        for question, result in asked
        if question.level is not None and result.state != "not_applicable"
    ]
    following = min((level for level, _, _ in counted if level > reached), default=reached)
    needed = [
        (question, result, largely if level == following else fully)
        for level, question, result in counted
        if reached < following and level <= following
    ]
    return tuple(
        Cap(reached, question.id, _practice(question, result, following, least))
        for question, result, least in needed
        if (question.lowest if result.value is None else result.value) < least
    )


def _practice(question: Question, result: QuestionResult, level: int, least: float) -> str:
    wanted = next(choice.label for choice in question.choices if choice.value >= least)
    today = result.label or _unknown(result.state)
    return f"Level {level} takes “{wanted.lower()}” for “{question.text}”; today: {today.lower()}."


def _unknown(state: str) -> str:
    return {"dont_know": "nobody knows", "missing": "not answered yet"}.get(state, state)


def child_caps(
    rollup: Rollup, children: Sequence[NodeResult], reached: int, top: int
) -> tuple[Cap, ...]:
    """The capabilities or pillars that stop the next level."""
    if rollup.strategy not in ("stage", "minimum") or reached >= top:
        return ()
    counted = [child for child in children if counts(child)]
    below = [child for child in counted if child.worst is None or child.worst <= reached]
    if rollup.strategy == "minimum":
        return tuple(_child_cap(child, reached, "it is the weakest") for child in below)
    if not below:
        return ()
    critical = [child for child in below if child.critical]
    if critical:
        return tuple(_child_cap(child, reached, "it is critical") for child in critical)
    share = float(rollup.settings.get("share", 2 / 3))
    total = sum(child.weight for child in counted)
    there = total - sum(child.weight for child in below)
    why = f"only {there / total:.0%} of the weight is there, {share:.0%} is needed"
    return tuple(_child_cap(child, reached, why) for child in below)


def _child_cap(child: NodeResult, reached: int, why: str) -> Cap:
    state = "not known to be" if child.level is None else "not yet"
    return Cap(reached, child.id, f"{child.name} is {state} at level {reached + 1}, and {why}.")


def apply_gates(
    gates: Sequence[Gate],
    level: int,
    node: Callable[[str], NodeResult],
    case: Callable[[NodeResult], int | None],
) -> tuple[int, tuple[Cap, ...]]:
    """The level after the gates, with a cap for each need that is not met in this `case`."""
    caps: list[Cap] = []
    for gate in gates:
        for identifier, least in gate.needs.items():
            needed = node(identifier)
            found = case(needed)
            if level >= gate.level and found is not None and found < least:
                caps.append(Cap(gate.level - 1, identifier, _gate(gate, needed, least)))
    return min([level, *(cap.level for cap in caps)]), tuple(caps)


def _gate(gate: Gate, needed: NodeResult, least: int) -> str:
    found = f"is at level {needed.level}"
    if needed.level is None:
        found = "is at a level not known yet"
    return f"{needed.name} {found}, and level {gate.level} needs it at {least}. {gate.because}"


def next_step(node: NodeResult, levels: Sequence[Level]) -> str:
    """One sentence on what the next level takes; empty at the top or without a level."""
    if node.worst is None or node.worst >= levels[-1].number:
        return ""
    target = node.worst + 1
    name = next(level.name for level in levels if level.number == target)
    if target in node.statements:
        return f"Level {target}, {name}, is reached when this is true: {node.statements[target]}"
    blocking = [cap.because for cap in node.caps]
    return f"Level {target}, {name}: {blocking[0]}" if blocking else ""
