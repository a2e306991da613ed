"""Scoring against the bare pandas group-by of the same answers, in one run."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import pandas as pd

from domain.answers import Answer
from domain.framework import Depth, Framework
from engagements import framework_by_hash
from scoring import score, score_table
from storage.database import open_database
from storage.frameworks import load_framework
from storage.migrate import migrate

FRAMEWORK = Path(__file__).resolve().parents[1] / "frameworks" / "ai-first-2030.yaml"


def seconds(work: Callable[[], object], runs: int = 9) -> float:
    """The median time of some runs, after one that is not counted."""
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


def table_of(framework: Framework, assessments: int, raters: int, words: str) -> pd.DataFrame:
    """Random answers of every rater to every question; one in ten does not know."""
    random = np.random.default_rng(2030)
    questions = list(framework.questions())
    people = assessments * raters
    values = np.column_stack(
        [random.choice([c.value for c in question.choices], people) for question in questions]
    ).reshape(-1)
    unknown = random.random(len(values)) < 0.1
    table = pd.DataFrame(
        {
            "assessment": np.repeat(np.arange(assessments), raters * len(questions)),
            "respondent": np.repeat(np.arange(people), len(questions)),
            "question": np.tile([question.id for question in questions], people),
            "value": np.where(unknown, np.nan, values),
            "kind": np.where(unknown, "dont_know", "value"),
        }
    )
    return table.astype({"question": words, "kind": words})


def grouped_median(table: pd.DataFrame) -> object:
    """The floor: the median of every question in every assessment, and nothing else."""
    return table.groupby(["assessment", "question"], observed=True)["value"].median()


def of_tables(framework: Framework) -> None:
    """A million answers, with ids as text and as categories."""
    for words in ("object", "category"):
        table = table_of(framework, 715, 10, words)
        floor = seconds(partial(grouped_median, table), 5)
        scored = seconds(partial(score_table, framework, table, "full"), 5)
        print(f"{len(table):9,} answers, ids as {words:8}: {scored:.3f} s, ", end="")
        print(f"group-by {floor:.3f} s, {scored / floor:.1f} times")


def of_one(framework: Framework) -> None:
    """One assessment at a time, after loading."""
    depths: tuple[Depth, ...] = ("quick", "full")
    for raters in (1, 10):
        answers = assessment(framework, raters, Random(2030))
        for depth in depths:
            asked = {question.id for question in framework.questions(depth)}
            given = [answer for answer in answers if answer.question in asked]
            taken = seconds(partial(score, framework, given, depth))
            print(f"{len(given):9,} answers of one assessment, {depth}: {taken * 1000:.1f} ms")


def main() -> None:
    """Print times and ratios; assert nothing."""
    framework = load_framework(FRAMEWORK)
    cold = seconds(lambda: load_framework(FRAMEWORK))
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/headway.db")
        migrate(database)
        cached = seconds(lambda: framework_by_hash(database, framework.content_hash))
    print(f"load and check the shipped framework: {cold * 1000:.0f} ms cold, ", end="")
    print(f"{cached * 1000:.3f} ms from cache")
    of_one(framework)
    of_tables(framework)


if __name__ == "__main__":
    main()
