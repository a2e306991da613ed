"""Theme files: how a client's papers look. The logo is a picture beside the file."""

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from PIL import Image, UnidentifiedImageError
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from domain.colours import LEGIBLE, contrast
from domain.errors import InvalidInput, Problem
from domain.report import CHAPTERS, Theme
from storage.file_model import FileModel, Line, fit, shown
from storage.findings import Findings
from storage.versioned_file import content_of, scan_file

Format = Literal["headway-theme/1"]
(FORMAT,) = get_args(Format)
MAX_LOGO_BYTES = 1_000_000
MAX_LOGO_SIDE = 4000
_PAPER = "#FFFFFF"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,59}")


def _legible(value: Any) -> str:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise ValueError(f'a colour such as "#B45309" was expected, found {shown(value)}')
    found = contrast(value, _PAPER)
    if found < LEGIBLE:
        raise ValueError(
            f"on white paper text needs a contrast of {LEGIBLE}, {value} has {found:.1f}. "
            "Choose a darker colour"
        )
    return value


def _font(value: Any) -> str:
    if not isinstance(value, str) or not _FONT.fullmatch(value):
        raise ValueError(f"the name of a font family was expected, found {shown(value)}")
    return value


def _chapter(value: Any) -> str:
    if value == "method":
        raise ValueError("the method is part of every paper: it says what the rest is worth")
    if value not in CHAPTERS:
        known = ", ".join(CHAPTERS)
        raise ValueError(f"a chapter was expected, one of {known}; found {shown(value)}")
    return str(value)


Colour = Annotated[str, BeforeValidator(_legible)]


class ThemeFile(FileModel):
    """A theme as it is written."""

    model_config = ConfigDict(title="Theme")

    format: Format = Field(description="Name and version of this format.")
    client: Line | None = Field(None, description="Whose paper it is, above the title.")
    accent: Colour = Field("#B45309", description="Labels and what is asked for.")
    heading: Colour = Field("#14212B", description="Headings, and the panel of the cover.")
    fonts: list[Annotated[str, BeforeValidator(_font)]] = Field(
        default_factory=list, max_length=3, description="Families on the machine, before ours."
    )
    cover_note: Annotated[str, StringConstraints(max_length=600)] = Field(
        "", description="A few sentences on the cover."
    )
    confidentiality: Annotated[str, StringConstraints(max_length=160)] = Field(
        "", description="A line at the foot of every page."
    )
    left_out: list[Annotated[str, BeforeValidator(_chapter)]] = Field(
        default_factory=list, description="Chapters that the paper goes without."
    )


def load_theme(path: Path | str) -> Theme:
    """Read a theme file; see `read_theme`."""
    return read_theme(content_of(path), str(path))


def read_theme(content: bytes, name: str) -> Theme:
    """The theme in YAML content, without a logo. Raises InvalidInput with every problem."""
    document = scan_file(content, name, FORMAT)
    findings = Findings(document)
    file = findings.accept(fit(ThemeFile, document, findings))
    return Theme(
        client=file.client or "",
        accent=file.accent,
        heading=file.heading,
        fonts=tuple(file.fonts),
        cover_note=" ".join(file.cover_note.split()),
        confidentiality=" ".join(file.confidentiality.split()),
        left_out=tuple(file.left_out),
    )


def read_logo(content: bytes, name: str) -> str:
    """A PNG or JPEG picture as PNG in base64, written anew so that nothing hidden travels along.

    Raises InvalidInput for other files, more than 1 MB, or more than 4000 pixels a side.
    """
    if len(content) > MAX_LOGO_BYTES:
        raise _no_logo(name, f"at most 1 MB was expected, found {len(content) / 1e6:.1f} MB")
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > MAX_LOGO_SIDE:
                wide, high = picture.size
                raise _no_logo(
                    name,
                    f"at most {MAX_LOGO_SIDE} pixels a side were expected, found {wide} x {high}",
                )
            written = BytesIO()
            picture.convert("RGBA").save(written, "PNG")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise _no_logo(name, "a PNG or JPEG picture was expected, found something else") from None
    return base64.b64encode(written.getvalue()).decode()


def _no_logo(name: str, found: str) -> InvalidInput:
    return InvalidInput(Problem(name, f"{found}. Save the logo as a small PNG and try again"))
