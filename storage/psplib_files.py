"""Published scheduling instances: single-mode files of the PSPLIB (Kolisch and Sprecher, 1996)."""

from pathlib import Path

from psplib import parse_psplib
from psplib.ProjectInstance import ProjectInstance

from domain.errors import InvalidInput, Problem
from domain.project import Activity, Project
from storage.cycles import cycles

_MAX_PERIODS = 10_000


def load_psplib(path: Path) -> Project:
    """The project in a single-mode PSPLIB file, activities by the numbers that the file gives.

    Raises InvalidInput when the file is none, or more than this reads: several modes, resources
    that are used up, activities that wait for each other.
    """
    place = str(path)
    try:
        instance = parse_psplib(path)
    except (ValueError, IndexError, RecursionError) as error:
        message = f"a single-mode PSPLIB file (.sm) was expected; {error}. Check the file"
        raise InvalidInput(Problem(place, message)) from None
    problems = _problems(instance)
    if problems:
        raise InvalidInput([Problem(place, problem) for problem in problems])
    return _project(instance)


def _problems(instance: ProjectInstance) -> list[str]:
    found = []
    if not instance.activities:
        found.append("it has no activities; check the sections PRECEDENCE and REQUESTS")
    if not all(resource.renewable for resource in instance.resources):
        found.append("it has resources that are used up; only renewable ones are planned here")
    for number, activity in enumerate(instance.activities, start=1):
        if len(activity.modes) != 1:
            found.append(f"job {number} has {len(activity.modes)} modes; one was expected")
        if any(not 0 <= each < len(instance.activities) for each in activity.successors):
            found.append(f"job {number} has a successor that is not in the file; remove it")
    if not found:
        found = list(_impossible(instance))
    return found


def _impossible(instance: ProjectInstance) -> list[str]:
    capacities = [resource.capacity for resource in instance.resources]
    found = []
    for number, activity in enumerate(instance.activities, start=1):
        (mode,) = activity.modes
        if min(mode.duration, *mode.demands) < 0:
            found.append(f"job {number} has a duration or a demand below 0; correct it")
        if any(need > most for need, most in zip(mode.demands, capacities, strict=True)):
            found.append(f"job {number} needs more of a resource than there is; it never fits")
    if sum(activity.modes[0].duration for activity in instance.activities) > _MAX_PERIODS:
        found.append(f"its jobs take more than {_MAX_PERIODS:,} periods together; scale them")
    waits = {str(i): [str(s) for s in a.successors] for i, a in enumerate(instance.activities)}
    for cycle in cycles(waits):
        names = " before ".join(str(int(name) + 1) for name in cycle)
        found.append(f"jobs wait for each other: {names}; remove one step")
    return found


def _project(instance: ProjectInstance) -> Project:
    horizon = sum(activity.modes[0].duration for activity in instance.activities)
    names = [str(number) for number in range(1, len(instance.activities) + 1)]
    before: dict[str, list[str]] = {name: [] for name in names}
    for name, activity in zip(names, instance.activities, strict=True):
        for successor in activity.successors:
            before[names[successor]].append(name)
    resources = [f"R{number}" for number in range(1, len(instance.resources) + 1)]
    return Project(
        horizon=horizon,
        activities=tuple(
            Activity(
                id=name,
                duration=activity.modes[0].duration,
                use=dict(zip(resources, activity.modes[0].demands, strict=True)),
                after=tuple(before[name]),
                mandatory=True,
            )
            for name, activity in zip(names, instance.activities, strict=True)
        ),
        capacity={
            name: (resource.capacity,) * horizon
            for name, resource in zip(resources, instance.resources, strict=True)
        },
    )
