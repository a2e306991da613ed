"""Rules that hold for every framework and every set of answers, looked for at random."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.answers import Answer, AnswerKind
from domain.framework import Capability, EvidenceCaps, Framework, Gate, Question, Rollup
from domain.scorecard import NodeResult, Scorecard
from scoring import score
from tests.scoring.building import (
    ACHIEVED,
    MEAN,
    MINIMUM,
    PLACED,
    STAGE,
    F,
    N,
    capability,
    framework_of,
    pillar,
    placement,
    practice,
    said,
)

WEIGHTS = st.sampled_from([0.5, 1.0, 2.0, 7.0])
CHILDREN = st.sampled_from([STAGE, MEAN, MINIMUM])
QUESTIONS = st.sampled_from([ACHIEVED, PLACED, MEAN, MINIMUM])
BOOLEANS = st.booleans()
# A busy machine says nothing about scoring: how long it takes is measured in the benchmarks.
UNTIMED = settings(deadline=None)


@dataclass(frozen=True)
class Case:
    """A framework with the answers of one assessment."""

    framework: Framework
    answers: tuple[Answer, ...]

    def card(self) -> Scorecard:
        return score(self.framework, self.answers, "full")

    def with_answers(self, *answers: Answer) -> "Case":
        return replace(self, answers=answers)


@st.composite
def capabilities(draw: st.DrawFn, name: str, storeys: int = 1) -> Capability:
    """One capability with its questions, or now and then with two parts."""
    others = {"weight": draw(WEIGHTS), "critical": draw(BOOLEANS)}
    if storeys and draw(st.integers(0, 4)) == 0:
        parts = tuple(draw(capabilities(f"{name}.{i}", storeys - 1)) for i in range(2))
        return capability(name, parts=parts, **others)
    levels = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    asked = [practice(f"{name}-{i}", n, draw(WEIGHTS)) for i, n in enumerate(levels)]
    return capability(name, placement(f"{name}-claim"), *asked, **others)


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    pillars = []
    for name in ("p", "q", "s")[: draw(st.integers(1, 3))]:
        sizes = range(draw(st.integers(1, 3)))
        found = [draw(capabilities(f"{name}{index}")) for index in sizes]
        pillars.append(pillar(name, *found, weight=draw(WEIGHTS), critical=draw(BOOLEANS)))
    level, needed = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    gates = [Gate(level, {"p0": needed}, "Why.")] if draw(BOOLEANS) else []
    return framework_of(*pillars, questions=draw(QUESTIONS), children=draw(CHILDREN), gates=gates)


@st.composite
def cases(draw: st.DrawFn, respondents: Sequence[str] = ("r",)) -> Case:
    framework = draw(frameworks())
    answers = [
        answer
        for respondent in respondents
        for question in framework.questions()
        for answer in draw(answers_to(question, respondent))
    ]
    return Case(framework, tuple(answers))


@st.composite
def answers_to(draw: st.DrawFn, question: Question, respondent: str) -> list[Answer]:
    values = [choice.value for choice in question.choices]
    kinds: list[float | AnswerKind] = ["dont_know", "not_applicable", *values, *values]
    chosen = draw(st.none() | st.sampled_from(kinds))
    return [] if chosen is None else said(respondent, **{question.id: chosen})


def nodes(card: Scorecard) -> Iterator[NodeResult]:
    yield from (card.overall, *card.pillars, *card.capabilities, *card.parts)


def bounds(node: NodeResult) -> tuple[int, int]:
    return (1, 5) if node.worst is None or node.best is None else (node.worst, node.best)


@UNTIMED
@given(cases(respondents=("r", "s")))
def test_levels_and_scores_stay_on_the_scale_and_in_order(case: Case) -> None:
    for node in nodes(case.card()):
        worst, best = bounds(node)
        assert 1 <= worst <= best <= 5
        assert node.level in (None, worst)
        assert (node.worst is None) == (not node.applies)
        assert node.score is None or 1 <= node.score <= 5 + 1e-9
        assert 0 <= node.coverage <= 1


@UNTIMED
@given(cases(respondents=("r", "s")))
def test_a_score_lies_between_its_own_worst_and_best_case(case: Case) -> None:
    for node in nodes(case.card()):
        assert node.worst_score is not None
        assert node.best_score is not None
        if node.score is not None:
            assert node.worst_score - 1e-9 <= node.score <= node.best_score + 1e-9


@UNTIMED
@given(cases(respondents=("r", "s")), st.data())
def test_raising_a_value_never_lowers_a_level_or_a_score(case: Case, data: st.DataObject) -> None:
    asked = {question.id: question for question in case.framework.questions()}
    raised = list(case.answers)
    for index, answer in enumerate(case.answers):
        if answer.value is not None:
            higher = [c.value for c in asked[answer.question].choices if c.value >= answer.value]
            raised[index] = replace(answer, value=data.draw(st.sampled_from(higher)))
    before, after = case.card(), case.with_answers(*raised).card()
    for old, new in zip(nodes(before), nodes(after), strict=True):
        assert bounds(new)[0] >= bounds(old)[0]
        assert bounds(new)[1] >= bounds(old)[1]
        assert (new.score is None) == (old.score is None)
        assert new.score is None or new.score >= (old.score or 0.0) - 1e-9


@UNTIMED
@given(cases(), st.data())
def test_taking_an_answer_away_never_narrows_the_bounds(case: Case, data: st.DataObject) -> None:
    kept = [answer for answer in case.answers if data.draw(BOOLEANS)]
    for old, new in zip(nodes(case.card()), nodes(case.with_answers(*kept).card()), strict=True):
        assert bounds(new)[0] <= bounds(old)[0]
        assert bounds(new)[1] >= bounds(old)[1]


@UNTIMED
@given(cases(respondents=("r", "s", "t")), st.data())
def test_the_order_and_the_names_of_respondents_change_nothing(
    case: Case, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(case.answers))
    renamed = {"r": "t", "s": "x", "t": "r"}
    others = [replace(answer, respondent=renamed[answer.respondent]) for answer in shuffled]
    assert case.with_answers(*others).card() == case.card()


@UNTIMED
@given(cases(), st.data())
def test_the_order_of_capabilities_changes_no_level(case: Case, data: st.DataObject) -> None:
    turned = [
        replace(each, capabilities=tuple(data.draw(st.permutations(each.capabilities))))
        for each in data.draw(st.permutations(case.framework.pillars))
    ]
    before = case.card()
    after = replace(case, framework=replace(case.framework, pillars=tuple(turned))).card()
    for old in nodes(before):
        new = after.node(old.id)
        assert (new.level, new.worst, new.best) == (old.level, old.worst, old.best)
        assert new.score == (None if old.score is None else pytest.approx(old.score))
        assert {cap.by for cap in new.caps} == {cap.by for cap in old.caps}


def flat(framework: Framework) -> Framework:
    """The same framework with all weights alike."""

    def even(each: Capability) -> Capability:
        asked = tuple(replace(question, weight=1.0) for question in each.questions)
        return replace(each, weight=1.0, questions=asked, parts=tuple(map(even, each.parts)))

    pillars = tuple(
        replace(each, weight=1.0, capabilities=tuple(map(even, each.capabilities)))
        for each in framework.pillars
    )
    return replace(framework, pillars=pillars)


@UNTIMED
@given(frameworks(), BOOLEANS)
def test_weights_do_not_matter_where_all_answers_agree(framework: Framework, top: bool) -> None:
    # At the top, practices of different levels would lead to different levels: they disagree.
    assume(not top or framework.capability_rollup != ACHIEVED)
    answers = [
        answer
        for question in framework.questions()
        for answer in said("r", **{question.id: question.highest if top else question.lowest})
    ]
    weighted, even = score(framework, answers, "full"), score(flat(framework), answers, "full")
    for old, new in zip(nodes(weighted), nodes(even), strict=True):
        assert old.level == new.level
        assert old.score == pytest.approx(new.score)


@UNTIMED
@given(st.sampled_from([ACHIEVED, MEAN, MINIMUM]), st.data())
def test_one_critical_capability_at_the_bottom_holds_its_pillar_there(
    rollup: Rollup, data: st.DataObject
) -> None:
    weights = data.draw(st.lists(WEIGHTS, min_size=1, max_size=6))
    others = [capability(f"c{i}", practice(f"q{i}", 2), weight=w) for i, w in enumerate(weights)]
    held = capability("held", practice("low", 2), critical=True)
    framework = framework_of(pillar("p", *others, held), questions=rollup)
    values = {f"q{i}": F for i in range(len(weights))}
    assert score(framework, said("r", low=N, **values), "full").node("p").level == 1


def scaled(framework: Framework, factor: float) -> Framework:
    """The same framework with every weight so many times as large."""

    def larger(each: Capability) -> Capability:
        asked = tuple(replace(q, weight=q.weight * factor) for q in each.questions)
        parts = tuple(map(larger, each.parts))
        return replace(each, weight=each.weight * factor, questions=asked, parts=parts)

    pillars = tuple(
        replace(p, weight=p.weight * factor, capabilities=tuple(map(larger, p.capabilities)))
        for p in framework.pillars
    )
    return replace(framework, pillars=pillars)


@UNTIMED
@given(cases(), st.sampled_from([0.25, 3.0, 100.0]))
def test_scaling_all_weights_changes_nothing(case: Case, factor: float) -> None:
    other = replace(case, framework=scaled(case.framework, factor)).card()
    for old, new in zip(nodes(case.card()), nodes(other), strict=True):
        assert (new.level, new.worst, new.best) == (old.level, old.worst, old.best)
        assert new.score == (None if old.score is None else pytest.approx(old.score))


@UNTIMED
@given(frameworks())
def test_nothing_but_not_applicable_is_not_established(framework: Framework) -> None:
    answers = [
        answer
        for question in framework.questions()
        for answer in [Answer("r", question.id, "not_applicable")]
    ]
    for node in nodes(score(framework, answers, "full")):
        assert (node.level, node.score) == (None, None)


EVIDENCE: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "evidence": st.sampled_from(["", "Minutes"]),
        "evidence_kind": st.sampled_from([None, "affirmation", "observation", "artifact"]),
        "evidence_date": st.sampled_from([None, date(2026, 6, 1), date(2025, 11, 23)]),
        "verified_by": st.sampled_from(["", "Internal audit"]),
    }
)
TODAY = date(2026, 11, 23)


@UNTIMED
@given(cases(), st.data())
def test_adding_evidence_never_lowers_and_never_passes_the_claim(
    case: Case, data: st.DataObject
) -> None:
    framework = replace(case.framework, evidence_caps=EvidenceCaps(none=2, some=3))
    proven = [replace(a, **data.draw(EVIDENCE)) for a in case.answers if data.draw(BOOLEANS)]
    known = {a.question for a in proven}
    proven += [a for a in case.answers if a.question not in known]
    before = score(framework, case.answers, "full", as_of=TODAY)
    after = score(framework, proven, "full", as_of=TODAY)
    for old, new in zip(nodes(before), nodes(after), strict=True):
        assert bounds(new)[0] >= bounds(old)[0]
        assert bounds(new)[1] >= bounds(old)[1]
        assert new.claimed == old.claimed
        assert new.worst is None or new.claimed is None or new.worst <= new.claimed


@UNTIMED
@given(cases(), st.data())
def test_deleting_an_answer_never_raises_what_is_reported(case: Case, data: st.DataObject) -> None:
    framework = replace(case.framework, evidence_caps=EvidenceCaps(none=2, some=3))
    answers = [replace(answer, **data.draw(EVIDENCE)) for answer in case.answers]
    kept = [answer for answer in answers if data.draw(BOOLEANS)]
    full = score(framework, answers, "full", as_of=TODAY)
    fewer = score(framework, kept, "full", as_of=TODAY)
    for old, new in zip(nodes(full), nodes(fewer), strict=True):
        if old.applies:
            assert bounds(new)[0] <= bounds(old)[0]
