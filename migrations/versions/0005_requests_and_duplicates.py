"""Requests that are no order yet; and which orders lead to one, by its number, asked whenever an order is shown.

Old consoles: may run meanwhile. They do not see requests, and the new index changes nothing for them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DUPLICATES = "ix_work_order_duplicate_of_id"
LEADING = sa.text("duplicate_of_id IS NOT NULL")


def number(name: str, *, null: bool = True) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=null)


def words(name: str, *, null: bool = True) -> sa.Column:
    return sa.Column(name, sa.Text(), autoincrement=False, nullable=null)


def instant(name: str, *, null: bool = True) -> sa.Column:
    """UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres."""
    kind = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    return sa.Column(name, kind, autoincrement=False, nullable=null)


def upgrade() -> None:
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "request",
        sa.Column("id", id, autoincrement=False, nullable=False),
        number("version", null=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        words("text", null=False),
        words("status", null=False),
        words("channel"),
        words("said_by"),
        number("contact_id"),
        number("site_id"),
        words("address", null=False),
        instant("received_at", null=False),
        instant("decided_at"),
        words("decline_reason"),
        number("order_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_request_contact_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_request_site_id")),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_request_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )
    op.create_index(op.f("ix_request_status_received_at"), "request", ["status", "received_at"])
    op.create_index(
        DUPLICATES, "work_order", ["duplicate_of_id"], sqlite_where=LEADING, postgresql_where=LEADING
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE request_id_seq")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE request_id_seq")
    op.drop_index(DUPLICATES, "work_order")
    op.drop_table("request")
