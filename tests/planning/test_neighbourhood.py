"""A part of a plan, planned anew, beside every plan that there is of it."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.project import Activity, Aim, Project
from planning.greedy import first_plan
from planning.neighbourhood import Neighbourhoods, aim_in, part_of
from planning.project import points, violations
from planning.solver import Step, solve
from tests.planning.small import NAMES, every_plan, projects


@given(projects(), st.sets(st.sampled_from(NAMES)), st.data())
def test_a_part_with_the_rest_keeps_every_limit_and_counts_the_same(
    case: tuple[Project, tuple[Aim, ...]], free: set[str], data: st.DataObject
) -> None:
    project, aims = case
    plans = list(every_plan(project))
    if not plans:
        return
    plan = data.draw(st.sampled_from(plans))
    part, rest = part_of(project, plan, free), {n: t for n, t in plan.items() if n not in free}
    mine = {a.id: plan[a.id] for a in part.activities if a.id in plan}
    assert not [*violations(part, mine)]
    for other in every_plan(part):
        whole = {**rest, **other}
        assert not [*violations(project, whole)]
        for aim in aims:
            here = aim_in(part, aim)
            gained = points(part, here, other) - points(part, here, mine)
            assert gained == points(project, aim, whole) - points(project, aim, plan)


def hard() -> tuple[Project, list[Aim]]:
    """Forty activities for a third of their people, each worth something else the later it is.

    What is worth most is not what takes least, so that the first plan is not the best.
    """
    drawn = Random(3)
    activities = tuple(
        Activity(
            f"a{n:02}",
            drawn.randint(1, 4),
            {"people": drawn.randint(1, 9), "change": drawn.randint(0, 5)},
            after=(f"a{drawn.randrange(n):02}",) if n % 3 == 2 else (),
        )
        for n in range(40)
    )
    project = Project(16, activities, {"people": (12,) * 16, "change": (8,) * 16})
    worth = {a.id: drawn.randint(5, 60) for a in activities}
    early = {(n, t): w * (16 - t) for n, w in worth.items() for t in range(16)}
    return project, [Aim("worth", {key: worth[key[0]] for key in early}), Aim("early", early)]


def test_what_is_not_proved_at_once_gets_better_in_parts_and_the_same_each_time() -> None:
    project, aims = hard()
    first = first_plan(project, {})
    found = [solve(project, aims, first, effort=2.0) for _ in range(2)]
    assert found[0] == found[1]
    assert found[0] is not None
    assert not found[0].proved
    assert not [*violations(project, found[0].starts)]
    values = [each.value for each in found[0].aims]
    assert values > [points(project, aim, first) for aim in aims]
    assert all(each.value <= each.bound for each in found[0].aims)


def test_more_effort_is_never_worse() -> None:
    project, aims = hard()
    first = first_plan(project, {})
    values = []
    for effort in (0.4, 4.0):
        found = solve(project, aims, first, effort)
        assert found is not None
        values.append([each.value for each in found.aims])
    assert values[0] <= values[1]


def test_a_search_in_parts_stops_when_it_is_told_to() -> None:
    project, aims = hard()
    steps: list[Step] = []

    def watch(step: Step) -> bool:
        steps.append(step)
        return len(steps) < 12

    found = solve(project, aims, first_plan(project, {}), watch=watch)
    assert found is not None
    assert not [*violations(project, found.starts)]
    assert len(steps) == 12


def test_parts_are_neither_empty_nor_more_than_there_is() -> None:
    project, _ = hard()
    drawn = Neighbourhoods(project, Random(1))
    plan = first_plan(project, {})
    names = {activity.id for activity in project.activities}
    for _ in range(50):
        part = drawn.draw(plan)
        assert part
        assert part <= names
        drawn.solved(better=False, to_the_end=True)
    assert len(drawn.draw(plan)) == len(names)
    for _ in range(50):
        drawn.solved(better=False, to_the_end=False)
    assert len(drawn.draw(plan)) == 8
