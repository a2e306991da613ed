"""The chapter about roles, and the charter of the Chief AI Officer: what holds, what is open.

The charter's points are statements of the framework's own levels, so that what it asks for is
what the assessment has asked about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.planning import Placement, Roadmap
from domain.report import Report
from domain.scorecard import NodeResult
from reporting import sentences
from reporting.facts import one_off, owners, short
from reporting.language import _
from reporting.paper.chapter import Chapter

State = Literal["in place", "claimed", "open", "not known"]

_POINTS: Mapping[str, Mapping[str, tuple[tuple[str, int], ...]]] = {
    "ai-first-2030": {
        "Mandate": (("str-02", 2), ("str-02", 3), ("str-01", 3)),
        "Reporting line": (("str-02", 4), ("str-02", 5)),
        "Decision rights": (("str-03", 3), ("gov-01", 3), ("gov-05", 3), ("gov-08", 3)),
        "Scorecard": (("mea-01", 3), ("mea-04", 3)),
    }
}
"""Framework to section to (capability, level) whose statement is a point of the charter."""
_OFFICER = "chief ai officer"
_MEASURES, _ROLES = 4, 5


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the charter: the statement, how it stands, and what brings it or must."""

    section: str
    text: str
    capability: str
    level: int
    state: State
    next: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """Somebody who answers for work of the plan; one-off money in thousands."""

    owner: str
    count: int
    first: str
    money: float
    names: tuple[str, ...]


def roles(report: Report) -> Iterator[Chapter]:
    """The charter where the framework has one, else who answers for what; neither, no chapter."""
    if points(report):
        yield replace(charter(report), flows=True)
    elif report.roadmap.placements:
        yield _roles_only(report.roadmap)


def charter(report: Report, *, alone: bool = False) -> Chapter:
    """The charter of the Chief AI Officer: mandate, reporting line, decision rights, scorecard;
    with who else answers for what, and, where it stands alone, with places to sign."""
    found, rows = points(report), role_rows(report.roadmap)
    states = [point.state for point in found]
    return Chapter(
        id="charter",
        label=_("Roles and the Chief AI Officer's mandate"),
        title=sentences.charter_title(
            states.count("in place"),
            states.count("claimed"),
            states.count("open") + states.count("not known"),
        ),
        template="charter.html.j2",
        content={
            "alone": alone,
            "sections": [
                (section, _called(section), [point for point in found if point.section == section])
                for section in dict.fromkeys(point.section for point in found)
            ],
            "decisions": report.decisions,
            "measures": _measures(report.roadmap),
            "roles": rows[:_ROLES],
            "more": sentences.more_people([row.count for row in rows[_ROLES:] if row.owner]),
            "currency": report.roadmap.scenario.currency,
            "framework": report.scorecard.framework,
        },
        lead=f"{sentences.roles_title(report.roadmap)}." if report.roadmap.placements else "",
    )


def _called(section: str) -> str:
    return {
        "Mandate": _("Mandate"),
        "Reporting line": _("Reporting line"),
        "Decision rights": _("Decision rights"),
        "Scorecard": _("Scorecard"),
    }[section]


def _roles_only(roadmap: Roadmap) -> Chapter:
    return Chapter(
        id="roles",
        label=_("Roles"),
        title=sentences.roles_title(roadmap),
        template="roles.html.j2",
        content={"roles": role_rows(roadmap), "currency": roadmap.scenario.currency},
        flows=True,
    )


def has_charter(framework: str) -> bool:
    """Whether anything in a framework, known by its id, is a point of the charter."""
    return framework in _POINTS


def points(report: Report) -> tuple[Point, ...]:
    """The charter's points that apply here, in order; none where the framework has no charter."""
    card = report.scorecard
    known = {node.id: node for node in card.capabilities if node.applies}
    return tuple(
        _point(section, known[name], level, report.roadmap)
        for section, wanted in _POINTS.get(card.framework.id, {}).items()
        for name, level in wanted
        if name in known and level in known[name].statements
    )


def _point(section: str, node: NodeResult, level: int, roadmap: Roadmap) -> Point:
    state = _state(node, level)
    return Point(
        section=section,
        text=node.statements[level],
        capability=short(node),
        level=level,
        state=state,
        next="" if state == "in place" else _next(node, level, state, roadmap),
    )


def _state(node: NodeResult, level: int) -> State:
    """In place is what is certain; claimed what answers say and evidence does not yet carry."""
    if node.tally.answered == 0 or node.worst is None:
        return "not known"
    if node.worst >= level:
        return "in place"
    return "claimed" if (node.claimed or 0) >= level else "open"


def _next(node: NodeResult, level: int, state: State, roadmap: Roadmap) -> str:
    """What settles a point: evidence for a claim, work of the plan, or a decision."""
    if state == "claimed":
        return _("Put evidence on file.")
    if state == "not known":
        return _("Answer the questions first.")
    work = _brings(node, level, roadmap)
    if work is None:
        return _("Decide: nothing in the plan brings it.")
    name, owner = work.initiative.name, work.initiative.owner
    if owner:
        return _("%(name)s, by %(end)s (%(owner)s).", name=name, end=work.end, owner=owner)
    return _("%(name)s, by %(end)s.", name=name, end=work.end)


def _brings(node: NodeResult, level: int, roadmap: Roadmap) -> Placement | None:
    """The first work of the plan that lifts a capability as far as this."""
    found = [
        placement
        for placement in roadmap.placements
        if any(
            lift.capability == node.id and lift.to_level >= level
            for lift in placement.initiative.lifts
        )
    ]
    return min(found, key=lambda p: (p.end, p.initiative.id), default=None)


def _measures(roadmap: Roadmap) -> list[Placement]:
    """The officer's own initiatives that have a result to be measured by, first ones first."""
    mine = [
        placement
        for placement in sorted(roadmap.placements, key=lambda p: (p.end, p.initiative.id))
        if _OFFICER in placement.initiative.owner.lower()
        if placement.initiative.lagging_indicator
    ]
    return mine[:_MEASURES]


def role_rows(roadmap: Roadmap) -> list[RoleRow]:
    """Everybody who answers for work of the plan: most initiatives first, then most money."""
    rows = [_role(roadmap, owner, work) for owner, work in owners(roadmap).items()]
    return sorted(rows, key=lambda row: (-row.count, -row.money))


def _role(roadmap: Roadmap, owner: str, work: Sequence[Placement]) -> RoleRow:
    names = tuple(placement.initiative.name for placement in work)
    return RoleRow(owner, len(work), str(work[0].start), one_off(roadmap, work), names)
