"""The words for a round against the one before are true of it."""

from dataclasses import replace
from datetime import date

import pytest

from domain.again import Again, Kept, Round, Verdict, Work
from domain.quarters import Quarter
from domain.versions import Movement
from reporting.again import again_table, again_title, by_verdict, pillars_moved, promises_kept
from tests.reporting.made import LEVELS

DUE = Quarter(2026, 4)
STILL = Movement("overall", "overall", 2, 2)


def moved(name: str, before: int | None, after: int | None, reason: str = "") -> Movement:
    return Movement(name.lower(), name, before, after, reason)


def kept(movement: Movement, verdict: Verdict, promised: int | None = None, *work: Work) -> Kept:
    return Kept(movement, promised, None, work, verdict)


def made(*capabilities: Kept, overall: Movement = STILL, work: tuple[Work, ...] = ()) -> Again:
    return Again(
        before=Round("First", date(2026, 3, 2)),
        after=Round("Second", date(2027, 3, 1), frozen=False),
        overall=overall,
        pillars=(),
        capabilities=capabilities,
        work=work,
        planned=True,
    )


@pytest.mark.parametrize(
    ("overall", "expected"),
    [
        (
            moved("overall", 2, 3),
            "Since 2 March 2026 the organisation has risen from level 2, Emerging to level 3, "
            "Defined",
        ),
        (
            moved("overall", 3, 1),
            "Since 2 March 2026 the organisation has fallen from level 3, Defined to level 1, "
            "Ad hoc",
        ),
        (STILL, "The organisation is where it was on 2 March 2026, at level 2, Emerging"),
        (
            moved("overall", None, 3),
            "Whether the whole has moved since 2 March 2026 cannot be said: its level is not "
            "established in both rounds",
        ),
        (
            moved("overall", 1, 3, "the levels are others"),
            "The whole cannot be compared with 2 March 2026: the levels are others",
        ),
    ],
)
def test_the_title_says_how_the_whole_has_moved(overall: Movement, expected: str) -> None:
    assert again_title(made(overall=overall), LEVELS) == expected


def test_where_the_whole_stands_still_the_title_counts_what_moved_inside() -> None:
    up, down = kept(moved("A", 1, 2), "unpromised"), kept(moved("B", 2, 1), "fell")
    other = kept(moved("C", 1, 3, "it is new"), "not_comparable")
    for found, expected in (
        ((up, other), "; 1 capability rose"),
        ((down,), "; 1 capability fell"),
        ((up, up, down), "; 2 capabilities rose and 1 capability fell"),
    ):
        assert again_title(made(*found), LEVELS).endswith(f"level 2, Emerging{expected}")


def test_promises_are_counted_where_they_can_be_judged() -> None:
    done, late = Work("Teach", DUE, True, "done", DUE), Work("Build", DUE, True, "running")
    promised = (
        kept(moved("A", 1, 3), "as_promised", 3, done),
        kept(moved("B", 1, 4), "more", 3, done),
        kept(moved("C", 1, 2), "less", 3, late),
        kept(moved("D", 1, 3, "it is new"), "not_comparable", 3),
        kept(moved("E", 1, 2), "unpromised"),
    )
    found = made(*promised, work=(done, late))
    assert promises_kept(found) == (
        "Of 3 rises promised by now, 2 have come; of 2 initiatives due, 1 is done"
    )
    assert promises_kept(made(work=(late,))) == "Of 1 initiative due by now, 0 are done"
    assert promises_kept(made(*promised[3:])) == "Nothing that the plan promised was due by now"
    assert promises_kept(replace(found, planned=False)) == (
        "No plan had been made in between, so nothing was promised"
    )


def test_pillars_that_stood_still_are_only_counted() -> None:
    risen, still = moved("Alpha", 1, 2), moved("Beta", 2, 2)
    other, unknown = moved("Gamma", 1, 2, "it is new"), moved("Delta", None, 2)
    assert pillars_moved(replace(made(), pillars=(risen, still, still))) == (
        "Alpha 1 to 2; the other 2 pillars as before"
    )
    assert pillars_moved(replace(made(), pillars=(still,))) == "No pillar has moved"
    assert pillars_moved(replace(made(), pillars=(other, unknown))) == (
        "Gamma not comparable and Delta not established before, 2 now"
    )


def test_what_needs_talking_about_comes_first() -> None:
    found = made(
        kept(moved("A", 1, 3), "as_promised", 3),
        kept(moved("B", 2, 2), "nothing_due"),
        kept(moved("C", 1, 1), "no_effect", 2),
        kept(moved("D", 1, 2), "less", 3),
    )
    listed = [(name, [each.name for each in group]) for name, group in by_verdict(found)]
    assert listed == [
        ("Less than promised", ["D"]),
        ("Done, and the level has not moved", ["C"]),
        ("As promised", ["A"]),
    ]


def test_without_a_plan_a_rise_is_a_rise() -> None:
    risen = made(kept(moved("A", 1, 2), "unpromised"))
    assert [name for name, _ in by_verdict(risen)] == ["Risen without a promise"]
    assert [name for name, _ in by_verdict(replace(risen, planned=False))] == ["Risen"]


def test_one_reason_stands_once_for_all_that_it_keeps_from_being_compared() -> None:
    found = made(
        kept(moved("A", 1, 2, "the levels are others"), "not_comparable"),
        kept(moved("B", 1, 2, "it is new"), "not_comparable"),
        kept(moved("C", 1, 2, "the levels are others"), "not_comparable"),
    )
    ((_, group),) = by_verdict(found)
    assert [(each.name, each.movement) for each in group] == [
        ("A and C", "the levels are others"),
        ("B", "it is new"),
    ]


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (Work("Teach", DUE, True, "done", DUE), "Teach: done in 2026 Q4"),
        (Work("Teach", DUE, True, "done"), "Teach: done"),
        (
            Work("Teach", DUE, True, "done", Quarter(2027, 1)),
            "Teach: done in 2027 Q1, planned for 2026 Q4",
        ),
        (Work("Teach", None, False, "done", DUE), "Teach: done in 2026 Q4"),
        (
            Work("Teach", DUE, True, "running"),
            "Teach: still running, planned to end in 2026 Q4",
        ),
        (Work("Teach", DUE, False, "running"), "Teach: still running"),
        (Work("Teach", DUE, True, "stopped"), "Teach: stopped"),
        (Work("Teach", DUE, True), "Teach: nothing noted, planned to end in 2026 Q4"),
    ],
)
def test_what_became_of_work_is_said_with_its_planned_end_where_it_is_late(
    work: Work, expected: str
) -> None:
    ((_, (found,)),) = by_verdict(made(kept(moved("A", 1, 2), "less", 3, work)))
    assert (found.movement, found.promise, found.done) == ("1 to 2", "promised 3", (expected,))


def test_the_table_has_a_row_for_every_capability() -> None:
    work = Work("Teach", DUE, True, "stopped")
    table = again_table(
        made(
            Kept(moved("A", 1, 2), 3, 4, (work,), "less"),
            kept(moved("B", None, 2), "unknown"),
        )
    )
    assert list(table.iloc[0]) == ["A", 1, 2, 3, 4, "Teach: stopped", "Less than promised"]
    assert list(table["Before"].isna()) == [False, True]
    assert table.iloc[1]["Verdict"] == "Not established in both rounds"
