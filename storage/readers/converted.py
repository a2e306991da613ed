"""What a reader gives: a framework in our format, and what it could not carry over."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from domain.errors import InvalidInput, Problem
from storage.framework_file import FORMAT
from storage.frameworks import read_framework
from storage.readers.foreign import ForeignModel
from storage.readers.wording import MAX_LINE, MAX_SHORT, MAX_TEXT, cut, one_line, paragraphs

Content = dict[str, Any]
_NAMED = 5
_KEYS_TOLD = 20


@dataclass(frozen=True, slots=True)
class Converted:
    """A framework as the content of a file of ours; `losses` say what it lacks, in sentences."""

    content: Content
    losses: tuple[str, ...]


class Losses:
    """What cannot be carried over, gathered while reading and told once for all like it."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def note(self, sentence: str, where: str = "") -> None:
        """Remember a loss; those with the same sentence are told together, with their places."""
        places = self._found.setdefault(sentence, [])
        if where:
            places.append(one_line(where, 60))

    def leftovers(self, what: str, models: Iterable[ForeignModel]) -> None:
        """Note the keys of the models that no reader knows."""
        extras = (model.model_extra or {} for model in models)
        counts = Counter(key for extra in extras for key, found in extra.items() if found)
        if counts:
            told = [f"{one_line(key, 40)} ({n})" for key, n in counts.most_common(_KEYS_TOLD)]
            more = len(counts) - len(told)
            told += [f"and {more} more"] if more > 0 else []
            self.note(f"Of {what}, these keys are not carried over: {', '.join(told)}")

    def told(self) -> tuple[str, ...]:
        """One sentence for each kind of loss."""
        return tuple(_told(sentence, places) for sentence, places in self._found.items())

    def line(self, text: str, where: str) -> str:
        """The text in one line of our format, noting when it had to be cut."""
        found = one_line(text)
        if found.endswith("…") and len(found) == MAX_LINE:
            self.note(f"Names longer than {MAX_LINE} characters are cut off", where)
        return found

    def text(self, where: str, *texts: str) -> str:
        """The texts below one another as one text of our format, noting when it is cut."""
        whole = paragraphs(*texts)
        if len(whole) > MAX_TEXT:
            self.note(f"Texts longer than {MAX_TEXT:,} characters are cut off", where)
        return cut(whole, MAX_TEXT)


def _told(sentence: str, places: list[str]) -> str:
    if not places:
        return f"{sentence}."
    more = len(places) - _NAMED
    named = ", ".join(places[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{sentence} ({len(places)}): {named}."


def given(**entries: Any) -> Content:
    """The entries that hold something; our format does without empty ones."""
    return {key: value for key, value in entries.items() if value not in ("", None, [], {})}


def short_name(name: str, *shorter: str) -> str:
    """A name for charts, where the name itself is too long for them."""
    if len(name) <= MAX_SHORT:
        return ""
    fitting = (found for text in shorter if 0 < len(found := one_line(text)) <= MAX_SHORT)
    return next(fitting, one_line(name, MAX_SHORT))


def converted(content: Content, losses: Losses, name: str) -> Converted:
    """The content with our format's name on top, once it has been read as a framework.

    Raises InvalidInput when it is no framework, for instance because it is too large.
    """
    content = {"format": FORMAT, **content}
    try:
        read_framework(as_yaml(content), name)
    except InvalidInput as refused:
        start = "what the file becomes is no framework"
        raise InvalidInput(
            Problem(name, f"{start}: {problem.message}") for problem in refused.problems
        ) from None
    return Converted(content, losses.told())


class _Dumper(yaml.CSafeDumper):
    """Writes what strict YAML reads: no anchors, and quotes around texts that look like numbers."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    # To the dumper 1e5 is text; strict YAML, rightly, sees a number.
    looks_like_number = text[:1] in "0123456789.+-"
    style = "|" if "\n" in text else "'" if looks_like_number else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(content: Content) -> bytes:
    """The content as a framework file."""
    written: bytes = yaml.dump(
        content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, encoding="utf-8"
    )
    return written
