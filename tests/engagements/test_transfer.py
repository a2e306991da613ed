"""An engagement moves to another machine whole, or not at all."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import engagements
from domain.errors import InvalidInput
from storage.database import Database, open_database
from storage.migrate import migrate
from storage.versioned_file import content_hash
from tests.engagements.conftest import Opened


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Database]:
    """An empty database on another machine."""
    database = open_database(f"sqlite:///{tmp_path / 'elsewhere' / 'headway.db'}")
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def exported(opened: Opened) -> bytes:
    """An exported engagement with two respondents, a changed answer and a scenario."""
    started = opened.start(context={"uses-agents": "yes"})
    identifier = started.engagement.id
    ann, bob = opened.join(started, "Ann"), opened.join(started, "Bob")
    for person, value in ((ann, 2), (bob, 3), (ann, 4)):
        engagements.record_answer(
            opened.db, person, question="lead-01-placement", kind="value", value=value
        )
    engagements.record_answer(
        opened.db, bob, question="run-01-l2", kind="dont_know", comment="Ask the «Betrieb»"
    )
    scenario = engagements.scenario_of(opened.db, identifier)
    engagements.save_scenario(opened.db, "Kim", identifier, scenario)
    return engagements.export_engagement(opened.db, identifier)


def edited(exported: bytes, edit: Callable[[Any], None]) -> bytes:
    """The export with changed content and a hash that fits again."""
    file = json.loads(exported)
    edit(file["content"])
    file["sha256"] = content_hash(file["content"])
    return json.dumps(file).encode()


def test_an_imported_engagement_has_the_same_scorecard_and_plan(
    opened: Opened, elsewhere: Database
) -> None:
    example = engagements.create_example(opened.db)
    content = engagements.export_engagement(opened.db, example)
    assert engagements.import_engagement(elsewhere, "Lee", content) == example
    assert engagements.score_engagement(elsewhere, example) == engagements.score_engagement(
        opened.db, example
    )
    assert engagements.plan_engagement(elsewhere, example) == engagements.plan_engagement(
        opened.db, example
    )
    assert engagements.export_engagement(elsewhere, example).count(b'"at"') == content.count(
        b'"at"'
    )


def test_people_go_on_answering_under_the_same_link_on_the_other_machine(
    exported: bytes, opened: Opened, elsewhere: Database
) -> None:
    identifier = engagements.import_engagement(elsewhere, "Lee", exported)
    before = engagements.respondents_of(opened.db, identifier)
    after = engagements.respondents_of(elsewhere, identifier)
    assert [one.id for one in after] == [one.id for one in before]
    assert engagements.answers_of(elsewhere, after[0].id) == engagements.answers_of(
        opened.db, before[0].id
    )
    assert engagements.framework_of(elsewhere, identifier) == opened.framework


def test_an_import_beside_the_original_is_a_copy_with_ids_of_its_own(
    exported: bytes, opened: Opened
) -> None:
    (original,) = engagements.list_engagements(opened.db)
    copy = engagements.import_engagement(opened.db, "Lee", exported)
    assert copy != original.engagement.id
    ids = [
        {one.id for one in engagements.respondents_of(opened.db, identifier)}
        for identifier in (copy, original.engagement.id)
    ]
    assert not ids[0] & ids[1]
    assert engagements.score_engagement(opened.db, copy) == engagements.score_engagement(
        opened.db, original.engagement.id
    )
    assert opened.audit()[-1] == ("Lee", "imported engagement")


def test_a_file_that_was_edited_is_refused(exported: bytes, elsewhere: Database) -> None:
    tampered = exported.replace(b'"value": 4.0', b'"value": 5.0')
    assert tampered != exported
    with pytest.raises(InvalidInput, match="was changed after the export"):
        engagements.import_engagement(elsewhere, "Lee", tampered)
    assert engagements.list_engagements(elsewhere) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not valid JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "not valid JSON"),
        (b"{}", "found no format"),
        (b"[]", "found no format"),
        (b'{"format": "headway-engagement/2"}', "version 2 of the format"),
        (b'{"format": "headway-roadmap/1"}', "found headway-roadmap/1"),
        (b'{"format": "headway-engagement/1"}', "sha256"),
        (b'{"format": "headway-engagement/1", "sha256": "", "content": 3}', "content"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_words(
    elsewhere: Database, content: bytes, said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        engagements.import_engagement(elsewhere, "Lee", content)
    assert said in str(refused.value)


def put(*path: str | int) -> Callable[[Any], Callable[[Any], None]]:
    """An edit that puts a value at a place of the content."""

    def with_value(value: Any) -> Callable[[Any], None]:
        def edit(content: Any) -> None:
            for step in path[:-1]:
                content = content[step]
            content[path[-1]] = value

        return edit

    return with_value


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (put("answers", 0, "answer", "value")(9), "Answer 1"),
        (put("answers", 0, "answer", "question")("other"), "not asked"),
        (put("answers", 1, "answer", "respondent")("x" * 22), "Answer 2 is by somebody"),
        (put("answers", 1, "answer", "surprise")(1), "surprise"),
        (put("answers", 0, "at")("yesterday"), "answers.0.at"),
        (put("respondents", 0, "id")("short"), "cannot be an id"),
        (put("respondents", 0, "role")("pilot"), "no role 'pilot'"),
        (put("engagement", "id")("../x"), "cannot be an id"),
        (put("engagement", "organisation")(""), "organisation's name is empty"),
        (put("engagement", "framework_hash")("0" * 64), "not the one"),
        (put("engagement", "context")({"planet": "mars"}), "does not ask for 'planet'"),
        (put("assessment", "depth")("deep"), "assessment.depth"),
        (put("scenario", "start")("soon"), "scenario.start"),
        (put("scenario", "targets")({"lead-01": 9}), "is 1 to 5, not 9"),
        (put("framework")("format: headway-framework/1"), "missing"),
    ],
)
def test_content_that_could_not_have_been_saved_here_is_refused_whole(
    exported: bytes, elsewhere: Database, edit: Callable[[Any], None], said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        engagements.import_engagement(elsewhere, "Lee", edited(exported, edit))
    assert said in str(refused.value)
    assert engagements.list_engagements(elsewhere) == ()
    with elsewhere.reading() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM framework_version").scalar_one()
    assert kept == 0


def test_two_respondents_with_one_id_are_refused(exported: bytes, elsewhere: Database) -> None:
    def double(content: Any) -> None:
        content["respondents"].append(content["respondents"][0])

    with pytest.raises(InvalidInput, match="the same id"):
        engagements.import_engagement(elsewhere, "Lee", edited(exported, double))
