"""One engagement as one file: everything needed to go on with it on another machine.

The file is JSON of the format headway-engagement/1. `sha256` is that of the content as
canonical JSON; it tells when a file was damaged or edited, not who made it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from domain.decisions import DecisionRecord
from domain.engagement import Assessment, Engagement, Respondent
from domain.errors import InvalidInput, Problem
from domain.planning import Actual, Register, Scenario
from domain.quarters_json import with_quarters_read, with_quarters_written
from storage.answer_records import AnswerEvent
from storage.file_model import sentence
from storage.plain_text import decode
from storage.strict_yaml import MAX_PROBLEMS
from storage.versioned_file import content_hash, wrong_format

FORMAT = "headway-engagement/1"
MAX_BYTES = 50_000_000

_ID = re.compile("[A-Za-z0-9_-]{1,64}")
_SECRET_ID = re.compile("[A-Za-z0-9_-]{20,64}")


@dataclass(frozen=True, slots=True)
class EngagementContent:
    """An engagement with everything that belongs to it, but for issued reports and the log.

    `framework` is the text of the framework file that the engagement is pinned to.
    """

    engagement: Engagement
    framework: str
    assessment: Assessment
    respondents: tuple[Respondent, ...]
    answers: tuple[AnswerEvent, ...]
    scenario: Scenario | None
    other_scenarios: tuple[Scenario, ...] = ()
    benefit_register: Register | None = None
    actuals: tuple[Actual, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()


class _Strict(BaseModel):
    """Pydantic passes this strictness on to the dataclasses inside."""

    model_config = ConfigDict(
        strict=True, extra="forbid", allow_inf_nan=False, from_attributes=True
    )


class _Content(_Strict):
    engagement: Engagement
    framework: str
    assessment: Assessment
    respondents: tuple[Respondent, ...]
    answers: tuple[AnswerEvent, ...]
    scenario: Scenario | None
    other_scenarios: tuple[Scenario, ...] = ()
    benefit_register: Register | None = None
    actuals: tuple[Actual, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()


class _File(_Strict):
    format: str
    sha256: str
    content: dict[str, Any]


def dump_engagement(exported: EngagementContent) -> bytes:
    """An engagement as a file."""
    content = with_quarters_written(_Content.model_validate(exported).model_dump(mode="json"))
    file = {"format": FORMAT, "sha256": content_hash(content), "content": content}
    return (json.dumps(file, ensure_ascii=False, indent=1) + "\n").encode()


def read_engagement(content: bytes, name: str) -> EngagementContent:
    """The engagement in a file; `name` stands in the places of problems.

    Raises InvalidInput for a file that is no export, was damaged or was edited. Whether the
    content fits its framework is for the caller to check.
    """
    try:
        file = _File.model_validate(_checked_format(content, name))
        if content_hash(file.content) != file.sha256:
            message = "the content was changed after the export; export it again"
            raise InvalidInput(Problem(name, message))
        # Through JSON again, because only there do strict models take text for times.
        found = _Content.model_validate_json(json.dumps(with_quarters_read(file.content)))
    except ValidationError as error:
        raise InvalidInput(_problems(error, name)) from None
    _check_ids(found, name)
    return EngagementContent(**dict(found))


def _checked_format(content: bytes, name: str) -> Any:
    try:
        found = from_json(decode(content, name, MAX_BYTES), allow_inf_nan=False)
    except ValueError as error:
        raise InvalidInput(Problem(name, f"this is not valid JSON: {error}")) from None
    written = found.get("format", "no format") if isinstance(found, dict) else "no format"
    if written != FORMAT:
        raise InvalidInput(Problem(name, wrong_format(str(written), FORMAT)))
    return found


def _problems(error: ValidationError, name: str) -> Iterator[Problem]:
    for details in error.errors(include_url=False)[:MAX_PROBLEMS]:
        place = ".".join(str(step) for step in details["loc"])
        yield Problem(f"{name}, {place}", sentence(details))


def _check_ids(found: _Content, name: str) -> None:
    secret = [respondent.id for respondent in found.respondents]
    wrong = [text for text in secret if not _SECRET_ID.fullmatch(text)]
    wrong += [text for text in [found.engagement.id] if not _ID.fullmatch(text)]
    if wrong:
        raise InvalidInput([Problem(name, f"{text[:64]!r} cannot be an id") for text in wrong])
    if len(set(secret)) < len(secret):
        raise InvalidInput(Problem(name, "two respondents have the same id"))
