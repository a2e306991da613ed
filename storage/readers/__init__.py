"""Readers of public maturity models: each turns one kind of file into a framework of ours.

What a reader cannot carry over it says, so that nobody takes the copy for the original.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from domain.errors import InvalidInput, Problem
from storage.readers import aws_lens, ciso_assistant, dsomm, samm
from storage.readers.archive import MAX_PACKED
from storage.readers.converted import Converted, as_yaml
from storage.versioned_file import content_of

__all__ = ["Converted", "Reader", "as_yaml", "read_model", "read_model_at", "readers"]

Reader = Callable[[bytes, str], Converted]
_READERS: Mapping[str, Reader] = {
    "aws-lens": aws_lens.read,
    "ciso-assistant": ciso_assistant.read,
    "dsomm": dsomm.read,
    "samm": samm.read,
}


def readers() -> Mapping[str, Reader]:
    """Every reader by the kind of file that it reads."""
    return _READERS


def read_model(kind: str, content: bytes, name: str) -> Converted:
    """A public model of this kind as a framework of ours, with what could not be carried over.

    `name` stands in the places of problems. Raises InvalidInput for an unknown kind and for
    content that is not understood.
    """
    reader = _READERS.get(kind)
    if reader is None:
        message = f"one of {', '.join(_READERS)} was expected as the kind of file, found {kind}"
        raise InvalidInput(Problem(name, message))
    return reader(content, name)


def read_model_at(kind: str, path: Path) -> Converted:
    """Like `read_model`, from a file; OWASP SAMM may also be the folder itself."""
    if kind == "samm" and path.is_dir():
        return samm.read_folder(path)
    return read_model(kind, content_of(path, MAX_PACKED), str(path))
