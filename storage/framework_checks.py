"""What must hold between the parts of a framework file.

Each check looks at one rule over the whole file and reports every breach with its place.
Values of a wrong type are passed over: the models have reported them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from storage.cycles import cycles
from storage.findings import Findings
from storage.outline import Node, check_known, check_unique, ids_of, suggestion
from storage.strict_yaml import Document

WHOLE = "overall"
_ROLLUPS = ("capability", "quick", "pillar", "overall")

Strategies = Mapping[str, frozenset[str]]


def check_framework(
    document: Document, findings: Findings, strategies: Strategies | None = None
) -> None:
    """Report everything in the file that does not fit together.

    `strategies` maps each known scoring strategy to the settings it takes; without it their
    names are not checked.
    """
    root = Node.root(document)
    known = _Known.of(root)
    _check_ids(root, document, findings)
    _check_levels(root, findings)
    for scale in root.items("scales"):
        _check_scale(scale, findings)
    for node in capabilities_in(root):
        _check_capability(node, known, findings)
        for question in node.items("questions"):
            _check_question(question, known, findings)
    _check_quick_scan(root, findings)
    _check_gates(root, findings)
    if strategies is not None:
        _check_strategies(root, strategies, findings)


@dataclass(frozen=True, slots=True)
class _Known:
    """The names that capabilities and questions may refer to; inner ones by the outer."""

    levels: list[int]
    roles: list[str]
    scales: dict[str, Node]
    context: dict[str, list[str]]
    references: dict[str, list[str]]
    views: dict[str, list[str]]

    @classmethod
    def of(cls, root: Node) -> "_Known":
        return cls(
            _level_numbers(root),
            ids_of(root.items("roles")),
            {name: scale for scale in root.items("scales") if (name := scale.text("id"))},
            _inner_ids(root.items("context"), "choices"),
            _inner_ids(root.items("references"), "items"),
            _inner_ids(root.items("views"), "groups"),
        )


def _inner_ids(nodes: Iterable[Node], inner: str) -> dict[str, list[str]]:
    return {name: ids_of(node.items(inner)) for node in nodes if (name := node.text("id"))}


def capabilities_in(root: Node) -> Iterator[Node]:
    """Every capability and part of one, in the file's order."""
    for pillar in root.items("pillars"):
        for capability in pillar.items("capabilities"):
            yield from _with_parts(capability)


def _with_parts(capability: Node) -> Iterator[Node]:
    yield capability
    for part in capability.items("parts"):
        yield from _with_parts(part)


def _scored(root: Node) -> list[Node]:
    return [*root.items("pillars"), *capabilities_in(root)]


def _questions(root: Node) -> Iterator[Node]:
    for capability in capabilities_in(root):
        yield from capability.items("questions")


def _level_numbers(root: Node) -> list[int]:
    return [found for level in root.items("levels") if (found := level.whole("number")) is not None]


def _check_ids(root: Node, document: Document, findings: Findings) -> None:
    for key, kind in (("levels", "level"), ("scales", "scale"), ("roles", "role")):
        check_unique(root.items(key), kind, findings, document)
    for key, kind, inner in (
        ("context", "context item", "choices"),
        ("references", "reference", "items"),
        ("views", "view", "groups"),
    ):
        check_unique(root.items(key), kind, findings, document)
        for node in root.items(key):
            check_unique(node.items(inner), f"{kind} entry", findings, document)
    scored = _scored(root)
    # One name space, so that an explanation can name a pillar, capability or question alike.
    check_unique([*scored, *_questions(root)], "pillar, capability or question", findings, document)
    for node in scored:
        if node.text("id") == WHOLE:
            findings.at(node["id"].path, f"the id {WHOLE} stands for the whole; choose another")


def _check_levels(root: Node, findings: Findings) -> None:
    levels = root.items("levels")
    for before, level in pairwise(levels):
        last, number = before.whole("number"), level.whole("number")
        if last is not None and number is not None and number != last + 1:
            message = f"levels count up one by one: {last + 1} was expected, found {number}"
            findings.at(level["number"].path, message)


def _check_scale(scale: Node, findings: Findings) -> None:
    choices = scale.items("choices")
    has_range = scale["range"].value is not None
    if scale["from_statements"].value is True or has_range:
        if choices or (scale["from_statements"].value is True and has_range):
            message = "a scale has choices, a range, or from_statements: true; keep one of them"
            findings.at(scale.path, message)
    elif len(choices) < 2:
        message = "a scale needs at least two choices, a range, or from_statements: true"
        findings.at(scale["choices"].path, message)
    low, high = scale["range"].number("low"), scale["range"].number("high")
    if low is not None and high is not None and high <= low:
        message = f"the range ends at {high:g}: more than its start {low:g} was expected"
        findings.at(scale["range"]["high"].path, message)
    for before, choice in pairwise(choices):
        last, value = before.number("value"), choice.number("value")
        if last is not None and value is not None and value <= last:
            message = f"choices go from lowest to highest: more than {last:g} was expected here"
            findings.at(choice["value"].path, f"{message}, found {value:g}")


def _check_capability(capability: Node, known: _Known, findings: Findings) -> None:
    _check_statements(capability, known.levels, findings)
    _check_two_steps(capability, "applies_when", "context item", known.context, findings)
    _check_two_steps(capability, "references", "reference", known.references, findings)
    _check_groups(capability, known.views, findings)
    if not capability["questions"].value and not capability["parts"].value:
        findings.at(capability.path, "the capability has neither questions nor parts")


def _check_statements(capability: Node, levels: list[int], findings: Findings) -> None:
    numbers = {str(number) for number in levels}
    given = dict(capability.entries("statements"))
    is_placed = any(
        question.text("kind") == "placement" for question in capability.items("questions")
    )
    for key, statement in given.items():
        if key.isdecimal() and key not in numbers:
            message = f"there is no level {key}{suggestion(key, sorted(numbers))}"
            findings.at_key(statement.path, message)
    missing = sorted(numbers - given.keys(), key=int) if given or is_placed else []
    if missing:
        plural = "s" if len(missing) > 1 else ""
        message = f"a statement for level{plural} {', '.join(missing)} is missing"
        findings.at(capability["statements"].path, message)


def _check_two_steps(
    node: Node, key: str, kind: str, known: Mapping[str, list[str]], findings: Findings
) -> None:
    """Check a mapping from something known to a list of what is known inside it."""
    for name, entries in node.entries(key):
        check_known(entries, kind, known, findings, at_key=True)
        for entry in node[key].items(name) if name in known else []:
            check_known(entry, f"entry of {name}", known[name], findings)


def _check_groups(capability: Node, views: Mapping[str, list[str]], findings: Findings) -> None:
    given = dict(capability.entries("groups"))
    for name, group in given.items():
        check_known(group, "view", views, findings, at_key=True)
        if name in views:
            check_known(group, f"group of {name}", views[name], findings)
    is_part = "parts" in capability.path
    for name in views.keys() - given.keys() if not is_part else ():
        message = f"the capability has no group in the view {name}; add it to groups"
        findings.at(capability["groups"].path, message)


def _check_question(question: Node, known: _Known, findings: Findings) -> None:
    check_known(question["scale"], "scale", known.scales, findings)
    for role in question.items("roles"):
        check_known(role, "role", known.roles, findings)
    _check_two_steps(question, "applies_when", "context item", known.context, findings)
    _check_level_of(question, known.levels, findings)
    scale = known.scales.get(question.text("scale") or "")
    if scale is not None:
        _check_kind_of_scale(question, scale, findings)


def _check_kind_of_scale(question: Node, scale: Node, findings: Findings) -> None:
    kind = question.text("kind")
    has_statements = scale["from_statements"].value is True
    if kind == "placement" and not has_statements:
        message = "a placement question needs a scale with from_statements: true"
        findings.at(question["scale"].path, message)
    if kind == "practice" and has_statements:
        message = "a practice question needs a scale with choices of its own"
        findings.at(question["scale"].path, message)


def _check_level_of(question: Node, levels: list[int], findings: Findings) -> None:
    kind, level = question.text("kind"), question["level"]
    if kind == "placement" and level.value is not None:
        findings.at(level.path, "a placement question has no level; remove it")
    elif kind == "practice":
        _check_level(level, levels, findings)


def _check_level(level: Node, levels: list[int], findings: Findings) -> None:
    """Report a whole number that is not the number of a level."""
    if type(level.value) is int and levels and level.value not in levels:
        listed = f"the levels are {min(levels)} to {max(levels)}"
        findings.at(level.path, f"there is no level {level.value}; {listed}")


def _check_quick_scan(root: Node, findings: Findings) -> None:
    quick = [question for question in _questions(root) if question["quick"].value is True]
    if root["rollup"]["quick"].value is not None and not quick:
        message = "there is a roll-up for a quick scan, but no question is marked quick: true"
        findings.at(("rollup", "quick"), message)
    if quick and root["rollup"]["quick"].value is None:
        message = "questions are marked quick: true; say under quick how they roll up"
        findings.at(("rollup",), message)


def _check_gates(root: Node, findings: Findings) -> None:
    known, levels = ids_of(_scored(root)), _level_numbers(root)
    for node in [root, *_scored(root)]:
        _check_level(node["level"], levels, findings)
        for gate in node.items("gates"):
            _check_level(gate["level"], levels, findings)
            for _, needed in gate.entries("needs"):
                check_known(needed, "pillar or capability", known, findings, at_key=True)
                _check_level(needed, levels, findings)
    _check_gate_cycles(root, findings)


def _check_gate_cycles(root: Node, findings: Findings) -> None:
    """A level may not wait, through gates and roll-up, for itself."""
    waits_for = {WHOLE: [*ids_of(root.items("pillars")), *_needed(root)]}
    places = {WHOLE: root}
    for node in _scored(root):
        name = node.text("id")
        if name is not None:
            made_of = [*node.items("capabilities"), *node.items("parts")]
            waits_for[name] = [*ids_of(made_of), *_needed(node)]
            places[name] = node
    for cycle in cycles(waits_for):
        gated = next(name for name in cycle if places[name]["gates"].value)
        message = f"levels wait for each other: {' needs '.join(cycle)}; remove one of the gates"
        findings.at(places[gated]["gates"].path, message)


def _needed(node: Node) -> Iterable[str]:
    return [name for gate in node.items("gates") for name, _ in gate.entries("needs")]


def _check_strategies(root: Node, strategies: Strategies, findings: Findings) -> None:
    rollups = [root["rollup"][key] for key in _ROLLUPS]
    for rollup in [*rollups, *(node["rollup"] for node in _scored(root))]:
        name = rollup.text("strategy")
        check_known(rollup["strategy"], "strategy", strategies, findings)
        if name is None or name not in strategies:
            continue
        for key in rollup.value.keys() - {"strategy"} - strategies[name]:
            message = f"the strategy {name} has no setting {key}"
            findings.at_key((*rollup.path, key), message + suggestion(key, strategies[name]))
