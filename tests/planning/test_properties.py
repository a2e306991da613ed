"""Rules that hold for every plan, checked against catalogues and budgets made at random.

The checks walk through the finished roadmap with their own arithmetic, quarter by quarter.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.framework import Framework
from domain.planning import (
    Catalogue,
    Estimate,
    Initiative,
    Placement,
    Roadmap,
    Rule,
    Scenario,
)
from domain.quarters import Quarter
from domain.scorecard import Scorecard
from planning import make_roadmap, propose_targets
from tests.planning.building import card_of, catalogue_of, framework_of, node, scenario_of, work

CAPABILITIES = ("a", "b", "c")
STEPS = ((1, 3), (3, 4), (4, 5))
LAST = Quarter(2029, 2)


@dataclass(frozen=True)
class Case:
    """Everything a plan is made from."""

    framework: Framework
    card: Scorecard
    catalogue: Catalogue
    scenario: Scenario

    def plan(self) -> Roadmap:
        return make_roadmap(self.framework, self.card, self.catalogue, self.scenario)

    @property
    def today(self) -> dict[str, int]:
        """The level each capability that applies starts from: here always its worst case."""
        nodes = [self.card.node(name) for name in CAPABILITIES]
        return {each.id: each.worst or 1 for each in nodes if each.applies}

    @property
    def initiatives(self) -> dict[str, Initiative]:
        return {initiative.id: initiative for initiative in self.catalogue.initiatives}

    def is_done(self, name: str) -> bool:
        lifts = self.initiatives[name].lifts
        return all(self.today.get(x.capability, 5) >= x.to_level for x in lifts)

    def to_do(self, initiative: Initiative) -> list[str]:
        return [name for name in initiative.prerequisites if not self.is_done(name)]


MONEY = st.integers(0, 400)
LEVELS = st.integers(1, 5)
OFTEN = st.sampled_from([True, True, True, False])


@st.composite
def initiatives(draw: st.DrawFn, ladders: bool) -> list[Initiative]:
    """Any lifts at all, or at most one initiative for each step of each capability."""
    lifts = draw(_ladders() if ladders else st.lists(_any_lifts(), min_size=3, max_size=9))
    found: list[Initiative] = []
    for index, each in enumerate(draw(st.permutations(lifts))):
        earlier = [initiative.id for initiative in found]
        after = draw(st.sets(st.sampled_from(earlier), max_size=2)) if earlier else set()
        found.append(
            work(
                f"w{index}",
                *each,
                quarters=draw(st.integers(1, 4)),
                cost=draw(MONEY),
                run=draw(st.integers(0, 90)),
                after=sorted(after),
            )
        )
    return found


@st.composite
def _ladders(draw: st.DrawFn) -> list[list[tuple[str, int, int]]]:
    """The steps of all capabilities, some missing, some joined into one initiative."""
    joined: dict[int, dict[str, tuple[str, int, int]]] = {}
    for name in CAPABILITIES:
        for step in draw(st.permutations(STEPS))[: draw(st.integers(2, 3))]:
            place = draw(st.integers(0, 8))
            while name in joined.get(place, {}):
                place += 1
            joined.setdefault(place, {})[name] = (name, *step)
    return [list(lifts.values()) for lifts in joined.values()]


@st.composite
def _any_lifts(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    names = draw(st.sets(st.sampled_from(CAPABILITIES), min_size=1))
    steps = [sorted(draw(st.sets(LEVELS, min_size=2, max_size=2))) for _ in names]
    return [(name, low, high) for name, (low, high) in zip(sorted(names), steps, strict=True)]


@st.composite
def cases(draw: st.DrawFn, ladders: bool = False, limited: bool = True) -> Case:
    framework = framework_of(*CAPABILITIES)
    nodes = [
        node(
            name,
            draw(st.sampled_from([None, worst])),
            worst,
            applies=draw(OFTEN),
        )
        for name in CAPABILITIES
        for worst in [draw(st.integers(1, 4))]
    ]
    targets = {name: draw(LEVELS) for name in CAPABILITIES if draw(OFTEN)}
    years = st.sampled_from([2027, 2028, 2029])
    budget = draw(st.dictionaries(years, st.integers(0, 900))) if limited else {}
    return Case(
        framework,
        card_of(framework, *nodes),
        catalogue_of(*draw(initiatives(ladders))),
        scenario_of(targets, budget, end=LAST),
    )


def at_start_of(case: Case, roadmap: Roadmap, quarter: Quarter) -> dict[str, int]:
    """The levels once everything that ended before a quarter has been done."""
    levels = dict(case.today)
    for placement in sorted(roadmap.placements, key=lambda p: p.end):
        if placement.end < quarter:
            for lift in placement.initiative.lifts:
                if lift.capability in levels:
                    levels[lift.capability] = max(levels[lift.capability], lift.to_level)
    return levels


def spent_by_quarter(placement: Placement) -> Iterator[tuple[Quarter, int]]:
    initiative = placement.initiative
    length, cost = int(initiative.duration.likely), int(initiative.cost.likely)
    yearly = int(initiative.run_cost.likely)
    for quarter in placement.start.until(placement.end):
        yield quarter, cost // length + (cost % length if quarter == placement.end else 0)
    for quarter in placement.end.plus(1).until(LAST):
        yield quarter, yearly // 4 + (yearly % 4 if quarter.number == 4 else 0)


def spent_by_year(*placements: Placement) -> dict[int, int]:
    spent = dict.fromkeys((2027, 2028, 2029), 0)
    for placement in placements:
        for quarter, amount in spent_by_quarter(placement):
            spent[quarter.year] += amount
    return spent


def may_start(case: Case, roadmap: Roadmap, initiative: Initiative, quarter: Quarter) -> bool:
    """Whether prerequisites and levels allow a start, given all that is placed."""
    ends = {placement.initiative.id: placement.end for placement in roadmap.placements}
    levels = at_start_of(case, roadmap, quarter)
    return all(name in ends and ends[name] < quarter for name in case.to_do(initiative)) and all(
        levels.get(x.capability, 5) >= x.from_level for x in initiative.lifts
    )


def overruns(
    spent: Mapping[int, int], more: Mapping[int, int], budget: Mapping[int, float]
) -> bool:
    return any(
        amount and spent[year] + amount > budget.get(year, float("inf"))
        for year, amount in more.items()
    )


@given(cases())
def test_nothing_starts_before_its_prerequisites_and_levels(case: Case) -> None:
    roadmap = case.plan()
    for placement in roadmap.placements:
        assert may_start(case, roadmap, placement.initiative, placement.start)


@given(cases())
def test_everything_stands_inside_the_plan_for_as_long_as_it_takes(case: Case) -> None:
    for placement in case.plan().placements:
        assert case.scenario.start <= placement.start
        assert placement.end <= LAST
        length = placement.end.ordinal - placement.start.ordinal + 1
        assert length == placement.initiative.duration.likely


@given(cases())
def test_the_years_add_up_to_the_placements_and_stay_within_the_budget(case: Case) -> None:
    roadmap = case.plan()
    spent = spent_by_year(*roadmap.placements)
    assert {year.year: year.total for year in roadmap.years} == spent
    assert sum(year.one_off for year in roadmap.years) == sum(
        placement.initiative.cost.likely for placement in roadmap.placements
    )
    for year in roadmap.years:
        assert year.budget is None or year.total <= year.budget
        parts = [placement.cost_by_year.get(year.year, 0) for placement in roadmap.placements]
        assert sum(parts) == year.total


@given(cases())
def test_what_the_targets_call_for_is_placed_or_left_out_and_never_both(case: Case) -> None:
    roadmap = case.plan()
    settled = [
        *(placement.initiative.id for placement in roadmap.placements),
        *(each.initiative.id for each in roadmap.left_out),
    ]
    assert len(settled) == len(set(settled))
    called_for = {
        initiative.id
        for initiative in case.initiatives.values()
        for lift in initiative.lifts
        for today in [case.today.get(lift.capability)]
        for target in [case.scenario.targets.get(lift.capability, 0)]
        if today and today < target and lift.to_level > today and lift.from_level < target
    }
    assert called_for <= set(settled)
    for name in settled:
        assert set(case.to_do(case.initiatives[name])) <= set(settled)
        assert not case.is_done(name)
    if not called_for:
        assert settled == []


@given(cases(ladders=True))
def test_what_is_left_out_could_not_be_added_and_its_reason_is_true(case: Case) -> None:
    roadmap = case.plan()
    spent = spent_by_year(*roadmap.placements)
    for each in roadmap.left_out:
        initiative = each.initiative
        length = int(initiative.duration.likely)
        allowed = [
            quarter
            for quarter in case.scenario.start.until(LAST.plus(60))
            if may_start(case, roadmap, initiative, quarter)
        ]
        in_time = [quarter for quarter in allowed if quarter.plus(length - 1) <= LAST]
        costs = [
            spent_by_year(Placement(initiative, start, start.plus(length - 1), {}, (), ""))
            for start in in_time
        ]
        too_dear = all(overruns(spent, more, case.scenario.budget) for more in costs)
        some = "budget" if too_dear else "choice"
        bound_by = some if in_time else "horizon" if allowed else "prerequisite"
        assert each.bound_by == bound_by, each.because


@given(cases(ladders=True))
def test_what_starts_later_than_it_may_waits_for_money_that_is_missing(case: Case) -> None:
    roadmap = case.plan()
    spent = spent_by_year(*roadmap.placements)
    for placement in roadmap.placements:
        if placement.bound_by == "budget":
            own = spent_by_year(placement)
            others = {year: amount - own[year] for year, amount in spent.items()}
            earlier = placement.start.plus(-1), placement.end.plus(-1)
            more = spent_by_year(Placement(placement.initiative, *earlier, {}, (), ""))
            assert may_start(case, roadmap, placement.initiative, earlier[0])
            assert overruns(others, more, case.scenario.budget)
        elif placement.bound_by != "choice":
            before = placement.start.plus(-1)
            assert placement.start == case.scenario.start or not may_start(
                case, roadmap, placement.initiative, before
            )


@given(cases())
def test_levels_only_rise_and_gaps_tell_the_last_of_them(case: Case) -> None:
    roadmap = case.plan()
    seen = [case.today, *(year.levels for year in roadmap.years)]
    for before, after in pairwise(seen):
        assert all(before[name] <= after[name] for name in case.today)
    final = at_start_of(case, roadmap, LAST.plus(1))
    assert seen[-1] == final
    assert all(gap.reached == final[gap.capability] for gap in roadmap.gaps)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_catalogue_does_not_matter(case: Case, chance: random.Random) -> None:
    shuffled = list(case.catalogue.initiatives)
    chance.shuffle(shuffled)
    other = Case(case.framework, case.card, catalogue_of(*shuffled), case.scenario)
    assert case.plan() == other.plan()


def worth(roadmap: Roadmap) -> tuple[float, ...]:
    """What a plan has of each aim, in their order; it is the best there is."""
    assert all(aim.proved for aim in roadmap.aims)
    return tuple(aim.value for aim in roadmap.aims)


@given(cases(), st.integers(1, 400))
def test_more_money_is_never_worse(case: Case, more: int) -> None:
    budget = {year: amount + more for year, amount in case.scenario.budget.items()}
    richer = replace(case, scenario=replace(case.scenario, budget=budget))
    assert worth(richer.plan()) >= worth(case.plan())


@given(cases(), st.data())
def test_a_cheaper_initiative_is_never_worse(case: Case, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(case.catalogue.initiatives))
    cheaper = replace(chosen, cost=Estimate(0, 0, 0), run_cost=Estimate(0, 0, 0))
    initiatives = [cheaper if i.id == chosen.id else i for i in case.catalogue.initiatives]
    better = replace(case, catalogue=catalogue_of(*initiatives))
    assert worth(better.plan()) >= worth(case.plan())


@given(cases())
def test_the_best_plan_is_never_behind_the_first_one(case: Case) -> None:
    first = make_roadmap(case.framework, case.card, case.catalogue, case.scenario, effort=0)
    assert first.method == "first"
    assert worth(case.plan()) >= tuple(aim.value for aim in first.aims)


@given(cases(), st.data())
def test_what_is_locked_stays_or_the_plan_says_that_it_cannot(
    case: Case, data: st.DataObject
) -> None:
    free = case.plan()
    if not free.placements:
        return
    chosen = data.draw(st.sampled_from(free.placements))
    locked = replace(case.scenario, rules={chosen.initiative.id: Rule(start=chosen.start)})
    plan = replace(case, scenario=locked).plan()
    (found,) = [p for p in plan.placements if p.initiative.id == chosen.initiative.id]
    assert (found.start, found.bound_by) == (chosen.start, "rule")
    assert worth(plan) == worth(free)


@given(cases(), st.data())
def test_what_is_kept_out_stays_out_with_all_that_needs_it(case: Case, data: st.DataObject) -> None:
    every = [initiative.id for initiative in case.catalogue.initiatives]
    out = data.draw(st.sets(st.sampled_from(every))) if every else set()
    rules = {name: Rule(excluded=True) for name in out}
    without = replace(case, scenario=replace(case.scenario, rules=rules))
    for plan in (
        without.plan(),
        make_roadmap(case.framework, case.card, case.catalogue, without.scenario, effort=0),
    ):
        assert not out & {p.initiative.id for p in plan.placements}
        done = set(plan.done)
        for placement in plan.placements:
            assert not (set(placement.initiative.prerequisites) - done) & out
    assert worth(without.plan()) <= worth(case.plan())


@given(cases(), st.integers(0, 300))
def test_a_plan_made_anew_stays_close_and_loses_little(case: Case, less: int) -> None:
    before = case.plan()
    budget = {year: max(0, amount - less) for year, amount in case.scenario.budget.items()}
    poorer = replace(case, scenario=replace(case.scenario, budget=budget))
    args = (poorer.framework, poorer.card, poorer.catalogue, poorer.scenario)
    anew, kept = poorer.plan(), make_roadmap(*args, keep=before)
    best = {aim.aim: aim.value for aim in anew.aims}
    got = {aim.aim: aim.value for aim in kept.aims}
    assert got["targets"] == best["targets"]
    for name in ("maturity", "value"):
        assert got[name] >= best[name] - 0.01 * abs(best[name]) - 0.1
    if less == 0:
        assert kept.placements == before.placements


@given(st.dictionaries(st.sampled_from(CAPABILITIES), LEVELS))
def test_proposed_targets_are_never_below_today_nor_the_top_unless_there(
    today: dict[str, int],
) -> None:
    framework = framework_of(*CAPABILITIES)
    card = card_of(framework, *(node(name, level) for name, level in today.items()))
    for name, target in propose_targets(framework, card).items():
        level = today.get(name, 1)
        assert max(3, level) <= target <= max(level, min(4, level + 2))
