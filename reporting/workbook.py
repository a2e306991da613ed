"""The figures of a report as a workbook that works them out itself."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from domain.colours import contrast
from domain.report import Report
from reporting.figures import Cell, Column, Table, Worked, figure_tables, value_of
from reporting.figures.table import Kind, kinds_by_unit
from reporting.language import _, speaking
from reporting.theme import INK, LINE, PAPER
from reporting.words import day, harmless

_REFERENCE = re.compile(r"\{(?:(first|last|all|cell):)?([^{}]+)\}")
_LONGEST = 32_000
"""Characters of a text; a cell of Excel holds 32,767."""
_WRAPS_FROM = 30
"""Columns this wide hold prose, which goes over several lines."""
_NUMBERS = {"whole": "0", "decimal": "0.00", "share": "0%", "money": "#,##0", "date": "yyyy-mm-dd"}
_HEADING_ROW = 0
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
"""Characters of a sheet's title; Excel takes no more."""
_READABLE = 4.5
"""Contrast of text, WCAG 2.2 level AA."""


def make_workbook(report: Report) -> bytes:
    """The report as an Excel workbook (.xlsx): a sheet a table, and what its columns mean.

    What follows from other figures is a formula with its result beside it, so that it shows in
    programs that do not calculate too. People's texts are texts, never formulas. It speaks the
    report's language. The same report gives the same bytes.
    """
    # The writer is loaded by who needs it: pages that only draw start without.
    import xlsxwriter

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with speaking(report.language), xlsxwriter.Workbook(made, options) as book:
        book.set_properties(_properties(report))
        book.set_calc_mode("auto")
        tables = _sheets(report)
        _read_me(book, report, tables)
        by_name = {table.name: table for table in tables}
        kinds = kinds_by_unit(report.roadmap.scenario.currency)
        for table in tables:
            _Sheet(book, table, by_name, report.theme.heading, kinds).write()
    return made.getvalue()


def _sheets(report: Report) -> tuple[Table, ...]:
    """All tables, and what their columns mean."""
    tables = tuple(_fitting(figure_tables(report), _read_me_title()))
    taken = (_read_me_title(), *(table.title for table in tables))
    return (*tables, *_fitting((dictionary(tables),), *taken))


def _read_me_title() -> str:
    return _sheet_title(_("Read me"))


def _fitting(tables: Sequence[Table], *taken: str) -> Iterator[Table]:
    """The tables with titles and headings as Excel wants them, none of which comes twice."""
    titles = _distinct(((_sheet_title(table.title), table.name) for table in tables), *taken)
    for table, title in zip(tables, titles, strict=True):
        headings = _distinct((column.heading, column.name) for column in table.columns)
        named = zip(table.columns, headings, strict=True)
        columns = tuple(replace(column, heading=heading) for column, heading in named)
        yield replace(table, title=title, columns=columns)


def _sheet_title(title: str) -> str:
    """A title without what Excel forbids, and as short as it wants."""
    return _NOT_IN_TITLES.sub(" ", title)[:_LONGEST_TITLE].strip(" '")


def _distinct(named: Iterable[tuple[str, str]], *taken: str) -> Iterator[str]:
    """What things are called; the name they have in CSV where that is taken already.

    Two words of ours may be the same one in another language.
    """
    found = {word.casefold() for word in taken}
    for word, name in named:
        chosen = name if word.casefold() in found else word
        found.add(chosen.casefold())
        yield chosen


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
        Column("table", _("Sheet"), "", width=20),
        Column("file", _("CSV file"), "", width=20),
        Column("column", _("Column"), "", width=22),
        Column("name", _("Name in CSV"), "", width=18),
        Column("meaning", _("Meaning"), "", width=60),
        Column("unit", _("Unit"), "", width=24),
    )
    rows = tuple(
        (table.title, f"{table.name}.csv", c.heading, c.name, c.meaning, c.unit)
        for table in tables
        for c in table.columns
    )
    title, about = _("Data dictionary"), _("What each column means")
    return Table("data_dictionary", title, about, columns, rows)


def _read_me(book: Any, report: Report, tables: Sequence[Table]) -> None:
    sheet = book.add_worksheet(_read_me_title())
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
    for at, table in enumerate(tables, start=len(about) + 3):
        sheet.write_url(at, 0, f"internal:{_on(table)}A1", None, table.title)
        sheet.write_string(at, 1, table.about, text)


def _about(report: Report) -> Iterator[tuple[str, str]]:
    card, plan = report.scorecard, report.roadmap
    scenario = plan.scenario
    yield _("Confidentiality"), report.theme.confidentiality
    yield _("Made on"), day(report.made_on)
    yield _("Prepared by"), report.prepared_by
    yield _("Scope"), report.scope
    yield _("Example"), _("yes, an invented organisation") if report.example else _("no")
    yield (
        _("Framework"),
        _(
            "%(framework)s %(version)s, %(depth)s, content %(hash)s",
            framework=card.framework.name,
            version=card.framework.version,
            depth=_("quick depth") if card.depth == "quick" else _("full depth"),
            hash=card.framework.content_hash,
        ),
    )
    yield _("Catalogue"), f"{plan.catalogue} {plan.catalogue_version}"
    first, last = scenario.start, scenario.end
    runs = _("%(scenario)s, %(first)s to %(last)s", scenario=scenario.name, first=first, last=last)
    yield _("Scenario"), runs
    yield _("Hash of the inputs"), report.sha256
    yield (
        _("Units"),
        _(
            "Money is in thousands of %(currency)s, effort in person-months. Shares are 0 to 1, "
            "shown as percent. Levels are the framework's; progress is a mean and no level.",
            currency=scenario.currency,
        ),
    )
    yield (
        _("Formulas"),
        _(
            "What follows from other figures is a formula: change a figure and see what follows. "
            "The plan itself is not made anew by that."
        ),
    )
    yield (
        _("Texts"),
        _("An apostrophe stands before a text that a spreadsheet could take for a formula."),
    )


@dataclass(frozen=True)
class _Sheet:
    """One table on its way into the workbook.

    `tables` are those that formulas may ask, `kinds` says how figures look by their unit.
    """

    book: Any
    table: Table
    tables: Mapping[str, Table]
    heading: str
    kinds: Mapping[str, Kind]

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
        sheet.write_string(row, 0, _("Total"), self.book.add_format({"bold": True}))
        for at, column in enumerate(self.table.columns):
            if column.added:
                found = (value_of(each[at]) for each in self.table.rows)
                amount = sum(value for value in found if isinstance(value, int | float))
                formula = f"=SUBTOTAL(109,{_cell(1, at)}:{_cell(row - 1, at)})"
                sheet.write_formula(row, at, formula, self._format(column, bold=True), amount)

    def _format(self, column: Column, bold: bool = False) -> Any:
        settings: dict[str, Any] = {"valign": "top", "bold": bold}
        if column.kind in _NUMBERS:
            settings["num_format"] = _NUMBERS[column.kind]
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
        whole = isinstance(value_of(self.table.rows[row - 1][at]), int)
        kind = self.kinds.get(unit, "whole" if whole else "decimal")
        return self._format(replace(column, kind=kind))

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
            return f"{_on(table)}{_cell(1, at, True)}:{_cell(_rows_of(table), at, True)}"
        if which == "cell":
            table = self.tables[name.split(".")[0]]
            wanted, column = name.split(".")[1:]
            number = [value_of(each[0]) for each in table.rows].index(wanted) + 1
            return f"{_on(table)}{_cell(number, table.place(column), True)}"
        number = {"first": 1, "last": len(self.table.rows)}.get(which or "", row)
        return _cell(number, self.table.place(name), fixed=which is not None)


def _print_well(sheet: Any) -> None:
    """On A4 across, as wide as a page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    page = _("Page %(page)s of %(pages)s", page="&P", pages="&N")
    sheet.set_footer(f"&L&A&R{page}")


def _on(table: Table) -> str:
    """A table's sheet as formulas and links name it, before a cell."""
    title = table.title.replace("'", "''")
    return f"'{title}'!"


def _rows_of(table: Table) -> int:
    """How many rows a table has. Raises LookupError when it has none."""
    if not table.rows:
        raise LookupError(table.name)
    return len(table.rows)


def _cell(row: int, column: int, fixed: bool = False) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed))
