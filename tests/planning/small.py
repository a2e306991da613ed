"""Problems small enough to try every plan there is."""

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from domain.project import Activity, Aim, Project, Starts
from planning.project import violations

NAMES = ("a", "b", "c", "d")


@st.composite
def projects(draw: st.DrawFn) -> tuple[Project, tuple[Aim, ...]]:
    """Up to four activities in up to five periods, with everything that can limit them."""
    horizon, names = draw(st.integers(2, 5)), NAMES[: draw(st.integers(1, 4))]
    activities = [draw(_activity(name, names[:place], horizon)) for place, name in enumerate(names)]
    milestones = {"m": (names[:1],), "n": (names[:2], names[-1:])}
    aims = tuple(
        Aim(
            aim,
            started={(name, t): draw(st.integers(-5, 5)) for name in names for t in range(horizon)},
            reached={
                (name, t): draw(st.integers(0, 5)) for name in "mn" for t in range(horizon + 1)
            },
        )
        for aim in ("first", "second")
    )
    return (
        Project(
            horizon=horizon,
            activities=tuple(activities),
            capacity={"people": tuple(draw(st.integers(0, 4)) for _ in range(horizon))},
            accounts={"money": draw(st.integers(0, 12))},
            milestones=milestones,
            deadlines={"m": draw(st.integers(1, horizon))} if draw(st.booleans()) else {},
        ),
        aims,
    )


@st.composite
def _activity(draw: st.DrawFn, name: str, earlier: tuple[str, ...], horizon: int) -> Activity:
    after = draw(st.sets(st.sampled_from(earlier), max_size=1)) if earlier else set()
    first = draw(st.sampled_from([0, 0, 0, 1]))
    return Activity(
        id=name,
        duration=draw(st.integers(1, 3)),
        use={"people": draw(st.integers(0, 3))},
        spend={t: {"money": draw(st.integers(0, 6))} for t in range(horizon)},
        after=tuple(after),
        needs=("m",) if name == "d" and draw(st.booleans()) else (),
        first_start=first,
        last_start=draw(st.sampled_from([None, None, first + 1])),
        mandatory=draw(st.sampled_from([False, False, False, True])),
    )


def every_plan(project: Project) -> Iterator[Starts]:
    """All ways to start each activity or to leave it out that keep every limit."""
    choices = [[None, *project.possible_starts(a)] for a in project.activities]
    for chosen in product(*choices):
        starts = {
            activity.id: start
            for activity, start in zip(project.activities, chosen, strict=True)
            if start is not None
        }
        if not any(violations(project, starts)):
            yield starts
