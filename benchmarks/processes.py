"""The worker processes of a program, and what they cost: read from /proc."""

import os
from pathlib import Path

from reporting.workers import Role

_TICKS = os.sysconf("SC_CLK_TCK")


def workers(parent: int, role: Role | None = None) -> dict[int, str]:
    """Pid and role of each running worker that the process `parent` has started."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            its_parent = int(_fields(folder)[1])
        except OSError:
            continue  # it has ended meanwhile
        if its_parent == parent and command[1:3] == [b"-m", b"reporting"]:
            found[int(folder.name)] = command[3].decode()
    return {pid: each for pid, each in found.items() if role in (None, each)}


def cpu_seconds(pid: int) -> float:
    """The time that a process has computed since it started."""
    fields = _fields(Path(f"/proc/{pid}"))
    return (int(fields[11]) + int(fields[12])) / _TICKS


def megabytes(pid: int, which: str = "VmHWM") -> float:
    """The most memory that a process has held (VmHWM), or what it holds now (VmRSS)."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith(f"{which}:"))
    return int(line.split()[1]) / 1024


def _fields(folder: Path) -> list[str]:
    return (folder / "stat").read_text().rpartition(")")[2].split()
