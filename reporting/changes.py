"""Whether a paper still holds, and what has changed since it was made, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.report import IssuedReport, Report
from domain.scorecard import NodeResult, QuestionResult
from reporting.facts import total
from reporting.stamp import Stamp, stamped
from reporting.templates import say
from reporting.words import level_name, money


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of a paper: whether it is as issued, whether it says what is stored."""

    as_issued: str
    as_stored: str
    changes: tuple[str, ...]
    holds: bool


def verify(stamp: Stamp, issued: IssuedReport | None, today: Report) -> Verdict:
    """Hold a paper to what is stored; `issued` is the issued paper with the same bytes, if any."""
    same = stamp.report.sha256 == today.sha256
    found = () if same else changes(stamp.report, stamped(today, stamp.edition))
    return Verdict(
        as_issued=say("verify_issued", issued=issued),
        as_stored=say("verify_stored", same=same, named=bool(found)),
        changes=found,
        holds=same and issued is not None,
    )


def changes(then: Report, now: Report) -> tuple[str, ...]:
    """Everything in which `now` says something else than `then`, what weighs most first.

    Notes of people are not compared: board papers do not carry them.
    """
    found = (*_framework(then, now), *_levels(then, now), *_answers(then, now), *_plan(then, now))
    return (*found, *_decisions(then, now), *_wording(then, now))


def _framework(then: Report, now: Report) -> Iterator[str]:
    before, after = then.scorecard.framework, now.scorecard.framework
    if before.content_hash != after.content_hash:
        yield say("changed_framework", before=before, after=after)


def _levels(then: Report, now: Report) -> Iterator[str]:
    before = {node.id: node for node in _nodes(then)}
    for node in _nodes(now):
        earlier = before.get(node.id)
        if earlier and _standing(earlier) != _standing(node):
            yield say(
                "changed_level",
                name=node.name,
                before=_in_words(then, earlier),
                after=_in_words(now, node),
            )


def _nodes(report: Report) -> tuple[NodeResult, ...]:
    card = report.scorecard
    return (card.overall, *card.pillars, *card.capabilities)


def _standing(node: NodeResult) -> tuple[object, ...]:
    return (node.applies, node.level, node.worst, node.best)


def _in_words(report: Report, node: NodeResult) -> str:
    if not node.applies:
        return "not applicable"
    if node.level is None and node.worst is not None and node.best is not None:
        return f"{node.worst} to {node.best}"
    return level_name(report.scorecard.framework.levels, node.level)


def _answers(then: Report, now: Report) -> Iterator[str]:
    before = {question.id: _said(question) for question in then.scorecard.questions}
    after = {question.id: _said(question) for question in now.scorecard.questions}
    others = sum(before.get(name) != said for name, said in after.items())
    if others:
        yield say("changed_answers", others=others, asked=len(after))
    if then.scorecard.respondents != now.scorecard.respondents:
        yield say(
            "changed_people", before=then.scorecard.respondents, after=now.scorecard.respondents
        )


def _said(question: QuestionResult) -> tuple[object, ...]:
    return (question.state, question.value, question.tally, question.low, question.high)


def _plan(then: Report, now: Report) -> Iterator[str]:
    targets = {gap.capability: gap.target for gap in then.roadmap.gaps}
    for gap in now.roadmap.gaps:
        if targets.get(gap.capability, gap.target) != gap.target:
            yield say(
                "changed_target", name=gap.name, before=targets[gap.capability], after=gap.target
            )
    before = {p.initiative.id: p for p in then.roadmap.placements}
    after = {p.initiative.id: p for p in now.roadmap.placements}
    for name in before.keys() - after.keys():
        yield say("changed_dropped", name=before[name].initiative.name)
    for name in after.keys() - before.keys():
        yield say("changed_added", name=after[name].initiative.name, start=after[name].start)
    moved = [
        each for each in before.keys() & after.keys() if before[each].start != after[each].start
    ]
    if moved:
        yield say("changed_moved", moved=len(moved), count=len(after))
    currency = now.roadmap.scenario.currency
    amounts = [money(total(report.roadmap), currency) for report in (then, now)]
    if amounts[0] != amounts[1]:
        yield say("changed_cost", before=amounts[0], after=amounts[1])


def _decisions(then: Report, now: Report) -> Iterator[str]:
    before = {each.decision: each for each in then.decisions}
    for each in now.decisions:
        if before.get(each.decision) != each:
            yield say("changed_decision", name=each.name, chosen=each.chosen_name)


def _wording(then: Report, now: Report) -> Iterator[str]:
    if then.edits != now.edits:
        yield say("changed_words")
    if then.theme != now.theme:
        yield say("changed_look")
    if then.room != now.room:
        yield say("changed_room")
