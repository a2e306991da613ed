"""The frameworks, catalogues and decision aids that come with Headway."""

import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "frameworks"


def framework_paths(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The framework files in the folder that comes with Headway, by name."""
    return tuple(path for path in _files(folder) if _is(path, "format", "headway-framework/[0-9]+"))


def catalogue_path(framework_id: str, folder: Path = FOLDER) -> Path | None:
    """The initiative catalogue in that folder for a framework, or None."""
    return _belonging(folder, "catalogue", framework_id)


def decisions_path(framework_id: str, folder: Path = FOLDER) -> Path | None:
    """The decision aid in that folder for a framework, or None."""
    return _belonging(folder, "decisions", framework_id)


def _belonging(folder: Path, kind: str, framework_id: str) -> Path | None:
    for path in _files(folder):
        is_one = _is(path, "format", f"headway-{kind}/[0-9]+")
        if is_one and _is(path, "framework", re.escape(framework_id)):
            return path
    return None


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _is(path: Path, key: str, pattern: str) -> bool:
    """Whether the top-level key has a value that fits, without reading all of the YAML."""
    line = re.compile(rf"^{key}:\s*[\"']?{pattern}[\"']?\s*(#.*)?$", re.MULTILINE)
    return line.search(path.read_text("utf-8")) is not None
