"""What people type: cleaned of what nobody can see, and measured.

Text pasted from other programs brings invisible characters along. They say nothing, but they
can reorder what is shown and break what is printed, so they are dropped, not complained about.
"""

from collections.abc import Iterable, Iterator

from domain.errors import InvalidInput, Problem
from storage.plain_text import hidden_characters

LONGEST_NAME = 120
LONGEST_NOTE = 4_000
_LINE_ENDS = "\x85\u2028\u2029"


def note(text: str) -> str:
    """A text of several lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for hidden in {found[0] for found in hidden_characters(text)}:
        text = text.replace(hidden, "\n" if hidden in _LINE_ENDS else "")
    return text.strip()


def line(text: str) -> str:
    """A text of one line."""
    return " ".join(note(text).split())


def length_problems(
    text: str, what: str, longest: int = LONGEST_NAME, shortest: int = 0
) -> Iterator[str]:
    """What is wrong with the length of a text, with the name that people know it by."""
    if len(text) < shortest:
        yield f"The {what} is empty. Write 1 to {longest} characters."
    if len(text) > longest:
        yield f"The {what} may have {longest:,} characters, it has {len(text):,}. Shorten it."


def refuse(problems: Iterable[str]) -> None:
    """Raise InvalidInput with every problem, when there is any."""
    found = [Problem("", text) for text in problems]
    if found:
        raise InvalidInput(found)
