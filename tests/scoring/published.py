"""Published maturity models as framework files of ours, each as small as its vectors allow."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.answers import Answer, AnswerKind
from domain.framework import Framework
from domain.scorecard import Scorecard
from scoring import score, strategies
from storage.frameworks import read_framework

Content = dict[str, Any]
YES_NO = {"no": 0, "yes": 1}
TICKS = {"not ticked": 0, "ticked": 1}


def framework_file(
    pillars: Mapping[str, Sequence[Content]],
    levels: Iterable[int],
    scale: Mapping[str, float] | tuple[float, float],
    *,
    capability: Content | str,
    pillar: Content | str = "weighted_mean",
    overall: Content | str | None = None,
    answers: Content | None = None,
    scales: Sequence[Content] = (),
    dont_know: bool = True,
    not_applicable: bool = True,
) -> Framework:
    """Written as a file (JSON is YAML, too), and read as any framework file is."""
    rollup = {"capability": _rollup(capability), "pillar": _rollup(pillar)}
    rollup["overall"] = _rollup(overall or pillar)
    if answers:
        rollup["answers"] = answers
    content = {
        "format": "headway-framework/1",
        "id": "published",
        "version": "1.0.0",
        "name": "Published model",
        "language": "en",
        "licence": "CC0-1.0",
        "source": "Tests",
        "levels": [{"number": n, "id": f"l{n}", "name": f"Level {n}"} for n in levels],
        "scales": [
            {"id": "s", **_scale(scale), "dont_know": dont_know, "not_applicable": not_applicable},
            *scales,
        ],
        "rollup": rollup,
        "pillars": [
            {"id": name, "name": name.upper(), "capabilities": list(found)}
            for name, found in pillars.items()
        ],
    }
    known = {name: strategy.settings for name, strategy in strategies().items()}
    return read_framework(json.dumps(content).encode(), "published.yaml", known)


def _rollup(found: Content | str) -> Content:
    return {"strategy": found} if isinstance(found, str) else found


def _scale(scale: Mapping[str, float] | tuple[float, float]) -> Content:
    if isinstance(scale, tuple):
        return {"range": {"low": scale[0], "high": scale[1]}}
    return {"choices": [{"value": value, "label": label} for label, value in scale.items()]}


def area(name: str, *questions: Content, **others: Any) -> Content:
    """A capability with these questions or, in `others`, with parts."""
    asked = {"questions": list(questions)} if questions else {}
    return {"id": name, "name": name.upper(), **asked, **others}


def item(name: str, level: int | None = None, weight: float = 1, scale: str = "s") -> Content:
    """A practice question."""
    belongs = {} if level is None else {"level": level}
    question = {"id": name, "kind": "practice", "scale": scale, "text": f"Practice {name}."}
    return question | {"weight": weight, **belongs}


def scored(
    framework: Framework, values: Mapping[str, float | AnswerKind], respondent: str = "r"
) -> Scorecard:
    """The scorecard of one respondent."""
    return score(framework, given(values, respondent), "full")


def given(values: Mapping[str, float | AnswerKind], respondent: str = "r") -> list[Answer]:
    """What one respondent answered: a number, or the kind of answer without one."""
    return [
        Answer(respondent, name, value)
        if isinstance(value, str)
        else Answer(respondent, name, "value", float(value))
        for name, value in values.items()
    ]
