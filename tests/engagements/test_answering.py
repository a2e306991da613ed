"""Answers: added, never changed, checked against their question, and kept when told so."""

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import engagements
from domain.answers import Answer
from domain.errors import Conflict, InvalidInput, NotFound
from storage.database import open_database
from tests.engagements.conftest import Opened

ROOT = Path(__file__).parents[2]
PLACEMENT = "lead-01-placement"
PRACTICE = "lead-01-l2"


def events(opened: Opened) -> list[tuple[str, float | None]]:
    with opened.db.reading() as connection:
        rows = connection.exec_driver_sql("SELECT kind, value FROM answer_event ORDER BY sequence")
        return [(row.kind, row.value) for row in rows]


def test_a_saved_answer_can_be_read_with_everything_that_was_said(opened: Opened) -> None:
    ann = opened.join(opened.start())
    saved = engagements.record_answer(
        opened.db,
        ann,
        question=PRACTICE,
        kind="value",
        value=2,
        confidence="low",
        comment="Only in sales.",
        evidence="Minutes of 3 May",
    )
    assert engagements.answers_of(opened.db, ann) == {
        PRACTICE: Answer(ann, PRACTICE, "value", 2, "low", "Only in sales.", "Minutes of 3 May")
    }
    assert abs((datetime.now(UTC) - saved).total_seconds()) < 60
    assert engagements.list_engagements(opened.db)[0].progress.last_saved == saved


def test_a_changed_answer_replaces_the_old_one_and_both_stay_on_record(opened: Opened) -> None:
    ann = opened.join(opened.start())
    engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="value", value=2)
    engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="dont_know")
    engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="value", value=4)
    assert engagements.answers_of(opened.db, ann)[PLACEMENT].value == 4
    assert events(opened) == [("value", 2), ("dont_know", None), ("value", 4)]


def test_a_retry_of_the_same_request_saves_nothing_twice(opened: Opened) -> None:
    ann = opened.join(opened.start())
    save: dict[str, Any] = {"question": PLACEMENT, "kind": "value", "request_id": "r-1"}
    first = engagements.record_answer(opened.db, ann, value=3, **save)
    engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="value", value=5)
    assert engagements.record_answer(opened.db, ann, value=3, **save) == first
    assert engagements.answers_of(opened.db, ann)[PLACEMENT].value == 5
    with pytest.raises(Conflict, match="already saved another answer"):
        engagements.record_answer(opened.db, ann, value=4, **save)
    assert events(opened) == [("value", 3), ("value", 5)]


def test_the_same_sent_twice_is_on_record_once(opened: Opened) -> None:
    ann = opened.join(opened.start())
    for value in (2.0, 4.0, 4.0, 2.0):
        engagements.change_answer(opened.db, ann, PLACEMENT, {"kind": "value", "value": value})
    assert events(opened) == [("value", 2), ("value", 4), ("value", 2)]


def test_a_hundred_retries_at_once_save_one_answer(opened: Opened) -> None:
    ann = opened.join(opened.start())
    times: list[datetime] = []

    def save() -> None:
        times.append(
            engagements.record_answer(
                opened.db, ann, question=PLACEMENT, kind="value", value=3, request_id="r-1"
            )
        )

    savers = [threading.Thread(target=save) for _ in range(100)]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert len(times) == 100
    assert len(set(times)) == 1
    assert events(opened) == [("value", 3)]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"kind": "value", "value": 6}, "answered with one of 1, 2, 3, 4, 5, not 6"),
        ({"kind": "value", "value": 2.5}, "not 2.5"),
        ({"kind": "value", "value": float("nan")}, "not nan"),
        ({"kind": "value", "value": "3"}, "not '3'"),
        ({"kind": "value", "value": True}, "not True"),
        ({"kind": "value"}, "not None"),
        ({"kind": "not_applicable", "value": 3}, "has no value"),
        ({"kind": "skipped"}, "a value, dont_know or not_applicable, not 'skipped'"),
        ({"kind": "dont_know", "confidence": "sure"}, "confidence is low, medium or high"),
        ({"kind": "dont_know", "comment": "x" * 4001}, "4,000 characters, it has 4,001"),
        ({"kind": "dont_know", "evidence": "x" * 4001}, "4,000 characters, it has 4,001"),
        ({"kind": "dont_know", "request_id": "x" * 101}, "100"),
    ],
)
def test_an_answer_that_does_not_fit_its_question_is_refused(
    opened: Opened, answer: dict[str, Any], said: str
) -> None:
    ann = opened.join(opened.start())
    with pytest.raises(InvalidInput) as refused:
        engagements.record_answer(opened.db, ann, question=PLACEMENT, **answer)
    assert said in str(refused.value)
    assert events(opened) == []


def test_every_problem_of_an_answer_is_told_at_once(opened: Opened) -> None:
    ann = opened.join(opened.start())
    with pytest.raises(InvalidInput) as refused:
        engagements.record_answer(
            opened.db,
            ann,
            question="no-such-question",
            kind="value",
            confidence="sure",  # type: ignore[arg-type]
            comment="x" * 4001,
        )
    assert len(refused.value.problems) == 3


def test_a_question_of_the_full_depth_is_not_asked_in_a_quick_scan(opened: Opened) -> None:
    ann = opened.join(opened.start(depth="quick"))
    with pytest.raises(InvalidInput, match="is not asked here"):
        engagements.record_answer(opened.db, ann, question=PRACTICE, kind="dont_know")


def test_text_is_kept_to_the_letter_but_for_what_nobody_can_see(opened: Opened) -> None:
    ann = opened.join(opened.start())
    comment = "'; DROP TABLE answer_event;-- <b>Ångström</b> 数\n=1+1"
    engagements.record_answer(
        opened.db, ann, question=PLACEMENT, kind="dont_know", comment=f"\x00{comment}\u202e\ufeff "
    )
    assert engagements.answers_of(opened.db, ann)[PLACEMENT].comment == comment


@pytest.mark.parametrize("stranger", ["", "nobody", "' OR 1=1 --"])
def test_who_does_not_know_a_respondent_cannot_answer_or_read(
    opened: Opened, stranger: str
) -> None:
    opened.join(opened.start())
    for attempt in (engagements.answers_of, engagements.sheet_of, engagements.find_respondent):
        with pytest.raises(NotFound, match="Nobody answers under this link"):
            attempt(opened.db, stranger)
    with pytest.raises(NotFound):
        engagements.record_answer(opened.db, stranger, question=PLACEMENT, kind="dont_know")


def test_one_respondents_answers_do_not_touch_anothers(opened: Opened) -> None:
    engagement = opened.start()
    ann, bob = opened.join(engagement, "Ann"), opened.join(engagement, "Bob")
    engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="value", value=2)
    engagements.record_answer(opened.db, bob, question=PLACEMENT, kind="value", value=4)
    assert engagements.answers_of(opened.db, ann)[PLACEMENT].value == 2
    found = engagements.assessment_answers(opened.db, engagement.engagement.id)
    assert [(answer.respondent, answer.value) for answer in found] == [(ann, 2), (bob, 4)]


def test_progress_counts_what_is_asked_and_estimates_the_rest(opened: Opened) -> None:
    # Small framework, agents in use: 3 placements and 12 practices.
    # 3 x 35 s + 12 x 25 s = 405 s, 7 minutes when rounded up.
    engagement = opened.start(context={"uses-agents": "yes"})
    ann = opened.join(engagement)
    start = engagements.sheet_of(opened.db, ann).progress
    assert (start.asked, start.done, start.minutes_left) == (15, 0, 7)
    engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="not_applicable")
    engagements.record_answer(opened.db, ann, question=PRACTICE, kind="dont_know")
    # 405 s - 35 s - 25 s = 345 s, 6 minutes.
    later = engagements.sheet_of(opened.db, ann).progress
    assert (later.asked, later.done, later.minutes_left) == (15, 2, 6)
    # Without agents one capability with 5 questions is not asked.
    engagements.record_context(opened.db, "Kim", engagement.engagement.id, {"uses-agents": "no"})
    assert engagements.sheet_of(opened.db, ann).progress.asked == 10


def test_answers_to_what_is_no_longer_asked_stay_but_do_not_count(opened: Opened) -> None:
    engagement = opened.start(context={"uses-agents": "yes"})
    ann = opened.join(engagement)
    engagements.record_answer(opened.db, ann, question="run-01-l2", kind="value", value=1)
    engagements.record_context(opened.db, "Kim", engagement.engagement.id, {"uses-agents": "no"})
    assert engagements.assessment_answers(opened.db, engagement.engagement.id) == ()
    assert engagements.sheet_of(opened.db, ann).progress.done == 0
    assert "run-01-l2" in engagements.answers_of(opened.db, ann)


def test_an_answer_leaves_an_audit_record_and_a_refused_one_leaves_none(opened: Opened) -> None:
    ann = opened.join(opened.start())
    before = opened.audit()
    engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="value", value=3)
    with pytest.raises(InvalidInput):
        engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="value", value=9)
    assert opened.audit() == [*before, ("Ann", "answered")]


WRITER = """
import sys, threading
import engagements
from storage.database import open_database

db = open_database(sys.argv[1])

def write(respondent):
    for number in range(100_000):
        engagements.record_answer(
            db, respondent, question="lead-01-l2", kind="value", value=number % 4,
            comment=f"{sys.argv[2]}.{number}",
        )
        sys.stdout.write(f"{respondent} {sys.argv[2]}.{number}\\n")
        sys.stdout.flush()

for respondent in sys.argv[3:]:
    threading.Thread(target=write, args=(respondent,)).start()
"""


def test_no_answer_that_was_called_saved_is_lost_when_the_process_is_killed(
    opened: Opened, tmp_path: Path
) -> None:
    engagement = opened.start()
    people = [opened.join(engagement, name) for name in ("Ann", "Bob", "Cy")]
    url = f"sqlite:///{opened.db.path}"
    printed = tmp_path / "printed"
    seen = 0
    for kill in range(20):
        with printed.open("wb") as output:
            writer = subprocess.Popen(
                [sys.executable, "-c", WRITER, url, str(kill), *people], cwd=ROOT, stdout=output
            )
            while not printed.stat().st_size:
                assert writer.poll() is None
                time.sleep(0.005)
            time.sleep(random.Random(kill).uniform(0, 0.15))
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        # A line that the kill cut short was still being said, so it is not counted.
        said = printed.read_text().rpartition("\n")[0].splitlines()
        seen += len(said)
        reopened = open_database(url)
        with reopened.reading() as connection:
            rows = connection.exec_driver_sql("SELECT respondent, comment FROM answer_event")
            kept = [f"{row.respondent} {row.comment}" for row in rows]
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        reopened.close()
        missing = set(said) - set(kept)
        assert missing == set()
        assert orphans == []
    assert seen > 100


def test_an_answer_and_its_audit_record_are_never_apart(opened: Opened) -> None:
    ann = opened.join(opened.start())
    with sqlite3.connect(opened.db.path) as broken:
        broken.execute(
            "CREATE TRIGGER no_audit BEFORE INSERT ON audit_log "
            "BEGIN SELECT RAISE(ABORT, 'the log is full'); END"
        )
    broken.close()
    with pytest.raises(Exception, match="the log is full"):
        engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="value", value=3)
    assert events(opened) == []


def test_a_change_of_one_part_leaves_the_others_as_they_are(opened: Opened) -> None:
    ann = opened.join(opened.start())
    engagements.record_answer(
        opened.db, ann, question=PLACEMENT, kind="value", value=2, comment="Only in sales."
    )
    saved = engagements.change_answer(opened.db, ann, PLACEMENT, {"confidence": "low"})
    assert saved is not None
    assert saved.answer == Answer(ann, PLACEMENT, "value", 2, "low", "Only in sales.")
    assert engagements.answers_of(opened.db, ann) == {PLACEMENT: saved.answer}
    assert events(opened) == [("value", 2), ("value", 2)]


def test_a_note_without_a_choice_is_no_answer_yet(opened: Opened) -> None:
    ann = opened.join(opened.start())
    assert engagements.change_answer(opened.db, ann, PLACEMENT, {"comment": "Later"}) is None
    assert engagements.answers_of(opened.db, ann) == {}


def test_a_change_that_does_not_fit_is_refused_and_changes_nothing(opened: Opened) -> None:
    ann = opened.join(opened.start())
    engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="value", value=2)
    with pytest.raises(InvalidInput, match="not 9"):
        engagements.change_answer(opened.db, ann, PLACEMENT, {"value": 9})
    with pytest.raises(InvalidInput, match="not asked here"):
        engagements.change_answer(opened.db, ann, "lead-99", {"kind": "value", "value": 2})
    assert events(opened) == [("value", 2)]


def test_two_tabs_that_change_different_parts_at_once_lose_nothing(opened: Opened) -> None:
    ann = opened.join(opened.start())
    engagements.record_answer(opened.db, ann, question=PLACEMENT, kind="value", value=3)

    def type_comments() -> None:
        for number in range(30):
            engagements.change_answer(opened.db, ann, PLACEMENT, {"comment": f"Note {number}"})

    def choose() -> None:
        for number in range(30):
            level = {"kind": "value", "value": float(1 + number % 5)}
            engagements.change_answer(opened.db, ann, PLACEMENT, level)

    tabs = [threading.Thread(target=type_comments), threading.Thread(target=choose)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    stored = engagements.answers_of(opened.db, ann)[PLACEMENT]
    assert (stored.value, stored.comment) == (5, "Note 29")
    assert len(events(opened)) == 61
