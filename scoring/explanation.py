"""Any figure of a scorecard as a tree of sentences: what made it, and what held it down."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.scorecard import NodeResult, Scorecard, Term
from scoring.strategies import strategies


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence, and the sentences beneath it."""

    text: str
    children: "tuple[Explanation, ...]" = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The tree as text, two spaces deeper for each step down."""
        yield "  " * depth + self.text
        for child in self.children:
            yield from child.lines(depth + 1)


def explain(scorecard: Scorecard, node_id: str) -> Explanation:
    """Why the whole ("overall"), a pillar, a capability or a part is where it is.

    Raises KeyError for an id that the scorecard does not have.
    """
    node = scorecard.node(node_id)
    children = (*_rule(node), *_caps(node), *_terms(node), *_counts(node))
    return Explanation(f"{node.name}: {_verdict(node, scorecard)}", children)


def _verdict(node: NodeResult, scorecard: Scorecard) -> str:
    if not node.applies:
        return "does not apply here"
    names = {level.number: level.name for level in scorecard.framework.levels}
    progress = "" if node.score is None else f", progress {node.score:.2f}"
    if not node.gated and node.score is not None:
        return f"progress {node.score:.2f} of {node.high:g}; a mean, no level is claimed"
    if node.mark:
        return f"{node.mark}{progress}"
    if node.level is not None:
        return f"level {node.level}, {names[node.level]}{progress}"
    return f"level not established, between {node.worst} and {node.best}{progress}"


def _rule(node: NodeResult) -> Iterator[Explanation]:
    yield Explanation(f"Rule: {node.strategy} ({strategies()[node.strategy].summary})")
    if node.claimed is not None and node.worst is not None and node.claimed > node.worst:
        yield Explanation(f"The answers claim level {node.claimed}")
    if node.placed is not None and node.placed != node.worst:
        yield Explanation(f"The statement chosen is that of level {node.placed}")


def _caps(node: NodeResult) -> Iterator[Explanation]:
    if node.caps:
        held = tuple(Explanation(cap.because) for cap in node.caps)
        yield Explanation(f"Held at level {min(cap.level for cap in node.caps)} because", held)


def _terms(node: NodeResult) -> Iterator[Explanation]:
    if node.terms:
        yield Explanation("Made of", tuple(Explanation(_term(term)) for term in node.terms))


def _term(term: Term) -> str:
    value = "no value" if term.value is None else f"{term.value:.2f}".rstrip("0").rstrip(".")
    level = "" if term.level is None else f", level {term.level}"
    note = f" ({term.note})" if term.note else ""
    return f"{term.name}: {value}{level}, weight {term.weight:g}{note}"


def _counts(node: NodeResult) -> Iterator[Explanation]:
    tally = node.tally
    yield Explanation(
        f"Answers: {tally.answered} of {tally.asked} wanted, {tally.dont_know} don't know, "
        f"{tally.not_applicable} not applicable, {tally.missing} missing; "
        f"{node.coverage:.0%} of the questions covered"
    )
