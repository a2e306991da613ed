"""A paper in another language has no English left in it but what people and files say.

The translation is made up: every letter of the fixed words has an accent, and every computed
sentence says its own name, with accents too. What people and files say is written in Greek letters,
as are the dates and lists of Greek, so a plain Latin word is one that cannot be translated.
"""

import io
import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pypdfium2
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po
from pptx import Presentation

from domain.report import Edition, Report
from reporting import language, make_slides
from reporting.language import _, speaking
from reporting.paper.composing import compose
from reporting.paper.take_away import print_take_away
from reporting.templates import say
from reporting.theme import TEMPLATES
from reporting.words import counted, day, decimal, form, listed
from tests.reporting.made import MADE_ON, example_report
from tests.reporting.test_take_away import USUAL

ROOT = Path(__file__).resolve().parents[2]
CODE = "el"
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTS = str.maketrans(PLAIN, "áƀćđéƒǵĥíĵķĺḿńóṕɋŕśţúṽŵẋýžÁɃĆĐÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŢÚṼŴẊÝŽ")
GREEK = str.maketrans(PLAIN, "αβγδεφγηιιχλμνοπκρστυωωξψζΑΒΓΔΕΦΓΗΙΙΧΛΜΝΟΠΚΡΣΤΥΩΩΞΨΖ")
# Placeholders, HTML and percent signs stay as they are.
KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&\w+;)")
CODES = re.compile(r"\S*\d\S*")
LATIN = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")


def accented(text: str) -> str:
    """Fixed words as the made-up translation has them."""
    return "".join(p if KEPT.fullmatch(p) else p.translate(ACCENTS) for p in KEPT.split(text))


@pytest.fixture
def translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up translation, in a folder of its own."""
    folder = tmp_path / CODE
    folder.mkdir()
    catalogue = Catalog(locale=CODE)
    for one, many in extracted():
        if many:
            catalogue.add((one, many), (accented(one), accented(many)))
        else:
            catalogue.add(one, accented(one))
    with (folder / "words.po").open("wb") as file:
        write_po(file, catalogue)
    source = (TEMPLATES / "sentences.j2").read_text("utf-8")
    macros = re.findall(r"{%- macro (\w+)(\(.*?\)) -%}", source)
    assert len(macros) > 90
    (folder / "sentences.j2").write_text(
        "\n".join(
            f"{{%- macro {name}{taken} -%}}{name.translate(ACCENTS)}{{%- endmacro -%}}"
            for name, taken in macros
        ),
        "utf-8",
    )
    monkeypatch.setattr(language, "FOLDER", tmp_path)


def extracted() -> Iterator[tuple[str, str]]:
    """(message, its plural or "") as `pybabel extract -F pyproject.toml` finds them."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]
    methods, options = [], {}
    for mapping in mappings["mappings"]:
        patterns = mapping["pattern"]
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            methods.append((pattern, mapping["method"]))
            options[pattern] = {k: v for k, v in mapping.items() if k not in ("pattern", "method")}
    for _file, _line, message, _comments, _context in extract_from_dir(ROOT, methods, options):
        one, many = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
        yield one, many or ""


def in_greek(value: Any) -> Any:
    """The same with all that people and files say in Greek letters; codes are lower case."""
    if isinstance(value, str):
        return value if value == value.lower() and " " not in value else value.translate(GREEK)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"currency", "language", "logo", "accent", "heading"}
        names = [f.name for f in fields(value) if f.init and f.name not in kept]
        return replace(value, **{name: in_greek(getattr(value, name)) for name in names})
    if isinstance(value, dict):
        return {key: in_greek(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(in_greek(each) for each in value)
    return value


def report() -> Report:
    """The example, said in Greek letters."""
    return replace(in_greek(example_report()), language=CODE)


def latin(texts: Iterator[str]) -> set[str]:
    """The plain Latin words in these texts, but for abbreviations, hashes, ids and quarters."""
    plain = (CODES.sub(" ", text) for text in texts)
    return {w for text in plain for w in LATIN.findall(text) if w != w.upper()}


class Words(HTMLParser):
    """The texts of an HTML document, and what its pictures say instead of showing."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(dict(attrs).get("alt") or "")

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words_of_html(source: str) -> Iterator[str]:
    return iter(Words(source).found)


def words_of_chart(picture: bytes) -> Iterator[str]:
    if b"<svg" in picture[:200]:
        yield from ET.fromstring(picture).itertext()


@pytest.mark.parametrize("edition", get_args(Edition))
@pytest.mark.usefixtures("translated")
def test_no_english_is_left_in_a_paper(edition: Edition) -> None:
    composed = compose(report(), edition, lambda *_progress: None)
    found = {
        part.id: latin(words_of_html(part.html)) for part in (composed.cover, *composed.sections)
    }
    found["around"] = latin(words_of_html(composed.around))
    for part in composed.sections:
        found[part.id] |= latin(iter((part.label, part.title)))
        for name, picture in part.pictures:
            found[name] = latin(words_of_chart(picture))
    assert {where: words for where, words in found.items() if words} == {}
    assert "ţóđáý" in composed.sections[0].html.lower()


@pytest.mark.usefixtures("translated")
def test_no_english_is_left_on_slides() -> None:
    deck = Presentation(io.BytesIO(make_slides(report())))
    found = {}
    for number, slide in enumerate(deck.slides, start=1):
        words = latin(words_of_slide(slide))
        if words:
            found[number] = words
    assert found == {}


def words_of_slide(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False):
            for row in shape.table.rows:
                yield from (cell.text for cell in row.cells)
        yield shape._element._nvXxPr.cNvPr.get("descr", "")
    yield slide.notes_slide.notes_text_frame.text


@pytest.mark.usefixtures("translated")
def test_no_english_is_left_on_what_people_take_home() -> None:
    pdf = print_take_away(replace(in_greek(USUAL), language=CODE), lambda *_progress: None)
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert latin(iter((text,))) == set()
    assert "ŕóóḿ" in text


@pytest.mark.usefixtures("translated")
def test_numbers_dates_lists_and_plurals_are_those_of_the_language() -> None:
    with speaking("el-CY"):  # has no folder, so plain Greek
        assert decimal(1234.5, 1) == "1.234,5"
        assert day(MADE_ON) == "23 Νοεμβρίου 2026"
        assert listed(["α", "β", "γ"]) == "α, β και γ"
        assert say("profile_nothing") == "profile_nothing".translate(ACCENTS)
        assert _("Capability") == "Ćáƀíĺíţý".replace("Ćáƀ", "Ćáṕáƀ")
    with speaking("xx"):
        assert _("Capability") == "Capability"
        assert counted(2, "initiative") == "2 initiatives"


def test_a_language_with_more_plurals_takes_as_many_forms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pl").mkdir()
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    with speaking("pl"):
        forms = ("poziom", "poziomy", "poziomów")
        assert [form(n, forms) for n in (1, 2, 5, 22, 25)] == [
            "poziom",
            "poziomy",
            "poziomów",
            "poziomy",
            "poziomów",
        ]
        assert _("Capability") == "Capability"  # what is missing stays English
