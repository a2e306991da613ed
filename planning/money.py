"""Money by year, exact: whole thousands, spread over quarters, the rest in the last one."""

from collections.abc import Mapping

from domain.planning import EstimatePoint, Initiative
from domain.quarters import Quarter


def quarters_of_work(initiative: Initiative, point: EstimatePoint) -> int:
    """How many quarters the work takes at this end of the estimate, at least one."""
    return max(1, round(initiative.duration.at(point)))


def one_off_by_year(initiative: Initiative, start: Quarter, point: EstimatePoint) -> dict[int, int]:
    """The one-off cost in thousands, spread evenly over the quarters of work."""
    length = quarters_of_work(initiative, point)
    total = round(initiative.cost.at(point))
    by_year: dict[int, int] = {}
    for index in range(length):
        share = total // length + (total % length if index == length - 1 else 0)
        year = start.plus(index).year
        by_year[year] = by_year.get(year, 0) + share
    return by_year


def running_by_year(
    initiative: Initiative, start: Quarter, last: Quarter, point: EstimatePoint
) -> dict[int, int]:
    """The running cost in thousands, from the quarter after completion to the last one.

    A full year costs the yearly amount; each quarter takes its part of it.
    """
    yearly = round(initiative.run_cost.at(point))
    first = start.plus(quarters_of_work(initiative, point))
    by_year: dict[int, int] = {}
    for quarter in first.until(last):
        share = yearly * quarter.number // 4 - yearly * (quarter.number - 1) // 4
        by_year[quarter.year] = by_year.get(quarter.year, 0) + share
    return by_year


def together(*parts: Mapping[int, int]) -> dict[int, int]:
    """Amounts by year added up."""
    years = sorted({year for part in parts for year in part})
    return {year: sum(part.get(year, 0) for part in parts) for year in years}
