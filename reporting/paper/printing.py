"""From what was composed to the bytes of the PDF."""

from collections.abc import Callable

from reporting.language import speaking
from reporting.paper import archive
from reporting.paper.composed import Composed
from reporting.paper.sheets import joined

OnProgress = Callable[[float, str], None]


def lay_out(composed: Composed, on_progress: OnProgress) -> bytes:
    """What was composed as PDF/A-3a and PDF/UA-1; the same bytes, whatever was printed before."""
    on_progress(0.45, "Laying out the pages")
    with speaking(composed.language):
        document = joined(composed)
    on_progress(0.75, f"Writing {len(document.pages)} pages")
    files = [archive.attached(each, composed.made_on) for each in composed.files]
    pdf = archive.write(document, files)
    on_progress(1.0, "Done")
    return pdf
