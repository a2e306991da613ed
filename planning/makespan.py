"""Plain resource-constrained project scheduling: everything done as soon as can be.

The same project as a roadmap's, without money and milestones: all activities are mandatory, the
aim is the shortest makespan. Here intervals with cumulative capacity are the stronger form.
"""

from dataclasses import dataclass
from graphlib import TopologicalSorter
from math import ceil

from ortools.sat.python import cp_model

from domain.project import Activity, Project, Starts
from planning.greedy import first_plan
from planning.solver import settled_solver


@dataclass(frozen=True, slots=True)
class Schedule:
    """When each activity starts, how long all of it takes, and how long it takes at least."""

    starts: Starts
    makespan: int
    bound: int

    @property
    def proved(self) -> bool:
        """Whether nothing shorter is possible."""
        return self.makespan <= self.bound


def shortest_schedule(project: Project, effort: float = 20.0, seed: int = 2030) -> Schedule | None:
    """The shortest schedule of all activities within order and capacity, or None without one.

    Capacity is that of the first period, the same in all of them; accounts, milestones and
    deadlines are not looked at. The same input and seed give the same schedule.
    """
    first = first_plan(project, _tails(project))
    if len(first) < len(project.activities):
        return None
    model, starts = cp_model.CpModel(), dict[str, cp_model.IntVar]()
    upper = max((first[a.id] + a.duration for a in project.activities), default=0)
    makespan = model.new_int_var(0, upper, "makespan")
    intervals = {}
    for activity in project.activities:
        begin = model.new_int_var(activity.first_start, upper - activity.duration, activity.id)
        starts[activity.id] = begin
        intervals[activity.id] = model.new_fixed_size_interval_var(
            begin, activity.duration, activity.id
        )
        model.add(makespan >= begin + activity.duration)
        model.add_hint(begin, first[activity.id])
    _in_order(model, project, starts)
    for name, capacity in project.capacity.items():
        if users := [a for a in project.activities if a.duration and a.use.get(name)]:
            model.add_cumulative(
                [intervals[a.id] for a in users], [a.use[name] for a in users], capacity[0]
            )
    model.minimize(makespan)
    # One search that learns from order and capacity alone; linear relaxations only slow it down.
    solver = settled_solver(seed, effort, workers=1)
    solver.parameters.linearization_level = 0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Schedule(first, upper, _longest_chain(project))
    found = {name: solver.value(begin) for name, begin in starts.items()}
    return Schedule(found, solver.value(makespan), ceil(solver.best_objective_bound - 1e-6))


def _in_order(
    model: cp_model.CpModel, project: Project, starts: dict[str, cp_model.IntVar]
) -> None:
    durations = {activity.id: activity.duration for activity in project.activities}
    for activity in project.activities:
        for before in activity.after:
            model.add(starts[activity.id] >= starts[before] + durations[before])


def _tails(project: Project) -> dict[str, float]:
    """The longest chain of work from each activity on: what is long comes first."""
    followers: dict[str, list[Activity]] = {}
    for activity in project.activities:
        for before in activity.after:
            followers.setdefault(before, []).append(activity)
    tails: dict[str, float] = {}
    durations = {activity.id: activity.duration for activity in project.activities}
    order = TopologicalSorter({a.id: a.after for a in project.activities}).static_order()
    for name in reversed([*order]):
        after = [tails[each.id] for each in followers.get(name, [])]
        tails[name] = durations[name] + max(after, default=0)
    return tails


def _longest_chain(project: Project) -> int:
    return int(max(_tails(project).values(), default=0))
