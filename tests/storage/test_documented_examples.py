"""The examples in the documentation are files that Headway reads."""

import re
from datetime import date
from pathlib import Path

from domain.quarters import Quarter
from storage.answer_files import parse_answers
from storage.catalogues import read_catalogue
from storage.frameworks import load_framework, read_framework
from storage.progress_files import read_progress
from storage.scenarios import read_scenario

SMALL = load_framework("tests/fixtures/small.yaml")


def example(page: str, start: str) -> bytes:
    """The one code block of the page that starts so."""
    blocks = re.findall(r"```\w+\n(.*?)```", Path(page).read_text("utf-8"), re.DOTALL)
    (found,) = [block for block in blocks if block.startswith(start)]
    return str(found).encode()


def test_the_framework_example_is_read() -> None:
    content = example("docs/framework-format.md", "format: headway-framework/1")
    assert [found.id for found in read_framework(content, "page").questions("quick")] == [
        "literacy-placement"
    ]


def test_the_catalogue_example_is_read() -> None:
    content = example("docs/file-formats.md", "format: headway-catalogue/1")
    assert read_catalogue(content, "page", SMALL).initiatives[0].name == "Agree the ambition"


def test_the_scenario_example_is_read() -> None:
    content = example("docs/file-formats.md", "format: headway-scenario/1")
    scenario = read_scenario(content, "page", SMALL, date(2026, 11, 23))
    assert scenario.targets == {"lead-01": 4, "lead-02": 3, "run-01": 3}
    assert scenario.budget == {2027: 1200.0, 2028: 900.0}


def test_the_answers_example_is_read() -> None:
    content = example("docs/file-formats.md", "respondent,")
    assert [answer.kind for answer in parse_answers(content, "page")] == ["value", "dont_know"]


def test_the_benefit_and_the_further_keys_of_a_scenario_are_read() -> None:
    content = example("docs/file-formats.md", "format: headway-catalogue/1")
    catalogue = read_catalogue(content, "page", SMALL)
    (benefit,) = catalogue.register.benefits
    assert (benefit.grade, benefit.share, benefit.pool) == ("C", 0.8, "pool-ai")
    base = example("docs/file-formats.md", "format: headway-scenario/1")
    more = example("docs/file-formats.md", "due: {lead-01")
    scenario = read_scenario(base + more, "page", SMALL, date(2026, 11, 23))
    assert scenario.firm == ("lead-01",)
    assert scenario.person_months("finance", Quarter(2028, 2)) == 6
    assert scenario.aims == ("targets", "value", "maturity")


def test_the_progress_example_is_read() -> None:
    content = example("docs/file-formats.md", "format: headway-catalogue/1")
    catalogue = read_catalogue(content, "page", SMALL)
    progress = example("docs/file-formats.md", "format: headway-progress/1")
    (actual,) = read_progress(progress, "page", catalogue)
    assert (actual.initiative, actual.status, actual.spent) == ("ini-01", "running", 40.0)
