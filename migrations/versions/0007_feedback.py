"""What customers say of orders that were completed.

Old consoles: may run meanwhile. They do not see what was said.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def number(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def upgrade() -> None:
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    # UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres.
    instant = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    op.create_table(
        "feedback",
        sa.Column("id", id, autoincrement=False, nullable=False),
        number("version"),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        number("order_id"),
        number("score"),
        sa.Column("text", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("received_at", instant, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_feedback_order_id")),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_feedback_score")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    standing = sa.text("NOT is_withdrawn")
    op.create_index(
        op.f("ix_feedback_order_id_received_at"),
        "feedback",
        ["order_id", "received_at"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE feedback_id_seq")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE feedback_id_seq")
    op.drop_table("feedback")
