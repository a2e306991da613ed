"""Small frameworks, scorecards and catalogues for planning tests, built by hand.

Every capability stands in one pillar "p" unless said otherwise, levels are 1 to 5, and all
three points of an estimate are the same unless a tuple gives them.
"""

from collections.abc import Iterable, Mapping

from domain.framework import Capability, Framework, Level, Pillar, Rollup
from domain.planning import (
    Actual,
    Catalogue,
    Estimate,
    Initiative,
    Lift,
    Register,
    Roadmap,
    Scenario,
)
from domain.quarters import Quarter
from domain.scorecard import FrameworkIdentity, NodeResult, Scorecard, Tally
from planning import make_roadmap

_ROLLUP = Rollup("stage")
NO_BENEFITS = Register()
START, END = Quarter(2027, 1), Quarter(2028, 4)


def framework_of(*capabilities: Capability | str, levels: Iterable[int] = range(1, 6)) -> Framework:
    found = [c if isinstance(c, Capability) else Capability(c, c.upper()) for c in capabilities]
    return framework_with(Pillar("p", "Pillar", tuple(found)), levels=levels)


def framework_with(*pillars: Pillar, levels: Iterable[int] = range(1, 6)) -> Framework:
    return Framework(
        id="test",
        version="1.0.0",
        name="Test",
        language="en",
        licence="CC0-1.0",
        source="Tests",
        levels=tuple(Level(number, f"l{number}", f"Level {number}") for number in levels),
        pillars=pillars,
        capability_rollup=_ROLLUP,
        quick_rollup=_ROLLUP,
        pillar_rollup=_ROLLUP,
        overall_rollup=_ROLLUP,
        content_hash="f" * 64,
    )


def node(
    name: str, level: int | None, worst: int | None = None, applies: bool = True
) -> NodeResult:
    return NodeResult(
        id=name,
        name=name.upper(),
        kind="capability",
        score=None,
        level=level,
        worst=level if worst is None else worst,
        best=level,
        coverage=1.0,
        tally=Tally(),
        strategy="stage",
        applies=applies,
    )


def card_of(framework: Framework, *nodes: NodeResult) -> Scorecard:
    """Capabilities that no node is given for are at the lowest level."""
    given = {each.id: each for each in nodes}
    lowest = framework.levels[0].number
    return Scorecard(
        framework=FrameworkIdentity(
            framework.id,
            framework.version,
            framework.name,
            framework.content_hash,
            framework.levels,
        ),
        depth="full",
        respondents=1,
        overall=node("overall", lowest),
        pillars=(),
        capabilities=tuple(given.get(c.id, node(c.id, lowest)) for c in framework.capabilities()),
        questions=(),
    )


def at_levels(framework: Framework, levels: Mapping[str, int]) -> Scorecard:
    return card_of(framework, *(node(name, level) for name, level in levels.items()))


def work(
    name: str,
    *lifts: tuple[str, int, int],
    quarters: float | tuple[float, float, float] = 1,
    cost: float | tuple[float, float, float] = 100,
    run: float = 0,
    after: Iterable[str] = (),
    reduces: Iterable[str] = (),
    effort: float = 1,
    roles: Mapping[str, float] = {},
    change: Mapping[str, float] = {},
) -> Initiative:
    return Initiative(
        id=name,
        name=f"Work {name}",
        lifts=tuple(Lift(*lift) for lift in lifts),
        duration=_estimate(quarters),
        cost=_estimate(cost),
        run_cost=_estimate(run),
        effort=_estimate(effort),
        roles=roles,
        change=change,
        prerequisites=tuple(after),
        reduces=tuple(reduces),
    )


def _estimate(points: float | tuple[float, float, float]) -> Estimate:
    return Estimate(*points) if isinstance(points, tuple) else Estimate(points, points, points)


def catalogue_of(
    *initiatives: Initiative, currency: str = "EUR", register: Register = NO_BENEFITS
) -> Catalogue:
    return Catalogue(
        id="test-initiatives",
        version="1.0.0",
        name="Test initiatives",
        framework="test",
        currency=currency,
        initiatives=initiatives,
        content_hash="c" * 64,
        register=register,
    )


def scenario_of(
    targets: Mapping[str, int],
    budget: Mapping[int, float] | None = None,
    start: Quarter = START,
    end: Quarter = END,
    **others: object,
) -> Scenario:
    """Eight quarters from 2027 Q1, without a limit of money, unless told otherwise."""
    return Scenario(
        name="Test",
        start=start,
        end=end,
        targets=targets,
        budget=budget or {},
        **others,  # type: ignore[arg-type]
    )


def plan_of(
    framework: Framework,
    scenario: Scenario,
    *initiatives: Initiative,
    today: Mapping[str, int] = {},
    register: Register = NO_BENEFITS,
    actuals: Iterable[Actual] = (),
) -> Roadmap:
    """The roadmap when every capability is at level 1, or as `today` says."""
    card = at_levels(framework, today)
    catalogue = catalogue_of(*initiatives, register=register)
    return make_roadmap(framework, card, catalogue, scenario, actuals)


def starts(roadmap: Roadmap) -> dict[str, str]:
    return {placement.initiative.id: str(placement.start) for placement in roadmap.placements}


def why(roadmap: Roadmap) -> dict[str, str]:
    return {placement.initiative.id: placement.why for placement in roadmap.placements}


def left_out(roadmap: Roadmap) -> dict[str, tuple[str, str]]:
    """Initiative to what bound it and why."""
    return {each.initiative.id: (each.bound_by, each.because) for each in roadmap.left_out}
