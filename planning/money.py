"""Money by year, exact: whole thousands, in equal parts, the remainder in the last part."""

import math
from collections.abc import Iterable, Mapping

from domain.planning import EstimatePoint, Initiative
from domain.quarters import Quarter

_QUARTERS_A_YEAR = 4


def quarters_of_work(initiative: Initiative, point: EstimatePoint) -> int:
    """How many quarters the work takes at this point of the estimate; a part counts as one."""
    return max(1, math.ceil(initiative.duration.at(point)))


def one_off_by_year(
    initiative: Initiative, start: Quarter, point: EstimatePoint, length: int, paid: float = 0.0
) -> dict[int, int]:
    """The one-off cost in thousands, less what is paid, evenly over `length` quarters of work."""
    left = max(0, _whole(initiative.cost.at(point) - paid))
    shares = _spread(left, length)
    return _by_year((start.plus(index), share) for index, share in enumerate(shares))


def running_by_year(
    initiative: Initiative, first: Quarter, last: Quarter, point: EstimatePoint
) -> dict[int, int]:
    """The running cost in thousands, from `first`, the quarter after completion, to `last`.

    A full calendar year costs exactly the yearly amount.
    """
    shares = _spread(_whole(initiative.run_cost.at(point)), _QUARTERS_A_YEAR)
    return _by_year((quarter, shares[quarter.number - 1]) for quarter in first.until(last))


def together(*parts: Mapping[int, int]) -> dict[int, int]:
    """Amounts by year added up."""
    years = sorted({year for part in parts for year in part})
    return {year: sum(part.get(year, 0) for part in parts) for year in years}


def _whole(amount: float) -> int:
    return math.floor(amount + 0.5)


def _spread(total: int, parts: int) -> list[int]:
    share, remainder = divmod(total, parts)
    return [share] * (parts - 1) + [share + remainder]


def _by_year(amounts: Iterable[tuple[Quarter, int]]) -> dict[int, int]:
    by_year: dict[int, int] = {}
    for quarter, amount in amounts:
        by_year[quarter.year] = by_year.get(quarter.year, 0) + amount
    return by_year
