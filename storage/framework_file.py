"""The framework file, key by key. The descriptions here are what an editor shows."""

from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field

from storage.file_model import (
    FileModel,
    Id,
    IsoDate,
    Language,
    LevelKey,
    LevelNumber,
    Line,
    ShortName,
    StrategyName,
    Text,
    Version,
    Weight,
)

Format = Literal["headway-framework/1"]
(FORMAT,) = get_args(Format)

Status = Literal["in-force", "amended", "draft", "changing", "withdrawn", "best-practice"]
Conditions = dict[Id, Annotated[list[Id], Field(min_length=1)]]


class LevelEntry(FileModel):
    """One maturity level."""

    number: LevelNumber = Field(description="The level's number; levels count up one by one.")
    id: Id = Field(description="A short id, unique among the levels.")
    name: Line = Field(description="The name people see.")
    meaning: Text = Field("", description="What being at this level means, in a sentence.")


class ChoiceEntry(FileModel):
    """One choice of an answer scale."""

    value: float = Field(
        description="The number that scoring sees; it rises from choice to choice."
    )
    label: Line = Field(description="What the respondent chooses.")
    means: Text = Field("", description="What the label means exactly, such as a range.")


class RangeEntry(FileModel):
    """The two ends of a scale on which any number is an answer."""

    low: float = Field(description="The lowest number that can be answered.")
    high: float = Field(description="The highest number that can be answered.")


class ScaleEntry(FileModel):
    """One answer scale: choices, a range of numbers, or the statements of each capability."""

    id: Id = Field(description="A short id that questions refer to.")
    choices: list[ChoiceEntry] = Field(
        [], max_length=50, description="The choices, from lowest to highest value."
    )
    from_statements: bool = Field(
        False, description="True when the choices are the level statements of the capability."
    )
    range: RangeEntry | None = Field(
        None, description="Instead of choices: any number between the two ends."
    )
    dont_know: bool = Field(True, description='Whether "don\'t know" can be answered.')
    not_applicable: bool = Field(True, description='Whether "not applicable" can be answered.')


class RoleEntry(FileModel):
    """Somebody a question can be meant for."""

    id: Id = Field(description="A short id that questions refer to.")
    name: Line = Field(description="The name people see.")


class ContextChoiceEntry(FileModel):
    """One possible answer to a context item."""

    id: Id = Field(description="A short id that applies_when refers to.")
    label: Line = Field(description="What people choose.")


class ContextEntry(FileModel):
    """A fact about the organisation, asked once, that decides what applies."""

    id: Id = Field(description="A short id that applies_when refers to.")
    text: Text = Field(description="The question to the organisation.")
    choices: list[ContextChoiceEntry] = Field(min_length=2, description="The possible answers.")


class ReferenceItemEntry(FileModel):
    """One provision of an outside standard."""

    id: Line = Field(description="The provision's number in the standard, such as Art. 50.")
    label: Line = Field("", description="What it is about, in your own words.")
    status: Status | None = Field(
        None, description="Its status, where it differs from that of the standard."
    )
    applies_from: IsoDate | None = Field(None, description="The day from which it applies.")
    note: Text = Field("", description="What a reader should know about it.")


class ReferenceEntry(FileModel):
    """An outside standard that capabilities point to."""

    id: Id = Field(description="A short id that capabilities refer to.")
    name: Line = Field(description="The standard's name.")
    version: Line = Field(description="The edition or number that is meant.")
    status: Status = Field(description="Where the standard stands.")
    checked: IsoDate = Field(description="The day on which the status was last checked.")
    note: Text = Field("", description="What a reader should know about it.")
    items: list[ReferenceItemEntry] = Field([], description="Its provisions.")


class GroupEntry(FileModel):
    """One heading of a view."""

    id: Id = Field(description="A short id that capabilities refer to.")
    name: Line = Field(description="The heading people see.")


class ViewEntry(FileModel):
    """Another way to group the same capabilities."""

    id: Id = Field(description="A short id that capabilities refer to.")
    name: Line = Field(description="The name people see.")
    groups: list[GroupEntry] = Field(min_length=1, description="The headings, in order.")


class RollupEntry(FileModel):
    """Which scoring strategy is used; every other key is a setting of it."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    strategy: StrategyName = Field(description="The name of a scoring strategy.")


class RollupsEntry(FileModel):
    """How scores roll up, wherever a pillar or capability does not say otherwise."""

    capability: RollupEntry = Field(description="From questions to a capability, in full depth.")
    quick: RollupEntry | None = Field(
        None, description="From questions to a capability, in the quick scan."
    )
    pillar: RollupEntry = Field(description="From capabilities to their pillar.")
    overall: RollupEntry = Field(description="From pillars to the whole.")
    answers: RollupEntry | None = Field(
        None, description="From the answers of several respondents to one value."
    )


class GateEntry(FileModel):
    """A level that cannot be reached before something else has a level of its own."""

    level: LevelNumber = Field(description="The level that is held back.")
    needs: dict[Id, LevelNumber] = Field(
        min_length=1, description="The capabilities or pillars needed, each with its lowest level."
    )
    because: Text = Field(description="Why, in a sentence that people see.")


class QuestionEntry(FileModel):
    """One thing that is asked."""

    id: Id = Field(description="An id, unique in the whole framework.")
    text: Text = Field(description="The question, or the practice to be judged.")
    kind: Literal["placement", "practice"] = Field(
        description="placement: choose the statement that is true; practice: how far is it true."
    )
    scale: Id = Field(description="The id of the answer scale.")
    level: LevelNumber | None = Field(
        None,
        description="The level a practice belongs to, where the strategy goes level by level; "
        "a placement question has none.",
    )
    weight: Weight = Field(1.0, description="How much it counts among its like; 1 unless given.")
    quick: bool = Field(False, description="Whether it belongs to the quick scan.")
    roles: list[Id] = Field([], description="Who it is meant for; everybody unless given.")
    help: Text = Field("", description="What helps to answer it.")
    evidence: Text = Field("", description="What would prove the answer.")
    applies_when: Conditions = Field(
        {}, description="Asked only under these choices of the context items."
    )


class CapabilityEntry(FileModel):
    """Something an organisation can do more or less maturely."""

    id: Id = Field(description="An id, unique in the whole framework.")
    name: Line = Field(description="The name people see.")
    short_name: ShortName = Field(
        "", description="At most 28 characters, for charts; the name unless given."
    )
    definition: Text = Field("", description="What is meant, and where it ends.")
    weight: Weight = Field(1.0, description="How much it counts in its pillar; 1 unless given.")
    critical: bool = Field(False, description="Whether the whole is held back without it.")
    groups: dict[Id, Id] = Field({}, description="Its group in each view.")
    applies_when: Conditions = Field(
        {}, description="Asked only under these choices of the context items."
    )
    statements: dict[LevelKey, Text] = Field(
        {}, description="For each level, what can be observed there."
    )
    probes: list[Text] = Field([], description="What an interviewer would ask next.")
    evidence: list[Text] = Field([], description="What would prove the level.")
    references: dict[Id, list[Line]] = Field(
        {}, description="For each outside standard, its provisions that this covers."
    )
    questions: list[QuestionEntry] = Field([], description="What is asked about it.")
    parts: "list[CapabilityEntry]" = Field(
        [], description="Capabilities that make up this one, scored the same way."
    )
    rollup: RollupEntry | None = Field(None, description="Its own scoring strategy.")
    gates: list[GateEntry] = Field([], description="What its levels need elsewhere.")
    level: LevelNumber | None = Field(
        None, description="The maturity level it belongs to, in models that stage their areas."
    )


class EvidenceCapsEntry(FileModel):
    """How high a level is reported, by the evidence on file."""

    none: LevelNumber = Field(description="The highest level reported without any evidence.")
    some: LevelNumber = Field(
        description="The highest level reported without a fresh document checked from outside."
    )
    months: Annotated[int, Field(ge=1, le=120)] = Field(
        12, description="How old a document may be to count as fresh."
    )


class PillarEntry(FileModel):
    """A group of capabilities that leadership talks about as one subject."""

    id: Id = Field(description="An id, unique in the whole framework.")
    name: Line = Field(description="The name people see.")
    short_name: ShortName = Field(
        "", description="At most 28 characters, for charts; the name unless given."
    )
    description: Text = Field("", description="What the pillar is about.")
    weight: Weight = Field(1.0, description="How much it counts in the whole; 1 unless given.")
    critical: bool = Field(False, description="Whether the whole is held back without it.")
    capabilities: list[CapabilityEntry] = Field(min_length=1, description="Its capabilities.")
    rollup: RollupEntry | None = Field(None, description="Its own scoring strategy.")
    gates: list[GateEntry] = Field([], description="What its levels need elsewhere.")


class FrameworkFile(FileModel):
    """A maturity framework for Headway."""

    model_config = ConfigDict(title="Headway framework")

    format: Format = Field(description="The format of this file.")
    id: Id = Field(description="The framework's id, the same in every version.")
    version: Version = Field(description="The framework's version, such as 1.0.0.")
    name: Line = Field(description="The name people see.")
    language: Language = Field(description="The language of the texts, such as en.")
    licence: Line = Field(description="The licence, preferably an SPDX name such as CC-BY-4.0.")
    source: Text = Field(description="Who wrote it, or where it was published.")
    description: Text = Field("", description="What it is for, in a few sentences.")
    levels: list[LevelEntry] = Field(
        min_length=2, max_length=20, description="The maturity levels, from lowest to highest."
    )
    scales: list[ScaleEntry] = Field(min_length=1, description="The answer scales.")
    roles: list[RoleEntry] = Field([], description="Who questions can be meant for.")
    context: list[ContextEntry] = Field(
        [], description="Facts about the organisation that decide what applies."
    )
    references: list[ReferenceEntry] = Field(
        [], description="Outside standards that capabilities point to."
    )
    views: list[ViewEntry] = Field([], description="Other ways to group the capabilities.")
    rollup: RollupsEntry = Field(description="How scores roll up.")
    gates: list[GateEntry] = Field([], description="What the levels of the whole need.")
    evidence_caps: EvidenceCapsEntry | None = Field(
        None, description="How high a level is reported, by the evidence on file."
    )
    pillars: list[PillarEntry] = Field(min_length=1, description="The pillars, in order.")
