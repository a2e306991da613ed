"""Every sentence is true of the data it is made from."""

from dataclasses import replace

import pytest

from domain.planning import LeftOut, Year
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from reporting import sentences
from tests.reporting.made import (
    example_report,
    gap,
    initiative,
    made_card,
    made_roadmap,
    placed,
)

# The lowest child decides in cards made by hand, so Alpha is at 2, Beta at 4, the whole at 2.
UNEVEN = made_card({"Alpha": {"A1": 2, "A2": 3}, "Beta": {"B1": 4, "B2": 5}})
TOP = made_card({"Alpha": {"A1": 5}, "Beta": {"B1": 5}})
SILENT = made_card({"Alpha": {"A1": None}, "Beta": {"B1": None}})
# Beta is open, so the whole is too: at worst 1, at best as low as Alpha, 2.
PARTLY = made_card({"Alpha": {"A1": 2}, "Beta": {"B1": None}})


def test_the_headline_names_the_level_and_what_holds_it_down() -> None:
    expected = "Northwind is at level 2, Emerging: Alpha holds it down"
    assert sentences.headline(UNEVEN, "Northwind") == expected


def test_two_weak_pillars_hold_it_down_together() -> None:
    card = made_card({"Alpha": {"A1": 1}, "Beta": {"B1": 1}, "Gamma": {"C1": 3}})
    assert sentences.headline(card).endswith("level 1, Ad hoc: Alpha and Beta hold it down")


def test_what_nobody_knows_is_not_blamed_while_something_known_holds_it_down() -> None:
    card = made_card({"Alpha": {"A1": None}, "Beta": {"B1": 1}})
    # The lowest decides, so the whole is at 1 wherever Alpha is.
    card = replace(card, overall=replace(card.overall, level=1))
    assert sentences.headline(card).endswith("level 1, Ad hoc: Beta holds it down")
    assert sentences.holding_back(card)[0].startswith("Beta is at level 1")


def test_at_the_top_nothing_holds_it_down() -> None:
    assert sentences.headline(TOP) == (
        "The organisation is at level 5, AI-first, the highest there is"
    )
    assert sentences.what_holds_back(TOP) == (
        "Nothing holds it down: the highest level is reached."
    )
    assert sentences.weaknesses(TOP) == ()


def test_nothing_answered_is_said_and_no_level_is_named() -> None:
    for sentence in (
        sentences.headline(SILENT),
        sentences.what_holds_back(SILENT),
        sentences.profile_title(SILENT),
        sentences.heatmap_title(SILENT),
    ):
        assert "level 1" not in sentence
    assert sentences.headline(SILENT) == (
        "The organisation has no established level yet: nothing has been answered"
    )
    assert sentences.strengths(SILENT) == ()
    assert sentences.weaknesses(SILENT) == ()


def test_a_level_that_is_not_established_is_given_as_its_range() -> None:
    assert sentences.headline(PARTLY, "Northwind") == (
        "Northwind stands between level 1 and 2: too much is still unknown to name one"
    )
    assert "Beta: not" not in sentences.profile_title(PARTLY)
    assert sentences.profile_title(PARTLY) == (
        "1 pillar is at level 2, Emerging; 1 is not established"
    )
    assert sentences.weaknesses(PARTLY)[0] == "B1: not established, between level 1 and 5"


def test_what_holds_back_names_the_capabilities_inside() -> None:
    assert sentences.what_holds_back(UNEVEN) == ("Alpha is at level 2, Emerging, held there by A1.")


def test_strengths_are_above_the_whole_and_best_first() -> None:
    # The whole is at 2; A1 at 2 is no strength.
    assert sentences.strengths(UNEVEN) == (
        "B2: level 5, AI-first",
        "B1: level 4, Measured",
        "A2: level 3, Defined",
    )
    assert sentences.weaknesses(UNEVEN) == ("A1: level 2, Emerging",)


def test_the_profile_title_names_both_ends() -> None:
    assert sentences.profile_title(UNEVEN) == "Beta is furthest, at level 4; Alpha is at level 2"
    assert sentences.profile_title(TOP) == "Every pillar is at level 5, AI-first"


def test_the_heatmap_title_names_the_most_common_level_and_the_lower_of_two() -> None:
    # Levels 2, 3, 4 and 5, once each.
    assert sentences.heatmap_title(UNEVEN) == "1 of 4 capabilities is at level 2, Emerging"


GAPS = (gap("A1", 1, 4, reached=3), gap("A2", 2, 3, reached=3), gap("A3", 3, 3, reached=3))
YEARS = (
    Year(2027, 200, 100, 0, {"a1": 1, "a2": 3, "a3": 3}, 2.3),
    Year(2028, None, 900, 40, {"a1": 3, "a2": 3, "a3": 3}, 3.0),
)
PLAN = made_roadmap(GAPS, (placed(initiative("Build A1", "a1")),), YEARS)


def test_gaps_are_largest_first_and_say_where_the_plan_stops_short() -> None:
    assert sentences.largest_gaps(PLAN) == (
        "A1: from level 1 to 4; the plan reaches 3",
        "A2: from level 2 to 3",
    )
    # A1 has 3 levels to go; of the two open gaps the plan closes A2.
    assert sentences.gaps_title(PLAN) == (
        "2 of 3 capabilities have to rise, A1 by 3 levels; the plan closes 1 of these gaps"
    )


def test_the_plan_in_a_sentence_counts_work_targets_and_money() -> None:
    # 100 in 2027 and 940 in 2028 are 1,040 thousand; A2 and A3 meet their targets.
    assert sentences.plan_in_a_sentence(PLAN) == (
        "From 2027 Q1 to 2027 Q4, 1 initiative brings the organisation to 2 of its 3 targets, "
        "for EUR 1.0 million"
    )


def test_money_names_the_dearest_year_and_its_budget_only_if_it_has_one() -> None:
    assert sentences.money_in_a_sentence(PLAN) == (
        "EUR 1.0 million in all, EUR 1.0 million one-off and EUR 40 thousand running; "
        "the most expensive year is 2028 with EUR 940 thousand"
    )
    one_year = replace(PLAN, years=YEARS[:1])
    said = sentences.money_in_a_sentence(one_year).replace("\N{NO-BREAK SPACE}", " ")
    assert said.endswith("2027 with EUR 100 thousand, 50 % of its budget")


def test_levels_are_counted_at_the_level_most_targets_ask_for() -> None:
    # Two of three targets are level 3: all three are there at the end of 2028, today only A3.
    assert sentences.levels_title(PLAN) == (
        "By the end of 2028, 3 of 3 capabilities are at level 3 or higher; today 1 is"
    )


def test_a_plan_that_is_not_needed_says_so() -> None:
    done = made_roadmap((gap("A1", 3, 3, reached=3),))
    assert sentences.plan_in_a_sentence(done) == (
        "No initiative is needed: every target is already met"
    )
    assert sentences.gaps_title(done) == "Every target is already met today"
    assert sentences.what_does_not_fit(done) == "Everything that the targets call for fits"
    assert sentences.largest_gaps(done) == ()


def test_no_targets_at_all_is_no_plan() -> None:
    nothing = made_roadmap()
    assert sentences.plan_in_a_sentence(nothing) == "No targets are set yet"
    assert sentences.roadmap_title(nothing) == "The roadmap holds no initiative"
    assert sentences.cost_title(nothing) == "The plan costs nothing"
    assert sentences.levels_title(nothing) == "No level is planned yet"
    assert sentences.indicators_title(nothing) == "No initiative, so no indicator to follow"


def test_open_targets_without_work_are_not_called_fitting() -> None:
    stuck = made_roadmap((gap("A1", 1, 4, reached=1),))
    assert sentences.plan_in_a_sentence(stuck) == (
        "No initiative has a place in the plan, and 1 target stays open"
    )
    assert sentences.what_does_not_fit(stuck).startswith("Every initiative fits, and 1 target")


def test_what_does_not_fit_is_counted_by_its_reason() -> None:
    out = (
        LeftOut(initiative("One", "a1"), "No money.", "budget"),
        LeftOut(initiative("Two", "a1"), "No money.", "budget"),
        LeftOut(initiative("Three", "a1"), "No time.", "horizon"),
    )
    assert sentences.what_does_not_fit(replace(PLAN, left_out=out)) == (
        "3 initiatives do not fit (2 for want of money and 1 for want of time): One, Two and Three"
    )
    assert sentences.roadmap_title(replace(PLAN, left_out=out)).endswith("; 3 do not")
    assert sentences.left_out(replace(PLAN, left_out=out)) == (
        "What does not fit: “One”, “Two” for want of money; “Three” for want of time"
    )
    assert sentences.left_out(PLAN) == ""


def test_a_level_that_may_be_higher_is_told_with_its_range() -> None:
    card = made_card({"Alpha": {"A1": 2, "A2": 3}})
    wide = replace(card, capabilities=(card.capabilities[0], replace(card.capabilities[1], best=4)))
    assert sentences.strengths(wide) == ("A2: level 3, Defined (range 3 to 4)",)
    assert sentences.levels_range(wide) == "for 1 of 2 capabilities more than one level is possible"
    assert sentences.levels_range(card) == "none, every level is established"


def test_what_holds_a_pillar_down_from_outside_is_named_with_its_own_pillar() -> None:
    card = example_report().scorecard
    held = sentences.pillar_headline(card, card.pillars[0])
    assert held.endswith(": Value and return (Measurement) holds it down")
    assert "(" not in sentences.pillar_headline(card, card.pillars[-1])


def test_the_board_is_asked_only_for_what_there_is_to_decide() -> None:
    asked = sentences.decisions(UNEVEN, PLAN)
    assert asked[0] == "Confirm the targets for 2030: 2 of 3 capabilities have to rise"
    assert asked[1] == (
        "Release the money of the next years: EUR 100 thousand in 2027 and EUR 940 thousand in 2028"
    )
    assert asked[2] == "Start in 2027 Q1, each with a named owner: Build A1"
    assert asked[3].startswith("Decide about 1 target that no initiative reaches")
    assert len(asked) == 4
    assert sentences.decisions(TOP, made_roadmap()) == (
        "Keep the level that is reached, and assess again in a year",
    )


def test_unknown_capabilities_become_a_decision() -> None:
    assert sentences.decisions(PARTLY, made_roadmap())[-1] == (
        "Find out the level of 1 capability: too little is known to name it"
    )


@pytest.mark.parametrize("card", [UNEVEN, TOP, SILENT, PARTLY, example_report().scorecard])
def test_no_sentence_is_empty_ends_with_a_stop_or_breaks_its_line(card: Scorecard) -> None:
    roadmap = example_report().roadmap
    said = [
        sentences.headline(card),
        *sentences.holding_back(card),
        *sentences.strengths(card),
        *sentences.weaknesses(card),
        sentences.profile_title(card),
        sentences.heatmap_title(card),
        sentences.answers_title(card),
        sentences.method_title(card),
        *sentences.decisions(card, roadmap),
    ]
    assert [s for s in said if not s or s.endswith(".") or "\n" in s or "  " in s] == []


def test_example_findings_hold_against_the_scorecard_itself() -> None:
    card = example_report().scorecard
    low = min(p.level for p in card.pillars if p.level is not None)
    weakest = [p.name for p in card.pillars if p.level == low]
    title = sentences.profile_title(card)
    assert all(name in title.split(";")[1] for name in weakest)
    assert sentences.headline(card, "N").startswith(f"N is at level {card.overall.level}")


def test_quarters_of_the_plan_come_from_its_own_work() -> None:
    later = placed(initiative("Late", "a2"), Quarter(2029, 2))
    plan = replace(PLAN, placements=(*PLAN.placements, later))
    assert sentences.plan_in_a_sentence(plan).startswith("From 2027 Q1 to 2030 Q1, 2 initiatives")
