"""Why a level is not higher: the practices, children, gates and missing evidence that hold it."""

from collections.abc import Callable, Sequence

from domain.framework import EvidenceCaps, Gate, Level, Question, Rollup
from domain.scorecard import Cap, NodeResult, QuestionResult
from scoring.items import NEARLY

Asked = Sequence[tuple[Question, QuestionResult]]
_WEAKEST_DECIDES = ("minimum", "coverage_mean", "risk_counts")


def counts(child: NodeResult) -> bool:
    """Whether a child has a say: it applies, and something was asked about it."""
    return child.applies and child.tally.asked > 0


def question_caps(rollup: Rollup, asked: Asked, reached: int) -> tuple[Cap, ...]:
    """The practices that stop the next level, for the strategies that go level by level."""
    if not _goes_by_level(rollup.strategy):
        return ()
    counted = [
        (question.level, question, result)
        for question, result in asked
        if question.level is not None and result.state != "not_applicable"
    ]
    following = min((level for level, _, _ in counted if level > reached), default=reached)
    return tuple(
        Cap(reached, question.id, _practice(rollup, question, result, following, level < following))
        for level, question, result in counted
        if reached < following
        and level <= following
        and not _meets(rollup, question, _at_least(question, result), level < following)
    )


def _goes_by_level(strategy: str) -> bool:
    return strategy in ("achieved_levels", "npl_f", "cumulative_mil", "aima_text")


def _at_least(question: Question, result: QuestionResult) -> float:
    return question.lowest if result.value is None else result.value


def _meets(rollup: Rollup, question: Question, value: float, fully: bool) -> bool:
    """Whether a value is enough: for the next level, or `fully`, for one of those below it."""
    settings = rollup.settings
    if rollup.strategy == "achieved_levels":
        return value >= float(settings["fully" if fully else "largely"])
    if rollup.strategy == "cumulative_mil":
        return value >= float(settings["least"])
    share = (value - question.lowest) / (question.highest - question.lowest)
    if rollup.strategy == "aima_text":
        return share >= 1.0
    _, largely_from, fully_from = settings.get("bands", (15, 50, 85))
    return share * 100 > (fully_from if fully else largely_from) + NEARLY


def _practice(
    rollup: Rollup, question: Question, result: QuestionResult, level: int, fully: bool
) -> str:
    enough = (c.label for c in question.choices if _meets(rollup, question, c.value, fully))
    wanted = next(enough, "more")
    today = result.label or _unknown(result.state)
    return f"Level {level} takes “{wanted.lower()}” for “{question.text}”; today: {today.lower()}."


def _unknown(state: str) -> str:
    return {"dont_know": "nobody knows", "missing": "not answered yet"}.get(state, "less")


def child_caps(
    rollup: Rollup, children: Sequence[NodeResult], reached: int, top: int
) -> tuple[Cap, ...]:
    """The capabilities or pillars that stop the next level."""
    if rollup.strategy not in ("stage", *_WEAKEST_DECIDES) or reached >= top:
        return ()
    counted = [child for child in children if counts(child)]
    below = [child for child in counted if child.worst is None or child.worst <= reached]
    if rollup.strategy in _WEAKEST_DECIDES:
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


def gate_caps(
    gates: Sequence[Gate], level: int, node: Callable[[str], NodeResult]
) -> tuple[Cap, ...]:
    """A cap for each need that is not met, of the gates that matter to something at `level`."""
    caps: list[Cap] = []
    for gate in gates:
        for identifier, least in gate.needs.items():
            needed = node(identifier)
            if level >= gate.level and needed.worst is not None and needed.worst < least:
                caps.append(Cap(gate.level - 1, identifier, _gate(gate, needed, least)))
    return tuple(caps)


def evidence_caps(caps: EvidenceCaps | None, node: NodeResult) -> tuple[Cap, ...]:
    """The cap that the evidence on file sets, where the answers claim more than is reported."""
    if caps is None or node.worst is None or (node.claimed or 0) <= node.worst:
        return ()
    if node.evidence == "none":
        why = (
            f"there is no evidence on file, so up to level {caps.none} is reported; "
            f"any evidence lets up to level {caps.some} be reported"
        )
    elif node.evidence == "some":
        why = (
            f"above level {caps.some} it takes a document dated within {caps.months} months and "
            "checked by somebody outside the owning unit"
        )
    else:
        return ()
    return (Cap(node.worst, node.id, f"The answers claim level {node.claimed}, but {why}."),)


def _gate(gate: Gate, needed: NodeResult, least: int) -> str:
    found = f"is at level {needed.level}"
    if needed.level is None:
        found = "is at a level not known yet"
    return f"{needed.name} {found}, and level {gate.level} needs it at {least}. {gate.because}"


def next_step(node: NodeResult, levels: Sequence[Level]) -> str:
    """One sentence on what the next level takes; empty at the top or without a level."""
    if node.worst is None or node.worst >= levels[-1].number:
        return ""
    if node.caps and node.caps[0].by == node.id:
        return node.caps[0].because
    target = node.worst + 1
    name = next(level.name for level in levels if level.number == target)
    if target in node.statements:
        return f"Level {target}, {name}, is reached when this is true: {node.statements[target]}"
    blocking = [cap.because for cap in node.caps]
    return f"Level {target}, {name}: {blocking[0]}" if blocking else ""
