"""Foreign texts in the shape that our format asks for, and ids made of foreign names."""

import re
import unicodedata

from storage.plain_text import hidden_characters

MAX_LINE = 300
MAX_SHORT = 28
MAX_TEXT = 5_000
_MAX_ID = 64
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def visible(text: str) -> str:
    """The text without characters that cannot be seen or change the order of what is shown."""
    text = _LINE_ENDS.sub("\n", text)
    for character in {found[0] for found in hidden_characters(text)}:
        text = text.replace(character, "")
    return text


def one_line(text: str, limit: int = MAX_LINE) -> str:
    """The text in one line, cut off where it is longer than a line may be."""
    return cut(" ".join(visible(text).split()), limit)


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as fits with a mark that it goes on."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def paragraphs(*texts: str) -> str:
    """The texts that say something, each a paragraph of its own."""
    return "\n\n".join(found for text in texts if (found := visible(text).strip()))


def listed(title: str, entries: list[str]) -> str:
    """A title with a list below it, or nothing when the list is empty."""
    lines = [one_line(entry, MAX_TEXT) for entry in entries]
    lines = [f"- {line}" for line in lines if line]
    return "\n".join([title, *lines]) if lines else ""


def slug(name: str) -> str:
    """The name in the characters of an id, perhaps empty: "Säfety & Law" is "safety-law"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9._-]+", "-", plain).strip("-._")[:_MAX_ID].rstrip("-._")


class Ids:
    """Makes ids that are valid and given once, as close as they can be to the foreign ones."""

    def __init__(self) -> None:
        # The whole is called so, whatever the framework.
        self._taken = {"overall"}
        self._last: dict[str, int] = {}

    def new(self, *wanted: str) -> str:
        """An id after the first of the names that has letters for one."""
        base = next((found for name in wanted if (found := slug(name))), "item")
        name, number = base, self._last.get(base, 1)
        while name in self._taken:
            number += 1
            name = f"{base[: _MAX_ID - len(str(number)) - 1]}-{number}"
        self._last[base] = number
        self._taken.add(name)
        return name
