"""Scorecards and roadmaps as JSON, and back without losing anything.

The JSON is the domain's own dataclasses, key by key, with a `format` in front; a quarter is
written "2027 Q3".
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, from_json

from domain.errors import InvalidInput, Problem
from domain.planning import Roadmap
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from storage.file_model import sentence, shown
from storage.plain_text import decode
from storage.strict_yaml import MAX_PROBLEMS
from storage.versioned_file import content_of, wrong_format

SCORECARD_FORMAT = "headway-scorecard/1"
ROADMAP_FORMAT = "headway-roadmap/1"
MAX_BYTES = 20_000_000

Content = dict[str, Any]


class _Result(BaseModel):
    """Pydantic passes this strictness on to the dataclasses inside."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class _ScorecardResult(_Result):
    result: Scorecard


class _RoadmapResult(_Result):
    result: Roadmap


Result = TypeVar("Result", _ScorecardResult, _RoadmapResult)


def dump_scorecard(card: Scorecard) -> str:
    """The scorecard as JSON of the format headway-scorecard/1."""
    return _written(SCORECARD_FORMAT, _ScorecardResult(result=card).model_dump(mode="json"))


def load_scorecard(path: Path | str) -> Scorecard:
    """Read a scorecard file; see `read_scorecard`."""
    return read_scorecard(content_of(path, MAX_BYTES), str(path))


def read_scorecard(content: bytes, name: str) -> Scorecard:
    """The scorecard in JSON content. Raises InvalidInput with everything that does not fit."""
    found = _content(content, name, SCORECARD_FORMAT)
    return _fitted(_ScorecardResult, found, name).result


def dump_roadmap(roadmap: Roadmap) -> str:
    """The roadmap as JSON of the format headway-roadmap/1."""
    dumped = _RoadmapResult(result=roadmap).model_dump(mode="json")
    _replace_quarters(dumped["result"], lambda found: str(Quarter(**found)))
    return _written(ROADMAP_FORMAT, dumped)


def load_roadmap(path: Path | str) -> Roadmap:
    """Read a roadmap file; see `read_roadmap`."""
    return read_roadmap(content_of(path, MAX_BYTES), str(path))


def read_roadmap(content: bytes, name: str) -> Roadmap:
    """The roadmap in JSON content. Raises InvalidInput with everything that does not fit."""
    found = _content(content, name, ROADMAP_FORMAT)
    _replace_quarters(found, _quarter_parts)
    return _fitted(_RoadmapResult, found, name).result


def _written(file_format: str, dumped: Content) -> str:
    content = {"format": file_format, **dumped["result"]}
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _content(content: bytes, name: str, expected: str) -> Content:
    text = decode(content, name, MAX_BYTES)
    try:
        found = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise InvalidInput(Problem(name, f"this is not valid JSON: {error}")) from None
    if not isinstance(found, dict):
        message = f"a JSON object of the format {expected} was expected, found {shown(found)}"
        raise InvalidInput(Problem(name, message))
    written_format = found.pop("format", "no format")
    if written_format != expected:
        raise InvalidInput(Problem(name, wrong_format(str(written_format), expected)))
    return found


def _fitted(model: type[Result], found: Content, name: str) -> Result:
    try:
        # Through JSON again, because only there do strict models take lists for tuples and
        # text for the keys that are numbers.
        return model.model_validate_json(json.dumps({"result": found}))
    except ValidationError as error:
        errors = error.errors(include_url=False)
        problems = [_problem(details, name) for details in errors[:MAX_PROBLEMS]]
        raise InvalidInput(problems) from None


def _problem(details: ErrorDetails, name: str) -> Problem:
    path = details["loc"][1:]
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return Problem(f"{name}, {place.removeprefix('.')}", _said(details))


def _said(details: ErrorDetails) -> str:
    key = details["loc"][-1]
    if details["type"] == "missing":
        return f"the key {key} is missing"
    if details["type"] == "unexpected_keyword_argument":
        return f"unknown key {key}; remove it"
    if details["type"] == "dataclass_type" and key in ("start", "end"):
        return f"a quarter such as 2027 Q3 was expected, found {shown(details['input'])}"
    return sentence(details)


def _replace_quarters(roadmap: Content, replace: Callable[[Any], Any]) -> None:
    """Put `replace(value)` in every place of a roadmap's JSON where a quarter stands."""
    placements = roadmap.get("placements")
    spans = [roadmap.get("scenario"), *(placements if isinstance(placements, list) else [])]
    for span in spans:
        for key in ("start", "end"):
            if isinstance(span, dict) and key in span:
                span[key] = replace(span[key])


def _quarter_parts(written: Any) -> Any:
    """Year and number of "2027 Q3"; anything else is left for the model to refuse."""
    try:
        quarter = Quarter.parse(written if isinstance(written, str) else "")
    except ValueError:
        return written
    return {"year": quarter.year, "number": quarter.number}
