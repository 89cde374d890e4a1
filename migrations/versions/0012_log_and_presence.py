"""Acts by their place in the journal, newest first: what the log pages by.

Old consoles: may run meanwhile; the index is kept up without them knowing.
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_receipt_last_seq"), "receipt", ["last_seq"])


def downgrade() -> None:
    op.drop_index(op.f("ix_receipt_last_seq"), table_name="receipt")
