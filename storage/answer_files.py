"""Answers as CSV: one line for each answer of a respondent to a question."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import cast, get_args

from domain.answers import Answer, AnswerKind, Confidence, EvidenceKind
from domain.errors import InvalidInput, Problem
from storage.outline import suggestion
from storage.plain_text import character_name, decode, hidden_characters
from storage.strict_yaml import MAX_PROBLEMS
from storage.versioned_file import content_of

MAX_BYTES = 10_000_000
REQUIRED = ("respondent", "question", "value")
OPTIONAL = (
    "confidence",
    "comment",
    "evidence",
    "evidence_kind",
    "evidence_date",
    "verified_by",
)
_LONGEST = {
    "respondent": 200,
    "question": 200,
    "comment": 4_000,
    "evidence": 4_000,
    "verified_by": 200,
}
_NUMBER = re.compile(r"[-+]?[0-9]{1,12}([.][0-9]{1,12})?")
_SEPARATORS = re.compile(r"[\s_'’-]")
_WORDS: dict[str, AnswerKind] = {
    "dontknow": "dont_know",
    "dk": "dont_know",
    "notapplicable": "not_applicable",
    "n/a": "not_applicable",
    "na": "not_applicable",
}

Row = dict[str, str]


def read_answers(path: Path | str) -> tuple[Answer, ...]:
    """Read a file of answers, in its order; see `parse_answers`."""
    return parse_answers(content_of(path, MAX_BYTES), str(path))


def parse_answers(content: bytes, name: str) -> tuple[Answer, ...]:
    """Read the content of an answers file; `name` stands in the places of problems.

    Whether the questions and values exist in a framework is for scoring to say. Raises
    InvalidInput with every line that cannot be read and every answer given twice.
    """
    text = decode(content, name, MAX_BYTES)
    problems: list[Problem] = []
    answers: list[Answer] = []
    first_line: dict[tuple[str, str], int] = {}
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    for line, row in _rows(text, delimiter, name, problems):
        answer, complaints = _answer(row, delimiter)
        key = (answer.respondent, answer.question)
        first = first_line.setdefault(key, line)
        if all(key) and first != line:
            complaints.append(
                f"{answer.respondent} answers {answer.question} on line {first} and again on "
                f"line {line}; keep one of them"
            )
        problems.extend(Problem(f"{name}, line {line}", complaint) for complaint in complaints)
        answers.append(answer)
    _raise_if_any(problems, name)
    return tuple(answers)


def write_answers(answers: Iterable[Answer]) -> str:
    """The answers as a file that `parse_answers` reads; formulas in texts stay texts."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, (*REQUIRED, *OPTIONAL), lineterminator="\n")
    writer.writeheader()
    for answer in answers:
        value = answer.kind if answer.value is None else f"{answer.value:.12g}"
        row = {name: getattr(answer, name) or "" for name in (*REQUIRED, *OPTIONAL)}
        writer.writerow(row | {"value": value})
    return written.getvalue()


def _raise_if_any(problems: list[Problem], name: str) -> None:
    more = len(problems) - MAX_PROBLEMS
    if more > 0:
        problems[MAX_PROBLEMS:] = [Problem(name, f"and {more} more problems")]
    if problems:
        raise InvalidInput(problems)


def _rows(
    text: str, delimiter: str, name: str, problems: list[Problem]
) -> Iterator[tuple[int, Row]]:
    """Each row that has the header's columns, with the line that it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = _header(next(reader, []), name)
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield line, dict(zip(header, (cell.strip() for cell in cells), strict=True))
            elif any(cells):
                message = f"{len(header)} cells were expected, as in the header, found {len(cells)}"
                problems.append(Problem(f"{name}, line {line}", message))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"the line cannot be read: {error}; check the quotes"
        problems.append(Problem(f"{name}, line {reader.line_num}", message))


def _header(cells: list[str], name: str) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    if not any(columns):
        message = f"the file is empty or starts with an empty line; start with {','.join(REQUIRED)}"
        raise InvalidInput(Problem(f"{name}, line 1", message))
    known = (*REQUIRED, *OPTIONAL)
    complaints = [f"the column {found} is missing" for found in REQUIRED if found not in columns]
    complaints += [
        f"unknown column {found}{suggestion(found, known)}"
        for found in columns
        if found not in known
    ]
    complaints += [
        f"the column {found} is there twice" for found in known if columns.count(found) > 1
    ]
    if complaints:
        raise InvalidInput(Problem(f"{name}, line 1", complaint) for complaint in complaints)
    return columns


def _answer(row: Row, delimiter: str) -> tuple[Answer, list[str]]:
    """The answer in a row, and what is wrong with it."""
    kind, value = _value(row["value"], delimiter)
    confidence = row.get("confidence", "").lower()
    complaints = [*_complaints_about_texts(row)]
    if kind == "value" and value is None:
        complaints.append(
            f'the value "{row["value"]}" is no answer; give a number, dont_know or not_applicable'
        )
    if confidence and confidence not in get_args(Confidence):
        complaints.append(f'the confidence is low, medium or high, not "{confidence}"')
    evidence_kind = row.get("evidence_kind", "").lower()
    if evidence_kind and evidence_kind not in get_args(EvidenceKind):
        known = ", ".join(get_args(EvidenceKind))
        complaints.append(f'the evidence_kind is one of {known}, not "{evidence_kind}"')
    evidence_date = _date(row.get("evidence_date", ""))
    if row.get("evidence_date") and evidence_date is None:
        complaints.append(f'the evidence_date is like 2026-11-01, not "{row["evidence_date"]}"')
    answer = Answer(
        respondent=row["respondent"],
        question=row["question"],
        kind=kind,
        value=value,
        confidence=cast(Confidence, confidence) if confidence else None,
        comment=row.get("comment", ""),
        evidence=row.get("evidence", ""),
        evidence_kind=cast(EvidenceKind, evidence_kind) if evidence_kind else None,
        evidence_date=evidence_date,
        verified_by=row.get("verified_by", ""),
    )
    return answer, complaints


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _value(written: str, delimiter: str) -> tuple[AnswerKind, float | None]:
    word = _SEPARATORS.sub("", written.casefold())
    if word in _WORDS:
        return _WORDS[word], None
    # Where the semicolon separates cells, the comma is the decimal sign.
    number = written.replace(",", ".") if delimiter == ";" else written
    return "value", float(number) if _NUMBER.fullmatch(number) else None


def _complaints_about_texts(row: Row) -> Iterator[str]:
    for column in ("respondent", "question"):
        if not row[column]:
            yield f"the {column} is empty"
    for column, text in row.items():
        if len(text) > _LONGEST.get(column, len(text)):
            yield f"the {column} may have {_LONGEST[column]:,} characters, it has {len(text):,}"
        if hidden := next(hidden_characters(text), None):
            yield f"the {column} has the character {character_name(hidden[0])}; remove it"
