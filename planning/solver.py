"""The best plan for a project, by OR-Tools CP-SAT, aim after aim.

The model is a time-indexed one, the one in docs/planning.md: `x[a, t]` is whether activity a
starts in period t, `r[m, t]` whether milestone m is reached before period t. Why this solver
and this form, with what was measured beside it: docs/planning.md, "The solver".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor

from ortools.sat.python import cp_model

from domain.project import Activity, Aim, Project, Starts
from planning.project import points, violations

_WORKERS = 8
"""More than there are cores: CP-SAT's workers are different searches, not parts of one."""
EFFORT = 20.0
"""CP-SAT's deterministic seconds for all aims together, about as long as seconds of two cores."""


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


@dataclass(frozen=True, slots=True)
class Step:
    """How far the search is: the aim it works on, and what it has found."""

    aim: str
    number: int
    of: int
    value: int
    bound: int


Watch = Callable[[Step], bool]
"""Called with every better plan; False stops the search and keeps what was found."""


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
    model = Model(project)
    search = _Search(seed, watch, len(aims))
    best = _keeping_limits(project, start_from)
    found, left = list[Reached](), effort
    for number, aim in enumerate(aims):
        objective = model.points(aim)
        model.cp.maximize(objective)
        outcome = search.run(model, aim, number, best or start_from, left / (len(aims) - number))
        left = max(0.0, left - outcome.work)
        best = outcome.starts if outcome.starts is not None else best
        if best is None:
            return None
        value = points(project, aim, best)
        found.append(Reached(aim.name, value, max(value, outcome.bound)))
        model.cp.add(objective >= value)
    return _checked(project, Solution(best or {}, tuple(found)))


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
    search = _Search(seed, lambda step: True, 1)
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

    def __init__(self, seed: int, watch: Watch, aims: int) -> None:
        self.seed, self.watch, self.aims = seed, watch, aims
        self.stopped = False

    def run(
        self, model: Model, aim: Aim, number: int, starts: Starts | None, effort: float
    ) -> _Outcome:
        """The best plan for the model's objective, beginning with `starts`."""
        if self.stopped:
            return _Outcome(None, most_points(aim), 0.0)
        if starts is not None:
            model.hint(starts)
        solver = settled_solver(self.seed, effort)
        told = _Told(
            lambda value, bound: self._go_on(Step(aim.name, number, self.aims, value, bound))
        )
        status = solver.solve(model.cp, told)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return _Outcome(None, most_points(aim), solver.response_proto.deterministic_time)
        bound = floor(solver.best_objective_bound + 1e-6)
        work = solver.response_proto.deterministic_time
        return _Outcome(model.starts(solver.value), bound, work)

    def _go_on(self, step: Step) -> bool:
        self.stopped = self.stopped or not self.watch(step)
        return not self.stopped


class _Told(cp_model.CpSolverSolutionCallback):
    def __init__(self, go_on: Callable[[int, int], bool]) -> None:
        super().__init__()
        self.go_on = go_on

    def on_solution_callback(self) -> None:
        """Tell of a better plan, and stop where nobody wants more."""
        if not self.go_on(round(self.objective_value), floor(self.best_objective_bound)):
            self.stop_search()


def settled_solver(seed: int, effort: float) -> cp_model.CpSolver:
    """A solver that gives the same result each time: its searches take turns in a fixed order."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = _WORKERS
    solver.parameters.interleave_search = True
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
