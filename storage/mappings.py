"""Mapping files: how the questions of one version of a framework become those of the next."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field

from domain.framework import Framework, Question
from domain.versions import QuestionMapping
from storage.file_model import FileModel, Id, Text, Version, fit
from storage.findings import Findings
from storage.outline import Node, check_known
from storage.strict_yaml import Document
from storage.versioned_file import content_of, scan_file

Format = Literal["headway-mapping/1"]
(FORMAT,) = get_args(Format)


class VersionEntry(FileModel):
    """One version of a framework."""

    id: Id = Field(description="The framework's id.")
    version: Version = Field(description="The framework's version.")


class ValueEntry(FileModel):
    """What an old value is on the new scale."""

    old: float = Field(description="The value on the old scale.")
    new: float = Field(description="The value on the new scale.")


class QuestionEntry(FileModel):
    """Where one question went."""

    old: Id = Field(description="The question of the old version.")
    new: Id | None = Field(description="The question of the new version; null when it is gone.")
    same: bool = Field(description="Whether an answer to the old one answers the new one.")
    values: Annotated[list[ValueEntry], Field(max_length=50)] = Field(
        [], description="Where the scale changed: the new value of each old one."
    )
    because: Text = Field("", description="Why, in a sentence that people see.")


class MappingFile(FileModel):
    """How the questions of one version of a framework become those of the next."""

    model_config = ConfigDict(title="Headway mapping")

    format: Format = Field(description="The format of this file.")
    from_version: VersionEntry = Field(alias="from", description="The old version.")
    to_version: VersionEntry = Field(alias="to", description="The new version.")
    questions: list[QuestionEntry] = Field(
        description="Every question that does not simply stay the same."
    )


def load_mapping(path: Path | str, old: Framework, new: Framework) -> tuple[QuestionMapping, ...]:
    """Read and check a mapping file between these two versions; see `read_mapping`."""
    return read_mapping(content_of(path), str(path), old, new)


def read_mapping(
    content: bytes, name: str, old: Framework, new: Framework
) -> tuple[QuestionMapping, ...]:
    """The mapping in the content of a file; `name` stands in the places of problems.

    Raises InvalidInput with every problem: other versions, questions that neither has, two
    entries for one question, values that a scale does not have.
    """
    document = scan_file(content, name, FORMAT)
    findings = Findings(document)
    file = fit(MappingFile, document, findings)
    _check(document, findings, old, new)
    return tuple(_entry(entry) for entry in findings.accept(file).questions)


def mapping_content(
    mapping: Iterable[QuestionMapping], old: Framework, new: Framework
) -> dict[str, Any]:
    """The content of a mapping file, for a person to go on with."""
    return {
        "format": FORMAT,
        "from": {"id": old.id, "version": old.version},
        "to": {"id": new.id, "version": new.version},
        "questions": [
            {"old": entry.old, "new": entry.new, "same": entry.same}
            | ({"because": entry.because} if entry.because else {})
            for entry in mapping
        ],
    }


def _check(document: Document, findings: Findings, old: Framework, new: Framework) -> None:
    root = Node.root(document)
    for key, framework in (("from", old), ("to", new)):
        for what, expected in (("id", framework.id), ("version", framework.version)):
            found = root[key].text(what)
            if found is not None and found != expected:
                message = f"{expected} was expected, the {what} of the framework given"
                findings.at(root[key][what].path, f"{message}; found {found}")
    before = {question.id: question for question in old.questions()}
    after = {question.id: question for question in new.questions()}
    seen: set[str] = set()
    for entry in root.items("questions"):
        check_known(entry["old"], "question of the old version", before, findings)
        if entry["new"].value is not None:
            check_known(entry["new"], "question of the new version", after, findings)
        name = entry.text("old") or ""
        if name in seen:
            findings.at(entry["old"].path, f"{name} is mapped twice; keep one of the two")
        seen.add(name)
        _check_values(entry, before.get(name), after.get(entry.text("new") or ""), findings)


def _check_values(
    entry: Node, old: Question | None, new: Question | None, findings: Findings
) -> None:
    for pair in entry.items("values"):
        for key, question in (("old", old), ("new", new)):
            value = pair.number(key)
            if question and value is not None and not question.allows(value):
                message = f"{value:g} is no value of {question.id}; take one of its scale"
                findings.at(pair[key].path, message)


def _entry(entry: QuestionEntry) -> QuestionMapping:
    values = {pair.old: pair.new for pair in entry.values} or None
    return QuestionMapping(entry.old, entry.new, entry.same, values, entry.because)
