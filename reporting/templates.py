"""The templates: Jinja with nothing undefined, and escaping for every HTML file."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from domain.report import Theme
from reporting.language import Language, spoken
from reporting.theme import TEMPLATES, cover_colour, paper_fonts
from reporting.words import counted, day, form, listed, percent, plain, thousands


def environment() -> Environment:
    """All templates of `report_templates/` in the language spoken.

    Text ones give plain text, HTML ones escape.
    """
    return _environment(spoken())


@cache
def _environment(language: Language) -> Environment:
    made = Environment(
        loader=FileSystemLoader((*language.templates, TEMPLATES), encoding="utf-8"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=("jinja2.ext.i18n",),
    )
    words = language.words
    made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]  # of the extension
    made.filters.update(
        listed=listed,
        counted=counted,
        thousands=thousands,
        verb=verb,
        percent=percent,
        plain=plain,
        day=day,
    )
    return made


def print_style(theme: Theme) -> str:
    """The style sheet of everything that is printed with this look."""
    look = {"theme": theme, "fonts": paper_fonts(theme), "panel": cover_colour(theme)}
    return environment().get_template("print.css").render(look)


def verb(subject: int | Sequence[str], *forms: str) -> str:
    """The verb's form for so many names or things; in English for one, and for many or none."""
    return form(subject if isinstance(subject, int) else len(subject), forms)


def say(sentence: str, **filling: object) -> str:
    """One sentence of `sentences.j2`, filled, as plain text on one line."""
    macro = getattr(_sentences(spoken()), sentence)
    return " ".join(str(macro(**filling)).split())


@cache
def _sentences(language: Language) -> object:
    return _environment(language).get_template("sentences.j2").module
