"""The first tables.

Written out in full, not taken from `storage.tables`: a migration stays as it was.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_PINNED = "content_hash, framework_id, version, content"
_REFUSED = {
    "UPDATE ON answer_event": "answers are added, never changed",
    "DELETE ON answer_event": "answers are added, never changed",
    f"UPDATE OF {_PINNED} ON framework_version": "a framework version is never changed",
    "DELETE ON framework_version": "a framework version is never changed",
    "UPDATE ON scenario": "scenarios are added, never changed",
    "DELETE ON scenario": "scenarios are added, never changed",
    "UPDATE ON audit_log": "the audit log is never changed",
    "DELETE ON audit_log": "the audit log is never changed",
}


def upgrade() -> None:
    _frameworks_and_engagements()
    _people_and_answers()
    _plans_and_reports()
    _audit_and_secrets()
    for change, reason in _REFUSED.items():
        name = f"{change.split()[-1]}_no_{change.split()[0].lower()}"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )


def _frameworks_and_engagements() -> None:
    op.create_table(
        "framework_version",
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("framework_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded", sa.Boolean(), nullable=False),
        sa.Column("added", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("content_hash", name="pk_framework_version"),
    )
    op.create_index(
        "ix_framework_version_framework_id_version",
        "framework_version",
        ["framework_id", "version"],
    )
    op.create_table(
        "engagement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("framework_hash", sa.String(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_engagement"),
        sa.ForeignKeyConstraint(
            ["framework_hash"],
            ["framework_version.content_hash"],
            name="fk_engagement_framework_hash",
        ),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("engagement", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("depth", sa.String(), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.ForeignKeyConstraint(["engagement"], ["engagement.id"], name="fk_assessment_engagement"),
        sa.CheckConstraint("depth IN ('quick', 'full')", name=op.f("ck_assessment_depth")),
    )
    op.create_index("ix_assessment_engagement", "assessment", ["engagement"])


def _people_and_answers() -> None:
    op.create_table(
        "respondent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("assessment", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("joined", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_respondent"),
        sa.ForeignKeyConstraint(["assessment"], ["assessment.id"], name="fk_respondent_assessment"),
    )
    op.create_index("ix_respondent_assessment", "respondent", ["assessment"])
    op.create_table(
        "answer_event",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("respondent", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Double()),
        sa.Column("confidence", sa.String()),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("request_id", sa.String()),
        sa.PrimaryKeyConstraint("sequence", name="pk_answer_event"),
        sa.ForeignKeyConstraint(
            ["respondent"], ["respondent.id"], name="fk_answer_event_respondent"
        ),
        sa.UniqueConstraint("request_id", name="uq_answer_event_request_id"),
        sa.CheckConstraint(
            "kind IN ('value', 'dont_know', 'not_applicable')", name=op.f("ck_answer_event_kind")
        ),
        sa.CheckConstraint(
            "(kind = 'value') = (value IS NOT NULL)", name=op.f("ck_answer_event_value")
        ),
        sa.CheckConstraint(
            "confidence IN ('low', 'medium', 'high')", name=op.f("ck_answer_event_confidence")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_answer_event_respondent_question_sequence",
        "answer_event",
        ["respondent", "question", "sequence"],
    )


def _plans_and_reports() -> None:
    op.create_table(
        "scenario",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("engagement", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_scenario"),
        sa.ForeignKeyConstraint(["engagement"], ["engagement.id"], name="fk_scenario_engagement"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scenario_engagement_sequence", "scenario", ["engagement", "sequence"])
    op.create_table(
        "report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("engagement", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("issued", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.ForeignKeyConstraint(["engagement"], ["engagement.id"], name="fk_report_engagement"),
    )
    op.create_index("ix_report_engagement", "report", ["engagement"])


def _audit_and_secrets() -> None:
    op.create_table(
        "audit_log",
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit_log"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_log_object", "audit_log", ["object"])
    secret = op.create_table(
        "secret",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secret"),
    )
    op.bulk_insert(secret, [{"name": "report links", "value": secrets.token_urlsafe(32)}])
