"""Scenario files: targets, dates and money that a plan has to live with."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field

from domain.framework import Framework
from domain.planning import AIMS, AimName, Capacity, EstimatePoint, Rule, Scenario
from domain.quarters import Quarter
from storage.file_model import Amount, Currency, FileModel, Id, LevelNumber, Line, fit, shown
from storage.findings import Findings
from storage.outline import Node, check_known
from storage.strict_yaml import Document
from storage.versioned_file import content_of, scan_file

Format = Literal["headway-scenario/1"]
(FORMAT,) = get_args(Format)
EVERY_CAPABILITY = "all"
EVERY_YEAR = "every year"
EVERY_QUARTER = "every quarter"
NEXT_QUARTER = "next"


def _quarter(value: Any) -> Quarter:
    try:
        quarter = Quarter.parse(value if isinstance(value, str) else "")
    except ValueError:
        quarter = None
    if quarter is None or not 2000 <= quarter.year < 2100:
        raise ValueError(f"a quarter such as 2027 Q3 was expected, found {shown(value)}")
    return quarter


def _quarter_or_next(value: Any) -> Quarter | None:
    if value == NEXT_QUARTER:
        return None
    try:
        return _quarter(value)
    except ValueError as error:
        raise ValueError(f"{error}; next is the quarter after today's") from None


def _by_year(value: Any) -> Any:
    """One number stands for the same budget every year."""
    return value if isinstance(value, dict) else {EVERY_YEAR: value}


def _by_quarter(value: Any) -> Any:
    """One number stands for the same capacity in every quarter."""
    return value if isinstance(value, dict) else {EVERY_QUARTER: value}


def _quarter_or_none(value: Any) -> Quarter | None:
    return None if value is None else _quarter(value)


WrittenQuarter = Annotated[Quarter, BeforeValidator(_quarter)]
QuarterOrNone = Annotated[Quarter | None, BeforeValidator(_quarter_or_none)]


class RuleEntry(FileModel):
    """What is decided about one initiative."""

    excluded: bool = Field(False, description="Keep it out of the plan.")
    must: bool = Field(False, description="Put it into the plan.")
    start: QuarterOrNone = Field(None, description="Lock it to this quarter.")
    not_before: QuarterOrNone = Field(None, description="The first quarter it may start in.")
    done_by: QuarterOrNone = Field(None, description="The last quarter it may end in.")


class ScenarioFile(FileModel):
    """What a plan has to live with."""

    model_config = ConfigDict(title="Headway scenario")

    format: Format = Field(description="The format of this file.")
    name: Line = Field(description="The name people see.")
    start: Annotated[Quarter | None, BeforeValidator(_quarter_or_next)] = Field(
        description="The first quarter, such as 2027 Q1, or next."
    )
    end: Annotated[Quarter, BeforeValidator(_quarter)] = Field(
        Quarter(2030, 4), description="The last quarter; 2030 Q4 unless given."
    )
    targets: dict[str, LevelNumber] = Field(
        {}, description="The level wanted of each capability; all stands for every other one."
    )
    budget: Annotated[dict[str, Amount], BeforeValidator(_by_year)] = Field(
        {}, description="Thousands for each calendar year, or one number for every year."
    )
    estimate: EstimatePoint = Field("likely", description="Which end of the estimates to use.")
    currency: Currency = Field("EUR", description="The currency of the budget.")
    due: dict[str, WrittenQuarter] = Field(
        {}, description="The quarter by whose end a target is wanted, where it is not the end."
    )
    firm: list[Id] = Field([], description="The capabilities whose targets have to be met.")
    capacity: dict[Id, Annotated[dict[str, Amount], BeforeValidator(_by_quarter)]] = Field(
        {}, description="Person-months a quarter by role; by quarter where they change."
    )
    change_limit: dict[Id, Amount] = Field(
        {}, description="The most points of change a quarter by business unit."
    )
    rules: dict[Id, RuleEntry] = Field({}, description="What is decided about initiatives.")
    aims: list[AimName] = Field(list(AIMS), description="What counts most, first to last.")
    discount: Annotated[float, Field(ge=0, le=1)] = Field(
        0.08, description="What money a year later is worth less, as a share."
    )


def load_scenario(path: Path | str, framework: Framework, today: date | None = None) -> Scenario:
    """Read a scenario file and check it against a framework; see `read_scenario`."""
    return read_scenario(content_of(path), str(path), framework, today)


def read_scenario(
    content: bytes, name: str, framework: Framework, today: date | None = None
) -> Scenario:
    """Read the content of a scenario file; `name` stands in the places of problems.

    `start: next` is the quarter after the one of `today` (the machine's date unless given).
    Raises InvalidInput with every problem found, in the file or against the framework.
    """
    document = scan_file(content, name, FORMAT)
    findings = Findings(document)
    file = fit(ScenarioFile, document, findings)
    _check_targets(document, framework, findings)
    _check_years(document, findings)
    _check_people(document, findings)
    start = (file and file.start) or Quarter.of(today or date.today()).plus(1)
    if file and start > file.end:
        message = f"the plan would end before it starts in {start}; give a later quarter"
        findings.at(("end",), message)
    return _scenario(findings.accept(file), start, framework)


def _check_targets(document: Document, framework: Framework, findings: Findings) -> None:
    root = Node.root(document)
    known = [capability.id for capability in framework.capabilities()]
    lowest, highest = framework.levels[0].number, framework.levels[-1].number
    for key in ("due", "firm"):
        named = [node for _, node in root.entries(key)] or root.items(key)
        for node in named:
            check_known(node, "capability", known, findings, at_key=key == "due")
    for name, target in root.entries("targets"):
        check_known(target, "capability", [EVERY_CAPABILITY, *known], findings, at_key=True)
        level = root["targets"].whole(name)
        if level is not None and not lowest <= level <= highest:
            message = f"there is no level {level}; the levels are {lowest} to {highest}"
            findings.at(target.path, message)


def _check_years(document: Document, findings: Findings) -> None:
    for year, amount in Node.root(document).entries("budget"):
        if not re.fullmatch("20[0-9]{2}", year):
            findings.at_key(amount.path, f"a year such as 2027 was expected, found {shown(year)}")


def _check_people(document: Document, findings: Findings) -> None:
    root = Node.root(document)
    for role, amounts in root.entries("capacity"):
        for quarter, amount in root["capacity"].entries(role):
            try:
                Quarter.parse(quarter)
            except ValueError as error:
                findings.at_key(amount.path, str(error))
        if amounts.value == {}:
            findings.at(amounts.path, "person-months a quarter were expected, found nothing")


def _scenario(file: ScenarioFile, start: Quarter, framework: Framework) -> Scenario:
    targets = dict(file.targets)
    for_others = targets.pop(EVERY_CAPABILITY, None)
    if for_others is not None:
        everyone = {capability.id: for_others for capability in framework.capabilities()}
        targets = everyone | targets
    return Scenario(
        name=file.name,
        start=start,
        end=file.end,
        targets=targets,
        budget=_budget(file.budget, start, file.end),
        estimate=file.estimate,
        currency=file.currency,
        due=file.due,
        firm=tuple(file.firm),
        capacity=tuple(_capacities(file)),
        change_limit=file.change_limit,
        rules={name: Rule(**dict(rule)) for name, rule in file.rules.items()},
        aims=tuple(file.aims),
        discount=file.discount,
    )


def _capacities(file: ScenarioFile) -> Iterator[Capacity]:
    for role, amounts in file.capacity.items():
        for quarter, amount in amounts.items():
            since = None if quarter == EVERY_QUARTER else Quarter.parse(quarter)
            yield Capacity(role, amount, since)


def _budget(amounts: dict[str, float], start: Quarter, end: Quarter) -> dict[int, float]:
    if EVERY_YEAR in amounts:
        return dict.fromkeys(range(start.year, end.year + 1), amounts[EVERY_YEAR])
    return {int(year): amount for year, amount in amounts.items()}
