"""Small frameworks for scoring tests, built by hand.

Levels are 1 to 5 and practices are answered 0 to 3 (N, P, L, F), unless said otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence

from domain.answers import Answer, AnswerKind
from domain.framework import (
    Capability,
    Choice,
    ContextChoice,
    ContextItem,
    Framework,
    Gate,
    Level,
    Pillar,
    Question,
    Rollup,
)
from domain.scorecard import NodeResult, Scorecard
from scoring import score

N, P, L, F = 0.0, 1.0, 2.0, 3.0
EXTENT = tuple(Choice(v, f"Extent {v:g}") for v in (N, P, L, F))
ACHIEVED = Rollup("achieved_levels", {"largely": L, "fully": F})
PLACED = Rollup("placed_level")
STAGE = Rollup("stage")
MEAN = Rollup("weighted_mean")
MINIMUM = Rollup("minimum")


def practice(name: str, level: int, weight: float = 1.0, **others: object) -> Question:
    return Question(
        id=name,
        text=f"Practice {name}.",
        kind="practice",
        scale="extent",
        choices=EXTENT,
        level=level,
        weight=weight,
        **others,  # type: ignore[arg-type]
    )


def placement(name: str, levels: Iterable[int] = range(1, 6), **others: object) -> Question:
    return Question(
        id=name,
        text=f"Placement {name}.",
        kind="placement",
        scale="statements",
        choices=tuple(Choice(float(level), f"Statement {level}") for level in levels),
        quick=True,
        **others,  # type: ignore[arg-type]
    )


def capability(name: str, *questions: Question, **others: object) -> Capability:
    return Capability(name, name.upper(), questions=questions, **others)  # type: ignore[arg-type]


def placed(name: str, **others: object) -> Capability:
    """A capability with one placement question, named after it with a q."""
    return capability(name, placement(f"{name}q"), **others)


def pillar(name: str, *capabilities: Capability, **others: object) -> Pillar:
    return Pillar(name, name.upper(), capabilities, **others)  # type: ignore[arg-type]


def framework_of(
    *pillars: Pillar,
    questions: Rollup = PLACED,
    children: Rollup = STAGE,
    levels: Iterable[int] = range(1, 6),
    gates: Sequence[Gate] = (),
) -> Framework:
    return Framework(
        id="test",
        version="1.0.0",
        name="Test",
        language="en",
        licence="CC0-1.0",
        source="Tests",
        levels=tuple(Level(number, f"l{number}", f"Level {number}") for number in levels),
        pillars=pillars,
        capability_rollup=questions,
        quick_rollup=PLACED,
        pillar_rollup=children,
        overall_rollup=children,
        content_hash="f" * 64,
        gates=tuple(gates),
        context=(
            ContextItem(
                "agents", "Agents?", (ContextChoice("yes", "Yes"), ContextChoice("no", "No"))
            ),
        ),
    )


def said(respondent: str, **values: float | AnswerKind) -> list[Answer]:
    """What one respondent answered: a number, "dont_know" or "not_applicable" by question."""
    return [
        Answer(respondent, question, "value", value)
        if isinstance(value, float)
        else Answer(respondent, question, value)
        for question, value in values.items()
    ]


def practices_scored(
    levels: Mapping[str, int], values: Mapping[str, float | AnswerKind], rollup: Rollup = ACHIEVED
) -> NodeResult:
    """The result of one capability with these practices, its questions named as in `levels`."""
    questions = [practice(name, level) for name, level in levels.items()]
    framework = framework_of(pillar("p", capability("c", *questions)), questions=rollup)
    return score(framework, said("r", **values), "full").node("c")


def stage_of(
    levels: Sequence[float], critical: Iterable[int] = (), share: float | None = None
) -> Scorecard:
    """A pillar "p" of capabilities c0, c1, ... placed at these levels."""
    settings = {} if share is None else {"share": share}
    found = [placed(f"c{i}", critical=i in set(critical)) for i in range(len(levels))]
    framework = framework_of(pillar("p", *found), children=Rollup("stage", settings))
    values = {f"c{i}q": float(level) for i, level in enumerate(levels)}
    return score(framework, said("r", **values), "full")
