"""Scorecards and roadmaps as JSON, and back without losing anything.

The JSON is the domain's own dataclasses, key by key, with a `format` in front; a quarter is
written "2027 Q3".
"""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, from_json, to_jsonable_python

from domain.decisions import DecisionRecord
from domain.errors import InvalidInput, Problem
from domain.planning import Actual, Register, Roadmap, Scenario
from domain.quarters_json import QUARTER_KEYS, with_quarters_read, with_quarters_written
from domain.report import Edit, Report, Theme
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


class _ScenarioResult(_Result):
    result: Scenario


class _RegisterResult(_Result):
    result: Register


class _ActualsResult(_Result):
    result: tuple[Actual, ...]


class _DecisionsResult(_Result):
    result: tuple[DecisionRecord, ...]


class _ThemeResult(_Result):
    result: Theme


class _EditsResult(_Result):
    result: tuple[Edit, ...]


Result = TypeVar(
    "Result",
    _ScorecardResult,
    _RoadmapResult,
    _ScenarioResult,
    _RegisterResult,
    _ActualsResult,
    _DecisionsResult,
    _ThemeResult,
    _EditsResult,
)


def scenario_content(scenario: Scenario) -> Content:
    """A scenario as it is written to JSON."""
    dumped = _ScenarioResult(result=scenario).model_dump(mode="json")["result"]
    content: Content = with_quarters_written(dumped)
    return content


def scenario_from(content: Content, name: str = "scenario") -> Scenario:
    """A scenario as it was written to JSON. Raises InvalidInput with what does not fit."""
    return _fitted(_ScenarioResult, with_quarters_read(content), name).result


def register_content(register: Register) -> Content:
    """A register of benefits as it is written to JSON."""
    content: Content = _RegisterResult(result=register).model_dump(mode="json")["result"]
    return content


def register_from(content: Content, name: str = "register") -> Register:
    """A register as it was written to JSON. Raises InvalidInput with what does not fit."""
    return _fitted(_RegisterResult, content, name).result


def actuals_content(actuals: tuple[Actual, ...]) -> Content:
    """What has become of initiatives, as it is written to JSON."""
    dumped = _ActualsResult(result=actuals).model_dump(mode="json")["result"]
    return {"actuals": with_quarters_written(dumped)}


def actuals_from(content: Content, name: str = "actuals") -> tuple[Actual, ...]:
    """The same as it was written to JSON. Raises InvalidInput with what does not fit."""
    return _fitted(_ActualsResult, with_quarters_read(content.get("actuals", [])), name).result


def decisions_content(decisions: tuple[DecisionRecord, ...]) -> Content:
    """The decisions that were taken, as they are written to JSON."""
    return {"decisions": _DecisionsResult(result=decisions).model_dump(mode="json")["result"]}


def decisions_from(content: Content, name: str = "decisions") -> tuple[DecisionRecord, ...]:
    """The same as it was written to JSON. Raises InvalidInput with what does not fit."""
    return _fitted(_DecisionsResult, content.get("decisions", []), name).result


def theme_content(theme: Theme) -> Content:
    """A theme as it is written to JSON."""
    return {"theme": _ThemeResult(result=theme).model_dump(mode="json")["result"]}


def theme_from(content: Content, name: str = "theme") -> Theme:
    """The same as it was written to JSON. Raises InvalidInput with what does not fit."""
    return _fitted(_ThemeResult, content["theme"], name).result


def edits_content(edits: tuple[Edit, ...]) -> Content:
    """Edited words as they are written to JSON."""
    return {"edits": _EditsResult(result=edits).model_dump(mode="json")["result"]}


def edits_from(content: Content, name: str = "edits") -> tuple[Edit, ...]:
    """The same as it was written to JSON. Raises InvalidInput with what does not fit."""
    return _fitted(_EditsResult, content["edits"], name).result


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
    return _written(ROADMAP_FORMAT, with_quarters_written(dumped))


def load_roadmap(path: Path | str) -> Roadmap:
    """Read a roadmap file; see `read_roadmap`."""
    return read_roadmap(content_of(path, MAX_BYTES), str(path))


def read_roadmap(content: bytes, name: str) -> Roadmap:
    """The roadmap in JSON content. Raises InvalidInput with everything that does not fit."""
    found = _content(content, name, ROADMAP_FORMAT)
    return _fitted(_RoadmapResult, with_quarters_read(found), name).result


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


def _fitted(model: type[Result], found: Any, name: str) -> Result:
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
    if details["type"] == "dataclass_type" and key in QUARTER_KEYS:
        return f"a quarter such as 2027 Q3 was expected, found {shown(details['input'])}"
    return sentence(details)


def report_hash(report: Report) -> str:
    """SHA-256 of everything that a report says, without the day on which it is made.

    Of its JSON with sorted keys and no spaces: the same stored state gives the same hash.
    """
    of_state = replace(report, made_on=date.min, sha256="")
    # A plan that was read back has 6.0 where a fresh one has 6: all numbers are alike here.
    content = json.loads(json.dumps(to_jsonable_python(of_state)), parse_int=float)
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
