"""The figures of a report as CSV files in a zip."""

import csv
import io
from collections.abc import Iterable, Sequence

from domain.report import Report
from reporting.figures import Cell, Table, figure_tables, value_of
from reporting.language import speaking
from reporting.packing import packed
from reporting.words import harmless

_DICTIONARY = ("table", "column", "heading", "meaning", "unit", "kind")


def make_csv(report: Report) -> bytes:
    """A zip with a CSV file for each table of figures, and `data_dictionary.csv`.

    UTF-8 with a byte order mark and CRLF, as Excel opens it; numbers with a decimal point, days
    as 2026-11-23. Text that a spreadsheet would run as a formula has an apostrophe in front.
    Our words are English in every report, for programs. The same report gives the same bytes.
    """
    tables = english_tables(report)
    files = {f"{table.name}.csv": written(table) for table in tables}
    rows = [
        (table.name, c.name, c.heading, c.meaning, c.unit, c.kind)
        for table in tables
        for c in table.columns
    ]
    return packed(files | {"data_dictionary.csv": _csv(_DICTIONARY, rows)})


def english_tables(report: Report) -> tuple[Table, ...]:
    """All tables as they are written to CSV, whatever language is spoken."""
    with speaking("en"):
        return figure_tables(report)


def written(table: Table) -> bytes:
    """One table as `make_csv` writes it."""
    return _csv([column.name for column in table.columns], table.rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int | float:
    found = value_of(cell)
    if isinstance(found, int | float):
        return found
    return "" if found is None else harmless(str(found))
