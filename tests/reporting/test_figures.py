"""Workbook, JSON and CSV: complete, exact, harmless, and the same every time."""

import csv
import io
import json
import math
import re
import time
import zipfile
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from babel.messages import Catalog
from babel.messages.pofile import write_po
from openpyxl.utils import range_boundaries
from simpleeval import EvalWithCompoundTypes  # type: ignore[import-untyped]

from domain.errors import InvalidInput
from domain.report import Action, Agreed, Edit, Report, Room, Theme
from reporting import language, make_csv, make_json, make_workbook, read_report, report_schema
from reporting.figures import Worked, figure_tables
from reporting.words import harmless
from tests.reporting.made import example_report, made_card, made_report, made_roadmap

REPORT = example_report()
NOTHING = made_report(made_card({"Alpha": {"One": None}}), made_roadmap())
ATTACKS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "{=cmd|' /C calc'!A0}",
    "＝1",
    '=HYPERLINK("http://x")',
)


def book_of(report: Report, computed: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(make_workbook(report)), data_only=computed)


def csv_of(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }


def hostile(attack: str) -> Report:
    """The example with an attack wherever people write."""
    plan = REPORT.roadmap
    first, *others = plan.placements
    work = replace(first.initiative, name=attack, owner=attack, leading_indicator=attack)
    question, *questions = REPORT.scorecard.questions
    said = replace(question, state="answered", text=attack, comments=(attack,), label=attack)
    return replace(
        REPORT,
        organisation=attack,
        prepared_by=attack,
        scope=attack,
        theme=Theme(confidentiality=attack),
        scorecard=replace(REPORT.scorecard, questions=(said, *questions)),
        roadmap=replace(plan, placements=(replace(first, initiative=work, why=attack), *others)),
    )


class Calculator:
    """Works out the formulas of a workbook from its cells alone."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.functions = {
            "SUM": lambda *cells: sum(self._numbers(cells)),
            "SUBTOTAL": lambda kind, *cells: sum(self._numbers(cells)),
            "COUNT": lambda *cells: len(self._numbers(cells)),
            "MIN": lambda *cells: min(self._numbers(cells), default=0),
            "MAX": lambda *cells: max(self._numbers(cells)),
            "COUNTIF": lambda cells, text: sum(cell == text for cell in cells),
            "AND": lambda *found: all(found),
            "IF": lambda found, yes, no: yes if found else no,
            "LEFT": lambda text, count: int(text[:count]),
            "RIGHT": lambda text, count: int(text[-count:]),
            "ROUNDUP": lambda number, digits: math.copysign(math.ceil(abs(number)), number),
            "REACHES": lambda a, b: sum(x >= y for x, y in zip(a, b, strict=True)),
        }

    def cell(self, sheet: str, place: str) -> Any:
        """The value of a cell, worked out where it is a formula."""
        found = self.book[sheet][place].value
        if not (isinstance(found, str) and self.book[sheet][place].data_type == "f"):
            return found
        return self._work_out(sheet, found)

    def _work_out(self, sheet: str, formula: str) -> Any:
        names: dict[str, Any] = {}

        def put(match: re.Match[str]) -> str:
            name = f"v{len(names)}"
            at = match["sheet"][1:-1].replace("''", "'") if match["sheet"] else sheet
            names[name] = self._cells(at, match["place"].replace("$", ""))
            return name

        text = formula.removeprefix("=")
        text = re.sub(r"SUMPRODUCT\(--\((.+)>=(.+)\)\)", r"REACHES(\1,\2)", text)
        text = re.sub(
            r"(?:(?P<sheet>'(?:[^']|'')+')!)?(?P<place>\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?)",
            put,
            text,
        )
        text = re.sub(r'(?<=[^,(])""', r"\"", text.replace("^", "**"))  # a quote inside a text
        return EvalWithCompoundTypes(names=names, functions=self.functions).eval(text)

    def _cells(self, sheet: str, place: str) -> Any:
        if ":" not in place:
            return self.cell(sheet, place)
        left, top, right, bottom = range_boundaries(place)
        rows = self.book[sheet].iter_rows(top, bottom, left, right)
        return [self.cell(sheet, cell.coordinate) for row in rows for cell in row]

    @staticmethod
    def _numbers(cells: Any) -> list[float]:
        flat = [c for cell in cells for c in (cell if isinstance(cell, list) else [cell])]
        return [cell for cell in flat if isinstance(cell, int | float)]


AWKWARD = {
    "Scores": "L'état",
    "Gaps and targets": "[A/B] *?: \\",
    "Money by year": "Argent de chaque année, avec le budget",
    "Value by year": "Argent de chaque année, avec le bénéfice",
    "Initiatives": "risques",
    "Risks": "Risques",
    "yes": 'oui, "oui"',
    "no": "non",
    "share": "part",
    "thousand %(currency)s": "milliers de %(currency)s",
    "One-off": "Argent",
    "Running": "argent",
}
"""A language in which words are too long, the same, or not what a workbook takes."""


@pytest.fixture
def awkward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The example in a language that makes a workbook hard."""
    words = Catalog("fr")
    for word, other in AWKWARD.items():
        words.add(word, other)
    (tmp_path / "fr").mkdir()
    with (tmp_path / "fr" / "words.po").open("wb") as file:
        write_po(file, words)
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    return replace(REPORT, language="fr")


def test_a_workbook_in_another_language_still_works_itself_out(awkward: Report) -> None:
    book = book_of(awkward)
    money = "Argent de chaque année, avec le"  # cut; so would be the value, which has its name
    assert {"L'état", "A B", "risques", "risks", money, "value"} < set(book.sheetnames)
    assert [cell.value for cell in book[money][1]][1:3] == ["Argent", "running"]
    key = {row[0].value: row for row in book["Key figures"].iter_rows()}
    assert key["cost_total"][3].value == "milliers de EUR"
    assert key["cost_total"][2].number_format == "#,##0"
    assert key["coverage"][2].number_format == "0%"
    linked = [row[0].hyperlink.location for row in book["Read me"].iter_rows() if row[0].hyperlink]
    assert "'L''état'!A1" in linked
    test_formulas_come_to_the_figures_that_are_written_beside_them(awkward)


def test_csv_is_english_whatever_language_a_report_is_in(awkward: Report) -> None:
    assert make_csv(awkward) == make_csv(REPORT)
    with language.speaking("fr"):
        assert make_csv(awkward) == make_csv(REPORT)


@pytest.mark.parametrize("report", [REPORT, NOTHING], ids=["example", "nothing"])
def test_formulas_come_to_the_figures_that_are_written_beside_them(report: Report) -> None:
    formulas, values = book_of(report, computed=False), book_of(report)
    calculator, wrong, count = Calculator(formulas), [], 0
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            count += 1
            written = values[sheet.title][cell.coordinate].value
            found = calculator.cell(sheet.title, cell.coordinate)
            same = (
                math.isclose(found, written, rel_tol=1e-9, abs_tol=1e-6)
                if isinstance(written, int | float)
                else (found or "") == (written or "")
            )
            if not same:
                wrong.append((sheet.title, cell.coordinate, cell.value, written, found))
    assert wrong == []
    assert count > (2 if report is NOTHING else 300)


def test_every_row_has_a_cell_for_each_column_and_no_heading_comes_twice() -> None:
    for table in figure_tables(REPORT):
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert len({c.heading for c in table.columns}) == len(table.columns)
        assert all(c.meaning for c in table.columns)


def test_sheets_are_tables_with_filters_and_a_header_that_stays() -> None:
    book = book_of(REPORT)
    assert book.sheetnames[0] == "Read me"
    assert book.sheetnames[-1] == "Data dictionary"
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None


def test_numbers_are_numbers_and_have_their_format() -> None:
    sheet = book_of(REPORT)["Money by year"]
    assert [cell.value for cell in sheet["A"]][1:5] == [y.year for y in REPORT.roadmap.years]
    assert sheet["B2"].number_format == "#,##0"
    assert book_of(REPORT)["Scores"]["K2"].number_format == "0%"


def test_it_says_what_it_was_made_from() -> None:
    said = [c.value for c in book_of(replace(REPORT, sha256="ab" * 32))["Read me"]["B"]]
    assert "ab" * 32 in said
    assert any(REPORT.scorecard.framework.content_hash in str(text) for text in said)


@pytest.mark.parametrize("attack", ATTACKS)
def test_people_s_texts_never_become_formulas(attack: str) -> None:
    report = hostile(attack)
    ours = {cell.formula for t in figure_tables(REPORT) for row in t.rows for cell in row
            if isinstance(cell, Worked)}  # fmt: skip
    assert ours
    book = book_of(report, computed=False)
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value]
    calculated = [c for c in cells if c.data_type == "f"]
    assert len(calculated) == len(
        [c for s in book_of(REPORT, computed=False).worksheets for r in s.iter_rows() for c in r
         if c.data_type == "f"]
    )  # fmt: skip
    # What a program saves as CSV is the text alone, so it has to be harmless itself.
    texts = [c.value for c in cells if c.data_type == "s"]
    assert not [text for text in texts if text.lstrip().startswith(tuple("=+-@{＝＋－＠"))]
    assert not [text for text in texts if text.startswith(("\t", "\r", "\n"))]
    for rows in csv_of(make_csv(report)).values():
        for text in (text for row in rows for text in row.values()):
            number = re.fullmatch(r"-?[0-9.]+(e-?[0-9]+)?", text)
            assert number or not text.lstrip().startswith(tuple("=+-@{＝＋－＠"))


def test_harmless_texts_stay_as_they_are() -> None:
    assert harmless("Level 2 = Emerging") == "Level 2 = Emerging"
    assert harmless("") == ""
    assert harmless("=1") == "'=1"


def test_a_text_too_long_for_a_cell_is_cut_and_not_lost() -> None:
    question, *others = REPORT.scorecard.questions
    long = replace(question, comments=("word " * 10_000,))
    report = replace(REPORT, scorecard=replace(REPORT.scorecard, questions=(long, *others)))
    assert str(book_of(report)["Answers"]["O2"].value).startswith("word word")


def test_csv_opens_in_excel_and_has_a_line_for_each_row() -> None:
    content = make_csv(REPORT)
    found = csv_of(content)
    for table in figure_tables(REPORT):
        assert len(found[f"{table.name}.csv"]) == len(table.rows)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("scores.csv").startswith(b"\xef\xbb\xbfid,kind")
        assert b"\r\n" in archive.read("scores.csv")
    described = {(row["table"], row["column"]) for row in found["data_dictionary.csv"]}
    assert {(t.name, c.name) for t in figure_tables(REPORT) for c in t.columns} == described


def full() -> Report:
    """The example with everything that a report can hold."""
    at = REPORT.made_on
    room = Room(
        (Agreed("Strategy", 1.5, 2.0, 1.0, "because", "not all"),),
        (Action("Ask", "CFO", date(2027, 1, 31)), Action("Tell", "CEO")),
        ("Later",),
    )
    from datetime import UTC, datetime

    edit = Edit("summary.title", "Ours", "Theirs", "Ann", datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    return replace(
        REPORT, made_on=at, room=room, edits=(edit,), raters=(("CIO", 3),), sha256="0" * 64
    )


@pytest.mark.parametrize("report", [full(), NOTHING], ids=["full", "nothing"])
def test_json_gives_the_report_back(report: Report) -> None:
    assert read_report(make_json(report)) == report


def test_json_is_what_its_published_schema_says() -> None:
    written = json.loads(make_json(full()))
    schema = report_schema()
    published = Path(__file__).parents[2] / "docs" / "report-schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == schema
    assert written.keys() == schema["properties"].keys()
    assert {f.name for f in fields(Report)} | {"format"} == written.keys()
    assert written["roadmap"]["scenario"]["start"] == "2027 Q1"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[", "not valid JSON"),
        (b"[]", "found no object"),
        (b'{"format": "headway-report/9"}', "found headway-report/9"),
        (b'{"format": "headway-report/1", "title": 3}', "report, title"),
    ],
)
def test_json_that_is_no_report_is_refused_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_report(content)


def test_the_same_report_gives_the_same_bytes_at_any_time() -> None:
    makers = (make_workbook, make_json, make_csv)
    first = [make(REPORT) for make in makers]
    time.sleep(2.1)  # a zip counts in steps of two seconds
    assert [make(REPORT) for make in makers] == first
