"""Progress files: what has become of initiatives, for planning from today."""

from pathlib import Path
from typing import Literal, get_args

from pydantic import ConfigDict, Field

from domain.planning import Actual, Catalogue, Status
from storage.file_model import Amount, FileModel, Id, Text, fit
from storage.findings import Findings
from storage.outline import Node, check_known
from storage.scenarios import QuarterOrNone
from storage.versioned_file import content_of, scan_file

Format = Literal["headway-progress/1"]
(FORMAT,) = get_args(Format)


class ActualEntry(FileModel):
    """What has become of one initiative."""

    status: Status = Field(description="running, done or stopped.")
    started: QuarterOrNone = Field(None, description="The quarter in which the work began.")
    ended: QuarterOrNone = Field(None, description="The quarter in which it ended.")
    spent: Amount = Field(0.0, description="Thousands spent so far.")
    note: Text = Field("", description="Anything worth knowing.")


class ProgressFile(FileModel):
    """What has become of the plan."""

    model_config = ConfigDict(title="Headway progress")

    format: Format = Field(description="The format of this file.")
    initiatives: dict[Id, ActualEntry] = Field(description="Progress by the initiative's id.")


def load_progress(path: Path | str, catalogue: Catalogue) -> tuple[Actual, ...]:
    """Read a progress file; see `read_progress`."""
    return read_progress(content_of(path), str(path), catalogue)


def read_progress(content: bytes, name: str, catalogue: Catalogue) -> tuple[Actual, ...]:
    """Read the content of a progress file; `name` stands in the places of problems.

    Raises InvalidInput with every problem found, in the file or against the catalogue.
    """
    document = scan_file(content, name, FORMAT)
    findings = Findings(document)
    file = fit(ProgressFile, document, findings)
    known = [initiative.id for initiative in catalogue.initiatives]
    for _, entry in Node.root(document).entries("initiatives"):
        check_known(entry, "initiative", known, findings, at_key=True)
    for name_, actual in (file.initiatives if file else {}).items():
        if actual.status == "running" and actual.started is None:
            findings.at(("initiatives", name_), "say in which quarter the work has begun")
        if actual.started and actual.ended and actual.ended < actual.started:
            findings.at(("initiatives", name_), "it cannot end before it began")
    accepted = findings.accept(file)
    return tuple(Actual(id_, **dict(entry)) for id_, entry in accepted.initiatives.items())
