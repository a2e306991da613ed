"""Of evidence: which kind it is, from when, and who has checked it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("answer_event", sa.Column("evidence_kind", sa.String()))
    op.add_column("answer_event", sa.Column("evidence_date", sa.Date()))
    op.add_column(
        "answer_event",
        sa.Column("verified_by", sa.String(), nullable=False, server_default=""),
    )
