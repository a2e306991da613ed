"""`report verify`: a paper is held to what is stored, and what has changed is said."""

from contextlib import closing
from pathlib import Path

import pytest

import engagements
from reporting import make_pdf
from storage.database import default_database_url, open_database


@pytest.fixture
def paper(run, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """The board edition of the example, issued today."""
    run("example")
    with closing(open_database(default_database_url())) as db:
        composed = engagements.compose_report(db, "example")
        pdf = make_pdf(composed, edition="board")
        engagements.issue_report(
            db, "Kim", "example", pdf, file_format="board", inputs=composed.sha256
        )
    file = tmp_path / "board.pdf"
    file.write_bytes(pdf)
    return file


def test_a_paper_that_matches_is_said_to_match(run, paper: Path) -> None:  # type: ignore[no-untyped-def]
    checked = run("report", "verify", str(paper))
    assert checked.exit_code == 0
    assert "is unchanged since" in checked.stdout
    assert "It says what is stored today." in checked.stdout


def test_what_has_changed_since_is_listed(run, paper: Path) -> None:  # type: ignore[no-untyped-def]
    with closing(open_database(default_database_url())) as db:
        before = engagements.compose_report(db, "example").scorecard
        person = engagements.join_assessment(db, "Kim", "example", name="Newcomer").id
        for question in before.questions:
            if question.kind == "placement" and question.state == "answered":
                engagements.record_answer(db, person, question=question.id, kind="value", value=1)
    checked = run("report", "verify", str(paper))
    assert checked.exit_code == 1
    assert "What is stored has changed since:" in checked.stdout
    assert "are others now" in checked.stdout


def test_a_changed_file_is_not_taken_for_the_issued_one(run, paper: Path) -> None:  # type: ignore[no-untyped-def]
    paper.write_bytes(paper.read_bytes() + b"\n% one more line\n")
    checked = run("report", "verify", str(paper))
    assert checked.exit_code == 1
    assert "nobody issued a paper with these bytes" in checked.stderr
    named = run("report", "verify", str(paper), "--engagement", "example")
    assert (named.exit_code, "It says what is stored today." in named.stdout) == (1, True)


def test_a_file_that_is_no_paper_ends_in_one_sentence(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.7")
    checked = run("report", "verify", str(other))
    assert checked.exit_code == 1
    assert "not a report that Headway has made" in checked.stderr
