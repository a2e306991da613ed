"""Errors that a person may read: place, what was expected, what was found, what to do.

HeadwayError
├── InvalidInput   a file, an answer or a setting cannot be used; carries every problem
├── NotFound       there is no such engagement, assessment, report or framework
├── Conflict       somebody else changed the same thing first, or it is frozen
├── NotYet         nothing is wrong; it will be there later
└── Unavailable    the machine lacks something (a library, disk space, a free lock)
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, as one sentence with its place.

    `place` is what a person would look up: "frameworks/mine.yaml:12:5" or
    "answers.csv, row 4". `message` says what was expected and found, and what to do.
    """

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class HeadwayError(Exception):
    """Base of every error whose text is meant for a person."""


class InvalidInput(HeadwayError):
    """Something cannot be used; `problems` holds every problem found, not just the first."""

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem("", problems)
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotFound(HeadwayError):
    """The thing asked for does not exist, or is not this person's to see."""


class Conflict(HeadwayError):
    """Somebody else was first, or the thing is frozen; nothing was changed."""


class NotYet(HeadwayError):
    """What was asked for will be there later; the text says when."""


class Unavailable(HeadwayError):
    """The machine cannot do it now; the text names what is missing and the remedy."""
