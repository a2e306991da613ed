"""From answers to question results: checked, counted, and one value for each question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from domain.answers import Answer
from domain.errors import InvalidInput, Problem
from domain.framework import Framework, Question
from domain.scorecard import QuestionResult, QuestionState, Tally

ByQuestion = Mapping[str, list[Answer]]


def answers_by_question(framework: Framework, answers: Iterable[Answer]) -> ByQuestion:
    """Answers by question. Raises InvalidInput naming respondent and question of each bad one."""
    questions = {question.id: question for question in framework.questions()}
    found: dict[str, list[Answer]] = defaultdict(list)
    problems = []
    seen: set[tuple[str, str]] = set()
    for answer in answers:
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
        allowed = [choice.value for choice in question.choices]
        if answer.value not in allowed:
            values = ", ".join(f"{value:g}" for value in allowed)
            return f"expected one of {values}, found {_shown(answer.value)}; choose one of these"
    elif answer.value is not None:
        return f"is {answer.kind} and has the value {answer.value:g}; remove one of the two"
    if answer.kind == "dont_know" and not question.dont_know:
        return 'does not offer "don\'t know"; choose a value'
    if answer.kind == "not_applicable" and not question.not_applicable:
        return 'does not offer "not applicable"; choose a value'
    return ""


def _shown(value: float | None) -> str:
    return "no value" if value is None else f"{value:g}"


def question_result(
    question: Question, capability: str, answers: list[Answer], respondents: int, asked: bool
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
    median = values[(len(values) - 1) // 2] if values else None
    labels = {choice.value: choice.label for choice in question.choices}
    return QuestionResult(
        id=question.id,
        capability=capability,
        text=question.text,
        kind=question.kind,
        state=_state(asked, bool(values), not_applicable, dont_know),
        tally=tally,
        level=question.level,
        value=median,
        label="" if median is None else labels[median],
        low=values[0] if values else None,
        high=values[-1] if values else None,
        distribution={value: values.count(value) for value in sorted(set(values))},
        comments=tuple(a.comment for a in answers if a.comment),
        evidence=tuple(a.evidence for a in answers if a.evidence),
    )


def _state(asked: bool, valued: bool, not_applicable: int, dont_know: int) -> QuestionState:
    if not asked:
        return "not_asked"
    if valued:
        return "answered"
    if not_applicable:
        return "not_applicable"
    return "dont_know" if dont_know else "missing"
