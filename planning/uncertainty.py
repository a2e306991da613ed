"""How sure a plan is: ten thousand futures of the same plan, drawn with a seed.

In every run each duration, cost and benefit is drawn from the triangular distribution of its
three points, and each of today's levels from its worst to its best case. An initiative starts
when the plan says, or later if what it waits for is late; nothing starts earlier. The method
is in docs/planning.md, "How sure it is".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.framework import Framework
from domain.planning import (
    OPINION,
    Actual,
    Band,
    Catalogue,
    Driver,
    DriverKind,
    DriverResult,
    Estimate,
    Placement,
    Roadmap,
    Uncertainty,
)
from domain.quarters import Quarter
from domain.scorecard import NodeResult, Scorecard
from planning.building import Draft, project_of
from planning.gaps import level_to_plan_from
from planning.roadmap import make_draft

Array = npt.NDArray[np.float64]

RUNS = 10_000
SEED = 2030
_SHARED = 0.5
"""How often an estimate follows the luck that all of them share in a run: whoever is late once
is often late again. Two estimates then correlate by its square, a quarter."""
_NEVER = np.inf
_STRONGEST = 8
_WEAKEST = 0.05
"""Below this a correlation of ten thousand runs is hardly more than chance."""
_PERCENTILES = (10, 50, 90)


def uncertainty(
    framework: Framework,
    scorecard: Scorecard,
    catalogue: Catalogue,
    roadmap: Roadmap,
    actuals: Iterable[Actual] = (),
    runs: int = RUNS,
    seed: int = SEED,
) -> Uncertainty:
    """What becomes of a plan under the uncertainty of its estimates and of today's levels.

    The same seed gives the same runs. Money and people are not weighed anew when work is late.
    Raises InvalidInput as `make_roadmap` does.
    """
    draft = make_draft(framework, scorecard, catalogue, roadmap.scenario, tuple(actuals))
    luck = _Luck(np.random.default_rng(seed), runs)
    futures = _Futures(draft, roadmap, luck)
    today = {
        node.id: luck.level(*_today(draft, node), node.name)
        for node in scorecard.capabilities
        if node.id in draft.levels
    }
    reached = futures.reached(today)
    years = range(draft.scenario.start.year, draft.scenario.end.year + 1)
    by_year = {year: _levels_by(draft, reached, today, year) for year in years}
    met = _met(draft, reached)
    costs = futures.cost_by_year()
    results: dict[DriverResult, Array] = {
        "targets": sum(met.values(), np.zeros(runs)),
        "cost": sum(costs.values(), np.zeros(runs)),
        "value": futures.benefit() - _discounted(costs, draft),
    }
    return Uncertainty(
        runs=runs,
        seed=seed,
        levels={y: {c: _band(found) for c, found in by_year[y].items()} for y in years},
        mean_level={year: _band(_mean(framework, by_year[year])) for year in years},
        targets_met=_band(results["targets"]),
        chances={capability: float(found.mean()) for capability, found in met.items()},
        cost=_band(results["cost"]),
        cost_by_year={year: _band(found) for year, found in costs.items()},
        value=_band(results["value"]),
        drivers=tuple(_drivers(luck.drawn, results)),
    )


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One assumption in every run, and in which of them it had its own luck."""

    name: str
    what: DriverKind
    values: Array
    own: Array


class _Luck:
    """Draws for all runs, and a record of them."""

    def __init__(self, random: np.random.Generator, runs: int) -> None:
        self.random, self.runs = random, runs
        self.shared = random.random(runs)
        self.drawn: list[_Drawn] = []

    def estimate(self, estimate: Estimate, name: str, what: DriverKind) -> Array:
        """A three-point estimate in every run, from its triangular distribution."""
        own, follows = self.random.random(self.runs), self.random.random(self.runs) < _SHARED
        low, likely, high = estimate.low, estimate.likely, estimate.high
        if high <= low:
            return np.full(self.runs, low)
        share = np.where(follows, self.shared, own)
        peak, width = (likely - low) / (high - low), high - low
        rising = low + width * np.sqrt(share * peak)
        falling = high - width * np.sqrt((1 - share) * (1 - peak))
        values = np.where(share < peak, rising, falling)
        self.drawn.append(_Drawn(name, what, values, np.where(follows, 0.0, 1.0)))
        return values

    def level(self, worst: int, best: int, name: str) -> Array:
        """A level of today in every run: each one from worst to best case equally likely."""
        values = self.random.integers(worst, best + 1, self.runs).astype(float)
        if best > worst:
            self.drawn.append(_Drawn(name, "level today", values, np.ones(self.runs)))
        return values


class _Futures:
    """Every run of a plan: when each initiative starts and ends, and what that costs and brings.

    Periods are quarters from the plan's start; `ends` is the first one after the work.
    """

    def __init__(self, draft: Draft, roadmap: Roadmap, luck: _Luck) -> None:
        self.draft, self.roadmap, self.luck = draft, roadmap, luck
        self.placements = {p.initiative.id: p for p in roadmap.placements}
        project = project_of(draft)
        self.milestones = project.milestones
        self.activities = {activity.id: activity for activity in project.activities}
        self.starts: dict[str, Array] = {}
        self.ends: dict[str, Array] = {}
        # In the order of the plan whatever is waited for comes before what waits for it.
        for placement in sorted(roadmap.placements, key=lambda p: p.start):
            self._run(placement)

    def _run(self, placement: Placement) -> None:
        initiative, luck = placement.initiative, self.luck
        work = luck.estimate(initiative.duration, initiative.name, "duration")
        if initiative.id in self.draft.under_way:
            work = work - initiative.duration.likely + self.draft.length(initiative)
        begin = np.full(luck.runs, float(self.draft.index(placement.start)))
        for group in self._awaited(placement):
            begin = np.maximum(begin, np.minimum.reduce([self.ends[name] for name in group]))
        self.starts[initiative.id] = begin
        self.ends[initiative.id] = begin + np.maximum(1.0, np.floor(work + 0.5))

    def _awaited(self, placement: Placement) -> Iterator[list[str]]:
        """What it waits for in the plan: of each group, the first to be over counts."""
        activity = self.activities[placement.initiative.id]
        named: list[tuple[str, ...]] = [(name,) for name in activity.after]
        groups = [*named, *(group for m in activity.needs for group in self.milestones[m])]
        for group in groups:
            ahead = [n for n in group if n in self.ends and self._over(n, placement)]
            if ahead:
                yield ahead

    def _over(self, name: str, placement: Placement) -> bool:
        return self.placements[name].end < placement.start

    def reached(self, today: Mapping[str, Array]) -> dict[tuple[str, int], Array]:
        """Before which period each capability is at each level, in every run.

        A lift counts only from the level it starts at; where the level of today is lower than
        was thought, it waits for it.
        """
        found: dict[tuple[str, int], Array] = {}
        for capability, level_today in today.items():
            for level in (each.number for each in self.draft.framework.levels):
                brought = [
                    np.maximum(self.ends[name], found.get((capability, lift.from_level), 0.0))
                    for name, placement in self.placements.items()
                    for lift in placement.initiative.lifts
                    if lift.capability == capability and lift.from_level < level <= lift.to_level
                ]
                never = np.full(self.luck.runs, _NEVER)
                first = np.minimum.reduce([never, *brought])
                found[capability, level] = np.where(level_today >= level, 0.0, first)
        return found

    def cost_by_year(self) -> dict[int, Array]:
        """Thousands by calendar year in every run, one-off and running."""
        scenario, luck = self.draft.scenario, self.luck
        years = {q.year: np.zeros(luck.runs) for q in scenario.start.until(scenario.end)}
        for name, placement in self.placements.items():
            initiative = placement.initiative
            one_off = luck.estimate(initiative.cost, initiative.name, "cost")
            one_off = np.maximum(0.0, one_off - self.draft.paid.get(name, 0.0))
            running = luck.estimate(initiative.run_cost, initiative.name, "running cost")
            a_quarter = one_off / (self.ends[name] - self.starts[name])
            for period, quarter in enumerate(scenario.start.until(scenario.end)):
                at_work = (self.starts[name] <= period) & (period < self.ends[name])
                after = period >= self.ends[name]
                years[quarter.year] += at_work * a_quarter + after * running / 4
        return years

    def benefit(self) -> Array:
        """The present value of the benefits with evidence in every run, in thousands."""
        register, scenario = self.roadmap.register, self.draft.scenario
        coming = [b for b in register.benefits if b.grade != OPINION and self._has(b.needs)]
        yearly = {b.id: self.luck.estimate(b.yearly, b.name, "benefit") * b.share for b in coming}
        for pool in register.pools:
            claims = [b.id for b in coming if b.pool == pool.id]
            claimed = sum((yearly[name] for name in claims), np.zeros(self.luck.runs))
            part = pool.yearly / np.maximum(claimed, pool.yearly) if pool.yearly else 0.0
            yearly |= {name: yearly[name] * part for name in claims}
        total = np.zeros(self.luck.runs)
        for benefit in coming:
            ready = np.maximum.reduce(
                [np.zeros(self.luck.runs), *(self.ends[n] for n in benefit.needs if n in self.ends)]
            )
            for period, quarter in enumerate(scenario.start.until(scenario.end)):
                part = np.clip((period - ready + 1) / (benefit.ramp + 1), 0.0, 1.0)
                amount = yearly[benefit.id] / 4 * part
                total += amount / (1 + scenario.discount) ** (quarter.year - scenario.start.year)
        return total

    def _has(self, needs: Sequence[str]) -> bool:
        return all(name in self.ends or name in self.roadmap.done for name in needs)


def _today(draft: Draft, node: NodeResult) -> tuple[int, int]:
    """Worst and best case of a capability today; what is done already lifts both."""
    assessed = level_to_plan_from(node, draft.framework.levels[0].number)
    worst = assessed if node.worst is None else node.worst
    best = draft.framework.levels[-1].number if node.best is None else node.best
    lifted = draft.levels[node.id] - assessed
    return worst + lifted, min(best + lifted, draft.framework.levels[-1].number)


def _levels_by(
    draft: Draft, reached: Mapping[tuple[str, int], Array], today: Mapping[str, Array], year: int
) -> dict[str, Array]:
    """The level of each capability at the end of a year, in every run."""
    last = draft.index(min(Quarter(year, 4), draft.scenario.end))
    levels = [each.number for each in draft.framework.levels]
    found = {}
    for capability, lowest in today.items():
        at = lowest
        for level in levels:
            at = np.where(reached[capability, level] <= last + 1, np.maximum(at, level), at)
        found[capability] = at
    return found


def _met(draft: Draft, reached: Mapping[tuple[str, int], Array]) -> dict[str, Array]:
    """Whether each target is met by its date, 1 or 0, in every run."""
    return {
        gap.capability: (
            reached[gap.capability, gap.target] <= draft.index(gap.due or draft.scenario.end) + 1
        ).astype(float)
        for gap in draft.gaps
    }


def _mean(framework: Framework, levels: Mapping[str, Array]) -> Array:
    weights = {c.id: c.weight for c in framework.capabilities() if c.id in levels}
    parts = [levels[name] * weight for name, weight in weights.items()]
    return np.sum(parts, axis=0) / sum(weights.values())


def _discounted(by_year: Mapping[int, Array], draft: Draft) -> Array:
    scenario = draft.scenario
    parts = [v / (1 + scenario.discount) ** (y - scenario.start.year) for y, v in by_year.items()]
    return np.sum(parts, axis=0)


def _band(values: Array) -> Band:
    low, middle, high = np.percentile(values, _PERCENTILES, method="inverted_cdf")
    return Band(float(low), float(middle), float(high))


def _drivers(drawn: Sequence[_Drawn], results: Mapping[DriverResult, Array]) -> Iterator[Driver]:
    """The assumptions whose ranks go most with those of each result (Spearman, 1904).

    Only the runs in which an assumption has its own luck count for it: in the others it would
    be given what the luck that all of them share has done.
    """
    if not drawn:
        return
    ranks = np.column_stack([_ranks(each.values) for each in drawn])
    own = np.column_stack([each.own for each in drawn]).astype(float)
    for result, values in results.items():
        strengths = _correlations(ranks, _ranks(values)[:, None], own)
        for index in np.argsort(-np.abs(strengths), kind="stable")[:_STRONGEST]:
            if abs(strengths[index]) >= _WEAKEST:
                found = drawn[index]
                yield Driver(found.name, found.what, result, float(strengths[index]))


def _ranks(values: Array) -> Array:
    """From 0 on, ties with the mean of their ranks."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    ranks: Array = (last - (count + 1) / 2)[place]
    return ranks


def _correlations(columns: Array, result: Array, counts: Array) -> Array:
    """Pearson's correlation of each column with a result, over the rows that count for it."""
    number = counts.sum(axis=0)
    x = (columns - (columns * counts).sum(axis=0) / number) * counts
    y = (result - (result * counts).sum(axis=0) / number) * counts
    spread = np.sqrt((x**2).sum(axis=0) * (y**2).sum(axis=0))
    found: Array = (x * y).sum(axis=0) / np.where(spread == 0, 1.0, spread)
    return found
