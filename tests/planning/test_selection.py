"""Which initiatives the targets call for."""

from planning import make_roadmap
from tests.planning.building import (
    card_of,
    catalogue_of,
    framework_of,
    node,
    plan_of,
    scenario_of,
    starts,
    work,
)

LADDER = (
    work("a13", ("a", 1, 3)),
    work("a34", ("a", 3, 4), after=["a13"]),
    work("a45", ("a", 4, 5), after=["a34"]),
)


def chosen(target: int, today: int) -> list[str]:
    framework = framework_of("a")
    roadmap = plan_of(framework, scenario_of({"a": target}), *LADDER, today={"a": today})
    return sorted(starts(roadmap))


def test_only_the_steps_between_today_and_the_target_are_chosen() -> None:
    assert chosen(target=4, today=1) == ["a13", "a34"]
    assert chosen(target=4, today=2) == ["a13", "a34"]
    assert chosen(target=4, today=3) == ["a34"]
    assert chosen(target=5, today=3) == ["a34", "a45"]
    assert chosen(target=3, today=3) == []


def test_a_step_that_leads_past_the_target_is_chosen_when_the_target_lies_inside_it() -> None:
    assert chosen(target=2, today=1) == ["a13"]


def test_missing_prerequisites_are_chosen_though_nobody_asked_for_what_they_lift() -> None:
    framework = framework_of("a", "b", "c")
    initiatives = (
        work("deep", ("c", 1, 3)),
        work("near", ("b", 1, 3), after=["deep"]),
        work("top", ("a", 1, 3), after=["near"]),
        work("other", ("c", 3, 4)),
    )
    roadmap = plan_of(framework, scenario_of({"a": 3}), *initiatives)
    assert sorted(starts(roadmap)) == ["deep", "near", "top"]


def test_a_prerequisite_whose_lifts_are_all_reached_today_counts_as_done() -> None:
    framework = framework_of("a", "b", "c")
    initiatives = (
        work("first", ("b", 1, 3), ("c", 1, 3)),
        work("top", ("a", 1, 3), after=["first"]),
    )
    wanted = scenario_of({"a": 3})
    done = plan_of(framework, wanted, *initiatives, today={"b": 3, "c": 4})
    half_done = plan_of(framework, wanted, *initiatives, today={"b": 3, "c": 2})
    assert starts(done) == {"top": "2027 Q1"}
    assert done.placements[0].waits_for == ()
    assert starts(half_done) == {"first": "2027 Q1", "top": "2027 Q2"}
    assert half_done.placements[1].waits_for == ("first",)


def test_what_an_initiative_builds_on_is_chosen_even_without_a_prerequisite() -> None:
    # Nobody asks for b, but the only way from a3 to a4 also starts from b3.
    framework = framework_of("a", "b")
    initiatives = (work("b13", ("b", 1, 3)), work("both", ("a", 3, 4), ("b", 3, 4)))
    roadmap = plan_of(framework, scenario_of({"a": 4}), *initiatives, today={"a": 3})
    assert starts(roadmap) == {"b13": "2027 Q1", "both": "2027 Q2"}


def test_lifts_of_what_does_not_apply_neither_call_for_work_nor_hold_it_up() -> None:
    framework = framework_of("a", "b")
    catalogue = catalogue_of(work("only-b", ("b", 1, 3)), work("both", ("a", 1, 3), ("b", 3, 4)))
    card = card_of(framework, node("b", None, applies=False))
    roadmap = make_roadmap(framework, card, catalogue, scenario_of({"a": 3, "b": 4}))
    assert starts(roadmap) == {"both": "2027 Q1"}
    assert [gap.capability for gap in roadmap.gaps] == ["a"]
    assert roadmap.years[0].levels == {"a": 3}
