"""Spreadsheets as such: opened safely, read cell by cell, and written so that text stays text."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.errors import InvalidInput, Problem
from storage.plain_text import character_name, hidden_characters

MAX_BYTES = 10_000_000
MAX_UNPACKED = 100_000_000
MAX_ROWS = 20_000
_HEADER = PatternFill("solid", fgColor="1F3A4D")


def open_workbook(content: bytes, name: str) -> Workbook:
    """An .xlsx file. Raises InvalidInput with one sentence for whatever is none."""
    if len(content) > MAX_BYTES:
        raise _unreadable(name, f"it is larger than {MAX_BYTES // 1_000_000} MB; split it")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MAX_UNPACKED:
            raise _unreadable(name, "its content is far too large when unpacked; make it anew")
        return load_workbook(io.BytesIO(content), data_only=False)
    except InvalidInput:
        raise
    except Exception:  # openpyxl raises whatever its parsers do: KeyError, TypeError, ...
        raise _unreadable(name, "save it as an Excel workbook (.xlsx) and try again") from None


def _unreadable(name: str, what: str) -> InvalidInput:
    return InvalidInput(Problem(name, f"this is no workbook that can be read: {what}"))


def sheet_of(book: Workbook, title: str, name: str) -> Worksheet:
    """The sheet with this title. Raises InvalidInput when it is missing or far too long."""
    if title not in book.sheetnames:
        found = ", ".join(book.sheetnames)[:200]
        message = f"the sheet {title} was expected, found {found}; take it from a fresh workbook"
        raise InvalidInput(Problem(name, message))
    sheet = book[title]
    if not isinstance(sheet, Worksheet) or sheet.max_row > MAX_ROWS:
        message = f"at most {MAX_ROWS:,} rows were expected; remove the empty ones at the end"
        raise InvalidInput(Problem(f"{name}, {title}", message))
    return sheet


def place(name: str, sheet: str, row: int, column: int) -> str:
    """Where a cell is, such as "model.xlsx, Questions!D7"."""
    return f"{name}, {sheet}!{get_column_letter(column)}{row}"


def rows_of(
    sheet: Worksheet, columns: Sequence[str], name: str, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row with something in it: its number, and its values by column.

    Columns are found by their header, in any order. Formulas and error values are problems.
    """
    header = {str(cell.value).strip().lower(): cell.column for cell in sheet[1] if cell.value}
    missing = [column for column in columns if column not in header]
    if missing:
        message = f"the column {', '.join(missing)} was expected in the first row; add it again"
        problems.append(Problem(f"{name}, {sheet.title}!1", message))
        return
    for number in range(2, sheet.max_row + 1):
        found: dict[str, Any] = {}
        for column in columns:
            cell = sheet.cell(number, header[column])
            value = _value(cell, place(name, sheet.title, number, header[column]), problems)
            if value is not None and value != "":
                found[column] = value
        if found:
            yield number, found


def column_of(sheet: Worksheet, column: str) -> int:
    """The number of the column with this header; 1 when there is none."""
    found = (at for at, c in enumerate(sheet[1], 1) if str(c.value).strip().lower() == column)
    return next(found, 1)


def _value(cell: Any, where: str, problems: list[Problem]) -> Any:
    value = cell.value
    if not isinstance(cell, Cell):
        return None
    if cell.data_type == "f":
        problems.append(Problem(where, "a value was expected, found a formula; paste its value"))
        return None
    if cell.data_type == "e":
        problems.append(Problem(where, f"a value was expected, found the error {value}; mend it"))
        return None
    if isinstance(value, str):
        if hidden := next(hidden_characters(value), None):
            message = f"the text has the character {character_name(hidden[0])}; remove it"
            problems.append(Problem(where, message))
        return value.strip()
    return value


def add_sheet(
    book: Workbook,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[Any]],
) -> Worksheet:
    """A sheet with a frozen header; `columns` are headers with their widths in characters."""
    sheet: Worksheet = book.create_sheet(title)
    for number, (header, width) in enumerate(columns, start=1):
        _write(sheet.cell(1, number), header)
        sheet.cell(1, number).font = Font(bold=True, color="FFFFFF")
        sheet.cell(1, number).fill = _HEADER
        sheet.column_dimensions[get_column_letter(number)].width = width
    for at, row in enumerate(rows, start=2):
        for number, value in enumerate(row, start=1):
            cell = sheet.cell(at, number)
            _write(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    return sheet


def _write(cell: Any, value: Any) -> None:
    cell.value = value
    if isinstance(value, str):
        # "=1+1" and its like stay what somebody wrote; a reader's program must not run them.
        cell.data_type = "s"


def add_read_me(book: Workbook, lines: Sequence[str]) -> None:
    """The first sheet: what to do, in a few lines."""
    sheet = book.create_sheet("Read me", 0)
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(lines, start=1):
        _write(sheet.cell(number, 1), line)
        sheet.cell(number, 1).alignment = Alignment(wrap_text=True)
    sheet["A1"].font = Font(bold=True, size=14)


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def new_workbook() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book
