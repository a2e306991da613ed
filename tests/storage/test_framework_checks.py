"""Every way in which a framework file can be wrong, and where it is told to be."""

import pytest

from domain.errors import InvalidInput
from storage.frameworks import read_framework
from tests.storage.small_framework import SMALL, changed, only_problem_of, place_of, problems_of


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
    assert any("keep one of them" in problem for problem in problems_of(both))


def test_a_placement_question_is_answered_with_statements() -> None:
    found = only_problem_of(("placement, scale: statements", "placement, scale: extent"))
    assert "a placement question needs a scale with from_statements: true" in found


def test_a_practice_question_is_not_answered_with_statements() -> None:
    found = only_problem_of(("level: 2, scale: extent", "level: 2, scale: statements"))
    assert "a practice question needs a scale with choices of its own" in found


def test_a_practice_question_belongs_to_a_level_that_exists() -> None:
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


def test_a_scale_may_be_a_range_that_ends_above_its_start() -> None:
    ranged = ("- id: extent\n", "- id: percent\n    range: {low: 0, high: 0}\n  - id: extent\n")
    assert any("more than its start 0 was expected" in problem for problem in problems_of(ranged))


def test_a_strategy_name_has_only_letters_and_underscores() -> None:
    found = only_problem_of(("strategy: placed_level", "strategy: os.system"))
    assert "the name of a strategy has only the characters a-z and _" in found


def test_more_than_a_hundred_problems_are_cut_short() -> None:
    unknown = "".join(f"\nunknown-{count}: 1" for count in range(150))
    found = problems_of(("\nlevels:", unknown + "\nlevels:"))
    assert len(found) == 101
    assert found[-1] == "my.yaml: and 50 more problems"
