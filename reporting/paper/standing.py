"""Chapters about today: the summary for the board, the profile, each pillar."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from domain.framework import Level, Reference
from domain.report import Report
from domain.scorecard import NodeResult, Scorecard
from reporting import charts, sentences
from reporting.facts import (
    called_under,
    capabilities_of,
    holding_down,
    met,
    nothing_answered,
    short,
    that_apply,
    total,
)
from reporting.language import _
from reporting.paper.chapter import COLUMN, Chapter, Figure
from reporting.words import decimal, level_name, level_of, money, span

_SOON = 4


@dataclass(frozen=True, slots=True)
class NodeRow:
    """One line about a pillar or capability; `level` and `range` are in words."""

    node: NodeResult
    level: str
    range: str
    held_by: tuple[str, ...] = ()
    today: str = ""
    next_level: str = ""
    next: str = ""
    target: int | None = None
    agreement: str = ""
    cited: str = ""


def summary(report: Report) -> Chapter:
    """The whole paper on one page."""
    card, plan = report.scorecard, report.roadmap
    return Chapter(
        id="summary",
        label=_("Summary for the board"),
        title=sentences.headline(card, report.organisation),
        template="summary.html.j2",
        content={
            "overall": _row(card, card.overall),
            "unanswered": nothing_answered(card),
            "levels": card.framework.levels,
            "pillars": [_row(card, node) for node in card.pillars],
            "targets": len(plan.gaps),
            "met": len(met(plan)),
            "cost": money(total(plan), plan.scenario.currency),
            "until": plan.scenario.end.year,
            "holding": sentences.holding_back(card),
            "strengths": sentences.strengths(card)[:3],
            "going": _going(report),
            "costing": _costing(report),
            "decisions": sentences.decisions(card, plan),
        },
    )


def _going(report: Report) -> list[str]:
    plan = report.roadmap
    assumed = sentences.assumed_starts(plan)
    found = [sentences.plan_in_a_sentence(plan), sentences.levels_title(plan)]
    return [*found, assumed] if assumed else found


def _costing(report: Report) -> list[str]:
    """What it costs, how sure that is, what does not fit, and what it is worth."""
    plan = report.roadmap
    found = [sentences.money_in_a_sentence(plan), sentences.what_does_not_fit(plan)]
    if plan.placements and report.uncertainty:
        found.insert(1, sentences.how_sure(plan, report.uncertainty))
    if plan.placements and report.value and report.value.benefits:
        found.append(sentences.value_title(plan, report.value, report.uncertainty))
    return found


def coverage(report: Report) -> Chapter:
    """What the paper rests on: answers, evidence, who was asked, what is assumed."""
    card, plan = report.scorecard, report.roadmap
    that = that_apply(card.capabilities)
    kinds = [node.evidence for node in that]
    return Chapter(
        id="coverage",
        label=_("How sure we are"),
        title=sentences.coverage_title(card),
        template="coverage.html.j2",
        content={
            "tally": card.overall.tally,
            "depth": card.depth,
            "capabilities": len(that),
            "evidence": [(kind, kinds.count(kind)) for kind in ("verified", "some", "none")],
            "weighed": any(kinds),
            "unproven": [short(n) for n in that if (n.claimed or 0) > (n.worst or 0)],
            "raters": report.raters,
            "wide": [
                _("%(name)s (%(range)s)", name=short(n), range=span(n.worst, n.best))
                for n in that
                if n.worst != n.best
            ],
            "assumed": [gap.name for gap in plan.gaps if gap.assumed],
        },
    )


def profile(report: Report) -> Chapter:
    """Every pillar on one axis, with its range and how far people agree."""
    card = report.scorecard
    figure = Figure(
        "profile",
        partial(charts.pillar_profile, card, width=COLUMN),
        charts.pillar_profile_text(card),
        range=sentences.levels_range(card),
    )
    rows = [replace(_row(card, node), agreement=_agreement(report, node)) for node in card.pillars]
    return Chapter(
        id="profile",
        label=_("Maturity profile"),
        title=sentences.profile_title(card),
        template="profile.html.j2",
        content={
            "rows": rows,
            "levels": card.framework.levels,
            "agreed_on": any(row.agreement for row in rows),
        },
        figures=(figure,),
    )


def _agreement(report: Report, pillar: NodeResult) -> str:
    """The mean agreement on a pillar's capabilities; empty where nobody could disagree."""
    known = [
        report.agreement[node.id]
        for node in capabilities_of(report.scorecard, pillar)
        if node.id in report.agreement
    ]
    return decimal(sum(known) / len(known), 2) if known else ""


def heatmap(card: Scorecard) -> Chapter:
    """Every capability as a tile, with strengths and weaknesses."""
    figure = Figure(
        "capabilities",
        partial(charts.capability_heatmap, card, COLUMN),
        charts.capability_heatmap_text(card),
        range=sentences.levels_range(card),
    )
    return Chapter(
        id="capabilities",
        label=_("Capabilities at a glance"),
        title=sentences.heatmap_title(card),
        template="heatmap.html.j2",
        content={
            "strengths": sentences.strengths(card),
            "weaknesses": sentences.weaknesses(card),
        },
        figures=(figure,),
    )


def pillars(report: Report) -> Iterator[Chapter]:
    """One chapter a pillar: its capabilities, what the next level takes, what to do next."""
    card, plan = report.scorecard, report.roadmap
    others = {node.id: node.parent for node in card.capabilities}
    named = {reference.id: _called(reference) for reference in report.references}
    for number, pillar in enumerate(card.pillars, start=1):
        targets = {gap.capability: gap.target for gap in plan.gaps}
        lane = [p for p in plan.placements if p.initiative.pillar == pillar.id]
        yield Chapter(
            id=f"pillar-{number}",
            label=_(
                "Pillar %(number)s of %(total)s: %(name)s",
                number=number,
                total=len(card.pillars),
                name=pillar.name,
            ),
            title=sentences.pillar_headline(card, pillar),
            template="pillar.html.j2",
            content={
                "pillar": pillar,
                "levels": card.framework.levels,
                "rows": [
                    replace(
                        _capability(card, node),
                        target=targets.get(node.id),
                        cited=_cited(node, named),
                    )
                    for node in capabilities_of(card, pillar)
                ],
                "from_outside": [
                    cap.because
                    for cap in pillar.caps
                    if cap.by in others and others[cap.by] != pillar.id
                ],
                "soon": sorted(lane, key=lambda p: (p.start, p.end))[:_SOON],
                "later": len(lane[_SOON:]),
            },
        )


def _called(reference: Reference) -> str:
    """A short name of an outside standard: its own where that is short, else its id in capitals."""
    return min(reference.name, reference.id.replace("-", " ").upper(), key=len)


def _cited(node: NodeResult, named: Mapping[str, str]) -> str:
    """The provisions that a capability points to, standard by standard."""
    return "; ".join(
        f"{name}: {', '.join(node.references[reference])}"
        for reference, name in named.items()
        if node.references.get(reference)
    )


def _row(card: Scorecard, node: NodeResult) -> NodeRow:
    held = holding_down(card, node) if node.tally.answered else ()
    return NodeRow(
        node=node,
        level=level_of(card, node),
        range=span(node.worst, node.best),
        held_by=tuple(called_under(card, node, below) for below in held),
    )


def _capability(card: Scorecard, node: NodeResult) -> NodeRow:
    known = node.worst if node.tally.answered else None
    following = _level_after(card.framework.levels, known)
    return NodeRow(
        node=node,
        level=level_of(card, node),
        range=span(node.worst, node.best),
        today="" if known is None else node.statements.get(known, ""),
        next_level="" if following is None else level_name(card.framework.levels, following),
        next="" if following is None else _next(node, following),
    )


def _next(node: NodeResult, following: int) -> str:
    """What the next level takes: its statement, or the evidence for what is claimed already."""
    held_by_evidence = [cap.because for cap in node.caps if cap.by == node.id]
    return held_by_evidence[0] if held_by_evidence else node.statements.get(following, "")


def _level_after(levels: Sequence[Level], known: int | None) -> int | None:
    if known is None or known >= levels[-1].number:
        return None
    return known + 1
