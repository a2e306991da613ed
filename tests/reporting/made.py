"""Results to print: the example as the real rooms make it, and small ones made by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import engagements
from domain.framework import Level
from domain.planning import (
    Estimate,
    Gap,
    Initiative,
    Lift,
    Placement,
    Roadmap,
    Scenario,
    Year,
)
from domain.quarters import Quarter
from domain.report import Report
from domain.scorecard import Cap, FrameworkIdentity, NodeResult, Scorecard, Tally, Term
from storage.database import open_database
from storage.migrate import migrate

MADE_ON = date(2026, 11, 23)
START = Quarter(2027, 1)
NAMES = ("Ad hoc", "Emerging", "Defined", "Measured", "AI-first")
LEVELS = tuple(Level(at, name.lower(), name, f"{name}.") for at, name in enumerate(NAMES, 1))


@cache
def example_report() -> Report:
    """The report of the example engagement, as of a fixed day."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'headway.db'}")
        try:
            migrate(database)
            report = engagements.compose_report(database, engagements.create_example(database))
        finally:
            database.close()
    return replace(report, made_on=MADE_ON)


def capability(name: str, pillar: str, level: int | None, best: int | None = None) -> NodeResult:
    """A capability at a level; without one it lies between 1 and 5 and nobody answered."""
    answered = level is not None
    return NodeResult(
        id=name.lower(),
        name=name,
        kind="capability",
        score=float(level) if level else None,
        level=level,
        worst=level or 1,
        best=best or level or 5,
        coverage=1.0 if answered else 0.0,
        tally=Tally(asked=1, answered=int(answered), missing=int(not answered)),
        strategy="placed_level",
        parent=pillar.lower(),
        statements={number: f"{name} statement {number}." for number in range(1, 6)},
    )


def group(name: str, children: tuple[NodeResult, ...], parent: str = "overall") -> NodeResult:
    """A pillar or the whole: its lowest child decides, and is named as what holds it down."""
    levels = [child.level for child in children]
    known = [level for level in levels if level is not None]
    level = min(known) if known and None not in levels else None
    worst = min((child.worst or 1) for child in children)
    return NodeResult(
        id=name.lower(),
        name=name,
        kind="pillar" if parent else "overall",
        score=sum(known) / len(known) if known else None,
        level=level,
        worst=worst,
        best=min((child.best or 5) for child in children),
        coverage=len(known) / len(levels),
        tally=Tally(asked=len(levels), answered=len(known), missing=len(levels) - len(known)),
        strategy="minimum",
        parent=parent,
        terms=tuple(Term(c.id, c.name, 1.0, c.score, c.level) for c in children),
        caps=tuple(
            Cap(worst, c.id, f"{c.name} is the weakest.")
            for c in children
            if c.worst == worst and worst < 5
        ),
    )


def made_card(pillars: Mapping[str, Mapping[str, int | None]]) -> Scorecard:
    """A scorecard by hand: pillar name to capability name to level."""
    inside = {
        pillar: tuple(capability(name, pillar, level) for name, level in levels.items())
        for pillar, levels in pillars.items()
    }
    groups = tuple(group(pillar, children) for pillar, children in inside.items())
    return Scorecard(
        framework=FrameworkIdentity("hand", "1.0.0", "Handmade", "0" * 64, LEVELS),
        depth="quick",
        respondents=1,
        overall=group("overall", groups, parent=""),
        pillars=groups,
        capabilities=tuple(node for children in inside.values() for node in children),
        questions=(),
    )


def initiative(name: str, capability_id: str, pillar: str = "alpha") -> Initiative:
    """One piece of work that lifts one capability from 1 to 3: four quarters, 100 thousand."""
    return Initiative(
        id=name.lower().replace(" ", "-"),
        name=name,
        lifts=(Lift(capability_id, 1, 3),),
        duration=Estimate(4, 4, 4),
        cost=Estimate(100, 100, 100),
        run_cost=Estimate(20, 20, 20),
        effort=Estimate(5, 5, 5),
        owner="Chief of Staff",
        leading_indicator="Teams enrolled",
        lagging_indicator="Cycle time",
        pillar=pillar,
    )


def placed(work: Initiative, start: Quarter = START) -> Placement:
    """The work in its place, four quarters long."""
    return Placement(work, start, start.plus(3), {2027: 100.0}, (), "Starts at once.")


def made_roadmap(
    gaps: tuple[Gap, ...] = (),
    placements: tuple[Placement, ...] = (),
    years: tuple[Year, ...] = (),
) -> Roadmap:
    """A roadmap by hand for the pillars Alpha and Beta, 2027 Q1 to 2030 Q4."""
    return Roadmap(
        scenario=Scenario("By hand", START, Quarter(2030, 4)),
        catalogue="Handmade",
        catalogue_version="1.0.0",
        framework="hand",
        framework_version="1.0.0",
        framework_hash="0" * 64,
        pillars={"alpha": "Alpha", "beta": "Beta"},
        gaps=gaps,
        placements=placements,
        left_out=(),
        years=years,
    )


def gap(name: str, current: int, target: int, reached: int | None = None) -> Gap:
    """A gap of a capability in Alpha."""
    return Gap(name.lower(), name, "alpha", current, target, reached=reached)


def made_report(card: Scorecard, roadmap: Roadmap) -> Report:
    """A report around results made by hand."""
    return Report("Handmade Ltd", "AI-first roadmap 2030", MADE_ON, card, roadmap)
