"""What the environment says about serving, read strictly."""

import re

from domain.errors import InvalidInput, Problem

_ORIGIN = re.compile(r"https?://[^\s/?#@,]+")


def allowed_origins(written: str) -> frozenset[str]:
    """Origins from a comma-separated list, such as "https://assess.example".

    Raises InvalidInput with every entry that is not scheme://host or scheme://host:port.
    """
    origins = frozenset(entry.strip() for entry in written.split(",") if entry.strip())
    problems = [
        Problem(
            "HEADWAY_ALLOWED_ORIGINS",
            f"expected origins like https://assess.example, found {origin!r}; "
            "write scheme and host only, separated by commas",
        )
        for origin in sorted(origins)
        if not _ORIGIN.fullmatch(origin)
    ]
    if problems:
        raise InvalidInput(problems)
    return origins


def port_number(written: int | str) -> int:
    """A port from 0 (any free one) to 65535. Raises InvalidInput."""
    try:
        port = int(written)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise InvalidInput(
            Problem("PORT", f"expected a number from 1 to 65535, found {written!r}; try 8501")
        )
    return port
