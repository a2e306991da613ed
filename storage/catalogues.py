"""Initiative catalogue files: read, checked against their framework, made a `Catalogue`."""

from pathlib import Path
from typing import Any

from domain.framework import Framework
from domain.planning import (
    Benefit,
    Catalogue,
    Estimate,
    Initiative,
    Lift,
    Outcome,
    Pool,
    Register,
    Risk,
)
from storage.catalogue_file import (
    FORMAT,
    AmountEntry,
    BenefitEntry,
    CatalogueFile,
    DurationEntry,
    InitiativeEntry,
)
from storage.cycles import cycles
from storage.file_model import fit, json_schema
from storage.findings import Findings
from storage.outline import Node, check_known, check_unique, ids_of
from storage.strict_yaml import Document
from storage.versioned_file import content_hash, content_of, scan_file

_ESTIMATES = ("duration", "cost", "run_cost", "effort")
# Shares are written with few decimals: a third three times is 0.33 + 0.33 + 0.33.
_SHARES_TOLERANCE = 0.011


def load_catalogue(path: Path | str, framework: Framework) -> Catalogue:
    """Read a catalogue file and check it against its framework; see `read_catalogue`."""
    return read_catalogue(content_of(path), str(path), framework)


def read_catalogue(content: bytes, name: str, framework: Framework) -> Catalogue:
    """Read the content of a catalogue file; `name` stands in the places of problems.

    Raises InvalidInput with every problem found, in the file or against the framework.
    """
    document = scan_file(content, name, FORMAT)
    findings = Findings(document)
    file = fit(CatalogueFile, document, findings)
    _check_catalogue(document, framework, findings)
    return _catalogue(findings.accept(file), framework, content_hash(document.value))


def catalogue_schema() -> dict[str, Any]:
    """The JSON Schema of a catalogue file, for editors."""
    return json_schema(CatalogueFile)


def _check_catalogue(document: Document, framework: Framework, findings: Findings) -> None:
    root = Node.root(document)
    named = root.text("framework")
    if named is not None and named != framework.id:
        message = f"the catalogue belongs to the framework {named}, not to {framework.id}"
        findings.at(("framework",), message)
        return
    initiatives = root.items("initiatives")
    check_unique(root.items("risks"), "risk", findings, document)
    check_unique(initiatives, "initiative", findings, document)
    for initiative in initiatives:
        _check_initiative(initiative, root, framework, findings)
    _check_cycles(initiatives, findings)
    _check_register(root, document, findings)


def _check_register(root: Node, document: Document, findings: Findings) -> None:
    benefits = root.items("benefits")
    for nodes, what in (
        (root.items("outcomes"), "outcome"),
        (root.items("pools"), "pool"),
        (benefits, "benefit"),
    ):
        check_unique(nodes, what, findings, document)
    for benefit in benefits:
        for initiative in benefit.items("needs"):
            check_known(initiative, "initiative", ids_of(root.items("initiatives")), findings)
        check_known(benefit["pool"], "pool", ids_of(root.items("pools")), findings)
        check_known(benefit["outcome"], "outcome", ids_of(root.items("outcomes")), findings)
        _check_estimate(benefit["yearly"], findings)
        _check_shares(benefit, "units", findings)


def _check_initiative(
    initiative: Node, root: Node, framework: Framework, findings: Findings
) -> None:
    pillars = [pillar.id for pillar in framework.pillars]
    check_known(initiative["pillar"], "pillar", pillars, findings)
    for prerequisite in initiative.items("prerequisites"):
        check_known(prerequisite, "initiative", ids_of(root.items("initiatives")), findings)
    for risk in initiative.items("reduces"):
        check_known(risk, "risk", ids_of(root.items("risks")), findings)
    for lift in initiative.items("lifts"):
        _check_lift(lift, framework, findings)
    _check_lifted_once(initiative, findings)
    for key in _ESTIMATES:
        _check_estimate(initiative[key], findings)
    _check_shares(initiative, "roles", findings)


def _check_lift(lift: Node, framework: Framework, findings: Findings) -> None:
    known = [capability.id for capability in framework.capabilities()]
    check_known(lift["capability"], "capability", known, findings)
    lowest, highest = framework.levels[0].number, framework.levels[-1].number
    start, end = lift.whole("from"), lift.whole("to")
    for key, level in (("from", start), ("to", end)):
        if level is not None and not lowest <= level <= highest:
            message = f"there is no level {level}; the levels are {lowest} to {highest}"
            findings.at(lift[key].path, message)
    if start is not None and end is not None and end <= start:
        message = f"a lift goes up: more than {start} was expected, found {end}"
        findings.at(lift["to"].path, message)


def _check_lifted_once(initiative: Node, findings: Findings) -> None:
    seen = set()
    for lift in initiative.items("lifts"):
        name = lift.text("capability")
        if name is not None and name in seen:
            message = f"{name} is lifted twice by the same initiative; make it one lift"
            findings.at(lift["capability"].path, message)
        seen.add(name)


def _check_estimate(estimate: Node, findings: Findings) -> None:
    points = [estimate.number(key) for key in ("low", "likely", "high")]
    given = [point for point in points if point is not None]
    if given != sorted(given):
        shown = ", ".join(f"{point:g}" for point in given)
        message = f"low, likely and high go from lowest to highest, found {shown}"
        findings.at(estimate.path, message)


def _check_shares(node: Node, key: str, findings: Findings) -> None:
    names = [name for name, _ in node.entries(key)]
    shares = [node[key].number(name) for name in names]
    given = [share for share in shares if share is not None]
    if given and len(given) == len(shares) and abs(sum(given) - 1) > _SHARES_TOLERANCE:
        message = f"the shares of the {key} add up to 1, found {sum(given):g}"
        findings.at(node[key].path, message)


def _check_cycles(initiatives: list[Node], findings: Findings) -> None:
    named = {name: node for node in initiatives if (name := node.text("id")) is not None}
    waits_for = {
        name: [found.value for found in node.items("prerequisites") if isinstance(found.value, str)]
        for name, node in named.items()
    }
    for cycle in cycles(waits_for):
        message = f"initiatives wait for each other: {' needs '.join(cycle)}; remove one step"
        findings.at(named[cycle[0]]["prerequisites"].path, message)


def _catalogue(file: CatalogueFile, framework: Framework, hashed: str) -> Catalogue:
    pillar_of = {
        capability.id: pillar.id
        for pillar in framework.pillars
        for capability in pillar.capabilities
    }
    return Catalogue(
        id=file.id,
        version=file.version,
        name=file.name,
        framework=file.framework,
        currency=file.currency,
        initiatives=tuple(_initiative(entry, pillar_of) for entry in file.initiatives),
        content_hash=hashed,
        risks=tuple(Risk(risk.id, risk.name) for risk in file.risks),
        assumptions=file.assumptions,
        register=Register(
            benefits=tuple(_benefit(entry) for entry in file.benefits),
            pools=tuple(Pool(pool.id, pool.name, pool.yearly) for pool in file.pools),
            outcomes=tuple(Outcome(outcome.id, outcome.name) for outcome in file.outcomes),
        ),
    )


def _benefit(entry: BenefitEntry) -> Benefit:
    return Benefit(
        id=entry.id,
        name=entry.name,
        needs=tuple(entry.needs),
        yearly=_estimate(entry.yearly),
        grade=entry.grade,
        owner=entry.owner,
        measure=entry.measure,
        baseline=entry.baseline,
        leading_indicator=entry.leading_indicator,
        lagging_indicator=entry.lagging_indicator,
        evidence=entry.evidence,
        attribution=entry.attribution,
        share=entry.share,
        ramp=entry.ramp,
        pool=entry.pool or "",
        outcome=entry.outcome or "",
        units=entry.units,
    )


def _initiative(entry: InitiativeEntry, pillar_of: dict[str, str]) -> Initiative:
    return Initiative(
        id=entry.id,
        name=entry.name,
        lifts=tuple(Lift(lift.capability, lift.from_level, lift.to_level) for lift in entry.lifts),
        duration=_estimate(entry.duration),
        cost=_estimate(entry.cost),
        run_cost=_estimate(entry.run_cost),
        effort=_estimate(entry.effort),
        prerequisites=tuple(entry.prerequisites),
        owner=entry.owner,
        roles=entry.roles,
        leading_indicator=entry.leading_indicator,
        lagging_indicator=entry.lagging_indicator,
        reduces=tuple(entry.reduces),
        description=entry.description,
        change=entry.change,
        pillar=entry.pillar or pillar_of[entry.lifts[0].capability],
    )


def _estimate(entry: DurationEntry | AmountEntry) -> Estimate:
    return Estimate(entry.low, entry.likely, entry.high)
