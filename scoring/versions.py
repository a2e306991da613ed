"""Two versions of a framework: what differs, and which answers mean the same in both.

Results are pinned to one version and never change. What goes from one version to the next goes
question by question, and only where the question still asks the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from domain.answers import Answer
from domain.framework import Capability, Framework, Question
from domain.scorecard import NodeResult, Scorecard
from domain.versions import Carried, Movement, QuestionMapping


def means_the_same(old: Question, new: Question) -> bool:
    """Whether an answer to one answers the other: text, kind, level and possible answers agree.

    Weights and roll-ups may differ: they change what an answer counts, not what it says.
    """
    return (old.text, old.kind, old.level, old.range) == (
        new.text,
        new.kind,
        new.level,
        new.range,
    ) and [(c.value, c.label) for c in old.choices] == [(c.value, c.label) for c in new.choices]


def difference(old: Framework, new: Framework) -> Iterator[str]:
    """What the new version changes, in sentences, from the top down. Nothing when nothing does."""
    for what in ("levels", "gates", "evidence_caps", "answers_rollup"):
        if getattr(old, what) != getattr(new, what):
            yield f"{what.replace('_', ' ')}: changed."
    for what in ("capability_rollup", "quick_rollup", "pillar_rollup", "overall_rollup"):
        before, after = getattr(old, what), getattr(new, what)
        if before != after:
            name = what.removesuffix("_rollup")
            yield f"roll-up, {name}: {before.strategy} becomes {after.strategy}, or its settings."
    yield from _nodes("pillar", _pillars(old), _pillars(new))
    yield from _nodes("capability", _capabilities(old), _capabilities(new))
    yield from _questions(old, new)


def _pillars(framework: Framework) -> dict[str, dict[str, object]]:
    return {
        p.id: {"name": p.name, "weight": p.weight, "critical": p.critical, "gates": p.gates}
        for p in framework.pillars
    }


def _capabilities(framework: Framework) -> dict[str, dict[str, object]]:
    return {
        each.id: {
            "name": each.name,
            "definition": each.definition,
            "statements": each.statements,
            "weight": each.weight,
            "critical": each.critical,
            "roll-up": each.rollup,
            "gates": each.gates,
            "place": place,
        }
        for pillar in framework.pillars
        for capability in pillar.capabilities
        for each, place in _with_parts(capability, pillar.id)
    }


def _with_parts(capability: Capability, place: str) -> Iterator[tuple[Capability, str]]:
    yield capability, place
    for part in capability.parts:
        yield from _with_parts(part, capability.id)


def _nodes(
    kind: str, old: Mapping[str, Mapping[str, object]], new: Mapping[str, Mapping[str, object]]
) -> Iterator[str]:
    for name in old.keys() - new.keys():
        yield f"{kind} {name}: removed."
    for name in new.keys() - old.keys():
        yield f"{kind} {name}: added."
    for name in [name for name in old if name in new]:
        changed = [what for what in old[name] if old[name][what] != new[name][what]]
        if changed:
            yield f"{kind} {name}: other {', '.join(changed)}."


def _questions(old: Framework, new: Framework) -> Iterator[str]:
    before = {question.id: question for question in old.questions()}
    after = {question.id: question for question in new.questions()}
    for name in [name for name in before if name not in after]:
        yield f"question {name}: removed."
    for name in [name for name in after if name not in before]:
        yield f"question {name}: added."
    for name, question in before.items():
        if name in after and not means_the_same(question, after[name]):
            yield f"question {name}: asks something else now; its answers are not carried over."
        elif name in after and question.weight != after[name].weight:
            yield f"question {name}: weight {question.weight:g} becomes {after[name].weight:g}."


def draft_mapping(old: Framework, new: Framework) -> tuple[QuestionMapping, ...]:
    """Every question that does not simply stay, for a person to decide on."""
    after = {question.id: question for question in new.questions()}
    draft = []
    for question in old.questions():
        if question.id not in after:
            draft.append(QuestionMapping(question.id, None, same=False))
        elif not means_the_same(question, after[question.id]):
            draft.append(QuestionMapping(question.id, question.id, same=False))
    return tuple(draft)


def carry(
    answers: Iterable[Answer],
    old: Framework,
    new: Framework,
    mapping: Iterable[QuestionMapping] = (),
) -> Carried:
    """Answers to the old version as answers to the new one; nothing is lost without a reason."""
    mapped = {entry.old: entry for entry in mapping}
    before = {question.id: question for question in old.questions()}
    after = {question.id: question for question in new.questions()}
    kept, dropped = [], []
    for answer in answers:
        entry = mapped.get(answer.question)
        moved = _moved(answer, entry, before, after)
        if isinstance(moved, Answer):
            kept.append(moved)
        else:
            dropped.append((answer, moved))
    return Carried(tuple(kept), tuple(dropped))


def _moved(
    answer: Answer,
    entry: QuestionMapping | None,
    before: Mapping[str, Question],
    after: Mapping[str, Question],
) -> Answer | str:
    """The answer under the new version, or why there is none."""
    if entry is None:
        old, new = before.get(answer.question), after.get(answer.question)
        if old is None or new is None:
            return "the question is not in both versions"
        return answer if means_the_same(old, new) else "the question asks something else now"
    if entry.new is None or not entry.same:
        return entry.because or "the mapping leaves it behind"
    value = answer.value
    if value is not None and entry.values is not None:
        value = entry.values.get(value)
    if answer.kind == "value" and (value is None or not after[entry.new].allows(value)):
        return "the new scale has no such value"
    return replace(answer, question=entry.new, value=value)


def trend(
    before: Scorecard,
    after: Scorecard,
    old: Framework,
    new: Framework,
    mapping: Iterable[QuestionMapping] = (),
) -> tuple[Movement, ...]:
    """Every capability, pillar and the whole in two rounds, compared only item by same item.

    A node is comparable when everything that was asked below it, in either round, means the
    same in both, and its roll-up is the same.
    """
    stays = _stays(old, new, mapping)
    asked_before, asked_after = _asked(before), _asked(after)
    movements = []
    for node in (after.overall, *after.pillars, *after.capabilities):
        known = {n.id: n for n in (before.overall, *before.pillars, *before.capabilities)}
        reason = _why_not(known.get(node.id), node, asked_before, asked_after, stays)
        found = known.get(node.id)
        movements.append(
            Movement(node.id, node.name, found.worst if found else None, node.worst, reason)
        )
    return tuple(movements)


def _stays(old: Framework, new: Framework, mapping: Iterable[QuestionMapping]) -> dict[str, str]:
    """The old questions that mean the same as a new one, with the id of that."""
    after = {question.id: question for question in new.questions()}
    stays = {
        question.id: question.id
        for question in old.questions()
        if question.id in after and means_the_same(question, after[question.id])
    }
    for entry in mapping:
        stays.pop(entry.old, None)
        if entry.new is not None and entry.same and entry.values is None:
            stays[entry.old] = entry.new
    return stays


def _asked(card: Scorecard) -> dict[str, set[str]]:
    """The questions asked below each node."""
    parents = {node.id: node.parent for node in (*card.parts, *card.capabilities, *card.pillars)}
    asked: dict[str, set[str]] = {}
    for question in card.questions:
        above = question.capability
        while above and question.state != "not_asked":
            asked.setdefault(above, set()).add(question.id)
            above = parents.get(above, "")
    return asked


def _why_not(
    before: NodeResult | None,
    after: NodeResult,
    asked_before: Mapping[str, set[str]],
    asked_after: Mapping[str, set[str]],
    stays: Mapping[str, str],
) -> str:
    if before is None:
        return "it is new"
    if (before.strategy, before.settings) != (after.strategy, after.settings):
        return "it is rolled up in another way"
    then, now = asked_before.get(after.id, set()), asked_after.get(after.id, set())
    changed = sorted(name for name in then if name not in stays)
    added = sorted(now - {stays[name] for name in then if name in stays})
    if changed or added:
        return f"not the same was asked: {', '.join([*changed, *added][:5])}"
    return ""
