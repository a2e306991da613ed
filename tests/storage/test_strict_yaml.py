"""YAML without its surprises: what is read, what is refused, and where it stands."""

import pytest

from domain.errors import InvalidInput
from storage.strict_yaml import read_yaml


def value_of(text: str) -> dict[str, object]:
    return read_yaml(text.encode(), "file.yaml").value


def problems_of(content: str | bytes) -> list[str]:
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(InvalidInput) as caught:
        read_yaml(content, "file.yaml")
    return [str(problem) for problem in caught.value.problems]


def only_problem_of(content: str | bytes) -> str:
    found = problems_of(content)
    assert len(found) == 1, found
    return found[0]


def test_text_numbers_booleans_null_lists_and_mappings_are_read() -> None:
    text = """
text: some text
quoted: "no"
folded: >-
  two
  lines
whole: 42
negative: -7
decimal: 0.6667
small: 1e-3
yes_or_no: true
other: False
nothing: null
blank:
list: [1, two, {three: 3}]
"""
    assert value_of(text) == {
        "text": "some text",
        "quoted": "no",
        "folded": "two lines",
        "whole": 42,
        "negative": -7,
        "decimal": 0.6667,
        "small": 0.001,
        "yes_or_no": True,
        "other": False,
        "nothing": None,
        "blank": None,
        "list": [1, "two", {"three": 3}],
    }


@pytest.mark.parametrize(
    "written",
    ["2026-13-45", "2026-11-01", "0123", "12:30:45", "1:30", "0x1F", "1_000", "1.0.0", "y"],
)
def test_what_other_readers_turn_into_numbers_or_dates_stays_text(written: str) -> None:
    assert value_of(f"a: {written}") == {"a": written}


def test_keys_are_text_even_when_they_look_like_numbers() -> None:
    assert value_of("1: a\ny: b\nno: c") == {"1": "a", "y": "b", "no": "c"}


@pytest.mark.parametrize("prefix", [b"\xef\xbb\xbf", b""])
def test_a_byte_order_mark_and_windows_line_ends_are_welcome(prefix: bytes) -> None:
    document = read_yaml(prefix + b"a: 1\r\nb:\r\n  - x\r\n", "file.yaml")
    assert document.value == {"a": 1, "b": ["x"]}
    assert document.place_of(("b", 0)) == "file.yaml:3:5"


def test_every_key_and_value_has_its_line_and_column() -> None:
    document = read_yaml(b"a: 1\nb:\n  - {c: x,   d: y}\n", "file.yaml")
    assert document.place_of(("a",)) == "file.yaml:1:4"
    assert document.place_of(("b", 0, "d")) == "file.yaml:3:17"
    assert document.place_of_key(("b", 0, "d")) == "file.yaml:3:14"
    assert document.place_of_key(("b", 0)) == "file.yaml:3:5"


def test_the_place_of_something_absent_is_that_of_what_should_hold_it() -> None:
    document = read_yaml(b"a:\n  b: 1\n", "file.yaml")
    assert document.place_of(("a", "missing", 3, "x")) == "file.yaml:2:3"


def test_an_alias_bomb_is_refused_at_its_aliases() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 10):
        aliases = ", ".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} [{aliases}]")
    found = problems_of("\n".join(lines))
    assert found[0] == "file.yaml:1:5: the anchor &a0 is not allowed; remove it"
    assert "file.yaml:2:10: the alias *a0 is not allowed; write the value out" in found
    assert len(found) == 10 + 9 * 9  # ten anchors, and nine aliases on each of nine lines


def test_reading_stops_after_a_hundred_problems() -> None:
    found = problems_of("a: [" + "no, " * 150 + "]")
    assert len(found) == 100 + 1
    assert found[-1].endswith("reading stopped here after 100 problems")


def test_merge_keys_are_refused() -> None:
    found = problems_of("base: &base {a: 1}\nother:\n  <<: *base\n")
    assert "file.yaml:3:3: the merge key << is not allowed; write the keys out" in found


def test_a_list_that_contains_itself_is_refused() -> None:
    assert len(problems_of("a: &a [*a]")) == 2


@pytest.mark.parametrize(
    "content",
    [
        "[" * 25_000,
        "a: " + "[" * 25_000,
        "{a: " * 25_000,
        "".join("  " * depth + "a:\n" for depth in range(600)),
        "a:\n" + "- " * 2_000 + "x",
    ],
    ids=["lists", "lists in a mapping", "mappings", "indented mappings", "indented lists"],
)
def test_deep_nesting_is_refused_and_nothing_crashes(content: str) -> None:
    assert "nested more than 20 deep; flatten it" in problems_of(content)[-1]


def test_twenty_levels_are_still_read() -> None:
    assert value_of("a: " + "[" * 19 + "x" + "]" * 19)["a"] != []
    assert "nested" in only_problem_of("a: " + "[" * 20 + "x" + "]" * 20)


def test_a_number_of_5000_digits_is_refused() -> None:
    assert "at most 18 digits" in only_problem_of("a: " + "9" * 5_000)


def test_a_hexadecimal_number_of_a_megabyte_is_refused_for_its_size() -> None:
    assert "the file may have 1,000,000 bytes" in only_problem_of("a: 0x" + "f" * 1_000_000)


def test_a_time_of_twenty_thousand_parts_is_refused_for_its_length() -> None:
    expected = "file.yaml:1:4: a text may have 20,000 characters, this one has 60,001"
    assert only_problem_of("a: 1" + ":59" * 20_000) == expected


@pytest.mark.parametrize("written", [".inf", "-.Inf", ".nan", ".NaN", "1e999", "-1e999"])
def test_numbers_that_are_not_finite_are_refused(written: str) -> None:
    expected = f"file.yaml:1:9: {written} is not a number that can be used"
    assert only_problem_of(f"weight: {written}").startswith(expected)


@pytest.mark.parametrize("written", ["no", "No", "yes", "YES", "on", "off"])
def test_a_bare_yes_or_no_is_refused_with_advice(written: str) -> None:
    found = only_problem_of(f"answer: {written}")
    assert found.startswith(f"file.yaml:1:9: {written} without quotes is true or false to some")
    assert f'write "{written}" for the text, or true or false' in found


def test_two_equal_keys_are_refused_and_both_lines_named() -> None:
    expected = "file.yaml:3:1: the key a is given twice, on line 1 and on line 3; keep one of them"
    assert only_problem_of("a: 1\nb: 2\na: 3\n") == expected


def test_two_equal_nested_keys_are_refused_and_both_lines_named() -> None:
    expected = "file.yaml:4:5: the key b is given twice, on line 3 and on line 4; keep one of them"
    assert only_problem_of("x:\n  - a: 1\n    b: 2\n    b: 3\n") == expected


def test_a_number_and_the_same_number_in_quotes_are_the_same_key() -> None:
    assert "the key 1 is given twice" in only_problem_of('1: a\n"1": b\n')


@pytest.mark.parametrize(
    "content", ["~: x", "null: x", "? [a]\n: 1", "? {a: 1}\n: 1", "{[a]: 1}", "true: x", "? \n: x"]
)
def test_keys_that_are_not_text_are_refused(content: str) -> None:
    assert "a key must be text" in only_problem_of(content)


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!set", "!!binary", "!foo", "!!str", "!"]
)
def test_tags_are_refused(tag: str) -> None:
    found = only_problem_of(f"a: {tag} x")
    assert found.startswith("file.yaml:1:4: the tag ")
    assert found.endswith("is not allowed; remove it")


def test_a_second_document_is_refused() -> None:
    expected = "file.yaml:2:1: a second document starts here"
    assert only_problem_of("a: 1\n---\nb: 2\n").startswith(expected)


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_refused(content: str) -> None:
    assert only_problem_of(content).startswith("file.yaml:1:1: the file is empty")


@pytest.mark.parametrize(
    ("content", "found"), [("- a\n- b", "a list"), ("text", "text"), ("--- ~", "nothing")]
)
def test_a_file_that_is_no_mapping_is_refused(content: str, found: str) -> None:
    assert f"a mapping (key: value) was expected, {found} was found" in only_problem_of(content)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1", "utf-32"])
def test_other_encodings_than_utf8_are_refused(encoding: str) -> None:
    content = "a: 1\nb: Größe\n".encode(encoding)
    assert len(problems_of(content)) >= 1


def test_a_latin1_file_is_told_to_be_saved_as_utf8() -> None:
    found = only_problem_of("a: 1\nb: Größe\n".encode("latin-1"))
    assert found.startswith("file.yaml:2: the file is not UTF-8: the byte 0xf6 cannot be read")


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x7f", "\x85", "\u2028", "\u202e", "\u2066"]
)
def test_hidden_characters_are_refused_with_their_place(character: str) -> None:
    expected = f"file.yaml:2:5: the character U+{ord(character):04X} cannot be seen"
    assert only_problem_of(f"a: 1\nb: x{character}y\n").startswith(expected)


@pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\u202e", "\\u2067"])
def test_hidden_characters_written_as_escapes_are_refused(escape: str) -> None:
    assert "cannot be seen" in only_problem_of(f'a: "x{escape}y"')
    assert "cannot be seen" in only_problem_of(f'"x{escape}y": 1')


def test_a_lone_surrogate_is_refused() -> None:
    assert "not valid YAML" in only_problem_of('a: "\\ud800"')
    assert "not UTF-8" in only_problem_of(b"a: \xed\xa0\x80")


def test_marks_that_arabic_and_emoji_need_are_welcome() -> None:
    assert value_of(
        "a: \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \U0001f469\u200d\U0001f4bb"
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [("a:\n\t- b\n", 2), ("a: [1, 2\nb: 3\n", 2), ('a: "x\n', 2), ("a: b: c\n", 1)],
    ids=["tab", "bracket", "quote", "two colons"],
)
def test_a_syntax_error_names_its_line(content: str, line: int) -> None:
    found = only_problem_of(content)
    assert found.startswith(f"file.yaml:{line}:")
    assert "this is not valid YAML" in found


def test_ten_megabytes_of_text_are_refused() -> None:
    assert "the file may have 1,000,000 bytes" in only_problem_of("a: " + "x" * 10_000_000)


def test_a_hundred_thousand_values_are_the_most() -> None:
    entries = 100_000 - 2  # the root and the list are values too
    assert len(read_yaml(f"a: [{'1,' * entries}]".encode(), "file.yaml").value["a"]) == entries
    assert "more than 100,000 values" in only_problem_of(f"a: [{'1,' * (entries + 1)}]")


def test_all_problems_are_told_at_once_in_the_files_order() -> None:
    found = problems_of("a: no\nb: .inf\nc: &x 1\na: 2\nd: !t x\ne: }")
    assert [line.split(":")[1] for line in found] == ["1", "2", "3", "4", "5", "6"]
