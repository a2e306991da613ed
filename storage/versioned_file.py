"""What every file of ours has: a format with a version, a size limit, a hash of its content."""

import hashlib
import json
from pathlib import Path
from typing import Any

from domain.errors import InvalidInput, Problem
from storage.strict_yaml import MAX_BYTES, Document, scan_yaml


def content_of(path: Path | str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file; of a longer file, just more than `limit` so that it is refused.

    Raises InvalidInput when the file cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        raise InvalidInput(Problem(str(path), "there is no such file")) from None
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise InvalidInput(Problem(str(path), message)) from None


def scan_file(content: bytes, name: str, expected: str) -> Document:
    """A YAML document whose `format` is the expected one, or absent for the model to report.

    Raises InvalidInput for another format alone: checked against the wrong model, the rest
    of the file would only make noise.
    """
    document = scan_yaml(content, name)
    found = document.value.get("format", expected)
    if found != expected and isinstance(found, str):
        raise InvalidInput(Problem(document.place_of(("format",)), wrong_format(found, expected)))
    return document


def wrong_format(found: str, expected: str) -> str:
    """What to say about a file of another kind or version."""
    kind, _, version = found.partition("/")
    if kind == expected.partition("/")[0]:
        return f"version {version} of the format cannot be read here, only {expected}"
    return f"a file of the format {expected} was expected, found {found}"


def content_hash(value: Any) -> str:
    """SHA-256 of the content as canonical JSON: comments, layout and key order do not count."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
