"""Chapters about the way to the targets: gaps, roadmap, initiatives, money, progress."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from domain.planning import Initiative, Placement, Roadmap, Year
from domain.scorecard import Scorecard
from reporting import charts, sentences
from reporting.facts import Lane, lanes, met, open_gaps, reached, short, total
from reporting.paper.chapter import COLUMN, LANDSCAPE, Chapter, Figure, evenly
from reporting.tables import levels_by_year

_GAPS_A_PAGE, _BARS_A_PAGE = 32, 28


def gaps(card: Scorecard, plan: Roadmap) -> Chapter:
    """Today, what the plan reaches, and the target of every open gap."""
    found = open_gaps(plan)
    parts = evenly(found, _GAPS_A_PAGE)
    figures = [
        Figure(
            f"gaps-{number}",
            partial(charts.gaps, plan, COLUMN, card.framework.levels, part),
            charts.gaps_text(plan) if number == 1 else f"The gaps, part {number} of {len(parts)}.",
        )
        for number, part in enumerate(parts, start=1)
    ]
    return Chapter(
        id="gaps",
        label="Gaps and targets",
        title=sentences.gaps_title(plan),
        template="gaps.html.j2",
        content={
            "assumed": [gap.name for gap in found if gap.assumed],
            "short": [(gap, reached(gap)) for gap in found if reached(gap) < gap.target],
            "closed": len(plan.gaps) - len(found),
            "targets": len(plan.gaps),
        },
        figures=tuple(figures),
    )


def roadmap(plan: Roadmap) -> Iterator[Chapter]:
    """The swim lanes on landscape pages, as many as they need."""
    parts = _in_pages(lanes(plan))
    for number, part in enumerate(parts, start=1):
        more = f", part {number} of {len(parts)}" if len(parts) > 1 else ""
        figure = Figure(
            f"roadmap-{number}",
            partial(charts.roadmap, plan, LANDSCAPE, part),
            charts.roadmap_text(plan) if number == 1 else f"The roadmap{more}.",
        )
        yield Chapter(
            id=f"roadmap-{number}",
            label=f"Roadmap {plan.scenario.start} to {plan.scenario.end}{more}",
            title=sentences.roadmap_title(plan),
            template="roadmap.html.j2",
            figures=(figure,),
            wide=True,
        )


def _in_pages(found: Sequence[Lane]) -> list[tuple[Lane, ...]]:
    """Lanes in pages of about equal length; a lane that is too long goes on on the next."""
    bars = [(lane.name, placement) for lane in found for placement in lane.placements]
    return [_lanes_of(part) for part in evenly(bars, _BARS_A_PAGE)]


def _lanes_of(bars: Sequence[tuple[str, Placement]]) -> tuple[Lane, ...]:
    names = dict.fromkeys(name for name, _ in bars)
    return tuple(Lane(name, tuple(p for at, p in bars if at == name)) for name in names)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One initiative of the plan, money in thousands."""

    placement: Placement
    lifts: tuple[str, ...]
    one_off: float
    running: float


def initiatives(card: Scorecard, plan: Roadmap) -> Chapter:
    """Every initiative with owner, time, money and reason; what did not fit, and why."""
    return Chapter(
        id="initiatives",
        label="Initiatives",
        title=sentences.plan_in_a_sentence(plan),
        template="initiatives.html.j2",
        content={
            "lanes": [
                (lane.name, [_work(card, plan, p) for p in lane.placements]) for lane in lanes(plan)
            ],
            "left_out": plan.left_out,
            "currency": plan.scenario.currency,
            "fits": sentences.what_does_not_fit(plan),
        },
    )


def _work(card: Scorecard, plan: Roadmap, placement: Placement) -> WorkRow:
    point = plan.scenario.estimate
    return WorkRow(
        placement=placement,
        lifts=_lifts(card, placement.initiative),
        one_off=placement.initiative.cost.at(point),
        running=placement.initiative.run_cost.at(point),
    )


def _lifts(card: Scorecard, initiative: Initiative) -> tuple[str, ...]:
    names = {node.id: short(node) for node in card.capabilities}
    return tuple(
        f"{names.get(lift.capability, lift.capability)} to level {lift.to_level}"
        for lift in initiative.lifts
    )


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One year, money in thousands; `left` is what its budget still holds."""

    year: Year
    left: float | None


def cost(plan: Roadmap) -> Chapter:
    """One-off and running money by year against the budget."""
    figure = Figure(
        "cost", partial(charts.cost_by_year, plan, COLUMN), charts.cost_by_year_text(plan)
    )
    rows = [
        MoneyRow(year, None if year.budget is None else year.budget - year.total)
        for year in plan.years
    ]
    return Chapter(
        id="cost",
        label="Cost by year",
        title=sentences.cost_title(plan),
        template="cost.html.j2",
        content={
            "rows": rows,
            "currency": plan.scenario.currency,
            "money": sentences.money_in_a_sentence(plan),
            "one_off": sum(year.one_off for year in plan.years),
            "running": sum(year.running for year in plan.years),
            "total": total(plan),
            "estimate": plan.scenario.estimate,
            "until": plan.scenario.end,
        },
        figures=(figure,),
    )


def progress(card: Scorecard, plan: Roadmap) -> Chapter:
    """How far each pillar's capabilities come, year by year."""
    figure = Figure(
        "progress",
        partial(charts.levels_by_year, plan, COLUMN, card.framework.levels),
        charts.levels_by_year_text(plan),
    )
    table = levels_by_year(plan)
    return Chapter(
        id="progress",
        label="Progress by year",
        title=sentences.levels_title(plan),
        template="progress.html.j2",
        content={
            "columns": list(table.columns),
            "rows": table.to_numpy().tolist(),
            "met": len(met(plan)),
            "targets": len(plan.gaps),
        },
        figures=(figure,),
    )


def indicators(plan: Roadmap) -> Chapter:
    """What shows early that an initiative works, and what shows in the end that it did."""
    return Chapter(
        id="indicators",
        label="Indicators",
        title=sentences.indicators_title(plan),
        template="indicators.html.j2",
        content={"lanes": lanes(plan)},
    )
