"""YAML without its surprises, read from libyaml's parser events.

The stock loaders are not used: the fast one ends the whole process on deep nesting, and both
read `no` as false, `1:30` as ninety and the last of two equal keys as the only one. Here a
mapping's keys are text, every value has a place, and whatever two readers of the same file
could understand differently is refused with advice.

What is read: text, whole and decimal numbers, true and false, null, lists and mappings. Dates,
times and numbers with leading zeros stay text; the schema decides what they are.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NoReturn

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from domain.errors import InvalidInput, Problem
from storage.plain_text import character_name, decode, hidden_characters

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_VALUES = 100_000
MAX_TEXT = 20_000
MAX_PROBLEMS = 100
_LONGEST_NUMBER = 18

KeyPath = tuple[str | int, ...]
Mark = tuple[int, int]

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_AMBIGUOUS = re.compile(r"yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF")


@dataclass(frozen=True, slots=True)
class Document:
    """The value of a YAML file, and the line and column of every key and value in it.

    A path is the keys and list positions that lead to a value: ("pillars", 0, "id").
    `problems` are those that left the rest of the file readable, each with its path.
    """

    name: str
    value: dict[str, Any]
    places: Mapping[KeyPath, Mark]
    key_places: Mapping[KeyPath, Mark]
    problems: tuple[tuple[KeyPath, Problem], ...] = ()

    def place_of(self, path: KeyPath) -> str:
        """Where the value stands, as "name:line:column"; of what is absent, its parent's place."""
        return self._written(self.mark_of(path))

    def place_of_key(self, path: KeyPath) -> str:
        """Where the key (or the list entry) stands, as "name:line:column"."""
        return self._written(self.key_places.get(path) or self.mark_of(path))

    def mark_of(self, path: KeyPath) -> Mark:
        """Line and column of the value at the path, or of the nearest thing around it."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]

    def _written(self, mark: Mark) -> str:
        return f"{self.name}:{mark[0]}:{mark[1]}"


def read_yaml(content: bytes, name: str) -> Document:
    """Read one YAML document whose root is a mapping.

    Raises InvalidInput with every problem found, each with name, line and column.
    """
    document = scan_yaml(content, name)
    if document.problems:
        raise InvalidInput(problem for _, problem in document.problems)
    return document


def scan_yaml(content: bytes, name: str) -> Document:
    """Like `read_yaml`, but problems that leave the rest readable come with the document.

    Raises InvalidInput only when there is nothing to go on with.
    """
    text = decode(content, name, MAX_BYTES)
    _refuse_hidden_characters(text, name)
    return _Reader(text, name).document()


def _refuse_hidden_characters(text: str, name: str) -> None:
    found = islice(hidden_characters(text), MAX_PROBLEMS)
    problems = [Problem(_place_in(text, match.start(), name), _unseen(match[0])) for match in found]
    if problems:
        raise InvalidInput(problems)


def _place_in(text: str, position: int, name: str) -> str:
    line = text.count("\n", 0, position) + 1
    return f"{name}:{line}:{position - text.rfind(chr(10), 0, position)}"


def _unseen(character: str) -> str:
    return (
        f"the character {character_name(character)} cannot be seen or changes the order in which "
        "text is shown; remove it"
    )


class _Stop(Exception):
    """Reading on makes no sense; the problems found so far say why."""


class _Reader:
    """Builds plain values from the events of one file, noting places and problems."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._parser = CParser(text)
        self._places: dict[KeyPath, Mark] = {}
        self._key_places: dict[KeyPath, Mark] = {}
        self._problems: list[tuple[KeyPath, Problem]] = []
        self._values = 0

    def document(self) -> Document:
        try:
            value = self._only_document()
        except _Stop:
            raise self._failure() from None
        except yaml.YAMLError as error:
            self._note_syntax(error)
            raise self._failure() from None
        problems = tuple(self._problems)
        return Document(self._name, value, self._places, self._key_places, problems)

    def _failure(self) -> InvalidInput:
        return InvalidInput(problem for _, problem in self._problems)

    def _only_document(self) -> dict[str, Any]:
        self._parser.get_event()
        event = self._parser.get_event()
        if isinstance(event, StreamEndEvent):
            self._end((), (1, 1), "the file is empty; a mapping (key: value) was expected")
        first = self._parser.get_event()
        value = self._value(first, ())
        self._parser.get_event()
        following = self._parser.get_event()
        if isinstance(following, DocumentStartEvent):
            message = "a second document starts here; one file holds one, so remove the line ---"
            self._end((), _mark(following), message)
        if not isinstance(value, dict):
            found = "nothing" if value is None else "a list" if isinstance(value, list) else "text"
            message = f"a mapping (key: value) was expected, {found} was found"
            self._end((), _mark(first), message)
        return value

    def _value(self, event: Any, path: KeyPath) -> Any:
        mark = self._places[path] = _mark(event)
        self._values += 1
        if self._values > MAX_VALUES:
            self._end(path, mark, f"the file has more than {MAX_VALUES:,} values; shorten it")
        if len(path) > MAX_DEPTH:
            self._end(path, mark, f"nested more than {MAX_DEPTH} deep; flatten it")
        if isinstance(event, AliasEvent):
            self._note(path, mark, f"the alias *{event.anchor} is not allowed; write the value out")
            return None
        self._refuse_node_properties(event, path)
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event, path)

    def _refuse_node_properties(self, event: Any, path: KeyPath) -> None:
        if event.anchor:
            self._note(path, _mark(event), f"the anchor &{event.anchor} is not allowed; remove it")
        if event.tag:
            self._note(path, _mark(event), f"the tag {event.tag} is not allowed; remove it")

    def _sequence(self, path: KeyPath) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self._parser.get_event(), SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._parser.get_event(), MappingEndEvent):
            key = self._key(event, path)
            key_path = (*path, key)
            if key in found:
                self._note_duplicate(key_path, _mark(event))
                self._value(self._parser.get_event(), (*path, f"{key} (again)"))
                continue
            self._key_places[key_path] = _mark(event)
            found[key] = self._value(self._parser.get_event(), key_path)
        return found

    def _note_duplicate(self, path: KeyPath, mark: Mark) -> None:
        first = self._key_places[path][0]
        message = (
            f"the key {path[-1]} is given twice, on line {first} and on line {mark[0]}; "
            "keep one of them"
        )
        self._note(path, mark, message)

    def _key(self, event: Any, path: KeyPath) -> str:
        mark = _mark(event)
        if not isinstance(event, ScalarEvent):
            self._end(path, mark, "a key must be text; a list, mapping or alias was found")
        path = (*path, event.value)
        self._refuse_node_properties(event, path)
        if _is_plain(event) and event.value == "<<":
            self._note(path, mark, "the merge key << is not allowed; write the keys out")
        elif _is_plain(event) and (event.value in _NULL or event.value in _BOOLEANS):
            message = f'a key must be text; put it in quotes: "{event.value}"'
            self._note(path, mark, message)
        return self._text(event, path)

    def _scalar(self, event: ScalarEvent, path: KeyPath) -> Any:
        text = self._text(event, path)
        if not _is_plain(event):
            return text
        if text in _NULL:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _AMBIGUOUS.fullmatch(text):
            message = (
                f"{text} without quotes is true or false to some programs and text to others; "
                f'write "{text}" for the text, or true or false'
            )
            self._note(path, _mark(event), message)
        if _DECIMAL.fullmatch(text) or _NOT_FINITE.fullmatch(text):
            return self._number(event, path)
        return text

    def _text(self, event: ScalarEvent, path: KeyPath) -> str:
        text: str = event.value
        if len(text) > MAX_TEXT:
            message = f"a text may have {MAX_TEXT:,} characters, this one has {len(text):,}"
            self._note(path, _mark(event), message)
        # Escapes such as "\u202e" only become characters here.
        for hidden in hidden_characters(text):
            self._note(path, _mark(event), _unseen(hidden[0]))
        return text

    def _number(self, event: ScalarEvent, path: KeyPath) -> int | float:
        text: str = event.value
        if _WHOLE.fullmatch(text) and len(text) <= _LONGEST_NUMBER:
            return int(text)
        number = math.inf
        if not _WHOLE.fullmatch(text) and not _NOT_FINITE.fullmatch(text):
            number = float(text)
        if not math.isfinite(number):
            shown = text if len(text) <= 30 else f"{text[:27]}..."
            message = (
                f"{shown} is not a number that can be used; give a finite number of "
                f"at most {_LONGEST_NUMBER} digits, or put it in quotes if it is text"
            )
            self._note(path, _mark(event), message)
            return 0
        return number

    def _note(self, path: KeyPath, mark: Mark, message: str) -> None:
        """Remember a problem and go on, unless there are so many that nobody reads them."""
        self._problems.append((path, Problem(f"{self._name}:{mark[0]}:{mark[1]}", message)))
        if len(self._problems) == MAX_PROBLEMS:
            self._end(path, mark, f"reading stopped here after {MAX_PROBLEMS} problems")

    def _end(self, path: KeyPath, mark: Mark, message: str) -> NoReturn:
        self._problems.append((path, Problem(f"{self._name}:{mark[0]}:{mark[1]}", message)))
        raise _Stop

    def _note_syntax(self, error: yaml.YAMLError) -> None:
        marked = error if isinstance(error, yaml.MarkedYAMLError) else yaml.MarkedYAMLError()
        found = marked.problem_mark or marked.context_mark
        place = f":{found.line + 1}:{found.column + 1}" if found else ""
        what = " ".join(part for part in (marked.context, marked.problem) if part) or str(error)
        message = f"this is not valid YAML: {what}; check indentation, brackets and quotes"
        self._problems.append(((), Problem(self._name + place, message)))


def _mark(event: Any) -> Mark:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _is_plain(event: ScalarEvent) -> bool:
    return not event.style
