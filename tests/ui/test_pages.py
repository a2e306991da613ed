"""What each page shows and does, without a browser."""

import gc
import json
import re
from collections.abc import Callable
from dataclasses import replace

from pypdfium2 import PdfDocument
from streamlit.testing.v1 import AppTest

import engagements
from storage.database import Database

Opener = Callable[..., AppTest]


def texts(app: AppTest) -> str:
    """Everything written on the page, for looking up sentences."""
    blocks = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.error)
    return "\n".join(str(block.value) for block in blocks)


def start(database: Database, **changes: object) -> str:
    """A new engagement with one respondent; gives the engagement's id."""
    settings: dict[str, object] = {"organisation": "Harbour Ltd", "depth": "quick", **changes}
    summary = engagements.start_engagement(database, "Ada", **settings)  # type: ignore[arg-type]
    return summary.engagement.id


def test_the_home_page_offers_to_start_and_lists_the_example(open_page: Opener) -> None:
    app = open_page("home")
    assert not app.exception
    assert "Where do you stand on the way to 2030?" in texts(app)
    assert "example, invented data" in texts(app)
    assert any(button.label == "Start the assessment" for button in app.button)


def test_an_assessment_without_an_organisation_is_refused_in_words(open_page: Opener) -> None:
    app = open_page("home")
    app.button(key="FormSubmitter:start-Start the assessment").click().run()
    assert not app.exception
    assert len(app.error) == 1
    assert "rganisation" in app.error[0].value


def test_starting_an_assessment_leads_to_the_first_question(
    open_page: Opener, database: Database
) -> None:
    app = open_page("home")
    app.text_input[0].set_value("Harbour Ltd")
    app.text_input[1].set_value("Ada")
    app.button(key="FormSubmitter:start-Start the assessment").click().run()
    names = [s.engagement.organisation for s in engagements.list_engagements(database)]
    assert "Harbour Ltd" in names


def test_choosing_a_statement_is_stored_at_once(open_page: Opener, database: Database) -> None:
    identifier = start(database)
    person = engagements.join_assessment(database, "Ada", identifier, name="Ada", role="")
    app = open_page("assess", engagement=identifier, respondent=person.id)
    app.radio[0].set_value("value:3").run()
    stored = engagements.answers_of(database, person.id)
    assert [answer.value for answer in stored.values()] == [3.0]
    assert re.search(r"Saved \d", texts(app))


def test_going_on_leaves_nothing_of_the_pages_behind(open_page: Opener, database: Database) -> None:
    identifier = start(database)
    person = engagements.join_assessment(database, "Ada", identifier, name="Ada", role="")
    app = open_page("assess", engagement=identifier, respondent=person.id)
    before = sheets_in_memory()
    for _ in range(6):
        app.radio[0].set_value("value:3").run()
        next(button for button in app.button if button.label == "Next").click().run()
    assert len(engagements.answers_of(database, person.id)) == 6
    assert sheets_in_memory() <= before + 1


def sheets_in_memory() -> int:
    """How many times what somebody answers is held, in this whole process."""
    gc.collect()
    return sum(isinstance(each, engagements.Sheet) for each in gc.get_objects())


def open_note(app: AppTest) -> None:
    """Open the note of the first question, as a press on it does."""
    subject = str(app.radio[0].key).removesuffix(":choice")
    app.session_state[f"note:{subject}"] = True
    app.run()


def test_a_note_alone_is_no_answer(open_page: Opener, database: Database) -> None:
    identifier = start(database)
    person = engagements.join_assessment(database, "Ada", identifier, name="Ada", role="")
    app = open_page("assess", engagement=identifier, respondent=person.id)
    open_note(app)
    app.text_area[0].set_value("Only in two countries").run()
    assert engagements.answers_of(database, person.id) == {}
    assert not re.search(r"Saved \d", texts(app))


def test_what_another_tab_has_noted_stays_when_something_else_is_changed_here(
    open_page: Opener, database: Database
) -> None:
    identifier = start(database)
    person = engagements.join_assessment(database, "Ada", identifier, name="Ada", role="")
    app = open_page("assess", engagement=identifier, respondent=person.id)
    app.radio[0].set_value("value:2").run()
    (question,) = engagements.answers_of(database, person.id)
    engagements.change_answer(database, person.id, question, {"comment": "Only in sales"})
    app.radio[0].set_value("value:3").run()
    (stored,) = engagements.answers_of(database, person.id).values()
    assert (stored.value, stored.comment) == (3.0, "Only in sales")
    assert "Noted: comment" in texts(app)


def test_what_another_tab_has_chosen_stays_when_a_comment_is_typed_here(
    open_page: Opener, database: Database
) -> None:
    identifier = start(database)
    person = engagements.join_assessment(database, "Ada", identifier, name="Ada", role="")
    app = open_page("assess", engagement=identifier, respondent=person.id)
    app.radio[0].set_value("value:2").run()
    open_note(app)
    (question,) = engagements.answers_of(database, person.id)
    engagements.change_answer(database, person.id, question, {"kind": "value", "value": 4.0})
    app.text_area[0].set_value("Only in two countries").run()
    (stored,) = engagements.answers_of(database, person.id).values()
    assert (stored.value, stored.comment) == (4.0, "Only in two countries")
    assert app.radio[0].value == "value:4"


def test_dont_know_is_stored_as_an_answer(open_page: Opener, database: Database) -> None:
    identifier = start(database)
    person = engagements.join_assessment(database, "Ada", identifier, name="Ada", role="")
    app = open_page("assess", engagement=identifier, respondent=person.id)
    app.radio[0].set_value("dont_know").run()
    stored = engagements.answers_of(database, person.id)
    assert [answer.kind for answer in stored.values()] == ["dont_know"]


def test_a_comment_typed_before_the_choice_is_there_after_going_on_and_back(
    open_page: Opener, database: Database
) -> None:
    identifier = start(database)
    person = engagements.join_assessment(database, "Ada", identifier, name="Ada", role="")
    app = open_page("assess", engagement=identifier, respondent=person.id)
    open_note(app)
    app.text_area[0].set_value("Only in two countries").run()
    next(b for b in app.button if b.label == "Next").click().run()
    next(b for b in app.button if b.label == "Previous").click().run()
    open_note(app)
    assert app.text_area[0].value == "Only in two countries"
    app.radio[0].set_value("value:3").run()
    (stored,) = engagements.answers_of(database, person.id).values()
    assert (stored.value, stored.comment) == (3.0, "Only in two countries")


def test_coming_back_finds_the_first_unanswered_capability(
    open_page: Opener, database: Database
) -> None:
    identifier = start(database)
    person = engagements.join_assessment(database, "Ada", identifier, name="Ada", role="")
    framework = engagements.framework_of(database, identifier)
    first, second = list(framework.capabilities())[:2]
    question = next(q for q in first.questions if q.quick)
    engagements.record_answer(database, person.id, question=question.id, kind="value", value=2.0)
    app = open_page("assess", engagement=identifier, respondent=person.id)
    assert second.name in [heading.value.replace("\\", "") for heading in app.subheader]


def test_a_stored_answer_is_shown_again(open_page: Opener, database: Database) -> None:
    identifier = start(database)
    person = engagements.join_assessment(database, "Ada", identifier, name="Ada", role="")
    framework = engagements.framework_of(database, identifier)
    for question in framework.questions("quick"):
        engagements.record_answer(
            database, person.id, question=question.id, kind="value", value=4.0
        )
    app = open_page("assess", engagement=identifier, respondent=person.id)
    assert app.radio[0].value == "value:4"


def test_results_without_answers_teach_what_will_be_here(
    open_page: Opener, database: Database
) -> None:
    app = open_page("results", engagement=start(database))
    assert not app.exception
    assert "Nothing has been answered yet" in texts(app)


def test_results_of_the_example_state_level_range_and_coverage(open_page: Opener) -> None:
    app = open_page("results", engagement="example")
    assert not app.exception
    labels = [metric.label for metric in app.metric]
    assert labels == [
        "Level reported",
        "Range, worst to best case",
        "Of the way to the targets",
        "Questions covered",
    ]
    assert len(app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")) == 2


def test_an_answer_can_be_tried_out_and_the_level_moves(open_page: Opener) -> None:
    app = open_page("results", engagement="example")
    app.selectbox(key="explain").select("leg-01").run()
    before = [metric.label for metric in app.metric]
    app.selectbox(key="what_if:leg-01-l2").select(3.0).run()
    assert not app.exception
    moved = app.metric[4:7]
    assert len(app.metric) == len(before) + 3
    assert moved[0].delta == "1"
    assert "Nothing here is saved" in texts(app)


def test_every_chart_of_the_results_can_be_read_as_a_table(open_page: Opener) -> None:
    app = open_page("results", engagement="example")
    assert [e.label for e in app.expander].count("The same figures as a table") == 2


def test_the_roadmap_of_the_example_names_what_does_not_fit(
    open_page: Opener, database: Database
) -> None:
    app = open_page("roadmap", engagement="example")
    assert not app.exception
    left_out = engagements.plan_engagement(database, "example").left_out
    metric = next(metric for metric in app.metric if metric.label == "Did not fit")
    assert metric.value == str(len(left_out))


def test_the_four_subjects_of_leadership_can_take_the_place_of_the_pillars(
    open_page: Opener,
) -> None:
    app = open_page("results", engagement="example")
    app.segmented_control(key="view").set_value("leadership").run()
    assert not app.exception
    # The table under the profile has one row for each of the four subjects.
    assert len(app.dataframe[0].value) == 4


def test_an_engagement_that_is_not_there_is_explained(open_page: Opener) -> None:
    app = open_page("results", engagement="nowhere")
    assert not app.exception
    assert "This engagement is not here" in texts(app)


def test_a_page_without_an_engagement_leads_home(open_page: Opener) -> None:
    app = open_page("report")
    assert "Choose an engagement first" in texts(app)


def test_hostile_names_are_shown_as_text(open_page: Opener, database: Database) -> None:
    hostile = "<script>alert(1)</script> :red[x] ![t](http://evil.example/t.png)"
    app = open_page("results", engagement=start(database, organisation=hostile))
    assert "\\<script\\>" in texts(app)
    assert "![t]" not in texts(app)


def test_the_frameworks_page_shows_six_pillars_and_their_sources(open_page: Opener) -> None:
    app = open_page("frameworks")
    assert not app.exception
    assert len(app.tabs) == 6
    assert "NIST" in texts(app) or any("NIST" in e.label for e in app.expander)


def test_a_broken_framework_file_is_answered_with_every_problem(open_page: Opener) -> None:
    app = open_page("frameworks")
    app.file_uploader[0].upload("mine.yaml", b"format: headway-framework/1\nid: X\n").run()
    assert not app.exception
    assert "mine.yaml" in app.error[0].value.replace("\\", "")


def test_a_report_without_a_plan_has_the_best_one_looked_for_first(
    open_page: Opener, database: Database
) -> None:
    scenario = engagements.scenario_of(database, "example")
    with_less = replace(scenario, budget=dict.fromkeys(scenario.budget, 500.0))
    engagements.change_scenario(database, "Ada", "example", lambda before: with_less)
    app = open_page("report", engagement="example")
    app.radio[0].set_value("json").run()
    app.button[0].click().run(timeout=120)
    assert not app.exception
    inputs = engagements.plan_inputs(database, "example")
    kept = engagements.plan_made_from(database, "example", inputs)
    assert kept
    assert kept.method == "best"
    [issued] = engagements.reports_of(database, "example")
    link = engagements.report_link(database, issued.id)
    _, content = engagements.open_report(database, link.rsplit("/", 1)[-1])
    written = json.loads(content)["roadmap"]["scenario"]["budget"]
    assert written == {str(year): 500.0 for year in scenario.budget}


def test_a_report_is_made_kept_and_shown_page_by_page(
    open_page: Opener, database: Database
) -> None:
    app = open_page("report", engagement="example")
    assert "It takes about ten seconds" in texts(app)
    app.button[0].click().run(timeout=120)
    assert not app.exception
    made = engagements.reports_of(database, "example")
    assert len(made) == 1
    _, pdf = engagements.open_report(
        database, engagements.report_link(database, made[0].id).rsplit("/", 1)[-1]
    )
    assert pdf.startswith(b"%PDF-")
    shown = [picture.caption for image in app.image for picture in image.proto.imgs]
    assert shown == [f"Page 1 of {len(PdfDocument(pdf))}"]
