"""A client's look: what a theme file may say, and what a logo may be."""

import base64
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from domain.errors import InvalidInput
from domain.report import Theme
from storage.themes import load_theme, read_logo, read_theme

EXAMPLE = Path(__file__).parents[2] / "report_templates" / "themes" / "example.yaml"


def theme(text: str) -> Theme:
    return read_theme(f"format: headway-theme/1\n{text}".encode(), "mine.yaml")


def picture(kind: str, size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "#114A68").save(written, kind, **more)
    return written.getvalue()


def test_the_example_can_be_read() -> None:
    found = load_theme(EXAMPLE)
    assert (found.client, found.heading, found.left_out) == ("Northwind Mutual", "#14326E", ())


def test_a_theme_that_says_nothing_is_the_plain_look() -> None:
    assert theme("") == Theme()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # White on white is 1:1; #767676 is the lightest grey that passes at 4.54, #777777 has 4.48.
        ('accent: "#FFFFFF"', "needs a contrast of 4.5, #FFFFFF has 1.0. Choose a darker colour"),
        ('heading: "#777777"', "#777777 has 4.5"),
        ("accent: red", 'a colour such as "#B45309" was expected'),
        ('accent: "#fff;}body{display:none"', 'a colour such as "#B45309" was expected'),
        ('fonts: ["a\'; } body {"]', "the name of a font family was expected"),
        ("fonts: [A, B, C, D]", "3"),
        ("left_out: [method]", "the method is part of every paper"),
        ("left_out: [summry]", "a chapter was expected, one of summary, coverage"),
        (f"confidentiality: {'x' * 161}", "160"),
        ("colour: blue", "colour"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(text: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        theme(text)
    assert str(refused.value).startswith("mine.yaml:2:")
    assert said in str(refused.value)


def test_the_lightest_grey_that_can_be_read_is_taken() -> None:
    assert theme('accent: "#767676"').accent == "#767676"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_written_anew_without_what_was_hidden_in_it(kind: str) -> None:
    hidden = picture(kind) + b"hidden words"
    written = base64.b64decode(read_logo(hidden, "logo"))
    assert written.startswith(b"\x89PNG")
    assert b"hidden words" not in written
    assert Image.open(BytesIO(written)).size == (40, 20)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a PNG or JPEG picture was expected"),
        (b"", "a PNG or JPEG picture was expected"),
        (picture("GIF"), "a PNG or JPEG picture was expected"),
        (picture("PNG")[:40], "a PNG or JPEG picture was expected"),
        (picture("PNG", (4001, 1)), "found 4001 x 1"),
        (b"\x89PNG" + b"0" * 1_000_000, "at most 1 MB was expected, found 1.0 MB"),
    ],
)
def test_other_files_are_no_logo(content: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_logo(content, "logo.png")
