"""Framework libraries of CISO Assistant (intuitem/ciso-assistant-community): YAML.

The tree of requirement nodes becomes pillars, capabilities and parts; assessable nodes become
practices on the scale of the scores. Questions whose choices carry a score stand for the node.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from domain.errors import InvalidInput, Problem
from storage.readers.converted import Content, Converted, Losses, converted, given, short_name
from storage.readers.foreign import ForeignModel, Source, fit, read_yaml_document, refuse
from storage.readers.wording import Ids, listed, one_line, slug
from storage.strict_yaml import KeyPath

_DEEPEST_PART = 5
"""Parts within parts; what is deeper would be nested deeper than a framework file may be."""
_MOST_LEVELS = 20
_MOST_CHOICES = 50
_METHODS = {"average": "weighted_mean", "average_of_averages": "mean_of_means", "sum": "sum"}
_GROUPS = "implementation-group"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_VERSION = re.compile(r"[0-9]{1,10}(\.[0-9]{1,10}){0,2}")


def _by_position(value: Any) -> Any:
    return {str(at): each for at, each in enumerate(value)} if isinstance(value, list) else value


class Choice(ForeignModel):
    """One answer to a question of a requirement."""

    value: str = ""
    add_score: float | None = Field(None, ge=-1e6, le=1e6)
    select_implementation_groups: list[str] = Field([])
    description: str = ""
    urn: str = ""


class Question(ForeignModel):
    """A question that is asked about a requirement."""

    text: str = ""
    type: str = ""
    choices: list[Choice] = Field([])
    depends_on: Any = None


class Node(ForeignModel):
    """A requirement, or a heading over requirements."""

    urn: str = Field(min_length=1)
    parent_urn: str = ""
    ref_id: str = ""
    name: str = ""
    description: str = ""
    annotation: str = ""
    typical_evidence: str = ""
    assessable: bool = False
    depth: Any = None
    weight: float = Field(1.0, gt=0, le=1000)
    implementation_groups: list[str] = Field([])
    questions: Annotated[dict[str, Question], BeforeValidator(_by_position)] = Field({})


class Score(ForeignModel):
    """What one score means."""

    score: int = Field(ge=-1_000_000, le=1_000_000)
    name: str = ""
    description: str = ""


class Group(ForeignModel):
    """An implementation group: a selection of requirements."""

    ref_id: str = Field(min_length=1)
    name: str = ""
    description: str = ""


class Framework(ForeignModel):
    """The framework in a library."""

    name: str = ""
    ref_id: str = ""
    urn: str = ""
    description: str = ""
    min_score: int | None = Field(None, ge=-1_000_000, le=1_000_000)
    max_score: int | None = Field(None, ge=-1_000_000, le=1_000_000)
    scores_definition: list[Score] = Field([])
    implementation_groups_definition: list[Group] = Field([])
    score_calculation_method: str = "average"
    requirement_nodes: list[Node] = Field(min_length=1)


class Objects(ForeignModel):
    """What a library holds."""

    framework: Framework | None = None
    frameworks: list[Framework] = Field([])


class Library(ForeignModel):
    """The whole file."""

    urn: str = ""
    ref_id: str = ""
    name: str = ""
    description: str = ""
    copyright: str = ""
    provider: str = ""
    packager: str = ""
    locale: str = ""
    version: str = ""
    publication_date: str = ""
    objects: Objects


def read(content: bytes, name: str) -> Converted:
    """A library as a framework. Raises InvalidInput with everything that is not one."""
    source = read_yaml_document(content, name)
    library = fit(Library, source)
    framework, path = _framework_in(library, source)
    tree = _tree(framework.requirement_nodes, source, (*path, "requirement_nodes"))
    scores = _scores(framework, source, path)
    return _Reader(source, library, framework, scores).framework(tree)


def _framework_in(library: Library, source: Source) -> tuple[Framework, KeyPath]:
    if library.objects.framework:
        return library.objects.framework, ("objects", "framework")
    if library.objects.frameworks:
        return library.objects.frameworks[0], ("objects", "frameworks", 0)
    found = ", ".join(sorted(library.objects.model_extra or {}))[:200] or "nothing"
    message = f"a framework was expected, found {found}; choose a library with a framework"
    raise InvalidInput(source.problem(("objects",), message))


@dataclass(slots=True)
class _Branch:
    """A node of the tree; `asks` when it or something below it is assessable."""

    node: Node
    branches: list["_Branch"] = field(default_factory=list)
    asks: bool = False

    @property
    def title(self) -> str:
        named = " ".join(part for part in (self.node.ref_id, self.node.name) if part)
        about = self.node.name or self.node.description or self.node.urn.rpartition(":")[2]
        return named if self.node.name else " ".join(p for p in (self.node.ref_id, about) if p)

    def groups(self) -> list["_Branch"]:
        """The branches below that have something assessable below them in turn."""
        return [each for each in self.branches if each.is_group]

    @property
    def is_group(self) -> bool:
        return any(each.asks for each in self.branches)

    def own(self) -> list["_Branch"]:
        """What is asked here itself: this node, and those below with nothing below them."""
        here = [self] if self.node.assessable else []
        return here + [each for each in self.branches if each.asks and not each.is_group]

    def everything(self) -> Iterator["_Branch"]:
        """This branch and all below it in the file's order, however deep."""
        waiting = [self]
        while waiting:
            branch = waiting.pop()
            yield branch
            waiting += reversed(branch.branches)


def _tree(nodes: list[Node], source: Source, path: KeyPath) -> list[_Branch]:
    """The roots. Raises InvalidInput for twins, unknown parents and circles."""
    problems: list[Problem] = []
    branches: dict[str, _Branch] = {}
    for at, node in enumerate(nodes):
        if node.urn.lower() in branches:
            message = f"the urn {node.urn[:120]} is given twice; every node needs its own"
            problems.append(source.problem((*path, at, "urn"), message))
        branches.setdefault(node.urn.lower(), _Branch(node))
    roots: list[_Branch] = []
    for at, node in enumerate(nodes):
        parent = branches.get(node.parent_urn.lower())
        if node.parent_urn and parent is None:
            message = f"the parent {node.parent_urn[:120]} was expected among the nodes; it is not"
            problems.append(source.problem((*path, at, "parent_urn"), message))
        (parent.branches if parent else roots).append(branches[node.urn.lower()])
    if not problems:
        problems += _circles(nodes, roots, source, path)
    if problems:
        refuse(problems)
    _mark_asking(roots)
    if not any(root.asks for root in roots):
        message = "at least one node with assessable: true was expected, found none"
        raise InvalidInput(source.problem(path, message))
    return roots


def _circles(
    nodes: list[Node], roots: list[_Branch], source: Source, path: KeyPath
) -> Iterator[Problem]:
    reached = {id(branch.node) for root in roots for branch in root.everything()}
    for at, node in enumerate(nodes):
        if id(node) not in reached:
            message = "this node is below itself: its parents go in a circle; correct parent_urn"
            yield source.problem((*path, at, "parent_urn"), message)
            return


def _mark_asking(roots: list[_Branch]) -> None:
    # Backwards, so that what is below is known before what is above.
    for branch in reversed([found for root in roots for found in root.everything()]):
        branch.asks = branch.node.assessable or any(each.asks for each in branch.branches)


@dataclass(frozen=True, slots=True)
class _Scores:
    """The scale of the scores; `words` when every whole score from low to high is defined."""

    low: int
    high: int
    words: dict[int, Score]
    assumed: bool

    @property
    def are_levels(self) -> bool:
        return self.low >= 0 and self.high <= _MOST_LEVELS and self.high - self.low < _MOST_LEVELS

    @property
    def are_choices(self) -> bool:
        whole = range(self.low, self.high + 1)
        return len(whole) <= _MOST_CHOICES and set(self.words) == set(whole)


def _scores(framework: Framework, source: Source, path: KeyPath) -> _Scores:
    words = {entry.score: entry for entry in framework.scores_definition}
    # CISO Assistant scores from 0 to 100 where a framework says nothing.
    low, high = (min(words), max(words)) if len(words) > 1 else (0, 100)
    low = low if framework.min_score is None else framework.min_score
    high = high if framework.max_score is None else framework.max_score
    if low >= high:
        message = f"max_score above min_score was expected, found {high} and {low}; correct them"
        key = "max_score" if framework.max_score is not None else "min_score"
        raise InvalidInput(source.problem((*path, key), message))
    return _Scores(low, high, words, framework.min_score is None or framework.max_score is None)


class _Reader:
    def __init__(
        self, source: Source, library: Library, framework: Framework, scores: _Scores
    ) -> None:
        self.source = source
        self.library = library
        self.found = framework
        self.scores = scores
        self.ids = Ids()
        self.losses = Losses()
        self.scales: dict[tuple[tuple[float, str], ...], Content] = {}
        self.groups = self.known_groups()
        self.dynamic = {
            group
            for node in framework.requirement_nodes
            for question in node.questions.values()
            for choice in question.choices
            for group in choice.select_implementation_groups
        }

    def framework(self, roots: list[_Branch]) -> Converted:
        found, library = self.found, self.library
        name = self.losses.line(found.name or library.name, "name of the framework")
        pillars = self.pillars(roots, name or "Framework")
        rollup = self.rollup()
        self.note_losses()
        content = given(
            id=slug(found.ref_id or library.ref_id) or slug(name) or "framework",
            version=self.version(),
            name=name or "Framework",
            language=self.language(),
            licence=one_line(library.copyright) or "Not stated in the library",
            source=self.origin(),
            description=self.losses.text("description", found.description or library.description),
            levels=self.levels(),
            scales=[self.score_scale(), *self.scales.values()],
            context=self.context(),
            rollup=rollup,
            pillars=pillars,
        )
        return converted(content, self.losses, self.source.name)

    def version(self) -> str:
        if _VERSION.fullmatch(self.library.version):
            return self.library.version
        self.losses.note("The library has no version number that can be used; 1.0.0 is written")
        return "1.0.0"

    def language(self) -> str:
        if _LANGUAGE.fullmatch(self.library.locale):
            return self.library.locale
        self.losses.note("The library names no language; English is assumed")
        return "en"

    def origin(self) -> str:
        library = self.library
        makers = [f"Provider: {library.provider}" if library.provider else ""]
        makers += [f"Packager: {library.packager}" if library.packager else ""]
        start = f"CISO Assistant library {library.urn or library.ref_id}".strip()
        return self.losses.text("source", start, *makers, library.copyright)

    def levels(self) -> list[Content]:
        scores = self.scores
        if scores.are_levels:
            return [self.level(number) for number in range(scores.low, scores.high + 1)]
        self.losses.note(
            f"Scores from {scores.low} to {scores.high} are no levels; five even steps are made "
            "levels 0 to 4"
        )
        steps = [scores.low + (scores.high - scores.low) * step / 4 for step in range(5)]
        return [
            {"number": number, "id": f"step-{number}", "name": f"Score from {start:g}"}
            for number, start in enumerate(steps)
        ]

    def level(self, number: int) -> Content:
        words = self.scores.words.get(number)
        return given(
            number=number,
            id=f"score-{number}",
            name=one_line(words.name if words else "") or f"Score {number}",
            meaning=self.losses.text(f"score {number}", words.description if words else ""),
        )

    def score_scale(self) -> Content:
        scores = self.scores
        if scores.are_choices:
            choices = [self.score_choice(number) for number in sorted(scores.words)]
            return {"id": "score", "choices": choices}
        for number, words in scores.words.items():
            ends = f"{scores.low} to {scores.high}"
            what = f"The scale is any number from {ends}; the names of scores are lost"
            self.losses.note(what, f"{number} {words.name}")
        return {"id": "score", "range": {"low": scores.low, "high": scores.high}}

    def score_choice(self, number: int) -> Content:
        words = self.scores.words[number]
        return given(
            value=number,
            label=one_line(words.name) or str(number),
            means=self.losses.text(f"score {number}", words.description),
        )

    def rollup(self) -> Content:
        ends = {"low": self.scores.low, "high": self.scores.high}
        written = {**ends, "digits": 1, "rounding": "truncate"}
        method = self.found.score_calculation_method
        if method not in _METHODS:
            self.losses.note("This way to calculate the score is not known; a mean is used", method)
        strategy = _METHODS.get(method, "weighted_mean")
        top = {"strategy": strategy, **written}
        if strategy != "mean_of_means":
            top["over"] = "questions"
        below = "weighted_mean" if strategy == "sum" else strategy
        # A sum of scores leaves the scale that one score has.
        if strategy == "sum":
            top = {key: top[key] for key in ("strategy", "digits", "rounding", "over")}
        return {
            "capability": {"strategy": below, **ends},
            "pillar": dict(top),
            "overall": dict(top),
        }

    def known_groups(self) -> dict[str, str]:
        ids = Ids()
        return {
            group.ref_id: ids.new(group.ref_id, group.name)
            for group in self.found.implementation_groups_definition
        }

    def context(self) -> list[Content]:
        definitions = {g.ref_id: g for g in self.found.implementation_groups_definition}
        choices = [
            {"id": self.groups[ref], "label": one_line(f"{ref} {group.name}")}
            for ref, group in definitions.items()
            if ref not in self.dynamic
        ]
        if not choices:
            return []
        if len(choices) == 1:
            choices.append({"id": f"not-{choices[0]['id']}"[:64], "label": "Outside this group"})
        self.losses.note("One implementation group is chosen; CISO Assistant takes several at once")
        text = "Which implementation group is assessed?"
        return [{"id": _GROUPS, "text": text, "choices": choices}]

    def applies_when(self, node: Node) -> Content:
        groups = node.implementation_groups
        if not groups:
            if self.groups:
                what = "Requirements without an implementation group are always asked"
                self.losses.note(what, _name_of(node))
            return {}
        if self.dynamic & set(groups):
            what = "Requirements that an answer brings in elsewhere are always asked"
            self.losses.note(what, _name_of(node))
            return {}
        unknown = [group for group in groups if group not in self.groups]
        if unknown:
            what = "Requirements in implementation groups that are not defined are always asked"
            self.losses.note(what, f"{_name_of(node)} in {', '.join(unknown)}")
            return {}
        return {_GROUPS: [self.groups[group] for group in dict.fromkeys(groups)]}

    def pillars(self, roots: list[_Branch], name: str) -> list[Content]:
        pillars = [self.pillar(root) for root in roots if root.is_group]
        loose = [root for root in roots if root.asks and not root.is_group]
        if loose:
            gathered = {"id": self.ids.new("requirements"), "name": name}
            capabilities = [self.capability(root) for root in loose]
            pillars.append(
                given(**gathered, short_name=short_name(name), capabilities=capabilities)
            )
        for root in roots:
            for branch in root.everything():
                if not branch.asks:
                    what = "Nodes without anything assessable are left out"
                    self.losses.note(what, _name_of(branch.node))
        return pillars

    def pillar(self, root: _Branch) -> Content:
        node = root.node
        identifier = self.ids.new(node.ref_id, node.name, node.urn.rpartition(":")[2])
        name = self.name(root)
        own = root.own()
        capabilities = [self.gathered(own, name, identifier)] if own else []
        capabilities += [self.capability(group) for group in root.groups()]
        return given(
            id=identifier,
            name=name,
            short_name=short_name(name, node.name, node.ref_id),
            description=self.about(node),
            capabilities=capabilities,
        )

    def gathered(self, branches: list[_Branch], name: str, above: str) -> Content:
        """What is asked directly below a heading, as something of its own."""
        identifier = self.ids.new(f"{above}-own"[:64])
        questions = [question for branch in branches for question in self.asked(branch)]
        return given(id=identifier, name=name, short_name=short_name(name), questions=questions)

    def capability(self, branch: _Branch, depth: int = 0) -> Content:
        node = branch.node
        identifier = self.ids.new(node.ref_id, node.name, node.urn.rpartition(":")[2])
        name = self.name(branch)
        parts: list[Content] = []
        if branch.groups() and depth < _DEEPEST_PART:
            own = branch.own()
            parts = [self.gathered(own, name, identifier)] if own else []
            parts += [self.capability(group, depth + 1) for group in branch.groups()]
        return given(
            id=identifier,
            name=name,
            short_name=short_name(name, node.name, node.ref_id),
            # What is said of a single requirement stands with its question.
            definition=self.about(node) if branch.is_group else "",
            questions=[] if parts else self.flattened(branch),
            parts=parts,
        )

    def flattened(self, branch: _Branch) -> list[Content]:
        if branch.groups():
            what = "Nodes nested deeper than a framework file may be are asked one level up"
            self.losses.note(what, _name_of(branch.node))
        assessable = [each for each in branch.everything() if each.node.assessable]
        return [question for each in assessable for question in self.asked(each)]

    def name(self, branch: _Branch) -> str:
        return self.losses.line(branch.title, _name_of(branch.node)) or "Requirements"

    def about(self, node: Node) -> str:
        return self.losses.text(_name_of(node), node.description, node.annotation)

    def asked(self, branch: _Branch) -> list[Content]:
        """The practices that an assessable node becomes: one, or one for each scored question."""
        node = branch.node
        scored = {key: q for key, q in node.questions.items() if _is_scored(q)}
        unscored = [q for key, q in node.questions.items() if key not in scored]
        if unscored:
            what = "Questions without scores for one of several choices are told as help only"
            self.losses.note(what, _name_of(node))
        if not scored:
            return [self.practice(node, "score", node.weight, unscored)]
        self.note_span(node, list(scored.values()))
        total = sum(_span(question) for question in scored.values())
        made: list[Content] = []
        for question in scored.values():
            weight = max(1e-6, round(node.weight * _span(question) / total, 6))
            scale = self.choice_scale(question, node)
            made.append(self.practice(node, scale, weight, unscored, question.text))
            unscored = []
        return made

    def note_span(self, node: Node, questions: list[Question]) -> None:
        ends = [sum(end(_points(q)) for q in questions) for end in (min, max)]
        if ends != [self.scores.low, self.scores.high]:
            what = (
                "Requirements whose choices do not add up to scores from "
                f"{self.scores.low} to {self.scores.high} are stretched to them"
            )
            self.losses.note(what, _name_of(node))

    def practice(
        self, node: Node, scale: str, weight: float, told: list[Question], asked: str = ""
    ) -> Content:
        where = _name_of(node)
        heading = " ".join(part for part in (node.ref_id, node.name) if part)
        if not node.name:
            heading = " ".join(part for part in (node.ref_id, node.description) if part)
        described = node.description if node.name else ""
        if told and not (node.name or node.description or asked):
            # Many libraries say what is required in the question alone.
            asked, told = told[0].text, [told[0].model_copy(update={"text": "Choices:"}), *told[1:]]
        text = self.losses.text(where, heading, described, asked)
        return given(
            id=self.ids.new(node.ref_id, node.urn.rpartition(":")[2], node.name),
            kind="practice",
            scale=scale,
            text=text or self.losses.text(where, node.annotation) or where,
            help=self.losses.text(where, node.annotation, *[_told(each) for each in told]),
            evidence=self.losses.text(where, node.typical_evidence),
            weight=None if weight == 1 else weight,
            applies_when=self.applies_when(node),
        )

    def choice_scale(self, question: Question, node: Node) -> str:
        labels: dict[float, list[str]] = {}
        for choice in question.choices:
            labels.setdefault(choice.add_score or 0.0, []).append(choice.value)
        if len(labels) < len(question.choices):
            what = "Choices with the same score are one choice"
            self.losses.note(what, _name_of(node))
        found = [(value, one_line(" / ".join(labels[value]))) for value in sorted(labels)]
        key = tuple((value, label or f"{value:g}") for value, label in found)
        if key not in self.scales:
            choices = [{"value": value, "label": label} for value, label in key]
            self.scales[key] = {"id": f"choices-{len(self.scales) + 1}", "choices": choices}
        identifier: str = self.scales[key]["id"]
        return identifier

    def note_losses(self) -> None:
        found, losses = self.found, self.losses
        nodes = found.requirement_nodes
        if self.scores.assumed:
            ends = f"{self.scores.low} to {self.scores.high}"
            losses.note(f"min_score or max_score is not given; scores from {ends} are assumed")
        for other in self.library.objects.frameworks[0 if self.library.objects.framework else 1 :]:
            losses.note("Only one framework is taken from a library", other.name or other.urn)
        self.note_choices(nodes)
        for key, value in (self.library.objects.model_extra or {}).items():
            count = len(value) if isinstance(value, list | dict) else 1
            losses.note(
                f"Objects of the library beside the framework are left out ({key}: {count})"
            )
        losses.leftovers("the library", [self.library])
        losses.leftovers("the framework", [found])
        losses.leftovers("scores", found.scores_definition)
        losses.leftovers("implementation groups", found.implementation_groups_definition)
        losses.leftovers("requirement nodes", nodes)

    def note_choices(self, nodes: list[Node]) -> None:
        asked = [(node, question) for node in nodes for question in node.questions.values()]
        for node, question in asked:
            if question.depends_on is not None:
                what = "Questions that depend on another answer are always asked"
                self.losses.note(what, _name_of(node))
        questions = [question for _, question in asked]
        choices = [choice for question in questions for choice in question.choices]
        self.losses.leftovers("questions", questions)
        self.losses.leftovers("choices", choices)


def _name_of(node: Node) -> str:
    return node.ref_id or node.name or node.urn.rpartition(":")[2]


def _is_scored(question: Question) -> bool:
    """Whether one choice is made among scores that differ, as an answer on a scale is."""
    return (
        question.type in ("unique_choice", "single_choice")
        and any(choice.add_score is not None for choice in question.choices)
        and 1 < len(set(_points(question))) <= _MOST_CHOICES
    )


def _points(question: Question) -> list[float]:
    """The score of each choice; one that says nothing adds nothing."""
    return [choice.add_score or 0.0 for choice in question.choices]


def _span(question: Question) -> float:
    points = _points(question)
    return max(points) - min(points)


def _told(question: Question) -> str:
    text = one_line(question.text, 1_000)
    return listed(text, [choice.value for choice in question.choices]) or text
