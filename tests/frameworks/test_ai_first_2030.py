"""The shipped framework is complete, covers what it promises, and reads as a careful author's."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.framework import Capability, Framework
from storage.frameworks import load_framework

SHIPPED = Path(__file__).parents[2] / "frameworks" / "ai-first-2030.yaml"
CAPABILITIES = {
    "strategy": ("str-01", "str-02", "str-03"),
    "governance": tuple(f"gov-0{number}" for number in range(1, 9)),
    "technology": tuple(f"tec-0{number}" for number in range(1, 6)),
    "talent": tuple(f"tal-0{number}" for number in range(1, 5)),
    "legacy": tuple(f"leg-0{number}" for number in range(1, 5)),
    "measurement": tuple(f"mea-0{number}" for number in range(1, 5)),
}
# The number of subcategories in each category of NIST AI RMF 1.0: 19 + 18 + 22 + 13 = 72.
NIST_CATEGORIES = {
    "GOVERN": (7, 3, 2, 3, 2, 2),
    "MAP": (6, 3, 5, 2, 2),
    "MEASURE": (3, 13, 3, 3),
    "MANAGE": (4, 4, 2, 3),
}
# The last control of each objective in ISO/IEC 42001:2023 Annex A; controls count from 2:
# 3 + 2 + 5 + 4 + 2 + 7 + 5 + 4 + 3 + 3 = 38.
ANNEX_A_LAST = {
    "A.2": 4,
    "A.3": 3,
    "A.4": 6,
    "A.5": 5,
    "A.6.1": 3,
    "A.6.2": 8,
    "A.7": 6,
    "A.8": 5,
    "A.9": 4,
    "A.10": 4,
}
# What the framework must ask leadership about: topic, the capability that covers it, its words.
TOPICS = (
    ("mandate of the Chief AI Officer", "str-02", ("chief ai officer", "mandate")),
    ("reporting of the Chief AI Officer", "str-02", ("reporting", "board")),
    ("model size", "tec-01", ("size",)),
    ("inference speed", "tec-01", ("latency",)),
    ("cost structure", "tec-01", ("cost",)),
    ("fine-tuning", "tec-01", ("tuning",)),
    ("integration with own data", "tec-01", ("data",)),
    ("portfolio decisions", "str-01", ("portfolio", "register")),
    ("investment decisions", "str-01", ("investment", "stop")),
    (
        "central, hub and spoke or distributed",
        "str-03",
        ("central", "hub and spoke", "distributed"),
    ),
    ("orchestration of human and machine work", "tal-03", ("human", "task")),
    ("roles moved to validation and oversight", "tal-03", ("validation", "oversight")),
    ("roles moved to creativity and judgement", "tal-03", ("creativ", "judgement")),
    ("model selection", "gov-02", ("selection",)),
    ("performance audit", "gov-02", ("audit", "performance")),
    ("bias detection", "gov-02", ("bias",)),
    ("model updates", "gov-02", ("update",)),
    ("data quality", "gov-03", ("quality",)),
    ("privacy under GDPR, CCPA and sector rules", "gov-03", ("gdpr", "ccpa", "sector")),
    ("data access", "gov-03", ("access",)),
    ("lineage", "gov-04", ("lineage", "register")),
    ("hallucination", "tec-04", ("hallucination",)),
    ("adversarial robustness", "tec-04", ("adversarial", "attack")),
    ("staged rollout", "tec-03", ("staged",)),
    ("drift monitoring", "tec-03", ("drift",)),
    ("rollback", "tec-03", ("rollback",)),
    ("prompt injection", "tec-05", ("prompt injection",)),
    ("model and data poisoning", "tec-05", ("poison",)),
    ("access logging", "tec-05", ("log",)),
    ("ethics", "gov-06", ("ethic", "fairness")),
    ("transparency and disclosure", "gov-07", ("transparency", "disclosure")),
    ("training data and rights", "gov-07", ("train", "copyright")),
    ("accountability for AI decisions", "gov-01", ("answer", "decision", "liab")),
    ("risk and impact", "gov-05", ("risk", "impact assessment")),
    ("agent autonomy", "gov-08", ("agent", "autonomy", "stop")),
    ("talent acquisition", "tal-01", ("fill",)),
    ("talent retention", "tal-01", ("retention", "exit")),
    ("literacy", "tal-02", ("literacy",)),
    ("knowledge transfer", "tal-04", ("handover", "reuse")),
    ("organisational learning", "tal-04", ("learn",)),
    ("legacy systems", "leg-01", ("legacy", "critical system")),
    ("data platforms and integration", "leg-02", ("data platform", "interface")),
    ("process redesign", "leg-03", ("redesign", "process")),
    ("organisational inertia", "leg-04", ("inertia", "incentive")),
    ("existing power structures", "leg-04", ("power",)),
    ("cost allocation to business units", "mea-03", ("allocation", "unit")),
    ("return on investment", "mea-01", ("return", "benefit")),
    ("on premises or cloud", "tec-02", ("premises", "cloud")),
    ("fine-tuning or prompting", "tec-02", ("tuning", "prompting")),
    ("proprietary or open", "tec-02", ("proprietary", "open")),
    ("attribution of benefits", "mea-02", ("attribution", "comparison")),
    ("benefits that are hard to measure", "mea-02", ("decision", "new capabilit")),
    ("efficiency in 2030", "mea-04", ("2030", "efficiency")),
    ("decision speed in 2030", "mea-04", ("decision speed",)),
    ("new revenue in 2030", "mea-04", ("new revenue",)),
    ("innovation cycles in 2030", "mea-04", ("innovation",)),
    ("customer experience in 2030", "mea-04", ("customer experience",)),
)
VAGUE = re.compile(
    r"appropriate|and/or|\bregular|\badequate|\bsufficient|\beffectively\b|\betc\b|as needed",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_framework(SHIPPED)


def texts(capability: Capability) -> Iterator[str]:
    """Every sentence a reader can meet about one capability."""
    yield capability.name
    yield capability.definition
    yield from capability.statements.values()
    yield from capability.probes
    for question in capability.questions:
        yield from (question.text, question.help)


def cited(framework: Framework, reference: str) -> set[str]:
    """The items of one outside standard that some capability points to."""
    return {
        item
        for capability in framework.capabilities()
        for item in capability.references.get(reference, ())
    }


def test_six_pillars_hold_the_28_capabilities_in_order(framework: Framework) -> None:
    tree = {
        pillar.id: tuple(capability.id for capability in pillar.capabilities)
        for pillar in framework.pillars
    }
    assert list(tree.items()) == list(CAPABILITIES.items())
    assert sum(len(ids) for ids in tree.values()) == 28


def test_full_depth_asks_140_questions_and_the_quick_scan_28(framework: Framework) -> None:
    assert len(list(framework.questions())) == 140
    assert len(list(framework.questions("quick"))) == 28


def test_each_capability_asks_its_placement_and_one_practice_a_level(framework: Framework) -> None:
    for capability in framework.capabilities():
        asked = [
            (question.id, question.kind, question.level, question.quick)
            for question in capability.questions
        ]
        practices = [
            (f"{capability.id}-l{level}", "practice", level, False) for level in (2, 3, 4, 5)
        ]
        assert asked == [(f"{capability.id}-placement", "placement", None, True), *practices]


def test_each_capability_has_five_statements_of_readable_length(framework: Framework) -> None:
    for capability in framework.capabilities():
        assert sorted(capability.statements) == [1, 2, 3, 4, 5], capability.id
        for level, statement in capability.statements.items():
            words = len(statement.split())
            assert 8 <= words <= 35, (capability.id, level, words)


def test_a_placement_question_offers_exactly_the_level_statements(framework: Framework) -> None:
    for capability in framework.capabilities():
        offered = [choice.label for choice in capability.questions[0].choices]
        assert offered == [capability.statements[level] for level in (1, 2, 3, 4, 5)]


def test_every_nist_subcategory_is_covered(framework: Framework) -> None:
    subcategories = {
        f"{function} {category}.{number}"
        for function, sizes in NIST_CATEGORIES.items()
        for category, size in enumerate(sizes, start=1)
        for number in range(1, size + 1)
    }
    assert len(subcategories) == 72
    assert cited(framework, "nist-ai-rmf") == subcategories


def test_every_annex_a_control_is_covered(framework: Framework) -> None:
    annex_a = {
        f"{objective}.{number}"
        for objective, last in ANNEX_A_LAST.items()
        for number in range(2, last + 1)
    }
    assert len(annex_a) == 38
    controls = {item for item in cited(framework, "iso-42001") if item.startswith("A.")}
    assert controls == annex_a


def test_no_reference_lists_an_item_that_nothing_points_to(framework: Framework) -> None:
    for reference in framework.references:
        assert {item.id for item in reference.items} == cited(framework, reference.id)


def test_every_ai_act_article_says_since_when_it_applies(framework: Framework) -> None:
    act = next(reference for reference in framework.references if reference.id == "eu-ai-act")
    undated = [item.id for item in act.items if item.applies_from is None or not item.status]
    assert act.items
    assert undated == []
    unexplained = [item.id for item in act.items if item.status == "changing" and not item.note]
    assert unexplained == []


def test_leadership_sees_every_capability_under_one_of_its_four_subjects(
    framework: Framework,
) -> None:
    count = Counter(capability.groups["leadership"] for capability in framework.capabilities())
    # governance = strategy 3 + governance 8 + technology 3 to 5; legacy = 4 + technology 1;
    # measurement = 4 + technology 2.
    expected = {"governance": 14, "talent": 4, "legacy-integration": 5, "measurement": 5}
    assert count == expected
    assert {group.id for view in framework.views for group in view.groups} == set(expected)


def test_only_a_few_capabilities_are_critical(framework: Framework) -> None:
    critical = {capability.id for capability in framework.capabilities() if capability.critical}
    assert {"str-02", "gov-01", "gov-04", "gov-05", "tec-05"} <= critical
    assert len(critical) <= 8


def test_agent_questions_are_left_out_where_no_agents_act(framework: Framework) -> None:
    without = {capability.id for capability, _ in framework.asked("full", {"uses-agents": "no"})}
    everything = {capability.id for capability in framework.capabilities()}
    assert everything - without == {"gov-08"}


def test_short_names_fit_a_chart_and_differ(framework: Framework) -> None:
    names = [capability.short_name for capability in framework.capabilities()]
    assert len(set(names)) == 28
    assert [name for name in names if not 0 < len(name) <= 28] == []


def test_no_text_is_vague_or_written_twice(framework: Framework) -> None:
    everything = [text for capability in framework.capabilities() for text in texts(capability)]
    assert [text for text in everything if VAGUE.search(text)] == []
    assert [text for text, times in Counter(everything).items() if times > 1] == []
    assert [text for text in everything if "!" in text] == []


def test_every_question_is_a_sentence_with_help_and_somebody_to_answer_it(
    framework: Framework,
) -> None:
    for question in framework.questions():
        assert len(question.text.split()) >= 8, question.id
        assert question.text[-1] in ".?", question.id
        assert question.help, question.id
        assert question.roles, question.id
        assert question.evidence or question.kind == "placement", question.id


def test_each_capability_hears_at_least_two_roles(framework: Framework) -> None:
    for capability in framework.capabilities():
        assert len({role for item in capability.questions for role in item.roles}) >= 2


def test_no_role_is_asked_more_than_45_questions(framework: Framework) -> None:
    load = Counter(role for question in framework.questions() for role in question.roles)
    assert set(load) == {role.id for role in framework.roles}
    assert {role: times for role, times in load.items() if times > 45} == {}


@pytest.mark.parametrize(
    ("topic", "capability_id", "words"), TOPICS, ids=[topic for topic, *_ in TOPICS]
)
def test_a_required_topic_is_covered(
    framework: Framework, topic: str, capability_id: str, words: tuple[str, ...]
) -> None:
    capability = next(item for item in framework.capabilities() if item.id == capability_id)
    text = " ".join(texts(capability)).lower()
    assert [word for word in words if word not in text] == [], topic
