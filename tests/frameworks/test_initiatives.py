"""The shipped initiatives: complete, acyclic, with the critical paths worked out beforehand."""

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from math import ceil
from pathlib import Path

import pytest

from domain.framework import Framework
from domain.planning import Catalogue, EstimatePoint, Initiative, Scenario
from domain.quarters import Quarter
from planning import make_roadmap
from scoring import score
from storage.catalogues import load_catalogue
from storage.frameworks import load_framework

SHIPPED = Path(__file__).parents[2] / "frameworks"
# Three stretches of the catalogue, each of which builds on the one before.
# Quarters until the last of them is done, with low and with high estimates.
CRITICAL_PATHS = [(22, "low", 9), (22, "high", 16), (37, "low", 14), (37, "high", 24)]
CRITICAL_PATHS += [(45, "low", 17), (45, "high", 31)]
START = Quarter(2027, 1)


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_framework(SHIPPED / "ai-first-2030.yaml")


@pytest.fixture(scope="module")
def catalogue(framework: Framework) -> Catalogue:
    return load_catalogue(SHIPPED / "ai-first-2030-initiatives.yaml", framework)


@pytest.fixture(scope="module")
def waits_for(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Initiative to prerequisites, each initiative after all of its prerequisites."""
    found = {each.id: each.prerequisites for each in catalogue.initiatives}
    return {name: found[name] for name in TopologicalSorter(found).static_order()}


def with_all_ahead(waits_for: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Everything that has to be done first, directly or through others."""
    ahead: dict[str, set[str]] = {}
    for name, prerequisites in waits_for.items():
        ahead[name] = set(prerequisites).union(*(ahead[each] for each in prerequisites))
    return ahead


def finish(
    waits_for: Mapping[str, tuple[str, ...]],
    initiatives: Iterable[Initiative],
    point: EstimatePoint,
) -> dict[str, int]:
    """Own duration plus the latest finish of the prerequisites, as with unlimited money."""
    length = {each.id: ceil(each.duration.at(point)) for each in initiatives}
    done: dict[str, int] = {}
    for name, prerequisites in waits_for.items():
        done[name] = length[name] + max((done[each] for each in prerequisites), default=0)
    return done


def test_there_are_45_initiatives_with_75_prerequisites_and_three_beginnings(
    catalogue: Catalogue, waits_for: Mapping[str, tuple[str, ...]]
) -> None:
    assert [each.id for each in catalogue.initiatives] == [f"ini-{n:02}" for n in range(1, 46)]
    assert sum(len(each) for each in waits_for.values()) == 75
    roots = {name for name, prerequisites in waits_for.items() if not prerequisites}
    assert roots == {"ini-01", "ini-02", "ini-05"}


def test_no_prerequisite_is_named_that_another_one_implies(
    waits_for: Mapping[str, tuple[str, ...]],
) -> None:
    ahead = with_all_ahead(waits_for)
    implied = {
        (name, each)
        for name, prerequisites in waits_for.items()
        for each in prerequisites
        if any(each in ahead[other] for other in prerequisites)
    }
    assert implied == set()


def test_each_capability_is_lifted_in_three_steps_up_to_the_top(
    framework: Framework, catalogue: Catalogue
) -> None:
    steps: dict[str, list[tuple[int, int]]] = {c.id: [] for c in framework.capabilities()}
    for each in catalogue.initiatives:
        for lift in each.lifts:
            steps[lift.capability].append((lift.from_level, lift.to_level))
    assert {name: sorted(found) for name, found in steps.items()} == {
        name: [(1, 3), (3, 4), (4, 5)] for name in steps
    }


def test_what_lifts_a_capability_further_waits_for_what_lifts_it_first(
    catalogue: Catalogue, waits_for: Mapping[str, tuple[str, ...]]
) -> None:
    ahead = with_all_ahead(waits_for)
    to_level = {(x.capability, x.to_level): i.id for i in catalogue.initiatives for x in i.lifts}
    out_of_order = [
        (each.id, lift.capability)
        for each in catalogue.initiatives
        for lift in each.lifts
        if lift.from_level > 1
        and to_level[lift.capability, lift.from_level] not in ahead[each.id] | {each.id}
    ]
    assert out_of_order == []


def test_each_risk_is_reduced_by_some_initiative(catalogue: Catalogue) -> None:
    assert len(catalogue.risks) == 17
    reduced = {risk for each in catalogue.initiatives for risk in each.reduces}
    assert reduced == {risk.id for risk in catalogue.risks}


@pytest.mark.parametrize(("last", "point", "quarters"), CRITICAL_PATHS)
def test_critical_paths_with_unlimited_money(
    catalogue: Catalogue,
    waits_for: Mapping[str, tuple[str, ...]],
    last: int,
    point: EstimatePoint,
    quarters: int,
) -> None:
    done = finish(waits_for, catalogue.initiatives, point)
    assert max(done[f"ini-{number:02}"] for number in range(1, last + 1)) == quarters


@pytest.mark.parametrize("point", ["low", "likely", "high"])
def test_without_limits_the_roadmap_is_as_fast_as_the_prerequisites_allow(
    framework: Framework,
    catalogue: Catalogue,
    waits_for: Mapping[str, tuple[str, ...]],
    point: EstimatePoint,
) -> None:
    targets = {capability.id: 5 for capability in framework.capabilities()}
    scenario = Scenario("All", START, START.plus(39), targets, estimate=point)
    roadmap = make_roadmap(framework, score(framework, [], "full"), catalogue, scenario)
    ends = {p.initiative.id: p.end.ordinal - START.ordinal + 1 for p in roadmap.placements}
    assert ends == finish(waits_for, catalogue.initiatives, point)
    assert roadmap.left_out == ()
    assert {gap.reached for gap in roadmap.gaps} == {5}
