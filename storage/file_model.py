"""What all file models share: strictness, common types, and pydantic's errors as sentences."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails

from storage.findings import Findings
from storage.outline import suggestion
from storage.strict_yaml import Document, KeyPath


class FileModel(BaseModel):
    """A mapping in a file. Unknown keys are errors, and nothing is converted silently."""

    model_config = ConfigDict(
        strict=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True
    )


def _iso_date(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"a date such as 2026-11-01 was expected, found {shown(value)}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is not a day of the calendar") from None


_ID = r"^[a-z0-9][a-z0-9._-]{0,63}$"
_STRATEGY = r"^[a-z][a-z_]{0,63}$"
_LINE = r"^[^\n\r]*\S[^\n\r]*$"
_TEXT = r"\S"
_LEVEL_KEY = r"^(0|[1-9][0-9]?)$"
_CURRENCY = r"^[A-Z]{3}$"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_VERSION = r"^[0-9]+(\.[0-9]+){0,2}([-+][0-9A-Za-z.-]+)?$"

_PATTERNS_IN_WORDS = {
    _ID: "an id has 1 to 64 of the characters a-z, 0-9, . _ - and starts with a letter or digit",
    _STRATEGY: "the name of a strategy has only the characters a-z and _",
    _LINE: "a text in one line was expected, not blank",
    _TEXT: "a text was expected, not blank",
    _LEVEL_KEY: "the number of a level was expected",
    _CURRENCY: "a currency is three capital letters such as EUR",
    _LANGUAGE: "a language is a code such as en or pt-BR",
    _VERSION: "a version is written like 1.0.0",
}

Id = Annotated[str, StringConstraints(pattern=_ID)]
StrategyName = Annotated[str, StringConstraints(pattern=_STRATEGY)]
Line = Annotated[str, StringConstraints(pattern=_LINE, max_length=300)]
ShortName = Annotated[str, StringConstraints(pattern=_LINE, max_length=28)]
Text = Annotated[str, StringConstraints(pattern=_TEXT, max_length=5_000)]
LevelKey = Annotated[str, StringConstraints(pattern=_LEVEL_KEY)]
Currency = Annotated[str, StringConstraints(pattern=_CURRENCY)]
Language = Annotated[str, StringConstraints(pattern=_LANGUAGE)]
Version = Annotated[str, StringConstraints(pattern=_VERSION, max_length=40)]
LevelNumber = Annotated[int, Field(ge=0, le=20)]
Weight = Annotated[float, Field(gt=0, le=1000)]
Amount = Annotated[float, Field(ge=0, le=1e9)]
IsoDate = Annotated[date, BeforeValidator(_iso_date)]

Model = TypeVar("Model", bound=FileModel)


def fit(model: type[Model], document: Document, findings: Findings) -> Model | None:
    """The document as a model, or None after noting everything that does not fit."""
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            _note(details, model, document, findings)
        return None


def json_schema(model: type[FileModel]) -> dict[str, Any]:
    """The JSON Schema of a file, as editors read it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}


def _note(
    details: ErrorDetails, model: type[FileModel], document: Document, findings: Findings
) -> None:
    path = details["loc"]
    if details["type"] == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        findings.at_key(path, f"unknown key {path[-1]}{suggestion(str(path[-1]), known)}")
    elif details["type"] == "missing":
        findings.at(path, f"the key {path[-1]} is missing; it gives {_meaning(model, path)}")
    elif path[-1:] == ("[key]",):
        findings.at_key(path[:-1], sentence(details))
    else:
        findings.at(path, sentence(details))


def sentence(details: ErrorDetails) -> str:
    """One pydantic error as what was expected and what was found."""
    found, context = details["input"], details.get("ctx", {})
    if details["type"] in _EXPECTED_TYPE:
        return f"{_EXPECTED_TYPE[details['type']]} was expected, found {shown(found)}" + _advice(
            details["type"], found
        )
    if details["type"] == "string_pattern_mismatch":
        return f"{_PATTERNS_IN_WORDS[context['pattern']]}, found {shown(found)}"
    if details["type"] == "value_error":
        return str(context["error"])
    if details["type"] in _BOUNDS:
        return f"{_BOUNDS[details['type']].format(**context)}, found {shown(found)}"
    return f"{details['msg']}, found {shown(found)}"


_EXPECTED_TYPE = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a mapping (key: value)",
    "mapping_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "dataclass_type": "a mapping (key: value)",
}

_BOUNDS = {
    "literal_error": "one of {expected} was expected",
    "greater_than": "more than {gt:g} was expected",
    "greater_than_equal": "at least {ge:g} was expected",
    "less_than": "less than {lt:g} was expected",
    "less_than_equal": "at most {le:g} was expected",
    "string_too_long": "at most {max_length} characters were expected",
    "string_too_short": "at least {min_length} characters were expected",
    "too_long": "at most {max_length} entries were expected",
    "too_short": "at least {min_length} entries were expected",
}


def shown(value: Any) -> str:
    """A value as it is named in a message."""
    if value is None:
        return "nothing"
    if isinstance(value, list | dict):
        kind = "list" if isinstance(value, list) else "mapping"
        return (
            f"a {kind} with {len(value)} entries" if len(value) != 1 else f"a {kind} with 1 entry"
        )
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    text = str(value)
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..." ({len(text)} characters)'


def _advice(error_type: str, found: Any) -> str:
    if error_type == "string_type" and isinstance(found, bool | int | float):
        return "; put it in quotes"
    is_number = isinstance(found, str) and re.fullmatch(r"-?[0-9]+([.][0-9]+)?", found)
    if is_number and error_type in ("int_type", "float_type"):
        return "; write it without quotes"
    return ""


def _keys_at(model: type[FileModel], path: KeyPath) -> list[str]:
    return list(_fields_at(model, path))


def _meaning(model: type[FileModel], path: KeyPath) -> str:
    description = _fields_at(model, path[:-1])[str(path[-1])].description or str(path[-1])
    return description[0].lower() + description[1:].rstrip(".")


def _fields_at(model: type[FileModel], path: KeyPath) -> Mapping[str, Any]:
    """The fields, by the key they have in the file, of the model that stands at the path."""
    current: type[FileModel] = model
    for step in path:
        field = _by_key(current).get(str(step))
        if field is not None:
            current = _model_in(field.annotation) or current
    return _by_key(current)


def _by_key(model: type[FileModel]) -> dict[str, Any]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> type[FileModel] | None:
    """The file model inside an annotation such as list[Model] or Model | None."""
    if isinstance(annotation, type) and issubclass(annotation, FileModel):
        return annotation
    inside = (_model_in(argument) for argument in get_args(annotation))
    return next((found for found in inside if found), None)
