"""Tables of where an organisation stands: scores, answers, gaps."""

from domain.planning import Roadmap
from domain.report import Report
from domain.scorecard import NodeResult, QuestionResult, Scorecard
from reporting.facts import agreement, reached
from reporting.figures.table import Cell, Column, Table, Worked
from reporting.language import _
from reporting.words import level_of

NOTES_APART = " | "


def scores(card: Scorecard) -> Table:
    """One row for the whole, for each pillar and for each capability."""
    names = {pillar.id: pillar.name for pillar in card.pillars}
    nodes = (card.overall, *card.pillars, *card.capabilities)
    level, share, answers = _("level"), _("share"), _("answers")
    return Table(
        "scores",
        _("Scores"),
        _("The level of the whole, of each pillar and of each capability"),
        (
            Column("id", _("Id"), _("What the framework calls it"), width=26),
            Column("kind", _("Kind"), _("overall, pillar or capability")),
            Column("pillar", _("Pillar"), _("The pillar that a capability stands in"), width=26),
            Column("name", _("Name"), _("Its name"), width=38),
            Column("said", _("In words"), _("What the report says of it"), width=24),
            Column("level", _("Level"), _("Empty when none is established"), "whole", level),
            Column("claimed", _("Claimed"), _("The level that the answers claim"), "whole", level),
            Column("worst", _("Worst case"), _("If all that is open were lowest"), "whole", level),
            Column("best", _("Best case"), _("If all that is open were highest"), "whole", level),
            Column(
                "score", _("Progress"), _("A mean, which is no level"), "decimal", _("level scale")
            ),
            Column(
                "coverage", _("Covered"), _("Questions answered or not applicable"), "share", share
            ),
            Column(
                "agreement", _("Agreement"), _("Answers equal to the middle one"), "share", share
            ),
            Column("asked", _("Asked"), _("Answers that were wanted"), "whole", answers),
            Column("answered", _("Answered"), _("Answers with a value"), "whole", answers),
            Column("dont_know", _("Don't know"), _("Answers that say so"), "whole", answers),
            Column(
                "not_applicable", _("Not applicable"), _("Answers that say so"), "whole", answers
            ),
            Column("missing", _("Missing"), _("Answers that nobody gave"), "whole", answers),
            Column("evidence", _("Evidence"), _("On file: none, some or verified")),
        ),
        tuple(_score(card, node, names.get(node.parent, "")) for node in nodes),
    )


def _score(card: Scorecard, node: NodeResult, pillar: str) -> tuple[Cell, ...]:
    tally = node.tally
    return (
        node.id,
        node.kind,
        pillar,
        node.name,
        level_of(card, node),
        node.level,
        node.claimed,
        node.worst,
        node.best,
        node.score,
        node.coverage,
        agreement(card, node),
        tally.asked,
        tally.answered,
        tally.dont_know,
        tally.not_applicable,
        Worked(tally.missing, "={asked}-{answered}-{dont_know}-{not_applicable}"),
        node.evidence,
    )


def answers(card: Scorecard) -> Table:
    """One row a question that was asked."""
    inside = {node.id: node for node in (*card.capabilities, *card.parts)}
    found = [question for question in card.questions if question.state != "not_asked"]
    answers, scale = _("answers"), _("its scale")
    return Table(
        "answers",
        _("Answers"),
        _("Every question with its answer, its spread and what people said"),
        (
            Column("id", _("Id"), _("What the framework calls the question"), width=26),
            Column("capability", _("Capability"), _("Where it belongs"), width=34),
            Column("question", _("Question"), _("What was asked"), width=60),
            Column("kind", _("Kind"), _("placement (choose a statement) or practice")),
            Column(
                "state", _("State"), _("answered, dont_know, not_applicable or missing"), width=15
            ),
            Column("value", _("Answer"), _("The answer in the middle"), "decimal", scale),
            Column("label", _("Answer in words"), _("The same as the scale says it"), width=40),
            Column("low", _("Lowest"), _("The lowest answer given"), "decimal", scale),
            Column("high", _("Highest"), _("The highest answer given"), "decimal", scale),
            Column("asked", _("Asked"), _("Answers that were wanted"), "whole", answers),
            Column("answered", _("Answered"), _("Answers with a value"), "whole", answers),
            Column("dont_know", _("Don't know"), _("Answers that say so"), "whole", answers),
            Column(
                "not_applicable", _("Not applicable"), _("Answers that say so"), "whole", answers
            ),
            Column("missing", _("Missing"), _("Answers that nobody gave"), "whole", answers),
            Column("comments", _("Comments"), _("What people wrote"), width=50),
            Column("evidence", _("Evidence"), _("What people named as proof"), width=50),
        ),
        tuple(_answer(question, inside[question.capability].name) for question in found),
    )


def _answer(question: QuestionResult, capability: str) -> tuple[Cell, ...]:
    tally = question.tally
    return (
        question.id,
        capability,
        question.text,
        question.kind,
        question.state,
        question.value,
        question.label,
        question.low,
        question.high,
        tally.asked,
        tally.answered,
        tally.dont_know,
        tally.not_applicable,
        Worked(tally.missing, "={asked}-{answered}-{dont_know}-{not_applicable}"),
        NOTES_APART.join(question.comments),
        NOTES_APART.join(question.evidence),
    )


def gaps(plan: Roadmap) -> Table:
    """One row a target."""
    level, levels = _("level"), _("levels")
    return Table(
        "gaps",
        _("Gaps and targets"),
        _("Each target, the level today, and what the plan makes of it"),
        (
            Column("id", _("Id"), _("What the framework calls the capability"), width=26),
            Column("pillar", _("Pillar"), _("The pillar it stands in"), width=26),
            Column("capability", _("Capability"), _("Its name"), width=38),
            Column("current", _("Today"), _("The level planned from"), "whole", level),
            Column(
                "assumed", _("Today is"), _("established, or assumed as the worst case"), width=14
            ),
            Column("target", _("Target"), _("The level wanted"), "whole", level),
            Column("due", _("Wanted by"), _("The end of this quarter"), unit=_("quarter")),
            Column("firm", _("Firm"), _("Whether the target has to be met (yes or no)")),
            Column("reached", _("Reached"), _("What the plan brings it to"), "whole", level),
            Column("gap", _("Gap"), _("Target less today"), "whole", levels, added=True),
            Column("open", _("Still open"), _("Target less reached"), "whole", levels, added=True),
        ),
        tuple(
            (
                gap.capability,
                plan.pillars.get(gap.pillar, gap.pillar),
                gap.name,
                gap.current,
                _("assumed") if gap.assumed else _("established"),
                gap.target,
                str(gap.due or plan.scenario.due_of(gap.capability)),
                _("yes") if gap.firm else _("no"),
                reached(gap),
                Worked(gap.levels, "=MAX(0,{target}-{current})"),
                Worked(max(0, gap.target - reached(gap)), "=MAX(0,{target}-{reached})"),
            )
            for gap in plan.gaps
        ),
    )


def decisions(report: Report, asked: tuple[str, ...]) -> Table:
    """What the board is asked to decide, and what it has decided."""
    plan = report.roadmap
    works = [each.initiative for each in plan.placements]
    works += [each.initiative for each in plan.left_out]
    names = {work.id: work.name for work in works}
    return Table(
        "decisions",
        _("Decisions"),
        _("What leadership is asked to decide, and the strategy decisions that are taken"),
        (
            Column("state", _("State"), _("asked or taken")),
            Column(
                "decision",
                _("Decision"),
                _("What is to be decided, or what it was about"),
                width=60,
            ),
            Column("chosen", _("Chosen"), _("The option that was taken"), width=34),
            Column("rationale", _("Because"), _("The reason that was given"), width=50),
            Column("decided_by", _("Decided by"), _("Who took it"), width=22),
            Column("decided_on", _("Decided on"), _("When it was taken"), "date", _("day")),
            Column("finding", _("What the numbers said"), _("When it was taken"), width=50),
            Column("implies", _("Work that follows"), _("Initiatives of the plan"), width=50),
        ),
        (
            *((_("asked"), text, "", "", "", None, "", "") for text in asked),
            *(
                (
                    _("taken"),
                    each.name,
                    each.chosen_name,
                    each.rationale,
                    each.decided_by,
                    each.decided_on,
                    each.finding,
                    NOTES_APART.join(names.get(name, name) for name in each.implies),
                )
                for each in report.decisions
            ),
        ),
    )
