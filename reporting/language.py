"""The language that a paper speaks: English, or one that its words have been translated to.

A translation is a folder of `report_templates/languages/`, named by the code of its language. It
holds `words.po`, a gettext catalogue of all fixed words, and `sentences.j2`, the computed sentences
with that language's grammar; any other template of the same name stands in for the English one.
What is missing there stays English.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from reporting.theme import TEMPLATES

FOLDER = TEMPLATES / "languages"


@dataclass(frozen=True, slots=True)
class Language:
    """How numbers, dates and lists are written, the fixed words, and where templates stand."""

    locale: Locale
    words: gettext.NullTranslations
    templates: tuple[Path, ...] = ()


ENGLISH = Language(Locale("en", "GB"), gettext.NullTranslations())
_SPOKEN: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def spoken() -> Language:
    """The language that is spoken here and now."""
    return _SPOKEN.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Whatever is put into words inside is in this language, such as "de" or "pt-BR".

    A language that has no folder is spoken as its plain form ("pt"), or else as English.
    """
    before = _SPOKEN.set(_found(code, FOLDER))
    try:
        yield
    finally:
        _SPOKEN.reset(before)


@cache
def _found(code: str, folder: Path) -> Language:
    for name in (code, code.partition("-")[0]):
        if name and (folder / name).is_dir():
            return _read(folder / name)
    return ENGLISH


def _read(folder: Path) -> Language:
    locale = Locale.parse(folder.name, sep="-")
    words: gettext.NullTranslations = gettext.NullTranslations()
    if (folder / "words.po").exists():
        with (folder / "words.po").open("rb") as file:
            compiled = BytesIO()
            write_mo(compiled, read_po(file, locale=locale))
        compiled.seek(0)
        words = gettext.GNUTranslations(compiled)
    return Language(locale, words, (folder,))


def _(words: str, **filling: object) -> str:
    """Fixed words in the language spoken; `%(name)s` is filled, and `%%` is a percent sign."""
    return spoken().words.gettext(words) % filling


def ngettext(one: str, many: str, number: int, **filling: object) -> str:
    """The same, where the words depend on a number, which fills `%(num)s`."""
    return spoken().words.ngettext(one, many, number) % {"num": number, **filling}
