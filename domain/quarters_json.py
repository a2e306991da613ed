"""Quarters in JSON, written "2027 Q3" as people write them."""

from typing import Any

from domain.quarters import Quarter

QUARTER_KEYS = frozenset(
    [
        "start",
        "end",
        "due",
        "since",
        "not_before",
        "done_by",
        "quarter",
        "started",
        "ended",
        "ready",
    ]
)
"""The keys under which the domain's dataclasses hold quarters."""


def with_quarters_written(content: Any) -> Any:
    """JSON content with every quarter, an object of year and number, as text."""
    if isinstance(content, dict):
        if content.keys() == {"year", "number"}:
            return str(Quarter(**content))
        return {key: with_quarters_written(value) for key, value in content.items()}
    if isinstance(content, list):
        return [with_quarters_written(each) for each in content]
    return content


def with_quarters_read(content: Any, key: str = "") -> Any:
    """JSON content with every quarter that is text as year and number.

    Only where a quarter stands: elsewhere such a text is a text.
    """
    if isinstance(content, dict):
        # `due` of a scenario maps capabilities, whatever their ids, to quarters.
        return {
            name: with_quarters_read(value, "due" if key == "due" else name)
            for name, value in content.items()
        }
    if isinstance(content, list):
        return [with_quarters_read(each) for each in content]
    return _parts(content) if key in QUARTER_KEYS else content


def _parts(written: Any) -> Any:
    """Year and number of "2027 Q3"; anything else is left for the model to refuse."""
    try:
        quarter = Quarter.parse(written if isinstance(written, str) else "")
    except ValueError:
        return written
    return {"year": quarter.year, "number": quarter.number}
