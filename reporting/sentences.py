"""Findings computed from the data, each one a sentence without its full stop.

The wording is in `report_templates/sentences.j2`; here is decided which sentence is true.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.decisions import DecisionRecord
from domain.framework import Reference
from domain.planning import OPINION, Compared, Roadmap, Uncertainty, ValueCase, Year
from domain.report import Report
from domain.scorecard import NodeResult, Scorecard
from reporting.facts import (
    FULL,
    LimitUse,
    called_under,
    disputed,
    first_quarters,
    holding_down,
    last_of_soon,
    limits_used,
    met,
    nothing_answered,
    one_off,
    open_gaps,
    owners,
    rank,
    reached,
    risks,
    that_apply,
    total,
    unsettled,
    with_evidence,
)
from reporting.templates import say
from reporting.words import level_name, money, percent, signed_money, span, thousands

_MOST = 5
_NOTHING = 0.001


def headline(card: Scorecard, organisation: str = "The organisation") -> str:
    """The level of the whole, and what holds it down."""
    return _stands(card, card.overall, organisation)


def pillar_headline(card: Scorecard, pillar: NodeResult) -> str:
    """The level of one pillar, and what holds it down."""
    return _stands(card, pillar, pillar.name)


def _stands(card: Scorecard, node: NodeResult, who: str) -> str:
    if not node.applies:
        return say("does_not_apply", who=who)
    if node.tally.answered == 0:
        return say("nothing_answered", who=who)
    if node.level is None:
        return say("stands_between", who=who, worst=node.worst, best=node.best)
    level = level_name(card.framework.levels, node.level)
    if node.level == card.framework.levels[-1].number:
        return say("stands_at_top", who=who, level=level)
    held = holding_down(card, node)
    # What may be higher is blamed only where nothing else holds it down.
    sure = [below for below in held if below.level is not None] or held
    names = [called_under(card, node, below) for below in sure]
    return say("stands", who=who, level=level, names=names)


def what_holds_back(card: Scorecard) -> str:
    """The parts that stop the next level of the whole, in one line of text."""
    return ". ".join(holding_back(card)) + "."


def holding_back(card: Scorecard) -> tuple[str, ...]:
    """One sentence for each part (at most three) that stops the next level of the whole."""
    if nothing_answered(card):
        return (say("holds_unanswered"),)
    if card.overall.worst == card.framework.levels[-1].number:
        return (say("holds_nothing"),)
    parts = holding_down(card, card.overall)[:3]
    return tuple(_part(card, node) for node in parts) or (say("holds_rule"),)


def _part(card: Scorecard, node: NodeResult) -> str:
    inside = [
        below.name if below.kind == "pillar" else called_under(card, node, below)
        for below in holding_down(card, node)
    ]
    if node.level is None:
        return say("holds_open", name=node.name, worst=node.worst, best=node.best, names=inside)
    level = level_name(card.framework.levels, node.level)
    return say("holds", name=node.name, level=level, names=inside)


def strengths(card: Scorecard) -> tuple[str, ...]:
    """Capabilities above the level of the whole, best first, at most five."""
    whole = card.overall.level or card.overall.worst or 0
    above = [n for n in that_apply(card.capabilities) if n.level is not None and n.level > whole]
    return tuple(_standing(card, n) for n in sorted(above, key=rank, reverse=True)[:_MOST])


def weaknesses(card: Scorecard) -> tuple[str, ...]:
    """Capabilities not above the level of the whole for certain, lowest first, at most five."""
    if nothing_answered(card):
        return ()
    top = card.framework.levels[-1].number
    limit = min(card.overall.worst or 0, top - 1)
    below = [n for n in that_apply(card.capabilities) if (n.worst or 0) <= limit]
    return tuple(_standing(card, n) for n in sorted(below, key=rank)[:_MOST])


def _standing(card: Scorecard, node: NodeResult) -> str:
    if node.level is None:
        return say("standing_open", name=node.name, worst=node.worst, best=node.best)
    level = level_name(card.framework.levels, node.level)
    spread = span(node.worst, node.best) if node.worst != node.best else ""
    return say("standing", name=node.name, level=level, range=spread)


def profile_title(card: Scorecard) -> str:
    """Which pillars are furthest and which come last."""
    pillars = that_apply(card.pillars)
    levels = {node.name: node.level for node in pillars if node.level is not None}
    if not levels:
        return say("profile_nothing")
    high, low = max(levels.values()), min(levels.values())
    unknown = len(pillars) - len(levels)
    if high == low:
        level = level_name(card.framework.levels, high)
        return say("profile_same", level=level, known=len(levels), open=unknown)
    best = [name for name, level in levels.items() if level == high]
    weakest = [name for name, level in levels.items() if level == low]
    return say("profile_spread", best=best, high=high, weakest=weakest, low=low, open=unknown)


def heatmap_title(card: Scorecard) -> str:
    """The level that most capabilities have; the lower one when two are equally common."""
    found = that_apply(card.capabilities)
    levels = Counter(node.level for node in found if node.level is not None)
    if not levels:
        return say("heatmap_nothing")
    level = min(levels, key=lambda number: (-levels[number], number))
    return say(
        "heatmap",
        count=levels[level],
        total=len(found),
        level=level_name(card.framework.levels, level),
        open=len(found) - levels.total(),
    )


def largest_gaps(roadmap: Roadmap, count: int = _MOST) -> tuple[str, ...]:
    """The largest gaps, each with what the plan makes of it."""
    return tuple(
        say(
            "gap",
            name=gap.name,
            current=gap.current,
            target=gap.target,
            reached=reached(gap),
            closes=reached(gap) >= gap.target,
        )
        for gap in open_gaps(roadmap)[:count]
    )


def gaps_title(roadmap: Roadmap) -> str:
    """How many capabilities have to rise, and which the furthest."""
    found = open_gaps(roadmap)
    if not roadmap.gaps:
        return say("gaps_none_set")
    if not found:
        return say("gaps_closed")
    furthest = [gap.name for gap in found if gap.levels == found[0].levels]
    return say(
        "gaps",
        open=len(found),
        total=len(roadmap.gaps),
        names=furthest,
        levels=found[0].levels,
        met=len(met(roadmap)) - (len(roadmap.gaps) - len(found)),
    )


def plan_in_a_sentence(roadmap: Roadmap) -> str:
    """When, how much work, which targets, what it costs."""
    if not roadmap.gaps:
        return say("gaps_none_set")
    if not open_gaps(roadmap):
        return say("plan_not_needed")
    if not roadmap.placements:
        return say("plan_empty", open=len(roadmap.gaps) - len(met(roadmap)))
    return say(
        "plan",
        count=len(roadmap.placements),
        first=min(placement.start for placement in roadmap.placements),
        last=max(placement.end for placement in roadmap.placements),
        met=len(met(roadmap)),
        total=len(roadmap.gaps),
        cost=money(total(roadmap), roadmap.scenario.currency),
    )


def what_does_not_fit(roadmap: Roadmap) -> str:
    """What was left out and for want of what; targets that nothing reaches."""
    if not roadmap.left_out:
        unmet = len(roadmap.gaps) - len(met(roadmap))
        return say("fits_but_open", open=unmet) if unmet else say("fits_all")
    bounds = Counter(item.bound_by for item in roadmap.left_out)
    return say(
        "does_not_fit",
        count=len(roadmap.left_out),
        reasons=[say("reason", count=n, bound=bound) for bound, n in bounds.most_common()],
        names=[item.initiative.name for item in roadmap.left_out],
    )


def left_out(roadmap: Roadmap) -> str:
    """Everything that was left out by its name, and for want of what; empty when nothing was."""
    found: dict[str, list[str]] = {}
    for item in roadmap.left_out:
        found.setdefault(item.bound_by, []).append(item.initiative.name)
    return say("left_out", groups=list(found.items())) if found else ""


def plan_quality(roadmap: Roadmap) -> str:
    """How good the plan is: proved best, or how far from the best possible at most."""
    if roadmap.method == "first":
        return say("quality_first")
    for place, aim in enumerate(roadmap.aims):
        # Less than a thousandth is what staying close to an earlier plan costs, and rounding.
        if aim.gap > _NOTHING:
            proved = [each.aim for each in roadmap.aims[:place]]
            return say("quality_gap", aim=aim.aim, gap=percent(aim.gap), before=proved)
    return say("quality_proved")


def assumed_starts(roadmap: Roadmap) -> str:
    """How many levels the plan starts from are assumed; empty when all are established."""
    assumed = sum(gap.assumed for gap in roadmap.gaps)
    return say("assumed", count=assumed, total=len(roadmap.gaps)) if assumed else ""


def scarce(roadmap: Roadmap) -> str:
    """Which limits the plan uses up, and when."""
    used = limits_used(roadmap)
    if not used:
        return say("scarce_no_limits")
    full: dict[str, list[LimitUse]] = {}
    for use in used:
        if use.share >= FULL:
            full.setdefault(use.name, []).append(use)
    if not full:
        return say("scarce_nothing")
    return say("scarce", parts=[_when_full(found) for found in full.values()])


def _when_full(found: Sequence[LimitUse]) -> str:
    years = sorted({str(use.quarter.year) for use in found})
    quarters = 0 if found[0].yearly else len(found)
    return say("scarce_part", name=found[0].name, quarters=quarters, years=years)


def changes(compared: Compared) -> tuple[str, ...]:
    """What a second plan does otherwise, one sentence for each kind of difference."""
    if compared.same:
        return (say("changes_none"),)
    later = [m.name for m in compared.moved if m.after > m.before]
    sooner = [m.name for m in compared.moved if m.after < m.before]
    found = {
        "changes_added": compared.added,
        "changes_dropped": compared.dropped,
        "changes_later": later,
        "changes_sooner": sooner,
    }
    return (
        *(say(name, names=list(names)) for name, names in found.items() if names),
        *compared.targets,
        *_money_changes(compared),
    )


def _money_changes(compared: Compared) -> Iterator[str]:
    if compared.money:
        years = [
            say("changes_year", year=year, more=amount > 0, amount=thousands(abs(amount)))
            for year, amount in compared.money.items()
        ]
        yield say("changes_money", years=years)


def how_sure(roadmap: Roadmap, sure: Uncertainty) -> str:
    """Targets met and cost in eight of ten futures, beside what the plan says."""
    currency = roadmap.scenario.currency
    return say(
        "sure",
        met_low=round(sure.targets_met.low),
        met_high=round(sure.targets_met.high),
        total=len(roadmap.gaps),
        cost_low=money(sure.cost.low, currency),
        cost_high=money(sure.cost.high, currency),
        middle=len(met(roadmap)),
    )


def value_title(roadmap: Roadmap, case: ValueCase, sure: Uncertainty | None = None) -> str:
    """Net present value and payback of the benefits with evidence, as ranges where known."""
    proven = [each for each in case.benefits if each.benefit.grade != OPINION and each.total]
    currency = roadmap.scenario.currency
    if not proven:
        return say("value_none")
    return say(
        "value",
        net=signed_money(case.net_present_value, currency),
        low=signed_money(sure.value.low, currency) if sure else "",
        high=signed_money(sure.value.high, currency) if sure else "",
        earliest=case.payback_range[0],
        latest=case.payback_range[1],
        last=roadmap.scenario.end.year,
        count=len(proven),
    )


def decisions_title(decisions: Sequence[DecisionRecord]) -> str:
    """How many strategy decisions are taken, and which way."""
    return say("decisions_taken", names=[each.chosen_name for each in decisions])


def roadmap_title(roadmap: Roadmap) -> str:
    """How much fits into the time there is."""
    if not roadmap.placements:
        return say("roadmap_empty")
    return say(
        "roadmap",
        count=len(roadmap.placements),
        first=roadmap.scenario.start,
        last=roadmap.scenario.end,
        out=len(roadmap.left_out),
    )


def cost_title(roadmap: Roadmap) -> str:
    """The whole cost, and the most expensive year."""
    if not total(roadmap):
        return say("cost_nothing")
    currency = roadmap.scenario.currency
    dearest = _dearest(roadmap)
    return say(
        "cost",
        total=money(total(roadmap), currency),
        year=dearest.year,
        amount=money(dearest.total, currency),
    )


def money_in_a_sentence(roadmap: Roadmap) -> str:
    """One-off, running, and how much of its budget the most expensive year uses."""
    if not total(roadmap):
        return say("cost_nothing")
    currency = roadmap.scenario.currency
    dearest = _dearest(roadmap)
    return say(
        "money",
        total=money(total(roadmap), currency),
        one_off=money(sum(year.one_off for year in roadmap.years), currency),
        running=money(sum(year.running for year in roadmap.years), currency),
        year=dearest.year,
        amount=money(dearest.total, currency),
        share=percent(dearest.total / dearest.budget) if dearest.budget else "",
    )


def _dearest(roadmap: Roadmap) -> Year:
    """The most expensive year; the earlier one when two cost the same."""
    return max(roadmap.years, key=lambda year: (year.total, -year.year))


def levels_title(roadmap: Roadmap) -> str:
    """How many capabilities reach the level that most targets ask for, and how many have it."""
    if not roadmap.gaps or not roadmap.years:
        return say("levels_nothing")
    wanted = Counter(gap.target for gap in roadmap.gaps)
    level = min(wanted, key=lambda number: (-wanted[number], number))
    last = roadmap.years[-1]
    after = [last.levels.get(gap.capability, gap.current) for gap in roadmap.gaps]
    return say(
        "levels",
        after=sum(1 for number in after if number >= level),
        total=len(roadmap.gaps),
        level=level,
        year=last.year,
        today=sum(1 for gap in roadmap.gaps if gap.current >= level),
    )


def decisions(card: Scorecard, roadmap: Roadmap) -> tuple[str, ...]:
    """What the board is asked to decide, in the order in which it matters."""
    asked: list[str] = []
    if found := open_gaps(roadmap):
        asked.append(say("decide_targets", open=len(found), total=len(roadmap.gaps)))
    if years := _first_money(roadmap):
        asked.append(say("decide_money", years=years))
    if roadmap.placements:
        asked.append(_start(roadmap))
    unmet = len(roadmap.gaps) - len(met(roadmap))
    if roadmap.left_out:
        asked.append(say("decide_left_out", count=len(roadmap.left_out)))
    elif unmet:
        asked.append(say("decide_open", open=unmet))
    unknown = sum(1 for node in that_apply(card.capabilities) if node.level is None)
    if unknown:
        asked.append(say("decide_unknown", count=unknown))
    return tuple(asked) or (say("decide_nothing"),)


def _first_money(roadmap: Roadmap) -> list[str]:
    """The first two years that cost something."""
    currency = roadmap.scenario.currency
    spending = [year for year in roadmap.years if year.total][:2]
    return [
        say("money_in_year", amount=money(year.total, currency), year=year.year)
        for year in spending
    ]


def _start(roadmap: Roadmap) -> str:
    first = min(placement.start for placement in roadmap.placements)
    names = [p.initiative.name for p in roadmap.placements if p.start == first]
    return say("decide_start", when=first, names=names)


def indicators_title(roadmap: Roadmap) -> str:
    """How many initiatives have indicators to follow."""
    followed = [
        placement
        for placement in roadmap.placements
        if placement.initiative.leading_indicator or placement.initiative.lagging_indicator
    ]
    return say("indicators", count=len(followed)) if followed else say("indicators_none")


def references_title(references: Sequence[Reference]) -> str:
    """Which outside standards are pointed to, and when they were checked."""
    names = [reference.name for reference in references]
    days = [reference.checked for reference in references]
    return say("references", names=names, first=min(days), last=max(days))


def method_title(card: Scorecard) -> str:
    """How much is covered, and by how many."""
    if nothing_answered(card):
        return say("method_unanswered")
    share = percent(card.overall.coverage)
    return say("method", share=share, respondents=card.respondents)


def answers_title(card: Scorecard) -> str:
    """How many answers of each kind there are."""
    tally = card.overall.tally
    return say(
        "answers",
        asked=tally.asked,
        answered=tally.answered,
        dont_know=tally.dont_know,
        not_applicable=tally.not_applicable,
        missing=tally.missing,
    )


def coverage_title(card: Scorecard) -> str:
    """How much is covered by how many, and how much of it has evidence on file."""
    if nothing_answered(card):
        return say("coverage_nothing")
    checked, some = with_evidence(card)
    return say(
        "coverage",
        share=percent(card.overall.coverage),
        respondents=card.respondents,
        checked=checked,
        some=some,
        total=len(that_apply(card.capabilities)),
        weighed=any(node.evidence for node in card.capabilities),
    )


def quarters_title(roadmap: Roadmap) -> str:
    """How much starts in the first four quarters, and what it costs once."""
    soon = first_quarters(roadmap)
    return say(
        "quarters",
        count=len(soon),
        first=roadmap.scenario.start,
        last=last_of_soon(roadmap),
        amount=money(one_off(roadmap, soon), roadmap.scenario.currency),
    )


def risks_title(roadmap: Roadmap) -> str:
    """How many of the risks the plan reduces, and which it does not."""
    found = risks(roadmap)
    left = [risk.name for risk in found if not risk.work]
    return say("risks", reduced=len(found) - len(left), total=len(found), left=left)


def charter_title(in_place: int, claimed: int, still_open: int) -> str:
    """How much of the charter is in place, said but not shown, and to be decided."""
    return say(
        "charter",
        in_place=in_place,
        claimed=claimed,
        still_open=still_open,
        total=in_place + claimed + still_open,
    )


def roles_title(roadmap: Roadmap) -> str:
    """Who answers for most of the work, and for how much of it nobody does."""
    found = owners(roadmap)
    named = {owner: len(work) for owner, work in found.items() if owner}
    most = max(named.values(), default=0)
    return say(
        "roles",
        names=[owner for owner, count in named.items() if count == most],
        most=most,
        total=len(roadmap.placements),
        nobody=len(found.get("", ())),
    )


def more_people(counts: Sequence[int]) -> str:
    """For how many initiatives each of those answers who are not listed; empty without any."""
    if not counts:
        return ""
    return say("more_people", people=len(counts), low=min(counts), high=max(counts))


def open_title(report: Report) -> str:
    """On how much people differ, how much is not established, and what a room left open."""
    card, room = report.scorecard, report.room
    dissent = [each for each in room.agreed if each.dissent] if room else []
    found = {
        "apart": len(disputed(card)),
        "unsettled": len(unsettled(card)),
        "dissent": len(dissent),
        "parked": len(room.parked) if room else 0,
        "actions": len(room.actions) if room else 0,
    }
    return say("open_questions", **found) if any(found.values()) else say("open_nothing")


def soon_indicators_title(roadmap: Roadmap) -> str:
    """How many initiatives of the first four quarters have an early sign to follow."""
    soon = first_quarters(roadmap)
    named = sum(1 for placement in soon if placement.initiative.leading_indicator)
    return say("soon_indicators", named=named, count=len(soon))


def source(report: Report, sure: str) -> str:
    """Where a figure comes from: framework, how many people, day, and its range."""
    card = report.scorecard
    return say(
        "source",
        framework=f"{card.framework.name} {card.framework.version}",
        respondents=card.respondents,
        on=report.made_on,
        sure=sure,
        example=report.example,
    )


def levels_range(card: Scorecard) -> str:
    """For how many capabilities more than one level is possible."""
    found = that_apply(card.capabilities)
    wide = sum(1 for node in found if node.worst != node.best)
    return say("levels_range", wide=wide, total=len(found))


def plan_range(roadmap: Roadmap, sure: Uncertainty | None) -> str:
    """Where the plan's cost lies in eight of ten futures; without runs, which estimate counts."""
    if sure is None:
        return say("plan_estimate", estimate=roadmap.scenario.estimate)
    currency = roadmap.scenario.currency
    return say(
        "plan_range", low=money(sure.cost.low, currency), high=money(sure.cost.high, currency)
    )


def value_lead(roadmap: Roadmap, case: ValueCase) -> str:
    """What counts as value, and what opinions would add to it."""
    return say("value_lead", opinion=signed_money(case.opinion, roadmap.scenario.currency)) + "."


def planned_with(roadmap: Roadmap) -> str:
    """Which end of the estimates the plan is made with."""
    return say("planned_with", estimate=roadmap.scenario.estimate)


def plan_made_with(roadmap: Roadmap) -> str:
    """The scenario, its time, and the estimates that the plan is made with."""
    return say(
        "plan_made_with",
        scenario=roadmap.scenario.name,
        first=roadmap.scenario.start,
        last=roadmap.scenario.end,
        estimate=roadmap.scenario.estimate,
        catalogue=roadmap.catalogue,
        version=roadmap.catalogue_version,
    )


def plan_best_at(roadmap: Roadmap) -> str:
    """What the plan is best at, what counts most first."""
    return say("plan_best_at", aims=roadmap.scenario.aims)
