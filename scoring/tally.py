"""From answers to question results: checked, counted, and one value for each question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import fsum

from domain.answers import Answer
from domain.errors import InvalidInput, Problem
from domain.framework import Framework, Question, Rollup
from domain.scorecard import QuestionResult, QuestionState, Tally

ByQuestion = Mapping[str, list[Answer]]


def answers_by_question(framework: Framework, answers: Iterable[Answer]) -> ByQuestion:
    """Answers by question. Raises InvalidInput naming respondent and question of each bad one."""
    questions = {question.id: question for question in framework.questions()}
    found: dict[str, list[Answer]] = defaultdict(list)
    problems = []
    seen: set[tuple[str, str]] = set()
    # The plain case first: of a thousand answers, all but a few are values of their scale.
    values = {
        question.id: frozenset(choice.value for choice in question.choices)
        for question in questions.values()
    }
    for answer in answers:
        complaint = ""
        if answer.kind != "value" or answer.value not in values.get(answer.question, ()):
            complaint = _complaint(questions.get(answer.question), answer)
        if (answer.respondent, answer.question) in seen:
            complaint = "was answered twice; keep one of the answers"
        seen.add((answer.respondent, answer.question))
        if complaint:
            place = f"respondent {answer.respondent}, question {answer.question}"
            problems.append(Problem(place, complaint))
        found[answer.question].append(answer)
    if problems:
        raise InvalidInput(problems)
    return found


def _complaint(question: Question | None, answer: Answer) -> str:
    if question is None:
        return "is not a question of this framework; correct the id or remove the answer"
    if answer.kind == "value":
        if answer.value is None or not question.allows(answer.value):
            found = _shown(answer.value)
            return f"expected {allowed_values(question)}, found {found}; choose one of these"
    elif answer.value is not None:
        return f"is {answer.kind} and has the value {answer.value:g}; remove one of the two"
    if answer.kind == "dont_know" and not question.dont_know:
        return 'does not offer "don\'t know"; choose a value'
    if answer.kind == "not_applicable" and not question.not_applicable:
        return 'does not offer "not applicable"; choose a value'
    return ""


def allowed_values(question: Question) -> str:
    """What can be answered, for a sentence."""
    if question.range:
        return f"a number from {question.lowest:g} to {question.highest:g}"
    return "one of " + ", ".join(f"{choice.value:g}" for choice in question.choices)


def _shown(value: float | None) -> str:
    return "no value" if value is None else f"{value:g}"


def question_result(
    question: Question,
    capability: str,
    answers: list[Answer],
    respondents: int,
    asked: bool,
    rollup: Rollup,
) -> QuestionResult:
    """All that respondents said to one question; see docs/scoring.md, "From answers to values"."""
    values = sorted(a.value for a in answers if a.kind == "value" and a.value is not None)
    dont_know = sum(a.kind == "dont_know" for a in answers)
    not_applicable = sum(a.kind == "not_applicable" for a in answers)
    wanted = respondents if asked else 0
    tally = Tally(
        asked=wanted,
        answered=len(values),
        dont_know=dont_know,
        not_applicable=not_applicable,
        missing=max(0, wanted - len(answers)),
    )
    unknown = max(0, respondents - len(values) - not_applicable)
    value = _one_value(question, values, unknown, rollup) if values else None
    labels = {choice.value: choice.label for choice in question.choices}
    return QuestionResult(
        id=question.id,
        capability=capability,
        text=question.text,
        kind=question.kind,
        state=_state(asked, bool(values), not_applicable, dont_know),
        tally=tally,
        level=question.level,
        value=value,
        label="" if value is None else labels.get(value, f"{value:g}"),
        low=values[0] if values else None,
        high=values[-1] if values else None,
        distribution={value: values.count(value) for value in sorted(set(values))},
        comments=tuple(a.comment for a in answers if a.comment),
        evidence=tuple(a.evidence for a in answers if a.evidence),
    )


def _one_value(question: Question, values: list[float], unknown: int, rollup: Rollup) -> float:
    """The one value that several make; `values` are in order."""
    if rollup.settings.get("unanswered") == "lowest":
        values = [question.lowest] * unknown + values
    if rollup.strategy == "mean":
        return fsum(values) / len(values)
    return values[0] if rollup.strategy == "minimum" else values[(len(values) - 1) // 2]


def _state(asked: bool, valued: bool, not_applicable: int, dont_know: int) -> QuestionState:
    if not asked:
        return "not_asked"
    if valued:
        return "answered"
    if not_applicable:
        return "not_applicable"
    return "dont_know" if dont_know else "missing"
