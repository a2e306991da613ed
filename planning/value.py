"""What a plan is worth: benefits against costs, year by year, without counting anything twice.

Benefits of evidence grade D, opinions, are shown and never part of a total that somebody decides
on. All money is in thousands. The conventions are those of docs/value.md.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import ceil

from domain.planning import (
    OPINION,
    Benefit,
    BenefitCase,
    DoubleCount,
    EstimatePoint,
    Grade,
    Register,
    Roadmap,
    ValueCase,
    ValueYear,
)
from domain.quarters import Quarter

_QUARTERS_A_YEAR = 4
PAYBACK_LIMIT = 20
"""Years after the plan's end: nobody can promise that a benefit goes on for longer."""
CENTRE = "centre"
"""Who bears the cost of an initiative that changes no unit in particular."""


def attributed(
    register: Register, point: EstimatePoint, coming: Collection[str] | None = None
) -> dict[str, float]:
    """Thousands a year of each benefit: its own share, as far as its pool has it.

    Where a pool is short, benefits with evidence come before opinions, and those of one kind are
    cut in proportion. `coming` are the ids of the benefits that come about; the others claim
    nothing. All of them, unless given.
    """
    known = [b for b in register.benefits if coming is None or b.id in coming]
    worth = {b.id: b.yearly.at(point) * b.share for b in register.benefits}
    for pool in register.pools:
        left = pool.yearly
        for opinions in (False, True):
            claims = [b.id for b in known if b.pool == pool.id and (b.grade == OPINION) == opinions]
            claimed = sum(worth[name] for name in claims)
            part = min(1.0, left / claimed) if claimed else 1.0
            worth |= {name: worth[name] * part for name in claims}
            left -= claimed * part
    return worth


def double_counts(register: Register, point: EstimatePoint) -> tuple[DoubleCount, ...]:
    """The pools from which benefits claim more than there is."""
    found = []
    for pool in register.pools:
        claims = [b for b in register.benefits if b.pool == pool.id]
        claimed = sum(b.yearly.at(point) * b.share for b in claims)
        if claimed > pool.yearly:
            names = tuple(b.id for b in claims)
            found.append(DoubleCount(pool.id, pool.name, claimed, pool.yearly, names))
    return tuple(found)


def stream(yearly: float, ready: Quarter, ramp: int, last: Quarter) -> dict[int, float]:
    """A benefit by calendar year, from the quarter `ready` to `last`.

    A quarter has a fourth of the year; with a ramp of r quarters the first one has 1 / (r + 1)
    of that, the next one 2 / (r + 1), until all of it is there.
    """
    by_year: dict[int, float] = {}
    for index, quarter in enumerate(ready.until(last)):
        part = min(1.0, (index + 1) / (ramp + 1))
        by_year[quarter.year] = by_year.get(quarter.year, 0.0) + yearly / _QUARTERS_A_YEAR * part
    return by_year


def present_value(by_year: Mapping[int, float], first_year: int, rate: float) -> float:
    """Worth today: money of the first year in full, of each later one divided by 1 + rate again."""
    return sum(amount / (1 + rate) ** (year - first_year) for year, amount in by_year.items())


def value_case(roadmap: Roadmap, point: EstimatePoint | None = None) -> ValueCase:
    """What a plan is worth, with benefits at one point of their estimates.

    Costs are those of the plan, at the point that it was made with.
    """
    scenario, register = roadmap.scenario, roadmap.register
    at = point or scenario.estimate
    cases, years, steady = _at(roadmap, at)
    first = scenario.start.year
    opinions = {y.year: y.by_grade.get(OPINION, 0.0) for y in years}
    return ValueCase(
        benefits=cases,
        years=years,
        double=double_counts(register, at),
        net_present_value=present_value({y.year: y.net for y in years}, first, scenario.discount),
        opinion=present_value(opinions, first, scenario.discount),
        steady=steady,
        payback=payback(years, steady),
        payback_range=(payback(*_at(roadmap, "high")[1:]), payback(*_at(roadmap, "low")[1:])),
        cost_by_unit=_cost_by_unit(roadmap),
        benefit_by_unit=_benefit_by_unit(cases),
    )


def _at(
    roadmap: Roadmap, point: EstimatePoint
) -> tuple[tuple[BenefitCase, ...], tuple[ValueYear, ...], float]:
    """Benefits and years with benefits at one point of their estimates, and what goes on after."""
    register = roadmap.register
    coming = {b.id for b in register.benefits if not _missing(roadmap, b)}
    worth = attributed(register, point, coming)
    cases = tuple(_case(roadmap, benefit, worth[benefit.id]) for benefit in register.benefits)
    years = tuple(_year(year.year, cases, year.total) for year in roadmap.years)
    return cases, years, _steady(roadmap, cases)


def payback(years: Sequence[ValueYear], steady: float) -> int | None:
    """The first year by whose end everything spent so far has come back, and stays so.

    None when that is never, or more than `PAYBACK_LIMIT` years after the plan.
    """
    balance, paid = 0.0, None
    for year in years:
        balance += year.net
        if balance < 0:
            paid = None
        elif paid is None and year.benefit > 0:
            paid = year.year
    if paid is None and steady > 0 and years:
        later = ceil(-balance / steady)
        return years[-1].year + later if later <= PAYBACK_LIMIT else None
    return paid


def _steady(roadmap: Roadmap, cases: Iterable[BenefitCase]) -> float:
    point = roadmap.scenario.estimate
    benefits = sum(c.yearly for c in cases if c.by_year and c.benefit.grade != OPINION)
    return benefits - sum(p.initiative.run_cost.at(point) for p in roadmap.placements)


def _cost_by_unit(roadmap: Roadmap) -> dict[str, float]:
    """All money of the plan by business unit: who is changed by an initiative bears its cost.

    An initiative's cost is shared in proportion to the change that it asks of each unit.
    """
    found: dict[str, float] = {}
    for placement in roadmap.placements:
        total = sum(placement.cost_by_year.values())
        change = placement.initiative.change or {CENTRE: 1.0}
        for unit, load in change.items():
            found[unit] = found.get(unit, 0.0) + total * load / sum(change.values())
    return found


def _benefit_by_unit(cases: Iterable[BenefitCase]) -> dict[str, float]:
    """Benefits with evidence by business unit, all years, as their owners share them."""
    found: dict[str, float] = {}
    for each in cases:
        if each.benefit.grade != OPINION:
            for unit, share in (each.benefit.units or {CENTRE: 1.0}).items():
                found[unit] = found.get(unit, 0.0) + each.total * share
    return found


def _case(roadmap: Roadmap, benefit: Benefit, yearly: float) -> BenefitCase:
    ends = {placement.initiative.id: placement.end for placement in roadmap.placements}
    missing = _missing(roadmap, benefit)
    if missing:
        return BenefitCase(benefit, yearly, None, {}, missing)
    waits = [ends[name].plus(1) for name in benefit.needs if name in ends]
    ready = max([roadmap.scenario.start, *waits])
    if ready > roadmap.scenario.end:
        return BenefitCase(benefit, yearly, ready, {})
    return BenefitCase(
        benefit, yearly, ready, stream(yearly, ready, benefit.ramp, roadmap.scenario.end)
    )


def _missing(roadmap: Roadmap, benefit: Benefit) -> tuple[str, ...]:
    there = {placement.initiative.id for placement in roadmap.placements} | set(roadmap.done)
    return tuple(name for name in benefit.needs if name not in there)


def _year(year: int, cases: Iterable[BenefitCase], cost: float) -> ValueYear:
    by_grade: dict[Grade, float] = {}
    for case in cases:
        amount = case.by_year.get(year, 0.0)
        by_grade[case.benefit.grade] = by_grade.get(case.benefit.grade, 0.0) + amount
    return ValueYear(year, by_grade, cost)
