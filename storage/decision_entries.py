"""The decision file, key by key. The descriptions are what an editor shows."""

import keyword
import re
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, ConfigDict, Field, WithJsonSchema

from domain.decisions import BEST_SCORE
from domain.formulas import FUNCTIONS, MAX_LENGTH
from storage.file_model import Currency, FileModel, Id, LevelNumber, Line, Text, Version, Weight

Format = Literal["headway-decisions/1"]
(FORMAT,) = get_args(Format)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        what = "the characters a-z, 0-9 and _ and starts with a letter"
        raise ValueError(f'a name in formulas has only {what}, found "{value}"')
    if value in FUNCTIONS or keyword.iskeyword(value):
        raise ValueError(f"{value} means something else in a formula; choose another name")
    return value


Name = Annotated[
    str, AfterValidator(_name), WithJsonSchema({"type": "string", "pattern": f"^{_NAME.pattern}$"})
]
# What is wrong with a formula depends on the names around it: storage/formulas.py says it.
Formula = Annotated[str, WithJsonSchema({"type": "string", "maxLength": MAX_LENGTH})]
Number = Annotated[float, Field(ge=-1e12, le=1e12)]


class InputEntry(FileModel):
    """A number that somebody has to supply."""

    id: Name = Field(description="The name that formulas use.")
    name: Line = Field(description="The name people see.")
    unit: Line = Field(description="What it counts, such as EUR an hour.")
    value: Number = Field(description="The likely value.")
    low: Number = Field(description="The lowest value to reckon with.")
    high: Number = Field(description="The highest value to reckon with.")
    because: Text = Field(description="Where the number is from, and what would replace it.")


class QuantityEntry(FileModel):
    """A number that follows from inputs and earlier quantities."""

    id: Name = Field(description="The name that later formulas use.")
    name: Line = Field(description="The name people see.")
    unit: Line = Field(description="What it counts, such as thousand EUR a year.")
    formula: Formula = Field(description="Arithmetic over inputs and earlier quantities.")


class CriterionEntry(FileModel):
    """What options are compared by."""

    id: Id = Field(description="An id; cost is the one that is worked out from the total cost.")
    name: Line = Field(description="The name people see.")
    weight: Weight = Field(description="How much it counts beside the others.")
    why: Text = Field(description="Why it matters, and why so much.")


class ScoreEntry(FileModel):
    """How well an option meets a criterion."""

    score: Annotated[int, Field(ge=1, le=BEST_SCORE)] = Field(
        description="A whole number from 1, badly, to 5, fully."
    )
    because: Text = Field(description="The reason for the score.")


class OptionEntry(FileModel):
    """One way to decide."""

    id: Id = Field(description="An id, unique in the decision.")
    name: Line = Field(description="The name people see.")
    description: Text = Field(description="What is chosen with it.")
    once: Formula = Field("0", description="A formula for what is paid once, in thousands.")
    yearly: Formula = Field("0", description="A formula for what each year costs, in thousands.")
    scores: dict[Id, ScoreEntry] = Field({}, description="A score for every criterion but cost.")
    implies: list[Id] = Field([], description="The initiatives that follow from choosing it.")
    needs: list[Line] = Field([], description="What has to be true before it is chosen.")


class OptionDecisionEntry(FileModel):
    """A choice between options, compared over some years by weighted criteria."""

    id: Id = Field(description="An id, unique in the file.")
    name: Line = Field(description="The name people see.")
    question: Text = Field(description="What is to be decided.")
    years: Annotated[int, Field(ge=1, le=30)] = Field(
        description="Over how many years costs are added up."
    )
    discount_rate: Name = Field(description="The id of the input that is the discount rate.")
    inputs: list[InputEntry] = Field(
        min_length=1, max_length=40, description="The numbers that somebody has to supply."
    )
    quantities: list[QuantityEntry] = Field(
        [], max_length=40, description="The numbers that follow from them, in order."
    )
    criteria: list[CriterionEntry] = Field(
        min_length=1, max_length=12, description="What the options are compared by."
    )
    options: list[OptionEntry] = Field(
        min_length=2, max_length=12, description="The options; of equal ones the first wins."
    )


class AutonomyLevelEntry(FileModel):
    """How far an agent may go."""

    number: LevelNumber = Field(description="0, 1, 2 and so on, in this order.")
    name: Line = Field(description="The name people see.")
    alone: Text = Field(description="What the agent may do alone.")
    answers: Text = Field(description="Who answers for what it does.")
    oversight: Text = Field(description="How it is watched.")
    rollback: Text = Field(description="How what it did is undone.")
    implies: list[Id] = Field([], description="The initiatives that the level takes.")


class FactorChoiceEntry(FileModel):
    """What may be true of a use."""

    id: Id = Field(description="An id, unique in the factor.")
    name: Line = Field(description="The name people see.")
    at_most: LevelNumber = Field(description="The highest level that it allows.")
    because: Line = Field(description="Why not more; the end of a sentence.")


class FactorEntry(FileModel):
    """A question about a use whose answer limits autonomy."""

    id: Id = Field(description="An id, unique in the decision.")
    name: Line = Field(description="The name people see.")
    question: Line = Field(description="The question to answer about a use.")
    choices: list[FactorChoiceEntry] = Field(min_length=2, description="The possible answers.")


class AgentUseEntry(FileModel):
    """An example of something that an agent is to do."""

    id: Id = Field(description="An id, unique in the decision.")
    name: Line = Field(description="The name people see.")
    choices: dict[Id, Id] = Field(description="For each factor the id of the choice.")


class AutonomyDecisionEntry(FileModel):
    """How far agents may go, use by use."""

    id: Id = Field(description="An id, unique in the file.")
    name: Line = Field(description="The name people see.")
    question: Text = Field(description="What is to be decided.")
    levels: list[AutonomyLevelEntry] = Field(
        min_length=2, description="The levels of autonomy, from 0 up."
    )
    factors: list[FactorEntry] = Field(min_length=1, description="What limits the level.")
    uses: list[AgentUseEntry] = Field([], description="Examples.")


class DecisionFile(FileModel):
    """The strategy decisions that belong to one framework."""

    model_config = ConfigDict(title="Headway decision aid")

    format: Format = Field(description="The format of this file.")
    id: Id = Field(description="The aid's id, the same in every version.")
    version: Version = Field(description="The aid's version, such as 1.0.0.")
    name: Line = Field(description="The name people see.")
    framework: Id = Field(description="The id of the framework it belongs to.")
    currency: Currency = Field(description="The currency of all money, such as EUR.")
    assumptions: Text = Field(description="What the numbers assume.")
    option_decisions: list[OptionDecisionEntry] = Field(
        [], max_length=10, description="Decisions between options."
    )
    autonomy_decisions: list[AutonomyDecisionEntry] = Field(
        [], max_length=10, description="Decisions on how far agents may go."
    )
