"""What comes with Headway can be read, and its schemas say what the models say."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.catalogues import catalogue_schema, load_catalogue
from storage.frameworks import framework_schema, load_framework
from storage.schemas import schema_texts
from storage.shipped import catalogue_path, framework_paths


def test_ai_first_2030_is_shipped_with_its_catalogue() -> None:
    frameworks = {framework.id: framework for framework in map(load_framework, framework_paths())}
    path = catalogue_path("ai-first-2030")
    assert path is not None
    catalogue = load_catalogue(path, frameworks["ai-first-2030"])
    assert catalogue.framework == "ai-first-2030"


def test_frameworks_and_catalogues_are_told_apart_by_what_they_say(tmp_path: Path) -> None:
    shutil.copy("tests/fixtures/small.yaml", tmp_path / "b.yaml")
    shutil.copy("tests/fixtures/small-initiatives.yaml", tmp_path / "a.yaml")
    (tmp_path / "notes.yaml").write_text("about: headway-framework/1\n")
    assert framework_paths(tmp_path) == (tmp_path / "b.yaml",)
    assert catalogue_path("small", tmp_path) == tmp_path / "a.yaml"
    assert catalogue_path("smal", tmp_path) is None
    assert catalogue_path("s.*l", tmp_path) is None


@pytest.mark.parametrize(("path", "text"), schema_texts().items(), ids=lambda found: "")
def test_the_schema_files_are_up_to_date(path: Path, text: str) -> None:
    assert path.read_text("utf-8") == text, "run: .venv/bin/python -m storage.schemas"


def described(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema and of the definitions in it."""
    for definition in (schema, *schema["$defs"].values()):
        yield from definition["properties"].items()


@pytest.mark.parametrize("schema", [framework_schema(), catalogue_schema()], ids=lambda found: "")
def test_every_key_of_a_schema_is_described(schema: dict[str, Any]) -> None:
    found = list(described(schema))
    assert len(found) > 20
    assert [key for key, property_ in found if not property_.get("description")] == []


def test_the_framework_schema_refuses_unknown_keys_and_knows_levels_as_text_keys() -> None:
    schema = framework_schema()
    capability = schema["$defs"]["CapabilityEntry"]
    assert schema["additionalProperties"] is False
    assert capability["additionalProperties"] is False
    assert list(capability["properties"]["statements"]["patternProperties"]) == [
        "^(0|[1-9][0-9]?)$"
    ]
