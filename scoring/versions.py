"""Two versions of a framework: what differs, and which answers mean the same in both.

Results are pinned to one version and never change. What goes from one version to the next goes
question by question, and only where the question still asks the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from domain.answers import Answer
from domain.framework import Capability, Framework, Gate, Pillar, Question, Rollup
from domain.versions import Carried, QuestionMapping, means_the_same


def difference(old: Framework, new: Framework) -> Iterator[str]:
    """What the new version changes, in sentences, from the top down. Nothing when nothing does."""
    yield from _changes("framework", {"": _framework_facts(old)}, {"": _framework_facts(new)})
    yield from _changes("pillar", _pillars(old), _pillars(new))
    yield from _changes("capability", _capabilities(old), _capabilities(new))
    yield from _questions(old, new)


Facts = Mapping[str, str]
"""What is said about one thing, each part as people would read it."""


def _framework_facts(framework: Framework) -> Facts:
    caps = framework.evidence_caps
    return {
        "levels": ", ".join(f"{level.number} {level.name}" for level in framework.levels),
        "gates": _gates(framework.gates),
        "evidence caps": f"none {caps.none}, some {caps.some}, months {caps.months}"
        if caps
        else "",
        "roll-up of answers": _rollup(framework.answers_rollup),
        "roll-up of capabilities": _rollup(framework.capability_rollup),
        "roll-up of the quick scan": _rollup(framework.quick_rollup),
        "roll-up of pillars": _rollup(framework.pillar_rollup),
        "roll-up of the whole": _rollup(framework.overall_rollup),
    }


def _pillars(framework: Framework) -> dict[str, Facts]:
    return {
        pillar.id: {"description": pillar.description, **_shared_facts(pillar)}
        for pillar in framework.pillars
    }


def _capabilities(framework: Framework) -> dict[str, Facts]:
    return {
        each.id: {
            "place": place,
            "definition": each.definition,
            **_shared_facts(each),
            "level": _number(each.level),
            "applies when": _conditions(each.applies_when),
            **{f"statement {level}": text for level, text in each.statements.items()},
        }
        for each, place in framework.places()
    }


def _shared_facts(node: Pillar | Capability) -> Facts:
    return {
        "name": node.name,
        "weight": _number(node.weight),
        "critical": "true" if node.critical else "false",
        "roll-up": _rollup(node.rollup),
        "gates": _gates(node.gates),
    }


def _question_facts(question: Question, place: str) -> Facts:
    offered = {"don't know": question.dont_know, "not applicable": question.not_applicable}
    return {
        "place": place,
        "text": question.text,
        "kind": question.kind,
        "level": _number(question.level),
        "choices": ", ".join(f"{_number(c.value)} {c.label}" for c in question.choices),
        "range": " to ".join(_number(end) for end in question.range or ()),
        "also offered": ", ".join(name for name, is_offered in offered.items() if is_offered),
        "weight": _number(question.weight),
        "quick": "true" if question.quick else "false",
        "roles": ", ".join(question.roles),
        "applies when": _conditions(question.applies_when),
        "evidence": question.evidence,
        "help": question.help,
    }


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _rollup(rollup: Rollup | None) -> str:
    if rollup is None:
        return ""
    settings = ", ".join(f"{key} {value}" for key, value in sorted(rollup.settings.items()))
    return f"{rollup.strategy} ({settings})" if settings else rollup.strategy


def _gates(gates: Iterable[Gate]) -> str:
    return "; ".join(
        f"level {gate.level} needs "
        + ", ".join(f"{name} at {level}" for name, level in sorted(gate.needs.items()))
        + f" ({gate.because})"
        for gate in gates
    )


def _conditions(conditions: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(f"{item} is {' or '.join(which)}" for item, which in conditions.items())


def _changes(kind: str, old: Mapping[str, Facts], new: Mapping[str, Facts]) -> Iterator[str]:
    """Sentences in the order of the files, the same in every run."""
    yield from (f"{kind} {name}: removed." for name in old if name not in new)
    yield from (f"{kind} {name}: added." for name in new if name not in old)
    for name, facts in old.items():
        if name in new:
            yield from _changed(f"{kind} {name}".strip(), facts, new[name])


def _changed(what: str, old: Facts, new: Facts) -> Iterator[str]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, ""), new.get(key, "")
        if key == "place" and before != after:
            yield f"{what}: moved from {before} to {after}."
        elif before != after:
            yield f"{what}: {key} {_quoted(before)} becomes {_quoted(after)}."


def _quoted(text: str) -> str:
    """Numbers and single words as they are; of more words it must show where they end."""
    return (f'"{text}"' if " " in text else text) or "nothing"


def _questions(old: Framework, new: Framework) -> Iterator[str]:
    before, after = _questions_by_id(old), _questions_by_id(new)
    yield from _changes("question", _all_question_facts(old), _all_question_facts(new))
    for name, question in before.items():
        if name in after and not means_the_same(question, after[name]):
            yield f"question {name}: asks something else now; its answers are not carried over."


def _all_question_facts(framework: Framework) -> dict[str, Facts]:
    return {
        question.id: _question_facts(question, capability.id)
        for capability, _ in framework.places()
        for question in capability.questions
    }


def _questions_by_id(framework: Framework) -> dict[str, Question]:
    return {question.id: question for question in framework.questions()}


def draft_mapping(old: Framework, new: Framework) -> tuple[QuestionMapping, ...]:
    """Every question that does not simply stay, for a person to decide on."""
    after = _questions_by_id(new)
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
    before, after = _questions_by_id(old), _questions_by_id(new)
    kept: dict[tuple[str, str], Answer] = {}
    dropped: list[tuple[Answer, str]] = []
    for answer in answers:
        moved = _moved(answer, mapped.get(answer.question), before, after)
        if isinstance(moved, str):
            dropped.append((answer, moved))
        elif (key := (moved.respondent, moved.question)) in kept:
            # Scoring would refuse all of it: one respondent answers a question once.
            dropped.append((answer, f"{moved.question} already has an answer carried over"))
        else:
            kept[key] = moved
    return Carried(tuple(kept.values()), tuple(dropped))


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
        if not means_the_same(old, new):
            return "the question asks something else now"
        return _refused(answer, new) or answer
    if entry.new is None or not entry.same:
        return entry.because or "the mapping leaves it behind"
    if entry.new not in after:
        return f"the new version has no question {entry.new}"
    value = answer.value
    if value is not None and entry.values is not None:
        value = entry.values.get(value)
    moved = replace(answer, question=entry.new, value=value)
    return _refused(moved, after[entry.new]) or moved


def _refused(answer: Answer, question: Question) -> str:
    """Why scoring would refuse the answer, or nothing."""
    if answer.kind == "dont_know" and not question.dont_know:
        return 'the new version does not offer "don\'t know"'
    if answer.kind == "not_applicable" and not question.not_applicable:
        return 'the new version does not offer "not applicable"'
    if answer.kind == "value" and (answer.value is None or not question.allows(answer.value)):
        return "the new scale has no such value"
    return ""
