"""Decision files: read, checked against framework and catalogue, made a `DecisionAid`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.decisions import (
    COST,
    AgentUse,
    AutonomyDecision,
    AutonomyLevel,
    Criterion,
    DecisionAid,
    Factor,
    FactorChoice,
    Input,
    Option,
    OptionDecision,
    Quantity,
    Score,
)
from domain.framework import Framework
from domain.planning import Catalogue
from storage.decision_entries import (
    FORMAT,
    AutonomyDecisionEntry,
    DecisionFile,
    FactorEntry,
    OptionDecisionEntry,
    OptionEntry,
)
from storage.file_model import fit, json_schema
from storage.findings import Findings
from storage.formulas import formula_problems, result
from storage.outline import Node, check_known, check_unique, ids_of
from storage.strict_yaml import Document, KeyPath
from storage.versioned_file import content_hash, content_of, scan_file


def load_decisions(path: Path | str, framework: Framework, catalogue: Catalogue) -> DecisionAid:
    """Read a decision file and check it whole; see `read_decisions`."""
    return read_decisions(content_of(path), str(path), framework, catalogue)


def read_decisions(
    content: bytes, name: str, framework: Framework, catalogue: Catalogue
) -> DecisionAid:
    """Read the content of a decision file; `name` stands in the places of problems.

    Raises InvalidInput with every problem found, in the file or against framework and
    catalogue. Whether every formula has a result is checked once everything else is right:
    with the likely values, and with each input alone at its low and at its high end.
    """
    document = scan_file(content, name, FORMAT)
    findings = Findings(document)
    file = fit(DecisionFile, document, findings)
    _check_file(document, framework, catalogue, findings)
    aid = _aid(findings.accept(file), content_hash(document.value))
    unworkable = Findings(document)
    for index, decision in enumerate(aid.option_decisions):
        _check_results(decision, ("option_decisions", index), unworkable)
    return unworkable.accept(aid)


def decisions_schema() -> dict[str, Any]:
    """The JSON Schema of a decision file, for editors."""
    return json_schema(DecisionFile)


def _check_file(
    document: Document, framework: Framework, catalogue: Catalogue, findings: Findings
) -> None:
    root = Node.root(document)
    named = root.text("framework")
    if named is not None and named != framework.id:
        message = f"the decisions belong to the framework {named}, not to {framework.id}"
        findings.at(("framework",), message)
        return
    options, autonomy = root.items("option_decisions"), root.items("autonomy_decisions")
    check_unique([*options, *autonomy], "decision", findings, document)
    initiatives = [initiative.id for initiative in catalogue.initiatives]
    for decision in options:
        _check_option_decision(decision, initiatives, document, findings)
    for decision in autonomy:
        _check_autonomy_decision(decision, initiatives, document, findings)


def _check_option_decision(
    decision: Node, initiatives: list[str], document: Document, findings: Findings
) -> None:
    inputs, quantities = decision.items("inputs"), decision.items("quantities")
    criteria, options = decision.items("criteria"), decision.items("options")
    check_unique([*inputs, *quantities], "input or quantity", findings, document)
    check_unique(criteria, "criterion", findings, document)
    check_unique(options, "option", findings, document)
    for each in inputs:
        _check_range(each, findings)
    _check_discount_rate(decision, findings)
    _check_formulas(decision, findings)
    for option in options:
        _check_scores(option, ids_of(criteria), findings)
        for initiative in option.items("implies"):
            check_known(initiative, "initiative", initiatives, findings)


def _check_range(entry: Node, findings: Findings) -> None:
    points = [entry.number(key) for key in ("low", "value", "high")]
    given = [point for point in points if point is not None]
    if given != sorted(given):
        shown = ", ".join(f"{point:g}" for point in given)
        message = f"low, value and high go from lowest to highest, found {shown}"
        findings.at(entry["value"].path, message)


def _check_discount_rate(decision: Node, findings: Findings) -> None:
    inputs = decision.items("inputs")
    check_known(decision["discount_rate"], "input", ids_of(inputs), findings)
    for entry in inputs:
        if entry.text("id") == decision.text("discount_rate"):
            _check_rate(entry, findings)


def _check_rate(entry: Node, findings: Findings) -> None:
    for key in ("low", "value", "high"):
        rate = entry.number(key)
        if rate is not None and not 0 <= rate < 1:
            message = f"a discount rate is a share such as 0.08, from 0 to below 1, found {rate:g}"
            findings.at(entry[key].path, message)


def _check_formulas(decision: Node, findings: Findings) -> None:
    quantities = decision.items("quantities")
    known, all_quantities = ids_of(decision.items("inputs")), ids_of(quantities)
    for quantity in quantities:
        _check_formula(quantity["formula"], known, all_quantities, findings)
        known += ids_of([quantity])
    for option in decision.items("options"):
        _check_formula(option["once"], known, all_quantities, findings)
        _check_formula(option["yearly"], known, all_quantities, findings)


def _check_formula(
    formula: Node, known: list[str], quantities: list[str], findings: Findings
) -> None:
    if isinstance(formula.value, str):
        for problem in formula_problems(formula.value, known, quantities):
            findings.at(formula.path, problem)


def _check_scores(option: Node, criteria: list[str], findings: Findings) -> None:
    given = dict(option.entries("scores"))
    for criterion, score in given.items():
        if criterion == COST:
            message = "cost is worked out from once and yearly; remove the score"
            findings.at_key(score.path, message)
        else:
            check_known(score, "criterion", criteria, findings, at_key=True)
    for criterion in criteria:
        if criterion not in (*given, COST):
            findings.at(option["scores"].path, f"the score for {criterion} is missing")
    if COST in criteria and option["once"].value is None and option["yearly"].value is None:
        message = "the criterion cost needs what the option costs: give once or yearly"
        findings.at(option.path, message)


def _check_autonomy_decision(
    decision: Node, initiatives: list[str], document: Document, findings: Findings
) -> None:
    factors = decision.items("factors")
    check_unique(factors, "factor", findings, document)
    check_unique(decision.items("uses"), "use", findings, document)
    for level in decision.items("levels"):
        for initiative in level.items("implies"):
            check_known(initiative, "initiative", initiatives, findings)
    _check_numbering(decision, findings)
    for factor in factors:
        check_unique(factor.items("choices"), "choice", findings, document)
        _check_caps(factor, len(decision.items("levels")), findings)
    for use in decision.items("uses"):
        _check_use(use, factors, findings)


def _check_numbering(decision: Node, findings: Findings) -> None:
    for expected, level in enumerate(decision.items("levels")):
        found = level.whole("number")
        if found is not None and found != expected:
            message = f"levels are numbered from 0 up: {expected} was expected, found {found}"
            findings.at(level["number"].path, message)


def _check_caps(factor: Node, levels: int, findings: Findings) -> None:
    for choice in factor.items("choices"):
        cap = choice.whole("at_most")
        if cap is not None and cap >= levels:
            message = f"there is no level {cap}; the levels are 0 to {levels - 1}"
            findings.at(choice["at_most"].path, message)


def _check_use(use: Node, factors: list[Node], findings: Findings) -> None:
    choices = {
        name: ids_of(factor.items("choices"))
        for factor in factors
        if (name := factor.text("id")) is not None
    }
    given = dict(use.entries("choices"))
    for factor, choice in given.items():
        check_known(choice, "factor", list(choices), findings, at_key=True)
        if factor in choices:
            check_known(choice, "choice", choices[factor], findings)
    for factor in choices:
        if factor not in given:
            findings.at(use["choices"].path, f"the choice for {factor} is missing")


def _check_results(decision: OptionDecision, path: KeyPath, findings: Findings) -> None:
    """Report every formula that has no result somewhere, with the first place where it has none."""
    told = set()
    for values, where in _points(decision.inputs):
        for formula, message in _failures(decision, values):
            if formula not in told:
                findings.at((*path, *formula), f"{message} with {where}")
            told.add(formula)


def _points(inputs: tuple[Input, ...]) -> Iterator[tuple[dict[str, float], str]]:
    likely = {each.id: each.value for each in inputs}
    yield likely, "the values of the file"
    for each in inputs:
        for end in (each.low, each.high):
            yield likely | {each.id: end}, f"{each.id} at {end:g}"


def _failures(decision: OptionDecision, values: dict[str, float]) -> Iterator[tuple[KeyPath, str]]:
    no_result = "the formula has no result (a division by 0, or a number too large)"
    names = dict(values)
    for index, quantity in enumerate(decision.quantities):
        found = result(quantity.formula, names)
        if found is None:
            yield ("quantities", index, "formula"), no_result
            return
        names[quantity.id] = found
    for index, option in enumerate(decision.options):
        for key, formula in (("once", option.once), ("yearly", option.yearly)):
            cost = result(formula, names)
            if cost is None:
                yield ("options", index, key), no_result
            elif cost < 0:
                message = f"a cost of at least 0 was expected, found {cost:g}"
                yield ("options", index, key), message


def _aid(file: DecisionFile, hashed: str) -> DecisionAid:
    return DecisionAid(
        id=file.id,
        version=file.version,
        name=file.name,
        framework=file.framework,
        currency=file.currency,
        assumptions=file.assumptions,
        option_decisions=tuple(_option_decision(entry) for entry in file.option_decisions),
        autonomy_decisions=tuple(_autonomy_decision(entry) for entry in file.autonomy_decisions),
        content_hash=hashed,
    )


def _option_decision(entry: OptionDecisionEntry) -> OptionDecision:
    return OptionDecision(
        id=entry.id,
        name=entry.name,
        question=entry.question,
        years=entry.years,
        discount_rate=entry.discount_rate,
        inputs=tuple(Input(**dict(each)) for each in entry.inputs),
        quantities=tuple(Quantity(**dict(each)) for each in entry.quantities),
        criteria=tuple(Criterion(**dict(each)) for each in entry.criteria),
        options=tuple(_option(each) for each in entry.options),
    )


def _option(entry: OptionEntry) -> Option:
    return Option(
        id=entry.id,
        name=entry.name,
        description=entry.description,
        scores={name: Score(each.score, each.because) for name, each in entry.scores.items()},
        once=entry.once,
        yearly=entry.yearly,
        implies=tuple(entry.implies),
        needs=tuple(entry.needs),
    )


def _autonomy_decision(entry: AutonomyDecisionEntry) -> AutonomyDecision:
    return AutonomyDecision(
        id=entry.id,
        name=entry.name,
        question=entry.question,
        levels=tuple(
            AutonomyLevel(**dict(each) | {"implies": tuple(each.implies)}) for each in entry.levels
        ),
        factors=tuple(_factor(each) for each in entry.factors),
        uses=tuple(AgentUse(**dict(each)) for each in entry.uses),
    )


def _factor(entry: FactorEntry) -> Factor:
    choices = tuple(FactorChoice(**dict(choice)) for choice in entry.choices)
    return Factor(entry.id, entry.name, entry.question, choices)
