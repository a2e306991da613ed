"""The shortest list of answers that lifts a level: it does, and no shorter one would."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import Answer
from domain.framework import EvidenceCaps, Framework, Gate
from domain.scorecard import Scorecard
from scoring import Lift, score, shortest_lift
from tests.scoring.building import (
    ACHIEVED,
    MEAN,
    MINIMUM,
    STAGE,
    F,
    L,
    N,
    P,
    capability,
    framework_of,
    pillar,
    placed,
    practice,
    said,
)
from tests.scoring.test_properties import UNTIMED

DAY = date(2026, 11, 23)


def lift_of(framework: Framework, answers: list[Answer], node: str) -> Lift | None:
    return shortest_lift(framework, score(framework, answers, "full", as_of=DAY), node)


def test_a_capability_needs_what_stops_it_and_no_higher_than_it_takes() -> None:
    questions = [practice("a", 2), practice("b", 3), practice("c", 3), practice("d", 4)]
    framework = framework_of(pillar("p", capability("x", *questions)), questions=ACHIEVED)
    lift = lift_of(framework, said("r", a=L, b=F, c=P, d=N), "x")
    assert lift is not None
    # Level 3 takes a fully and c largely; d belongs to level 4.
    assert [(change.question, change.value) for change in lift.changes] == [("a", F), ("c", L)]
    assert list(lift.lines()) == [
        "Practice a. From “Extent 2” to “Extent 3”.",
        "Practice c. From “Extent 1” to “Extent 2”.",
    ]


def test_a_group_takes_the_children_that_cost_least() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b"), placed("c", weight=2.0)))
    lift = lift_of(framework, said("r", aq=1.0, bq=1.0, cq=1.0), "p")
    assert lift is not None
    # Two thirds of the weight of 4: c and one of the others is 3 of 4.
    assert {change.question for change in lift.changes} in ({"aq", "cq"}, {"bq", "cq"})
    critical = framework_of(pillar("p", placed("a", critical=True), placed("b"), placed("c")))
    lift = lift_of(critical, said("r", aq=1.0, bq=2.0, cq=2.0), "p")
    assert lift is not None
    assert [change.question for change in lift.changes] == ["aq"]


def test_a_gate_is_met_first() -> None:
    framework = framework_of(
        pillar("p", placed("a"), gates=(Gate(3, {"b": 2}, "Why."),)), pillar("q", placed("b"))
    )
    lift = lift_of(framework, said("r", aq=4.0, bq=1.0), "p")
    assert lift is not None
    assert [(change.question, change.value) for change in lift.changes] == [("bq", 2.0)]


def test_evidence_is_asked_for_where_only_evidence_is_missing() -> None:
    framework = framework_of(pillar("p", placed("a")))
    framework = replace(framework, evidence_caps=EvidenceCaps(none=2, some=3))
    lift = lift_of(framework, said("r", aq=4.0), "a")
    assert lift is not None
    assert (lift.level, lift.changes) == (3, ())
    assert lift.evidence == ("A: put evidence on file.",)
    proven = [replace(said("r", aq=4.0)[0], evidence="Minutes")]
    higher = lift_of(framework, proven, "a")
    assert higher is not None
    assert "dated within 12 months" in higher.evidence[0]


def test_a_mean_is_lifted_by_the_answers_that_add_most() -> None:
    questions = [practice("a", 2, 5.0), practice("b", 2), practice("c", 2)]
    framework = framework_of(pillar("p", capability("x", *questions)), questions=MEAN)
    # 1 + 4 * (5 * 0 + 0 + 0): level 2 takes a quarter of the weight of 7: a alone does.
    lift = lift_of(framework, said("r", a=N, b=N, c=N), "x")
    assert lift is not None
    assert [change.question for change in lift.changes] == ["a"]


def test_at_the_top_or_where_nothing_helps_there_is_no_list() -> None:
    framework = framework_of(pillar("p", placed("a")))
    assert lift_of(framework, said("r", aq=5.0), "a") is None
    apart = framework_of(pillar("p", placed("a")))
    assert lift_of(apart, said("r", aq="not_applicable"), "a") is None


def smaller_sets(framework: Framework, answers: list[Answer], size: int) -> Iterator[list[Answer]]:
    """Every way to raise fewer answers than `size` to their highest value."""
    questions = list(framework.questions())
    for fewer in range(size):
        for chosen in combinations(questions, fewer):
            kept = [a for a in answers if a.question not in {q.id for q in chosen}]
            yield kept + [Answer("r", q.id, "value", q.highest) for q in chosen]


def worst(card: Scorecard, node: str) -> int:
    return card.node(node).worst or 0


@pytest.mark.parametrize("children", [STAGE, MINIMUM])
@UNTIMED
@given(st.lists(st.sampled_from([N, P, L, F]), min_size=6, max_size=6))
def test_no_shorter_list_would_do(children, values: list[float]) -> None:  # type: ignore[no-untyped-def]
    one = capability("x", practice("a", 2), practice("b", 3), practice("c", 3))
    two = capability("y", practice("d", 2), practice("e", 2), practice("f", 3))
    framework = framework_of(pillar("p", one, two), questions=ACHIEVED, children=children)
    answers = said("r", **dict(zip("abcdef", values, strict=True)))
    before = worst(score(framework, answers, "full"), "p")
    lift = lift_of(framework, answers, "p")
    if lift is None:
        best = said("r", **dict.fromkeys("abcdef", F))
        assert worst(score(framework, best, "full"), "p") <= before
        return
    changed = {change.question: change.value for change in lift.changes}
    lifted = [replace(a, value=changed.get(a.question, a.value)) for a in answers]
    assert worst(score(framework, lifted, "full"), "p") >= before + 1
    for fewer in smaller_sets(framework, answers, len(changed)):
        assert worst(score(framework, fewer, "full"), "p") <= before
