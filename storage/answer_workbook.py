"""Answers as a spreadsheet that somebody fills in without a network."""

from datetime import date, datetime
from typing import Any, get_args

from openpyxl.worksheet.datavalidation import DataValidation

from domain.answers import Answer, AnswerKind, EvidenceKind
from domain.errors import InvalidInput, Problem
from domain.framework import Depth, Framework, Question
from storage.sheets import (
    add_read_me,
    add_sheet,
    column_of,
    new_workbook,
    open_workbook,
    place,
    rows_of,
    saved,
    sheet_of,
)

SHEET = "Answers"
_COLUMNS = (
    ("id", 20),
    ("pillar", 22),
    ("capability", 30),
    ("question", 60),
    ("possible answers", 50),
    ("answer", 16),
    ("comment", 40),
    ("evidence", 40),
    ("kind of evidence", 18),
    ("date of evidence", 16),
    ("checked by", 24),
)
_WORDS: dict[str, AnswerKind] = {"don't know": "dont_know", "not applicable": "not_applicable"}
_FILLED_IN = ("answer", "comment", "evidence", "kind of evidence", "date of evidence", "checked by")


def write_answer_workbook(framework: Framework, depth: Depth) -> bytes:
    """An empty workbook with a row for each question of this depth."""
    book = new_workbook()
    rows = [
        (question.id, pillar.name, capability.name, question.text, _possible(question))
        for pillar in framework.pillars
        for capability in pillar.capabilities
        for question in capability.all_questions()
        if depth == "full" or question.quick
    ]
    sheet = add_sheet(book, SHEET, _COLUMNS, rows)
    questions = {question.id: question for question in framework.questions()}
    for number, row in enumerate(rows, start=2):
        _offer(sheet, f"F{number}", _choices(questions[row[0]]))
        _offer(sheet, f"I{number}", list(get_args(EvidenceKind)))
    add_read_me(
        book,
        (
            f"{framework.name} {framework.version}",
            "Fill in the white columns of the sheet Answers; leave empty what you do not answer.",
            "Answer with a value from the list, with don't know, or with not applicable.",
            "Save the file and hand it back: Headway names the cell of every mistake.",
        ),
    )
    return saved(book)


def _offer(sheet: Any, cell: str, choices: list[str]) -> None:
    if choices:
        offered = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        sheet.add_data_validation(offered)
        offered.add(cell)


def _choices(question: Question) -> list[str]:
    if question.range:
        return []
    words = [word for word, kind in _WORDS.items() if getattr(question, kind)]
    return [*(f"{choice.value:g}" for choice in question.choices), *words]


def _possible(question: Question) -> str:
    if question.range:
        return f"a number from {question.lowest:g} to {question.highest:g}"
    return "\n".join(f"{choice.value:g}: {choice.label}" for choice in question.choices)


def read_answer_workbook(
    content: bytes, name: str, framework: Framework, respondent: str
) -> tuple[Answer, ...]:
    """What somebody filled in, as the answers of `respondent`; rows without an answer are open.

    Raises InvalidInput naming the cell of every mistake: file, sheet!cell.
    """
    book = open_workbook(content, name)
    sheet = sheet_of(book, SHEET, name)
    problems: list[Problem] = []
    questions = {question.id: question for question in framework.questions()}
    columns = {column: column_of(sheet, column) for column in ("id", *_FILLED_IN)}
    answers: dict[str, Answer] = {}
    for number, row in rows_of(sheet, ("id", *_FILLED_IN), name, problems):
        cells = {column: place(name, SHEET, number, at) for column, at in columns.items()}
        answer = _answer(row, cells, questions, respondent, problems)
        if answer and answer.question in answers:
            message = f"{answer.question} is answered twice; keep one of the rows"
            problems.append(Problem(cells["id"], message))
        if answer:
            answers[answer.question] = answer
    if problems:
        raise InvalidInput(problems)
    return tuple(answers.values())


def _answer(
    row: dict[str, Any],
    cells: dict[str, str],
    questions: dict[str, Question],
    respondent: str,
    problems: list[Problem],
) -> Answer | None:
    question = questions.get(str(row.get("id", "")))
    if question is None:
        found = row.get("id", "nothing")
        message = f"the id of a question was expected, found {found}; do not change this column"
        problems.append(Problem(cells["id"], message))
        return None
    if not row.keys() & set(_FILLED_IN):
        return None
    kind, value = _read(row.get("answer"), question)
    if not kind:
        expected = ", ".join(_choices(question)) or _possible(question)
        found = row.get("answer", "nothing")
        message = f"expected {expected}; found {found}. Choose one of these"
        problems.append(Problem(cells["answer"], message))
        return None
    evidence_kind = _evidence_kind(row, cells, problems)
    dated = _date(row, cells, problems)
    return Answer(
        respondent,
        question.id,
        kind,
        value,
        comment=str(row.get("comment", "")),
        evidence=str(row.get("evidence", "")),
        evidence_kind=evidence_kind,
        evidence_date=dated,
        verified_by=str(row.get("checked by", "")),
    )


def _read(found: Any, question: Question) -> tuple[AnswerKind | None, float | None]:
    word = str(found).strip().lower().replace("’", "'")
    if word in _WORDS:
        kind = _WORDS[word]
        return (kind if getattr(question, kind) else None), None
    try:
        value = float(word.partition(":")[0])
    except ValueError:
        return None, None
    return ("value" if question.allows(value) else None), value


def _evidence_kind(
    row: dict[str, Any], cells: dict[str, str], problems: list[Problem]
) -> EvidenceKind | None:
    found = row.get("kind of evidence")
    kinds: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
    known = next((kind for kind in kinds if kind == str(found).strip().lower()), None)
    if found is not None and known is None:
        message = f"expected {', '.join(kinds)}; found {found}. Choose one of these"
        problems.append(Problem(cells["kind of evidence"], message))
    return known


def _date(row: dict[str, Any], cells: dict[str, str], problems: list[Problem]) -> date | None:
    found = row.get("date of evidence")
    if isinstance(found, datetime):
        return found.date()
    if found is None or isinstance(found, date):
        return found
    try:
        return date.fromisoformat(str(found))
    except ValueError:
        message = f"a date such as 2026-11-01 was expected; found {found}"
        problems.append(Problem(cells["date of evidence"], message))
        return None
