"""Two rounds side by side: what moved, what the plan had promised, and what was done.

The small framework is answered by its placements, so a level is the lower median answer: here
that of the one who answers. Plans are made by hand; their dates are far back or far ahead, so
that what was due does not hang on the day of the test.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import engagements
from domain.again import Again, Kept, Verdict, Work
from domain.errors import NotFound
from domain.planning import Actual, Gap, Initiative, Placement, Roadmap, Scenario
from domain.quarters import Quarter
from domain.workshop import WorkshopSettings
from storage import records
from storage.catalogues import load_catalogue
from storage.frameworks import load_framework
from storage.results import actuals_content, dump_roadmap
from tests.engagements.conftest import SMALL, Opened

CATALOGUE = load_catalogue(
    Path(__file__).parents[1] / "fixtures" / "small-initiatives.yaml", load_framework(SMALL)
)
WORK: Mapping[str, Initiative] = {each.id: each for each in CATALOGUE.initiatives}
START, END = Quarter(2024, 1), Quarter(2090, 4)
LONG_AGO, FAR_AHEAD = Quarter(2024, 2), Quarter(2090, 1)
SCENARIO = Scenario("By hand", START, END, targets={"lead-01": 3, "lead-02": 4, "run-01": 4})
# The ambition from 1 to 3 by 2024 Q2, literacy from 1 to 4 by 2025 Q1, agents from 1 to 4 only
# in 2090.
PROMISED = {"ini-01": LONG_AGO, "ini-03": Quarter(2025, 1), "ini-04": FAR_AHEAD}


def plan(ends: Mapping[str, Quarter], name: str = "By hand") -> Roadmap:
    """A plan that finishes these initiatives in these quarters."""
    due = {"lead-01": Quarter(2024, 4), "lead-02": Quarter(2025, 4), "run-01": END}
    return Roadmap(
        scenario=replace(SCENARIO, name=name),
        catalogue=CATALOGUE.id,
        catalogue_version=CATALOGUE.version,
        framework="small",
        framework_version="1.0.0",
        framework_hash="0" * 64,
        pillars={"lead": "Leadership", "run": "Operation"},
        gaps=tuple(
            Gap(capability, capability, "lead", 1, SCENARIO.targets[capability], due=quarter)
            for capability, quarter in due.items()
        ),
        placements=tuple(
            Placement(WORK[initiative], START, end, {}, (), "By hand.")
            for initiative, end in ends.items()
        ),
        left_out=(),
        years=(),
    )


def keep(opened: Opened, engagement: str, kept: Roadmap, inputs: str) -> None:
    """Keep a plan as if it had just been found."""
    with opened.db.writing() as connection:
        content, now = dump_roadmap(kept).encode(), datetime.now(UTC)
        records.keep_plan(connection, engagement, inputs, kept.scenario.name, content, now)


def note(opened: Opened, engagement: str, *actuals: Actual) -> None:
    """Note what has become of initiatives, as `record_actual` does for shipped catalogues."""
    with opened.db.writing() as connection:
        content, now = actuals_content(actuals), datetime.now(UTC)
        records.add_planning_record(connection, engagement, "actuals", content, now)


def answer(opened: Opened, engagement: str, **levels: float) -> None:
    """One person places the three capabilities, in the order of the framework."""
    joined = engagements.join_assessment(opened.db, "Kim", engagement, name="Ann")
    for capability, level in zip(("lead-01", "lead-02", "run-01"), levels.values(), strict=True):
        question = f"{capability}-placement"
        engagements.record_answer(
            opened.db, joined.id, question=question, kind="value", value=level
        )


def first_round(opened: Opened) -> str:
    """An engagement with a frozen round: the ambition at 1, literacy at 1, agents at 1."""
    identifier = opened.start(depth="quick").engagement.id
    answer(opened, identifier, ambition=1, literacy=1, agents=1)
    engagements.freeze_assessment(opened.db, "Kim", identifier)
    engagements.save_scenario(opened.db, "Kim", identifier, SCENARIO)
    return identifier


def again(opened: Opened, engagement: str, **levels: float) -> Again:
    """The next round with these levels, compared while it is open."""
    engagements.start_again(opened.db, "Kim", engagement, "The second")
    answer(opened, engagement, **levels)
    return compared(opened, engagement)


def compared(opened: Opened, engagement: str) -> Again:
    found = engagements.rounds_compared(opened.db, engagement)
    assert found is not None
    return found


def of(found: Again, capability: str) -> Kept:
    return next(each for each in found.capabilities if each.movement.id == capability)


def test_with_one_round_there_is_nothing_to_compare(opened: Opened) -> None:
    with pytest.raises(NotFound):
        engagements.rounds_compared(opened.db, "nowhere")
    identifier = opened.start(depth="quick").engagement.id
    answer(opened, identifier, ambition=1, literacy=1, agents=1)
    assert engagements.rounds_compared(opened.db, identifier) is None
    engagements.freeze_assessment(opened.db, "Kim", identifier)
    assert engagements.rounds_compared(opened.db, identifier) is None
    engagements.start_again(opened.db, "Kim", identifier)
    assert engagements.rounds_compared(opened.db, identifier) is None


def test_movements_of_the_whole_the_pillars_and_the_capabilities(opened: Opened) -> None:
    found = again(opened, first_round(opened), ambition=3, literacy=2, agents=2)
    assert (found.before.name, found.before.frozen) == ("Quick scan", True)
    assert (found.after.name, found.after.frozen) == ("The second", False)
    # Leadership: the ambition weighs two thirds and has 3, so the pillar too. The whole: of
    # three thirds, Operation at 2 has two, so it is at 2.
    steps = {each.id: (each.before, each.after) for each in (found.overall, *found.pillars)}
    assert steps == {"overall": (1, 2), "lead": (1, 3), "run": (1, 2)}
    moved = [(each.movement.id, each.movement.step) for each in found.capabilities]
    assert moved == [("lead-01", 2), ("lead-02", 1), ("run-01", 1)]


def test_the_plan_is_held_against_what_came(opened: Opened) -> None:
    identifier = first_round(opened)
    keep(opened, identifier, plan(PROMISED), "first")
    note(
        opened,
        identifier,
        Actual("ini-01", "done", START, Quarter(2024, 3)),
        Actual("ini-03", "running", START),
    )
    found = again(opened, identifier, ambition=3, literacy=2, agents=2)
    ambition, literacy, agents = found.capabilities
    assert (ambition.promised, ambition.target, ambition.verdict) == (3, 3, "as_promised")
    assert ambition.work == (Work("Agree the ambition", LONG_AGO, True, "done", Quarter(2024, 3)),)
    assert (literacy.promised, literacy.target, literacy.verdict) == (4, 4, "less")
    assert literacy.work == (Work("Teach every role", Quarter(2025, 1), True, "running"),)
    # For the agents the plan has something in 2090, and their target is wanted by then.
    assert (agents.promised, agents.target, agents.verdict) == (None, None, "unpromised")
    assert agents.work == ()
    # Finished a quarter late, and not finished at all though it was due.
    assert [(each.done, each.late) for each in found.work] == [(True, True), (False, True)]
    assert found.planned


@pytest.mark.parametrize(
    ("level", "status", "verdict"),
    [
        (3, "done", "as_promised"),
        (3, None, "as_promised"),
        (4, "done", "more"),
        (2, "done", "less"),
        (1, "running", "less"),
        (1, None, "less"),
        (1, "done", "no_effect"),
    ],
)
def test_verdicts_on_a_promise(
    opened: Opened, level: float, status: str | None, verdict: Verdict
) -> None:
    identifier = first_round(opened)
    keep(opened, identifier, plan({"ini-01": LONG_AGO}), "first")
    if status:
        note(opened, identifier, Actual("ini-01", status, START))  # type: ignore[arg-type]
    found = again(opened, identifier, ambition=level, literacy=1, agents=1)
    kept = of(found, "lead-01")
    assert (kept.promised, kept.verdict) == (3, verdict)
    assert of(found, "lead-02").verdict == "nothing_due"


def test_falling_is_falling_whatever_was_promised(opened: Opened) -> None:
    identifier = opened.start(depth="quick").engagement.id
    answer(opened, identifier, ambition=2, literacy=2, agents=2)
    engagements.freeze_assessment(opened.db, "Kim", identifier)
    engagements.save_scenario(opened.db, "Kim", identifier, SCENARIO)
    keep(opened, identifier, plan({"ini-01": LONG_AGO}), "first")
    found = again(opened, identifier, ambition=1, literacy=1, agents=2)
    assert [each.verdict for each in found.capabilities] == ["fell", "fell", "nothing_due"]


def test_what_is_done_before_it_was_due_is_named_and_not_late(opened: Opened) -> None:
    identifier = first_round(opened)
    keep(opened, identifier, plan({"ini-03": FAR_AHEAD}), "first")
    note(opened, identifier, Actual("ini-03", "done", START, LONG_AGO))
    found = again(opened, identifier, ambition=1, literacy=4, agents=1)
    literacy = of(found, "lead-02")
    assert (literacy.promised, literacy.verdict) == (None, "unpromised")
    (work,) = literacy.work
    assert (work.due, work.done, work.late) == (False, True, False)
    assert found.work == ()


# --- Which plan, and which notes


def test_plans_made_after_progress_was_noted_promise_nothing(opened: Opened) -> None:
    identifier = first_round(opened)
    keep(opened, identifier, plan(PROMISED), "first")
    note(opened, identifier, Actual("ini-01", "running", START))
    keep(opened, identifier, plan({"ini-01": FAR_AHEAD}), "made again")
    found = again(opened, identifier, ambition=1, literacy=1, agents=1)
    assert of(found, "lead-01").promised == 3


def test_without_notes_it_is_the_plan_that_stood_when_the_next_round_began(
    opened: Opened,
) -> None:
    identifier = first_round(opened)
    keep(opened, identifier, plan({"ini-01": FAR_AHEAD}), "first thought")
    keep(opened, identifier, plan(PROMISED), "second thought")
    engagements.start_again(opened.db, "Kim", identifier)
    keep(opened, identifier, plan({"ini-01": FAR_AHEAD}), "from new answers")
    note(opened, identifier, Actual("ini-01", "done", START))
    answer(opened, identifier, ambition=1, literacy=1, agents=1)
    kept = of(compared(opened, identifier), "lead-01")
    assert (kept.promised, kept.verdict) == (3, "no_effect")


def test_it_is_the_plan_of_the_scenario_in_use(opened: Opened) -> None:
    identifier = first_round(opened)
    keep(opened, identifier, plan(PROMISED), "first")
    keep(opened, identifier, plan({"ini-01": FAR_AHEAD}, "Only looked at"), "other")
    found = again(opened, identifier, ambition=1, literacy=1, agents=1)
    assert of(found, "lead-01").promised == 3


def test_without_a_plan_nothing_was_promised(opened: Opened) -> None:
    found = again(opened, first_round(opened), ambition=3, literacy=1, agents=1)
    assert not found.planned
    assert [each.verdict for each in found.capabilities] == [
        "unpromised",
        "nothing_due",
        "nothing_due",
    ]


def test_of_two_frozen_rounds_only_what_was_noted_by_then_counts(opened: Opened) -> None:
    identifier = first_round(opened)
    keep(opened, identifier, plan({"ini-01": LONG_AGO}), "first")
    engagements.start_again(opened.db, "Kim", identifier, "The second")
    answer(opened, identifier, ambition=1, literacy=1, agents=1)
    engagements.freeze_assessment(opened.db, "Kim", identifier)
    note(opened, identifier, Actual("ini-01", "done", START))
    found = compared(opened, identifier)
    assert (found.after.name, found.after.frozen) == ("The second", True)
    assert of(found, "lead-01").verdict == "less"
    (work,) = found.work
    assert (work.status, work.late) == (None, True)


# --- Which rounds


def test_a_third_round_is_held_against_the_second(opened: Opened) -> None:
    identifier = first_round(opened)
    again(opened, identifier, ambition=3, literacy=1, agents=1)
    engagements.freeze_assessment(opened.db, "Kim", identifier)
    engagements.start_again(opened.db, "Kim", identifier, "The third")
    # Begun and not answered: the last two frozen ones are compared.
    assert compared(opened, identifier).after.name == "The second"
    answer(opened, identifier, ambition=4, literacy=1, agents=1)
    found = compared(opened, identifier)
    assert (found.before.name, found.after.name) == ("The second", "The third")
    ambition = of(found, "lead-01").movement
    assert (ambition.before, ambition.after) == (3, 4)


def test_nothing_of_a_workshop_under_way_shows(opened: Opened) -> None:
    identifier = first_round(opened)
    engagements.start_again(opened.db, "Kim", identifier)
    settings = WorkshopSettings(anonymous=False, smallest_group=3, capabilities=("lead-01",))
    engagements.open_workshop(opened.db, "leader", identifier, settings, name="Lee")
    assert engagements.rounds_compared(opened.db, identifier) is None


def test_what_cannot_be_compared_says_why_and_is_not_judged(opened: Opened) -> None:
    identifier = first_round(opened)
    keep(opened, identifier, plan(PROMISED), "first")
    engagements.start_again(opened.db, "Kim", identifier)
    engagements.record_context(opened.db, "Kim", identifier, {"uses-agents": "no"})
    joined = engagements.join_assessment(opened.db, "Kim", identifier, name="Ann")
    engagements.record_answer(
        opened.db, joined.id, question="lead-01-placement", kind="value", value=3.0
    )
    found = compared(opened, identifier)
    assert of(found, "lead-01").verdict == "as_promised"
    # Nobody has answered about literacy yet, and agents are not asked about any more.
    assert of(found, "lead-02").verdict == "unknown"
    agents = of(found, "run-01")
    assert agents.verdict == "not_comparable"
    assert "run-01-placement" in agents.movement.reason
    assert found.overall.reason == "not the same was asked: run-01-placement"
