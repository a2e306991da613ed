"""Chapters about whether it is worth it: decisions taken, value, and how sure the plan is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from domain.decisions import DecisionRecord
from domain.planning import (
    OPINION,
    BenefitCase,
    DriverKind,
    DriverResult,
    Roadmap,
    Uncertainty,
    ValueCase,
)
from domain.report import Edition, Report
from reporting import charts, sentences
from reporting.facts import by_unit, met, reached, total, value_years
from reporting.language import _
from reporting.paper.chapter import Chapter, Figure, low
from reporting.words import money, percent, signed_money, thousands

_SURE = 0.9
"""From this chance on a target needs no line of its own."""
_STRONGEST = 2
_LOW = 110
_RESULTS: tuple[DriverResult, ...] = ("targets", "cost", "value")


def decisions(report: Report) -> Iterator[Chapter]:
    """The strategy decisions that were taken, with their reasons and the work that follows."""
    if not report.decisions:
        return
    names = {p.initiative.id: p.initiative.name for p in report.roadmap.placements}
    names |= {item.initiative.id: item.initiative.name for item in report.roadmap.left_out}
    yield Chapter(
        id="decisions",
        label=_("Decisions taken"),
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


def value(report: Report, edition: Edition) -> Iterator[Chapter]:
    """Benefits against costs by year, the register, and who pays and gains."""
    plan, case = report.roadmap, report.value
    if case is None or not case.benefits:
        return
    full = edition == "full"
    subject = (plan, case, report.uncertainty)
    figure = Figure(
        "value",
        partial(low, charts.value_by_year, subject, _LOW),
        charts.value_by_year_text(subject),
        range=_worth_range(report),
    )
    yield Chapter(
        id="value",
        label=_("Value"),
        title=sentences.value_title(plan, case, report.uncertainty),
        template="value.html.j2",
        content={
            "years": value_years(case),
            "units": by_unit(case),
            "benefits": [_benefit(each) for each in case.benefits if full or _counts(each)],
            "opinions": sum(1 for each in case.benefits if not _counts(each)),
            "double": case.double,
            "case": case,
            "discount": percent(plan.scenario.discount),
            "currency": plan.scenario.currency,
            "first": plan.scenario.start.year,
            "last": plan.scenario.end.year,
            "full": full,
        },
        figures=(figure,),
        lead=sentences.value_lead(plan, case),
        flows=True,
    )


def _worth_range(report: Report) -> str:
    """Where the net present value lies; without runs, that only the middle is drawn."""
    sure, currency = report.uncertainty, report.roadmap.scenario.currency
    if sure is None:
        return _("not worked out, the middle of the estimates is drawn")
    low, high = signed_money(sure.value.low, currency), signed_money(sure.value.high, currency)
    return _("net present value %(low)s to %(high)s in eight of ten futures", low=low, high=high)


def _counts(case: BenefitCase) -> bool:
    """Whether a benefit has evidence and so is part of the totals."""
    return case.benefit.grade != OPINION


def _benefit(case: BenefitCase) -> BenefitRow:
    yearly, share = case.benefit.yearly, case.benefit.share
    low, high = thousands(yearly.low * share), thousands(yearly.high * share)
    return BenefitRow(
        case=case,
        counts=_counts(case),
        since=str(case.ready) if case.ready else _("not in the plan"),
        yearly=_("%(low)s to %(high)s", low=low, high=high),
    )


def sureness(report: Report) -> Iterator[Chapter]:
    """What becomes of the plan in ten thousand futures, and what it hangs on."""
    plan, sure = report.roadmap, report.uncertainty
    if sure is None or not plan.placements:
        return
    subject = (plan, sure)
    figure = Figure(
        "band",
        partial(low, charts.maturity_band, subject, _LOW),
        charts.maturity_band_text(subject),
        range=_("eight of ten futures are in each bar"),
    )
    unlikely = [
        # Never rounded up to what it is less than.
        (gap, percent(min(sure.chances[gap.capability], _SURE - 0.01)))
        for gap in sorted(plan.gaps, key=lambda gap: sure.chances.get(gap.capability, 1.0))
        if reached(gap) >= gap.target and sure.chances.get(gap.capability, 1.0) < _SURE
    ]
    yield Chapter(
        id="sureness",
        label=_("How sure the plan is"),
        title=sentences.how_sure(plan, sure),
        template="sureness.html.j2",
        content={
            "rows": list(_ranges(plan, sure, report.value)),
            "unlikely": unlikely,
            "drivers": {name: _strongest(sure, name) for name in _RESULTS},
            "runs": sure.runs,
            "seed": sure.seed,
        },
        figures=(figure,),
        flows=True,
    )


def _ranges(
    plan: Roadmap, sure: Uncertainty, case: ValueCase | None
) -> Iterator[tuple[str, str, str, str, str]]:
    """What, one in ten below, middle, one in ten above, the plan."""
    currency, last = plan.scenario.currency, plan.scenario.end.year
    band = sure.targets_met
    low, middle, high = (thousands(x) for x in (band.low, band.middle, band.high))
    yield (_("Targets met"), low, middle, high, str(len(met(plan))))
    found = sure.cost
    low, middle, high = (money(x, currency) for x in (found.low, found.middle, found.high))
    yield (_("Cost to %(last)s", last=last), low, middle, high, money(total(plan), currency))
    found = sure.value
    low, middle, high = (signed_money(x, currency) for x in (found.low, found.middle, found.high))
    planned = signed_money(case.net_present_value, currency) if case else _("not worked out")
    yield (_("Net present value, benefits with evidence"), low, middle, high, planned)


def _strongest(sure: Uncertainty, result: DriverResult) -> str:
    kinds: dict[DriverKind, str] = {
        "duration": _("duration"),
        "cost": _("cost"),
        "running cost": _("running cost"),
        "benefit": _("benefit"),
        "level today": _("level today"),
    }
    found = [each for each in sure.drivers if each.result == result][:_STRONGEST]
    return "; ".join(f"{each.name}, {kinds[each.what]}" for each in found) or _(
        "no single assumption"
    )
