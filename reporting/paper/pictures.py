"""Pages of a PDF as pictures, for the preview. Runs in the child process: PDFium is not
safe with threads."""

from pathlib import Path

import pypdfium2

_SCALE = 1.6
"""Pixels for each point: an A4 page becomes 952 pixels wide."""


def draw_pages(pdf: bytes, folder: Path) -> None:
    """Write one PNG a page into the folder, named so that they sort in page order."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            picture = page.render(scale=_SCALE).to_pil()
            picture.save(folder / f"page-{number:04}.png", optimize=False)
