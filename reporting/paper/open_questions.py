"""The chapter about what people do not agree on, what is unknown, and what waits for somebody."""

from domain.report import Agreed, Report
from reporting import sentences
from reporting.facts import disputed, unsettled
from reporting.language import _
from reporting.paper.chapter import Chapter
from reporting.words import decimal, span

_LOWEST_SHOWN = 6


def open_questions(report: Report) -> Chapter:
    """Where people stand apart, which levels are open, and what a room agreed and left over."""
    card, room = report.scorecard, report.room
    names = {node.id: node.name for node in card.capabilities}
    least = sorted(report.agreement, key=lambda name: (report.agreement[name], name))
    return Chapter(
        id="open",
        label=_("Disagreements and open questions"),
        title=sentences.open_title(report),
        template="open_questions.html.j2",
        content={
            "apart": [node.name for node in disputed(card)],
            "unsettled": [(node.name, span(node.worst, node.best)) for node in unsettled(card)],
            "least": [
                (names[name], decimal(report.agreement[name], 2))
                for name in least[:_LOWEST_SHOWN]
                if name in names and report.agreement[name] < 1
            ],
            "agreed": [each for each in room.agreed if _worth_telling(each)] if room else [],
            "room": room,
        },
        flows=True,
    )


def _worth_telling(each: Agreed) -> bool:
    """What talking changed, somebody sees otherwise, or lacks proof."""
    moved = each.before is not None and each.before != each.level
    return moved or bool(each.dissent) or each.lacks_evidence
