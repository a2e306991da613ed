"""PDFs are made by workers, and whatever happens to one of them is told in a sentence."""

import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.processes import megabytes, workers
from domain.errors import Unavailable
from domain.report import Theme
from reporting import make_pdf, page_pictures, process
from reporting import workers as rooms
from reporting.workers import Role, Workers
from tests.reporting.made import example_report, made_card, made_report, made_roadmap
from tests.reporting.reading import Printed, printed

REPORT = made_report(made_card({"Alpha": {"A1": 2}}), made_roadmap())
OTHER = replace(REPORT, organisation="Somebody else")
COMPOSING, LAYING_OUT = "Putting the chapters together", "Laying out the pages"


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


@pytest.fixture
def fresh(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Workers of this test alone, with their folders in the one that this gives."""
    rooms.end_all()
    monkeypatch.setattr(process, "_COMPOSERS", Workers("compose", 1))
    monkeypatch.setattr(process, "_PRINTERS", Workers("print", 2))
    yield place
    rooms.end_all()
    assert list(place.iterdir()) == []


def pids(role: Role) -> set[int]:
    """The workers of this process."""
    return set(workers(os.getpid(), role))


def at_step(step: str, role: Role, number: int) -> Callable[[float, str], None]:
    """A callback that sends a signal to the worker when this step begins."""

    def send(_share: float, said: str) -> None:
        if said == step:
            [pid] = pids(role)
            os.kill(pid, number)

    return send


def eventually(holds: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it holds before the time is over."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def test_progress_rises_to_one() -> None:
    told: list[tuple[float, str]] = []
    pdf = make_pdf(REPORT, lambda share, step: told.append((share, step)))
    shares = [share for share, _ in told]
    assert pdf.startswith(b"%PDF-")
    assert shares == sorted(shares)
    assert (shares[0] < 0.2, shares[-1]) == (True, 1.0)
    assert all(step for _, step in told)


def test_the_same_report_gives_the_same_bytes_in_any_process_whatever_was_printed_before(
    paper: Printed, fresh: Path
) -> None:
    assert make_pdf(REPORT) == paper.pdf  # a process that has just started
    first = pids("print")
    assert make_pdf(OTHER) != paper.pdf
    assert make_pdf(REPORT, edition="board") != paper.pdf
    assert make_pdf(REPORT) == paper.pdf
    assert pids("print") == first


def test_every_page_becomes_a_picture(paper: Printed) -> None:
    pictures = page_pictures(paper.pdf)
    assert len(pictures) == len(paper.pages)
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert pids("draw") == set()


def test_workers_give_way_and_may_not_take_more_than_two_gigabytes(fresh: Path) -> None:
    make_pdf(REPORT)
    assert (len(pids("compose")), len(pids("print"))) == (1, 1)
    for pid in pids("compose") | pids("print"):
        assert os.getpriority(os.PRIO_PROCESS, pid) >= 10
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert f"Max data size             {2 * 2**30}" in limits


def test_no_worker_takes_more_than_250_megabytes_for_a_full_paper(fresh: Path) -> None:
    assert len(make_pdf(example_report())) < 600_000
    make_pdf(replace(example_report(), language="de"))  # everything anew, with the first still kept
    assert max(megabytes(pid) for pid in workers(os.getpid())) < 250


@pytest.mark.parametrize(("step", "role"), [(COMPOSING, "compose"), (LAYING_OUT, "print")])
def test_a_worker_that_is_killed_is_told_and_the_next_paper_is_made(
    step: str, role: Role, paper: Printed, fresh: Path
) -> None:
    with pytest.raises(Unavailable, match=r"ended before it was done \(signal 9\): try again"):
        make_pdf(REPORT, at_step(step, role, signal.SIGKILL))
    assert make_pdf(REPORT) == paper.pdf


def test_a_crash_takes_no_other_paper_down(paper: Printed, fresh: Path) -> None:
    made: list[bytes] = []
    other = threading.Thread(target=lambda: made.append(make_pdf(REPORT)))

    def crash(_share: float, said: str) -> None:
        if said == LAYING_OUT:
            [mine] = pids("print")
            other.start()
            assert eventually(lambda: len(pids("print")) == 2)
            os.kill(mine, signal.SIGSEGV)

    with pytest.raises(Unavailable, match=r"\(signal 11\)"):
        make_pdf(OTHER, crash)
    other.join()
    assert made == [paper.pdf]


def test_a_worker_that_never_ends_is_stopped(paper: Printed, fresh: Path) -> None:
    with pytest.raises(Unavailable, match="was not ready after 5 seconds"):
        make_pdf(REPORT, at_step(LAYING_OUT, "print", signal.SIGSTOP), timeout=5)
    assert make_pdf(REPORT) == paper.pdf


def test_a_missing_pango_names_the_packages_to_install(
    fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A module named weasyprint in front of the real one fails as that does without Pango.
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load libpango')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(
        Unavailable, match=r"libpango-1\.0-0 libpangoft2-1\.0-0 libharfbuzz-subset0"
    ):
        make_pdf(REPORT)


def test_an_error_in_a_worker_is_told_with_its_last_line(paper: Printed, fresh: Path) -> None:
    broken = replace(REPORT, theme=Theme(logo="x"))
    with pytest.raises(Unavailable, match=r"did not work \(binascii.Error: .*\)"):
        make_pdf(broken)
    assert make_pdf(REPORT) == paper.pdf


def test_somebody_who_leaves_takes_the_worker_along(paper: Printed, fresh: Path) -> None:
    class Left(Exception):
        """What Streamlit does when a page is left: it raises in the callback."""

    def leave(share: float, step: str) -> None:
        if step == LAYING_OUT:
            raise Left

    with pytest.raises(Left):
        make_pdf(OTHER, leave)
    # What was half done for somebody else is given to nobody.
    assert make_pdf(REPORT) == paper.pdf


def test_two_papers_are_made_at_a_time_and_whoever_waits_is_told(fresh: Path) -> None:
    told: list[str] = []
    most = 0

    def count(_share: float, said: str) -> None:
        nonlocal most
        most = max(most, len(pids("print")))
        told.append(said)

    reports = [replace(REPORT, organisation=f"Acme {number}") for number in range(4)]
    asking = [threading.Thread(target=make_pdf, args=(each, count)) for each in reports]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert "Waiting: other papers are being made" in told
    assert told.count("Done") == 4
    assert most == 2


def test_a_worker_that_ended_while_nobody_needed_it_is_replaced(
    paper: Printed, fresh: Path
) -> None:
    make_pdf(REPORT)
    for worker in pids("print") | pids("compose"):
        os.kill(worker, signal.SIGKILL)
        # Until it has ended, with all its threads; who ends it is told so by the next paper.
        os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
    assert make_pdf(REPORT) == paper.pdf


def test_a_worker_is_replaced_after_many_papers(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "_TASKS_IN_A_LIFE", 2)
    make_pdf(REPORT)
    first = pids("print")
    make_pdf(REPORT)
    assert pids("print") == set()
    make_pdf(REPORT)
    assert pids("print").isdisjoint(first)


def test_workers_end_when_nothing_is_asked_of_them(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "_SECONDS_IDLE", 0.2)
    make_pdf(REPORT)
    assert eventually(lambda: not pids("print") | pids("compose"))
    assert eventually(lambda: list(fresh.iterdir()) == [])


def test_what_is_no_pdf_has_no_pictures() -> None:
    with pytest.raises(Unavailable, match="did not work"):
        page_pictures(b"not a PDF")
