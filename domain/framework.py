"""A maturity framework as a value: what is asked, what the levels mean, how scores roll up.

The tree is framework -> pillars -> capabilities -> questions. A capability may have
`parts` (streams, practices, goals), which are capabilities themselves, to any depth.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Depth = Literal["quick", "full"]


@dataclass(frozen=True, slots=True)
class Level:
    """One maturity level; `number` counts up without gaps from the framework's lowest."""

    number: int
    id: str
    name: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer a respondent can choose; `value` is the number that scoring sees."""

    value: float
    label: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """An answer scale, choices from lowest to highest value.

    A scale with `from_statements` has no choices of its own: for each capability they
    are its level statements, with the level number as value. A scale with a `range`
    takes any number between its two ends.
    """

    id: str
    choices: tuple[Choice, ...] = ()
    from_statements: bool = False
    range: tuple[float, float] | None = None
    dont_know: bool = True
    not_applicable: bool = True


@dataclass(frozen=True, slots=True)
class Rollup:
    """Which scoring strategy a node uses, with the strategy's own settings.

    A setting is a number, a text, a list or a mapping; docs/scoring.md says which means what.
    """

    strategy: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gate:
    """`level` cannot be reached unless every node in `needs` has at least the level given.

    `needs` maps the id of a capability or pillar to the lowest level it must have.
    """

    level: int
    needs: Mapping[str, int]
    because: str


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked.

    `kind` is "placement" (choose the statement that is true) or "practice" (how far is
    this one practice true). `level` is the maturity level that a practice belongs to.
    `choices` are resolved: for a placement question they are the level statements; with a
    `range` there are none, and any number between its two ends is an answer.
    """

    id: str
    text: str
    kind: Literal["placement", "practice"]
    scale: str
    choices: tuple[Choice, ...]
    level: int | None = None
    weight: float = 1.0
    quick: bool = False
    roles: tuple[str, ...] = ()
    help: str = ""
    evidence: str = ""
    dont_know: bool = True
    not_applicable: bool = True
    applies_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    range: tuple[float, float] | None = None

    @property
    def lowest(self) -> float:
        """The lowest value that can be answered."""
        return self.range[0] if self.range else self.choices[0].value

    @property
    def highest(self) -> float:
        """The highest value that can be answered."""
        return self.range[1] if self.range else self.choices[-1].value

    def allows(self, value: float) -> bool:
        """Whether this value can be answered."""
        if self.range:
            return self.range[0] <= value <= self.range[1]
        return any(choice.value == value for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Capability:
    """Something an organisation can do more or less maturely.

    `statements` maps a level number to the observable statement that anchors it.
    `references` maps the id of an outside standard to the ids of its items.
    `groups` maps the id of a view to the group this capability stands in.
    `applies_when` maps a context item to the choices under which it is asked at all.
    `level` is the maturity level that it belongs to, in models that stage their areas.
    """

    id: str
    name: str
    definition: str = ""
    short_name: str = ""
    weight: float = 1.0
    critical: bool = False
    statements: Mapping[int, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    parts: "tuple[Capability, ...]" = ()
    probes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    applies_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rollup: Rollup | None = None
    gates: tuple[Gate, ...] = ()
    level: int | None = None

    def all_questions(self) -> Iterator[Question]:
        """This capability's questions and those of its parts, in order."""
        yield from self.questions
        for part in self.parts:
            yield from part.all_questions()

    def places(self, above: str) -> Iterator["tuple[Capability, str]"]:
        """It and its parts, each with the id of what it stands under."""
        yield self, above
        for part in self.parts:
            yield from part.places(self.id)


@dataclass(frozen=True, slots=True)
class Pillar:
    """A group of capabilities that leadership talks about as one subject."""

    id: str
    name: str
    capabilities: tuple[Capability, ...]
    description: str = ""
    short_name: str = ""
    weight: float = 1.0
    critical: bool = False
    rollup: Rollup | None = None
    gates: tuple[Gate, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody a question can be meant for."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ContextChoice:
    """One possible answer to a context item."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class ContextItem:
    """A fact about the organisation, asked once, that decides what applies."""

    id: str
    text: str
    choices: tuple[ContextChoice, ...]


@dataclass(frozen=True, slots=True)
class ReferenceItem:
    """One provision of an outside standard, with its own status where it differs."""

    id: str
    label: str = ""
    status: str = ""
    applies_from: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An outside standard that capabilities point to, as it stood on the day `checked`."""

    id: str
    name: str
    version: str
    status: str
    checked: date
    note: str = ""
    items: tuple[ReferenceItem, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewGroup:
    """One heading of a view."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """Another way to group the same capabilities; capabilities name their group."""

    id: str
    name: str
    groups: tuple[ViewGroup, ...]


@dataclass(frozen=True, slots=True)
class EvidenceCaps:
    """How high a capability's level is reported, by the evidence on file for it.

    Without any evidence up to `none`; with some up to `some`; above that only with a document
    dated within the last `months` and checked by somebody outside the owning unit.
    """

    none: int
    some: int
    months: int = 12


def applies(conditions: Mapping[str, tuple[str, ...]], context: Mapping[str, str]) -> bool:
    """Whether something with these conditions applies; what is not known yet does not exclude."""
    return all(context.get(item, choices[0]) in choices for item, choices in conditions.items())


@dataclass(frozen=True, slots=True)
class Framework:
    """A whole maturity framework, checked. `content_hash` is SHA-256 of its content.

    `capability_rollup`, `quick_rollup` (for the quick scan), `pillar_rollup` and
    `overall_rollup` apply wherever a node has no roll-up of its own; `answers_rollup` says how
    the answers of several respondents to one question become one value.
    """

    id: str
    version: str
    name: str
    language: str
    licence: str
    source: str
    levels: tuple[Level, ...]
    pillars: tuple[Pillar, ...]
    capability_rollup: Rollup
    quick_rollup: Rollup
    pillar_rollup: Rollup
    overall_rollup: Rollup
    content_hash: str
    description: str = ""
    scales: tuple[Scale, ...] = ()
    gates: tuple[Gate, ...] = ()
    roles: tuple[Role, ...] = ()
    context: tuple[ContextItem, ...] = ()
    references: tuple[Reference, ...] = ()
    views: tuple[View, ...] = ()
    answers_rollup: Rollup = Rollup("lower_median")
    evidence_caps: EvidenceCaps | None = None

    @property
    def depths(self) -> tuple[Depth, ...]:
        """The depths in which it can be answered: a quick scan needs questions of its own."""
        quick = any(question.quick for question in self.questions())
        return ("quick", "full") if quick else ("full",)

    def capabilities(self) -> Iterator[Capability]:
        """Every capability directly under a pillar, in the framework's order."""
        for pillar in self.pillars:
            yield from pillar.capabilities

    def places(self) -> Iterator[tuple[Capability, str]]:
        """Every capability and part, with the id of the pillar or capability it stands under."""
        for pillar in self.pillars:
            for capability in pillar.capabilities:
                yield from capability.places(pillar.id)

    def asked(
        self, depth: Depth, context: Mapping[str, str]
    ) -> Iterator[tuple[Capability, tuple[Question, ...]]]:
        """Each capability that is asked about, with its questions at this depth.

        `context` maps context items to the choice made; see `applies`.
        """
        for capability in self.capabilities():
            questions = tuple(
                question
                for question in capability.all_questions()
                if (depth == "full" or question.quick) and applies(question.applies_when, context)
            )
            if questions and applies(capability.applies_when, context):
                yield capability, questions

    def questions(self, depth: Depth = "full") -> Iterator[Question]:
        """Every question asked at this depth, in the framework's order."""
        for capability in self.capabilities():
            for question in capability.all_questions():
                if depth == "full" or question.quick:
                    yield question
