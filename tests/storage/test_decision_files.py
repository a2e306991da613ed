"""Decision files: what they become, and how one can be wrong about itself or its framework."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.decisions import AgentUse, AutonomyLevel, DecisionAid, Input, Quantity, Score
from domain.errors import InvalidInput, Problem
from storage.catalogues import load_catalogue
from storage.decision_files import decisions_schema, read_decisions
from storage.frameworks import load_framework

FRAMEWORK = load_framework("tests/fixtures/small.yaml")
CATALOGUE = load_catalogue("tests/fixtures/small-initiatives.yaml", FRAMEWORK)
(EXAMPLE,) = re.findall(r"```yaml\n(.*?)```", Path("docs/decisions.md").read_text("utf-8"), re.S)


def read(text: str) -> DecisionAid:
    return read_decisions(text.encode(), "my.yaml", FRAMEWORK, CATALOGUE)


def problems_of(*changes: tuple[str, str]) -> list[str]:
    text = EXAMPLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises(InvalidInput) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def with_formula(formula: str) -> tuple[str, str]:
    return "formula: volume * price}", f"formula: '{formula}'}}"


def test_the_example_in_the_documentation_becomes_a_decision_aid() -> None:
    aid = read(EXAMPLE)
    assert (aid.id, aid.framework, aid.currency) == ("small-decisions", "small", "EUR")
    (machine,) = aid.option_decisions
    assert machine.inputs[0] == Input("volume", "Volume", "a year", 10, 2, 40, "Guess.")
    assert machine.quantities == (
        Quantity("bill", "Bill", "thousand EUR a year", "volume * price"),
    )
    rent, own = machine.options
    assert (rent.once, rent.yearly, own.once, own.yearly) == ("0", "bill", "setup", "5")
    assert own.scores == {"control": Score(4, "We decide.")}
    assert (own.implies, own.needs) == (("ini-01",), ("A room for it",))
    (autonomy,) = aid.autonomy_decisions
    assert autonomy.levels[1] == AutonomyLevel(1, "Drafts", "Drafts.", "Sender.", "All.", "Bin.")
    assert autonomy.factors[0].choices[1].at_most == 1
    assert autonomy.uses == (AgentUse("mail", "Mail", {"undo": "hardly", "tests": "tested"}),)


def test_decisions_of_another_framework_are_refused() -> None:
    found = problems_of(("framework: small", "framework: large"))
    assert found == ["my.yaml:5:12: the decisions belong to the framework large, not to small"]


def test_a_file_of_another_format_is_refused() -> None:
    found = problems_of(("headway-decisions/1", "headway-decisions/2"))
    assert "version 2 of the format cannot be read here" in found[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("low: 2,", "low: 12,", "go from lowest to highest, found 12, 10, 40"),
        ("high: 40", "high: 9", "go from lowest to highest, found 2, 10, 9"),
        ("value: 0.25", "value: 25", "a discount rate is a share such as 0.08"),
        ("discount_rate: rate", "discount_rate: rat", "there is no input rat; did you mean rate?"),
        ("id: price", "id: volume", "the input or quantity id volume is already used on line 15"),
        ("id: bill", "id: price", "the input or quantity id price is already used on line 16"),
        ("id: own", "id: rent", "the option id rent is already used"),
        ("id: control", "id: cost", "the criterion id cost is already used"),
        ("id: autonomy", "id: machine", "the decision id machine is already used"),
        ("id: price", "id: Price", "a name in formulas has only the characters a-z"),
        ("id: price", "id: min", "min means something else in a formula"),
        ("id: price", "id: in", "in means something else in a formula"),
        ("weight: 1", "weight: 0", "more than 0 was expected, found the number 0"),
        ("weight: 1", "weight: -2", "more than 0 was expected, found the number -2"),
        ("score: 4", "score: 6", "at most 5 was expected, found the number 6"),
        ("score: 4", "score: 0", "at least 1 was expected, found the number 0"),
        ("score: 4", "score: 3.5", "a whole number was expected"),
        ("score: 4, because: We decide.", "score: 4", "the key because is missing"),
        ("control: {score: 4", "contrl: {score: 4", "the score for control is missing"),
        ("control: {score: 4", "contrl: {score: 4", "no criterion contrl; did you mean control?"),
        ("control: {score: 4", "cost: {score: 4", "cost is worked out from once and yearly"),
        ("        yearly: bill\n", "", "the criterion cost needs what the option costs"),
        ("yearly: bill", "yearly: bil", "no input or earlier quantity bil; did you mean bill?"),
        ('yearly: "5"', "yearly: 5", "text was expected, found the number 5; put it in quotes"),
        ("[ini-01]", "[ini-1]", "there is no initiative ini-1; did you mean ini-01?"),
        ("years: 2", "years: 0", "at least 1 was expected"),
        ("{number: 1", "{number: 3", "1 was expected, found 3"),
        ("at_most: 1", "at_most: 3", "there is no level 3; the levels are 0 to 2"),
        ("id: hardly", "id: easy", "the choice id easy is already used"),
        ("id: tests", "id: undo", "the factor id undo is already used"),
        ("undo: hardly", "undo: never", "there is no choice never; there is easy, hardly"),
        ("undo: hardly", "redo: hardly", "there is no factor redo; there is undo, tests"),
        ("undo: hardly", "redo: hardly", "the choice for undo is missing"),
        ("rollback: Undo.", "rollback: Undo., implies: [ini-9]", "there is no initiative ini-9"),
        ("name: Own", "title: Own", "unknown key title"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    found = problems_of((old, new))
    assert any(said in problem for problem in found), found
    assert all(problem.startswith("my.yaml:") for problem in found)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("volume * prise", "no input or earlier quantity prise; did you mean price?"),
        ("bill + 1", "bill does not come before; a formula uses inputs and earlier quantities"),
        ("volume *", "the formula cannot be read (invalid syntax)"),
        ("(volume", "the formula cannot be read ('(' was never closed)"),
        ("", "the formula cannot be read"),
        ("volume price", "the formula cannot be read"),
        ("volume ** 2", "a formula has only names, numbers, + - * / ( ) and min, max, ceil"),
        ("9**9**9**9", "a formula has only"),
        ("volume // 2", "a formula has only"),
        ("volume % 2", "a formula has only"),
        ("volume.real", "a formula has only"),
        ("volume if price else 1", "a formula has only"),
        ("volume or price", "a formula has only"),
        ("not volume", "a formula has only"),
        ("(volume, price)", "a formula has only"),
        ("True", "a formula has only"),
        ("3j", "a formula has only"),
        ("[volume]", "a formula has only"),
        ("volume < price", "a formula has only"),
        ('__import__("os")', "a formula has only"),
        ("lambda volume", "the formula cannot be read"),
        ("sum(volume, price)", "there is no function sum; there is min, max, ceil"),
        ("max(*volume)", "a formula has only"),
        ("max(volume)", "max takes two numbers or more, found 1"),
        ("min()", "min takes two numbers or more, found 0"),
        ("ceil(volume, 2)", "ceil takes one number, found 2"),
        ("min + 1", "there is no input or earlier quantity min"),
        ("min(1, 2)(3)", "there is no function min(1, 2)"),
        ("1" + " + 1" * 50, "at most 200 characters, found 201; split it into quantities"),
    ],
)
def test_a_formula_that_cannot_be_used_is_refused_at_its_place(formula: str, said: str) -> None:
    found = problems_of(with_formula(formula))
    assert any(said in problem for problem in found), found
    assert all(problem.startswith("my.yaml:20:") for problem in found)


def test_a_quantity_that_uses_itself_or_a_later_one_is_refused() -> None:
    later = "\n      - {id: later, name: Later, unit: EUR, formula: bill * 2}"
    old, new = with_formula("later * 2")
    (found,) = problems_of((old, new + later))
    assert "later does not come before" in found


def test_arithmetic_that_fails_names_the_input_that_does_it() -> None:
    (found,) = problems_of(with_formula("volume / (5 - price)"))
    assert found.startswith("my.yaml:20:")
    assert "the formula has no result (a division by 0" in found
    assert found.endswith("with price at 5")


def test_a_division_by_0_with_the_values_of_the_file_is_refused() -> None:
    (found,) = problems_of(with_formula("volume / ((price - 3) * (price - 3))"))
    assert found.endswith("with the values of the file")


def test_a_cost_below_0_is_refused() -> None:
    (found,) = problems_of(("once: setup", "once: setup - 25"))
    assert found.endswith("a cost of at least 0 was expected, found -5 with setup at 20")


def test_numbers_that_grow_too_large_are_refused_and_not_worked_on() -> None:
    large = "*".join(["9" * 19] * 10)
    text = EXAMPLE
    rows = "".join(
        f"\n      - {{id: q{n}, name: Q, unit: EUR, formula: '{'*'.join([f'q{n - 1}'] * 40)}'}}"
        for n in range(1, 30)
    )
    first = f"      - {{id: q0, name: Q, unit: EUR, formula: '{large}'}}"
    text = text.replace("    criteria:", f"{first}{rows}\n    criteria:", 1)
    started = time.monotonic()
    with pytest.raises(InvalidInput, match="or a number too large"):
        read(text)
    assert time.monotonic() - started < 2


def test_all_problems_are_told_at_once() -> None:
    found = problems_of(
        ("currency: EUR", "currency: euro"),
        with_formula("volume * prise"),
        ("[ini-01]", "[ini-1]"),
        ("at_most: 1", "at_most: 9"),
    )
    assert len(found) == 4


PIECES = [
    *(b"[", b"]", b"{", b"}", b": ", b"- ", b"&a ", b"*a", b"---\n", b"\t", b"~", b".inf"),
    *(b"9" * 40, b'"', b"'", b"|\n", b"\xff", b"\x00", b"\n", b"  ", b"**", b"(" * 150, b"-" * 150),
    *(b"volume", b"bill", b"/ 0", b"1e999", b"ceil(", b"lambda", b"cost", b"undo", b"\xc2\xb2"),
]
CONTENT = EXAMPLE.encode()
CUTS = st.lists(
    st.tuples(st.integers(0, len(CONTENT)), st.integers(0, 30), st.sampled_from(PIECES)),
    min_size=1,
    max_size=4,
)


def is_read_or_refused_in_words(content: bytes) -> None:
    problems: tuple[Problem, ...] = ()
    aid = None
    try:
        aid = read_decisions(content, "fuzzed.yaml", FRAMEWORK, CATALOGUE)
    except InvalidInput as refused:
        problems = refused.problems
    assert (aid is None) == bool(problems)
    assert all(problem.place.startswith("fuzzed.yaml") for problem in problems)


@given(CUTS)
@settings(max_examples=400, deadline=None)
def test_mangled_bytes_are_read_or_refused_in_words(cuts: list[tuple[int, int, bytes]]) -> None:
    content = CONTENT
    for position, length, piece in cuts:
        content = content[:position] + piece + content[position + length :]
    is_read_or_refused_in_words(content)


FORMULA = st.one_of(
    st.text("volumeprice0123456789+-*/()., minaxcel", max_size=200),
    st.text(max_size=40),
    st.sampled_from(
        [
            "-" * 199 + "1",
            "-" * 15_000,
            "(" * 15_000,
            "(" * 99 + "1" + ")" * 99,
            "+".join("1" * 100),
        ]
    ),
)


@given(FORMULA)
@settings(max_examples=400, deadline=None)
def test_any_formula_is_worked_out_or_refused_in_words(formula: str) -> None:
    old, new = with_formula(formula.replace("'", "''"))
    is_read_or_refused_in_words(EXAMPLE.replace(old, new, 1).encode())


def test_every_key_of_the_schema_is_described() -> None:
    schema = decisions_schema()
    described = [
        (key, property_.get("description"))
        for definition in (schema, *schema["$defs"].values())
        for key, property_ in definition["properties"].items()
    ]
    assert len(described) > 40
    assert [key for key, description in described if not description] == []
