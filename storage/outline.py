"""Walking through what a file says before it is known to be right.

A `Node` is a value with its path. Asking it for something of another type than it holds gives
nothing, because the models report wrong types; so the checks between parts of a file can be
written once, and run even when some part of it is wrong.
"""

from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from storage.findings import Findings
from storage.plain_text import folded
from storage.strict_yaml import Document, KeyPath


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a document, which may be absent or of any type."""

    value: Any
    path: KeyPath = ()

    @classmethod
    def root(cls, document: Document) -> "Node":
        return cls(document.value)

    def __getitem__(self, key: str) -> "Node":
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(value, (*self.path, key))

    def items(self, key: str) -> "list[Node]":
        """The entries of the list under the key."""
        node = self[key]
        found = node.value if isinstance(node.value, list) else []
        return [Node(value, (*node.path, index)) for index, value in enumerate(found)]

    def entries(self, key: str) -> "Iterator[tuple[str, Node]]":
        """The keys and values of the mapping under the key."""
        node = self[key]
        if isinstance(node.value, dict):
            for name in node.value:
                yield name, node[name]

    def text(self, key: str) -> str | None:
        """The text under the key."""
        value = self[key].value
        return value if isinstance(value, str) else None

    def number(self, key: str) -> float | None:
        """The number under the key; true and false are none."""
        value = self[key].value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return value if is_number else None

    def whole(self, key: str) -> int | None:
        """The whole number under the key."""
        value = self.number(key)
        return value if isinstance(value, int) else None


def ids_of(nodes: Iterable[Node]) -> list[str]:
    """The ids that are there."""
    return [found for node in nodes if (found := node.text("id")) is not None]


def check_unique(nodes: Iterable[Node], kind: str, findings: Findings, document: Document) -> None:
    """Report every id that repeats an earlier one, letter case and Unicode form aside."""
    seen: dict[str, Node] = {}
    for node in nodes:
        name = node.text("id")
        if name is None:
            continue
        first = seen.setdefault(folded(name), node)
        if first is not node:
            line = document.mark_of(first["id"].path)[0]
            findings.at(node["id"].path, f"the {kind} id {name} is already used on line {line}")


def check_known(
    node: Node, kind: str, known: Collection[str], findings: Findings, at_key: bool = False
) -> None:
    """Report a reference (a value, or the key it stands under) to something that is not there."""
    name = node.path[-1] if at_key else node.value
    if not isinstance(name, str) or name in known:
        return
    report = findings.at_key if at_key else findings.at
    report(node.path, f"there is no {kind} {name}{suggestion(name, known)}")


def suggestion(name: str, known: Iterable[str]) -> str:
    """The nearest known name, or the few that there are, as the end of a sentence."""
    known = sorted(known) if isinstance(known, Set) else list(known)
    if near := get_close_matches(name, known, n=1):
        return f"; did you mean {near[0]}?"
    if not known:
        return "; none is defined"
    listed = ", ".join(known[:8]) + (", ..." if len(known) > 8 else "")
    return f"; there is {listed}"
