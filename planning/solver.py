"""The best plan for a project, by OR-Tools CP-SAT, aim after aim.

The model is a time-indexed one, the one in docs/planning.md: `x[a, t]` is whether activity a
starts in period t, `r[m, t]` whether milestone m is reached before period t. Why this solver
and this form, with what was measured beside it: docs/planning.md, "The solver".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from random import Random

from ortools.sat.python import cp_model

from domain.project import Activity, Aim, Project, Starts
from planning.neighbourhood import Neighbourhoods, aim_in, part_of
from planning.project import points, reached_before, violations

_WORKERS = 8
"""More than there are cores: CP-SAT's workers are different searches, not parts of one."""
_QUICK = 0.3
"""The solver's own seconds for a first round over all aims: enough where the plan is easy."""
_LEAST = 0.05
"""What every aim gets of a round, even where those before it took more than their part."""
_IN_PARTS = 0.6
"""The share of the effort that goes into parts of the plan; the rest tightens the bounds."""
_PART_EFFORT, _OVERHEAD, _PATIENCE = 0.2, 0.02, 60
"""The work for one aim of one part, that of putting a part together, and how many parts in a row
may bring nothing before the search in parts ends."""
EFFORT = 10.0
"""CP-SAT's deterministic seconds for all aims together: some twenty seconds of two cores."""
AGAIN = 0.1
"""The same for a plan made again from an earlier one, within two seconds or so."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How much of an aim a plan has, and the most that any plan could have had."""

    aim: str
    value: int
    bound: int


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan with what it reaches of each aim, in the order of the aims."""

    starts: Starts
    aims: tuple[Reached, ...]

    @property
    def proved(self) -> bool:
        """Whether no plan has more of any aim."""
        return all(each.value >= each.bound for each in self.aims)


@dataclass(frozen=True, slots=True)
class Step:
    """How far the search is: what it has found of an aim, and the share of its work behind it."""

    aim: str
    number: int
    value: int
    bound: int
    share: float


Watch = Callable[[Step], bool]
"""Called with every step; False stops the search soon and keeps what was found."""


def solve(
    project: Project,
    aims: Sequence[Aim],
    start_from: Starts | None = None,
    effort: float = EFFORT,
    seed: int = 2030,
    watch: Watch = lambda step: True,
) -> Solution | None:
    """The plan with most of the first aim, of those the one with most of the second, and so on.

    None when no plan keeps all limits. `start_from` is a plan to begin with; it need not keep
    the limits. The same input and seed give the same plan unless `watch` stops the search:
    effort is counted in work done, not in time.
    """
    search = _Search(seed, watch)
    best = _keeping_limits(project, start_from)
    quick = _round(project, aims, search, best, start_from, min(_QUICK, effort))
    if quick is None:  # not even one plan yet
        solution = _round(project, aims, search, best, start_from, effort)
    elif search.stopped or quick.proved:
        solution = quick
    else:
        best = _by_parts(project, aims, search, quick.starts, effort * _IN_PARTS)
        search.share = _IN_PARTS
        last = _round(project, aims, search, best, start_from, effort * (1 - _IN_PARTS))
        solution = _with_tighter_bounds(last, quick) if last else quick
    return _checked(project, solution) if solution else None


def _with_tighter_bounds(solution: Solution, earlier: Solution) -> Solution:
    """What bounded an earlier plan bounds a better one, too: it may lose no more than that one."""
    return replace(
        solution,
        aims=tuple(
            replace(one, bound=max(one.value, min(one.bound, other.bound)))
            for one, other in zip(solution.aims, earlier.aims, strict=True)
        ),
    )


def _by_parts(
    project: Project, aims: Sequence[Aim], search: "_Search", starts: Starts, effort: float
) -> Starts:
    """A plan that is better in parts, by large-neighbourhood search (`neighbourhood.py`)."""
    drawn = Neighbourhoods(project, Random(search.seed))  # noqa: S311 - draws parts, no secrets
    best, left, since = dict(starts), effort, 0
    while left > 0 and since < _PATIENCE and not search.stopped:
        search.share = _IN_PARTS * (1 - left / effort)
        for number, aim in enumerate(aims):
            search.goes_on(aim, number, points(project, aim, best), most_points(aim))
        free = drawn.draw(best)
        part = part_of(project, best, free)
        mine = {a.id: best[a.id] for a in part.activities if a.id in best}
        found, work, to_the_end = _part(
            part, [aim_in(part, aim) for aim in aims], mine, search.seed
        )
        left -= work + _OVERHEAD
        since += 1
        if found is not None:
            best = {name: t for name, t in best.items() if name not in free} | found
            since = 0
        drawn.solved(found is not None, to_the_end)
    return best


def _part(
    part: Project, aims: Sequence[Aim], starts: Starts, seed: int
) -> tuple[dict[str, int] | None, float, bool]:
    """A better plan of a part, if one was found; the work; whether all of it was looked at."""
    model, best, work, to_the_end, better = Model(part), dict(starts), 0.0, True, False
    for aim in aims:
        objective = model.points(aim)
        model.cp.maximize(objective)
        model.hint(best)
        solver = settled_solver(seed, _PART_EFFORT, workers=1)
        status = solver.solve(model.cp)
        work += solver.response_proto.deterministic_time
        to_the_end = to_the_end and status == cp_model.OPTIMAL
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            found = model.starts(solver.value)
            if points(part, aim, found) > points(part, aim, best):
                best, better = found, True
        model.cp.add(objective >= points(part, aim, best))
    return (best if better else None), work, to_the_end


def _round(
    project: Project,
    aims: Sequence[Aim],
    search: "_Search",
    best: Starts | None,
    hint: Starts | None,
    effort: float,
) -> Solution | None:
    """The whole project, aim after aim, each with its part of the effort; never behind `best`."""
    model, found, left = Model(project), list[Reached](), effort
    for number, aim in enumerate(aims):
        objective = model.points(aim)
        model.cp.maximize(objective)
        share = max(_LEAST, left / (len(aims) - number))
        outcome = search.run(model, aim, number, best or hint, share)
        left = max(0.0, left - outcome.work)
        if outcome.starts is not None and (
            best is None or points(project, aim, outcome.starts) > points(project, aim, best)
        ):
            best = outcome.starts
        if best is None:
            return None
        value = points(project, aim, best)
        found.append(Reached(aim.name, value, max(value, outcome.bound)))
        model.cp.add(objective >= value)
    return Solution(best or {}, tuple(found))


def stay_close(
    project: Project,
    aims: Sequence[Aim],
    solution: Solution,
    closeness: Aim,
    give_up: Mapping[str, float],
    effort: float = EFFORT,
    seed: int = 2030,
) -> Solution:
    """Of all plans nearly as good as a solution, one with most of `closeness`.

    `give_up` names the aims that may lose something for it, and which share of what they have.
    The bounds stay those of the solution.
    """
    model = Model(project)
    for aim, reached in zip(aims, solution.aims, strict=True):
        loss = floor(give_up.get(aim.name, 0.0) * abs(reached.value))
        model.cp.add(model.points(aim) >= reached.value - loss)
    model.cp.maximize(model.points(closeness))
    search = _Search(seed, lambda step: True)
    starts = search.run(model, closeness, 0, solution.starts, effort).starts or solution.starts
    found = (
        replace(reached, value=points(project, aim, starts))
        for aim, reached in zip(aims, solution.aims, strict=True)
    )
    return _checked(project, Solution(starts, tuple(found)))


def _keeping_limits(project: Project, starts: Starts | None) -> Starts | None:
    return None if starts is None or any(violations(project, starts)) else starts


def most_points(aim: Aim) -> int:
    """More than any plan can have of an aim: every reward, and nothing that costs points."""
    return sum(max(0, worth) for worth in (*aim.started.values(), *aim.reached.values()))


def _checked(project: Project, solution: Solution) -> Solution:
    """Never a plan that breaks a limit, whatever the solver or its model may get wrong."""
    broken = list(violations(project, solution.starts))
    if broken:
        raise AssertionError(f"the solver's plan breaks limits: {'; '.join(broken)}")
    return solution


class Model:
    """The project as constraints; names as in docs/planning.md.

    `extra` names the accounts and resources of which more may be had than there is: `more` holds
    the variables, what each account and each resource in every period gets on top.
    """

    def __init__(self, project: Project, extra: Mapping[str, int] | None = None) -> None:
        self.project = project
        self.cp = cp_model.CpModel()
        self.more = {
            name: self.cp.new_int_var(0, most, f"more {name}")
            for name, most in (extra or {}).items()
        }
        self.x = {
            (activity.id, t): self.cp.new_bool_var(f"x {activity.id} {t}")
            for activity in project.activities
            for t in project.possible_starts(activity)
        }
        self._durations = {activity.id: activity.duration for activity in project.activities}
        self.r = {
            (name, t): self.cp.new_bool_var(f"r {name} {t}")
            for name in project.milestones
            for t in range(project.horizon + 1)
        }
        for activity in project.activities:
            self._once(activity)
            self._in_order(activity)
        self._milestones()
        self._within_capacity()
        self._within_accounts()

    def points(self, aim: Aim) -> cp_model.LinearExpr:
        """The aim as a sum over the variables; what cannot happen counts nothing."""
        started = [(self.x[key], worth) for key, worth in aim.started.items() if key in self.x]
        reached = [(self.r[key], worth) for key, worth in aim.reached.items() if key in self.r]
        terms = [*started, *reached]
        return cp_model.LinearExpr.weighted_sum(
            [variable for variable, _ in terms], [worth for _, worth in terms]
        )

    def hint(self, starts: Starts) -> None:
        """Begin the search with this plan."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for (name, t), variable in self.x.items():
            self.cp.add_hint(variable, starts.get(name) == t)
        reached = reached_before(self.project, starts)
        for (name, t), variable in self.r.items():
            self.cp.add_hint(variable, reached[name] <= t)

    def starts(self, value: Callable[[cp_model.IntVar], int]) -> dict[str, int]:
        """The plan behind a solution."""
        return {name: t for (name, t), variable in self.x.items() if value(variable)}

    def _once(self, activity: Activity) -> None:
        # Each activity starts at most once; a mandatory one exactly once.
        starts = [self.x[activity.id, t] for t in self.project.possible_starts(activity)]
        if activity.mandatory:
            self.cp.add_exactly_one(starts)
        else:
            self.cp.add_at_most_one(starts)

    def _in_order(self, activity: Activity) -> None:
        # Whoever has started by t has its predecessors over, and its milestones reached, by t.
        for t in self.project.possible_starts(activity):
            started = sum(
                self.x[activity.id, s] for s in self.project.possible_starts(activity) if s <= t
            )
            for before in activity.after:
                self.cp.add(started <= self._over(before, t))
            for milestone in activity.needs:
                self.cp.add(started <= self.r[milestone, t])

    def _over(self, name: str, t: int) -> cp_model.LinearExpr:
        """Whether an activity is over before period t; one that is not there never is."""
        last = t - self._durations.get(name, t + 1)
        return cp_model.LinearExpr.sum(
            [self.x[name, s] for s in range(last + 1) if (name, s) in self.x]
        )

    def _milestones(self) -> None:
        # A milestone is reached before t when one activity of each group is over before t.
        for name, groups in self.project.milestones.items():
            for t in range(self.project.horizon + 1):
                for group in groups:
                    self.cp.add(self.r[name, t] <= sum(self._over(each, t) for each in group))
        for name, period in self.project.deadlines.items():
            self.cp.add(self.r[name, period] == 1)

    def _within_capacity(self) -> None:
        for name, capacity in self.project.capacity.items():
            users = [a for a in self.project.activities if a.use.get(name)]
            for period in range(self.project.horizon):
                running = [
                    (self.x[a.id, t], a.use[name])
                    for a in users
                    for t in self.project.possible_starts(a)
                    if t <= period < t + a.duration
                ]
                self._at_most(running, capacity[period], name)

    def _within_accounts(self) -> None:
        for name, most in self.project.accounts.items():
            taken = [
                (self.x[a.id, t], a.spend[t][name])
                for a in self.project.activities
                for t in self.project.possible_starts(a)
                if a.spend.get(t, {}).get(name)
            ]
            self._at_most(taken, most, name)

    def _at_most(self, taken: list[tuple[cp_model.IntVar, int]], most: int, name: str) -> None:
        total = cp_model.LinearExpr.weighted_sum(
            [variable for variable, _ in taken], [amount for _, amount in taken]
        )
        self.cp.add(total <= most + self.more.get(name, 0))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one run has found, how much there can be at most, and the work that it took."""

    starts: Starts | None
    bound: int
    work: float


class _Search:
    """Runs of the solver, all with the same seed and watched by the same person."""

    def __init__(self, seed: int, watch: Watch) -> None:
        self.seed, self.watch = seed, watch
        self.stopped, self.share = False, 0.0

    def run(
        self, model: Model, aim: Aim, number: int, starts: Starts | None, effort: float
    ) -> _Outcome:
        """The best plan for the model's objective, beginning with `starts`."""
        if starts is not None:
            if not self.goes_on(aim, number, points(model.project, aim, starts), most_points(aim)):
                return _Outcome(None, most_points(aim), 0.0)
            model.hint(starts)
        solver = settled_solver(self.seed, effort)
        told = _Told(lambda value, bound: self.goes_on(aim, number, value, bound))
        status = solver.solve(model.cp, told)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return _Outcome(None, most_points(aim), solver.response_proto.deterministic_time)
        bound = floor(solver.best_objective_bound + 1e-6)
        work = solver.response_proto.deterministic_time
        return _Outcome(model.starts(solver.value), bound, work)

    def goes_on(self, aim: Aim, number: int, value: int, bound: int) -> bool:
        """Tell how far it is; whether anybody wants more."""
        step = Step(aim.name, number, value, bound, self.share)
        self.stopped = self.stopped or not self.watch(step)
        return not self.stopped


class _Told(cp_model.CpSolverSolutionCallback):
    """Tells of better plans. It does not stop the solver, which OR-Tools 9.15 does not survive
    at every moment: the search ends with the run that is in hand."""

    def __init__(self, tell: Callable[[int, int], object]) -> None:
        super().__init__()
        self.tell = tell

    def on_solution_callback(self) -> None:
        """Tell of a better plan."""
        self.tell(round(self.objective_value), floor(self.best_objective_bound))


def settled_solver(seed: int, effort: float, workers: int = _WORKERS) -> cp_model.CpSolver:
    """A solver that gives the same result each time: its searches take turns in a fixed order."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.interleave_search = workers > 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    return solver


def least_extra(
    project: Project,
    extra: Mapping[str, int],
    costs: Mapping[str, int],
    floor_of: tuple[Aim, int],
    effort: float = EFFORT,
    seed: int = 2030,
) -> dict[str, int] | None:
    """The least that has to be added to accounts and resources so that all deadlines are kept.

    `extra` names what may be added to, and how much at most; `costs` weighs one unit of each.
    The plan has at least so many points of an aim (`floor_of`): nothing else is lost for it.
    A resource gets the same on top in every period. None when even all of it does not do.
    """
    model = Model(project, extra)
    aim, least = floor_of
    model.cp.add(model.points(aim) >= least)
    model.cp.minimize(sum(costs[name] * variable for name, variable in model.more.items()))
    solver = settled_solver(seed, effort)
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    added = {name: solver.value(variable) for name, variable in model.more.items()}
    return {name: amount for name, amount in added.items() if amount}
