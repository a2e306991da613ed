"""Benefits against costs, every figure worked by hand."""

from dataclasses import replace

import pytest

from domain.planning import Benefit, Estimate, Pool, Register, Roadmap
from domain.quarters import Quarter
from planning import value_case
from planning.value import attributed, payback, present_value, stream
from tests.planning.building import framework_of, plan_of, scenario_of, work

FLAT = Estimate(400, 400, 400)


def benefit(name: str = "gain", **others: object) -> Benefit:
    given = {"needs": ("x",), "yearly": FLAT, "grade": "A"} | others
    return Benefit(name, name.title(), **given)  # type: ignore[arg-type]


def plan(*benefits: Benefit, pools: tuple[Pool, ...] = (), discount: float = 0.25) -> Roadmap:
    """x: 2027 Q1 and Q2, 100, then 40 a year; to the end of 2028."""
    return plan_of(
        framework_of("a"),
        scenario_of({"a": 3}, discount=discount),
        work("x", ("a", 1, 3), quarters=2, cost=100, run=40, change={"it": 1, "hr": 3}),
        register=Register(benefits, pools),
    )


def test_money_of_a_later_year_is_divided_by_the_rate_once_a_year() -> None:
    # 100 + 50 / 1.25 + 25 / 1.25^2 = 100 + 40 + 16
    assert present_value({2027: 100, 2028: 50, 2029: 25}, 2027, 0.25) == pytest.approx(156)


def test_a_benefit_flows_from_the_quarter_after_the_work() -> None:
    # 100 a quarter from 2027 Q3: two quarters, then four.
    assert stream(400, Quarter(2027, 3), 0, Quarter(2028, 4)) == {2027: 200, 2028: 400}


def test_a_ramp_brings_it_bit_by_bit() -> None:
    # A third, two thirds, then all of 100 a quarter: 33.3 + 66.7 in 2027, 400 in 2028.
    found = stream(400, Quarter(2027, 3), 2, Quarter(2028, 4))
    assert found == {2027: pytest.approx(100), 2028: pytest.approx(400)}


def test_net_present_value_and_payback() -> None:
    # Costs: 2027 100 + 20 = 120, 2028 40. Benefits 200 and 400. Net 80, then 360 / 1.25 = 288.
    case = value_case(plan(benefit()))
    assert [(y.year, y.benefit, y.cost, y.net) for y in case.years] == [
        (2027, 200, 120, 80),
        (2028, 400, 40, 360),
    ]
    assert case.net_present_value == pytest.approx(368)
    assert (case.payback, case.steady) == (2027, 360)


def test_an_opinion_is_shown_and_in_no_total() -> None:
    # 200 + 400 / 1.25 = 520 of opinion; with evidence there is only the cost, 120 + 32.
    case = value_case(plan(benefit(grade="D")))
    assert case.opinion == pytest.approx(520)
    assert case.net_present_value == pytest.approx(-152)
    assert (case.payback, case.steady) == (None, -40)
    assert [year.benefit for year in case.years] == [0, 0]


def test_only_the_part_put_down_to_the_plan_counts() -> None:
    assert attributed(Register((benefit(share=0.25),)), "likely") == {"gain": 100}


def test_what_is_claimed_twice_from_one_pool_is_cut_in_proportion_and_said() -> None:
    # 400 and 200 are claimed from 300: each gets half.
    two = benefit(pool="p"), benefit("other", pool="p", yearly=Estimate(200, 200, 200))
    case = value_case(plan(*two, pools=(Pool("p", "Pool", 300),)))
    assert [each.yearly for each in case.benefits] == [200, 100]
    (double,) = case.double
    assert (double.name, double.claimed, double.there) == ("Pool", 600, 300)
    assert double.benefits == ("gain", "other")
    enough = value_case(plan(*two, pools=(Pool("p", "Pool", 600),)))
    assert (enough.double, enough.benefits[0].yearly) == ((), 400)


def test_an_opinion_takes_nothing_from_a_benefit_with_evidence() -> None:
    # Of 500, the 400 with evidence come first; the opinion of 200 has the 100 that are left.
    two = benefit("hope", grade="D", pool="p", yearly=Estimate(200, 200, 200)), benefit(pool="p")
    case = value_case(plan(*two, pools=(Pool("p", "Pool", 500),)))
    assert [each.yearly for each in case.benefits] == [100, 400]


def test_a_benefit_that_does_not_come_claims_nothing() -> None:
    two = benefit(pool="p"), benefit("other", needs=("gone",), pool="p")
    case = value_case(plan(*two, pools=(Pool("p", "Pool", 400),)))
    assert case.benefits[0].yearly == 400


def test_a_benefit_whose_work_is_not_in_the_plan_does_not_come() -> None:
    case = value_case(plan(benefit(needs=("x", "gone"))))
    (found,) = case.benefits
    assert (found.ready, found.missing, found.total) == (None, ("gone",), 0)


def test_payback_after_the_plan_goes_on_as_in_its_last_state() -> None:
    # 100 + 20 + 40 spent and 60 a year come: 30 in 2027, 60 in 2028. -160 + 90 = -70 left;
    # then 60 - 40 = 20 a year: 3.5 years, so in the fourth after 2028.
    case = value_case(plan(benefit(yearly=Estimate(60, 60, 60))))
    assert (case.steady, case.payback) == (20, 2032)


def test_payback_counts_only_when_it_stays_so() -> None:
    years = value_case(plan(benefit())).years
    lost = replace(years[1], cost=900)
    assert payback((years[0], lost), 0) is None


def test_costs_are_borne_where_the_change_is() -> None:
    # 160 of cost by 2028: a quarter for it, three quarters for hr.
    assert value_case(plan()).cost_by_unit == {"it": 40, "hr": 120}


def test_benefits_go_where_they_are_had() -> None:
    case = value_case(plan(benefit(units={"sales": 0.75, "it": 0.25}), benefit("b2", grade="D")))
    assert case.benefit_by_unit == {"sales": 450, "it": 150}


@pytest.mark.parametrize(("grade", "planned"), [("A", {"x", "y"}), ("D", {"x"})])
def test_a_benefit_with_evidence_brings_its_work_into_the_plan_and_an_opinion_does_not(
    grade: str, planned: set[str]
) -> None:
    # No target asks for y. It costs 50 once; 400 a year with evidence are worth that.
    roadmap = plan_of(
        framework_of("a", "b"),
        scenario_of({"a": 2}),
        work("x", ("a", 1, 2)),
        work("y", ("b", 1, 2), cost=50),
        register=Register((benefit(needs=("y",), grade=grade),)),
    )
    assert {p.initiative.id for p in roadmap.placements} == planned


def test_each_end_of_the_estimate_has_its_own_value_and_payback() -> None:
    # Costs 120 and 40. At the low end 0 comes, at the high end 800 a year: 400 and 800.
    wide = plan(benefit(yearly=Estimate(0, 400, 800)))
    low, high = value_case(wide, "low"), value_case(wide, "high")
    assert low.net_present_value == pytest.approx(-120 - 32)
    assert high.net_present_value == pytest.approx(280 + 760 / 1.25)
    assert value_case(wide).payback_range == (2027, None)


def test_nobody_promises_a_payback_of_more_than_twenty_years() -> None:
    # After 2028 it lacks 160 less 20 and 40: 100. With 1 a year more than it costs, 100 years.
    case = value_case(plan(benefit(yearly=Estimate(41, 41, 41))))
    assert case.steady == 1
    assert case.payback is None
