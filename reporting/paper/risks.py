"""The chapter about risks: what the plan does about each, who sees it first, and what it leaves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.planning import Placement, Roadmap
from domain.report import Edition
from reporting import facts, sentences
from reporting.language import _
from reporting.paper.chapter import Chapter

_FOR_BOARD = 5
_NAMED = 2


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One risk: what reduces it and from when on, its early sign, and who answers first."""

    name: str
    work: tuple[str, ...]
    more: int
    since: str
    sign: str
    owner: str


def risks(roadmap: Roadmap, edition: Edition) -> Iterator[Chapter]:
    """The catalogue's risks, those with least work against them first; without any, none."""
    found = facts.risks(roadmap)
    if not found:
        return
    shown = found[:_FOR_BOARD] if edition == "board" else found
    yield Chapter(
        id="risks",
        label=_("Risks"),
        title=sentences.risks_title(roadmap),
        template="risks.html.j2",
        content={"rows": [_row(risk) for risk in shown], "more": len(found) - len(shown)},
        flows=True,
    )


def _row(risk: facts.RiskFacts) -> RiskRow:
    names = [placement.initiative.name for placement in risk.work]
    return RiskRow(
        name=risk.name,
        work=tuple(names[:_NAMED]),
        more=len(names[_NAMED:]),
        since=str(risk.work[0].end) if risk.work else "",
        sign=_first(risk.work, "leading_indicator"),
        owner=_first(risk.work, "owner"),
    )


def _first(work: Sequence[Placement], name: str) -> str:
    """What the first initiative to be done that has any says."""
    said = (str(getattr(placement.initiative, name)) for placement in work)
    return next(filter(None, said), "")
