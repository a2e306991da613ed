"""Plans that were made, and what is on record beside the scenario."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "planning_record",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("engagement", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_planning_record"),
        sa.ForeignKeyConstraint(
            ["engagement"], ["engagement.id"], name="fk_planning_record_engagement"
        ),
        sa.CheckConstraint(
            "kind IN ('register', 'actuals', 'decisions')", name=op.f("ck_planning_record_kind")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_planning_record_engagement_kind_sequence",
        "planning_record",
        ["engagement", "kind", "sequence"],
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER planning_record_no_{change.lower()} BEFORE {change} "
            "ON planning_record BEGIN "
            "SELECT RAISE(ABORT, 'planning records are added, never changed'); END"
        )
    op.create_table(
        "plan",
        sa.Column("engagement", sa.String(), nullable=False),
        sa.Column("inputs", sa.String(), nullable=False),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("engagement", "inputs", name="pk_plan"),
        sa.ForeignKeyConstraint(["engagement"], ["engagement.id"], name="fk_plan_engagement"),
    )
