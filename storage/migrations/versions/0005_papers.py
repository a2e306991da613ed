"""How papers look, words of people in them, and papers of several formats by what they say."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_record",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("engagement", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_paper_record"),
        sa.ForeignKeyConstraint(
            ["engagement"], ["engagement.id"], name="fk_paper_record_engagement"
        ),
        sa.CheckConstraint("kind IN ('theme', 'edits')", name=op.f("ck_paper_record_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_paper_record_engagement_kind_sequence",
        "paper_record",
        ["engagement", "kind", "sequence"],
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER paper_record_no_{change.lower()} BEFORE {change} "
            "ON paper_record BEGIN "
            "SELECT RAISE(ABORT, 'paper records are added, never changed'); END"
        )
    # Papers from before were full editions; nobody kept what they were made from.
    for name, before in (("format", "full"), ("inputs", "")):
        op.add_column("report", sa.Column(name, sa.String(), nullable=False, server_default=before))
