"""Files of other tools: read carefully, whatever they hold, and fitted to a model of what we know.

Public files are not as strict as ours, so anchors and several documents are read here. The
values of a YAML file stay text (or nothing) until a model says what they are: an answer `No`
or a reference `1.10` would otherwise arrive as false and 1.1.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from domain.errors import InvalidInput, Problem
from storage.file_model import sentence
from storage.plain_text import decode
from storage.readers.wording import visible
from storage.strict_yaml import KeyPath, Mark

MAX_BYTES = 10_000_000
MAX_DEPTH = 40
MAX_VALUES = 500_000
MAX_PROBLEMS = 50
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A value read from a foreign file, and where in the file each part of it stands.

    A YAML file has lines to point to (`marks`); of JSON the path is told.
    """

    name: str
    value: Any
    marks: Mapping[KeyPath, Mark] = field(default_factory=dict)

    def problem(self, path: KeyPath, message: str) -> Problem:
        """Something that is wrong with the value at the path."""
        return Problem(self._place(path), visible(message))

    def _place(self, path: KeyPath) -> str:
        if not self.marks:
            return f"{self.name}, {_written(path)}" if path else self.name
        while path not in self.marks:
            path = path[:-1]
        line, column = self.marks[path]
        return f"{self.name}:{line}:{column}"


class ForeignModel(BaseModel):
    """A mapping in a foreign file: numbers may be text, null is absent, other keys are kept."""

    model_config = ConfigDict(extra="allow", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: found for key, found in value.items() if found is not None}


Model = TypeVar("Model", bound=BaseModel)


def fit(model: type[Model], source: Source) -> Model:
    """The source as a model. Raises InvalidInput with everything that does not fit."""
    try:
        return model.model_validate(source.value)
    except ValidationError as error:
        found = error.errors(include_url=False)
        refuse([source.problem(_path_of(details), _sentence(details)) for details in found])


def refuse(problems: list[Problem]) -> NoReturn:
    """Raise the problems, the first of them when nobody would read them all."""
    more = len(problems) - MAX_PROBLEMS
    if more > 0:
        problems = [*problems[:MAX_PROBLEMS], Problem("", f"and {more} more problems")]
    raise InvalidInput(problems)


def _path_of(details: ErrorDetails) -> KeyPath:
    return tuple(step for step in details["loc"] if step != "[key]")


def _sentence(details: ErrorDetails) -> str:
    if details["type"] == "missing":
        return f"the key {details['loc'][-1]} is missing; add it, or check the kind of file"
    if details["type"] == "bool_parsing":
        return f'true or false was expected, found "{str(details["input"])[:60]}"'
    return sentence(details)


def read_json(content: bytes, name: str) -> Source:
    """Read a JSON file. Raises InvalidInput when it is none, or too large or deep."""
    text = decode(content, name, MAX_BYTES)
    try:
        value = json.loads(text, parse_constant=_no_number, object_pairs_hook=_without_twins)
    except json.JSONDecodeError as error:
        place = f"{name}:{error.lineno}:{error.colno}"
        message = f"this is not valid JSON: {error.msg}; check commas, brackets and quotes"
        raise InvalidInput(Problem(place, message)) from None
    except RecursionError:
        raise InvalidInput(Problem(name, _TOO_DEEP)) from None
    except ValueError as error:
        raise InvalidInput(
            Problem(name, f"this is not valid JSON: {visible(str(error))}")
        ) from None
    source = Source(name, value)
    _check_size(source)
    return source


_TOO_DEEP = f"nested more than {MAX_DEPTH} deep; a model of this kind was expected"
_TOO_LARGE = f"the file has more than {MAX_VALUES:,} values; a model of this kind was expected"


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"a finite number was expected, found {text}")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twin = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(f'the key "{twin[:60]}" is given twice in one object; keep one of them')
    return found


def _check_size(source: Source) -> None:
    """Without recursion, because nobody knows yet how deep it goes."""
    waiting: list[tuple[KeyPath, Any]] = [((), source.value)]
    count = 1
    while waiting:
        path, value = waiting.pop()
        count += len(value) if isinstance(value, list | dict) else 0
        if count > MAX_VALUES:
            raise InvalidInput(Problem(source.name, _TOO_LARGE))
        if len(path) > MAX_DEPTH:
            raise InvalidInput(source.problem(path, _TOO_DEEP))
        if isinstance(value, str) and _SURROGATE.search(value):
            message = "text was expected, found half a character (\\uD800 to \\uDFFF); remove it"
            raise InvalidInput(source.problem(path, message))
        waiting += [((*path, step), inner) for step, inner in _inside(value)]


def _inside(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def read_yaml_documents(content: bytes, name: str) -> list[Source]:
    """Every document of a YAML file, with text for all values but lists, mappings and null.

    Raises InvalidInput when it cannot be read, at the first thing that is wrong.
    """
    text = decode(content, name, MAX_BYTES)
    try:
        return _Builder(text, name).documents()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        what = " ".join(part for part in (error.context, error.problem) if part)
        raise InvalidInput(Problem(place, _not_yaml(what))) from None
    except yaml.YAMLError as error:
        raise InvalidInput(Problem(name, _not_yaml(" ".join(str(error).split())))) from None


def read_yaml_document(content: bytes, name: str) -> Source:
    """The only document of a YAML file. Raises InvalidInput when there are none or several."""
    documents = read_yaml_documents(content, name)
    if len(documents) != 1:
        message = f"one YAML document was expected, found {len(documents)}; check the kind of file"
        raise InvalidInput(Problem(name, message))
    return documents[0]


def _not_yaml(what: str) -> str:
    return visible(f"this is not valid YAML: {what}; check indentation, brackets and quotes")


class _Builder:
    """Builds values from libyaml's events: the stock loaders end the process on deep nesting."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._parser = CParser(text)
        self._marks: dict[KeyPath, Mark] = {}
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0

    def documents(self) -> list[Source]:
        found: list[Source] = []
        self._parser.get_event()
        while not isinstance(self._parser.get_event(), StreamEndEvent):
            self._marks, self._anchors = {}, {}
            value = self._value(self._parser.get_event(), ())
            found.append(Source(self._name, value, self._marks))
            self._parser.get_event()
        return found

    def _value(self, event: Any, path: KeyPath) -> Any:
        self._marks[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, AliasEvent):
            return self._alias(event, path)
        before = self._count
        self._add(1, path)
        if len(path) > MAX_DEPTH:
            self._refuse(path, _TOO_DEEP)
        if isinstance(event, MappingStartEvent):
            value: Any = self._mapping(path)
        elif isinstance(event, SequenceStartEvent):
            value = self._sequence(path)
        else:
            value = None if not event.style and event.value in _NULL else event.value
        if event.anchor:
            self._anchors[event.anchor] = (value, self._count - before)
        return value

    def _alias(self, event: AliasEvent, path: KeyPath) -> Any:
        # What an alias repeats counts again, or a few lines could stand for billions of values.
        if event.anchor not in self._anchors:
            self._refuse(path, f"the alias *{event.anchor} repeats nothing that ended before it")
        value, size = self._anchors[event.anchor]
        self._add(size, path)
        return value

    def _add(self, size: int, path: KeyPath) -> None:
        self._count += size
        if self._count > MAX_VALUES:
            self._refuse(path, _TOO_LARGE)

    def _sequence(self, path: KeyPath) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self._parser.get_event(), SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _mapping(self, path: KeyPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._parser.get_event(), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                self._refuse(path, "a key must be text; a list, mapping or alias was found")
            key: str = event.value
            if key in found:
                self._refuse((*path, key), f"the key {key[:60]} is given twice; keep one of them")
            if key == "<<" and not event.style:
                self._refuse(path, "the merge key << is not read; write the keys out")
            found[key] = self._value(self._parser.get_event(), (*path, key))
        return found

    def _refuse(self, path: KeyPath, message: str) -> NoReturn:
        raise InvalidInput(Source(self._name, None, self._marks).problem(path, message))


def _written(path: KeyPath) -> str:
    """A path as people write it: pillars[0].questions[2].id."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step[:60]}" for step in path)
    return visible(text.lstrip("."))
