"""Files of public models, from the file to a scored assessment and a plan.

The excerpts are written here, with the structure of the real files: an AWS Well-Architected custom
lens (aws-samples/custom-lens-wa-hub), a CISO Assistant library (intuitem/ciso-assistant-community,
backend/library/libraries), the tree of OWASP SAMM (owaspsamm/core, model/) and the model of OWASP
DSOMM (devsecopsmaturitymodel/DevSecOps-MaturityModel-data, model.yaml).
"""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from headway.commands import main

LENS = {
    "schemaVersion": "2021-11-01",
    "name": "Small lens",
    "description": "For tests",
    "pillars": [
        {
            "id": "ops",
            "name": "Operations",
            "questions": [
                {
                    "id": "watch",
                    "title": "How do you notice that something fails?",
                    "description": "Logs and alarms.",
                    "choices": [
                        {"id": "watch_logs", "title": "Logs are kept"},
                        {"id": "watch_alarms", "title": "Alarms reach a person"},
                        {"id": "watch_no", "title": "None of these"},
                    ],
                    "riskRules": [
                        {"condition": "watch_logs && watch_alarms", "risk": "NO_RISK"},
                        {
                            "condition": "(watch_logs || watch_alarms) && !watch_no",
                            "risk": "MEDIUM_RISK",
                        },
                        {"condition": "default", "risk": "HIGH_RISK"},
                    ],
                }
            ],
        }
    ],
}
LIBRARY = """
urn: urn:test:risk:library:small
locale: en
ref_id: small
name: Small library
description: For tests
copyright: none
version: 1
provider: tests
packager: tests
objects:
  framework:
    urn: urn:test:risk:framework:small
    ref_id: small
    name: Small library
    description: For tests
    min_score: 0
    max_score: 100
    requirement_nodes:
    - {urn: "urn:a", assessable: false, depth: 1, ref_id: A, name: Part A}
    - {urn: "urn:a1", parent_urn: "urn:a", assessable: true, depth: 2, ref_id: A1, name: First}
    - {urn: "urn:a2", parent_urn: "urn:a", assessable: true, depth: 2, ref_id: A2, name: Second}
    - {urn: "urn:b", assessable: false, depth: 1, ref_id: B, name: Part B}
    - {urn: "urn:b1", parent_urn: "urn:b", assessable: true, depth: 2, ref_id: B1, name: Third}
    - {urn: "urn:b2", parent_urn: "urn:b", assessable: true, depth: 2, ref_id: B2, name: Fourth,
       weight: 3}
"""
DSOMM = """
Build:
  Compiling:
    The build is defined in a file:
      uuid: 00000000-0000-0000-0000-000000000001
      level: 1
      description: Everybody builds in the same way.
      risk: Builds differ.
      measure: Keep the build in a file.
      difficultyOfImplementation: {knowledge: 2, time: 2, resources: 2}
      usefulness: 4
    The build is signed:
      uuid: 00000000-0000-0000-0000-000000000002
      level: 2
      description: What was built can be told from what was not.
      risk: Somebody swaps the result.
      measure: Sign it.
      dependsOn: [00000000-0000-0000-0000-000000000001]
"""
SAMM = {
    "business_functions/F.yml": "{id: f1, type: BusinessFunction, name: Building, order: 1}",
    "security_practices/P.yml": "{id: p1, type: SecurityPractice, function: f1, name: Secure "
    "build, shortName: SB, order: 1}",
    "streams/A.yml": "{id: s1, type: Stream, practice: p1, name: Process, letter: A, order: 1}",
    "streams/B.yml": "{id: s2, type: Stream, practice: p1, name: Parts, letter: B, order: 2}",
    "answer_sets/A.yml": "{id: as1, type: AnswerSet, values: ["
    "{order: 1, text: 'No', value: 0, weight: 0},"
    "{order: 2, text: Some, value: 0.25, weight: 0.25},"
    "{order: 3, text: Half, value: 0.5, weight: 0.5}, {order: 4, text: Most, value: 1, "
    "weight: 1}]}",
} | {
    name: text
    for level in (1, 2, 3)
    for name, text in {
        f"maturity_levels/{level}.yml": f"{{id: m{level}, type: MaturityLevel, number: {level}, "
        f"description: Stage {level}}}",
        f"practice_levels/{level}.yml": f"{{id: pl{level}, type: PracticeLevel, practice: p1, "
        f"maturityLevel: m{level}, objective: Reach it}}",
        f"activities/A{level}.yml": f"{{id: aa{level}, type: Activity, stream: s1, "
        f"level: pl{level}, title: Do {level}}}",
        f"activities/B{level}.yml": f"{{id: ab{level}, type: Activity, stream: s2, "
        f"level: pl{level}, title: Know {level}}}",
        f"questions/A{level}.yml": f"{{id: qa{level}, type: Question, activity: aa{level}, "
        f"answerSet: as1, text: Is it done at {level}?, order: 1}}",
        f"questions/B{level}.yml": f"{{id: qb{level}, type: Question, activity: ab{level}, "
        f"answerSet: as1, text: Is it known at {level}?, order: 1}}",
    }.items()
}


def write(kind: str, folder: Path) -> Path:
    """The excerpt of this kind as the file that people have."""
    path = folder / f"{kind}.file"
    if kind == "aws-lens":
        path.write_text(json.dumps(LENS), encoding="utf-8")
    elif kind == "samm":
        with zipfile.ZipFile(path, "w") as packed:
            for name, text in SAMM.items():
                packed.writestr(f"core/model/{name}", text)
    else:
        path.write_text({"ciso-assistant": LIBRARY, "dsomm": DSOMM}[kind], encoding="utf-8")
    return path


def run(*words: object) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.stderr
    return done.stderr


@pytest.mark.parametrize("kind", ["aws-lens", "ciso-assistant", "dsomm", "samm"])
def test_a_public_model_is_read_scored_and_scheduled(kind: str, tmp_path: Path) -> None:
    framework, catalogue = tmp_path / "framework.yaml", tmp_path / "catalogue.yaml"
    said = run("framework", "convert", "--from", kind, write(kind, tmp_path), "--out", framework)
    assert "not carried over: " in said
    run("framework", "initiatives", framework, "--out", catalogue)
    from storage.frameworks import load_framework

    questions = list(load_framework(framework).questions())
    answers, scenario = tmp_path / "answers.csv", tmp_path / "scenario.yaml"
    rows = [f"r,{question.id},{question.lowest:g}" for question in questions]
    answers.write_text("\n".join(["respondent,question,value", *rows]), encoding="utf-8")
    scenario.write_text(
        "format: headway-scenario/1\nname: All\nstart: next\ntargets: {all: 2}\n", "utf-8"
    )
    card, plan = tmp_path / "card.json", tmp_path / "plan.json"
    run("score", "--framework", framework, "--answers", answers, "--out", card)
    found = json.loads(card.read_text("utf-8"))
    assert found["overall"]["worst"] == found["framework"]["levels"][0]["number"]
    run(
        "plan", "--framework", framework, "--scorecard", card, "--catalogue", catalogue,
        "--scenario", scenario, "--out", plan,
    )  # fmt: skip
    assert json.loads(plan.read_text("utf-8"))["placements"]


def scored(kind: str, values: dict[str, float], folder: Path) -> dict[str, float | None]:
    """The scores of a converted model, by node; questions found by the end of their id."""
    framework, answers = folder / "framework.yaml", folder / "answers.csv"
    run("framework", "convert", "--from", kind, write(kind, folder), "--out", framework)
    from storage.frameworks import load_framework

    known = [question.id for question in load_framework(framework).questions()]
    ids = {end: next(name for name in known if name.endswith(end)) for end in values}
    rows = [f"r,{ids[end]},{value:g}" for end, value in values.items()]
    answers.write_text("\n".join(["respondent,question,value", *rows]), encoding="utf-8")
    card = folder / "card.json"
    run("score", "--framework", framework, "--answers", answers, "--out", card)
    found = json.loads(card.read_text("utf-8"))
    nodes = [found["overall"], *found["pillars"], *found["capabilities"], *found["parts"]]
    return {node["id"]: node["score"] for node in nodes}


def test_a_library_scores_as_ciso_assistant_publishes(tmp_path: Path) -> None:
    # Vector W1: 80 and 60, 40 and 100 with weight 3: 80.0.
    scores = scored("ciso-assistant", {"a1": 80, "a2": 60, "b1": 40, "b2": 100}, tmp_path)
    assert scores["overall"] == 80.0


def test_the_samm_tree_scores_as_samm_publishes(tmp_path: Path) -> None:
    # Vector S1, on one practice: stream A .25, stream B 1: the mean of .25 and 1 is 0.625.
    framework = tmp_path / "framework.yaml"
    run("framework", "convert", "--from", "samm", write("samm", tmp_path), "--out", framework)
    from storage.frameworks import load_framework

    loaded = load_framework(framework)
    first = [part.questions[0].id for c in loaded.capabilities() for part in c.parts]
    scores = scored("samm", {first[0]: 0.25, first[1]: 1}, tmp_path)
    assert scores["overall"] == 0.625
