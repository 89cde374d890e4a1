"""Where the documents and pictures of orders are.

Old consoles: may run meanwhile. They do not see files, and leave them as they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def number(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def words(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), autoincrement=False, nullable=False)


def upgrade() -> None:
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "attachment",
        sa.Column("id", id, autoincrement=False, nullable=False),
        number("version"),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        number("order_id"),
        words("name"),
        words("place"),
        words("note"),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_attachment_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_order_id"), "attachment", ["order_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE attachment_id_seq")


def downgrade() -> None:
    """Refused once an order has had a file: the journal would go on telling of it."""
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM attachment").scalar_one():
        raise RuntimeError("orders have files; what is written there would be lost")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE attachment_id_seq")
    op.drop_table("attachment")
