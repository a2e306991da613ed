"""Holds the table of rooms in docs/architecture.md to the folders and to the import rules.

Fails when a folder has no row or a row no folder, when the import contracts in pyproject.toml
are not exactly what the table says, and when what is not a package (app.py, scripts) imports
more than its row allows. import-linter checks the packages themselves.

    python setup/rooms.py [ROOT]
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

_ROW = re.compile(r"^\| `(?P<room>[\w.]+)/?` \|.*\| ?(?P<imports>[^|]*)\|$", re.MULTILINE)

Table = dict[str, frozenset[str]]
"""Each room, without .py, and the rooms it may import."""


def main(root: Path) -> int:
    """Print every disagreement as one sentence; exit status 1 when there is one."""
    table = read_table((root / "docs" / "architecture.md").read_text("utf-8"))
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    linter = settings["tool"]["importlinter"]
    problems = [
        *_folders(table, root),
        *_contracts(table, linter),
        *_unknown_packages(linter["root_packages"], root),
        *_loose_files(table, linter["root_packages"], root),
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{len(table)} rooms: folders, table and import contracts agree.")
    return 1 if problems else 0


def read_table(text: str) -> Table:
    """The rooms of the first table whose rows begin with a folder or file in backquotes."""
    rows = [
        (row["room"].removesuffix(".py"), row["imports"].strip()) for row in _ROW.finditer(text)
    ]
    rooms = [room for room, _ in rows]
    return {room: _allowed(imports, rooms, room) for room, imports in rows}


def _allowed(imports: str, rooms: list[str], room: str) -> frozenset[str]:
    named = frozenset(name.removesuffix(".py") for name in re.findall(r"`([\w.]+)`", imports))
    if imports == "all above":
        return frozenset(rooms[: rooms.index(room)])
    if imports.startswith("all but"):
        return frozenset(rooms) - named
    return frozenset(rooms) if imports == "all" else named


def _folders(table: Table, root: Path) -> Iterator[str]:
    ignored = {line.strip("/") for line in (root / ".gitignore").read_text("utf-8").split()}
    found = {
        path.stem
        for path in root.iterdir()
        if not path.name.startswith(".")
        and path.name not in ignored
        and (path.is_dir() or path.suffix == ".py")
    }
    for room in sorted(found - table.keys()):
        yield f"{room}/ has no row in the table of docs/architecture.md: say what lives there."
    for room in sorted(table.keys() - found):
        yield f"{room}/ has a row in docs/architecture.md but does not exist: take the row out."


def _contracts(table: Table, linter: dict[str, list[dict[str, list[str]]]]) -> Iterator[str]:
    packages = frozenset(map(str, linter["root_packages"]))
    written = {
        room: frozenset(contract["forbidden_modules"])
        for contract in linter["contracts"]
        for room in contract["source_modules"]
    }
    for room in sorted(packages):
        expected = packages - table.get(room, frozenset()) - {room}
        if written.get(room, frozenset()) != expected:
            yield (
                f"{room}/: by docs/architecture.md the contract in pyproject.toml must forbid "
                f"exactly {', '.join(sorted(expected)) or 'nothing'}."
            )


def _unknown_packages(packages: list[str], root: Path) -> Iterator[str]:
    found = {path.parent.name for path in root.glob("*/__init__.py")}
    for room in sorted(found - set(packages)):
        yield f"{room}/ is a package that root_packages in pyproject.toml does not name."


def _loose_files(table: Table, packages: list[str], root: Path) -> Iterator[str]:
    for room in sorted(table.keys() - set(packages)):
        files = [root / f"{room}.py", *(root / room).rglob("*.py")]
        for path in filter(Path.is_file, files):
            for name in sorted((_imported(path) & table.keys()) - table[room] - {room}):
                yield (
                    f"{path.relative_to(root)} imports {name}, which its row in "
                    "docs/architecture.md does not allow."
                )


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1]))
