"""Tables of where an organisation stands: scores, answers, gaps."""

from domain.planning import Roadmap
from domain.report import Report
from domain.scorecard import NodeResult, QuestionResult, Scorecard
from reporting.facts import agreement, reached
from reporting.figures.table import Cell, Column, Table, Worked
from reporting.words import level_of

NOTES_APART = " | "


def scores(card: Scorecard) -> Table:
    """One row for the whole, for each pillar and for each capability."""
    names = {pillar.id: pillar.name for pillar in card.pillars}
    nodes = (card.overall, *card.pillars, *card.capabilities)
    return Table(
        "scores",
        "Scores",
        "The level of the whole, of each pillar and of each capability",
        (
            Column("id", "Id", "What the framework calls it", width=26),
            Column("kind", "Kind", "overall, pillar or capability"),
            Column("pillar", "Pillar", "The pillar that a capability stands in", width=26),
            Column("name", "Name", "Its name", width=38),
            Column("said", "In words", "What the report says of it", width=24),
            Column("level", "Level", "Empty when none is established", "whole", "level"),
            Column("claimed", "Claimed", "The level that the answers claim", "whole", "level"),
            Column("worst", "Worst case", "If all that is open were lowest", "whole", "level"),
            Column("best", "Best case", "If all that is open were highest", "whole", "level"),
            Column("score", "Progress", "A mean, which is no level", "decimal", "level scale"),
            Column("coverage", "Covered", "Questions answered or not applicable", "share", "share"),
            Column("agreement", "Agreement", "Answers equal to the middle one", "share", "share"),
            Column("asked", "Asked", "Answers that were wanted", "whole", "answers"),
            Column("answered", "Answered", "Answers with a value", "whole", "answers"),
            Column("dont_know", "Don't know", "Answers that say so", "whole", "answers"),
            Column("not_applicable", "Not applicable", "Answers that say so", "whole", "answers"),
            Column("missing", "Missing", "Answers that nobody gave", "whole", "answers"),
            Column("evidence", "Evidence", "On file: none, some or verified"),
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
    return Table(
        "answers",
        "Answers",
        "Every question with its answer, its spread and what people said",
        (
            Column("id", "Id", "What the framework calls the question", width=26),
            Column("capability", "Capability", "Where it belongs", width=34),
            Column("question", "Question", "What was asked", width=60),
            Column("kind", "Kind", "placement (choose a statement) or practice"),
            Column("state", "State", "answered, dont_know, not_applicable or missing", width=15),
            Column("value", "Answer", "The answer in the middle", "decimal", "its scale"),
            Column("label", "Answer in words", "The same as the scale says it", width=40),
            Column("low", "Lowest", "The lowest answer given", "decimal", "its scale"),
            Column("high", "Highest", "The highest answer given", "decimal", "its scale"),
            Column("asked", "Asked", "Answers that were wanted", "whole", "answers"),
            Column("answered", "Answered", "Answers with a value", "whole", "answers"),
            Column("dont_know", "Don't know", "Answers that say so", "whole", "answers"),
            Column("not_applicable", "Not applicable", "Answers that say so", "whole", "answers"),
            Column("missing", "Missing", "Answers that nobody gave", "whole", "answers"),
            Column("comments", "Comments", "What people wrote", width=50),
            Column("evidence", "Evidence", "What people named as proof", width=50),
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
    return Table(
        "gaps",
        "Gaps and targets",
        "Each target, the level today, and what the plan makes of it",
        (
            Column("id", "Id", "What the framework calls the capability", width=26),
            Column("pillar", "Pillar", "The pillar it stands in", width=26),
            Column("capability", "Capability", "Its name", width=38),
            Column("current", "Today", "The level planned from", "whole", "level"),
            Column("assumed", "Today is", "established, or assumed as the worst case", width=14),
            Column("target", "Target", "The level wanted", "whole", "level"),
            Column("due", "Wanted by", "The end of this quarter", unit="quarter"),
            Column("firm", "Firm", "Whether the target has to be met (yes or no)"),
            Column("reached", "Reached", "What the plan brings it to", "whole", "level"),
            Column("gap", "Gap", "Target less today", "whole", "levels", added=True),
            Column("open", "Still open", "Target less reached", "whole", "levels", added=True),
        ),
        tuple(
            (
                gap.capability,
                plan.pillars.get(gap.pillar, gap.pillar),
                gap.name,
                gap.current,
                "assumed" if gap.assumed else "established",
                gap.target,
                str(gap.due or plan.scenario.due_of(gap.capability)),
                "yes" if gap.firm else "no",
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
        "Decisions",
        "What leadership is asked to decide, and the strategy decisions that are taken",
        (
            Column("state", "State", "asked or taken"),
            Column("decision", "Decision", "What is to be decided, or what it was about", width=60),
            Column("chosen", "Chosen", "The option that was taken", width=34),
            Column("rationale", "Because", "The reason that was given", width=50),
            Column("decided_by", "Decided by", "Who took it", width=22),
            Column("decided_on", "Decided on", "When it was taken", "date", "day"),
            Column("finding", "What the numbers said", "When it was taken", width=50),
            Column("implies", "Work that follows", "Initiatives of the plan", width=50),
        ),
        (
            *(("asked", text, "", "", "", None, "", "") for text in asked),
            *(
                (
                    "taken",
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
