"""A table of figures: what its columns mean, and what a workbook can work out itself."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reporting.language import _

Plain = str | int | float | date | None
Kind = Literal["text", "whole", "decimal", "share", "money", "date"]


@dataclass(frozen=True, slots=True)
class Worked:
    """A figure that follows from others: what it comes to, and how a workbook finds it.

    In `formula`, `{column}` is that cell of the same row, `{first:column}` and `{last:column}`
    those of the table's ends, `{all:table.column}` a whole column, and
    `{cell:table.row.column}` the cell of the row whose first column says `row`.
    """

    value: Plain
    formula: str


Cell = Plain | Worked


def value_of(cell: Cell) -> Plain:
    """What a cell says, worked out or not."""
    return cell.value if isinstance(cell, Worked) else cell


def thousand(currency: str) -> str:
    """The unit of money."""
    return _("thousand %(currency)s", currency=currency)


def thousand_a_year(currency: str) -> str:
    """The unit of money that comes or goes every year."""
    return _("thousand %(currency)s a year", currency=currency)


def kinds_by_unit(currency: str) -> dict[str, Kind]:
    """The kind of a figure by its unit, for tables that mix them and where a unit tells it."""
    return {_("share"): "share", thousand(currency): "money", thousand_a_year(currency): "money"}


def in_formula(text: str) -> str:
    """A text as it stands in a formula."""
    return '"' + text.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in CSV, its heading for people, what it means, and its unit.

    Codes that stand in the cells, such as dont_know, are the same in every language.

    `added` says that its sum over all rows means something.
    """

    name: str
    heading: str
    meaning: str
    kind: Kind = "text"
    unit: str = ""
    width: int = 12
    added: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of one kind: `name` is its file in CSV, `title` its sheet in the workbook."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def place(self, column: str) -> int:
        """Where a column stands, counted from 0."""
        return [each.name for each in self.columns].index(column)
