"""Orders that somebody has put away for a while.

Old consoles: may run meanwhile. They have no queue that anything could be away from.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def number(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def upgrade() -> None:
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    # UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres.
    instant = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    op.create_table(
        "snooze",
        sa.Column("id", id, autoincrement=False, nullable=False),
        number("version"),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        number("order_id"),
        sa.Column("until_at", instant, autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("seen", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_snooze_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
    )
    standing = sa.text("NOT is_withdrawn")
    op.create_index(
        op.f("ix_snooze_order_id"),
        "snooze",
        ["order_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE snooze_id_seq")


def downgrade() -> None:
    """Refused once somebody has put an order away: the journal would go on telling of it."""
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM snooze").scalar_one():
        raise RuntimeError("orders have been put away; what is written there would be lost")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE snooze_id_seq")
    op.drop_table("snooze")
