"""The solver against every plan there is, on problems small enough to try them all."""

from hypothesis import given
from hypothesis import strategies as st

from domain.project import Activity, Aim, Project
from planning.greedy import first_plan
from planning.project import points, violations
from planning.solver import Step, least_extra, solve, stay_close
from tests.planning.small import NAMES, every_plan, projects


@given(projects())
def test_no_plan_is_better_aim_after_aim(case: tuple[Project, tuple[Aim, ...]]) -> None:
    project, aims = case
    worth = [tuple(points(project, aim, plan) for aim in aims) for plan in every_plan(project)]
    found = solve(project, aims)
    assert (found is None) == (worth == [])
    if found:
        assert tuple(aim.value for aim in found.aims) == max(worth)
        assert all(aim.value == aim.bound for aim in found.aims)


@given(projects())
def test_the_first_plan_keeps_order_capacity_and_money(
    case: tuple[Project, tuple[Aim, ...]],
) -> None:
    project, _ = case
    free = Project(
        project.horizon,
        tuple(
            Activity(a.id, a.duration, a.use, a.spend, a.after, a.needs, a.first_start)
            for a in project.activities
        ),
        project.capacity,
        project.accounts,
        project.milestones,
    )
    assert list(violations(free, first_plan(free, {}))) == []


@given(projects(), st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3)))
def test_the_plan_that_stays_closest_is_found(
    case: tuple[Project, tuple[Aim, ...]], before: dict[str, int]
) -> None:
    project, aims = case
    found = solve(project, aims)
    if found is None:
        return
    near = Aim(
        "near",
        {
            (a.id, t): int(before.get(a.id) == t)
            for a in project.activities
            for t in range(project.horizon)
        },
    )
    kept = stay_close(project, aims, found, near, {"second": 0.5})
    least = [found.aims[0].value, found.aims[1].value - abs(found.aims[1].value) // 2]
    allowed = [
        plan
        for plan in every_plan(project)
        if all(points(project, a, plan) >= low for a, low in zip(aims, least, strict=True))
    ]
    assert points(project, near, kept.starts) == max(points(project, near, p) for p in allowed)


TIGHT = Project(
    horizon=4,
    activities=(
        Activity("a", 2, {"people": 2}, {t: {"money": 3} for t in range(4)}),
        Activity("b", 2, {"people": 2}, {t: {"money": 3} for t in range(4)}, needs=("done",)),
    ),
    capacity={"people": (1, 1, 1, 1)},
    accounts={"money": 4},
    milestones={"done": (("a",),), "all": (("a",), ("b",))},
    deadlines={"all": 4},
)
NOTHING = (Aim("nothing"), 0)


def test_the_least_that_has_to_be_added_is_found() -> None:
    # Both take 3 of 4 of the money and 2 of 1 of the people, one after the other.
    costs = {"money": 1, "people": 1}
    assert solve(TIGHT, [NOTHING[0]]) is None
    assert least_extra(TIGHT, {"money": 9}, costs, NOTHING) is None
    assert least_extra(TIGHT, {"money": 9, "people": 9}, costs, NOTHING) == {
        "money": 2,
        "people": 1,
    }


def test_a_search_that_is_stopped_keeps_what_it_has() -> None:
    steps: list[Step] = []

    def stop(step: Step) -> bool:
        steps.append(step)
        return False

    project = Project(
        horizon=6,
        activities=tuple(Activity(name, 1, {"people": 1}) for name in NAMES),
        capacity={"people": (1,) * 6},
    )
    aims = [
        Aim("early", {(name, t): 9 - t for name in NAMES for t in range(6)}),
        Aim("late", {(name, t): t for name in NAMES for t in range(6)}),
    ]
    begin = {"a": 5}
    found = solve(project, aims, begin, watch=stop)
    assert found is not None
    assert len(steps) == 1
    # The second aim was not worked on: its bound is all that it could ever give, 4 times 0 to 5.
    assert found.aims[1].bound == 4 * (0 + 1 + 2 + 3 + 4 + 5)
    assert found.aims[0].value >= points(project, aims[0], begin)


def test_the_same_problem_gives_the_same_plan() -> None:
    project = Project(
        horizon=8,
        activities=tuple(Activity(f"x{n}", 1 + n % 3, {"people": 1}) for n in range(9)),
        capacity={"people": (2,) * 8},
    )
    aims = [Aim("all", {(a.id, t): 1 for a in project.activities for t in range(8)})]
    plans = [solve(project, aims) for _ in range(3)]
    assert plans[0] == plans[1] == plans[2]
