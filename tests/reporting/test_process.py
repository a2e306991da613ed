"""The PDF is made in a child process, and whatever happens to that one is told in a sentence."""

import sys
import tempfile
from pathlib import Path

import pytest

from domain.errors import Unavailable
from reporting import make_pdf, page_pictures
from reporting.process import LIBRARY_STATUS
from tests.reporting.made import made_card, made_report, made_roadmap
from tests.reporting.reading import Printed, printed

REPORT = made_report(made_card({"Alpha": {"A1": 2}}), made_roadmap())


def child(tmp_path: Path, code: str) -> list[str]:
    """A command that does this instead of printing."""
    script = tmp_path / "child.py"
    script.write_text(code)
    return [sys.executable, str(script)]


@pytest.fixture(scope="module")
def paper() -> Printed:
    """The small report, printed in this process."""
    return printed(REPORT)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_progress_rises_to_one_and_the_temporary_folder_is_gone(place: Path) -> None:
    told: list[tuple[float, str]] = []
    pdf = make_pdf(REPORT, lambda share, step: told.append((share, step)))
    shares = [share for share, _ in told]
    assert pdf.startswith(b"%PDF-")
    assert shares == sorted(shares)
    assert (shares[0] < 0.2, shares[-1]) == (True, 1.0)
    assert all(step for _, step in told)
    assert list(place.iterdir()) == []


def test_the_same_report_gives_the_same_bytes_in_any_process(paper: Printed) -> None:
    assert make_pdf(REPORT) == paper.pdf


def test_every_page_becomes_a_picture(paper: Printed) -> None:
    pictures = page_pictures(paper.pdf)
    assert len(pictures) == len(paper.pages)
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_a_crash_in_a_native_library_is_told_and_takes_nothing_down(
    tmp_path: Path, place: Path
) -> None:
    crash = child(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(Unavailable, match=r"ended before it was done \(signal 11\): try again"):
        make_pdf(REPORT, child=crash)
    assert list(place.iterdir()) == []


def test_a_child_that_never_ends_is_stopped(tmp_path: Path, place: Path) -> None:
    stuck = child(tmp_path, "import time; print('0.10 Waiting', flush=True); time.sleep(600)")
    with pytest.raises(Unavailable, match="was not ready after 1 seconds"):
        make_pdf(REPORT, timeout=1, child=stuck)
    assert list(place.iterdir()) == []


def test_a_missing_pango_names_the_packages_to_install(tmp_path: Path) -> None:
    missing = child(tmp_path, f"raise SystemExit({LIBRARY_STATUS})")
    with pytest.raises(
        Unavailable, match=r"libpango-1\.0-0 libpangoft2-1\.0-0 libharfbuzz-subset0"
    ):
        make_pdf(REPORT, child=missing)


def test_without_pango_the_child_says_so_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A package named weasyprint in front of the real one fails as that does without Pango.
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load libpango')")
    start = "import runpy, sys; sys.path.insert(0, {!r}); sys.argv[0] = 'reporting'; "
    run = start.format(str(tmp_path)) + "runpy.run_module('reporting', run_name='__main__')"
    with pytest.raises(Unavailable, match="Pango is missing"):
        make_pdf(REPORT, child=child(tmp_path, run))


def test_an_error_in_the_child_is_told_with_its_last_line(tmp_path: Path) -> None:
    broken = child(tmp_path, "raise MemoryError('no room left')")
    with pytest.raises(Unavailable, match=r"did not work \(MemoryError: no room left\)"):
        make_pdf(REPORT, child=broken)


def test_somebody_who_leaves_takes_the_child_along(tmp_path: Path, place: Path) -> None:
    class Left(Exception):
        """What Streamlit does when a page is left: it raises in the callback."""

    def leave(share: float, step: str) -> None:
        raise Left

    stuck = child(tmp_path, "import time; print('0.10 Waiting', flush=True); time.sleep(600)")
    with pytest.raises(Left):
        make_pdf(REPORT, leave, child=stuck)
    assert list(place.iterdir()) == []


def test_what_is_no_pdf_has_no_pictures() -> None:
    with pytest.raises(Unavailable, match="did not work"):
        page_pictures(b"not a PDF")
