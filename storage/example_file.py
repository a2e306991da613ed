"""The example engagement as content: who answered what, written down, not drawn by lot."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, get_args

from pydantic import ConfigDict

from domain.answers import Answer, Confidence, EvidenceKind
from domain.planning import Grade
from storage.catalogue_file import AmountEntry, Share
from storage.file_model import Amount, Currency, FileModel, Id, LevelNumber, Line, Text, fit
from storage.findings import Findings
from storage.shipped import FOLDER
from storage.versioned_file import content_of, scan_file

Format = Literal["headway-example/1"]
(FORMAT,) = get_args(Format)

_PATH = FOLDER / "examples" / "northwind.yaml"


class PersonEntry(FileModel):
    """Somebody who answers; `id` is used in this file only."""

    id: Id
    name: Line
    role: Id


class NoteEntry(FileModel):
    """What a respondent added to an answer."""

    respondent: Id
    question: Id
    confidence: Confidence | None = None
    comment: str = ""
    evidence: str = ""
    evidence_kind: EvidenceKind | None = None
    months_old: int | None = None
    verified_by: str = ""


class ScenarioEntry(FileModel):
    """Targets by capability, and money by year in thousands."""

    name: Line
    currency: Currency
    targets: dict[Id, LevelNumber]
    budget: dict[str, Amount]


class FoundEntry(FileModel):
    """What the organisation knows about a benefit of the catalogue."""

    yearly: AmountEntry
    grade: Grade
    evidence: Text
    baseline: Text
    share: Share = 1.0


class DecisionEntry(FileModel):
    """A strategy decision that was taken."""

    chosen: Id
    rationale: Text
    decided_by: Line


class ExampleFile(FileModel):
    """An example engagement. Each question lists its answers in the order of `respondents`."""

    model_config = ConfigDict(title="Headway example")

    format: Format
    framework: Id
    organisation: Line
    title: Line
    scope: Line
    context: dict[Id, Id]
    respondents: list[PersonEntry]
    answers: dict[Id, list[float | Literal["dont_know", "not_applicable", "open"]]]
    notes: list[NoteEntry]
    scenario: ScenarioEntry
    benefits: dict[Id, FoundEntry]
    decisions: dict[Id, DecisionEntry]


def load_example() -> ExampleFile:
    """The example that comes with Headway."""
    document = scan_file(content_of(_PATH), str(_PATH), FORMAT)
    findings = Findings(document)
    return findings.accept(fit(ExampleFile, document, findings))


def answers_by(
    example: ExampleFile, person: PersonEntry, respondent_id: str, today: date
) -> Iterator[Answer]:
    """What a person of the example answered, under the id that this person got.

    Evidence in the example has an age; `today` makes a date of it.
    """
    place = [known.id for known in example.respondents].index(person.id)
    notes = {note.question: note for note in example.notes if note.respondent == person.id}
    for question, row in example.answers.items():
        given = row[place]
        note = notes.get(question) or NoteEntry(respondent=person.id, question=question)
        age = note.months_old
        said = (
            note.confidence,
            note.comment,
            note.evidence,
            note.evidence_kind,
            None if age is None else today - timedelta(days=30 * age),
            note.verified_by,
        )
        if isinstance(given, float):
            yield Answer(respondent_id, question, "value", given, *said)
        elif given != "open":
            yield Answer(respondent_id, question, given, None, *said)
