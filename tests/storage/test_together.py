"""Writing in company: nobody is left behind, nobody fails for another, the order stays."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.database import open_database
from storage.together import Together

PATIENCE = 10


class Slow:
    """Writes only when it is let go; keeps what it was given each time."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.began = threading.Event()
        self.companies: list[list[int]] = []

    def write_all(self, items: Sequence[int]) -> list[int]:
        """Ten times each number; below 0 is refused."""
        self.companies.append([*items])
        self.began.set()
        assert self.let_go.wait(PATIENCE)
        if min(items) < 0:
            raise ValueError("below zero")
        return [10 * item for item in items]


def test_who_comes_meanwhile_goes_with_the_next_and_gets_its_own_result() -> None:
    slow = Slow()
    together = Together(slow.write_all)
    with ThreadPoolExecutor(6) as people:
        first = people.submit(together.write, 1)
        assert slow.began.wait(PATIENCE)
        others = [people.submit(together.write, number) for number in (2, 3, 4, 5, 6)]
        _until_they_wait(together, 5)
        slow.let_go.set()
        assert first.result(PATIENCE) == 10
        assert [other.result(PATIENCE) for other in others] == [20, 30, 40, 50, 60]
    assert slow.companies[0] == [1]
    assert sorted(slow.companies[1]) == [2, 3, 4, 5, 6]
    assert len(slow.companies) == 2


def test_what_cannot_be_written_fails_alone() -> None:
    slow = Slow()
    together = Together(slow.write_all)
    with ThreadPoolExecutor(4) as people:
        people.submit(together.write, 1)
        assert slow.began.wait(PATIENCE)
        bad, good, fine = (people.submit(together.write, number) for number in (-1, 2, 3))
        _until_they_wait(together, 3)
        slow.let_go.set()
        assert (good.result(PATIENCE), fine.result(PATIENCE)) == (20, 30)
        with pytest.raises(ValueError, match="below zero"):
            bad.result(PATIENCE)
    assert together.write(7) == 70  # and it goes on


def test_a_thousand_writes_of_fifty_people_are_each_there_once(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path / 'headway.db'}")
    with db.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE said (number INTEGER PRIMARY KEY)")
    sizes: list[int] = []

    def write_all(connection: Connection, numbers: Sequence[int]) -> Sequence[int]:
        sizes.append(len(numbers))
        rows = [(number,) for number in numbers]
        connection.exec_driver_sql("INSERT INTO said VALUES (?)", rows)
        return numbers

    with ThreadPoolExecutor(50) as people:
        numbers = range(1000)
        found = list(people.map(lambda number: db.write_together(write_all, number), numbers))
    with db.reading() as connection:
        stored = connection.exec_driver_sql("SELECT number FROM said ORDER BY number").scalars()
        assert list(stored) == found == [*numbers]
    assert sum(sizes) == 1000
    assert len(sizes) < 1000  # some went in company
    db.close()


def test_when_it_returns_it_is_on_the_disk_or_nothing_of_it_is(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path / 'headway.db'}")
    with db.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE said (number INTEGER PRIMARY KEY)")

    def write_all(connection: Connection, numbers: Sequence[int]) -> Sequence[int]:
        connection.exec_driver_sql("INSERT INTO said VALUES (?)", [(n,) for n in numbers])
        if 13 in numbers:
            raise ValueError("unlucky")
        return numbers

    assert db.write_together(write_all, 12) == 12
    with pytest.raises(ValueError, match="unlucky"):
        db.write_together(write_all, 13)
    with db.reading() as connection:
        assert list(connection.exec_driver_sql("SELECT number FROM said").scalars()) == [12]
    db.close()


def _until_they_wait(together: "Together[int, int]", number: int) -> None:
    for _ in range(PATIENCE * 100):
        if len(together._waiting) == number:
            return
        threading.Event().wait(0.01)
    pytest.fail(f"{number} did not come to wait")
