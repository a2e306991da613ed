"""From one version of a framework to the next: differences, answers carried, honest trends."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import Answer
from domain.errors import InvalidInput
from domain.framework import Choice, EvidenceCaps, Framework, Gate, Pillar, Rollup
from domain.versions import QuestionMapping
from scoring import carry, difference, draft_mapping, score, trend
from storage.mappings import mapping_content, read_mapping
from storage.readers.converted import as_yaml
from tests.scoring.building import (
    ACHIEVED,
    MINIMUM,
    F,
    L,
    N,
    P,
    capability,
    framework_of,
    pillar,
    practice,
    said,
)
from tests.scoring.test_properties import UNTIMED, Case, cases


def version(*questions: tuple[str, int], weight: float = 1.0, **texts: str) -> Framework:
    """A framework of two capabilities: those questions in c, and one that stays in d."""
    asked = [
        replace(practice(name, level), text=texts.get(name, f"Practice {name}."))
        for name, level in questions
    ]
    pillars = pillar("p", capability("c", *asked, weight=weight), capability("d", practice("z", 2)))
    return framework_of(pillars, questions=ACHIEVED, children=MINIMUM)


OLD = version(("a", 2), ("b", 3), ("gone", 3))
NEW = version(("a", 2), ("b", 3), ("fresh", 3), weight=2.0, b="Something else.")


def test_a_framework_does_not_differ_from_itself() -> None:
    assert list(difference(OLD, OLD)) == []
    assert draft_mapping(OLD, OLD) == ()


def test_every_difference_is_said_in_a_sentence() -> None:
    assert list(difference(OLD, NEW)) == [
        "capability c: weight 1 becomes 2.",
        "question gone: removed.",
        "question fresh: added.",
        'question b: text "Practice b." becomes "Something else.".',
        "question b: asks something else now; its answers are not carried over.",
    ]


def test_answers_are_carried_where_the_question_still_asks_the_same() -> None:
    carried = carry(said("r", a=F, b=L, gone=P, z=N), OLD, NEW)
    assert [answer.question for answer in carried.answers] == ["a", "z"]
    assert [(answer.question, reason) for answer, reason in carried.dropped] == [
        ("b", "the question asks something else now"),
        ("gone", "the question is not in both versions"),
    ]


def test_a_mapping_decides_what_a_person_knows_better() -> None:
    mapping = (
        QuestionMapping("gone", "fresh", values={P: N, L: P, F: L}, because="Asked more."),
        QuestionMapping("b", "b", because="Only the wording is better."),
        QuestionMapping("a", None, same=False, because="Asked by the auditor now."),
    )
    carried = carry(said("r", a=F, b=L, gone=F, z=N) + said("s", gone=N), OLD, NEW, mapping)
    assert {(a.question, a.value) for a in carried.answers} == {("b", L), ("fresh", L), ("z", N)}
    assert [reason for _, reason in carried.dropped] == [
        "Asked by the auditor now.",
        "the new scale has no such value",
    ]


def test_what_scoring_would_refuse_is_not_carried() -> None:
    plain = replace(practice("a", 2), dont_know=False, not_applicable=False)
    new = framework_of(pillar("p", capability("c", plain)), questions=ACHIEVED)
    unsure = (Answer("r", "a", "dont_know"), Answer("s", "a", "not_applicable"))
    carried = carry(unsure, OLD, new)
    assert carried.answers == ()
    assert [reason for _, reason in carried.dropped] == [
        'the new version does not offer "don\'t know"',
        'the new version does not offer "not applicable"',
    ]


def test_two_old_answers_never_make_two_new_ones() -> None:
    mapping = (QuestionMapping("gone", "fresh"), QuestionMapping("b", "fresh"))
    carried = carry(said("r", b=L, gone=P), OLD, NEW, mapping)
    assert [(a.question, a.value) for a in carried.answers] == [("fresh", L)]
    assert [why for _, why in carried.dropped] == ["fresh already has an answer carried over"]
    score(NEW, carried.answers, "full")


@UNTIMED
@given(cases(respondents=("r", "s")), st.data())
def test_no_answer_is_lost_without_a_reason(case: Case, data: st.DataObject) -> None:
    questions = list(case.framework.questions())
    chosen = data.draw(st.lists(st.sampled_from(questions), unique_by=lambda q: q.id))
    mapping = [QuestionMapping(q.id, None, same=False) for q in chosen]
    carried = carry(case.answers, case.framework, case.framework, mapping)
    assert len(carried.answers) + len(carried.dropped) == len(case.answers)
    assert all(reason for _, reason in carried.dropped)
    everything = carry(case.answers, case.framework, case.framework)
    assert everything.answers == case.answers


def test_a_trend_compares_only_what_means_the_same() -> None:
    before = score(OLD, said("r", a=F, b=P, gone=P, z=N), "full")
    after = score(NEW, said("r", a=F, b=L, fresh=L, z=F), "full")
    moved = {found.id: found for found in trend(before, after, OLD, NEW)}
    assert moved["c"].step is None
    assert moved["c"].reason == "not the same was asked: b, gone, fresh"
    assert (moved["d"].step, moved["d"].reason) == (1, "")
    assert moved["p"].step is None
    mapping = (QuestionMapping("gone", "fresh"), QuestionMapping("b", "b"))
    mapped = {found.id: found for found in trend(before, after, OLD, NEW, mapping)}
    assert mapped["c"].step == 1
    assert mapped["c"].score_step == pytest.approx(2 / 3)
    assert (mapped["p"].step, mapped["p"].reason) == (None, "its gates or weights have changed")
    assert mapped["overall"].reason == "not comparable below it: p"


ONLY = OLD.pillars[0]
C, D = ONLY.capabilities
GATE = Gate(3, {"c": 3}, "Without c it is no three.")
HEAVY = replace(D, questions=(replace(D.questions[0], weight=2),))
COUNTED = "its gates or weights have changed"


def under(new: Pillar) -> Framework:
    """The old version with another pillar."""
    return replace(OLD, pillars=(new,))


@pytest.mark.parametrize(
    ("new", "name", "reason"),
    [
        (replace(OLD, levels=OLD.levels[:-1]), "c", "the levels are others"),
        (replace(OLD, evidence_caps=EvidenceCaps(2, 3)), "c", "evidence counts in another way"),
        (replace(OLD, answers_rollup=Rollup("minimum")), "c", "the answers of several people"),
        (under(replace(ONLY, gates=(GATE,))), "p", COUNTED),
        (under(replace(ONLY, gates=(GATE,))), "overall", "not comparable below it: p"),
        (under(replace(ONLY, capabilities=(replace(C, critical=True), D))), "p", COUNTED),
        (under(replace(ONLY, rollup=Rollup("median"))), "p", "it is rolled up in another way"),
        (under(replace(ONLY, capabilities=(C,))), "d", "it is gone"),
        (under(replace(ONLY, capabilities=(C,))), "p", "not the same was asked: z"),
        (under(replace(ONLY, capabilities=(C, HEAVY))), "d", "z weighs something else"),
    ],
)
def test_what_counts_in_another_way_has_no_step(new: Framework, name: str, reason: str) -> None:
    answers = said("r", a=F, b=P, gone=P, z=N)
    asked = {question.id for question in new.questions()}
    before = score(OLD, answers, "full")
    after = score(new, [answer for answer in answers if answer.question in asked], "full")
    moved = {found.id: found for found in trend(before, after, OLD, new)}
    assert moved[name].reason.startswith(reason)
    assert moved[name].step is None
    assert moved[name].score_step is None


def test_where_a_level_is_not_established_there_is_no_step() -> None:
    before = score(OLD, (), "full")
    after = score(OLD, said("r", a=F, b=L, gone=L, z=F), "full")
    moved = {found.id: found for found in trend(before, after, OLD, OLD)}
    assert moved["c"].reason == ""
    assert moved["c"].step is None


def test_a_trend_within_one_version_compares_everything() -> None:
    before = score(OLD, said("r", a=P, b=N, gone=N, z=N), "full")
    after = score(OLD, said("r", a=F, b=L, gone=L, z=F), "full")
    assert {m.id: m.step for m in trend(before, after, OLD, OLD)} == {
        "overall": 1,
        "p": 1,
        "c": 2,
        "d": 1,
    }


def test_a_drafted_mapping_is_a_file_that_can_be_read() -> None:
    draft = draft_mapping(OLD, NEW)
    content = as_yaml(mapping_content(draft, OLD, NEW))
    assert read_mapping(content, "map.yaml", OLD, NEW) == draft
    assert [entry.old for entry in draft] == ["b", "gone"]


def test_a_mapping_is_written_as_it_was_read() -> None:
    mapping = (QuestionMapping("gone", "fresh", values={P: N, L: P}, because="Asked more."),)
    content = as_yaml(mapping_content(mapping, OLD, NEW))
    assert read_mapping(content, "map.yaml", OLD, NEW) == mapping


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("[{old: gone, new: null, same: true}]", "no question takes the answers"),
        ("[{old: gone, new: fresh, same: false, values: [{old: 0, new: 0}]}]", "only with same"),
        ("[{old: gone, new: a, same: true}]", "a takes the answers of a already"),
        (
            "[{old: gone, new: fresh, same: true}, {old: b, new: fresh, same: true}]",
            "fresh takes the answers of gone already",
        ),
        (
            "[{old: gone, new: fresh, same: true, values: [{old: 0, new: 0}, {old: 0, new: 1}]}]",
            "0 is mapped twice",
        ),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(entries: str, told: str) -> None:
    head = "format: headway-mapping/1\nfrom: {id: test, version: 1.0.0}\n"
    content = f"{head}to: {{id: test, version: 1.0.0}}\nquestions: {entries}\n".encode()
    with pytest.raises(InvalidInput) as caught:
        read_mapping(content, "map.yaml", OLD, NEW)
    assert told in str(caught.value)


@pytest.mark.parametrize("entries", ["[{new: fresh, same: true}, {new: b, same: true}]", "[1, 2]"])
def test_entries_without_an_old_question_are_not_called_doubles(entries: str) -> None:
    head = "format: headway-mapping/1\nfrom: {id: test, version: 1.0.0}\n"
    content = f"{head}to: {{id: test, version: 1.0.0}}\nquestions: {entries}\n".encode()
    with pytest.raises(InvalidInput) as caught:
        read_mapping(content, "map.yaml", OLD, NEW)
    assert "twice" not in str(caught.value)


def test_every_problem_of_a_mapping_is_told_with_its_place() -> None:
    content = b"""format: headway-mapping/1
from: {id: test, version: 1.0.0}
to: {id: other, version: 1.0.0}
questions:
  - {old: gone, new: nowhere, same: true}
  - {old: gone, new: fresh, same: true, values: [{old: 9, new: 1}]}
"""
    with pytest.raises(InvalidInput) as caught:
        read_mapping(content, "map.yaml", OLD, NEW)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 4
    assert told[0].startswith("map.yaml:3:10: test was expected")
    assert "there is no question of the new version nowhere" in told[1]
    assert "gone is mapped twice" in told[2]
    assert "9 is no value of gone" in told[3]


@UNTIMED
@given(st.binary(max_size=200), st.integers(0, 200))
def test_a_mangled_mapping_ends_in_a_clear_error(noise: bytes, at: int) -> None:
    content = as_yaml(mapping_content(draft_mapping(OLD, NEW), OLD, NEW))
    with suppress(InvalidInput):
        read_mapping(content[:at] + noise + content[at + len(noise) :], "map.yaml", OLD, NEW)


def test_another_label_is_another_question_and_another_weight_is_not() -> None:
    question = practice("a", 2)
    other = replace(question, choices=(*question.choices[:-1], Choice(3.0, "Everywhere")))
    heavy = replace(question, weight=3.0)
    for changed, carried in ((other, 0), (heavy, 1)):
        new = framework_of(pillar("p", capability("c", changed)), questions=ACHIEVED)
        old = framework_of(pillar("p", capability("c", question)), questions=ACHIEVED)
        assert len(carry(said("r", a=F), old, new).answers) == carried
