"""Figures relative to a target: how much of the way is done, and which gap matters most.

After the relative scores of OWASP SAMM and the gap priority of its tool SAMMY.
"""

from collections.abc import Sequence


def percent_to_target(current: Sequence[float], target: Sequence[float]) -> float:
    """The share of all targets that is reached, 0 to 1: 1 - sum of gaps / sum of targets.

    What is above its target never makes up for what is below. Both sequences go by the same
    items; without any target it is 1.
    """
    gaps = sum(max(0.0, aim - now) for now, aim in zip(current, target, strict=True))
    wanted = sum(target)
    return 1.0 - gaps / wanted if wanted else 1.0


def progress_to_date(baseline: float, current: float, target: float) -> float:
    """The share of the way from the baseline to the target; 1 where there was no way to go."""
    way = target - baseline
    return (current - baseline) / way if way else 1.0


def gap_priority(current: float, target: float, highest: float) -> tuple[float, int, str]:
    """Weight, weight in percent of the largest possible, and High, Medium, Low or None.

    The weight is (1 + target - current) squared, less 1: a large gap counts more than two small
    ones. High is at least half of the largest possible weight, Medium a quarter.
    """
    weight = max(0.0, (1 + target - current) ** 2 - 1) if target > current else 0.0
    largest = (1 + highest) ** 2 - 1
    scaled = round(100 * weight / largest)
    for least, name in ((largest / 2, "High"), (largest / 4, "Medium")):
        if weight >= least:
            return weight, scaled, name
    return weight, scaled, "Low" if weight > 0 else "None"
