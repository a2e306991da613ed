"""Framework files: what they become, and every way in which one can be wrong."""

from datetime import date
from pathlib import Path

import pytest

from domain.errors import InvalidInput
from domain.framework import Choice, Gate, Rollup
from storage.frameworks import load_framework, read_framework

SMALL = Path("tests/fixtures/small.yaml").read_text("utf-8")


def changed(*changes: tuple[str, str]) -> bytes:
    """The small framework with texts replaced, each where it stands first."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def problems_of(*changes: tuple[str, str]) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_framework(changed(*changes), "my.yaml")
    return [str(problem) for problem in caught.value.problems]


def only_problem_of(*changes: tuple[str, str]) -> str:
    found = problems_of(*changes)
    assert len(found) == 1, found
    return found[0]


def line_of(text: str) -> int:
    """The line on which a text stands first in the small framework."""
    return SMALL.count("\n", 0, SMALL.index(text)) + 1


def place_of(text: str) -> str:
    """Where a text stands first in the small framework, as "my.yaml:line:column"."""
    position = SMALL.index(text)
    return f"my.yaml:{line_of(text)}:{position - SMALL.rfind(chr(10), 0, position)}"


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


def test_every_problem_is_told_at_once_in_the_files_order() -> None:
    found = problems_of(
        ("version: 1.0.0", "version: 1.0"),
        ("critical: true", "critical: yes"),
        ("weight: 2", "weigth: 2"),
        ("roles: [caio]", "roles: [ciao]"),
        ("name: Operation", "nome: Operation"),
    )
    assert found == [
        "my.yaml:4:10: text was expected, found the number 1.0; put it in quotes",
        "my.yaml:63:9: unknown key weigth; did you mean weight?",
        "my.yaml:64:19: yes without quotes is true or false to some programs and text to others; "
        'write "yes" for the text, or true or false',
        "my.yaml:77:79: there is no role ciao; did you mean caio?",
        "my.yaml:99:5: the key name is missing; it gives the name people see",
        "my.yaml:100:5: unknown key nome; did you mean name?",
    ]


def test_a_syntax_error_is_told_with_its_place() -> None:
    found = only_problem_of(("levels:", "levels: ["))
    assert found.startswith("my.yaml:13:3: this is not valid YAML")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("headway-catalogue/1", "a file of the format headway-framework/1 was expected, found "),
        ("headway-framework/2", "version 2 of the format cannot be read here, only headway-"),
    ],
)
def test_another_format_is_the_only_problem_told(found: str, said: str) -> None:
    problem = only_problem_of(("headway-framework/1", found), ("weight: 2", "weigth: 2"))
    assert problem.startswith(f"my.yaml:2:9: {said}")


def test_a_missing_format_is_told_with_the_rest() -> None:
    found = problems_of(("format: headway-framework/1\n", ""), ("weight: 2", "weigth: 2"))
    assert found[0].startswith("my.yaml:2:1: the key format is missing")
    assert len(found) == 2


@pytest.mark.parametrize(
    "name", ["../../x", "__proto__", "x" * 65, "CON", "Small", "smäll", "a b", "-a", '""']
)
def test_an_id_that_does_not_fit_the_pattern_is_refused(name: str) -> None:
    found = only_problem_of(("id: small", f"id: {name}"))
    assert found.startswith("my.yaml:3:5: an id has 1 to 64 of the characters a-z, 0-9, . _ -")


@pytest.mark.parametrize(
    "weight", ["0", "-1", "1000000000", "1000.5", '"2"', "heavy", "true", "null", "[1]"]
)
def test_a_weight_that_is_not_a_sensible_number_is_refused(weight: str) -> None:
    assert only_problem_of(("weight: 2", f"weight: {weight}")).startswith("my.yaml:63:17: ")


def test_the_message_about_a_weight_says_what_would_be_right() -> None:
    at = "my.yaml:63:17:"
    assert only_problem_of(("weight: 2", "weight: 0")) == (
        f"{at} more than 0 was expected, found the number 0"
    )
    assert only_problem_of(("weight: 2", "weight: 1001")) == (
        f"{at} at most 1000 was expected, found the number 1001"
    )
    assert only_problem_of(("weight: 2", 'weight: "2"')) == (
        f'{at} a number was expected, found "2"; write it without quotes'
    )


def test_wrong_types_are_refused_where_they_stand() -> None:
    assert "a list was expected" in only_problem_of(("roles: [board]", "roles: board"))
    assert "true or false was expected" in only_problem_of(("quick: true", "quick: 1"))
    assert "text was expected, found nothing" in only_problem_of(("name: Board member", "name: "))
    assert "one line was expected, not blank" in only_problem_of(("name: Run", 'name: " "'))
    assert "a whole number was expected" in only_problem_of(("level: 2,", "level: 2.5,"))
    assert "a mapping (key: value) was expected" in only_problem_of(
        ("{strategy: placed_level}", "placed_level")
    )


def test_a_short_name_has_at_most_28_characters() -> None:
    found = only_problem_of(("short_name: Ambition", f"short_name: {'x' * 29}"))
    assert "at most 28 characters were expected" in found


@pytest.mark.parametrize("day", ["2026-13-45", "01.11.2026", "20261101", "2026", "soon"])
def test_a_check_date_that_is_no_date_is_refused(day: str) -> None:
    found = only_problem_of(("checked: 2026-11-01", f"checked: {day}"))
    assert found.startswith(place_of("2026-11-01"))


def test_a_status_outside_the_list_is_refused() -> None:
    found = only_problem_of(("status: amended", "status: alive"))
    assert "one of 'in-force', 'amended', 'draft'" in found
    assert found.endswith('was expected, found "alive"')


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: piloted", "id: ad-hoc", "the level id ad-hoc is already used on line 13"),
        ("- id: extent", "- id: statements", "the scale id statements is already used"),
        ("id: caio", "id: board", "the role id board is already used"),
        ('id: "no"', 'id: "yes"', "the context item entry id yes is already used"),
        ("id: Art. 50", "id: ART. 4", "the reference entry id ART. 4 is already used"),
        ("id: Art. 50", "id: \uff21rt. 4", "the reference entry id \uff21rt. 4 is already used"),
        ("{id: talent", "{id: governance", "the view entry id governance is already used"),
        ("- id: run\n", "- id: lead\n", "question id lead is already used on line 54"),
        ("id: lead-02-l3", "id: lead-02-l2", "question id lead-02-l2 is already used"),
        ("id: run-01-l2", "id: lead-01", "question id lead-01 is already used"),
    ],
)
def test_an_id_used_twice_is_refused_and_the_first_line_named(
    old: str, new: str, said: str
) -> None:
    assert any(said in problem for problem in problems_of((old, new)))


def test_the_id_of_the_whole_cannot_be_taken() -> None:
    assert "the id overall stands for the whole" in only_problem_of(
        ("- id: run\n", "- id: overall\n")
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("scale: extent,", "scale: extend,", "there is no scale extend; did you mean extent?"),
        ("roles: [board]", "roles: [bord]", "there is no role bord; did you mean board?"),
        (
            "{leadership: talent}",
            "{leadership: talents}",
            "no group of leadership talents; did you",
        ),
        ("{eu-ai-act: [Art. 4]}", "{eu-ai-act: [Art. 5]}", "there is no entry of eu-ai-act Art. 5"),
        ("{eu-ai-act: []}", "{eu-ai: []}", "no reference eu-ai; did you mean eu-ai-act?"),
        ('{uses-agents: ["yes"]}', '{agents: ["yes"]}', "no context item agents; did you mean"),
        ('agents: ["yes"]', 'agents: ["ja"]', "no entry of uses-agents ja; there is yes, no"),
        ("needs: {lead-01: 3}", "needs: {lead-1: 3}", "no pillar or capability lead-1; did you"),
    ],
)
def test_a_reference_to_something_that_is_not_there_is_refused(
    old: str, new: str, said: str
) -> None:
    assert said in only_problem_of((old, new))


def test_a_view_that_does_not_exist_leaves_the_real_one_without_a_group() -> None:
    found = problems_of(("{leadership: talent}", "{leader: talent}"))
    assert len(found) == 2
    assert "the capability has no group in the view leadership" in found[0]
    assert "there is no view leader; did you mean leadership?" in found[1]


def test_levels_count_up_without_gaps() -> None:
    found = problems_of(("number: 3", "number: 4"), ("number: 4, id: m", "number: 5, id: m"))
    assert (
        found[0]
        == f"{place_of('3, id: standard')}: levels count up one by one: 3 was expected, found 4"
    )


def test_two_hundred_levels_are_refused() -> None:
    more = "".join(f"\n  - {{number: 5, id: l{count}, name: L}}" for count in range(195))
    found = problems_of(("\nscales:", more + "\nscales:"))
    assert any("at most 20 entries were expected, found a list with 200" in line for line in found)


def test_every_level_has_a_statement() -> None:
    found = only_problem_of(("          3: Every role has a programme.\n", ""))
    assert found.startswith(f"{place_of('1: People learn')}: a statement for level 3 is missing")


def test_a_statement_for_a_level_that_does_not_exist_is_refused() -> None:
    found = problems_of(("5: Limits adapt", "6: Limits adapt"))
    assert any("a statement for level 5 is missing" in problem for problem in found)
    assert any("there is no level 6; there is 1, 2, 3, 4, 5" in problem for problem in found)


def test_scale_choices_go_from_lowest_to_highest() -> None:
    expected = "choices go from lowest to highest: more than 1 was expected here, found 1"
    assert only_problem_of(("value: 2", "value: 1")) == f"my.yaml:24:17: {expected}"


def test_a_scale_has_its_own_choices_or_the_statements() -> None:
    assert "needs at least two choices" in problems_of((", from_statements: true", ""))[0]
    both = ("- id: extent\n", "- id: extent\n    from_statements: true\n")
    assert any("has no choices of its own" in problem for problem in problems_of(both))


def test_a_placement_question_is_answered_with_statements() -> None:
    found = only_problem_of(("placement, scale: statements", "placement, scale: extent"))
    assert "a placement question needs a scale with from_statements: true" in found


def test_a_practice_question_is_not_answered_with_statements() -> None:
    found = only_problem_of(("level: 2, scale: extent", "level: 2, scale: statements"))
    assert "a practice question needs a scale with choices of its own" in found


def test_a_practice_question_belongs_to_a_level_that_exists() -> None:
    missing = only_problem_of(("practice, level: 2,", "practice,"))
    assert "a practice question needs the level it belongs to" in missing
    outside = only_problem_of(("practice, level: 2,", "practice, level: 7,"))
    assert "there is no level 7; the levels are 1 to 5" in outside
    placed = only_problem_of(("kind: placement,", "kind: placement, level: 2,"))
    assert "a placement question has no level; remove it" in placed


def test_a_framework_without_a_quick_scan_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no question is marked quick: true"):
        read_framework(SMALL.replace("quick: true, ", "").encode(), "my.yaml")


def test_a_capability_without_questions_and_parts_is_refused() -> None:
    start, end = SMALL.index("        questions:\n"), SMALL.index("      - id: lead-02\n")
    found = only_problem_of((SMALL[start:end], ""))
    assert "the capability has neither questions nor parts" in found


def test_a_gate_for_a_level_that_does_not_exist_is_refused() -> None:
    assert "there is no level 9" in only_problem_of(("- {level: 3,", "- {level: 9,"))
    assert "there is no level 8" in only_problem_of(("{lead-01: 3}", "{lead-01: 8}"))


GATE = "        gates: [{level: 3, needs: {%s: 2}, because: It is so.}]\n"


def test_capabilities_that_need_each_other_are_refused() -> None:
    found = only_problem_of(
        ("        short_name: Ambition\n", GATE % "lead-02"),
        ("        short_name: Literacy\n", GATE % "lead-01"),
    )
    assert "levels wait for each other: " in found
    assert (
        "lead-01 needs lead-02 needs lead-01" in found or "02 needs lead-01 needs lead-02" in found
    )


def test_a_capability_that_needs_its_own_pillar_is_refused() -> None:
    found = only_problem_of(("        short_name: Ambition\n", GATE % "lead"))
    assert "lead-01 needs lead needs lead-01" in found or "lead needs lead-01 needs lead" in found


def test_gates_in_one_direction_are_fine() -> None:
    content = changed(
        ("        short_name: Ambition\n", GATE % "run"),
        ("        short_name: Literacy\n", GATE % "lead-01"),
    )
    assert next(read_framework(content, "my.yaml").capabilities()).gates[0].needs == {"run": 2}


STRATEGIES = {
    "achieved_levels": frozenset({"largely", "fully"}),
    "placed_level": frozenset[str](),
    "stage": frozenset({"share"}),
}


def test_known_strategies_and_settings_pass() -> None:
    assert read_framework(SMALL.encode(), "my.yaml", STRATEGIES).id == "small"


def test_unknown_strategies_and_settings_are_refused_when_they_are_known() -> None:
    content = changed(
        ("strategy: placed_level", "strategy: placed_levels"),
        ("share: 0.6667", "shares: 0.6667"),
        ("    weight: 2\n    capabilities", "    rollup: {strategy: best}\n    capabilities"),
    )
    with pytest.raises(InvalidInput) as caught:
        read_framework(content, "my.yaml", STRATEGIES)
    assert [str(problem) for problem in caught.value.problems] == [
        "my.yaml:48:21: there is no strategy placed_levels; did you mean placed_level?",
        "my.yaml:49:29: the strategy stage has no setting shares; did you mean share?",
        "my.yaml:102:24: there is no strategy best; there is achieved_levels, placed_level, stage",
    ]


def test_the_setting_of_a_strategy_is_a_number() -> None:
    found = only_problem_of(("largely: 2", "largely: most"))
    assert found == f'{place_of("2, fully")}: a number was expected, found "most"'


def test_a_strategy_name_has_only_letters_and_underscores() -> None:
    found = only_problem_of(("strategy: placed_level", "strategy: os.system"))
    assert "the name of a strategy has only the characters a-z and _" in found


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="there is no such file"):
        load_framework(tmp_path / "none.yaml")
    with pytest.raises(InvalidInput, match="the file cannot be read"):
        load_framework(tmp_path)


def test_more_than_a_hundred_problems_are_cut_short() -> None:
    unknown = "".join(f"\nunknown-{count}: 1" for count in range(150))
    found = problems_of(("\nlevels:", unknown + "\nlevels:"))
    assert len(found) == 101
    assert found[-1] == "my.yaml: and 50 more problems"
