"""Scoring against the bare pandas group-by of the same answers, in one run."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import pandas as pd

from domain.answers import Answer
from domain.framework import Framework
from scoring import score
from storage.frameworks import load_framework

FRAMEWORK = Path(__file__).resolve().parents[1] / "frameworks" / "ai-first-2030.yaml"
CASES = ((1, 1, 15), (1, 10, 15), (1000, 1, 1))
"""(assessments, respondents of each, runs)"""


def seconds(work: Callable[[], object], runs: int = 15) -> float:
    """The median time of some runs, after one that is not counted where there are several."""
    if runs > 1:
        work()
    taken = []
    for _ in range(runs):
        begin = perf_counter()
        work()
        taken.append(perf_counter() - begin)
    return median(taken)


def assessment(framework: Framework, respondents: int, drawn: Random) -> list[Answer]:
    """Answers of all respondents to all questions, drawn at random."""
    return [
        Answer(f"r{person}", question.id, "value", drawn.choice(question.choices).value)
        for person in range(respondents)
        for question in framework.questions()
    ]


def table_of(assessments: Sequence[Sequence[Answer]]) -> pd.DataFrame:
    """One row an answer, as the group-by wants it."""
    rows = [
        (index, answer.question, answer.value)
        for index, answers in enumerate(assessments)
        for answer in answers
    ]
    return pd.DataFrame(rows, columns=["assessment", "question", "value"])


def row(framework: Framework, count: int, respondents: int, runs: int) -> str:
    """One line of the table: scoring, the group-by, and how many times as long."""
    drawn = Random(2030)
    assessments = [assessment(framework, respondents, drawn) for _ in range(count)]
    table = table_of(assessments)
    scored = seconds(lambda: [score(framework, each, "full") for each in assessments], runs)
    floor = seconds(lambda: table.groupby(["assessment", "question"])["value"].median())
    figures = f"{scored:8.4f}  {floor:11.4f}  {scored / floor:5.1f}"
    return f"{count:11,}  {respondents:11,}  {len(table):7,}  {figures}"


def main() -> None:
    """Print times and ratios; assert nothing."""
    framework = load_framework(FRAMEWORK)
    loading = seconds(lambda: load_framework(FRAMEWORK))
    print(f"load and check the shipped framework {loading:.4f} s")
    print("assessments  respondents  answers  score, s  group-by, s  ratio")
    for case in CASES:
        print(row(framework, *case))


if __name__ == "__main__":
    main()
