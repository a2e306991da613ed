"""The planner: how fast, how near to the best, and beside what else could do its work.

Every row says what was measured, the aim where there is one, and what stands beside it in the
same run. Seconds are those of this machine; nothing is asserted.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from graphlib import TopologicalSorter
from itertools import islice, product
from math import ceil, inf
from pathlib import Path
from random import Random
from statistics import fmean, median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
import yaml
from ortools.linear_solver.python import model_builder

import engagements
import planning
from domain.framework import Capability, Framework
from domain.planning import (
    OPINION,
    AimReached,
    Capacity,
    Catalogue,
    Compared,
    Estimate,
    Initiative,
    Roadmap,
    Rule,
    Scenario,
)
from domain.project import Activity, Aim, Project, Starts
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from planning import Step, make_roadmap
from planning.building import SCALE, aims_of, project_of
from planning.greedy import first_plan
from planning.priority import priorities
from planning.project import points, violations
from planning.roadmap import make_draft
from planning.solver import Solution, solve
from storage.database import open_database
from storage.migrate import migrate
from storage.psplib_files import load_psplib
from tests.planning.building import at_levels, catalogue_of, framework_of, work

Result = TypeVar("Result")
PSPLIB = Path(__file__).resolve().parents[1] / "tests" / "planning" / "psplib"
END = Quarter(2030, 4)
STARTS = {16: Quarter(2027, 1), 17: Quarter(2026, 4)}
SHARE = 0.8
"""Of what the plan would cost without a limit, as in the proposal of a new engagement."""
NEAR = 0.03
MIP_SECONDS = 20.0
ENGINES = ("scip", "highs")
HINTED = ("scip",)
"""Who may be told the last plan: HiGHS as built into OR-Tools 9.15 crashes when it is."""
SCHEDULING_SECONDS = 10.0
SCHEDULING_EFFORT = 7.0
"""The solver's own seconds that take a little more than ten of two cores on these instances."""


def seconds(run: Callable[[], object], runs: int = 5) -> float:
    """The median time of some runs, after one that is not counted."""
    run()
    return median(timed(run)[0] for _ in range(runs))


def timed(run: Callable[[], Result]) -> tuple[float, Result]:
    """How long one run takes, and what comes out."""
    begin = perf_counter()
    result = run()
    return perf_counter() - begin, result


def heading(text: str) -> None:
    """Begin a part of the table."""
    print(f"\n{text}\n{'':4}{'what':50} {'measured':>14} {'aim':>7}  beside it", flush=True)


def row(what: str, measured: str, aim: str = "", beside: str = "") -> None:
    """One line of the table, at once: the rows are the progress, too."""
    print(f"{'':4}{what:50} {measured:>14} {aim:>7}  {beside}".rstrip(), flush=True)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a plan is made from."""

    framework: Framework
    card: Scorecard
    catalogue: Catalogue
    scenario: Scenario

    def plan(self, **others: Any) -> Roadmap:
        """The plan for the scenario."""
        return make_roadmap(self.framework, self.card, self.catalogue, self.scenario, **others)

    def under(self, **changes: Any) -> "Case":
        """The same with another scenario."""
        return replace(self, scenario=replace(self.scenario, **changes))

    def project(self) -> tuple[Project, tuple[Aim, ...], Starts]:
        """The problem in whole numbers, with its aims and the first plan."""
        draft = make_draft(self.framework, self.card, self.catalogue, self.scenario)
        project = project_of(draft)
        order = priorities(self.framework, draft.gaps, draft.selection)
        return project, aims_of(draft, project), first_plan(project, order)


class Watched:
    """Every better plan with the time at which it was found."""

    def __init__(self) -> None:
        self.begin = perf_counter()
        self.steps: list[tuple[float, Step]] = []

    def __call__(self, step: Step) -> bool:
        """Note a step and go on."""
        self.steps.append((perf_counter() - self.begin, step))
        return True

    def near(self, reached: AimReached) -> float:
        """When the search first had an aim within 3 % of what the last plan has of it."""
        found = [(at, step.value) for at, step in self.steps if step.aim == reached.aim]
        best = reached.value * SCALE[reached.aim]
        return min((at for at, v in found if v >= best - NEAR * abs(best)), default=inf)


# The shipped catalogue


def shipped(quarters: int) -> Case:
    """The example's answers and the shipped catalogue, with the proposal for so many quarters.

    It is `engagements.proposed_scenario`, whatever day it is today.
    """
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/headway.db")
        migrate(database)
        name = engagements.create_example(database)
        framework = engagements.framework_of(database, name)
        card = engagements.score_engagement(database, name)
        catalogue = engagements.planning_catalogue(database, name)
        database.close()
    targets = planning.propose_targets(framework, card)
    scenario = Scenario("Proposal", STARTS[quarters], END, targets, currency=catalogue.currency)
    return with_budget(Case(framework, card, catalogue, scenario), SHARE)


def with_budget(case: Case, share: float) -> Case:
    """Each year gets its part of a share of what the first plan costs without a limit."""
    free = case.under(budget={})
    cost = sum(year.total for year in free.plan(effort=0).years)
    quarters = [q.year for q in case.scenario.start.until(case.scenario.end)]
    a_quarter = share * cost / len(quarters)
    return case.under(
        budget={y: ceil(a_quarter * quarters.count(y) / 100) * 100.0 for y in set(quarters)}
    )


def shipped_cases() -> Iterator[tuple[str, Case]]:
    """Both horizons, the proposal, half of its money, and level 5 everywhere."""
    for quarters in STARTS:
        case = shipped(quarters)
        yield f"{quarters} quarters, 80 % of the money", case
        yield f"{quarters} quarters, half of that", half(case)
        highest = dict.fromkeys(case.scenario.targets, 5)
        yield f"{quarters} quarters, 80 %, level 5 everywhere", case.under(targets=highest)
    yield "17 quarters, half, level 5 everywhere", half(case).under(targets=highest)


def half(case: Case) -> Case:
    """With half of the money in every year."""
    return case.under(budget={y: money / 2 for y, money in case.scenario.budget.items()})


def of_shipped() -> None:
    """First plan, near the best, and proof."""
    heading("1. The shipped catalogue, 45 initiatives, example answers")
    for name, case in shipped_cases():
        first, at_once = case.plan(effort=0), seconds(partial(case.plan, effort=0))
        watched = Watched()
        taken, best = timed(partial(case.plan, watch=watched))
        row(f"{name}: first plan", f"{at_once:.3f} s", "0.5 s", of_best(first, best))
        near = {aim.aim: watched.near(aim) for aim in best.aims}
        each = ", ".join(f"{aim} {at:.2f} s" for aim, at in near.items())
        row("  within 3 % of the best in every aim", f"{max(near.values()):.2f} s", "3 s", each)
        row("  " + proof(best), f"{taken:.2f} s", "20 s", in_aims(best))


def of_best(plan: Roadmap, best: Roadmap) -> str:
    """What one plan reaches of each aim beside what the other does, with the ratio."""
    return ", ".join(
        f"{one.aim} {one.value:,.0f} of {other.value:,.0f}{ratio(one.value, other.value)}"
        for one, other in zip(plan.aims, best.aims, strict=True)
    )


def ratio(value: float, best: float) -> str:
    """A ratio where it says something: below 0 it does not."""
    return f" ({value / best:.3f})" if value > 0 and best > 0 else ""


def proof(plan: Roadmap) -> str:
    """Whether the plan is proved best."""
    return "proved best" if all(aim.proved for aim in plan.aims) else "stopped, not proved"


def in_aims(plan: Roadmap) -> str:
    """What a plan reaches of each aim, and how far a better one could be ahead."""
    return ", ".join(f"{aim.aim} {aim.value:,.0f} gap {aim.gap:.1%}" for aim in plan.aims)


# Planning again


def changes(case: Case, plan: Roadmap) -> Iterator[tuple[str, Case]]:
    """One change each to what a plan was made from."""
    budget, targets = case.scenario.budget, case.scenario.targets
    yield "2028 with a fifth less money", case.under(budget={**budget, 2028: budget[2028] * 0.8})
    movable = [p for p in plan.placements if p.end < case.scenario.end]
    chosen = movable[len(movable) // 2]
    locked = {chosen.initiative.id: Rule(start=chosen.start.plus(1))}
    yield f"{chosen.initiative.id} locked a quarter later", case.under(rules=locked)
    missing = [gap for gap in plan.gaps if gap.levels]
    gap = min(missing, key=lambda gap: gap.reached != gap.target)
    lower = {**targets, gap.capability: gap.target - 1}
    yield f"{gap.capability} with a target one lower", case.under(targets=lower)


def of_changes() -> None:
    """A changed plan made from the old one, beside the same made from nothing."""
    heading("2. Planned again after one change, 16 quarters, from the old plan and from nothing")
    base = shipped(16)
    highest = base.under(targets=dict.fromkeys(base.scenario.targets, 5))
    # Of the half one change only: without a proof each takes as long as the search may.
    for name, case, many in (("80 %", base, 3), ("level 5", highest, 3), ("half", half(base), 1)):
        old = case.plan()
        for change, changed in islice(changes(case, old), many):
            kept_in, kept = timed(partial(changed.plan, keep=old, effort=planning.AGAIN))
            anew_in, anew = timed(changed.plan)
            moves = planning.compare(old, kept), planning.compare(old, anew)
            row(
                f"{name}: {change}",
                f"{kept_in:.2f} s",
                "2 s",
                f"{moved(moves[0])}; from nothing {anew_in:.2f} s, {moved(moves[1])}",
            )
            row("  kept close, of from nothing", "", "", of_best(kept, anew))


def moved(compared: Compared) -> str:
    """How many placements are not what they were."""
    return (
        f"{len(compared.moved)} moved, {len(compared.added)} added, {len(compared.dropped)} dropped"
    )


# Portfolios

ROLES = ("data", "platform", "risk", "people", "product", "finance")
UNITS = ("claims", "pricing", "service", "sales", "support")


def portfolio(number: int, seed: int) -> Case:
    """So many made initiatives, four to a capability, with too little of everything.

    Levels follow each other, a third waits for others besides, one in four lifts two
    capabilities; a quarter's people, change and money do for less than half of them.
    """
    drawn = Random(seed)
    names = [f"c{index:02}" for index in range(number // 4)]
    framework = framework_of(*(Capability(n, n, critical=drawn.random() < 0.2) for n in names))
    made: list[Initiative] = []
    for level in range(1, 5):
        lower = [each.id for each in made]
        made += [drawn_initiative(drawn, name, level, names, lower) for name in names]
    effort = {r: sum(i.effort.likely * i.roles.get(r, 0.0) for i in made) for r in ROLES}
    load = {u: sum(i.change.get(u, 0.0) * i.duration.likely for i in made) for u in UNITS}
    quarters = 17
    scenario = Scenario(
        name="Portfolio",
        start=STARTS[quarters],
        end=END,
        targets={name: drawn.choice((3, 4, 4, 5)) for name in names},
        capacity=tuple(Capacity(r, 0.45 * total / quarters) for r, total in effort.items()),
        change_limit={unit: 0.45 * total / quarters for unit, total in load.items()},
    )
    case = Case(framework, at_levels(framework, {}), catalogue_of(*made), scenario)
    spent = sum(i.cost.likely + i.run_cost.likely * 2 for i in made)
    return case.under(budget={2026: spent * 0.02} | dict.fromkeys(range(2027, 2031), spent * 0.08))


def drawn_initiative(
    drawn: Random, name: str, level: int, names: Sequence[str], lower: Sequence[str]
) -> Initiative:
    """One that lifts a capability by a level, of random length, cost and effort."""
    lifts = [(name, level, level + 1)]
    other = drawn.choice(names)
    if drawn.random() < 0.25 and other != name:
        lifts.append((other, level, level + 1))
    cost, share = drawn.choice((100, 250, 600, 1500, 4000)), drawn.uniform(0.3, 0.7)
    first, second = drawn.sample(ROLES, 2)
    return work(
        f"{name}-{level}",
        *lifts,
        quarters=drawn.choice((1, 2, 2, 3, 3, 4, 5)),
        cost=cost,
        run=cost // 5,
        after=drawn.sample(lower, min(len(lower), drawn.choice((0, 0, 1, 2)))),
        effort=drawn.uniform(2, 40),
        roles={first: share, second: 1 - share},
        change={unit: drawn.uniform(0.5, 3) for unit in drawn.sample(UNITS, 2)},
    )


def of_portfolios() -> None:
    """Large portfolios by the priority rule and by the solver."""
    heading(
        "3. Made portfolios that are hard: money, people and change for less than half; "
        "other solvers with 20 s over all aims"
    )
    for number in (100, 300):
        case = portfolio(number, seed=1)
        at_once, first = timed(partial(case.plan, effort=0))
        taken, best = timed(case.plan)
        row(f"{number} initiatives: priority rule", f"{at_once:.2f} s", "", in_values(first))
        row(f"  solver, {proof(best)}", f"{taken:.2f} s", "", in_aims(best))
        row("  priority rule, of solver", "", "", of_best(first, best))
        project, aims, start = case.project()
        for engine in ENGINES:
            of_engine(engine, project, aims, start, taken, MIP_SECONDS / len(aims))


def in_values(plan: Roadmap) -> str:
    """What a plan reaches of each aim."""
    return ", ".join(f"{aim.aim} {aim.value:,.0f}" for aim in plan.aims)


# Uncertainty and explanation


def of_uncertainty() -> None:
    """Ten thousand futures beside nothing but drawing their numbers."""
    heading("4. Ten thousand futures of the shipped plan")
    case = shipped(17)
    plan = case.plan()
    inputs = (case.framework, case.card, case.catalogue, plan)
    futures = seconds(partial(planning.uncertainty, *inputs))
    drawn = drawn_estimates(plan)
    floor = seconds(partial(draw, drawn, 10_000))
    beside = f"{futures / floor:.1f} times the draws alone: {len(drawn)} triangles, {floor:.3f} s"
    row("10,000 runs, 17 quarters, 80 %", f"{futures:.3f} s", "0.5 s", beside)
    heading("5. Why one initiative stands where it stands, the slowest of all in the shipped plan")
    each = {
        p.initiative.id: seconds(partial(planning.explain_placement, *inputs, p.initiative.id), 3)
        for p in plan.placements
    }
    slowest = max(each, key=lambda name: each[name])
    beside = f"{slowest}; the median of {len(each)} is {median(each.values()):.3f} s"
    row("explanation of one placement", f"{each[slowest]:.3f} s", "1 s", beside)


def drawn_estimates(plan: Roadmap) -> list[Estimate]:
    """Every estimate with a range that the futures of a plan draw."""
    placed = [placement.initiative for placement in plan.placements]
    there = {initiative.id for initiative in placed} | set(plan.done)
    coming = [b for b in plan.register.benefits if b.grade != OPINION and there.issuperset(b.needs)]
    found = [e for i in placed for e in (i.duration, i.cost, i.run_cost)]
    return [e for e in (*found, *(b.yearly for b in coming)) if e.high > e.low]


def draw(estimates: Iterable[Estimate], runs: int) -> None:
    """The floor: the same number of triangular variates, and nothing else."""
    random = np.random.default_rng(2030)
    for estimate in estimates:
        random.triangular(estimate.low, estimate.likely, estimate.high, runs)


# Plain project scheduling


def of_scheduling() -> None:
    """Published instances and made ones, beside the usual priority rule."""
    heading("6. Plain project scheduling (RCPSP, 30 activities, 4 resources), 10 s each")
    best = yaml.safe_load((PSPLIB / "best.yaml").read_text())
    solved = []
    for file in sorted(PSPLIB.glob("*.sm")):
        found = scheduled(load_psplib(file))
        solved.append(found)
        published = f"published best {best[file.stem]}, by latest finish {found.by_rule}"
        row(f"PSPLIB {file.stem}", f"{found.seconds:.2f} s", "10 s", f"{found.text()}, {published}")
    summary("published PSPLIB J30 instances", solved)
    made = []
    for cell, (complexity, factor, strength) in enumerate(
        product((1.5, 1.8, 2.1), (0.25, 0.5, 0.75, 1.0), (0.2, 0.5, 0.7, 1.0))
    ):
        made.append(scheduled(instance(complexity, factor, strength, Random(cell))))
        if len(made) % 16 == 0:
            print(f"{'':4}... {len(made)} of 48 made instances", flush=True)
    print(f"{'':4}made here by the design of J30 (one for each of its 48 settings), NOT the set:")
    summary("made instances like J30", made)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What came of one instance."""

    seconds: float
    makespan: int
    bound: int
    by_rule: int

    @property
    def in_time(self) -> bool:
        """Whether it was proved best within the time."""
        return self.makespan <= self.bound and self.seconds <= SCHEDULING_SECONDS

    def text(self) -> str:
        """Makespan and what is known of it."""
        proved = "proved" if self.makespan <= self.bound else f"at least {self.bound}"
        return f"makespan {self.makespan}, {proved}"


def scheduled(project: Project) -> Scheduled:
    """An instance by the solver and by the priority rule."""
    taken, found = timed(partial(planning.shortest_schedule, project, SCHEDULING_EFFORT))
    if found is None or any(violations(project, found.starts)):
        raise AssertionError("a schedule that keeps all limits was expected")
    return Scheduled(taken, found.makespan, found.bound, by_latest_finish(project))


def summary(what: str, solved: Sequence[Scheduled]) -> None:
    """How many are proved best within the time, and how far the rule is from the solver."""
    proved, times = [each for each in solved if each.in_time], [each.seconds for each in solved]
    longer = fmean(each.by_rule / each.makespan for each in solved)
    same = sum(each.by_rule == each.makespan for each in solved)
    row(
        f"{what}: proved in 10 s",
        f"{len(proved)} of {len(solved)}",
        "all",
        f"median {median(times):.2f} s, slowest {max(times):.2f} s; latest finish is "
        f"{longer:.3f} times as long, as short in {same}",
    )


def by_latest_finish(project: Project) -> int:
    """The makespan by the serial scheme: whoever has to be over first is placed first.

    Kolisch, "Serial and parallel resource-constrained project scheduling methods revisited",
    EJOR 90 (1996). Latest finishes are counted back from the longest chain.
    """
    activities = {activity.id: activity for activity in project.activities}
    finish = latest_finishes(project)
    free = {name: list(most) for name, most in project.capacity.items()}
    ends: dict[str, int] = {}
    while len(ends) < len(activities):
        able = [a for a in activities.values() if a.id not in ends and ends.keys() >= {*a.after}]
        chosen = min(able, key=lambda a: (finish[a.id], int(a.id)))
        begin = max((ends[name] for name in chosen.after), default=0)
        while not fits(chosen, begin, free):
            begin += 1
        for name, amount in chosen.use.items():
            for period in range(begin, begin + chosen.duration):
                free[name][period] -= amount
        ends[chosen.id] = begin + chosen.duration
    return max(ends.values())


def fits(activity: Activity, begin: int, free: Mapping[str, Sequence[int]]) -> bool:
    """Whether there is enough of everything from this period on."""
    periods = range(begin, begin + activity.duration)
    return all(free[n][t] >= amount for n, amount in activity.use.items() for t in periods)


def latest_finishes(project: Project) -> dict[str, int]:
    """When each activity has to be over for the longest chain to be as long as it is."""
    activities = {activity.id: activity for activity in project.activities}
    order = [*TopologicalSorter({a.id: a.after for a in project.activities}).static_order()]
    finish = dict.fromkeys(order, project.horizon)
    for name in reversed(order):
        for before in activities[name].after:
            finish[before] = min(finish[before], finish[name] - activities[name].duration)
    return finish


def instance(complexity: float, factor: float, strength: float, drawn: Random) -> Project:
    """An instance with the parameters of Kolisch, Sprecher and Drexl (Management Science, 1995).

    Arcs for each activity, the part of the resources that each asks for, and capacity between
    the least that does (strength 0) and what is used when all start as early as they can (1).
    """
    count, resources = 30, ("R1", "R2", "R3", "R4")
    after = network(count, round(complexity * (count + 2)), drawn)
    asked = {pair for pair in product(range(1, count + 1), resources) if drawn.random() < factor}
    activities = tuple(
        Activity(
            id=str(number),
            duration=drawn.randint(1, 10),
            use={name: drawn.randint(1, 10) for name in resources if (number, name) in asked},
            after=tuple(str(each) for each in sorted(after[number])),
            mandatory=True,
        )
        for number in range(1, count + 1)
    )
    horizon = sum(activity.duration for activity in activities)
    capacity = {}
    for name in resources:
        least = max((a.use.get(name, 0) for a in activities), default=0)
        most = max(least, busiest(activities, name, horizon))
        capacity[name] = (least + round(strength * (most - least)),) * horizon
    return Project(horizon, activities, capacity)


def network(count: int, arcs: int, drawn: Random) -> dict[int, set[int]]:
    """Who waits for whom: at most three before and three behind each, no arc that says nothing.

    Start and end count as activities with their arcs, as they do in the published set.
    """
    after: dict[int, set[int]] = {number: set() for number in range(1, count + 1)}
    for number in range(4, count + 1):
        open_ = [n for n in range(1, number) if behind(after, n) < 3]
        after[number].add(drawn.choice(open_ or [number - 1]))
    for _ in range(20_000):
        before, number = sorted(drawn.sample(range(1, count + 1), 2))
        ends = sum(not behind(after, n) for n in after) + sum(not each for each in after.values())
        if sum(len(each) for each in after.values()) + ends >= arcs:
            break
        room = len(after[number]) < 3 and behind(after, before) < 3
        if room and number > 3 and not says_nothing(after, before, number):
            after[number].add(before)
    return after


def behind(after: Mapping[int, set[int]], number: int) -> int:
    """How many wait for one directly."""
    return sum(number in each for each in after.values())


def says_nothing(after: Mapping[int, set[int]], before: int, number: int) -> bool:
    """Whether an arc would follow from others, or make another one follow."""
    ahead = {n: ancestors(after, n) for n in after}
    if before in ahead[number]:
        return True
    above, below = {before, *ahead[before]}, {n for n in after if n == number or number in ahead[n]}
    return any(a in after[b] for a in above for b in below)


def ancestors(after: Mapping[int, set[int]], number: int) -> set[int]:
    """All that has to be over, directly or through others."""
    found, open_ = set[int](), [*after[number]]
    while open_:
        each = open_.pop()
        if each not in found:
            found.add(each)
            open_ += after[each]
    return found


def busiest(activities: Sequence[Activity], resource: str, horizon: int) -> int:
    """The most of a resource used at once when everything starts as early as it can."""
    ends: dict[str, int] = {}
    used = [0] * horizon
    for activity in activities:
        begin = max((ends[name] for name in activity.after), default=0)
        ends[activity.id] = begin + activity.duration
        for period in range(begin, ends[activity.id]):
            used[period] += activity.use.get(resource, 0)
    return max(used)


# Other solvers


class LinearModel:
    """The model of planning/solver.py, constraint by constraint, as a 0/1 linear programme."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.model = model_builder.Model()  # type: ignore[no-untyped-call]
        self.x = {
            (a.id, t): self.model.new_bool_var(f"x {a.id} {t}")
            for a in project.activities
            for t in project.possible_starts(a)
        }
        self.r = {
            (name, t): self.model.new_bool_var(f"r {name} {t}")
            for name in project.milestones
            for t in range(project.horizon + 1)
        }
        self.durations = {activity.id: activity.duration for activity in project.activities}
        for activity in project.activities:
            self.place(activity)
        self.reach()
        self.limit()

    def place(self, activity: Activity) -> None:
        """Once at most, and after all that it waits for."""
        starts = [self.x[activity.id, t] for t in self.project.possible_starts(activity)]
        once = model_builder.LinearExpr.sum(starts)
        self.model.add_linear_constraint(once, 1 if activity.mandatory else 0, 1)
        for index, t in enumerate(self.project.possible_starts(activity)):
            started = model_builder.LinearExpr.sum(starts[: index + 1])
            for before in activity.after:
                self.model.add(started <= self.over(before, t))
            for milestone in activity.needs:
                self.model.add(started <= self.r[milestone, t])

    def over(self, name: str, t: int) -> Any:
        """Whether an activity is over before a period."""
        last = t - self.durations.get(name, t + 1)
        return model_builder.LinearExpr.sum(
            [self.x[name, s] for s in range(last + 1) if (name, s) in self.x]
        )

    def reach(self) -> None:
        """Milestones with one activity of each group, deadlines where there are any."""
        for (name, t), variable in self.r.items():
            for group in self.project.milestones[name]:
                over = [self.over(each, t) for each in group]
                self.model.add(variable <= model_builder.LinearExpr.sum(over))
        for name, period in self.project.deadlines.items():
            self.model.add(self.r[name, period] == 1)

    def limit(self) -> None:
        """Resources in every period, and accounts."""
        activities = {activity.id: activity for activity in self.project.activities}
        for name, capacity in self.project.capacity.items():
            for period, most in enumerate(capacity):
                running = {
                    key: activities[key[0]].use.get(name, 0)
                    for key in self.x
                    if key[1] <= period < key[1] + self.durations[key[0]]
                }
                self.model.add(self.weighed(running) <= most)
        for name, most in self.project.accounts.items():
            spent = {(n, t): activities[n].spend.get(t, {}).get(name, 0) for n, t in self.x}
            self.model.add(self.weighed(spent) <= most)

    def weighed(self, weights: Mapping[tuple[str, int], int]) -> Any:
        """A sum over the starts."""
        used = {key: weight for key, weight in weights.items() if weight}
        return model_builder.LinearExpr.weighted_sum([self.x[k] for k in used], [*used.values()])

    def points(self, aim: Aim) -> Any:
        """The aim as a sum; what cannot happen counts nothing."""
        terms = [(self.x[key], worth) for key, worth in aim.started.items() if key in self.x]
        terms += [(self.r[key], worth) for key, worth in aim.reached.items() if key in self.r]
        return model_builder.LinearExpr.weighted_sum([v for v, _ in terms], [w for _, w in terms])

    def hint(self, starts: Starts) -> None:
        """Begin with this plan."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for (name, t), variable in self.x.items():
            self.model.add_hint(variable, float(starts.get(name) == t))


@dataclass(slots=True)
class Linear:
    """What an engine found: values and bounds by aim, and the time for each."""

    starts: Starts
    found: list[tuple[str, int, float, float]] = field(default_factory=list)


def solve_linear(
    engine: str, project: Project, aims: Sequence[Aim], first: Starts, most: float
) -> Linear:
    """One aim after the other, each with so many seconds, none losing what the last reached."""
    linear, result = LinearModel(project), Linear(first)
    for aim in aims:
        solver = model_builder.Solver(engine)
        solver.set_time_limit_in_seconds(most)
        if engine in HINTED:
            linear.hint(result.starts)
        linear.model.maximize(linear.points(aim))
        begin = perf_counter()
        with silent():
            status = solver.solve(linear.model)
        taken = perf_counter() - begin
        if status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE):
            result.starts = {n: t for (n, t), v in linear.x.items() if solver.value(v) > 0.5}
            bound = float(solver.best_objective_bound)
        else:
            bound = inf
        value = points(project, aim, result.starts)
        result.found.append((aim.name, value, bound, taken))
        linear.model.add(linear.points(aim) >= value)
    return result


@contextmanager
def silent() -> Iterator[None]:
    """Keep an engine's own lines, which it writes past Python, out of the table."""
    sys.stdout.flush()
    kept, nothing = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nothing)


def of_engines() -> None:
    """CP-SAT beside the mixed-integer solvers of the same package, on the same model."""
    heading("7. Other solvers of OR-Tools, the same model and aims, 20 s for each aim")
    case = shipped(16)
    highest = dict.fromkeys(case.scenario.targets, 5)
    cases = {"80 %": case, "half": half(case), "80 %, level 5": case.under(targets=highest)}
    for name, each in cases.items():
        project, aims, first = each.project()
        taken, found = timed(partial(solve, project, aims, first))
        if found is None:
            raise AssertionError("a plan without anything in it keeps every limit")
        row(f"16 quarters, {name}: CP-SAT", f"{taken:.2f} s", "", by_cp_sat(found))
        for engine in ENGINES:
            of_engine(engine, project, aims, first, taken)


def of_engine(
    engine: str,
    project: Project,
    aims: Sequence[Aim],
    first: Starts,
    other: float,
    most: float = MIP_SECONDS,
) -> None:
    """One engine's row, with its time as so many times CP-SAT's, most seconds for each aim."""
    if not model_builder.Solver(engine).solver_is_supported():
        row(f"  {engine.upper()}", "", "", "not in the wheel of OR-Tools")
        return
    found = solve_linear(engine, project, aims, first, most)
    taken = sum(each[3] for each in found.found)
    each_aim = ", ".join(
        f"{aim} {scaled(aim, value)} bound {scaled(aim, bound)} in {at:.2f} s"
        for aim, value, bound, at in found.found
    )
    broken = [*violations(project, found.starts)]
    beside = f"{taken / other:.1f} times CP-SAT; {each_aim}"
    row(f"  {engine.upper()}", f"{taken:.2f} s", "", beside + "; BREAKS LIMITS" * bool(broken))


def by_cp_sat(found: Solution) -> str:
    """Values and bounds of all aims."""
    return ", ".join(
        f"{each.aim} {scaled(each.aim, each.value)} bound {scaled(each.aim, each.bound)}"
        for each in found.aims
    )


def scaled(aim: str, amount: float) -> str:
    """Points in the units that people read."""
    if amount == inf:
        return "none"
    return f"{amount / next(scale for name, scale in SCALE.items() if name == aim):,.1f}"


def main() -> None:
    """Print the table; assert nothing about seconds."""
    begin = perf_counter()
    for part in (
        of_shipped,
        of_changes,
        of_portfolios,
        of_uncertainty,
        of_scheduling,
        of_engines,
    ):
        part()
    print(f"\nall of it in {perf_counter() - begin:.0f} s on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
