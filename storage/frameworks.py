"""Framework files: read, checked whole, and turned into a `Framework`."""

from pathlib import Path
from typing import Any

from domain.framework import (
    Capability,
    Choice,
    ContextChoice,
    ContextItem,
    EvidenceCaps,
    Framework,
    Gate,
    Level,
    Pillar,
    Question,
    Reference,
    ReferenceItem,
    Role,
    Rollup,
    Scale,
    View,
    ViewGroup,
)
from storage.file_model import fit, json_schema
from storage.findings import Findings
from storage.framework_checks import Strategies, check_framework
from storage.framework_file import (
    FORMAT,
    CapabilityEntry,
    FrameworkFile,
    GateEntry,
    PillarEntry,
    QuestionEntry,
    ReferenceEntry,
    RollupEntry,
    ScaleEntry,
)
from storage.strict_yaml import Document
from storage.versioned_file import content_hash, content_of, scan_file


def load_framework(path: Path | str, strategies: Strategies | None = None) -> Framework:
    """Read and check a framework file; see `read_framework`."""
    return read_framework(content_of(path), str(path), strategies)


def read_framework(content: bytes, name: str, strategies: Strategies | None = None) -> Framework:
    """Read and check the content of a framework file; `name` stands in the places of problems.

    `strategies` maps each scoring strategy to the settings it takes; when it is given, other
    names and settings are problems. Raises InvalidInput with every problem found.
    """
    return read_document(scan_file(content, name, FORMAT), strategies)


def read_document(document: Document, strategies: Strategies | None = None) -> Framework:
    """Check what was read of a framework, from a file or from a workbook."""
    findings = Findings(document)
    file = fit(FrameworkFile, document, findings)
    check_framework(document, findings, strategies)
    return _framework(findings.accept(file), content_hash(document.value))


def framework_schema() -> dict[str, Any]:
    """The JSON Schema of a framework file, for editors."""
    return json_schema(FrameworkFile)


def _framework(file: FrameworkFile, hashed: str) -> Framework:
    scales = {scale.id: scale for scale in file.scales}
    return Framework(
        id=file.id,
        version=file.version,
        name=file.name,
        language=file.language,
        licence=file.licence,
        source=file.source,
        levels=tuple(Level(**dict(level)) for level in file.levels),
        pillars=tuple(_pillar(pillar, scales) for pillar in file.pillars),
        capability_rollup=_rollup(file.rollup.capability),
        quick_rollup=_rollup(file.rollup.quick or file.rollup.capability),
        pillar_rollup=_rollup(file.rollup.pillar),
        overall_rollup=_rollup(file.rollup.overall),
        content_hash=hashed,
        description=file.description,
        scales=tuple(_scale(scale) for scale in file.scales),
        gates=_gates(file.gates),
        roles=tuple(Role(role.id, role.name) for role in file.roles),
        context=tuple(
            ContextItem(
                item.id,
                item.text,
                tuple(ContextChoice(choice.id, choice.label) for choice in item.choices),
            )
            for item in file.context
        ),
        references=tuple(_reference(reference) for reference in file.references),
        views=tuple(
            View(
                view.id, view.name, tuple(ViewGroup(group.id, group.name) for group in view.groups)
            )
            for view in file.views
        ),
        evidence_caps=EvidenceCaps(**dict(file.evidence_caps)) if file.evidence_caps else None,
        answers_rollup=_rollup(file.rollup.answers or RollupEntry(strategy="lower_median")),
    )


def _pillar(entry: PillarEntry, scales: dict[str, ScaleEntry]) -> Pillar:
    return Pillar(
        id=entry.id,
        name=entry.name,
        capabilities=tuple(_capability(found, scales) for found in entry.capabilities),
        description=entry.description,
        short_name=entry.short_name or entry.name,
        weight=entry.weight,
        critical=entry.critical,
        rollup=_rollup(entry.rollup) if entry.rollup else None,
        gates=_gates(entry.gates),
    )


def _capability(entry: CapabilityEntry, scales: dict[str, ScaleEntry]) -> Capability:
    statements = {int(level): text for level, text in entry.statements.items()}
    statements = dict(sorted(statements.items()))
    return Capability(
        id=entry.id,
        name=entry.name,
        definition=entry.definition,
        short_name=entry.short_name or entry.name,
        weight=entry.weight,
        critical=entry.critical,
        statements=statements,
        questions=tuple(
            _question(question, scales[question.scale], statements) for question in entry.questions
        ),
        parts=tuple(_capability(part, scales) for part in entry.parts),
        probes=tuple(entry.probes),
        evidence=tuple(entry.evidence),
        references={name: tuple(items) for name, items in entry.references.items()},
        groups=entry.groups,
        applies_when=_conditions(entry.applies_when),
        rollup=_rollup(entry.rollup) if entry.rollup else None,
        gates=_gates(entry.gates),
        level=entry.level,
    )


def _question(entry: QuestionEntry, scale: ScaleEntry, statements: dict[int, str]) -> Question:
    own = tuple(Choice(**dict(choice)) for choice in scale.choices)
    stated = tuple(Choice(float(level), text) for level, text in statements.items())
    return Question(
        id=entry.id,
        text=entry.text,
        kind=entry.kind,
        scale=entry.scale,
        choices=stated if scale.from_statements else own,
        level=entry.level,
        weight=entry.weight,
        quick=entry.quick,
        roles=tuple(entry.roles),
        help=entry.help,
        evidence=entry.evidence,
        dont_know=scale.dont_know,
        not_applicable=scale.not_applicable,
        applies_when=_conditions(entry.applies_when),
        range=_range(scale),
    )


def _scale(entry: ScaleEntry) -> Scale:
    return Scale(
        id=entry.id,
        choices=tuple(Choice(**dict(choice)) for choice in entry.choices),
        from_statements=entry.from_statements,
        range=_range(entry),
        dont_know=entry.dont_know,
        not_applicable=entry.not_applicable,
    )


def _range(entry: ScaleEntry) -> tuple[float, float] | None:
    return (entry.range.low, entry.range.high) if entry.range else None


def _reference(entry: ReferenceEntry) -> Reference:
    items = tuple(
        ReferenceItem(item.id, item.label, item.status or "", item.applies_from, item.note)
        for item in entry.items
    )
    return Reference(
        entry.id, entry.name, entry.version, entry.status, entry.checked, entry.note, items
    )


def _rollup(entry: RollupEntry) -> Rollup:
    return Rollup(entry.strategy, dict(entry.model_extra or {}))


def _gates(entries: list[GateEntry]) -> tuple[Gate, ...]:
    return tuple(Gate(entry.level, entry.needs, entry.because) for entry in entries)


def _conditions(entries: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {item: tuple(choices) for item, choices in entries.items()}
