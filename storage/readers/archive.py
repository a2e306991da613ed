"""Packed folders, read in memory: nothing is ever unpacked to the disk."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from domain.errors import InvalidInput, Problem
from storage.readers.wording import one_line

MAX_PACKED = 20_000_000
MAX_ENTRIES = 20_000
MAX_FILE = 1_000_000
MAX_FILES = 20_000_000
"""The wanted files together."""
MAX_SWOLLEN = 100_000_000
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # a password is needed
    KeyError,
    OverflowError,
    IndexError,
)


def unpacked(content: bytes, name: str, is_wanted: Callable[[str], object]) -> dict[str, bytes]:
    """The files of a .zip or .tar.gz whose path is wanted, by path.

    Raises InvalidInput when it is neither, is damaged, or holds more than a model would.
    """
    if len(content) > MAX_PACKED:
        raise InvalidInput(Problem(name, _most("bytes", MAX_PACKED, len(content))))
    is_tar = content.startswith(b"\x1f\x8b")
    entries = _tar(content, is_wanted) if is_tar else _zip(content, is_wanted)
    found: dict[str, bytes] = {}
    total = 0
    try:
        for path, file in entries:
            total += len(file)
            if len(file) > MAX_FILE:
                place = f"{name}, {one_line(path)}"
                raise InvalidInput(Problem(place, f"at most {MAX_FILE:,} bytes were expected"))
            if total > MAX_FILES:
                message = f"at most {MAX_FILES:,} bytes in all files were expected, found more"
                raise InvalidInput(Problem(name, message))
            found[path] = file
    except _BROKEN as error:
        why = one_line(str(error), 100) or "damaged"
        message = f"a .zip or .tar.gz file was expected, this cannot be unpacked ({why})"
        raise InvalidInput(Problem(name, f"{message}; pack the folder again")) from None
    return found


def _zip(content: bytes, is_wanted: Callable[[str], object]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        entries = packed.infolist()
        _check_entries(len(entries))
        for entry in entries:
            if not entry.is_dir() and is_wanted(entry.filename):
                with packed.open(entry) as file:
                    yield entry.filename, file.read(MAX_FILE + 1)


def _tar(content: bytes, is_wanted: Callable[[str], object]) -> Iterator[tuple[str, bytes]]:
    # Swollen here and not by tarfile, which would follow a small file without end.
    swollen = zlib.decompressobj(wbits=31).decompress(content, MAX_SWOLLEN + 1)
    if len(swollen) > MAX_SWOLLEN:
        raise ValueError(f"it holds more than {MAX_SWOLLEN:,} bytes")
    with tarfile.open(fileobj=BytesIO(swollen), mode="r:") as packed:
        for number, entry in enumerate(packed, start=1):
            _check_entries(number)
            file = packed.extractfile(entry) if entry.isreg() and is_wanted(entry.name) else None
            if file:
                yield entry.name, file.read(MAX_FILE + 1)


def _check_entries(number: int) -> None:
    if number > MAX_ENTRIES:
        raise ValueError(_most("files", MAX_ENTRIES, number))


def _most(what: str, most: int, found: int) -> str:
    return f"at most {most:,} {what} were expected, found {found:,}"
