"""Spreadsheets both ways: nothing is lost, and every mistake is told with its cell."""

import io
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from domain.answers import Answer
from domain.errors import InvalidInput
from storage.answer_workbook import read_answer_workbook, write_answer_workbook
from storage.framework_workbook import read_framework_workbook, write_framework_workbook
from storage.frameworks import load_framework
from storage.strict_yaml import read_yaml
from storage.versioned_file import content_of

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "fixtures" / "small.yaml"
FILES = (
    SMALL,
    ROOT / "frameworks" / "ai-first-2030.yaml",
    ROOT / "frameworks" / "nist-ai-rmf-1.0.yaml",
)


def workbook_of(path: Path) -> bytes:
    return write_framework_workbook(read_yaml(content_of(path), str(path)).value)


def changed(content: bytes, **cells: object) -> bytes:
    """The workbook with other values in cells, named like Questions_D7."""
    book = load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        sheet, _, cell = name.rpartition("_")
        book[sheet][cell].value = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def problems_of(content: bytes) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read_framework_workbook(content, "model.xlsx")
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_framework_goes_through_a_workbook_and_stays_the_same(path: Path) -> None:
    framework, content = read_framework_workbook(workbook_of(path), "model.xlsx")
    assert content == read_yaml(content_of(path), str(path)).value
    assert framework == load_framework(path)


def test_every_mistake_is_told_with_its_cell() -> None:
    found = problems_of(
        changed(
            workbook_of(SMALL),
            Levels_A3=7,
            Questions_C2="guess",
            Questions_A3="nowhere",
            Capabilities_F2="heavy",
        )
    )
    assert found == [
        "model.xlsx, Questions!A3: there is no pillar or capability nowhere above; correct the id"
    ]
    found = problems_of(
        changed(workbook_of(SMALL), Levels_A3=7, Questions_C2="guess", Capabilities_F2="heavy")
    )
    assert any(each.startswith("model.xlsx, Levels!A3: levels count up one") for each in found)
    assert any(each.startswith("model.xlsx, Questions!C2: ") for each in found)
    assert any(each.startswith("model.xlsx, Capabilities!F2: a number") for each in found)


def test_formulas_and_yaml_that_cannot_be_read_are_told_with_their_cell() -> None:
    found = problems_of(changed(workbook_of(SMALL), Levels_C2="=A1", More_B2="{strategy: ["))
    assert found[0] == (
        "model.xlsx, Levels!C2: a value was expected, found a formula; paste its value"
    )
    assert found[1].startswith("model.xlsx, More!B2: ")


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    content = read_yaml(content_of(SMALL), "small.yaml").value
    content["pillars"][0]["name"] = "=1+1"
    book = load_workbook(io.BytesIO(write_framework_workbook(content)))
    assert book["Pillars"]["B2"].data_type == "s"
    assert book["Pillars"]["B2"].value == "=1+1"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook", saved(Workbook())])
def test_what_is_no_workbook_ends_in_one_sentence(content: bytes) -> None:
    assert len(problems_of(content)) == 1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 12_000), st.binary(min_size=1, max_size=60))
def test_a_mangled_workbook_ends_in_a_clear_error(at: int, noise: bytes) -> None:
    content = workbook_of(SMALL)
    with suppress(InvalidInput):
        read_framework_workbook(content[:at] + noise + content[at + len(noise) :], "model.xlsx")


def answered(**cells: object) -> bytes:
    return changed(write_answer_workbook(load_framework(SMALL), "full"), **cells)


def test_answers_are_read_from_the_rows_that_were_filled_in() -> None:
    framework = load_framework(SMALL)
    first, second, third, *_ = framework.questions()
    content = answered(
        Answers_F2=first.choices[1].value,
        Answers_G2="Well",
        Answers_H2="Minutes",
        Answers_I2="artifact",
        Answers_J2=date(2026, 11, 1),
        Answers_K2="Audit",
        Answers_F3="don't know",
        Answers_F4="not applicable",
    )
    assert read_answer_workbook(content, "a.xlsx", framework, "ann") == (
        Answer(
            "ann",
            first.id,
            "value",
            first.choices[1].value,
            comment="Well",
            evidence="Minutes",
            evidence_kind="artifact",
            evidence_date=date(2026, 11, 1),
            verified_by="Audit",
        ),
        Answer("ann", second.id, "dont_know"),
        Answer("ann", third.id, "not_applicable"),
    )


def test_every_wrong_answer_is_told_with_its_cell() -> None:
    content = answered(
        Answers_F2="maybe", Answers_A3="nothing", Answers_G4="No answer", Answers_F5="don't know",
        Answers_I5="rumour", Answers_J5="yesterday",
    )  # fmt: skip
    with pytest.raises(InvalidInput) as caught:
        read_answer_workbook(content, "a.xlsx", load_framework(SMALL), "ann")
    told = [str(problem) for problem in caught.value.problems]
    assert [each.split(": ")[0] for each in told] == [
        "a.xlsx, Answers!F2",
        "a.xlsx, Answers!A3",
        "a.xlsx, Answers!F4",
        "a.xlsx, Answers!I5",
        "a.xlsx, Answers!J5",
    ]
    assert "found maybe. Choose one of these" in told[0]
