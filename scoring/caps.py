"""Why a level is not higher: the practices, children and gates that hold it down."""

from collections.abc import Callable, Mapping, Sequence

from domain.framework import Gate, Level, Rollup
from domain.scorecard import Cap, NodeResult
from scoring.bounds import Asked


def question_caps(rollup: Rollup, asked: Asked, reached: int, top: int) -> tuple[Cap, ...]:
    """The practices that stop the next level, for the strategy that gates on practices."""
    if rollup.strategy != "achieved_levels" or reached >= top:
        return ()
    largely, fully = float(rollup.settings["largely"]), float(rollup.settings["fully"])
    caps = []
    for question, result in asked:
        if (
            question.level is None
            or result.state == "not_applicable"
            or question.level > reached + 1
        ):
            continue
        needed = largely if question.level == reached + 1 else fully
        value = question.lowest if result.value is None else result.value
        if value < needed:
            wanted = next(c.label for c in question.choices if c.value >= needed)
            today = result.label or _unknown(result.state)
            because = (
                f"Level {reached + 1} takes “{wanted.lower()}” "
                f"for “{question.text}”; today: {today.lower()}."
            )
            caps.append(Cap(reached, question.id, because))
    return tuple(caps)


def _unknown(state: str) -> str:
    return {"dont_know": "nobody knows", "missing": "not answered yet"}.get(state, state)


def child_caps(
    rollup: Rollup, children: Sequence[NodeResult], reached: int, top: int
) -> tuple[Cap, ...]:
    """The capabilities or pillars that stop the next level."""
    if rollup.strategy not in ("stage", "minimum") or reached >= top:
        return ()
    below = [c for c in children if c.applies and (c.worst is None or c.worst <= reached)]
    if rollup.strategy == "minimum":
        return tuple(_child_cap(child, reached, "it is the weakest") for child in below)
    critical = [child for child in below if child.critical]
    if critical:
        return tuple(_child_cap(child, reached, "it is critical") for child in critical)
    share = float(rollup.settings.get("share", 2 / 3))
    total = sum(child.weight for child in children if child.applies)
    there = total - sum(child.weight for child in below)
    why = f"only {there / total:.0%} of the weight is there, {share:.0%} is needed"
    return tuple(_child_cap(child, reached, why) for child in below)


def _child_cap(child: NodeResult, reached: int, why: str) -> Cap:
    return Cap(reached, child.id, f"{child.name} is not yet at level {reached + 1}, and {why}.")


def apply_gates(
    gates: Sequence[Gate],
    level: int,
    level_of: Callable[[str], int | None],
    names: Mapping[str, str],
) -> tuple[int, tuple[Cap, ...]]:
    """The level after the gates, with a cap for each need that is not met."""
    caps: list[Cap] = []
    for gate in gates:
        for needed, least in gate.needs.items():
            found = level_of(needed)
            if level >= gate.level and found is not None and found < least:
                because = (
                    f"{names[needed]} is at level {found}, and level {gate.level} needs it "
                    f"at {least}. {gate.because}"
                )
                caps.append(Cap(gate.level - 1, needed, because))
    return min([level, *(cap.level for cap in caps)]), tuple(caps)


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
