"""The figures of a report as a workbook that works them out itself."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from domain.colours import contrast
from domain.report import Report
from reporting.figures import Cell, Column, Table, Worked, figure_tables, value_of
from reporting.theme import INK, LINE, PAPER
from reporting.words import day, harmless

_REFERENCE = re.compile(r"\{(?:(first|last|all|cell):)?([^{}]+)\}")
_LONGEST = 32_000
"""Characters of a text; a cell of Excel holds 32,767."""
_WRAPS_FROM = 30
"""Columns this wide hold prose, which goes over several lines."""
_NUMBERS = {"whole": "0", "decimal": "0.00", "share": "0%", "money": "#,##0", "date": "yyyy-mm-dd"}
_BY_UNIT = (("share", "share"), ("thousand", "money"))
_HEADING_ROW = 0
_READABLE = 4.5
"""Contrast of text, WCAG 2.2 level AA."""


def make_workbook(report: Report) -> bytes:
    """The report as an Excel workbook (.xlsx): a sheet a table, and what its columns mean.

    What follows from other figures is a formula with its result beside it, so that it shows in
    programs that do not calculate too. People's texts are texts, never formulas. The same report
    gives the same bytes.
    """
    # The writer is loaded by who needs it: pages that only draw start without.
    import xlsxwriter

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties(_properties(report))
        book.set_calc_mode("auto")
        tables = figure_tables(report)
        _read_me(book, report, tables)
        sheets = {table.name: table for table in tables}
        for table in tables:
            _Sheet(book, table, sheets, report.theme.heading).write()
        _Sheet(book, dictionary(tables), sheets, report.theme.heading).write()
    return made.getvalue()


def _properties(report: Report) -> dict[str, Any]:
    return {
        "title": harmless(report.title),
        "subject": harmless(report.organisation),
        "author": harmless(report.prepared_by),
        "comments": harmless(report.theme.confidentiality),
        "created": datetime.combine(report.made_on, time(), UTC),
    }


def dictionary(tables: Sequence[Table]) -> Table:
    """What every column of every table means."""
    columns = (
        Column("table", "Sheet", "", width=20),
        Column("file", "CSV file", "", width=20),
        Column("column", "Column", "", width=22),
        Column("name", "Name in CSV", "", width=18),
        Column("meaning", "Meaning", "", width=60),
        Column("unit", "Unit", "", width=24),
    )
    rows = tuple(
        (table.title, f"{table.name}.csv", c.heading, c.name, c.meaning, c.unit)
        for table in tables
        for c in table.columns
    )
    return Table("data_dictionary", "Data dictionary", "What each column means", columns, rows)


def _read_me(book: Any, report: Report, tables: Sequence[Table]) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    title = book.add_format({"bold": True, "font_size": 16, "font_color": INK})
    name = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, harmless(f"{report.organisation}: {report.title}"), title)
    about = [(label, said) for label, said in _about(report) if said]
    for row, (label, said) in enumerate(about, start=2):
        sheet.write_string(row, 0, label, name)
        sheet.write_string(row, 1, harmless(said), text)
    _print_well(sheet)
    for at, table in enumerate((*tables, dictionary(tables)), start=len(about) + 3):
        sheet.write_url(at, 0, f"internal:'{table.title}'!A1", None, table.title)
        sheet.write_string(at, 1, table.about, text)


def _about(report: Report) -> Iterator[tuple[str, str]]:
    card, plan = report.scorecard, report.roadmap
    yield "Confidentiality", report.theme.confidentiality
    yield "Made on", day(report.made_on)
    yield "Prepared by", report.prepared_by
    yield "Scope", report.scope
    yield "Example", "yes, an invented organisation" if report.example else "no"
    made_with = f"{card.framework.name} {card.framework.version}, {card.depth} depth"
    yield "Framework", f"{made_with}, content {card.framework.content_hash}"
    yield "Catalogue", f"{plan.catalogue} {plan.catalogue_version}"
    yield "Scenario", f"{plan.scenario.name}, {plan.scenario.start} to {plan.scenario.end}"
    yield "Hash of the inputs", report.sha256
    yield (
        "Units",
        f"Money is in thousands of {plan.scenario.currency}, effort in person-months. Shares are "
        "0 to 1, shown as percent. Levels are the framework's; progress is a mean and no level.",
    )
    yield (
        "Formulas",
        "What follows from other figures is a formula: change a figure and see what follows. "
        "The plan itself is not made anew by that.",
    )
    yield (
        "Texts",
        "An apostrophe stands before a text that a spreadsheet could take for a formula.",
    )


@dataclass(frozen=True)
class _Sheet:
    """One table on its way into the workbook; `tables` are those that formulas may ask."""

    book: Any
    table: Table
    tables: Mapping[str, Table]
    heading: str

    def write(self) -> None:
        """Write the sheet: a table with filters, a frozen header, widths and formats."""
        sheet = self.book.add_worksheet(self.table.title)
        rows, columns = self.table.rows, self.table.columns
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
        sheet.freeze_panes(_HEADING_ROW + 1, 0)
        sheet.add_table(_HEADING_ROW, 0, max(len(rows), 1), len(columns) - 1, self._options())
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                self._write(sheet, number, at, cell)
        if rows and any(column.added for column in columns):
            self._add_up(sheet, len(rows) + 1)
        sheet.repeat_rows(_HEADING_ROW)
        _print_well(sheet)

    def _options(self) -> dict[str, Any]:
        ink = PAPER if contrast(self.heading, PAPER) >= _READABLE else INK
        header = {"bold": True, "bg_color": self.heading, "font_color": ink, "text_wrap": True}
        made = self.book.add_format({**header, "valign": "top", "border_color": LINE})
        return {
            "name": f"t_{self.table.name}",
            "style": "Table Style Light 1",
            "banded_rows": False,
            "columns": [{"header": c.heading, "header_format": made} for c in self.table.columns],
        }

    def _add_up(self, sheet: Any, row: int) -> None:
        """Sums beneath the table, of the rows that its filters show."""
        sheet.write_string(row, 0, "Total", self.book.add_format({"bold": True}))
        for at, column in enumerate(self.table.columns):
            if column.added:
                found = (value_of(each[at]) for each in self.table.rows)
                amount = sum(value for value in found if isinstance(value, int | float))
                formula = f"=SUBTOTAL(109,{_cell(1, at)}:{_cell(row - 1, at)})"
                sheet.write_formula(row, at, formula, self._format(column, bold=True), amount)

    def _format(self, column: Column, unit: str = "", bold: bool = False) -> Any:
        kind = next((kind for part, kind in _BY_UNIT if part in unit), column.kind)
        settings: dict[str, Any] = {"valign": "top", "bold": bold}
        if kind in _NUMBERS:
            settings["num_format"] = _NUMBERS[kind]
        if column.kind == "text" and column.width >= _WRAPS_FROM:
            settings["text_wrap"] = True
        return self.book.add_format(settings)

    def _write(self, sheet: Any, row: int, at: int, cell: Cell) -> None:
        column = self.table.columns[at]
        look = self._look(row, at, column)
        value = value_of(cell)
        shown = harmless(value)[:_LONGEST] if isinstance(value, str) else value
        formula = self._resolved(cell.formula, row) if isinstance(cell, Worked) else ""
        if formula:
            sheet.write_formula(row, at, formula, look, "" if shown is None else shown)
        elif isinstance(shown, str):
            sheet.write_string(row, at, shown, look)
        elif isinstance(shown, date):
            sheet.write_datetime(row, at, datetime.combine(shown, time()), look)
        elif shown is not None:
            sheet.write_number(row, at, shown, look)

    def _look(self, row: int, at: int, column: Column) -> Any:
        """The format of a cell; in tables of mixed figures its row's unit decides."""
        mixed = [c.name for c in self.table.columns if c.name == "unit"]
        if not mixed or column.kind != "decimal":
            return self._format(column)
        unit = str(value_of(self.table.rows[row - 1][self.table.place("unit")]))
        if "thousand" in unit or unit == "share":
            return self._format(column, unit)
        value = value_of(self.table.rows[row - 1][at])
        whole = isinstance(value, int)
        return self._format(Column("", "", "", "whole" if whole else "decimal"))

    def _resolved(self, formula: str, row: int) -> str:
        """The formula with cells in place of names; "" where it asks a table without rows."""
        try:
            return _REFERENCE.sub(lambda found: self._place(found[1], found[2], row), formula)
        except (LookupError, ValueError):
            return ""

    def _place(self, which: str | None, name: str, row: int) -> str:
        if which == "all":
            table = self.tables[name.split(".")[0]]
            at = table.place(name.split(".")[1])
            return f"'{table.title}'!{_cell(1, at, True)}:{_cell(_rows_of(table), at, True)}"
        if which == "cell":
            table = self.tables[name.split(".")[0]]
            _, wanted, column = name.split(".")
            number = [value_of(each[0]) for each in table.rows].index(wanted) + 1
            return f"'{table.title}'!{_cell(number, table.place(column), True)}"
        number = {"first": 1, "last": len(self.table.rows)}.get(which or "", row)
        return _cell(number, self.table.place(name), fixed=which is not None)


def _print_well(sheet: Any) -> None:
    """On A4 across, as wide as a page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _rows_of(table: Table) -> int:
    """How many rows a table has. Raises LookupError when it has none."""
    if not table.rows:
        raise LookupError(table.name)
    return len(table.rows)


def _cell(row: int, column: int, fixed: bool = False) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))
