"""Texts of the paper that a person may put in other words, and the record of those words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.report import Edit, Report
from reporting.language import _
from reporting.paper.chapter import Chapter


@dataclass(frozen=True, slots=True)
class EditRow:
    """One edited text for the record; `now` is today's computed text where it has changed."""

    edit: Edit
    where: str
    now: str


def _texts() -> dict[str, str]:
    """The texts of a chapter that may be edited, and what they are called."""
    return {"title": _("heading"), "lead": _("first paragraph")}


def blocks(found: Sequence[Chapter]) -> Iterator[tuple[str, str, str]]:
    """(block id, label, computed text) of every text that may be edited, in reading order."""
    for chapter in found:
        for name, called in _texts().items():
            if text := getattr(chapter, name):
                yield f"{chapter.id}.{name}", f"{chapter.label}, {called}", text


def edited(chapter: Chapter, report: Report) -> Chapter:
    """The chapter with people's words in place of computed ones; the newest edit counts."""
    changed = chapter
    for name, called in _texts().items():
        found = [e for e in report.edits if e.block == f"{chapter.id}.{name}" and e.text.strip()]
        if found and getattr(chapter, name):
            words = {name: found[-1].text.strip(), "edited": (*changed.edited, called)}
            changed = replace(changed, **words)  # type: ignore[arg-type]
    return changed


def record(found: Sequence[Chapter], report: Report) -> list[EditRow]:
    """Every edit of a text that these chapters hold, as computed, before any edit."""
    known = {block: (label, text) for block, label, text in blocks(found)}
    return [
        EditRow(edit, known[edit.block][0], _changed(edit, known[edit.block][1]))
        for edit in report.edits
        if edit.block in known and edit.text.strip()
    ]


def _changed(edit: Edit, now: str) -> str:
    return now if now != edit.computed else ""
