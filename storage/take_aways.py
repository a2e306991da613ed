"""The page that everybody in a workshop takes home: kept once, and read."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.tables import TakeAwayRow


def add_take_away(
    connection: Connection, workshop_id: str, file_name: str, pdf: bytes, made: datetime
) -> None:
    """Keep the page of a workshop; a second one raises IntegrityError."""
    values = {"workshop": workshop_id, "file_name": file_name, "pdf": pdf, "made": made}
    connection.execute(insert(TakeAwayRow).values(values))


def take_away_of(connection: Connection, workshop_id: str) -> tuple[str, bytes] | None:
    """The file name and the page of a workshop, once it was made."""
    chosen = select(TakeAwayRow.file_name, TakeAwayRow.pdf)
    row = connection.execute(chosen.where(TakeAwayRow.workshop == workshop_id)).one_or_none()
    return (row.file_name, row.pdf) if row else None
