"""A first catalogue for a framework that has none: one initiative for each step of each capability.

Every estimate in it is a placeholder, and the file says so: it makes a plan possible, and shows a
consultant what to fill in.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from domain.framework import Capability, Framework
from storage.catalogue_file import FORMAT

_LONGEST_ID = 64
_ASSUMED = {
    "duration": {"low": 1, "likely": 2, "high": 3},
    "cost": {"low": 50, "likely": 100, "high": 200},
    "run_cost": {"low": 10, "likely": 20, "high": 40},
    "effort": {"low": 3, "likely": 6, "high": 12},
}


def draft_catalogue(framework: Framework) -> dict[str, Any]:
    """The content of a catalogue file for this framework, estimates to be replaced."""
    initiatives = [
        entry for capability in framework.capabilities() for entry in _steps(framework, capability)
    ]
    return {
        "format": FORMAT,
        "id": f"{framework.id[: _LONGEST_ID - 6]}-draft",
        "version": "0.1.0",
        "name": f"Draft initiatives for {framework.name}"[:300],
        "framework": framework.id,
        "currency": "EUR",
        "assumptions": (
            "Draft. Durations, costs and effort are the same placeholders everywhere and rest on "
            "nothing; replace them before anybody decides by them."
        ),
        "initiatives": initiatives,
    }


def _steps(framework: Framework, capability: Capability) -> Iterator[dict[str, Any]]:
    before: list[str] = []
    for at, (lower, upper) in enumerate(pairwise(framework.levels), start=1):
        name = f"{capability.id[: _LONGEST_ID - 4]}-s{at}"
        said = f"{capability.short_name or capability.name}: from {lower.name} to {upper.name}"
        statement = capability.statements.get(upper.number)
        yield {
            "id": name,
            "name": said[:300],
            **({"description": statement} if statement else {}),
            "lifts": [{"capability": capability.id, "from": lower.number, "to": upper.number}],
            "prerequisites": before,
            **_ASSUMED,
        }
        before = [name]
