"""Every figure of a report in plain tables, the same for the workbook and for CSV."""

from reporting.figures.table import Cell, Column, Table, Worked, value_of
from reporting.figures.tables import figure_tables

__all__ = ["Cell", "Column", "Table", "Worked", "figure_tables", "value_of"]
