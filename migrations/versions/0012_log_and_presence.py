"""Acts by their place in the journal, which the log pages by; and who is at the database just now.

Old consoles: may run meanwhile. They keep the index up without knowing, and nobody sees that they are there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_receipt_last_seq"), "receipt", ["last_seq"])
    is_postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "presence",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True) if is_postgres else sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_presence")),
    )


def downgrade() -> None:
    op.drop_table("presence")
    op.drop_index(op.f("ix_receipt_last_seq"), table_name="receipt")
