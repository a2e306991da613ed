"""Writes the JSON Schemas in frameworks/schema/ anew: python -m storage.schemas"""

import json
from pathlib import Path
from typing import Any

from storage.catalogues import catalogue_schema
from storage.decision_files import decisions_schema
from storage.frameworks import framework_schema
from storage.mappings import mapping_schema
from storage.shipped import FOLDER


def schema_texts() -> dict[Path, str]:
    """What each schema file should hold."""
    schemas = {
        "framework": framework_schema(),
        "catalogue": catalogue_schema(),
        "decisions": decisions_schema(),
        "mapping": mapping_schema(),
    }
    folder = FOLDER / "schema"
    return {folder / f"{name}.schema.json": _text(schema) for name, schema in schemas.items()}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for path, text in schema_texts().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
