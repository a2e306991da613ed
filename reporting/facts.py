"""What sentences, charts and tables all look up in a scorecard or a roadmap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.framework import Level
from domain.planning import OPINION, Gap, Placement, Roadmap, Use, ValueCase, Year
from domain.quarters import Quarter
from domain.scorecard import NodeResult, Scorecard
from reporting.language import _

USUAL_LEVELS = (1, 5)


@dataclass(frozen=True, slots=True)
class Lane:
    """One pillar of the roadmap with what starts in it, earliest first."""

    name: str
    placements: tuple[Placement, ...]


def rank(node: NodeResult) -> tuple[int, float]:
    """Orders nodes from least to most mature: by the level that is certain, then by score."""
    return (node.worst or 0, node.score or 0.0)


def short(node: NodeResult) -> str:
    """The name for charts."""
    return node.short_name or node.name


def capabilities_of(card: Scorecard, pillar: NodeResult) -> tuple[NodeResult, ...]:
    """The capabilities under one pillar, in the framework's order."""
    return tuple(node for node in card.capabilities if node.parent == pillar.id)


def that_apply(nodes: Sequence[NodeResult]) -> tuple[NodeResult, ...]:
    """Those that apply to this organisation."""
    return tuple(node for node in nodes if node.applies)


def nothing_answered(card: Scorecard) -> bool:
    """Whether nobody has given a value yet."""
    return card.overall.tally.answered == 0


def holding_down(card: Scorecard, node: NodeResult) -> tuple[NodeResult, ...]:
    """The pillars or capabilities that stop a node's next level: those whose level is known, then
    those that may be higher, each least mature first.

    Empty at the highest level. Where the rule names nothing (a mean), the least mature
    children stand in.
    """
    if node.worst is None or node.worst >= card.framework.levels[-1].number:
        return ()
    known = {n.id: n for n in (*card.pillars, *card.capabilities)}
    named = {cap.by: known[cap.by] for cap in node.caps if cap.by in known}
    if named:
        return tuple(sorted(named.values(), key=_known_first))
    children = [known[term.id] for term in node.terms if term.id in known]
    below = [child for child in that_apply(children) if (child.worst or 0) <= node.worst]
    return tuple(sorted(below, key=_known_first))


def _known_first(node: NodeResult) -> tuple[bool, int, float]:
    return (node.level is None, *rank(node))


def called_under(card: Scorecard, node: NodeResult, below: NodeResult) -> str:
    """The short name of what holds a pillar down, with its own pillar where that is another."""
    pillars = {pillar.id: pillar.name for pillar in card.pillars}
    if node.id not in pillars or below.parent == node.id or below.parent not in pillars:
        return short(below)
    return f"{short(below)} ({pillars[below.parent]})"


def open_gaps(roadmap: Roadmap) -> tuple[Gap, ...]:
    """The gaps that are not closed today, largest first."""
    return tuple(sorted((g for g in roadmap.gaps if g.levels), key=lambda g: (-g.levels, g.name)))


def reached(gap: Gap) -> int:
    """The level that the plan brings a capability to."""
    return gap.current if gap.reached is None else gap.reached


def met(roadmap: Roadmap) -> tuple[Gap, ...]:
    """The targets that the plan meets, those met already included."""
    return tuple(gap for gap in roadmap.gaps if reached(gap) >= gap.target)


def total(roadmap: Roadmap) -> float:
    """One-off and running money of all years, in thousands."""
    return sum(year.total for year in roadmap.years)


SOON = 4
"""Quarters that are told in detail."""


def first_quarters(roadmap: Roadmap) -> tuple[Placement, ...]:
    """What starts in the plan's first four quarters, earliest first."""
    last = roadmap.scenario.start.plus(SOON - 1)
    soon = [placement for placement in roadmap.placements if placement.start <= last]
    return tuple(sorted(soon, key=lambda p: (p.start, p.end, p.initiative.id)))


def last_of_soon(roadmap: Roadmap) -> Quarter:
    """The last quarter that is told in detail."""
    return min(roadmap.scenario.start.plus(SOON - 1), roadmap.scenario.end)


def one_off(roadmap: Roadmap, placements: Sequence[Placement]) -> float:
    """One-off money of some work, in thousands, at the estimate that the plan is made with."""
    return sum(p.initiative.cost.at(roadmap.scenario.estimate) for p in placements)


def met_by(roadmap: Roadmap, year: Year) -> int:
    """How many targets are met at the end of a year."""
    return sum(
        1 for gap in roadmap.gaps if year.levels.get(gap.capability, gap.current) >= gap.target
    )


def milestones(roadmap: Roadmap) -> dict[str, Quarter]:
    """When the last work of each swim lane is done, by the lane's name."""
    return {lane.name: max(p.end for p in lane.placements) for lane in lanes(roadmap)}


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """One risk with the work of the plan that reduces it, the first to be done first."""

    name: str
    work: tuple[Placement, ...]


def risks(roadmap: Roadmap) -> tuple[RiskFacts, ...]:
    """The catalogue's risks; those that most of the plan's work reduces come last."""
    found = [
        RiskFacts(
            risk.name,
            tuple(
                sorted(
                    (p for p in roadmap.placements if risk.id in p.initiative.reduces),
                    key=lambda p: (p.end, p.initiative.id),
                )
            ),
        )
        for risk in roadmap.risks
    ]
    return tuple(sorted(found, key=lambda each: len(each.work)))


def owners(roadmap: Roadmap) -> dict[str, tuple[Placement, ...]]:
    """The plan's work by who answers for it, those with most of it first; "" where nobody does.

    Of "A with B", A answers: work that two people answer for is nobody's.
    """
    found: dict[str, list[Placement]] = {}
    for placement in sorted(roadmap.placements, key=lambda p: (p.start, p.end, p.initiative.id)):
        found.setdefault(placement.initiative.owner.split(" with ")[0], []).append(placement)
    ordered = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return {owner: tuple(work) for owner, work in ordered}


APART = 2
"""From so many levels on, two answers or two cases are far apart."""


def disputed(card: Scorecard) -> tuple[NodeResult, ...]:
    """Established capabilities on which people placed their organisation far apart."""
    found = {
        question.capability
        for question in card.questions
        if question.kind == "placement" and question.low is not None and question.high is not None
        if question.high - question.low >= APART
    }
    return tuple(n for n in that_apply(card.capabilities) if n.id in found and n.level is not None)


def unsettled(card: Scorecard) -> tuple[NodeResult, ...]:
    """Capabilities that apply and whose level is not established."""
    return tuple(node for node in that_apply(card.capabilities) if node.level is None)


def with_evidence(card: Scorecard) -> tuple[int, int]:
    """How many capabilities have checked evidence on file, and how many have some."""
    kinds = [node.evidence for node in that_apply(card.capabilities)]
    return kinds.count("verified"), kinds.count("some")


def value_years(case: ValueCase) -> tuple[tuple[str, int, int, int, int], ...]:
    """Year, benefit with evidence, opinion, cost and net with evidence, in thousands."""
    return tuple(
        (
            str(y.year),
            round(y.benefit),
            round(y.by_grade.get(OPINION, 0.0)),
            round(y.cost),
            round(y.net),
        )
        for y in case.years
    )


def by_unit(case: ValueCase) -> tuple[tuple[str, int, int, int], ...]:
    """Business unit, cost, benefit with evidence and difference, in thousands; dearest first."""
    cost, benefit = case.cost_by_unit, case.benefit_by_unit
    units = sorted({*cost, *benefit}, key=lambda unit: (-cost.get(unit, 0.0), unit))
    amounts = [(unit, cost.get(unit, 0.0), benefit.get(unit, 0.0)) for unit in units]
    return tuple((unit.capitalize(), round(c), round(b), round(b - c)) for unit, c, b in amounts)


def lanes(roadmap: Roadmap) -> tuple[Lane, ...]:
    """The swim lanes that have something in them, in the framework's order."""
    return tuple(lane for lane in _lanes(roadmap) if lane.placements)


def _lanes(roadmap: Roadmap) -> Iterator[Lane]:
    ordered = sorted(roadmap.placements, key=lambda p: (p.start, p.end, p.initiative.id))
    for pillar, name in roadmap.pillars.items():
        yield Lane(name, tuple(p for p in ordered if p.initiative.pillar == pillar))
    others = tuple(p for p in ordered if p.initiative.pillar not in roadmap.pillars)
    yield Lane(_("Other work"), others)


def means(roadmap: Roadmap) -> Iterator[tuple[str, str, float]]:
    """(pillar name, "Today" or year, mean level of the pillar's capabilities), in order."""
    for pillar, name in roadmap.pillars.items():
        inside = [gap for gap in roadmap.gaps if gap.pillar == pillar]
        if not inside:
            continue
        yield name, "Today", sum(gap.current for gap in inside) / len(inside)
        for year in roadmap.years:
            levels = [year.levels.get(gap.capability, gap.current) for gap in inside]
            yield name, str(year.year), sum(levels) / len(levels)


def level_numbers(roadmap: Roadmap, levels: Sequence[Level] = ()) -> tuple[int, int]:
    """The lowest and the highest level to draw; 1 to 5 or wider when they are not given."""
    if levels:
        return levels[0].number, levels[-1].number
    used = [n for gap in roadmap.gaps for n in (gap.current, gap.target, reached(gap))]
    low, high = USUAL_LEVELS
    return min([low, *used]), max([high, *used])


FULL = 0.95
"""From this share on a limit counts as used up: whole initiatives rarely fill it to the end."""


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How much of one limit the plan takes in one quarter; money counts by calendar year."""

    name: str
    unit: str
    quarter: Quarter
    used: float
    limit: float
    yearly: bool = False

    @property
    def share(self) -> float:
        """The part that is used, 0 to 1; a limit of nothing is used up."""
        return min(1.0, self.used / self.limit) if self.limit else 1.0


def limits_used(roadmap: Roadmap) -> tuple[LimitUse, ...]:
    """Every limit that is set, quarter by quarter: money first, then people, then change."""
    scenario, by_year = roadmap.scenario, {year.year: year for year in roadmap.years}
    money = (
        LimitUse("Money", f"k {scenario.currency}", quarter, year.total, year.budget, yearly=True)
        for quarter in scenario.start.until(scenario.end)
        for year in [by_year[quarter.year]]
        if year.budget is not None
    )
    others = (
        LimitUse(_limit_name(use), _USE_UNITS[use.kind], use.quarter, use.used, use.limit)
        for kind in _USE_UNITS
        for use in roadmap.use
        if use.kind == kind and use.limit is not None
    )
    return (*money, *others)


_USE_UNITS = {"people": "person-months", "change": "points of change"}


def _limit_name(use: Use) -> str:
    name = use.name.replace("-", " ")
    return name.capitalize() if use.kind == "people" else f"Change in {name}"


def agreement(card: Scorecard, node: NodeResult) -> float | None:
    """The share of answers that are the one in the middle, 0 to 1, of all questions below a node.

    Only questions with two answers or more count: one person always agrees. None without any.
    """
    above = {each.id: each.parent for each in (*card.pillars, *card.capabilities, *card.parts)}
    same = given = 0
    for question in card.questions:
        answers = sum(question.distribution.values())
        if answers > 1 and node.id in _upwards(question.capability, above):
            same += question.distribution.get(question.value or 0.0, 0)
            given += answers
    return same / given if given else None


def _upwards(node_id: str, above: Mapping[str, str]) -> set[str]:
    """A node and everything that it stands under."""
    found = {node_id}
    while node_id := above.get(node_id, ""):
        found.add(node_id)
    return found
