"""In which form a report is written: by the ending of the file, or as said."""

from collections.abc import Callable
from pathlib import Path

import click

from domain.report import Edition, Report

OnProgress = Callable[[float, str], None]
ENDINGS = {".pdf": "pdf", ".pptx": "pptx", ".xlsx": "xlsx", ".json": "json", ".zip": "csv"}
FORMS = tuple(ENDINGS.values())


def form_of(out: Path, wanted: str | None) -> str:
    """The form wanted, else that of the file's ending. Raises click.UsageError for others."""
    if wanted:
        return wanted
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise click.UsageError(
            f"--out {out}: an ending of {', '.join(ENDINGS)} was expected, found "
            f"{ending or 'none'}. Choose one of these, or say the form with --form."
        )
    return ENDINGS[ending]


def made(report: Report, form: str, edition: Edition, on_progress: OnProgress) -> bytes:
    """The report in one of `FORMS`; csv is a zip with a file for each table."""
    import reporting

    if form == "pdf":
        return reporting.make_pdf(report, on_progress, edition)
    make = {
        "pptx": reporting.make_slides,
        "xlsx": reporting.make_workbook,
        "json": reporting.make_json,
        "csv": reporting.make_csv,
    }
    return make[form](report)
