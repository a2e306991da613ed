"""Bytes to text, refusing what can hide or break something: wrong encodings, control
characters, and the marks that make a line read differently from what it is."""

import re
import unicodedata
from collections.abc import Iterator

from domain.errors import InvalidInput, Problem

# Tab and line ends are welcome. NEL and the Unicode line separators are not: programs
# disagree on whether they end a line, so places would be wrong. The last two ranges reorder
# what is shown (CVE-2021-42574); the marks that Arabic, Hebrew and emoji need are not in them.
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_REORDERING = "\u202a-\u202e\u2066-\u2069"
_HIDDEN = re.compile(f"[{_CONTROL}{_REORDERING}]")


def decode(content: bytes, name: str, limit: int) -> str:
    """The text of an UTF-8 file of at most `limit` bytes, with or without a byte order mark.

    Raises InvalidInput for a file that is too long or in another encoding.
    """
    if len(content) > limit:
        found = f"{len(content):,} bytes"
        raise InvalidInput(Problem(name, f"the file may have {limit:,} bytes, it has {found}"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = (
            f"the file is not UTF-8: the byte 0x{content[error.start]:02x} cannot be read; "
            'save it again with the encoding "UTF-8"'
        )
        raise InvalidInput(Problem(f"{name}:{line}", message)) from None


def hidden_characters(text: str) -> Iterator[re.Match[str]]:
    """Every control or text-reordering character."""
    return _HIDDEN.finditer(text)


def character_name(character: str) -> str:
    """How a character that cannot be seen is written in a message: "U+202E"."""
    return f"U+{ord(character):04X}"


def folded(text: str) -> str:
    """Text in the form in which two ids count as the same: Unicode form and case removed."""
    return unicodedata.normalize("NFKC", text).casefold()
