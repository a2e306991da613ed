"""How an engagement's papers look, and the words that people put in place of computed ones."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from domain.errors import Conflict
from domain.report import Edit, Theme
from engagements.lookup import engagement_with
from engagements.texts import length_problems, line, refuse
from storage import records
from storage.database import Database
from storage.results import edits_content, edits_from, theme_content, theme_from
from storage.themes import read_logo, read_theme

LONGEST_TEXT = 600
_CHANGED = (
    "Somebody else has edited this text meanwhile: it says “{words}” now. Yours was not kept; "
    "copy it, look at theirs, and decide."
)


def theme_of(db: Database, engagement_id: str) -> Theme:
    """How the papers of an engagement look. Raises NotFound."""
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        return _theme(connection, engagement_id)


def keep_theme(
    db: Database, actor: str, engagement_id: str, content: bytes, file_name: str
) -> Theme:
    """Take over the look in a theme file; the logo stays. Raises NotFound and InvalidInput."""
    theme = read_theme(content, file_name)
    with db.writing() as connection:
        engagement_with(connection, engagement_id)
        theme = replace(theme, logo=_theme(connection, engagement_id).logo)
        _keep_theme(connection, actor, engagement_id, theme, "changed the look")
    return theme


def keep_logo(
    db: Database, actor: str, engagement_id: str, content: bytes, file_name: str
) -> Theme:
    """Put a picture on the cover; the rest of the look stays. Raises NotFound and InvalidInput."""
    logo = read_logo(content, file_name)
    with db.writing() as connection:
        engagement_with(connection, engagement_id)
        theme = replace(_theme(connection, engagement_id), logo=logo)
        _keep_theme(connection, actor, engagement_id, theme, "changed the logo")
    return theme


def remove_theme(db: Database, actor: str, engagement_id: str) -> None:
    """Go back to the look that Headway has of its own. Raises NotFound."""
    with db.writing() as connection:
        engagement_with(connection, engagement_id)
        _keep_theme(connection, actor, engagement_id, Theme(), "removed the look")


def _theme(connection: Connection, engagement_id: str) -> Theme:
    content = records.paper_record(connection, engagement_id, "theme")
    return theme_from(content) if content else Theme()


def _keep_theme(
    connection: Connection, actor: str, engagement_id: str, theme: Theme, action: str
) -> None:
    now = datetime.now(UTC)
    records.add_paper_record(connection, engagement_id, "theme", theme_content(theme), now)
    records.add_audit(connection, now, line(actor), action, engagement_id)


# Words


def edits_of(db: Database, engagement_id: str) -> tuple[Edit, ...]:
    """The words that hold in place of computed ones, oldest first. Raises NotFound."""
    with db.reading() as connection:
        engagement_with(connection, engagement_id)
        return _edits(connection, engagement_id)


def keep_edit(
    db: Database,
    actor: str,
    engagement_id: str,
    block: str,
    text: str,
    computed: str,
    seen: Edit | None = None,
) -> None:
    """Put a text of the paper in other words; the computed words themselves take an edit back.

    `computed` is what the text says without edits, `seen` the edit that was shown when somebody
    began to write. Raises NotFound, InvalidInput, and Conflict where another edit holds now.
    """
    words, by = line(text), line(actor)
    refuse(
        [
            *length_problems(words, "text", LONGEST_TEXT, shortest=1),
            *length_problems(by, "name of who edits", shortest=1),
        ]
    )
    with db.writing() as connection:
        engagement_with(connection, engagement_id)
        edits = _edits(connection, engagement_id)
        holds = next((each for each in edits if each.block == block), None)
        if holds != seen:
            raise Conflict(_CHANGED.format(words=holds.text if holds else computed))
        now = datetime.now(UTC)
        kept = tuple(each for each in edits if each.block != block)
        if words != computed:
            kept = (*kept, Edit(block, words, computed, by, now))
        records.add_paper_record(connection, engagement_id, "edits", edits_content(kept), now)
        action = "edited the paper" if words != computed else "took an edit back"
        records.add_audit(connection, now, by, action, f"{engagement_id}/{block}")


def _edits(connection: Connection, engagement_id: str) -> tuple[Edit, ...]:
    content = records.paper_record(connection, engagement_id, "edits")
    return edits_from(content) if content else ()
