"""How far an agent may go in one use: every factor is a gate, and the lowest gate decides.

The method is described in docs/decisions.md.
"""

from domain.decisions import (
    AgentUse,
    AutonomyDecision,
    AutonomyLevel,
    Factor,
)
from domain.errors import InvalidInput, Problem
from domain.rankings import Autonomy, Gate, LevelVerdict, WayUp


def autonomy_level(decision: AutonomyDecision, use: AgentUse) -> Autonomy:
    """The highest level allowed for a use: the minimum of what its factors allow.

    Raises InvalidInput when the use names a factor or a choice that does not exist.
    """
    _refuse_unknown(decision, use)
    gates = tuple(_gate(factor, use, decision) for factor in decision.factors)
    highest = min(gate.at_most for gate in gates)
    level = next(each for each in decision.levels if each.number == highest)
    held_by = tuple(each for each in gates if each.at_most == highest)
    if level is decision.levels[-1]:
        held_by = ()
    ways_up = tuple(_way_up(each, gates) for each in held_by)
    verdicts = _verdicts(decision, gates, highest)
    return Autonomy(
        use, level, gates, held_by, ways_up, verdicts, _finding(level, held_by, ways_up)
    )


def _gate(factor: Factor, use: AgentUse, decision: AutonomyDecision) -> Gate:
    chosen = use.choices.get(factor.id)
    for choice in factor.choices:
        if choice.id == chosen:
            return Gate(factor, choice, choice.at_most, choice.because)
    because = "nobody has answered this yet; what is not known is not granted"
    return Gate(factor, None, decision.levels[0].number, because)


def _way_up(held: Gate, gates: tuple[Gate, ...]) -> WayUp:
    choices = tuple(each for each in held.factor.choices if each.at_most > held.at_most)
    others = [gate.at_most for gate in gates if gate is not held]
    own = max((each.at_most for each in choices), default=held.at_most)
    return WayUp(held.factor, choices, min([own, *others]))


def _verdicts(
    decision: AutonomyDecision, gates: tuple[Gate, ...], highest: int
) -> tuple[LevelVerdict, ...]:
    levels = sorted(
        decision.levels, key=lambda level: (level.number > highest, abs(level.number - highest))
    )
    return tuple(
        LevelVerdict(level, tuple(gate for gate in gates if gate.at_most < level.number))
        for level in levels
    )


def _finding(level: AutonomyLevel, held_by: tuple[Gate, ...], ways_up: tuple[WayUp, ...]) -> str:
    text = f"Level {level.number}, {level.name}, at most"
    if not held_by:
        return f"{text}: nothing stands against the highest level."
    reasons = "; ".join(f"{gate.factor.name} ({gate.because})" for gate in held_by)
    if len(held_by) > 1:
        return f"{text}, held there by {reasons}. All of these would have to change."
    reached = ways_up[0].reaches
    if reached == level.number:
        return f"{text}, held there by {reasons}. No other answer to it lets more through."
    return f"{text}, held there by {reasons}. If that changed, level {reached} would be possible."


def _refuse_unknown(decision: AutonomyDecision, use: AgentUse) -> None:
    factors = {factor.id: [each.id for each in factor.choices] for factor in decision.factors}
    problems = [
        Problem(f"{use.name}, {name}", f"there is no factor {name}")
        if name not in factors
        else Problem(f"{use.name}, {name}", f"there is no choice {choice}")
        for name, choice in use.choices.items()
        if choice not in factors.get(name, [])
    ]
    if problems:
        raise InvalidInput(problems)
