"""What is said, drawn and listed about limits, changes, value, decisions and how sure it all is."""

from dataclasses import replace
from datetime import date

import pytest

from domain.decisions import DecisionRecord
from domain.planning import (
    AimReached,
    Band,
    Benefit,
    BenefitCase,
    Compared,
    DoubleCount,
    Driver,
    Estimate,
    Moved,
    Roadmap,
    Scenario,
    Uncertainty,
    Use,
    ValueCase,
    ValueYear,
    Year,
)
from domain.quarters import Quarter
from reporting import charts, facts, sentences, tables
from reporting.paper.editions import chapters
from tests.reporting.made import gap, initiative, made_card, made_report, made_roadmap, placed
from tests.reporting.reading import printed
from tests.reporting.test_charts import texts

YEARS = (
    Year(2027, 100, 80, 16, {"a1": 2}, 2.0),
    Year(2028, 100, 40, 20, {"a1": 3}, 3.0),
)
SHORT = Scenario("By hand", Quarter(2027, 1), Quarter(2028, 4))
PLAN = replace(
    made_roadmap(
        (gap("A1", 1, 3, 3), gap("A2", 1, 3, 2)), (placed(initiative("Alpha work", "a1")),), YEARS
    ),
    scenario=SHORT,
)
HOSTILE = "<script>alert(1)</script> & “quotes”"


def sure() -> Uncertainty:
    """Made by hand: what ten thousand runs of PLAN could have said."""
    return Uncertainty(
        runs=10_000,
        seed=2030,
        levels={},
        mean_level={2027: Band(1.8, 2.0, 2.1), 2028: Band(2.5, 2.9, 3.0)},
        targets_met=Band(1, 1, 2),
        chances={"a1": 0.85, "a2": 0.0},
        cost=Band(150, 160, 1_200),
        cost_by_year={2027: Band(90, 100, 110), 2028: Band(50, 60, 70)},
        value=Band(-900, -400, 200),
        drivers=(Driver("Alpha work", "cost", "cost", 0.7),),
    )


def case(*grades: str, payback: tuple[int | None, int | None] = (2029, 2031)) -> ValueCase:
    """One benefit of 100 a year for each grade, there from 2028 Q1 on."""
    found = tuple(
        BenefitCase(
            Benefit(f"b{at}", f"Gain {at}", ("alpha-work",), Estimate(50, 100, 200), grade),  # type: ignore[arg-type]
            100.0,
            Quarter(2028, 1),
            {2028: 100.0},
        )
        for at, grade in enumerate(grades, 1)
    )
    by_grade = {grade: 100.0 * grades.count(grade) for grade in grades}
    return ValueCase(
        benefits=found,
        years=(ValueYear(2027, {}, 96), ValueYear(2028, by_grade, 60)),  # type: ignore[arg-type]
        double=(),
        net_present_value=-50.0,
        opinion=90.0,
        steady=40.0,
        payback=2030,
        payback_range=payback,
        cost_by_unit={"it": 100.0, "sales": 56.0},
        benefit_by_unit={"sales": 100.0},
    )


# --- How good the plan is


def aims(*gaps: float) -> Roadmap:
    names = ("targets", "maturity", "value")
    reached = tuple(
        AimReached(name, 100.0, 100.0 / (1 - part))  # type: ignore[arg-type]
        for name, part in zip(names, gaps, strict=False)
    )
    return replace(PLAN, aims=reached)


def test_a_proof_is_called_one_and_only_a_proof() -> None:
    assert sentences.plan_quality(aims(0, 0, 0)).startswith("Proved best")
    assert sentences.plan_quality(aims(0, 0.03, 0)) == (
        "The best plan found; targets are proved best, and earlier maturity is within 3 % of the "
        "best possible"
    )
    assert "targets are within 10 %" in sentences.plan_quality(aims(0.1, 0, 0))
    assert "rule of thumb" in sentences.plan_quality(replace(PLAN, method="first"))


def test_assumed_starts_are_counted() -> None:
    assert sentences.assumed_starts(PLAN) == ""
    guessed = replace(PLAN, gaps=(replace(PLAN.gaps[0], assumed=True), PLAN.gaps[1]))
    assert sentences.assumed_starts(guessed).startswith("1 of 2 starting levels is assumed")


# --- What is scarce


def used(*amounts: tuple[str, float, float | None]) -> Roadmap:
    """Person-months of roles used and there, in the plan's first quarter."""
    free = tuple(replace(year, budget=None) for year in YEARS)
    use = tuple(Use("people", name, Quarter(2027, 1), n, most) for name, n, most in amounts)
    return replace(PLAN, years=free, use=use)


def test_money_that_is_used_up_is_named_with_its_years() -> None:
    assert sentences.scarce(PLAN) == "Scarce: Money in 2027"


def test_people_that_are_used_up_are_named_with_their_quarters() -> None:
    plan = used(("data-engineer", 5.9, 6), ("lawyer", 2, 6), ("writer", 2, None))
    assert sentences.scarce(plan) == "Scarce: Data engineer in 1 quarter of 2027"


def test_a_limit_of_nothing_is_used_up() -> None:
    assert facts.limits_used(used(("lawyer", 0, 0)))[0].share == 1


def test_without_limits_nothing_is_scarce() -> None:
    assert sentences.scarce(used()) == "No limit of money, people or change is set"
    assert sentences.scarce(used(("lawyer", 1, 6))) == "No limit is used up in any quarter"


def test_the_limits_are_drawn_and_listed() -> None:
    assert "Money" in texts(charts.limits(PLAN, 600))
    table = tables.limits(PLAN)
    assert len(table) == 8
    assert table["Share"].tolist()[:4] == ["96\u00a0%"] * 4
    assert "2027 Q1" in charts.limits_text(PLAN)


# --- What changed


def test_every_kind_of_change_is_said() -> None:
    moved = (
        Moved("Later work", Quarter(2027, 1), Quarter(2027, 3)),
        Moved("Sooner work", Quarter(2027, 3), Quarter(2027, 1)),
    )
    found = sentences.changes(
        Compared(moved, ("New",), ("Old",), ("A1: level 2 instead of 3 (target 3)",), {2028: -250})
    )
    assert found == (
        "New in the plan: New",
        "No longer in the plan: Old",
        "Later: Later work",
        "Sooner: Sooner work",
        "A1: level 2 instead of 3 (target 3)",
        "Money: 250 thousand less in 2028",
    )


def test_no_change_is_said_too() -> None:
    assert sentences.changes(Compared((), (), (), (), {})) == ("Nothing in the plan is different",)


# --- How sure, and what it is worth


def test_targets_and_cost_come_as_ranges_beside_the_plan() -> None:
    assert sentences.how_sure(PLAN, sure()) == (
        "In eight of ten futures 1 to 2 of 2 targets are met by their dates, for EUR 150 thousand "
        "to EUR 1.2 million; the plan itself meets 1"
    )


@pytest.mark.parametrize(
    ("payback", "said"),
    [
        (
            (2028, 2028),
            "; all costs have come back by the end of 2028, with all benefits at their highest as "
            "at their lowest",
        ),
        (
            (2029, 2031),
            "; going on like that, all costs have come back by the end of 2029 with all benefits "
            "at their highest, and by the end of 2031 at their lowest",
        ),
        (
            (2028, None),
            "; all costs have come back by the end of 2028 with all benefits at their highest, and "
            "not within 20 years at their lowest",
        ),
        (
            (None, None),
            "; the costs do not come back within 20 years, even with all benefits at their highest",
        ),
    ],
)
def test_value_and_payback_come_as_ranges(
    payback: tuple[int | None, int | None], said: str
) -> None:
    title = sentences.value_title(PLAN, case("A", "D", payback=payback), sure())
    assert title.startswith("1 benefit with evidence brings the plan to a net present value of ")
    assert "\N{MINUS SIGN}EUR 900 thousand to EUR 200 thousand by 2028 in eight of ten" in title
    assert title.endswith(said)


def test_opinions_alone_are_no_value() -> None:
    assert sentences.value_title(PLAN, case("D"), sure()).startswith("No benefit has evidence")


def test_without_a_range_the_sentence_says_that_it_is_a_middle() -> None:
    assert "in the middle of the estimates" in sentences.value_title(PLAN, case("B"))


def test_band_and_value_are_drawn_and_listed() -> None:
    assert "2.5 to 3.0, plan 3.0" in charts.maturity_band_text((PLAN, sure()))
    assert texts(charts.maturity_band((PLAN, sure()), 600))
    band = tables.maturity_band((PLAN, sure())).to_dict("records")
    assert list(band[1].values()) == ["2028", 3.0, 2.5, 2.9, 3.0]
    worth = (PLAN, case("A", "D"), sure())
    assert "2028: benefit EUR 100 thousand, cost EUR 60 thousand, net EUR 40 thousand" in (
        charts.value_by_year_text(worth)
    )
    assert texts(charts.value_by_year(worth, 600))
    assert tables.value_by_year(worth).to_numpy().tolist()[1] == ["2028", 100, 100, 60, 40]


def test_benefits_and_units_are_listed() -> None:
    listed = tables.benefits(PLAN, case("A", "D")).to_numpy().tolist()
    assert listed[0] == ["Gain 1", "A", 100, "2028 Q1", 100, ""]
    units = tables.by_unit(PLAN, case("A")).to_numpy().tolist()
    assert units == [["It", 100, 0, -100], ["Sales", 56, 100, 44]]


def test_a_scenario_is_one_column_of_maturity_money_and_time() -> None:
    column = tables.scenario(PLAN, case("A"))["By hand"]
    assert column["Targets met"] == "1 of 2"
    assert column["Mean level at the end of 2028"] == "3.00"
    assert column["Work ends"] == "2027 Q4"
    assert (column["Cost to 2028"], column["Cost in 2027"]) == ("156", "96")
    assert column["Costs have come back by"] == "2030"


# --- On paper


def decision(text: str = "Hub with spokes") -> DecisionRecord:
    return DecisionRecord(
        "operating-model", "Operating model", "hub", text, text, text, date(2026, 11, 23), text,
        "aid 1.0.0", implies=("alpha-work",),
    )  # fmt: skip


def test_the_paper_has_a_chapter_for_each_that_there_is_something_to_say_about() -> None:
    bare = made_report(made_card({"Alpha": {"A1": 1, "A2": 1}}), PLAN)
    full = replace(bare, value=case("A", "D"), uncertainty=sure(), decisions=(decision(),))
    known = {chapter.id for chapter in chapters(bare)}
    assert {chapter.id for chapter in chapters(full)} - known == {"decisions", "value", "sureness"}


def test_opinions_on_paper_are_marked_and_double_counting_is_said() -> None:
    twice = replace(case("A", "D"), double=(DoubleCount("p", "Cost of work", 600, 300, ("b1",)),))
    report = made_report(made_card({"Alpha": {"A1": 1, "A2": 1}}), PLAN)
    text = printed(replace(report, value=twice, uncertainty=sure())).text
    assert "not counted" in text
    assert "Cost of work: benefits claim 600 thousand a year of 300" in text
    assert "Planned, and less sure than nine in ten: A1 (85" in text


def test_what_the_plan_itself_is_worth_stands_beside_its_futures() -> None:
    report = made_report(made_card({"Alpha": {"A1": 1, "A2": 1}}), PLAN)
    text = printed(replace(report, value=case("A"), uncertainty=sure()), "board").text
    assert "EUR 200 thousand \N{MINUS SIGN}EUR 50 thousand" in text


@pytest.mark.parametrize(("chance", "said"), [(0.8996, "A1 (89"), (0.9, "")])
def test_a_chance_is_never_rounded_up_to_what_it_is_less_than(chance: float, said: str) -> None:
    report = made_report(made_card({"Alpha": {"A1": 1, "A2": 1}}), PLAN)
    futures = replace(sure(), chances={"a1": chance, "a2": 0.0})
    text = printed(replace(report, uncertainty=futures), "board").text
    assert ("less sure than nine in ten" in text) == bool(said)
    assert said in text


def test_markup_in_decisions_and_benefits_is_printed_as_text() -> None:
    worth = case("A")
    named = replace(worth.benefits[0].benefit, name=HOSTILE, owner=HOSTILE, evidence=HOSTILE)
    worth = replace(worth, benefits=(replace(worth.benefits[0], benefit=named),))
    report = made_report(made_card({"Alpha": {"A1": 1, "A2": 1}}), PLAN)
    paper = printed(
        replace(report, value=worth, uncertainty=sure(), decisions=(decision(HOSTILE),))
    )
    assert paper.complaints == ()
    assert "".join(paper.text.split()).count("".join(HOSTILE.split())) >= 6
