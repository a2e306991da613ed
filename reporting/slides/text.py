"""How much room text takes on a slide, and text made to fit."""

import unicodedata
from functools import cache

from PIL import ImageFont

from reporting.theme import FONTS

POINTS = 72
LINE_HEIGHT = 1.2
_MEASURED_AT = 100
_WIDER = 1.14
"""How much wider the widest usual font is than the one measured with."""


def lines(text: str, width: float, size: float, bold: bool = False) -> int:
    """How many lines text takes in `width` inches at `size` points; breaks between words."""
    return sum(_lines_of(part, width * POINTS / size, bold) for part in text.split("\n")) or 1


def height(text: str, width: float, size: float, bold: bool = False) -> float:
    """The height of that in inches."""
    return lines(text, width, size, bold) * size * LINE_HEIGHT / POINTS


def fitted(text: str, width: float, size: float, most: int, bold: bool = False) -> str:
    """The text, or as many of its words as fit into `most` lines, with an ellipsis."""
    if lines(text, width, size, bold) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lines(_cut(text, middle), width, size, bold) <= most:
            low = middle
        else:
            high = middle - 1
    return _cut(text, low)


def largest(text: str, width: float, most: int, sizes: tuple[float, ...], bold: bool) -> float:
    """The first of the sizes at which text fits into `most` lines, else the last."""
    return next((s for s in sizes if lines(text, width, s, bold) <= most), sizes[-1])


def printable(text: str) -> str:
    """The text without control characters, which a file of slides cannot hold."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def _cut(text: str, letters: int) -> str:
    return f"{text[:letters].rstrip(' ,.;:')}…"


def _lines_of(text: str, room: float, bold: bool) -> int:
    """Lines of one paragraph; `room` is the width in ems. A word that is too long is broken."""
    count, used, space = 1, 0.0, _ems(" ", bold)
    for word in text.split():
        needed = _ems(word, bold)
        if used and used + space + needed > room:
            count, used = count + 1, 0.0
        used += needed + (space if used else 0.0)
        while used > room:
            count, used = count + 1, used - room
    return count


def _ems(text: str, bold: bool) -> float:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wide + sum(_letter(c, bold) for c in text if unicodedata.east_asian_width(c) not in "WF")


@cache
def _letter(letter: str, bold: bool) -> float:
    return float(_font(bold).getlength(letter)) / _MEASURED_AT * _WIDER


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "SourceSans3-Semibold.ttf" if bold else "SourceSans3-Regular.ttf"
    return ImageFont.truetype(str(FONTS / name), _MEASURED_AT)
