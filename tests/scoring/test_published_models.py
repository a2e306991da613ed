"""Published maturity models, each as a framework file, against published or hand-worked results."""

from collections.abc import Mapping
from itertools import product

import pytest

from domain.answers import AnswerKind
from domain.framework import Framework
from scoring import gap_priority, percent_to_target, progress_to_date, score
from tests.scoring.published import (
    TICKS,
    YES_NO,
    Content,
    area,
    framework_file,
    given,
    item,
    scored,
)

# OWASP SAMM 2: five functions of three practices of two streams of three questions.
# The vectors are those of owaspsamm/website, content/en/blog/samm-relative-scoring.md, and of
# codific/sammy, tests/Service/ScoreServiceTest.php.
SAMM = {
    "governance": ("g-sm", "g-pc", "g-eg"),
    "design": ("d-ta", "d-sr", "d-sa"),
    "implementation": ("i-sb", "i-sd", "i-dm"),
    "verification": ("v-aa", "v-rt", "v-st"),
    "operations": ("o-im", "o-em", "o-om"),
}
QUARTERS = {"no": 0, "some": 0.25, "half": 0.5, "most": 1}


def samm() -> Framework:
    def practice(name: str) -> Content:
        streams = [
            area(f"{name}-{s}", *(item(f"{name}-{s}-{n}", n) for n in (1, 2, 3))) for s in "ab"
        ]
        return area(name, parts=streams)

    mean = {"strategy": "weighted_mean", "unanswered": "lowest"}
    functions = {name: [practice(p) for p in practices] for name, practices in SAMM.items()}
    return framework_file(functions, range(4), QUARTERS, capability="samm_stream_sum", pillar=mean)


def test_samm_s1_a_practice_is_the_mean_of_its_streams() -> None:
    card = scored(
        samm(),
        {
            "i-sb-a-1": 0.25,
            "i-sb-a-2": 0,
            "i-sb-a-3": 0,
            "i-sb-b-1": 1,
            "i-sb-b-2": 0,
            "i-sb-b-3": 0,
        },
    )
    assert card.node("i-sb").score == 0.625
    assert card.node("implementation").score == pytest.approx(0.208333, abs=5e-7)
    assert card.overall.score == pytest.approx(0.041667, abs=5e-7)
    assert not card.overall.gated


def test_samm_s2_s3_percent_to_target_and_progress_to_date() -> None:
    card = scored(samm(), {"i-sb-a-1": 0.25, "i-sb-b-1": 1})
    current = [card.node(f"i-sb-{stream}").score or 0.0 for stream in "ab"]
    aim = scored(samm(), {"i-sb-a-1": 1, "i-sb-a-2": 1, "i-sb-b-1": 1, "i-sb-b-2": 0.5})
    target = [aim.node(f"i-sb-{stream}").score or 0.0 for stream in "ab"]
    assert (target, aim.node("i-sb").score) == ([2.0, 1.5], 1.75)
    assert sum(t - c for t, c in zip(target, current, strict=True)) == 2.25
    assert percent_to_target(current, target) == pytest.approx(0.357143, abs=5e-7)
    later = scored(samm(), {"i-sb-a-1": 1, "i-sb-a-2": 0.5, "i-sb-b-1": 1})
    assert later.node("i-sb").score == 1.25
    assert progress_to_date(0.625, 1.25, 1.75) == pytest.approx(5 / 9)


def test_samm_s4_only_what_is_validated_counts() -> None:
    # What is not validated yet (o-im-a-1) is not among the answers; i-dm-a-3 was revised.
    validated = {"d-sa-b-1": 0.5, "g-eg-a-2": 1, "g-eg-b-1": 0, "i-dm-a-3": 0.25}
    card = scored(samm(), validated)
    expected = {
        "d-sa": 1 / 4,
        "g-eg": 1 / 2,
        "i-dm": 1 / 8,
        "design": 1 / 12,
        "governance": 1 / 6,
        "implementation": 1 / 24,
        "operations": 0,
    }
    found = {name: card.node(name).score for name in expected}
    assert found == pytest.approx(expected)


def test_samm_s5_projected_scores_are_scored_in_the_same_way() -> None:
    card = scored(samm(), {"d-sa-b-1": 1, "g-eg-a-2": 1, "g-eg-b-1": 1, "i-dm-a-3": 0.25})
    expected = {"d-sa": 1 / 2, "g-eg": 1, "design": 1 / 6, "governance": 1 / 3}
    found = {name: card.node(name).score for name in expected}
    assert found == pytest.approx(expected)
    assert card.node("implementation").score == pytest.approx(1 / 24)


def test_samm_s6_two_answers_of_one_in_both_streams_of_one_practice() -> None:
    overall = scored(samm(), {"v-rt-a-1": 1, "v-rt-b-1": 1}).overall.score
    assert overall == pytest.approx(1 / 15)
    assert round(overall or 0, 2) == 0.07


def test_samm_s7_the_priority_of_a_gap() -> None:
    # w = (1 + 3 - 1)^2 - 1 = 8; the most it can be is (1 + 3)^2 - 1 = 15; 100 * 8 / 15 = 53.3.
    assert gap_priority(1, 3, 3) == (8.0, 53, "High")
    # At a quarter and at a half of the most; nothing below the target has no priority.
    assert gap_priority(2, 3, 3) == (3.0, 20, "Low")
    assert gap_priority(1, 2.5, 3) == (5.25, 35, "Medium")
    assert gap_priority(3, 2, 3) == (0.0, 0, "None")


def test_samm_streams_are_not_cumulative() -> None:
    assert scored(samm(), {"g-sm-a-3": 1}).node("g-sm-a").score == 1.0


# OWASP AIMA: two published rules, of the text and of the workbook, that differ on purpose.


def aima(strategy: Content | str, scale: Mapping[str, float]) -> Framework:
    questions = [item(f"{stream}{level}", level) for level in (1, 2, 3) for stream in "ab"]
    return framework_file({"p": [area("c", *questions)]}, range(4), scale, capability=strategy)


def in_order(values: str) -> dict[str, float]:
    names = ("a1", "b1", "a2", "b2", "a3", "b3")
    return dict(zip(names, (float(v == "y") for v in values), strict=True))


@pytest.mark.parametrize(
    ("answers", "settings", "mark", "level"),
    [
        ("yyynnn", {}, "1+", 1),  # A1
        ("ynyyyy", {}, "0", 0),  # A2
        ("ynyyyy", {"plus_at_zero": 1}, "0+", 0),  # A2, with the rule applied at zero
        ("yyyyyy", {}, "", 3),
        ("yyyynn", {}, "", 2),
        ("nnnnnn", {}, "", 0),
    ],
)
def test_aima_by_its_text(answers: str, settings: Content, mark: str, level: int) -> None:
    node = scored(aima({"strategy": "aima_text", **settings}, YES_NO), in_order(answers)).node("c")
    assert (node.level, node.mark) == (level, mark)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"a1": 3, "b1": 3, "a2": 2, "b2": 1, "a3": 0, "b3": 0}, 1.5),  # A3
        ({"a1": 3}, 0.5),  # A4: five are still to be evaluated
        ({"a3": 3, "b3": 3}, 1.0),
        ({"a1": 3, "b1": 3}, 1.0),
    ],
)
def test_aima_by_its_workbook(values: dict[str, float], expected: float) -> None:
    scale = {"none": 0, "low": 1, "medium": 2, "high": 3}
    node = scored(aima("aima_workbook", scale), values).node("c")
    assert (node.score, node.gated) == (expected, False)


# C2M2 2: FI, LI count as implemented; PI, NI and no answer do not.
RESPONSES = {"NI": 0, "PI": 1, "LI": 2, "FI": 3}
MIL: Content = {"strategy": "cumulative_mil", "least": 2}


def c2m2(levels: list[int]) -> Framework:
    questions = [item(f"q{i}", level) for i, level in enumerate(levels)]
    return framework_file(
        {"p": [area("domain", *questions)]}, range(4), RESPONSES, capability=MIL, pillar="minimum"
    )


@pytest.mark.parametrize(
    ("by_mil", "expected"),
    [
        ((["FI", "LI"], ["FI", "LI"], ["FI", "LI"]), 3),  # C1
        ((["FI", "LI"], ["FI", "PI"], ["FI"]), 1),  # C2
        ((["PI"], ["FI"], ["FI"]), 0),  # C3
        ((["FI"], ["LI"], ["U"]), 2),  # C4
        (([], ["FI"], ["FI"]), 0),  # C5: nothing is defined at MIL1
    ],
)
def test_c2m2_domains(by_mil: tuple[list[str], ...], expected: int) -> None:
    flat = [(n, found) for n, row in enumerate(by_mil, 1) for found in row]
    framework = c2m2([n for n, _ in flat])
    values = {f"q{i}": RESPONSES[r] for i, (_, r) in enumerate(flat) if r != "U"}
    node = scored(framework, values).node("domain")
    assert node.worst == expected


def mil_by_counting(levels: list[int], responses: tuple[str, ...]) -> int:
    """The published rule word for word, over counts of responses."""
    achieved = 0
    for mil in (1, 2, 3):
        upto = [r for n, r in zip(levels, responses, strict=True) if n <= mil]
        bad = sum(r in ("PI", "NI", "U") for r in upto)
        good = sum(r in ("FI", "LI") for r in upto)
        if bad or not good:
            break
        achieved = mil
    return achieved


@pytest.mark.parametrize("levels", [[1, 2, 3], [1, 1, 2, 3], [2, 3], [1, 3], [1, 2, 2, 3]])
def test_c2m2_every_response_of_a_small_domain(levels: list[int]) -> None:
    framework = c2m2(levels)
    for responses in product(("FI", "LI", "PI", "NI", "U"), repeat=len(levels)):
        values = {f"q{i}": RESPONSES[r] for i, r in enumerate(responses) if r != "U"}
        expected = mil_by_counting(levels, responses)
        node = scored(framework, values).node("domain")
        assert node.worst == expected, responses
        if "U" not in responses:
            assert node.level == expected


def test_cmmc_deducts_the_weight_of_what_is_not_done() -> None:
    # 110 - (5 + 3) with one met and one not applicable; and below nothing when all are open.
    weights = {"a": 5, "b": 3, "c": 1, "d": 1}
    many = {f"m{i}": 5 for i in range(22)}
    questions = [item(name, weight=w) for name, w in (weights | many).items()]
    framework = framework_file(
        {"p": [area("cmmc", *questions)]},
        range(3),
        YES_NO,
        capability={"strategy": "deductions", "start": 110},
    )
    met = dict.fromkeys(many, 1.0)
    answers: dict[str, float | AnswerKind] = {"a": 0, "c": 1, "d": "not_applicable", **met}
    assert scored(framework, answers).node("cmmc").score == 102
    assert scored(framework, {"c": 0}).node("cmmc").score == 110 - 110 - 10


# CMMI, staged: areas {2, 2} at ML2 and so on; the areas are placed at their capability level.


def cmmi(staged_at: list[int], **settings: int) -> Framework:
    statements = {str(n): f"Statement {n}." for n in range(1, 6)}
    areas = [
        {
            "id": f"a{i}",
            "name": f"A{i}",
            "level": level,
            "statements": statements,
            "questions": [
                {"id": f"q{i}", "kind": "placement", "scale": "placed", "text": "Which?"}
            ],
        }
        for i, level in enumerate(staged_at)
    ]
    return framework_file(
        {"p": areas},
        range(1, 6),
        YES_NO,
        capability="placed_level",
        pillar={"strategy": "staged", **settings},
        overall="minimum",
        scales=[{"id": "placed", "from_statements": True}],
    )


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((2, 2, 3, 3), 3),
        ((2, 1, 3, 3), 1),
        ((2, "not_applicable", 3, 2), 2),
        ((5, 5, 5, 5), 3),
    ],
)
def test_cmmi_staged(levels: tuple[float | AnswerKind, ...], expected: int) -> None:
    card = scored(cmmi([2, 2, 3, 3]), {f"q{i}": value for i, value in enumerate(levels)})
    assert card.node("p").level == expected


def test_cmmi_generic_goals_lift_the_bar_of_lower_areas() -> None:
    values: dict[str, float | AnswerKind] = {"q0": 2, "q1": 3, "q2": 3, "q3": 3}
    assert scored(cmmi([2, 2, 3, 3]), values).node("p").level == 3
    assert scored(cmmi([2, 2, 3, 3], generic_goals=1), values).node("p").level == 2


# ISO/IEC 33020: process attributes rated by percent.
SPICE = [("pa1.1", 1)] + [(f"pa{n}.{i}", n) for n in (2, 3, 4, 5) for i in (1, 2)]


def spice(values: dict[str, float]) -> int | None:
    framework = framework_file(
        {"p": [area("process", *(item(name, level) for name, level in SPICE))]},
        range(6),
        (0.0, 100.0),
        capability="npl_f",
        pillar="minimum",
    )
    return scored(framework, dict.fromkeys(dict(SPICE), 0.0) | values).node("process").level


F, L, P = 100.0, 70.0, 40.0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"pa1.1": F, "pa2.1": L, "pa2.2": F}, 2),
        ({"pa1.1": L, "pa2.1": F, "pa2.2": F}, 1),
        ({"pa1.1": F, "pa2.1": F, "pa2.2": P}, 1),
        ({"pa1.1": 50}, 0),  # still partly
        ({"pa1.1": 50.01}, 1),  # largely
        ({"pa1.1": 85, "pa2.1": F, "pa2.2": F}, 1),  # still largely
        ({"pa1.1": 85.01, "pa2.1": F, "pa2.2": F}, 2),  # fully
        (dict.fromkeys(dict(SPICE), F), 5),
    ],
)
def test_spice_capability_levels(values: dict[str, float], expected: int) -> None:
    assert spice(values) == expected


# OWASP DSOMM: the respondents are teams.


def test_dsomm_a_sector_is_the_mean_over_activities_of_the_mean_over_teams() -> None:
    framework = framework_file(
        {"p": [area("sector", item("one"), item("two")), area("empty", item("three"))]},
        range(6),
        {"not": 0, "few": 0.2, "half": 0.5, "all": 1},
        capability={"strategy": "coverage_mean", "low": 0, "high": 1},
        pillar={"strategy": "coverage_mean", "low": 0, "high": 1},
        answers={"strategy": "mean", "unanswered": "lowest"},
    )
    teams = given({"one": 1, "two": 0.2}, "team 1") + given({"one": 0.5, "two": 0}, "team 2")
    card = score(framework, teams, "full")
    assert card.node("sector").score == pytest.approx(0.425)
    assert card.node("empty").score is None
    # A team that has not started an activity counts as not implemented.
    fewer = given({"one": 1, "two": 0.2}, "team 1") + given({"one": 0.5}, "team 2")
    assert score(framework, fewer, "full").node("sector").score == pytest.approx(0.425)


# AWS Well-Architected custom lenses.
RISKS: Content = {
    "strategy": "risk_rules",
    "rules": [
        {"when": "a && b && c", "level": 2},
        {"when": "(a || b) && !none", "level": 1},
        {"when": "none", "level": 0},
    ],
    "otherwise": 0,
}


@pytest.mark.parametrize(
    ("ticked", "level"),
    [("abc", 2), ("ab", 1), ("b", 1), ("c", 0), ("none", 0), ("", None)],
)
def test_aws_lens_risks(ticked: str, level: int | None) -> None:
    lens = framework_file(
        {"p": [area("q", item("a"), item("b"), item("c"), item("none"), rollup=RISKS)]},
        range(3),
        TICKS,
        capability=RISKS,
        pillar="risk_counts",
        dont_know=False,
        not_applicable=False,
    )
    names = ["none"] if ticked == "none" else list(ticked)
    card = scored(lens, dict.fromkeys(names, 1.0))
    assert (card.node("q").level, card.node("q").score) == (level, None)
    assert card.node("p").score is None
    assert card.node("p").distribution == ({} if level is None else {level: 1})


def test_aws_pillars_count_risks_and_never_average_them() -> None:
    def question(name: str) -> Content:
        rules = [{"when": f"{name}1", "level": 2}, {"when": f"{name}2", "level": 1}]
        rollup = {"strategy": "risk_rules", "rules": rules, "otherwise": 0}
        return area(name, item(f"{name}1"), item(f"{name}2"), item(f"{name}3"), rollup=rollup)

    lens = framework_file(
        {"p": [question(name) for name in "wxyz"]},
        range(3),
        TICKS,
        capability="weighted_mean",
        pillar="risk_counts",
        dont_know=False,
        not_applicable=False,
    )
    card = scored(lens, {"w1": 1, "x1": 1, "y2": 1, "z3": 1})
    assert card.node("p").distribution == {0: 1, 1: 1, 2: 2}
    assert (card.node("p").level, card.node("p").score) == (0, None)


# genai-maturity-framework: a table of gates by level.


def test_genai_maturity_gates() -> None:
    # full takes no gap (2), min at most a small one (1), none takes nothing.
    full, least = 2, 1
    table = {
        "1": {"a": full},
        "2": {"a": full, "b": least},
        "3": {"a": full, "b": full},
        "4": {"a": full, "b": full},
        "5": {"a": full, "b": full},
    }
    quality = {"low": 0, "high": 100, "digits": 2}
    framework = framework_file(
        {"p": [area("c", item("a"), item("b"))]},
        range(1, 6),
        {"large gap": 0, "small gap": 1, "no gap": 2},
        capability={"strategy": "gates", "table": table, **quality},
    )
    node = scored(framework, {"a": 2, "b": 1}).node("c")
    # Quality: 100 * (1 - 1 / (2 * 2)).
    assert (node.level, node.score) == (2, 75.0)
    assert scored(framework, {"a": 2, "b": 2}).node("c").level == 5
    assert scored(framework, {"a": 0, "b": 2}).node("c").level == 1


# CISO Assistant, backend/core/tests/test_compliance_assessment_scoring.py and
# test_score_aggregation_overrides.py.
WRITTEN = {"digits": 1, "rounding": "truncate"}


def ciso(
    tree: dict[str, list[Content]], ends: tuple[float, float], way: str, **settings: object
) -> Framework:
    ways = {
        "AVG": ("weighted_mean", {"over": "questions"}),
        "AVG_OF_AVG": ("mean_of_means", {}),
        "SUM": ("sum", {}),
    }
    strategy, own = ways[way]
    scale: Content = {"low": ends[0], "high": ends[1], **settings}
    inner = {"strategy": "sum" if way == "SUM" else "weighted_mean", **scale}
    return framework_file(
        tree,
        range(6),
        ends,
        capability=inner,
        pillar={"strategy": "sum" if way == "SUM" else "mean_of_means", **scale},
        overall={"strategy": strategy, **scale, **own, **WRITTEN},
        scales=[{"id": "own", "range": {"low": 0, "high": 1}}],
    )


def two_areas() -> dict[str, list[Content]]:
    return {
        "pa": [area("a", item("a1"), item("a2"))],
        "pb": [area("b", item("b1"), item("b2", weight=3))],
    }


FOUR: dict[str, float | AnswerKind] = {"a1": 80, "a2": 60, "b1": 40, "b2": 100}
LAST_NA = FOUR | {"b2": "not_applicable"}


@pytest.mark.parametrize(
    ("answers", "settings", "expected"),
    [
        (FOUR, {}, {"AVG": 80.0, "AVG_OF_AVG": 77.5, "SUM": 480.0}),  # W1
        (LAST_NA, {}, {"AVG": 60.0, "AVG_OF_AVG": 55.0, "SUM": 180.0}),  # W2
        (
            {"a1": 80, "b1": 40, "b2": 100},
            {},
            {"AVG": 84.0, "AVG_OF_AVG": 82.5, "SUM": 420.0},
        ),  # W3
        (LAST_NA, {"anchor": 3}, {"AVG": 31.5, "AVG_OF_AVG": 41.1}),  # W4
        (LAST_NA, {"anchor": "highest"}, {"AVG": 80.0}),  # W5
    ],
)
def test_ciso_assistant_w1_to_w5(
    answers: dict[str, float | AnswerKind], settings: Content, expected: dict[str, float]
) -> None:
    for way, figure in expected.items():
        framework = ciso(two_areas(), (0.0, 100.0), way, **settings)
        assert scored(framework, answers).overall.score == figure, way


@pytest.mark.parametrize(("way", "expected"), [("AVG", 4.3), ("AVG_OF_AVG", 4.3), ("SUM", 22.0)])
def test_ciso_assistant_w6_mixed_scales(way: str, expected: float) -> None:
    questions = [item("a"), item("b", scale="own"), item("c"), item("d", weight=3)]
    framework = ciso({"p": [area("x", *questions)]}, (0.0, 5.0), way)
    card = scored(framework, {"a": 4, "b": 1, "c": 2, "d": 5})
    assert card.overall.score == expected


@pytest.mark.parametrize(("way", "expected"), [("AVG", 66.0), ("AVG_OF_AVG", 68.3)])
def test_ciso_assistant_w7_a_tree(way: str, expected: float) -> None:
    tree = {
        "c1": [area("s1", item("a"), item("b")), area("s2", item("c"))],
        "c2": [area("s3", item("d"))],
        "c3": [area("s4", item("e"))],
    }
    card = scored(ciso(tree, (0.0, 100.0), way), {"a": 80, "b": 60, "c": 40, "d": 100, "e": 50})
    assert card.overall.score == expected


def test_ciso_assistant_w8_a_scale_that_does_not_start_at_nothing() -> None:
    card = scored(ciso({"p": [area("x", item("a"))]}, (10.0, 20.0), "AVG"), {"a": 15})
    assert card.overall.score == 15.0


def test_nothing_scored_has_no_score() -> None:
    card = scored(ciso(two_areas(), (0.0, 100.0), "AVG"), {})
    assert (card.overall.score, card.overall.level) == (None, None)


# The default profile: vectors worked by hand from the bands N, P, L, F (0 to 3).
PROFILE: Content = {"strategy": "achieved_levels", "largely": 2, "fully": 3}


@pytest.mark.parametrize(
    ("by_level", "expected"),
    [
        ({2: "F", 3: "FL", 4: "PN"}, 3),
        ({2: "L", 3: "FF"}, 2),
        ({2: "F", 3: "FP"}, 2),
        ({2: "P"}, 1),
    ],
)
def test_the_default_profile(by_level: dict[int, str], expected: int) -> None:
    bands = {"N": 0, "P": 1, "L": 2, "F": 3}
    flat = [(level, band) for level, found in by_level.items() for band in found]
    questions = [item(f"q{i}", level) for i, (level, _) in enumerate(flat)]
    framework = framework_file(
        {"p": [area("c", *questions)]}, range(1, 6), bands, capability=PROFILE
    )
    values = {f"q{i}": float(bands[band]) for i, (_, band) in enumerate(flat)}
    assert scored(framework, values).node("c").level == expected
