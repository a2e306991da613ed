"""The initiative catalogue file, key by key. The descriptions are what an editor shows."""

from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field

from domain.planning import Grade
from storage.file_model import Amount, Currency, FileModel, Id, LevelNumber, Line, Text, Version

Format = Literal["headway-catalogue/1"]
(FORMAT,) = get_args(Format)

Quarters = Annotated[int, Field(ge=1, le=60)]
Share = Annotated[float, Field(gt=0, le=1)]


class RiskEntry(FileModel):
    """A risk that initiatives can reduce."""

    id: Id = Field(description="A short id that initiatives refer to.")
    name: Line = Field(description="The name people see.")


class LiftEntry(FileModel):
    """A capability that an initiative raises."""

    capability: Id = Field(description="The id of the capability.")
    from_level: LevelNumber = Field(alias="from", description="The lowest level it can start at.")
    to_level: LevelNumber = Field(alias="to", description="The level it leads to.")


class DurationEntry(FileModel):
    """A three-point estimate in whole quarters."""

    low: Quarters = Field(description="If everything goes well.")
    likely: Quarters = Field(description="What is most likely.")
    high: Quarters = Field(description="If much goes wrong.")


class AmountEntry(FileModel):
    """A three-point estimate of money or work."""

    low: Amount = Field(description="If everything goes well.")
    likely: Amount = Field(description="What is most likely.")
    high: Amount = Field(description="If much goes wrong.")


class InitiativeEntry(FileModel):
    """One piece of work that lifts capabilities."""

    id: Id = Field(description="An id, unique in the catalogue.")
    name: Line = Field(description="The name people see.")
    description: Text = Field("", description="What is done, and what exists at the end.")
    pillar: Id | None = Field(
        None, description="The pillar it is shown under; that of its first lift unless given."
    )
    lifts: list[LiftEntry] = Field(min_length=1, description="The capabilities it raises.")
    prerequisites: list[Id] = Field([], description="The initiatives that come before it.")
    duration: DurationEntry = Field(description="How long it takes, in quarters.")
    cost: AmountEntry = Field(description="One-off money, in thousands.")
    run_cost: AmountEntry = Field(description="Money for each year after completion, in thousands.")
    effort: AmountEntry = Field(description="Work, in person-months.")
    roles: dict[Id, Share] = Field(
        {}, description="The share of the effort by role; the shares add up to 1."
    )
    owner: Line = Field("", description="Who answers for it.")
    leading_indicator: Text = Field("", description="What shows early that it works.")
    lagging_indicator: Text = Field("", description="What shows in the end that it worked.")
    reduces: list[Id] = Field([], description="The risks it reduces.")
    change: dict[Id, Amount] = Field(
        {}, description="Points of change by business unit, in every quarter of work."
    )


class PoolEntry(FileModel):
    """Money that benefits are taken from."""

    id: Id = Field(description="A short id that benefits refer to.")
    name: Line = Field(description="The name people see.")
    yearly: Amount = Field(description="How much there is, in thousands a year.")


class OutcomeEntry(FileModel):
    """What leadership wants in the end."""

    id: Id = Field(description="A short id that benefits refer to.")
    name: Line = Field(description="The name people see.")


class BenefitEntry(FileModel):
    """Something that gets better and is worth money."""

    id: Id = Field(description="An id, unique among the benefits.")
    name: Line = Field(description="What gets better.")
    needs: list[Id] = Field(min_length=1, description="The initiatives that all have to be done.")
    yearly: AmountEntry = Field(description="What it is worth, in thousands a year.")
    grade: Grade = Field(
        "D", description="Evidence: A experiment, B comparison, C trend, D opinion."
    )
    owner: Line = Field("", description="Who answers for it.")
    measure: Text = Field("", description="How it is measured.")
    baseline: Text = Field("", description="Where it stands today, with date.")
    leading_indicator: Text = Field("", description="What shows early that it comes.")
    lagging_indicator: Text = Field("", description="What shows in the end that it came.")
    evidence: Text = Field("", description="What the grade rests on.")
    attribution: Text = Field("", description="How the part of the initiatives is told apart.")
    share: Share = Field(1.0, description="The part put down to the initiatives, up to 1.")
    ramp: Annotated[int, Field(ge=0, le=20)] = Field(
        0, description="Quarters after the work until it is fully there."
    )
    pool: Id | None = Field(None, description="The pool it is taken from.")
    outcome: Id | None = Field(None, description="The outcome it serves.")
    units: dict[Id, Share] = Field(
        {}, description="Who has it: shares by business unit, adding up to 1."
    )


class CatalogueFile(FileModel):
    """The initiatives that belong to one framework."""

    model_config = ConfigDict(title="Headway initiative catalogue")

    format: Format = Field(description="The format of this file.")
    id: Id = Field(description="The catalogue's id, the same in every version.")
    version: Version = Field(description="The catalogue's version, such as 1.0.0.")
    name: Line = Field(description="The name people see.")
    framework: Id = Field(description="The id of the framework it belongs to.")
    currency: Currency = Field(description="The currency of all money, such as EUR.")
    assumptions: Text = Field("", description="What the estimates assume.")
    risks: list[RiskEntry] = Field([], description="The risks that initiatives reduce.")
    initiatives: list[InitiativeEntry] = Field(min_length=1, description="The initiatives.")
    outcomes: list[OutcomeEntry] = Field([], description="What leadership wants in the end.")
    pools: list[PoolEntry] = Field([], description="The money that benefits are taken from.")
    benefits: list[BenefitEntry] = Field([], description="What the initiatives are worth.")
