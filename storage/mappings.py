"""Mapping files: how the questions of one version of a framework become those of the next."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field

from domain.framework import Framework, Question
from domain.versions import QuestionMapping, means_the_same
from storage.file_model import FileModel, Id, Text, Version, fit, json_schema
from storage.findings import Findings
from storage.outline import Node, check_known
from storage.strict_yaml import Document
from storage.versioned_file import content_of, scan_file

Format = Literal["headway-mapping/1"]
(FORMAT,) = get_args(Format)
ContentHash = Annotated[str, Field(min_length=64, max_length=64)]


class VersionEntry(FileModel):
    """One version of a framework."""

    id: Id = Field(description="The framework's id.")
    version: Version = Field(description="The framework's version.")
    content_hash: ContentHash | None = Field(
        None, description="The hash of its content, where this content alone is meant."
    )


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
        "questions": [_written(entry) for entry in mapping],
    }


def mapping_schema() -> dict[str, Any]:
    """The JSON Schema of a mapping file, for editors."""
    return json_schema(MappingFile)


def _written(entry: QuestionMapping) -> dict[str, Any]:
    content: dict[str, Any] = {"old": entry.old, "new": entry.new, "same": entry.same}
    if entry.values:
        content["values"] = [{"old": old, "new": new} for old, new in entry.values.items()]
    return content | ({"because": entry.because} if entry.because else {})


def _check(document: Document, findings: Findings, old: Framework, new: Framework) -> None:
    root = Node.root(document)
    for key, framework in (("from", old), ("to", new)):
        _check_version(root[key], framework, findings)
    before = {question.id: question for question in old.questions()}
    after = {question.id: question for question in new.questions()}
    entries = root.items("questions")
    for entry in entries:
        _check_entry(entry, before, after, findings)
    _check_mapped_once([entry["old"] for entry in entries], findings)
    _check_one_source(entries, before, after, findings)


def _check_version(node: Node, framework: Framework, findings: Findings) -> None:
    for what in ("id", "version", "content_hash"):
        found, expected = node.text(what), getattr(framework, what)
        if found is not None and found != expected:
            message = f"{expected} was expected, the {what} of the framework given"
            findings.at(node[what].path, f"{message}; found {found}")


def _check_entry(
    entry: Node,
    before: Mapping[str, Question],
    after: Mapping[str, Question],
    findings: Findings,
) -> None:
    check_known(entry["old"], "question of the old version", before, findings)
    check_known(entry["new"], "question of the new version", after, findings)
    is_gone = isinstance(entry.value, dict) and entry.value.get("new", "") is None
    if is_gone and entry["same"].value is True:
        message = "no question takes the answers; name it under new, or write same: false"
        findings.at(entry["same"].path, message)
    if entry["same"].value is False and entry.items("values"):
        message = "values are used only with same: true; write that, or remove the values"
        findings.at_key(entry["values"].path, message)
    old, new = entry.text("old") or "", entry.text("new") or ""
    _check_values(entry, before.get(old), after.get(new), findings)


def _check_mapped_once(olds: Iterable[Node], findings: Findings) -> None:
    """Questions, or values, that are mapped; what is of the wrong type was reported already."""
    seen: set[str | float] = set()
    for old in olds:
        if not isinstance(old.value, str | int | float):
            continue
        if old.value in seen:
            findings.at(old.path, f"{old.value} is mapped twice; keep one of the two")
        seen.add(old.value)


def _check_one_source(
    entries: Sequence[Node],
    before: Mapping[str, Question],
    after: Mapping[str, Question],
    findings: Findings,
) -> None:
    """A question takes the answers of one: a respondent cannot answer it twice."""
    mapped = {entry.text("old") for entry in entries}
    source = {
        name: name
        for name, question in before.items()
        if name not in mapped and name in after and means_the_same(question, after[name])
    }
    for entry in entries:
        old, new = entry.text("old"), entry.text("new")
        if old is None or new is None or entry["same"].value is not True:
            continue
        if source.setdefault(new, old) != old:
            message = f"{new} takes the answers of {source[new]} already; let one of them go"
            findings.at(entry["new"].path, f"{message} with same: false")


def _check_values(
    entry: Node, old: Question | None, new: Question | None, findings: Findings
) -> None:
    for pair in entry.items("values"):
        for key, question in (("old", old), ("new", new)):
            value = pair.number(key)
            if question and value is not None and not question.allows(value):
                message = f"{value:g} is no value of {question.id}; take one of its scale"
                findings.at(pair[key].path, message)
    _check_mapped_once([pair["old"] for pair in entry.items("values")], findings)


def _entry(entry: QuestionEntry) -> QuestionMapping:
    values = {pair.old: pair.new for pair in entry.values} or None
    return QuestionMapping(entry.old, entry.new, entry.same, values, entry.because)
