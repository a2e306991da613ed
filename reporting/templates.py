"""The templates: Jinja with nothing undefined, and escaping for every HTML file."""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from domain.report import Theme
from reporting.theme import TEMPLATES, cover_colour, paper_fonts
from reporting.words import counted, day, listed, percent, thousands


@cache
def environment() -> Environment:
    """All templates of `report_templates/`; text ones give plain text, HTML ones escape."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        listed=listed,
        counted=counted,
        thousands=thousands,
        verb=verb,
        percent=percent,
        day=day,
    )
    return made


def print_style(theme: Theme) -> str:
    """The style sheet of everything that is printed with this look."""
    look = {"theme": theme, "fonts": paper_fonts(theme), "panel": cover_colour(theme)}
    return environment().get_template("print.css").render(look)


def verb(subject: int | Sequence[str], one: str, many: str) -> str:
    """The verb's form for one, or for many (and none), names or things."""
    number = subject if isinstance(subject, int) else len(subject)
    return one if number == 1 else many


def say(sentence: str, **filling: object) -> str:
    """One sentence of `sentences.j2`, filled, as plain text on one line."""
    macro = getattr(_sentences(), sentence)
    return " ".join(str(macro(**filling)).split())


@cache
def _sentences() -> object:
    return environment().get_template("sentences.j2").module
