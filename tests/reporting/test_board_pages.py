"""What the pages for a board claim is true of the data, and what people edit is on record."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.planning import Lift, Risk, Roadmap, Year
from domain.quarters import Quarter
from domain.report import Action, Agreed, Alternative, Edit, Report, Room
from domain.scorecard import FrameworkIdentity, NodeResult, Scorecard
from reporting import facts, sentences, text_blocks
from reporting.paper import charter
from reporting.paper.editions import chapters
from tests.reporting.made import (
    LEVELS,
    START,
    example_report,
    gap,
    initiative,
    made_card,
    made_report,
    made_roadmap,
    placed,
)
from tests.reporting.reading import printed

EXAMPLE = example_report()
RISKS = (Risk("r1", "Drift"), Risk("r2", "Lock-in"), Risk("r3", "Leak"))
POINTS = {"str-02": "Mandate", "str-03": "Model", "gov-01": "Owners"}


def work(name: str, owner: str = "", start: Quarter = START, **changed: object) -> object:
    """A placement of 100 thousand in the pillar Alpha, four quarters long."""
    return placed(replace(initiative(name, "a1"), owner=owner, **changed), start)  # type: ignore[arg-type]


def plan_of(*placements: object, risks: tuple[Risk, ...] = ()) -> Roadmap:
    """A plan with this work in 2027."""
    years = (Year(2027, 500, 100, 20, {"a1": 3}, 3.0),)
    made = made_roadmap((gap("A1", 1, 3, reached=3),), tuple(placements), years)  # type: ignore[arg-type]
    return replace(made, risks=risks)


def charter_card(levels: Mapping[str, int | None], claimed: Mapping[str, int]) -> Scorecard:
    """A card of the framework with a charter, by capability id: level and what is claimed."""
    card = made_card({"Alpha": {POINTS[name]: level for name, level in levels.items()}})
    nodes = tuple(
        replace(node, id=name, claimed=claimed.get(name, levels[name]))
        for name, node in zip(levels, card.capabilities, strict=True)
    )
    identity = FrameworkIdentity("ai-first-2030", "1.1.0", "AI-First 2030", "0" * 64, LEVELS)
    return replace(card, framework=identity, capabilities=nodes)


# --- How sure


def with_kinds(*kinds: str) -> Scorecard:
    card = made_card({"Alpha": {f"A{at}": 2 for at, _ in enumerate(kinds)}})
    nodes: tuple[NodeResult, ...] = tuple(
        replace(node, evidence=kind)  # type: ignore[arg-type]
        for node, kind in zip(card.capabilities, kinds, strict=True)
    )
    return replace(card, capabilities=nodes)


def test_evidence_is_counted_by_kind() -> None:
    card = with_kinds("verified", "some", "some", "none")
    assert sentences.coverage_title(card) == (
        "1 respondent covers 100 % of the questions; 1 of 4 capabilities rests on checked "
        "evidence, 2 on some"
    )


def test_a_framework_without_evidence_says_nothing_of_it() -> None:
    assert sentences.coverage_title(with_kinds("", "")) == (
        "1 respondent covers 100 % of the questions"
    )


def test_without_answers_nothing_is_sure() -> None:
    assert "every level is still open" in sentences.coverage_title(
        made_card({"Alpha": {"A1": None}})
    )


# --- The first four quarters


def test_what_starts_in_the_first_four_quarters_is_counted_with_its_money() -> None:
    plan = plan_of(work("One"), work("Two", start=START.plus(3)), work("Late", start=START.plus(4)))
    assert sentences.quarters_title(plan) == (
        "2 initiatives start from 2027 Q1 to 2027 Q4, for EUR 200 thousand one-off"
    )
    late = plan_of(work("Late", start=START.plus(4)))
    assert sentences.quarters_title(late) == "No initiative starts from 2027 Q1 to 2027 Q4"


@given(st.lists(st.integers(0, 15), min_size=1, max_size=12))
def test_the_first_quarters_hold_what_starts_in_them_and_nothing_else(starts: list[int]) -> None:
    plan = plan_of(*(work(f"W{at}", start=START.plus(q)) for at, q in enumerate(starts)))
    soon = facts.first_quarters(plan)
    assert len(soon) == sum(1 for quarter in starts if quarter < 4)
    if soon:
        assert sentences.quarters_title(plan).startswith(f"{len(soon)} initiative")


# --- Risks


def test_a_risk_is_reduced_by_work_in_the_plan_only() -> None:
    plan = plan_of(work("One", reduces=("r1", "r3")), work("Two", reduces=("r1",)), risks=RISKS)
    assert sentences.risks_title(plan) == (
        "The plan reduces 2 of 3 known risks; nothing in it reduces Lock-in"
    )
    assert [(risk.name, len(risk.work)) for risk in facts.risks(plan)] == [
        ("Lock-in", 0),
        ("Leak", 1),
        ("Drift", 2),
    ]


def test_all_risks_and_no_risk_are_said_as_they_are() -> None:
    every = plan_of(work("One", reduces=("r1", "r2", "r3")), risks=RISKS)
    assert sentences.risks_title(every) == "The plan reduces all 3 known risks"
    none = plan_of(work("One"), risks=RISKS)
    assert sentences.risks_title(none).startswith("The plan reduces 0 of 3 known risks; nothing")
    bare = made_report(made_card({"Alpha": {"A1": 1}}), plan_of(work("One")))
    assert "risks" not in {chapter.id for chapter in chapters(bare)}


# --- Roles and the charter


def test_who_answers_for_most_is_named_and_work_without_anybody_counted() -> None:
    plan = plan_of(
        work("One", "Ann"), work("Two", "Ann with Bo"), work("Three", "Bo"), work("Four")
    )
    assert sentences.roles_title(plan) == ("Ann answers for 2 of 4 initiatives; 1 has no owner yet")
    assert sentences.roles_title(plan_of(work("One"))) == (
        "Nobody is named yet who answers for an initiative"
    )


def test_several_who_answer_for_as_much_are_named_together() -> None:
    plan = plan_of(work("One", "Ann"), work("Two", "Bo"))
    assert sentences.roles_title(plan) == "Ann and Bo each answer for 1 of 2 initiatives"


def test_who_is_not_listed_answers_for_as_much_as_is_said() -> None:
    assert sentences.more_people([2, 1, 1]) == "3 more people answer for 1 or 2 initiatives each"
    assert sentences.more_people([4, 1]) == "2 more people answer for 1 to 4 initiatives each"
    assert sentences.more_people([1]) == "1 more person answers for 1 initiative"
    assert sentences.more_people([]) == ""
    rows = charter.role_rows(EXAMPLE.roadmap)
    order = [(-row.count, -row.money) for row in rows]
    assert order == sorted(order)
    rest = [row.count for row in rows[5:]]
    said = charter.charter(EXAMPLE).content["more"]
    assert said == (
        f"{len(rest)} more people answer for {min(rest)} or {max(rest)} initiatives each"
    )


def test_each_point_of_the_charter_stands_as_the_card_says() -> None:
    # str-02 at 3 holds its points of level 2 and 3, not 4 and 5; gov-01 is claimed at 3.
    card = charter_card({"str-02": 3, "str-03": None, "gov-01": 2}, {"gov-01": 3})
    report = made_report(card, made_roadmap())
    assert [(p.capability, p.level, p.state, p.next) for p in charter.points(report)] == [
        ("Mandate", 2, "in place", ""),
        ("Mandate", 3, "in place", ""),
        ("Mandate", 4, "open", "Decide: nothing in the plan brings it."),
        ("Mandate", 5, "open", "Decide: nothing in the plan brings it."),
        ("Model", 3, "not known", "Answer the questions first."),
        ("Owners", 3, "claimed", "Put evidence on file."),
    ]
    assert charter.charter(report).title == (
        "Of 6 points of the Chief AI Officer's charter, 2 are in place, 1 is claimed without "
        "proof, and 3 are open"
    )


def test_an_open_point_names_the_work_that_brings_it() -> None:
    card = charter_card({"str-02": 3}, {})
    brings = work("Scorecard", "Chief AI Officer", lifts=(Lift("str-02", 3, 4),))
    points = charter.points(made_report(card, plan_of(brings)))
    assert [p.next for p in points if p.level == 4] == ["Scorecard, by 2027 Q4 (Chief AI Officer)."]


def test_a_framework_without_a_charter_has_roles_only() -> None:
    report = made_report(made_card({"Alpha": {"A1": 1}}), plan_of(work("One", "Ann")))
    ids = {chapter.id for chapter in chapters(report)}
    assert "roles" in ids
    assert "charter" not in ids


def test_the_charter_of_the_example_adds_up() -> None:
    points = charter.points(EXAMPLE)
    card = EXAMPLE.scorecard
    for name, number in (("str-02", 4), ("str-02", 5), ("gov-01", 3)):
        node = card.node(name)
        (point,) = [p for p in points if p.text == node.statements[number]]
        assert (point.state == "in place") == ((node.worst or 0) >= number)


# --- Disagreements


def test_what_is_open_is_counted() -> None:
    card = made_card({"Alpha": {"A1": 2, "A2": None}})
    room = Room(
        agreed=(Agreed("A1", 1, 2, 2, "One paper.", "Sales sees 3."),),
        actions=(Action("Do it", "Ida", date(2027, 1, 1)),),
        parked=("Which cloud?", "Who pays?"),
    )
    report = replace(made_report(card, made_roadmap()), room=room)
    assert sentences.open_title(report) == (
        "1 capability is not established; another view is on record for 1 capability; "
        "2 questions were parked; 1 action is under way"
    )
    text = printed(report).text
    for said in ("One paper.", "Sales sees 3.", "Do it", "Ida", "Which cloud?"):
        assert said in text
    settled = made_report(made_card({"Alpha": {"A1": 2}}), made_roadmap())
    assert sentences.open_title(settled).startswith("No level is disputed or open")


def test_people_far_apart_are_those_two_levels_apart() -> None:
    wide = {
        q.capability
        for q in EXAMPLE.scorecard.questions
        if q.kind == "placement" and q.low is not None and (q.high or 0) - q.low >= 2
    }
    assert {node.id for node in facts.disputed(EXAMPLE.scorecard)} == wide
    assert f"apart on {len(wide)} capabilities" in sentences.open_title(EXAMPLE)


# --- Money in other scenarios, reasons, raters


def test_other_scenarios_stand_beside_the_plan_by_year() -> None:
    other = Alternative("Half the money", {2027: 4321.0}, 7, 28)
    text = printed(replace(EXAMPLE, alternatives=(other,)), "board").text
    assert "Half the money" in text
    assert "4,321" in text
    assert "“Half the money” meets 7 of 28 targets" in text


def test_reasons_stand_with_their_targets() -> None:
    (chapter,) = [each for each in chapters(EXAMPLE) if each.id == "gaps"]
    told = {name for _, names in chapter.content["reasons"] for name in names}
    opened = [g for g in EXAMPLE.roadmap.gaps if g.levels]
    assert len(told) == len(opened) == len({g.capability for g in opened})


def test_those_who_were_asked_are_counted_by_role() -> None:
    assert sum(number for _, number in EXAMPLE.raters) == EXAMPLE.scorecard.respondents
    text = " ".join(printed(EXAMPLE, "board").text.split())
    assert "Chief risk officer 1" in text


# --- Staircase and milestones


def test_milestones_are_the_ends_of_the_lanes() -> None:
    for lane in facts.lanes(EXAMPLE.roadmap):
        last = max(placement.end for placement in lane.placements)
        assert facts.milestones(EXAMPLE.roadmap)[lane.name] == last


def test_targets_met_rise_to_what_the_plan_meets() -> None:
    counts = [facts.met_by(EXAMPLE.roadmap, year) for year in EXAMPLE.roadmap.years]
    assert counts == sorted(counts)
    assert counts[-1] == len(facts.met(EXAMPLE.roadmap))


# --- Chapters left out


def test_a_theme_leaves_chapters_out_but_never_the_method() -> None:
    theme = replace(EXAMPLE.theme, left_out=("pillar", "roadmap-1", "answers", "method"))
    ids = [chapter.id for chapter in chapters(replace(EXAMPLE, theme=theme))]
    assert "method" in ids
    assert not [name for name in ids if name.startswith(("pillar", "roadmap")) or name == "answers"]
    assert "profile" in ids


# --- People's own words


def edit(block: str, text: str, computed: str) -> Edit:
    return Edit(block, text, computed, "Ida Board", datetime(2026, 11, 24, tzinfo=UTC))


def with_edits(*edits: Edit) -> Report:
    return replace(EXAMPLE, edits=edits)


def test_every_heading_and_first_paragraph_may_be_edited() -> None:
    known = {block: text for block, _, text in text_blocks(EXAMPLE)}
    for chapter in chapters(EXAMPLE):
        assert known[f"{chapter.id}.title"] == chapter.title
    assert known["cost.lead"].startswith("EUR ")


def test_an_edit_is_printed_marked_and_on_record() -> None:
    computed = {block: text for block, _, text in text_blocks(EXAMPLE)}["summary.title"]
    paper = printed(with_edits(edit("summary.title", "We must <hurry>", computed)), "board")
    assert paper.complaints == ()
    assert "We must <hurry>" in paper.pages[2]
    assert "Edited: heading" in paper.pages[2]
    record = paper.text[paper.text.index("Texts that a person") :]
    for said in ("Summary for the board, heading", "We must <hurry>", "Ida Board", "24 November"):
        assert said in record
    assert "Today it would be computed otherwise" not in record


def test_an_edit_of_words_that_have_changed_since_says_so() -> None:
    report = with_edits(edit("summary.title", "We must hurry", "Something of last week"))
    text = printed(report, "board").text
    record = " ".join(text[text.index("Texts that a person") :].split())
    assert "Something of last week" in record
    now = sentences.headline(EXAMPLE.scorecard, EXAMPLE.organisation)
    assert f"Today it would be computed otherwise: {now}" in record


@pytest.mark.parametrize("block", ["nothing.title", "summary.lead", "summary.content"])
def test_an_edit_of_no_text_changes_nothing(block: str) -> None:
    edited = chapters(with_edits(edit(block, "Mine", "Theirs")))
    assert [chapter.title for chapter in edited] == [c.title for c in chapters(EXAMPLE)]
    assert [chapter.edited for chapter in edited] == [()] * len(edited)
