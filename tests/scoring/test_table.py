"""A table of assessments is scored as each of them would be alone."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import Answer
from domain.errors import InvalidInput
from scoring import score, score_table
from tests.scoring.building import ACHIEVED, F, N, capability, framework_of, pillar, practice, said
from tests.scoring.published import area, framework_file, item
from tests.scoring.test_properties import UNTIMED, Case, answers_to, cases, nodes


def table_of(assessments: Sequence[Sequence[Answer]]) -> pd.DataFrame:
    rows = [
        (f"a{at}", answer.respondent, answer.question, answer.value, answer.kind)
        for at, answers in enumerate(assessments)
        for answer in answers
    ]
    columns = ["assessment", "respondent", "question", "value", "kind"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float})


@UNTIMED
@given(cases(respondents=("r", "s", "t")), st.data())
def test_a_table_gives_what_every_assessment_gives_alone(case: Case, data: st.DataObject) -> None:
    second = tuple(
        answer
        for respondent in ("r", "u")
        for question in case.framework.questions()
        for answer in data.draw(answers_to(question, respondent))
    )
    both = [answers for answers in (case.answers, second) if answers]
    found = score_table(case.framework, table_of(both), "full").set_index(["assessment", "node"])
    for at, answers in enumerate(both):
        for node in nodes(score(case.framework, answers, "full")):
            row = found.loc[(f"a{at}", node.id)]
            expected = [node.level, node.worst, node.best, node.claimed, node.score]
            known = [np.nan if value is None else float(value) for value in expected]
            columns = ["level", "worst", "best", "claimed", "score"]
            np.testing.assert_allclose(row[columns].astype(float), known, atol=1e-9)


def test_teams_are_averaged_and_numbers_on_a_range_are_read() -> None:
    framework = framework_file(
        {"p": [area("sector", item("one"), item("two"))]},
        range(6),
        (0.0, 1.0),
        capability={"strategy": "coverage_mean", "low": 0, "high": 1},
        answers={"strategy": "mean", "unanswered": "lowest"},
    )
    teams = [
        *said("t1", one=1.0, two=0.2),
        *said("t2", one=0.5),
    ]
    found = score_table(framework, table_of([teams]), "full").set_index("node")["score"]
    assert found["sector"] == pytest.approx(0.425)
    assert score(framework, teams, "full").node("sector").score == pytest.approx(0.425)


def test_every_row_that_cannot_be_used_is_named() -> None:
    framework = framework_of(pillar("p", capability("c", practice("q", 2))), questions=ACHIEVED)
    wrong = [
        Answer("r", "q", "value", 9.0),
        Answer("s", "nothing", "value", 1.0),
        Answer("t", "q", "value", N),
        Answer("t", "q", "value", F),
    ]
    with pytest.raises(InvalidInput) as caught:
        score_table(framework, table_of([wrong]), "full")
    assert [str(problem) for problem in caught.value.problems] == [
        "row 1, question nothing: is not a question of this framework; correct the id",
        "row 3, question q: was answered twice by the same respondent; keep one",
        "row 0, question q: expected one of 0, 1, 2, 3, found 9 as value; choose one of these",
    ]
