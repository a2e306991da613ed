"""Framework files: what they become."""

from datetime import date
from pathlib import Path

import pytest

from domain.errors import InvalidInput
from domain.framework import Choice, Gate, Rollup
from storage.frameworks import load_framework, read_framework
from tests.storage.small_framework import SMALL, changed


def test_a_file_becomes_a_framework() -> None:
    framework = load_framework("tests/fixtures/small.yaml")
    assert (framework.id, framework.version, framework.language) == ("small", "1.0.0", "en")
    assert framework.description.startswith("Two pillars and three capabilities, enough")
    assert [level.number for level in framework.levels] == [1, 2, 3, 4, 5]
    assert [pillar.id for pillar in framework.pillars] == ["lead", "run"]
    assert [found.id for found in framework.capabilities()] == ["lead-01", "lead-02", "run-01"]
    assert len(list(framework.questions())) == 15
    assert len(list(framework.questions("quick"))) == 3
    assert framework.capability_rollup == Rollup("achieved_levels", {"largely": 2, "fully": 3})
    assert framework.pillar_rollup == Rollup("stage", {"share": 0.6667})
    assert framework.gates == (
        Gate(3, {"lead-01": 3}, "Without an agreed ambition nobody knows what to fund."),
    )
    assert framework.references[0].checked == date(2026, 11, 1)
    assert framework.references[0].items[1].applies_from == date(2026, 8, 2)
    assert framework.views[0].groups[1].name == "Talent"
    assert framework.context[0].choices[0].id == "yes"


def test_what_is_not_given_has_its_default() -> None:
    lead, run = load_framework("tests/fixtures/small.yaml").pillars
    ambition, literacy = lead.capabilities
    assert (ambition.weight, ambition.critical) == (2.0, True)
    assert (literacy.weight, literacy.critical, literacy.applies_when) == (1.0, False, {})
    assert run.capabilities[0].applies_when == {"uses-agents": ("yes",)}
    assert ambition.rollup is None


def test_without_a_short_name_the_name_is_used() -> None:
    content = changed(("        short_name: Ambition\n", ""))
    capability = next(read_framework(content, "my.yaml").capabilities())
    assert capability.short_name == "AI ambition and portfolio"


def test_the_choices_of_a_placement_question_are_the_level_statements() -> None:
    placement = next(load_framework("tests/fixtures/small.yaml").questions())
    assert placement.choices[0] == Choice(1.0, "AI work starts where somebody happens to be keen.")
    assert (placement.lowest, placement.highest) == (1.0, 5.0)


def test_the_choices_of_a_practice_question_are_those_of_its_scale() -> None:
    practice = list(load_framework("tests/fixtures/small.yaml").questions())[1]
    assert practice.choices[1] == Choice(1.0, "A minority", "more than 15 up to 50 %")
    assert (practice.level, practice.dont_know, practice.not_applicable) == (2, True, True)


def test_a_scale_can_rule_out_dont_know_for_its_questions() -> None:
    content = changed(("  - id: extent\n", "  - id: extent\n    dont_know: false\n"))
    practice = list(read_framework(content, "my.yaml").questions())[1]
    assert (practice.dont_know, practice.not_applicable) == (False, True)


def test_capabilities_can_have_parts_with_questions_of_their_own() -> None:
    part = """
        parts:
          - id: lead-01-a
            name: Portfolio
            questions:
              - {id: lead-01-a-l2, kind: practice, level: 2, scale: extent, text: It is listed.}
        probes:"""
    framework = read_framework(changed(("\n        probes:", part)), "my.yaml")
    capability = next(framework.capabilities())
    assert [found.id for found in capability.parts] == ["lead-01-a"]
    assert [found.id for found in capability.all_questions()][-1] == "lead-01-a-l2"


def test_the_content_hash_ignores_comments_and_layout() -> None:
    original = read_framework(SMALL.encode(), "my.yaml")
    relaid = changed(
        ("format:", "# a comment\n\nformat:   "),
        ("{id: board, name: Board member}", '{ "name": "Board member",\n     id: board}'),
        ("id: small\nversion: 1.0.0", "version: 1.0.0\nid: small"),
    )
    assert read_framework(relaid, "other.yaml") == original


def test_the_same_version_with_other_content_has_another_hash() -> None:
    other = read_framework(changed(("name: Operation", "name: Operations")), "my.yaml")
    original = read_framework(SMALL.encode(), "my.yaml")
    assert other.version == original.version
    assert other.content_hash != original.content_hash
    assert len(original.content_hash) == 64


@pytest.mark.parametrize("text", ["{{7*7}}", "${7*7}", "<script>alert(1)</script>"])
def test_texts_are_kept_letter_by_letter(text: str) -> None:
    content = changed(("Courses exist for volunteers.", f'"{text}"'))
    literacy = list(read_framework(content, "my.yaml").capabilities())[1]
    assert literacy.statements[2] == text


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="there is no such file"):
        load_framework(tmp_path / "none.yaml")
    with pytest.raises(InvalidInput, match="the file cannot be read"):
        load_framework(tmp_path)
