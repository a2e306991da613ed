"""Chapters about the way to the targets: gaps, roadmap, initiatives, money, progress."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from domain.planning import Band, Gap, Initiative, Placement, Roadmap, Year
from domain.report import Edition, Report
from domain.scorecard import Scorecard
from reporting import charts, sentences
from reporting.facts import (
    Lane,
    first_quarters,
    lanes,
    open_gaps,
    reached,
    short,
    total,
)
from reporting.language import _
from reporting.paper.chapter import COLUMN, LANDSCAPE, Chapter, Figure, evenly, low
from reporting.words import thousands

_GAPS_A_PAGE, _BARS_A_PAGE = 32, 28
_LOW = 125


def gaps(report: Report) -> Chapter:
    """Today, what the plan reaches, and the target of every open gap, with the reasons."""
    card, plan = report.scorecard, report.roadmap
    found = open_gaps(plan)
    parts = evenly(found, _GAPS_A_PAGE)
    figures = [
        Figure(
            f"gaps-{number}",
            partial(charts.gaps, plan, COLUMN, card.framework.levels, part),
            charts.gaps_text(plan)
            if number == 1
            else _("The gaps, part %(number)s of %(parts)s.", number=number, parts=len(parts)),
            range=sentences.levels_range(card),
        )
        for number, part in enumerate(parts, start=1)
    ]
    return Chapter(
        id="gaps",
        label=_("Gaps and targets"),
        title=sentences.gaps_title(plan),
        template="gaps.html.j2",
        content={
            "assumed": [gap.name for gap in found if gap.assumed],
            "short": [(gap, reached(gap)) for gap in found if reached(gap) < gap.target],
            "closed": len(plan.gaps) - len(found),
            "targets": len(plan.gaps),
            "reasons": _reasons(report, found),
        },
        figures=tuple(figures),
    )


def _reasons(report: Report, found: Sequence[Gap]) -> list[tuple[str, list[str]]]:
    """Each reason with the capabilities whose targets it explains, most of them first."""
    inside: dict[str, list[str]] = {}
    names = {gap.capability: gap.name for gap in found}
    names |= {node.id: short(node) for node in report.scorecard.capabilities}
    for gap in found:
        if gap.capability in report.reasons:
            inside.setdefault(report.reasons[gap.capability], []).append(names[gap.capability])
    return sorted(inside.items(), key=lambda each: -len(each[1]))


def roadmap(report: Report) -> Iterator[Chapter]:
    """The swim lanes on landscape pages, as many as they need, with staircase and milestones."""
    plan = report.roadmap
    parts = _in_pages(lanes(plan))
    for number, part in enumerate(parts, start=1):
        figure = Figure(
            f"roadmap-{number}",
            partial(charts.roadmap, plan, LANDSCAPE, part),
            charts.roadmap_text(plan)
            if number == 1
            else _("The roadmap, part %(number)s of %(parts)s.", number=number, parts=len(parts)),
            range=sentences.plan_range(plan, report.uncertainty),
        )
        yield Chapter(
            id=f"roadmap-{number}",
            label=_roadmap_label(plan, number, len(parts)),
            title=sentences.roadmap_title(plan),
            template="roadmap.html.j2",
            content={"left_out": sentences.left_out(plan) if number == len(parts) else ""},
            figures=(figure,),
            wide=True,
        )


def _roadmap_label(plan: Roadmap, number: int, parts: int) -> str:
    first, last = plan.scenario.start, plan.scenario.end
    label = _("Roadmap %(first)s to %(last)s", first=first, last=last)
    if parts == 1:
        return label
    return _("%(label)s, part %(number)s of %(parts)s", label=label, number=number, parts=parts)


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
        label=_("Initiatives"),
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
        _(
            "%(name)s to level %(level)s",
            name=names.get(lift.capability, lift.capability),
            level=lift.to_level,
        )
        for lift in initiative.lifts
    )


def quarters(card: Scorecard, plan: Roadmap) -> Chapter:
    """The first four quarters: who starts what when, what it costs once and needs before."""
    names = {p.initiative.id: p.initiative.name for p in plan.placements}
    soon = first_quarters(plan)
    starts = [
        (quarter, [_work(card, plan, p) for p in soon if p.start == quarter])
        for quarter in sorted({p.start for p in soon})
    ]
    return Chapter(
        id="quarters",
        label=_("The first four quarters"),
        title=sentences.quarters_title(plan),
        template="quarters.html.j2",
        content={
            "starts": starts,
            "names": names,
            "currency": plan.scenario.currency,
            "ends": [p for p in plan.placements if p.end < plan.scenario.start.plus(4)],
        },
    )


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One year, money in thousands; `left` is what its budget still holds.

    `range` is where its cost lies in eight of ten futures, in words; `others` what the plans of
    other scenarios cost in it.
    """

    year: Year
    left: float | None
    range: str
    others: tuple[float, ...]


def cost(report: Report) -> Chapter:
    """One-off and running money by year against the budget, as a range, and in other scenarios."""
    plan = report.roadmap
    figure = Figure(
        "cost",
        partial(low, charts.cost_by_year, plan, _LOW),
        charts.cost_by_year_text(plan),
        range=sentences.plan_range(plan, report.uncertainty),
    )
    return Chapter(
        id="cost",
        label=_("Cost by year"),
        title=sentences.cost_title(plan),
        template="cost.html.j2",
        content={
            "rows": [_money(report, year) for year in plan.years],
            "currency": plan.scenario.currency,
            "one_off": sum(year.one_off for year in plan.years),
            "running": sum(year.running for year in plan.years),
            "total": total(plan),
            "range": _range(report.uncertainty.cost) if report.uncertainty else "",
            "estimate": sentences.planned_with(plan),
            "until": plan.scenario.end,
            "scenario": plan.scenario.name,
            "others": report.alternatives,
        },
        figures=(figure,),
        lead=f"{sentences.money_in_a_sentence(plan)}.",
    )


def _money(report: Report, year: Year) -> MoneyRow:
    sure = report.uncertainty
    return MoneyRow(
        year=year,
        left=None if year.budget is None else year.budget - year.total,
        range=_range(sure.cost_by_year[year.year]) if sure else "",
        others=tuple(other.cost_by_year.get(year.year, 0.0) for other in report.alternatives),
    )


def _range(band: Band) -> str:
    return _("%(low)s to %(high)s", low=thousands(band.low), high=thousands(band.high))


def indicators(plan: Roadmap, edition: Edition) -> Chapter:
    """What shows early that an initiative works, and what shows in the end that it did.

    A board follows, in each pillar, what starts first in the first four quarters.
    """
    board = edition == "board"
    soon = {p.initiative.id for p in first_quarters(plan)}
    followed = [
        Lane(lane.name, tuple(p for p in lane.placements if not board or p.initiative.id in soon))
        for lane in lanes(plan)
    ]
    shown = [Lane(each.name, each.placements[: 1 if board else None]) for each in followed]
    others = sum(len(each.placements) for each in followed) - sum(
        len(each.placements) for each in shown
    )
    title = sentences.soon_indicators_title if board and soon else sentences.indicators_title
    return Chapter(
        id="indicators",
        label=_("Indicators"),
        title=title(plan),
        template="indicators.html.j2",
        content={"lanes": [lane for lane in shown if lane.placements], "others": others},
        flows=True,
    )
