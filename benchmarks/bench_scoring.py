"""Scoring against the bare pandas group-by that the same table needs, in one run."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import pandas as pd

from domain.answers import Answer
from scoring import score
from storage.frameworks import load_framework

FRAMEWORK = Path(__file__).resolve().parents[1] / "frameworks" / "ai-first-2030.yaml"
RESPONDENTS = 10


def seconds(work: Callable[[], object], runs: int = 15) -> float:
    """The median time of some runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        begin = perf_counter()
        work()
        taken.append(perf_counter() - begin)
    return median(taken)


def main() -> None:
    """Print times and ratios; assert nothing."""
    framework = load_framework(FRAMEWORK)
    drawn = Random(2030)
    answers = [
        Answer(f"r{person}", question.id, "value", drawn.choice(question.choices).value)
        for person in range(RESPONDENTS)
        for question in framework.questions()
    ]
    table = pd.DataFrame(
        {"question": [a.question for a in answers], "value": [a.value for a in answers]}
    )
    load = seconds(lambda: load_framework(FRAMEWORK))
    scored = seconds(lambda: score(framework, answers, "full"))
    floor = seconds(lambda: table.groupby("question")["value"].median())
    print(f"load and check the shipped framework   {load * 1000:8.1f} ms")
    print(f"score {len(answers)} answers of one assessment {scored * 1000:8.1f} ms")
    print(f"pandas group-by of the same answers    {floor * 1000:8.1f} ms")
    print(f"ratio score / group-by                 {scored / floor:8.1f}")


if __name__ == "__main__":
    main()
