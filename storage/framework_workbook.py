"""A framework as a spreadsheet, and back: every mistake is told with its cell.

Each list of the format has a sheet, each entry a row. What few entries have (references, gates,
conditions, a roll-up of its own) stands in the column "more" or the sheet "More" as YAML.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from domain.errors import InvalidInput, Problem
from domain.framework import Framework
from storage.framework_checks import Strategies
from storage.frameworks import read_document
from storage.sheets import (
    add_read_me,
    add_sheet,
    column_of,
    new_workbook,
    open_workbook,
    place,
    rows_of,
    saved,
    sheet_of,
)
from storage.strict_yaml import Document, KeyPath, Mark, scan_yaml

Content = dict[str, Any]
_LEVELS = ("number", "id", "name", "meaning")
_SCALES = (
    "id",
    "from_statements",
    "dont_know",
    "not_applicable",
    "value",
    "label",
    "means",
    "more",
)
_PILLARS = ("id", "name", "short_name", "description", "weight", "critical", "more")
_CAPABILITIES = (
    "inside",
    "id",
    "name",
    "short_name",
    "definition",
    "weight",
    "critical",
    "level",
    "more",
)
_QUESTIONS = (
    "inside",
    "id",
    "kind",
    "level",
    "scale",
    "text",
    "quick",
    "weight",
    "help",
    "evidence",
    "more",
)
_WIDTHS = {"definition": 60, "description": 60, "text": 60, "meaning": 60, "more": 60, "name": 36}
_LISTS = ("levels", "scales", "pillars")
_SHEETS = ("Framework", "Levels", "Scales", "Pillars", "Capabilities", "Questions", "More")


def write_framework_workbook(content: Mapping[str, Any]) -> bytes:
    """The content of a framework file as a workbook."""
    book = new_workbook()
    plain = [(k, v) for k, v in content.items() if isinstance(v, str)]
    _sheet(book, "Framework", ("key", "value"), [{"key": k, "value": v} for k, v in plain])
    _sheet(book, "Levels", _LEVELS, content["levels"])
    _sheet(book, "Scales", _SCALES, list(_scale_rows(content["scales"])))
    _sheet(
        book, "Pillars", _PILLARS, [_row(p, _PILLARS, "capabilities") for p in content["pillars"]]
    )
    found = [entry for p in content["pillars"] for entry in _inside(p["id"], p["capabilities"])]
    _sheet(
        book,
        "Capabilities",
        _CAPABILITIES,
        [
            _row({"inside": inside, **each}, _CAPABILITIES, "questions", "parts")
            for inside, each in found
        ],
    )
    _sheet(
        book,
        "Questions",
        _QUESTIONS,
        [
            _row({"inside": each["id"], **question}, _QUESTIONS)
            for _, each in found
            for question in each.get("questions", [])
        ],
    )
    _sheet(book, "More", ("key", "entry"), list(_more_rows(content)))
    add_read_me(
        book,
        (
            str(content["name"]),
            "Each sheet has one row for each level, pillar, capability or question.",
            'The column "inside" says to which pillar or capability a row belongs.',
            'The column "more" and the sheet More hold what few rows need, as YAML.',
            "Headway reads the workbook back and names the cell of every mistake.",
        ),
    )
    return saved(book)


def _sheet(
    book: Any, title: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    widths = [(column, _WIDTHS.get(column, 18)) for column in columns]
    add_sheet(book, title, widths, [[row.get(column) for column in columns] for row in rows])


def _inside(parent: str, capabilities: Sequence[Content]) -> Iterator[tuple[str, Content]]:
    for capability in capabilities:
        yield parent, capability
        yield from _inside(capability["id"], capability.get("parts", []))


def _row(entry: Content, columns: Sequence[str], *elsewhere: str) -> Content:
    more = {k: v for k, v in entry.items() if k not in columns and k not in elsewhere}
    return {**entry, "more": _flow(more) if more else None}


def _scale_rows(scales: Sequence[Content]) -> Iterator[Content]:
    for scale in scales:
        first = _row(scale, _SCALES, "choices")
        for choice in scale.get("choices", [{}]):
            yield {**first, **choice}
            first = {"id": scale["id"]}


def _more_rows(content: Mapping[str, Any]) -> Iterator[Content]:
    for key, value in content.items():
        if key in _LISTS or isinstance(value, str):
            continue
        for entry in value if isinstance(value, list) else [value]:
            yield {"key": key, "entry": _flow(entry)}


def _flow(value: Any) -> str:
    written: str = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1_000_000
    )
    return written.strip()


def read_framework_workbook(
    content: bytes, name: str, strategies: Strategies | None = None
) -> tuple[Framework, Content]:
    """The framework in a workbook, and its content as a framework file would have it.

    Raises InvalidInput with every problem, each with its cell: file, sheet!cell.
    """
    read = _Reader(content, name)
    document = read.document()
    if read.problems:
        raise InvalidInput(read.problems)
    return read_document(document, strategies), dict(document.value)


@dataclass(frozen=True, slots=True)
class _SheetDocument(Document):
    """A document whose places are cells: the line counts through the sheets, one after another."""

    def _written(self, mark: Mark) -> str:
        sheet, row = divmod(mark[0], _ROWS_A_SHEET)
        return place(self.name, _SHEETS[sheet], row, mark[1])


_ROWS_A_SHEET = 1_000_000


class _Reader:
    def __init__(self, content: bytes, name: str) -> None:
        self.book = open_workbook(content, name)
        self.name = name
        self.problems: list[Problem] = []
        self.places: dict[KeyPath, Mark] = {(): (1, 1)}
        self.value: Content = {}
        self.nodes: dict[str, tuple[Content, KeyPath]] = {}

    def document(self) -> _SheetDocument:
        """Everything in the workbook as the value of a framework file, with the cells."""
        for number, row in self._rows("Framework", ("key", "value")):
            self._put(self.value, (), "Framework", number, row["key"], row.get("value"), "value")
        self._list("Levels", _LEVELS, "levels")
        self._scales()
        self._list("Pillars", _PILLARS, "pillars")
        for pillar, path in list(self._entries("pillars")):
            pillar.setdefault("capabilities", [])
            self.nodes[str(pillar.get("id"))] = (pillar, path)
        self._children("Capabilities", _CAPABILITIES, "parts")
        self._children("Questions", _QUESTIONS, "questions")
        self._more()
        for pillar, _ in self._entries("pillars"):
            if not pillar["capabilities"]:
                del pillar["capabilities"]
        return _SheetDocument(self.name, self.value, self.places, {})

    def _rows(self, title: str, columns: Sequence[str]) -> Iterator[tuple[int, Content]]:
        sheet = sheet_of(self.book, title, self.name)
        for number, row in rows_of(sheet, columns, self.name, self.problems):
            first = columns[0]
            if first in row:
                yield number, row
            else:
                message = f"the column {first} is empty; fill it in or clear the row"
                self._problem(title, number, first, message)

    def _problem(self, title: str, number: int, column: str, message: str) -> None:
        at = column_of(sheet_of(self.book, title, self.name), column)
        self.problems.append(Problem(place(self.name, title, number, at), message))

    def _mark(self, title: str, number: int, column: str) -> Mark:
        at = column_of(sheet_of(self.book, title, self.name), column)
        return (_SHEETS.index(title) * _ROWS_A_SHEET + number, at)

    def _put(
        self,
        entry: Content,
        path: KeyPath,
        title: str,
        number: int,
        key: str,
        value: Any,
        column: str = "",
    ) -> None:
        entry[key] = value
        self.places[(*path, key)] = self._mark(title, number, column or key)

    def _entries(self, key: str) -> Iterator[tuple[Content, KeyPath]]:
        for at, entry in enumerate(self.value.get(key, [])):
            yield entry, (key, at)

    def _list(self, title: str, columns: Sequence[str], key: str) -> None:
        self.value[key] = []
        for number, row in self._rows(title, columns):
            self._add(self.value[key], (key,), title, number, row)

    def _add(
        self, entries: list[Content], path: KeyPath, title: str, number: int, row: Content
    ) -> tuple[Content, KeyPath]:
        entry: Content = {}
        here = (*path, len(entries))
        self.places[here] = self._mark(title, number, next(iter(row)))
        for column, value in row.items():
            if column == "more":
                for key, found in self._yaml(title, number, column, value, dict).items():
                    self._put(entry, here, title, number, key, found, "more")
            elif column != "inside":
                self._put(entry, here, title, number, column, value)
        entries.append(entry)
        return entry, here

    def _yaml(self, title: str, number: int, column: str, text: Any, kind: type[Any]) -> Any:
        """YAML in a cell, read as strictly as a file."""
        try:
            document = scan_yaml(f"v: {text}".encode(), "")
            found = document.value.get("v")
        except InvalidInput as error:
            found, message = None, error.problems[0].message
        else:
            message = f"{'a mapping' if kind is dict else 'YAML'} was expected"
            if document.problems:
                found, message = None, document.problems[0][1].message
        if found is None or not isinstance(found, kind):
            self._problem(title, number, column, f"{message}; write it as in a fresh workbook")
            return kind() if kind is dict else None
        return found

    def _scales(self) -> None:
        self.value["scales"] = []
        for number, row in self._rows("Scales", _SCALES):
            same = (found for found in self._entries("scales") if found[0].get("id") == row["id"])
            known = next(same, None)
            choice: Content = {
                key: row.pop(key) for key in ("value", "label", "means") if key in row
            }
            if known is None:
                known = self._add(self.value["scales"], ("scales",), "Scales", number, row)
            if choice:
                scale, path = known
                choices = scale.setdefault("choices", [])
                self._add(choices, (*path, "choices"), "Scales", number, choice)

    def _children(self, title: str, columns: Sequence[str], key: str) -> None:
        for number, row in self._rows(title, columns):
            parent = self.nodes.get(str(row["inside"]))
            if parent is None:
                message = f"there is no pillar or capability {row['inside']} above; correct the id"
                self._problem(title, number, "inside", message)
                continue
            above, path = parent
            own = "capabilities" if len(path) == 2 and key == "parts" else key
            if own == "questions" and len(path) == 2:
                message = f"{row['inside']} is a pillar; questions belong to a capability"
                self._problem(title, number, "inside", message)
                continue
            entry, here = self._add(above.setdefault(own, []), (*path, own), title, number, row)
            if key == "parts":
                self.nodes[str(entry.get("id"))] = (entry, here)

    def _more(self) -> None:
        lists = ("roles", "context", "references", "views", "gates")
        for number, row in self._rows("More", ("key", "entry")):
            key = str(row["key"])
            found = self._yaml("More", number, "entry", row.get("entry"), object)
            if key in lists:
                self.value.setdefault(key, []).append(found)
            else:
                self.value[key] = found
            self.places[(key,)] = self._mark("More", number, "entry")
