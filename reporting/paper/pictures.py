"""Pages of a PDF as pictures, for the preview. Runs in a worker: PDFium is not safe with
threads."""

from io import BytesIO

import pypdfium2

_SCALE = 1.6
"""Pixels for each point: an A4 page becomes 952 pixels wide."""


def draw_pages(pdf: bytes) -> list[bytes]:
    """Every page as PNG, in order."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_picture(page) for page in document]


def _picture(page: pypdfium2.PdfPage) -> bytes:
    drawn = BytesIO()
    page.render(scale=_SCALE).to_pil().save(drawn, "PNG")
    return drawn.getvalue()
