"""Chapters about whether it is worth it: decisions taken, value, and how sure the plan is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from domain.decisions import DecisionRecord
from domain.planning import OPINION, BenefitCase, DriverResult, Roadmap, Uncertainty
from domain.report import Report
from reporting import charts, sentences, tables
from reporting.facts import met, reached, total
from reporting.paper.chapter import COLUMN, Chapter, Figure
from reporting.words import money, percent, signed_money

_SURE = 0.9
"""From this chance on a target needs no line of its own."""
_STRONGEST = 4
_RESULTS: dict[DriverResult, str] = {"targets": "Targets met", "cost": "Cost", "value": "Value"}


def decisions(report: Report) -> Iterator[Chapter]:
    """The strategy decisions that were taken, with their reasons and the work that follows."""
    if not report.decisions:
        return
    names = {p.initiative.id: p.initiative.name for p in report.roadmap.placements}
    names |= {item.initiative.id: item.initiative.name for item in report.roadmap.left_out}
    yield Chapter(
        id="decisions",
        label="Decisions taken",
        title=sentences.decisions_title(report.decisions),
        template="decisions.html.j2",
        content={"rows": [(each, _work(each, names)) for each in report.decisions]},
    )


def _work(record: DecisionRecord, names: dict[str, str]) -> list[str]:
    """What follows from a decision and is not done yet."""
    return [names[name] for name in record.implies if name in names]


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """One benefit: when it comes and what it brings, in words."""

    case: BenefitCase
    counts: bool
    since: str
    yearly: str


def value(report: Report) -> Iterator[Chapter]:
    """Benefits against costs by year, the register, and who pays and gains."""
    plan, case = report.roadmap, report.value
    if case is None or not case.benefits:
        return
    subject = (plan, case, report.uncertainty)
    by_year, by_unit = tables.value_by_year(subject), tables.by_unit(plan, case)
    figure = Figure(
        "value", partial(charts.value_by_year, subject, COLUMN), charts.value_by_year_text(subject)
    )
    yield Chapter(
        id="value",
        label="Value",
        title=sentences.value_title(plan, case, report.uncertainty),
        template="value.html.j2",
        content={
            "columns": [column.split(",")[0] for column in by_year.columns],
            "years": by_year.to_numpy().tolist(),
            "units": by_unit.to_numpy().tolist(),
            "benefits": [_benefit(each) for each in case.benefits],
            "double": case.double,
            "case": case,
            "opinion": signed_money(case.opinion, plan.scenario.currency),
            "discount": percent(plan.scenario.discount),
            "currency": plan.scenario.currency,
            "first": plan.scenario.start.year,
            "last": plan.scenario.end.year,
        },
        figures=(figure,),
    )


def _benefit(case: BenefitCase) -> BenefitRow:
    low, high = case.benefit.yearly.low, case.benefit.yearly.high
    return BenefitRow(
        case=case,
        counts=case.benefit.grade != OPINION,
        since=str(case.ready) if case.ready else "not in the plan",
        yearly=f"{low * case.benefit.share:,.0f} to {high * case.benefit.share:,.0f}",
    )


def sureness(report: Report) -> Iterator[Chapter]:
    """What becomes of the plan in ten thousand futures, and what it hangs on."""
    plan, sure = report.roadmap, report.uncertainty
    if sure is None or not plan.placements:
        return
    subject = (plan, sure)
    figure = Figure(
        "band", partial(charts.maturity_band, subject, COLUMN), charts.maturity_band_text(subject)
    )
    unlikely = [
        (gap, percent(sure.chances[gap.capability]))
        for gap in sorted(plan.gaps, key=lambda gap: sure.chances.get(gap.capability, 1.0))
        if reached(gap) >= gap.target and sure.chances.get(gap.capability, 1.0) < _SURE
    ]
    yield Chapter(
        id="sureness",
        label="How sure the plan is",
        title=sentences.how_sure(plan, sure),
        template="sureness.html.j2",
        content={
            "rows": list(_ranges(plan, sure)),
            "unlikely": unlikely,
            "drivers": [(title, _strongest(sure, name)) for name, title in _RESULTS.items()],
            "runs": sure.runs,
            "seed": sure.seed,
        },
        figures=(figure,),
    )


def _ranges(plan: Roadmap, sure: Uncertainty) -> Iterator[tuple[str, str, str, str, str]]:
    """What, one in ten below, middle, one in ten above, the plan."""
    currency, last = plan.scenario.currency, plan.scenario.end.year
    band = sure.targets_met
    count = (f"{band.low:.0f}", f"{band.middle:.0f}", f"{band.high:.0f}")
    yield ("Targets met", *count, str(len(met(plan))))
    bands = [(f"Cost in {y.year}", sure.cost_by_year[y.year], y.total) for y in plan.years]
    for name, found, planned in [*bands, (f"Cost to {last}", sure.cost, total(plan))]:
        amounts = (money(x, currency) for x in (found.low, found.middle, found.high, planned))
        low, middle, high, as_planned = amounts
        yield (name, low, middle, high, as_planned)
    found = sure.value
    low, middle, high = (signed_money(x, currency) for x in (found.low, found.middle, found.high))
    yield ("Net present value, benefits with evidence", low, middle, high, "")


def _strongest(sure: Uncertainty, result: DriverResult) -> list[str]:
    return [
        f"{driver.name}, {driver.what}"
        for driver in [each for each in sure.drivers if each.result == result][:_STRONGEST]
    ]
