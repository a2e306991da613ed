"""Workshops, who is in them from which device, rounds of votes, agreements, frozen baselines."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _workshop()
    _devices()
    _votes()
    _results()
    for table in ("consensus", "baseline", "take_away"):
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} BEGIN "
                "SELECT RAISE(ABORT, 'what was agreed is added, never changed'); END"
            )
    secret = sa.table("secret", sa.column("name"), sa.column("value"))
    op.bulk_insert(
        secret,
        [
            {"name": "join codes", "value": secrets.token_hex(32)},
            {"name": "devices", "value": secrets.token_hex(32)},
        ],
    )


def _workshop() -> None:
    op.create_table(
        "workshop",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assessment", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("opened", _TIME, nullable=False),
        sa.Column("doors_close", _TIME, nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("code_number", sa.Integer(), nullable=False),
        sa.Column("last_may_vote", sa.Boolean(), nullable=False),
        sa.Column("on_screen", sa.String(), nullable=False),
        sa.Column("timer_ends", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_workshop"),
        sa.ForeignKeyConstraint(["assessment"], ["assessment.id"], name="fk_workshop_assessment"),
        sa.UniqueConstraint("assessment", name="uq_workshop_assessment"),
        sa.CheckConstraint(
            "phase IN ('rating', 'discussing', 'closed')", name=op.f("ck_workshop_phase")
        ),
    )


def _devices() -> None:
    op.create_table(
        "participant_device",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("respondent", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("device", "workshop", name="pk_participant_device"),
        sa.ForeignKeyConstraint(
            ["workshop"], ["workshop.id"], name="fk_participant_device_workshop"
        ),
        sa.ForeignKeyConstraint(
            ["respondent"], ["respondent.id"], name="fk_participant_device_respondent"
        ),
    )
    op.create_table(
        "facilitator_device",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("device", "workshop", name="pk_facilitator_device"),
        sa.ForeignKeyConstraint(
            ["workshop"], ["workshop.id"], name="fk_facilitator_device_workshop"
        ),
    )


def _votes() -> None:
    op.create_table(
        "tally",
        sa.Column("assessment", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("assessment", "kind", "subject", name="pk_tally"),
        sa.ForeignKeyConstraint(["assessment"], ["assessment.id"], name="fk_tally_assessment"),
        sa.CheckConstraint("kind IN ('joined', 'started', 'answered')", name=op.f("ck_tally_kind")),
    )
    op.create_table(
        "vote_round",
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("capability", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("opened", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("workshop", "capability", "number", name="pk_vote_round"),
        sa.ForeignKeyConstraint(["workshop"], ["workshop.id"], name="fk_vote_round_workshop"),
    )


def _results() -> None:
    op.create_table(
        "consensus",
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("capability", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("workshop", "capability", "version", name="pk_consensus"),
        sa.ForeignKeyConstraint(["workshop"], ["workshop.id"], name="fk_consensus_workshop"),
    )
    op.create_table(
        "workshop_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workshop_note"),
        sa.ForeignKeyConstraint(["workshop"], ["workshop.id"], name="fk_workshop_note_workshop"),
        sa.CheckConstraint("kind IN ('parked', 'action')", name=op.f("ck_workshop_note_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_workshop_note_workshop", "workshop_note", ["workshop"])
    op.create_table(
        "baseline",
        sa.Column("assessment", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("frozen", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("assessment", name="pk_baseline"),
        sa.ForeignKeyConstraint(["assessment"], ["assessment.id"], name="fk_baseline_assessment"),
    )
    op.create_table(
        "take_away",
        sa.Column("workshop", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("made", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("workshop", name="pk_take_away"),
        sa.ForeignKeyConstraint(["workshop"], ["workshop.id"], name="fk_take_away_workshop"),
    )
