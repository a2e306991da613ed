"""What is wrong with a file, collected until everything has been looked at."""

from typing import TypeVar

from domain.errors import InvalidInput, Problem
from storage.strict_yaml import MAX_PROBLEMS, Document, KeyPath, Mark

Made = TypeVar("Made")


class Findings:
    """The problems of one document, each at a value or a key, told in the file's order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: list[tuple[Mark, Problem]] = [
            (document.mark_of(path), problem) for path, problem in document.problems
        ]
        self._unreadable = {path for path, _ in document.problems}

    def at(self, path: KeyPath, message: str) -> None:
        """Something is wrong with the value at the path, or missing from it."""
        self._add(path, self._document.place_of(path), message)

    def at_key(self, path: KeyPath, message: str) -> None:
        """Something is wrong with the key at the path."""
        self._add(path, self._document.place_of_key(path), message)

    def accept(self, made: Made | None) -> Made:
        """What was made of the document, which is None only when something was found.

        Raises InvalidInput with everything found.
        """
        if self._found or made is None:
            raise InvalidInput(self._in_order())
        return made

    def _in_order(self) -> list[Problem]:
        problems = [problem for _, problem in sorted(self._found, key=lambda found: found[0])]
        more = len(problems) - MAX_PROBLEMS
        if more > 0:
            problems[MAX_PROBLEMS:] = [Problem(self._document.name, f"and {more} more problems")]
        return problems

    def _add(self, path: KeyPath, place: str, message: str) -> None:
        if not self._is_unreadable(path):
            self._found.append((self._document.mark_of(path), Problem(place, message)))

    def _is_unreadable(self, path: KeyPath) -> bool:
        """Whether the file already went wrong there, so that more said would be noise."""
        return any(path[:length] in self._unreadable for length in range(1, len(path) + 1))
