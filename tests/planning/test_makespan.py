"""Plain scheduling: published instances, every schedule of small ones, and a hand-made one."""

from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.project import Activity, Project
from planning import shortest_schedule
from planning.project import violations
from storage.psplib_files import load_psplib

FOLDER = Path(__file__).parent / "psplib"
BEST = yaml.safe_load((FOLDER / "best.yaml").read_text())


# The others in the folder take too long for a test; benchmarks/bench_planning.py solves them all.
@pytest.mark.parametrize("name", ["j301_1", "j301_2", "j305_1", "j309_1"])
def test_published_instances_have_their_best_known_makespan(name: str) -> None:
    project = load_psplib(FOLDER / f"{name}.sm")
    found = shortest_schedule(project)
    assert found is not None
    assert (found.makespan, found.proved) == (BEST[name], True)
    assert list(violations(project, found.starts)) == []


def project_of(*activities: Activity, capacity: int) -> Project:
    horizon = sum(activity.duration for activity in activities)
    return Project(horizon, activities, {"r": (capacity,) * horizon})


def test_two_that_fit_together_run_together_and_the_third_waits() -> None:
    # a and b take 2 of 3 each and never fit together: 4 + 3. c takes 1 beside a, then d beside b.
    found = shortest_schedule(
        project_of(
            Activity("a", 4, {"r": 2}, mandatory=True),
            Activity("b", 3, {"r": 2}, mandatory=True),
            Activity("c", 4, {"r": 1}, mandatory=True),
            Activity("d", 3, {"r": 1}, after=("c",), mandatory=True),
            capacity=3,
        )
    )
    assert found is not None
    assert (found.makespan, found.bound) == (7, 7)


@st.composite
def small(draw: st.DrawFn) -> Project:
    names = "abcd"[: draw(st.integers(1, 4))]
    return project_of(
        *(
            Activity(
                name,
                draw(st.integers(0, 3)),
                {"r": draw(st.integers(0, 2))},
                after=tuple(draw(st.sets(st.sampled_from(names[:place]), max_size=2)))
                if place
                else (),
                mandatory=True,
            )
            for place, name in enumerate(names)
        ),
        capacity=2,
    )


@given(small())
def test_no_schedule_is_shorter(project: Project) -> None:
    def makespan(chosen: tuple[int, ...]) -> int:
        pairs = zip(project.activities, chosen, strict=True)
        return max(start + activity.duration for activity, start in pairs)

    possible = [project.possible_starts(activity) for activity in project.activities]
    lengths = [
        makespan(chosen)
        for chosen in product(*possible)
        if not any(
            violations(project, {a.id: t for a, t in zip(project.activities, chosen, strict=True)})
        )
    ]
    found = shortest_schedule(project)
    assert found is not None
    assert (found.makespan, found.proved) == (min(lengths), True)


WRONG = {
    "not a project\n": "a single-mode PSPLIB file",
    "": "a single-mode PSPLIB file",
}


@pytest.mark.parametrize(("content", "told"), WRONG.items())
def test_what_is_no_instance_is_told(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "x.sm"
    file.write_text(content)
    with pytest.raises(InvalidInput, match=told):
        load_psplib(file)


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The published instance with one line of it changed."""
    text = (FOLDER / "j301_1.sm").read_text()
    assert old in text
    file = tmp_path / "x.sm"
    file.write_text(text.replace(old, new, 1))
    return file


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "   2        1          3           6  11  15",
            "   2        1          1          99",
            "job 2 has a successor that is not in the file",
        ),
        (
            "   6        1          1          30",
            "   6        1          1           2",
            "jobs wait for each other",
        ),
        (
            "  2      1     8       4    0    0    0",
            "  2      1     8      40    0    0    0",
            "job 2 needs more of a resource than there is",
        ),
        (
            "  2      1     8       4    0    0    0",
            "  2      1    -8       4    0    0    0",
            "job 2 has a duration or a demand below 0",
        ),
        (
            "  2      1     8       4    0    0    0",
            "  2      1     x       4    0    0    0",
            "a single-mode PSPLIB file",
        ),
    ],
)
def test_an_instance_that_makes_no_sense_is_told(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(InvalidInput, match=told):
        load_psplib(changed(tmp_path, old, new))
