"""Readers of public maturity models.

The files here are small and in our own words; their structure is that of

- intuitem/ciso-assistant-community, backend/library: libraries/ccb-cff-2023-03-01.yaml @
  02cac174d45d, libraries/anssi-mon-aide-cyber.yaml @ 26491fcfaabb,
  tests/test_framework_scoring_properties.py @ 0da5fc343a75, tests/test_library_import_questions.py
  @ 020f95e4e0d6
- aws-samples/custom-lens-wa-hub, ElastiCache/custom-lens-elasticache-v1.0.json @ f261f89d2630 and
  FSI-Governance-Lens/fsi-enterprise-governance.json @ a1637e16691c
- owaspsamm/core, model/ (activities/D-SA-1-A.yml @ 025761b7c218, questions/D-SA-1-A.yml @
  3fa772d598ed, answer_sets/K.yml @ 4885ff8485dd, streams/D-SA-A.yml @ 268a05e6f578, ...)
- devsecopsmaturitymodel/DevSecOps-MaturityModel-data, generated/model.yaml @ 000e740361f2 and
  src/assets/YAML/generated/generated.yaml @ 11dafa271acf
"""

import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.answers import Answer
from domain.errors import InvalidInput, Problem
from domain.framework import Framework
from scoring import score, strategies
from scoring.checks import check_rollups
from storage.frameworks import read_framework
from storage.readers import Converted, as_yaml, read_model, read_model_at, readers
from storage.strict_yaml import read_yaml

CISO = """\
urn: urn:example:risk:library:tidy
locale: en
ref_id: TIDY-1
name: Tidy framework
copyright: CC0
version: 3
publication_date: 2026-02-25
provider: Example
packager: Example
objects:
  threats:
  - urn: urn:example:risk:threat:dust
  framework:
    urn: urn:example:risk:framework:tidy
    ref_id: TIDY
    name: Tidy framework
    description: null
    scores_definition:
    - score: 1
      name: Never
      description: 'Nobody tidies.

        Nobody would know how.'
    - score: 2
      name: Sometimes
    - score: 3
      name: No
    implementation_groups_definition:
    - ref_id: B
      name: basic
      description: null
    - ref_id: E
      name: essential
    requirement_nodes:
    - urn: urn:example:risk:req_node:tidy:id
      assessable: false
      depth: 1
      ref_id: ID
      name: Know
    - urn: urn:example:risk:req_node:tidy:id.am
      assessable: false
      depth: 2
      parent_urn: urn:example:risk:req_node:tidy:id
      ref_id: ID.AM
      name: Things
      description: Things are known.
    - urn: urn:example:risk:req_node:tidy:id.am-1
      assessable: false
      depth: 3
      parent_urn: urn:example:risk:req_node:tidy:ID.AM
      ref_id: ID.AM-1
      description: There is a list of things
    - urn: urn:example:risk:req_node:tidy:basic_id.am-1.1
      assessable: true
      depth: 4
      parent_urn: urn:example:risk:req_node:tidy:id.am-1
      ref_id: BASIC_ID.AM-1.1
      description: The list is written down.
      annotation: "\\u2022\\tOn paper.\\n\\u2022\\tOr not."
      typical_evidence: The list.
      implementation_groups: [B, E]
      threats: [urn:example:risk:threat:dust]
    - urn: urn:example:risk:req_node:tidy:id.am-1.2
      assessable: true
      depth: 4
      parent_urn: urn:example:risk:req_node:tidy:id.am-1
      ref_id: '1.10'
      description: The list is complete.
      weight: 3
      implementation_groups: [E]
    - urn: urn:example:risk:req_node:tidy:note
      assessable: false
      depth: 1
      name: A note
"""
QUESTIONS = """\
urn: urn:example:risk:library:asked
locale: fr
ref_id: ASKED
name: Asked
version: 4
objects:
  framework:
    urn: urn:example:risk:framework:asked
    ref_id: ASKED
    name: Asked
    min_score: 0
    max_score: 4
    score_calculation_method: average_of_averages
    implementation_groups_definition:
    - {ref_id: MAIN, name: Main, default_selected: true}
    - {ref_id: _Q1_DEPENDS_ON_wall, name: After wall}
    requirement_nodes:
    - urn: urn:example:risk:req_node:asked:room
      assessable: false
      name: Room
    - urn: urn:example:risk:req_node:asked:wall
      assessable: true
      parent_urn: urn:example:risk:req_node:asked:room
      annotation: A wall keeps the wind out.
      implementation_groups: [MAIN]
      questions:
        urn:example:risk:req_node:asked:wall:question:1:
          type: unique_choice
          text: Is there a wall?
          choices:
          - {urn: 'urn:example:c1', value: Nobody knows, color: '#555555'}
          - {urn: 'urn:example:c2', value: No, color: '#8B0000'}
          - urn: urn:example:c3
            value: Yes
            select_implementation_groups: [_Q1_DEPENDS_ON_wall]
    - urn: urn:example:risk:req_node:asked:paint
      assessable: true
      parent_urn: urn:example:risk:req_node:asked:room
      name: Paint
      weight: 2
      implementation_groups: [_Q1_DEPENDS_ON_wall]
      questions:
        urn:example:risk:req_node:asked:paint:question:1:
          type: unique_choice
          text: Is it painted?
          choices:
          - {value: No, add_score: 0, compute_result: false}
          - {value: Unknown}
          - {value: Half, add_score: 1}
          - {value: All, add_score: 3, compute_result: true}
        ? urn:example:risk:req_node:asked:paint:question:2
        : type: unique_choice
          text: Is it blue?
          depends_on: {question: q1, answers: [c1], condition: any}
          choices:
          - {value: 'No', add_score: 0}
          - {value: 'Yes', add_score: 1}
"""
LENS: dict[str, Any] = {
    "schemaVersion": "2021-11-01",
    "name": "Kitchen lens",
    "description": "Looks at kitchens.",
    "_version": "1.2",
    "pillars": [
        {
            "id": "Ops",
            "name": "Operations",
            "questions": [
                {
                    "id": "ops01",
                    "title": "How do you keep the kitchen clean?",
                    "description": "Every day.",
                    "choices": [
                        {
                            "id": "choice1",
                            "title": "It is wiped",
                            "helpfulResource": {
                                "displayText": "With a cloth.",
                                "url": "https://a.b",
                            },
                            "improvementPlan": {"displayText": "Buy a cloth."},
                        },
                        {"id": "choice2", "title": "It is swept", "helpfulResource": None},
                        {"id": "ops01_no", "title": "None of these"},
                    ],
                    "riskRules": [
                        {"condition": "choice1 && choice2", "risk": "NO_RISK"},
                        {
                            "condition": "(choice1 || choice2)&&!ops01_no",
                            "risk": "MEDIUM_RISK",
                        },
                        {"condition": "default", "risk": "HIGH_RISK"},
                    ],
                },
                {
                    "id": "ops02",
                    "title": "How do you keep the floor clean?",
                    "choices": [
                        {"id": "choice1", "title": "Yes."},
                        {"id": "choice2", "title": "No."},
                    ],
                    "riskRules": [
                        {"condition": "choice1", "risk": "NO_RISK"},
                        {"condition": "choice2", "risk": "HIGH_RISK"},
                    ],
                },
            ],
        },
        {"id": "empty", "name": "Empty", "questions": []},
    ],
}
DSOMM = """\
---
meta:
  version: 5.0.1
  released: "2026-08-21"
  publisher: https://example.org/data
---
Agentic AI:
  Data Protection:
    Basic fence:
      uuid: dc62d384-0b9c-47d9-b7a5-9d82e53642ba
      description: |-
        A fence
        around the data.
      risk: |-
        Data walks away.
      measure: |-
        Build a fence.
      dependsOn:
      - a511a9a9-1b75-4dfd-8a4f-e516e8096150 # a plan
      assessment: |
        - Show the fence.
      difficultyOfImplementation: {knowledge: 2, time: 2, resources: 1}
      usefulness: 4
      level: 2
      tags:
      - ai
      implementation:
      - uuid: 3769fa07-ae91-4110-bdc1-48bb704461c1
        name: 'A fence: how to'
      references:
        iso27001-2017:
        - 8.2.3
      comments: ""
    Gate:
      uuid: 8d5ce64e-ebf0-45ab-93cb-d592287e3023
      measure: Build a gate.
      level: 2
    Automated fence:
      uuid: 0012e51c-a068-4549-a4d5-d1957b52676f
      measure: Build a fence that builds itself.
      level: 4
"""
OLD_DSOMM = """\
---
Build and Deployment:
  Build:
    Recipe:
      uuid: f6f7737f-25a9-4317-8de2-09bf59f29b5b
      risk: Everybody cooks differently.
      measure: Write the recipe down.
      meta:
        implementationGuide: With a pencil.
      level: 1
      isImplemented: false
      evidence: ""
  Empty: {}
"""
SAMM = {
    "business_functions/Design.yml": """\
---
#Link to the model, using its unique identifier
model: SAMM20
id: aaaa
name: Design
description: |
  Before it is built.
color:
  #228B22
order: 2
type: Function
""",
    "security_practices/D-Plan.yml": """\
function: aaaa
id: bbbb
name: Plan
shortName: SA
shortDescription: Plans are made.
order: 1
""",
    "streams/D-SA-A.yml": "practice: bbbb\nid: cccc\nname: Drawing\nletter: A\norder: 1\n",
    "streams/D-SA-B.yml": "practice: bbbb\nid: cc22\nname: Silence\nletter: B\norder: 2\n",
    "practice_levels/D-SA-1.yml": """\
practice: bbbb
maturityLevel: 1e10
id: dddd
objective: Draw something.
""",
    "practice_levels/D-SA-2.yml": "practice: bbbb\nmaturityLevel: eee2\nid: ddd2\n",
    "maturity_levels/1.yml": "id: 1e10\nnumber: 1\ndescription: Best effort.\n",
    "maturity_levels/2.yml": "id: eee2\nnumber: 2\n",
    "activities/D-SA-1-A.yml": """\
stream: cccc
level: dddd
id: ffff
title: Draw
benefit: A drawing
longDescription: |
  Draw it.

  Keep it.
results:
notes: Ask Bob
""",
    "activities/D-SA-2-A.yml": "stream: cccc\nlevel: ddd2\nid: fff2\ntitle: Draw again\n",
    "questions/D-SA-1-A.yml": """\
activity: ffff
answerSet: '9999'
id: '1111'
text: Is there a drawing?
order: 1
quality:
- It is legible
- It is kept
""",
    "questions/D-SA-2-A.yml": "activity: fff2\nanswerSet: '9999'\nid: '1112'\ntext: Is it new?\n",
    "answer_sets/K.yml": """\
id: '9999'
values:
- text: No
  value: 0
  weight: 1
  order: 0
- {text: 'Yes, a bit', value: 0.25, weight: 1, order: 1}
- {text: Yes, value: 1, weight: 1, order: 3}
- {text: 'Yes, half', value: 0.5, weight: 1, order: 2}
""",
    "../guidance/streams/D-SA-A.yml": "this: is not of the model\n",
}


def zipped(files: dict[str, str], prefix: str = "core-main/model/") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(prefix + path, text)
    return packed.getvalue()


FILES = {
    "ciso-assistant": CISO.encode(),
    "aws-lens": json.dumps(LENS, indent=1).encode(),
    "dsomm": DSOMM.encode(),
    "samm": zipped(SAMM),
}


def loaded(found: Converted) -> Framework:
    """As the command would: written as a file, read with the strategies that we have."""
    known = {name: strategy.settings for name, strategy in strategies().items()}
    framework = read_framework(as_yaml(found.content), "framework.yaml", known)
    check_rollups(framework)
    return framework


def refused(kind: str, content: bytes | str) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_model(kind, content.encode() if isinstance(content, str) else content, "given")
    return [str(problem) for problem in caught.value.problems]


def answers(values: dict[str, float], respondent: str = "one") -> list[Answer]:
    return [Answer(respondent, name, "value", value) for name, value in values.items()]


@pytest.mark.parametrize("kind", FILES)
def test_what_a_reader_gives_is_a_framework_that_can_be_scored(kind: str) -> None:
    found = read_model(kind, FILES[kind], "given")
    framework = loaded(found)
    assert score(framework, [], "full").overall.level is None
    assert found.losses
    assert all(loss.endswith(".") and "\n" not in loss for loss in found.losses)


@pytest.mark.parametrize("kind", FILES)
def test_what_is_written_is_what_was_read(kind: str) -> None:
    found = read_model(kind, FILES[kind], "given")
    assert read_yaml(as_yaml(found.content), "written").value == found.content


def test_an_unknown_kind_is_refused_with_those_known() -> None:
    assert list(readers()) == ["aws-lens", "ciso-assistant", "dsomm", "samm"]
    (problem,) = refused("cobit", b"")
    assert "aws-lens, ciso-assistant, dsomm, samm was expected" in problem


# CISO Assistant


def test_ciso_the_tree_becomes_pillars_capabilities_and_parts() -> None:
    framework = loaded(read_model("ciso-assistant", CISO.encode(), "given"))
    assert (framework.id, framework.version, framework.licence) == ("tidy", "3", "CC0")
    (pillar,) = framework.pillars
    (capability,) = pillar.capabilities
    (part,) = capability.parts
    assert [pillar.id, capability.id, part.id] == ["id", "id.am", "id.am-1"]
    assert part.name == "ID.AM-1 There is a list of things"
    assert part.short_name == "ID.AM-1"
    written, complete = part.questions
    assert written.text == "BASIC_ID.AM-1.1 The list is written down."
    assert written.help.startswith("•\tOn paper.")
    assert written.evidence == "The list."
    # A reference that looks like a number stays what it is.
    assert complete.text.startswith("1.10 ")
    assert complete.weight == 3


def test_ciso_scores_become_levels_and_choices() -> None:
    framework = loaded(read_model("ciso-assistant", CISO.encode(), "given"))
    assert [level.name for level in framework.levels] == ["Never", "Sometimes", "No"]
    (scale,) = framework.scales
    assert [(choice.value, choice.label) for choice in scale.choices] == [
        (1, "Never"),
        (2, "Sometimes"),
        (3, "No"),
    ]
    card = score(framework, answers({"basic_id.am-1.1": 1, "1.10": 2}), "full")
    # (1 + 3 x 2) / 4 = 1.75, which CISO Assistant writes 1.7.
    assert card.overall.score == pytest.approx(1.7)


def test_ciso_scores_without_names_are_a_range() -> None:
    text = CISO.replace("scores_definition:", "min_score: 0\n    max_score: 100\n    was:")
    found = read_model("ciso-assistant", text.encode(), "given")
    framework = loaded(found)
    assert framework.scales[0].range == (0, 100)
    assert [level.number for level in framework.levels] == [0, 1, 2, 3, 4]
    assert any("five even steps" in loss for loss in found.losses)


def test_ciso_implementation_groups_decide_what_is_asked() -> None:
    framework = loaded(read_model("ciso-assistant", CISO.encode(), "given"))
    (item,) = framework.context
    assert [choice.id for choice in item.choices] == ["b", "e"]
    written, complete = framework.questions()
    assert written.applies_when == {"implementation-group": ("b", "e")}
    assert complete.applies_when == {"implementation-group": ("e",)}


def test_ciso_losses_are_named() -> None:
    losses = " ".join(read_model("ciso-assistant", CISO.encode(), "given").losses)
    assert "left out (1): A note" in losses
    assert "threats: 1" in losses
    assert "Of requirement nodes, these keys are not carried over: threats (1)" in losses
    assert "scores from 1 to 3 are assumed" in losses


def test_ciso_questions_with_scores_stand_for_their_requirement() -> None:
    found = read_model("ciso-assistant", QUESTIONS.encode(), "given")
    framework = loaded(found)
    wall, painted, blue = framework.questions()
    assert wall.text == "Is there a wall?"
    assert wall.help.endswith("Choices:\n- Nobody knows\n- No\n- Yes")
    assert [(c.value, c.label) for c in painted.choices] == [
        (0, "No / Unknown"),
        (1, "Half"),
        (3, "All"),
    ]
    # Together they weigh what the requirement weighs, each by the scores it can give.
    assert (painted.weight, blue.weight) == (1.5, 0.5)
    # There the scores 1 and 1 add up to 2 of 4.
    card = score(framework, answers({painted.id: 1, blue.id: 1}), "full")
    assert card.overall.score == pytest.approx(2)
    assert framework.overall_rollup.strategy == "mean_of_means"


def test_ciso_groups_that_answers_select_are_named_and_always_asked() -> None:
    found = read_model("ciso-assistant", QUESTIONS.encode(), "given")
    wall, painted, _ = loaded(found).questions()
    assert wall.applies_when == {"implementation-group": ("main",)}
    assert painted.applies_when == {}
    losses = " ".join(found.losses)
    for text in ("brings in elsewhere", "depend on another", "compute_result (2)", "same score"):
        assert text in losses


def test_ciso_what_stands_alone_finds_a_place() -> None:
    flat = "\n".join(
        line.replace("assessable: false", "assessable: true")
        for line in CISO.splitlines()
        if "parent_urn" not in line
    )
    framework = loaded(read_model("ciso-assistant", flat.encode(), "given"))
    assert [pillar.name for pillar in framework.pillars] == ["Tidy framework"]
    assert len(framework.pillars[0].capabilities) == 6


def test_ciso_headings_that_are_requirements_keep_theirs() -> None:
    text = CISO.replace("assessable: false", "assessable: true", 3)
    framework = loaded(read_model("ciso-assistant", text.encode(), "given"))
    know = framework.pillars[0]
    assert [capability.name for capability in know.capabilities] == ["ID Know", "ID.AM Things"]
    things = know.capabilities[1]
    assert things.parts[0].name == "ID.AM Things"


def test_ciso_a_chain_of_nodes_is_flattened() -> None:
    nodes = [{"urn": "n0", "name": "n0", "assessable": "true"}]
    nodes += [
        {"urn": f"n{n}", "parent_urn": f"n{n - 1}", "name": f"n{n}", "assessable": "true"}
        for n in range(1, 3000)
    ]
    library = {"name": "Deep", "objects": {"framework": {"requirement_nodes": nodes}}}
    found = read_model("ciso-assistant", json.dumps(library).encode(), "given")
    assert len(list(loaded(found).questions())) == 3000
    assert any("nested deeper" in loss for loss in found.losses)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("parent_urn: urn:example:risk:req_node:tidy:gone", "expected among the nodes"),
        ("parent_urn: urn:example:risk:req_node:tidy:id.am-1", "go in a circle"),
    ],
)
def test_ciso_wrong_parents_are_refused(wrong: str, expected: str) -> None:
    (problem,) = refused(
        "ciso-assistant",
        CISO.replace("parent_urn: urn:example:risk:req_node:tidy:id\n", f"{wrong}\n"),
    )
    assert problem.startswith("given:")
    assert expected in problem


def test_ciso_mistakes_are_told_together_with_their_lines() -> None:
    text = CISO.replace("weight: 3", "weight: heavy").replace("score: 2", "score: two")
    first, second = refused("ciso-assistant", text)
    assert first.startswith("given:24:14: a whole number was expected")
    assert "a number was expected" in second


def test_ciso_other_files_are_refused() -> None:
    assert "the key objects is missing" in refused("ciso-assistant", "name: x")[0]
    assert "found threats" in refused("ciso-assistant", "objects: {threats: [1]}")[0]
    assert "one YAML document" in refused("ciso-assistant", "")[0]
    ends = CISO.replace("scores_definition:", "min_score: 5\n    max_score: 5\n    was:")
    assert "max_score above min_score" in refused("ciso-assistant", ends)[0]
    none = CISO.replace("assessable: true", "assessable: false")
    assert "at least one node" in refused("ciso-assistant", none)[0]
    twice = CISO.replace("tidy:id.am\n", "tidy:id\n", 1)
    assert "given twice" in refused("ciso-assistant", twice)[0]


# AWS Well-Architected custom lenses


def lens(**changes: Any) -> bytes:
    return json.dumps({**LENS, **changes}).encode()


def with_rules(*rules: tuple[str, str]) -> bytes:
    """The lens with other rules for its first question."""
    changed = json.loads(json.dumps(LENS))
    found = [{"condition": condition, "risk": risk} for condition, risk in rules]
    changed["pillars"][0]["questions"][0]["riskRules"] = found
    return json.dumps(changed).encode()


def test_lens_choices_are_ticked_and_named_once_in_the_file() -> None:
    framework = loaded(read_model("aws-lens", FILES["aws-lens"], "given"))
    assert framework.version == "1.2"
    assert [question.id for question in framework.questions()] == [
        "ops01.choice1",
        "ops01.choice2",
        "ops01_no",
        "ops02.choice1",
        "ops02.choice2",
    ]
    first = next(iter(framework.questions()))
    assert first.help == "With a cloth. https://a.b\n\nTo improve: Buy a cloth."


@pytest.mark.parametrize(
    ("ticked", "level"), [("ops01.choice1 ops01.choice2", 2), ("ops01.choice1", 1), ("ops01_no", 0)]
)
def test_lens_rules_decide_the_risk(ticked: str, level: int) -> None:
    framework = loaded(read_model("aws-lens", FILES["aws-lens"], "given"))
    capability = framework.pillars[0].capabilities[0]
    given_values = {
        question.id: float(question.id in ticked.split()) for question in capability.questions
    }
    assert score(framework, answers(given_values), "full").node("ops01").level == level


def test_lens_losses_are_named() -> None:
    losses = " ".join(read_model("aws-lens", FILES["aws-lens"], "given").losses)
    assert "Questions without a default rule are high risk when no rule fits (1): ops02" in losses
    assert "Pillars without questions are left out (1): empty" in losses
    assert "Choices that exclude all others in AWS can be ticked beside others (1)" in losses


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("choice1 && choice9", "there is no choice choice9; the choices are choice1, choice2"),
        ("choice1 &&", "a choice was expected, found the end"),
        ("(choice1", "a closing bracket was expected"),
        ("choice1 choice2", 'the end was expected, found "choice2"'),
        ("choice1 & choice2", 'found "& choice2"'),
        ("", "a choice was expected, found the end"),
        ("(" * 5000 + "choice1", "at most 40 levels of brackets"),
        ("default || choice1", "there is no choice default"),
    ],
)
def test_lens_conditions_that_cannot_be_read_are_refused(condition: str, expected: str) -> None:
    (problem,) = refused("aws-lens", with_rules((condition, "NO_RISK")))
    place = "given, pillars[0].questions[0].riskRules[0].condition: "
    assert problem.startswith(place)
    assert expected in problem


def test_lens_default_may_stand_anywhere_but_only_once() -> None:
    content = with_rules(("default", "MEDIUM_RISK"), ("choice1", "NO_RISK"))
    found = read_model("aws-lens", content, "given")
    rollup = loaded(found).pillars[0].capabilities[0].rollup
    assert rollup is not None
    assert rollup.settings["otherwise"] == 1
    assert any("Default rules are taken as the last" in loss for loss in found.losses)
    twice = with_rules(("default", "MEDIUM_RISK"), (" default ", "NO_RISK"))
    assert "default is given twice" in refused("aws-lens", twice)[0]


def test_lens_other_files_are_refused() -> None:
    assert "'2021-11-01' was expected" in refused("aws-lens", lens(schemaVersion="2030"))[0]
    assert (
        "the key pillars is missing" in refused("aws-lens", '{"schemaVersion": "2021-11-01"}')[-1]
    )
    assert "a mapping (key: value) was expected" in refused("aws-lens", "[]")[0]
    assert refused("aws-lens", '{"a": 1,\n}')[0].startswith("given:2:1: this is not valid JSON")
    assert "given twice in one object" in refused("aws-lens", '{"a": 1, "a": 2}')[0]
    assert "found NaN" in refused("aws-lens", '{"a": NaN}')[0]
    assert "half a character" in refused("aws-lens", '{"a": "\\ud800"}')[0]
    assert "nested more than" in refused("aws-lens", "[" * 100_000)[0]
    assert "nested more than" in refused("aws-lens", "[" * 100 + "]" * 100)[0]
    assert "not UTF-8" in refused("aws-lens", b"\xff")[0]
    assert "at least one question" in refused("aws-lens", lens(pillars=LENS["pillars"][1:]))[0]
    wrong = json.dumps(LENS).replace("NO_RISK", "LOW_RISK")
    assert "one of 'HIGH_RISK', 'MEDIUM_RISK' or 'NO_RISK'" in refused("aws-lens", wrong)[0]


# OWASP SAMM


def test_samm_streams_are_parts_with_questions_of_each_level() -> None:
    framework = loaded(read_model("samm", FILES["samm"], "given"))
    (pillar,) = framework.pillars
    (practice,) = pillar.capabilities
    (stream,) = practice.parts
    assert [pillar.id, practice.id, stream.id] == ["design", "plan", "d-sa-a"]
    assert practice.definition == "Plans are made.\n\nLevel 1: Draw something."
    first, second = stream.questions
    assert [(first.id, first.level), (second.id, second.level)] == [
        ("d-sa-1-a", 1),
        ("d-sa-2-a", 2),
    ]
    # In YAML of old, No and Yes are no texts.
    assert [(choice.value, choice.label) for choice in first.choices] == [
        (0, "No"),
        (0.25, "Yes, a bit"),
        (0.5, "Yes, half"),
        (1, "Yes"),
    ]
    assert first.help.startswith("Quality criteria:\n- It is legible\n- It is kept\n\nDraw\n\n")
    card = score(framework, answers({"d-sa-1-a": 0.5, "d-sa-2-a": 0.25}), "full")
    assert card.overall.score == pytest.approx(0.75)


def test_samm_losses_are_named() -> None:
    losses = " ".join(read_model("samm", FILES["samm"], "given").losses)
    assert "Streams without questions are left out (1): D-SA-B" in losses
    assert "Of model/activities, these keys are not carried over: notes (1)" in losses


def test_samm_can_be_a_folder_or_a_tarball(tmp_path: Path) -> None:
    for path, text in SAMM.items():
        file = tmp_path / "model" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    packed = tmp_path / "samm.tar.gz"
    with tarfile.open(packed, "w:gz") as archive:
        archive.add(tmp_path / "model", "model")
    expected = read_model("samm", FILES["samm"], "given")
    for place in (tmp_path, tmp_path / "model", packed):
        assert read_model_at("samm", place) == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("questions/D-SA-1-A.yml", "activity: [", "questions/D-SA-1-A.yml:2:1: this is not valid"),
        (
            "questions/D-SA-1-A.yml",
            "id: a\nactivity: x\nanswerSet: '9999'\ntext: t",
            "yml:2:11: an id",
        ),
        ("questions/D-SA-2-A.yml", SAMM["questions/D-SA-1-A.yml"], "also that of another file"),
        ("maturity_levels/1.yml", "id: 1e10\nnumber: 2", "level 2 is given twice"),
        ("maturity_levels/1.yml", "id: 1e10\nnumber: one", "a whole number was expected"),
        ("answer_sets/K.yml", "id: '9999'\nvalues: [{text: a, value: 1}]", "at least 2 entries"),
        ("streams/D-SA-A.yml", "", "one YAML document was expected, found 0"),
    ],
)
def test_samm_mistakes_name_their_file(path: str, text: str, expected: str) -> None:
    (problem,) = refused("samm", zipped({**SAMM, path: text}))
    assert problem.startswith("given, core-main/model/") or "given twice" in problem
    assert expected in problem


def test_samm_other_files_are_refused() -> None:
    assert "a .zip or .tar.gz file was expected" in refused("samm", b"hello")[0]
    assert "a .zip or .tar.gz file was expected" in refused("samm", b"\x1f\x8bhello")[0]
    problems = refused("samm", zipped({"model/streams/x.md": ""}, ""))
    assert len(problems) == 8
    assert "files in model/business_functions were expected, found none" in problems[0]
    large = {"streams/D-SA-A.yml": "#" * 1_000_001}
    assert "at most 1,000,000 bytes" in refused("samm", zipped({**SAMM, **large}))[0]
    swelling = {f"streams/{n}.yml": "#" * 999_999 for n in range(21)}
    assert "20,000,000 bytes in all files" in refused("samm", zipped(swelling))[0]


# OWASP DSOMM


def test_dsomm_activities_of_a_level_are_a_part() -> None:
    framework = loaded(read_model("dsomm", DSOMM.encode(), "given"))
    assert framework.version == "5.0.1"
    (pillar,) = framework.pillars
    (capability,) = pillar.capabilities
    assert [(part.name, part.level) for part in capability.parts] == [
        ("Data Protection, level 2", 2),
        ("Data Protection, level 4", 4),
    ]
    fence, gate = capability.parts[0].questions
    assert fence.id == "dc62d384-0b9c-47d9-b7a5-9d82e53642ba"
    assert fence.text == "Basic fence\n\nBuild a fence."
    assert fence.help == "A fence\naround the data.\n\nRisk: Data walks away."
    assert fence.evidence == "- Show the fence."
    assert [choice.value for choice in gate.choices] == [0, 0.2, 0.5, 1]


def test_dsomm_a_level_takes_everything_up_to_it() -> None:
    framework = loaded(read_model("dsomm", DSOMM.encode(), "given"))
    fence, gate, automated = (question.id for question in framework.questions())
    part, whole = "data-protection-level-2", "data-protection"
    almost = score(framework, answers({fence: 1, gate: 0.5, automated: 1}), "full")
    assert (almost.node(part).level, almost.node(part).score) == (0, 0.75)
    assert almost.node(whole).level == 1
    done = score(framework, answers({fence: 1, gate: 1, automated: 0.5}), "full")
    assert (done.node(part).level, done.node(whole).level) == (5, 2)


def test_dsomm_in_one_document_is_read_as_well() -> None:
    found = read_model("dsomm", OLD_DSOMM.encode(), "given")
    (recipe,) = loaded(found).questions()
    assert recipe.help == "Risk: Everybody cooks differently.\n\nWith a pencil."
    losses = " ".join(found.losses)
    assert "Subdimensions without activities are left out (1): Empty" in losses
    assert "isImplemented (1)" in losses


def test_dsomm_losses_are_named() -> None:
    losses = " ".join(read_model("dsomm", DSOMM.encode(), "given").losses)
    for text in ("What activities depend on", "difficulty", "usefulness", "Tools", "References"):
        assert text in losses


def test_dsomm_other_files_are_refused() -> None:
    assert (
        "given:24:14: a whole number" in refused("dsomm", DSOMM.replace("level: 2", "level: x"))[0]
    )
    assert "at least 1 was expected" in refused("dsomm", DSOMM.replace("level: 4", "level: 0"))[0]
    assert "one document with dimensions" in refused("dsomm", "meta: {version: 1}")[0]
    assert "found no mapping" in refused("dsomm", "- 1")[0]
    assert "at least one activity" in refused("dsomm", "Build: {Deploy: {}}")[0]
    assert "the key level is missing" in refused("dsomm", "a: {b: {c: {uuid: d}}}")[0]


# YAML files of others


def test_anchors_are_read_and_bombs_refused() -> None:
    shared = "a: {b: {c: &x {level: 1, measure: m}, d: *x}}"
    assert len(list(loaded(read_model("dsomm", shared.encode(), "given")).questions())) == 2
    layers = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 10)]
    bomb = "\n".join(["l0: &l0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]", *layers])
    assert "more than 500,000 values" in refused("dsomm", bomb)[0]
    assert "repeats nothing" in refused("dsomm", "a: &a [*a]")[0]
    assert "nested more than" in refused("dsomm", "[" * 100_000)[0]
    assert "given twice" in refused("dsomm", "a: 1\na: 2")[0]
    assert "merge key" in refused("dsomm", "a: &a {}\nb: {<<: *a}")[0]
    assert "a key must be text" in refused("dsomm", "[a]: 1")[0]


def test_names_and_texts_are_cut_to_what_our_format_takes() -> None:
    long = OLD_DSOMM.replace("Write the recipe down.", "x " * 4000).replace(
        "Build:", f"{'B' * 400}:"
    )
    found = read_model("dsomm", long.encode(), "given")
    assert len(next(iter(loaded(found).questions())).text) <= 5000
    losses = " ".join(found.losses)
    assert "Texts longer than 5,000 characters are cut off (1): Recipe" in losses
    assert "Names longer than 300 characters are cut off (1)" in losses


def test_hidden_characters_are_left_out() -> None:
    text = OLD_DSOMM.replace("Recipe", '"Re\\u202Ecipe\\u2028\\ufeffx"')
    (question,) = loaded(read_model("dsomm", text.encode(), "given")).questions()
    assert question.text.startswith("Recipe\nx")


def test_what_is_too_large_for_a_framework_file_is_refused() -> None:
    activities = {f"Activity {n}": {"level": 1, "measure": "x" * 4000} for n in range(300)}
    text = json.dumps({"Build": {"Build": activities}})
    (problem,) = refused("dsomm", text)
    assert "what the file becomes is no framework" in problem


# Whatever is given, it is read or refused in words

PIECES = [
    *(
        b"[",
        b"]",
        b"{",
        b"}",
        b": ",
        b"- ",
        b"&a ",
        b"*a",
        b"<<: ",
        b"!!set ",
        b"---\n",
        b"\t",
        b",",
    ),
    *(b"no", b"~", b".inf", b"1e999", b"9" * 40, b'"', b"'", b"|\n", b"? ", b"%", b"\xff", b"\x00"),
    *(b"level: ", b"-1", b"\xe2\x80\xae", b"\\ud800", b"\n", b"  ", b"null", b"urn", b"PK\x03\x04"),
]
PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=20),
        st.sampled_from(
            ["0", "1e5", "-1", "default", "choice1", "true", "n", "9" * 5000, "x" * 400]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def is_read_or_refused_in_words(kind: str, content: bytes) -> None:
    found: Converted | None = None
    problems: tuple[Problem, ...] = ()
    try:
        found = read_model(kind, content, "fuzzed")
    except InvalidInput as refusal:
        problems = refusal.problems
    assert (found is None) == bool(problems)
    for problem in problems:
        assert str(problem).encode()
        assert problem.place.startswith("fuzzed") or problem.message.startswith("and ")
    if found:
        check_rollups(read_framework(as_yaml(found.content), "fuzzed"))


@pytest.mark.parametrize("kind", FILES)
@given(cuts=st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 40), st.sampled_from(PIECES))))
@settings(max_examples=100, deadline=None)
def test_mangled_bytes(kind: str, cuts: list[tuple[int, int, bytes]]) -> None:
    content = FILES[kind]
    for position, length, piece in cuts:
        position %= len(content) + 1
        content = content[:position] + piece + content[position + length :]
    is_read_or_refused_in_words(kind, content)


@pytest.mark.parametrize("kind", ["ciso-assistant", "questions", "aws-lens", "dsomm", "samm"])
@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_mangled_structures(kind: str, data: st.DataObject) -> None:
    if kind == "samm":
        path = data.draw(st.sampled_from([path for path in SAMM if not path.startswith("..")]))
        changed = mangled(yaml.safe_load(SAMM[path]), data)
        is_read_or_refused_in_words(kind, zipped({**SAMM, path: json.dumps(changed)}))
        return
    original: Any = {
        "ciso-assistant": yaml.safe_load(CISO),
        "questions": yaml.safe_load(QUESTIONS),
        "aws-lens": LENS,
        "dsomm": yaml.safe_load(OLD_DSOMM),
    }[kind]
    # Dates are text to us, and JSON is YAML as well.
    text = json.dumps(mangled(json.loads(json.dumps(original, default=str)), data))
    is_read_or_refused_in_words("ciso-assistant" if kind == "questions" else kind, text.encode())


def mangled(value: Any, data: st.DataObject) -> Any:
    """The value with something in it replaced, removed, doubled or moved."""
    for _ in range(data.draw(st.integers(1, 4))):
        holders = [found for found in everything(value) if isinstance(found, dict | list) and found]
        if not holders:
            return value
        holder = data.draw(st.sampled_from(holders))
        step = data.draw(
            st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder)))
        )
        action = data.draw(st.sampled_from(["replace", "replace", "remove", "double", "move"]))
        if action == "remove":
            del holder[step]
        elif action == "double" and isinstance(holder, list):
            holder.append(json.loads(json.dumps(holder[step])))
        elif action == "move":
            other = data.draw(st.sampled_from(list(everything(value))))
            holder[step] = json.loads(json.dumps(other))
        else:
            holder[step] = data.draw(PLAIN)
    return value


def everything(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(found for each in inside for found in everything(each))]
