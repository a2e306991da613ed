"""Whatever happens to a framework file, it is read or refused in words; nothing else."""

from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidInput, Problem
from storage.frameworks import read_framework
from storage.strict_yaml import read_yaml

CONTENT = Path("tests/fixtures/small.yaml").read_bytes()
LINES = CONTENT.splitlines(keepends=True)
VALUE = read_yaml(CONTENT, "small.yaml").value
PIECES = [
    *(b"[", b"]", b"{", b"}", b": ", b"- ", b"&a ", b"*a", b"<<: ", b"!!set ", b"---\n", b"\t"),
    *(b"no", b"~", b".inf", b"1e999", b"9" * 40, b'"', b"'", b"|\n", b"? ", b"%", b"\xff", b"\x00"),
    *(b"overall", b"lead-01", b"99", b"-1", b"\xe2\x80\xae", b"\n", b"  ", b"parts: "),
]


def is_read_or_refused_in_words(content: bytes) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        framework = read_framework(content, "fuzzed.yaml")
    except InvalidInput as refused:
        framework, problems = None, refused.problems
    assert (framework is None) == bool(problems)
    assert all(problem.place.startswith("fuzzed.yaml") for problem in problems)


@given(
    st.lists(st.tuples(st.integers(0, len(CONTENT)), st.integers(0, 40), st.sampled_from(PIECES)))
)
@settings(max_examples=300, deadline=None)
def test_mangled_bytes_are_read_or_refused_in_words(
    cuts: list[tuple[int, int, bytes]],
) -> None:
    content = CONTENT
    for position, length, piece in cuts:
        content = content[:position] + piece + content[position + length :]
    is_read_or_refused_in_words(content)


@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1))))
@settings(max_examples=200, deadline=None)
def test_moved_and_lost_lines_are_read_or_refused_in_words(moves: list[tuple[int, int]]) -> None:
    lines = list(LINES)
    for source, target in moves:
        lines[target] = lines[source] if source > target else b""
    is_read_or_refused_in_words(b"".join(lines))


PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
)


def paths_in(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    entries: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    inner = [found for key, child in entries for found in paths_in(child, (*path, key))]
    return [path, *inner] if path else inner


PATHS = paths_in(VALUE)


def replaced(value: Any, path: tuple[str | int, ...], replacement: object) -> Any:
    """A copy of the value with something else at the path, where it still leads somewhere."""
    if not path:
        return replacement
    step, ahead = path[0], path[1:]
    if isinstance(value, dict) and step in value:
        return value | {step: replaced(value[step], ahead, replacement)}
    if isinstance(value, list) and step in range(len(value)):
        index = int(step)
        changed = replaced(value[index], ahead, replacement)
        return [*value[:index], changed, *value[index + 1 :]]
    return value


@given(st.lists(st.tuples(st.sampled_from(PATHS), PLAIN), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_values_of_any_type_anywhere_are_read_or_refused_in_words(
    replacements: list[tuple[tuple[str | int, ...], object]],
) -> None:
    value = VALUE
    for path, replacement in replacements:
        value = replaced(value, path, replacement)
    is_read_or_refused_in_words(yaml.safe_dump(value, allow_unicode=True).encode())


ORIGINAL = read_framework(CONTENT, "small.yaml")


def shuffled(value: object, order: list[int]) -> object:
    """The same content with the keys of every mapping in another order."""
    if isinstance(value, list):
        return [shuffled(child, order) for child in value]
    if not isinstance(value, dict):
        return value
    keys = sorted(value, key=lambda key: order[len(str(key)) % len(order)])
    return {key: shuffled(value[key], order) for key in keys}


class TaglessDumper(yaml.SafeDumper):
    """Only text is put in the chosen quotes; with a style for numbers it would write tags."""

    def represent_scalar(
        self, tag: str, value: str, style: str | None = None
    ) -> yaml.nodes.ScalarNode:
        is_text = tag == "tag:yaml.org,2002:str"
        return yaml.ScalarNode(tag, value, style=self.default_style if is_text else "")


@given(
    st.permutations(range(7)),
    st.integers(1, 8),
    st.integers(30, 200),
    st.sampled_from([None, '"', "'", ">"]),
    st.sampled_from([None, False, True]),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=100, deadline=None)
def test_layout_does_not_change_the_framework_or_its_hash(
    order: list[int], indent: int, width: int, style: str | None, flow: bool | None, end: str
) -> None:
    laid_out = yaml.dump(
        shuffled(VALUE, order),
        Dumper=TaglessDumper,
        indent=indent,
        width=width,
        default_style=style,
        default_flow_style=flow,
        sort_keys=False,
    )
    content = f"# laid out anew{end}{laid_out.replace(chr(10), end)}".encode()
    assert read_framework(content, "anew.yaml") == ORIGINAL
