"""What the evidence on file lets be reported of what is claimed; the vector of the profile."""

from dataclasses import replace
from datetime import date

import pytest

from domain.answers import Answer, EvidenceKind
from domain.framework import EvidenceCaps
from scoring import score
from scoring.evidence import months_back
from tests.scoring.building import framework_of, pillar, placed, said
from tests.scoring.published import area, framework_file, item

TODAY = date(2026, 11, 23)
BANDS = {"N": 0, "P": 1, "L": 2, "F": 3}


def reported(
    kind: EvidenceKind | None, dated: date | None, verified_by: str, values: str = "FFLPN"
) -> tuple[int | None, int | None]:
    """Reported and claimed level: level 2 F, level 3 F and L, level 4 P and N claims 3."""
    levels = (2, 3, 3, 4, 4)
    questions = [item(f"q{i}", level) for i, level in enumerate(levels)]
    framework = framework_file(
        {"p": [area("c", *questions)]},
        range(1, 6),
        BANDS,
        capability={"strategy": "achieved_levels", "largely": 2, "fully": 3},
    )
    framework = replace(framework, evidence_caps=EvidenceCaps(none=2, some=3, months=12))
    answers = [
        Answer(
            "r",
            f"q{i}",
            "value",
            float(BANDS[band]),
            evidence_kind=kind if i == 0 else None,
            evidence_date=dated if i == 0 else None,
            verified_by=verified_by if i == 0 else "",
        )
        for i, band in enumerate(values)
    ]
    node = score(framework, answers, "full", as_of=TODAY).node("c")
    return node.level, node.claimed


def test_without_evidence_level_two_is_reported_and_three_claimed() -> None:
    assert reported(None, None, "") == (2, 3)


@pytest.mark.parametrize(
    ("kind", "dated", "verified_by", "expected"),
    [
        ("affirmation", TODAY, "Internal audit", 3),
        ("observation", TODAY, "Internal audit", 3),
        ("artifact", None, "Internal audit", 3),
        ("artifact", date(2026, 6, 1), "", 3),
        ("artifact", date(2025, 11, 23), "Internal audit", 3),
        ("artifact", date(2025, 11, 24), "Internal audit", 4),
        ("artifact", TODAY, "Internal audit", 4),
        ("artifact", date(2026, 11, 24), "Internal audit", 3),
    ],
)
def test_above_level_three_takes_a_fresh_document_checked_from_outside(
    kind: EvidenceKind, dated: date | None, verified_by: str, expected: int
) -> None:
    # All of levels 2 and 3 fully, 4 largely: level 4 is claimed.
    assert reported(kind, dated, verified_by, "FFFLL") == (expected, 4)


def test_the_first_of_march_less_a_month_is_in_february() -> None:
    assert months_back(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_back(date(2028, 2, 29), 12) == date(2027, 2, 28)


def test_where_nobody_has_answered_the_best_is_not_held_by_evidence_that_is_not_there() -> None:
    framework = framework_of(pillar("p", placed("a"), placed("b")))
    framework = replace(framework, evidence_caps=EvidenceCaps(none=2, some=3, months=12))
    card = score(framework, said("x", aq=4.0), "full")
    assert (card.node("a").level, card.node("b").worst, card.node("b").best) == (2, 1, 5)
    silent = score(framework, said("x", aq=4.0, bq="dont_know"), "full").node("b")
    assert (silent.level, silent.worst, silent.best) == (None, 1, 5)
