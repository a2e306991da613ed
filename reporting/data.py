"""The whole report as JSON, and back without losing anything."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import from_json

from domain.errors import InvalidInput, Problem
from domain.quarters_json import with_quarters_read, with_quarters_written
from domain.report import Report
from reporting.messages import NOT_A_REPORT, WRONG_REPORT_FORMAT

REPORT_FORMAT = "headway-report/1"
_MOST_PROBLEMS = 20
_QUARTER = {
    "type": "string",
    "pattern": "^[0-9]{4} Q[1-4]$",
    "description": 'A calendar quarter, written "2027 Q3".',
}


class _Written(BaseModel):
    """Pydantic passes this strictness on to the dataclasses inside."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)

    report: Report


def make_json(report: Report) -> bytes:
    """The report as JSON of the format headway-report/1, UTF-8; see docs/report-data.md.

    The same report gives the same bytes, and `read_report` gives it back.
    """
    dumped = with_quarters_written(_Written(report=report).model_dump(mode="json")["report"])
    content = {"format": REPORT_FORMAT, **dumped}
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def read_report(content: bytes, name: str = "report") -> Report:
    """The report in what `make_json` wrote. Raises InvalidInput with all that does not fit."""
    try:
        found = from_json(content, allow_inf_nan=False)
    except ValueError as error:
        raise InvalidInput(Problem(name, NOT_A_REPORT.format(error=error))) from None
    written = found.pop("format", "no format") if isinstance(found, dict) else "no object"
    if written != REPORT_FORMAT:
        said = WRONG_REPORT_FORMAT.format(expected=REPORT_FORMAT, found=written)
        raise InvalidInput(Problem(name, said))
    try:
        # As JSON again, because only there do strict models take lists for tuples.
        read = _Written.model_validate_json(json.dumps({"report": with_quarters_read(found)}))
    except ValidationError as error:
        raise InvalidInput(_problems(error, name)) from None
    return read.report


def _problems(error: ValidationError, name: str) -> list[Problem]:
    return [
        Problem(f"{name}, {'.'.join(str(step) for step in each['loc'][1:])}", each["msg"])
        for each in error.errors(include_url=False)[:_MOST_PROBLEMS]
    ]


def report_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `make_json` writes."""
    schema: dict[str, Any] = TypeAdapter(Report).json_schema(mode="serialization")
    schema["$defs"]["Quarter"] = _QUARTER
    schema["properties"] = {
        "format": {"const": REPORT_FORMAT, "description": "Name and version of this format."},
        **schema["properties"],
    }
    schema["required"] = ["format", *schema["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
