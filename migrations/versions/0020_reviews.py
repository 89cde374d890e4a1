"""The reviews of weeks, as they were prepared.

Old consoles: may run meanwhile. They know nothing of reviews, and leave them as they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STANDING = sa.text("NOT is_withdrawn")


def upgrade() -> None:
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    # UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres.
    instant = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    op.create_table(
        "review",
        sa.Column("id", id, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("week_on", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("as_of_at", instant, autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("parts", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(
        op.f("ix_review_week_on"),
        "review",
        ["week_on"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE review_id_seq")


def downgrade() -> None:
    """Refused once there is one: the journal would go on telling of it."""
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM review").scalar_one():
        raise RuntimeError("there are reviews, which would be lost")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE review_id_seq")
    op.drop_table("review")
