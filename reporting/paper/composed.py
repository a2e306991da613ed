"""A paper as it goes from the process that composes it to the one that lays it out."""

from dataclasses import dataclass
from datetime import date

Pictures = tuple[tuple[str, bytes], ...]
"""Charts and logo, each with the name under which the HTML asks for it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper as HTML; one that `flows` begins where the one before ends."""

    id: str
    label: str
    title: str
    html: str
    pictures: Pictures = ()
    flows: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that travels inside the paper."""

    name: str
    description: str
    content: bytes
    relationship: str


@dataclass(frozen=True, slots=True)
class Composed:
    """All that is printed, in reading order, with every word and chart in place but page numbers.

    `head` holds the title and the properties, `around` what runs at the head and the foot of
    each page, both as HTML; `style` and `margins` are CSS.
    """

    language: str
    head: str
    style: str
    margins: str
    around: str
    cover: Section
    sections: tuple[Section, ...]
    files: tuple[Enclosed, ...]
    made_on: date
