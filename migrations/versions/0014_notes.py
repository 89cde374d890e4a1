"""What was said about orders.

Old consoles: may run meanwhile. They do not see notes, and leave them as they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def number(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def words(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), autoincrement=False, nullable=False)


def upgrade() -> None:
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "note",
        sa.Column("id", id, autoincrement=False, nullable=False),
        number("version"),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        number("order_id"),
        words("text"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_note_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_order_id"), "note", ["order_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE note_id_seq")


def downgrade() -> None:
    """Refused once an order has had a note: the journal would go on telling of it."""
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM note").scalar_one():
        raise RuntimeError("orders have notes; what is written there would be lost")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE note_id_seq")
    op.drop_table("note")
