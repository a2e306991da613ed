"""The small framework, changed here and there for a test."""

from pathlib import Path

import pytest

from domain.errors import InvalidInput
from storage.frameworks import read_framework

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
