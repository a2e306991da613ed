"""Chapters for the record: outside references, method, every answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.framework import Reference, ReferenceItem
from domain.report import Edition, Report
from domain.scorecard import NodeResult, QuestionResult, Scorecard
from reporting import sentences
from reporting.facts import that_apply
from reporting.language import _, ngettext
from reporting.paper import edits
from reporting.paper.chapter import Chapter
from reporting.words import level_name, plain, reference_status

_NOTES = 3
"""Comments and pieces of evidence shown for each question; how many more is said."""


@dataclass(frozen=True, slots=True)
class CitedReference:
    """One outside standard, how many of its provisions are pointed to, and what is special.

    `status` is in words. `notes` are the provisions that share a status, a day or a note of
    their own, with that status in words.
    """

    reference: Reference
    status: str
    count: int
    notes: tuple[tuple[tuple[str, ...], str, ReferenceItem], ...]


def references(report: Report) -> Iterator[Chapter]:
    """The outside standards, each with status and day of the check; none, no chapter."""
    cited = [_cited(reference, report.scorecard) for reference in report.references]
    if not cited:
        return
    yield Chapter(
        id="references",
        label=_("Outside references"),
        title=sentences.references_title(report.references),
        template="references.html.j2",
        content={"cited": cited},
        flows=True,
    )


def _cited(reference: Reference, card: Scorecard) -> CitedReference:
    pointed = {
        item
        for node in that_apply(card.capabilities)
        for item in node.references.get(reference.id, ())
    }
    known = {item.id: item for item in reference.items}
    found = [known.get(name, ReferenceItem(name)) for name in sorted(pointed, key=_natural)]
    return CitedReference(
        reference, reference_status(reference.status), len(found), tuple(_notes(found))
    )


def _notes(items: Sequence[ReferenceItem]) -> Iterator[tuple[tuple[str, ...], str, ReferenceItem]]:
    """Each different thing there is to say of provisions, with those that it holds for."""
    alike: dict[tuple[object, ...], list[ReferenceItem]] = {}
    for item in items:
        alike.setdefault((item.status, item.applies_from, item.note), []).append(item)
    for said, found in alike.items():
        if any(said):
            yield tuple(item.id for item in found), reference_status(found[0].status), found[0]


def _natural(identifier: str) -> list[tuple[int, str]]:
    """Orders "Art. 4" before "Art. 50"."""
    parts = "".join(c if c.isdigit() else f" {c} " for c in identifier).split()
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def method(report: Report, edition: Edition, found: Sequence[Chapter] = ()) -> Chapter:
    """How levels come about, what was assumed, whose words are whose, versions and hashes.

    `found` are the other chapters as computed, for the record of edits.
    """
    card, plan = report.scorecard, report.roadmap
    nodes = (card.overall, *card.pillars, *card.capabilities)
    return Chapter(
        id="method",
        label=_("Method"),
        title=sentences.method_title(card),
        template="method.html.j2",
        content={
            "framework": card.framework,
            "card": card,
            "full": edition == "full",
            "edits": edits.record(found, report),
            "strategies": sorted({node.strategy for node in nodes}),
            "unknown": [n.name for n in that_apply(card.capabilities) if n.level is None],
            "unproven": [n.name for n in card.capabilities if (n.claimed or 0) > (n.worst or 0)],
            "left_aside": [n.name for n in card.capabilities if not n.applies],
            "plan": plan,
            "assumed": [gap.name for gap in plan.gaps if gap.assumed],
            "scenario": sentences.plan_made_with(plan),
            "best": sentences.plan_best_at(plan),
            "quality": sentences.plan_quality(plan),
        },
        flows=True,
    )


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question: the answer in words, what else was said of it, and people's own notes."""

    question: QuestionResult
    answer: str
    aside: str
    notes: tuple[str, ...]
    more: int


def answers(card: Scorecard) -> Chapter:
    """Every question with its value, spread and counts."""
    inside: dict[str, list[QuestionResult]] = {}
    for question in card.questions:
        if question.state != "not_asked":
            inside.setdefault(question.capability, []).append(question)
    nodes: Mapping[str, NodeResult] = {n.id: n for n in (*card.capabilities, *card.parts)}
    groups = [
        (
            nodes[capability],
            level_name(card.framework.levels, nodes[capability].level),
            [_answer(card, question) for question in found],
        )
        for capability, found in inside.items()
    ]
    return Chapter(
        id="answers",
        label=_("Answers"),
        title=sentences.answers_title(card),
        template="answers.html.j2",
        content={"groups": groups},
        flows=True,
    )


def _answer(card: Scorecard, question: QuestionResult) -> AnswerRow:
    said = (*question.evidence, *question.comments)
    return AnswerRow(
        question=question,
        answer=_in_words(card, question),
        aside="; ".join(filter(None, (_spread(question), *_without_value(question)))),
        notes=said[:_NOTES],
        more=len(said[_NOTES:]),
    )


def _in_words(card: Scorecard, question: QuestionResult) -> str:
    if question.kind == "placement" and question.value is not None:
        return level_name(card.framework.levels, int(question.value))
    if question.state == "answered":
        return question.label or plain(question.value or 0.0)
    return {
        "dont_know": _("Don't know"),
        "not_applicable": _("Not applicable"),
        "missing": _("Not answered"),
    }[question.state]


def _spread(question: QuestionResult) -> str:
    """The lowest and the highest value, where they differ."""
    if question.low is None or question.high is None or question.low == question.high:
        return ""
    return _("%(low)s to %(high)s", low=plain(question.low), high=plain(question.high))


def _without_value(question: QuestionResult) -> Iterator[str]:
    """How many gave no value, by why; nothing where all of them said the same."""
    tally = question.tally
    unknown, inapplicable, missing = tally.dont_know, tally.not_applicable, tally.missing
    said = (
        (unknown, ngettext("%(num)s don't know", "%(num)s don't know", unknown)),
        (inapplicable, ngettext("%(num)s not applicable", "%(num)s not applicable", inapplicable)),
        (missing, ngettext("%(num)s missing", "%(num)s missing", missing)),
    )
    return (words for count, words in said if 0 < count < tally.asked)
