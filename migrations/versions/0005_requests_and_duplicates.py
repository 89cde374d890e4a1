"""Which orders lead to one, by its number: asked whenever an order is shown.

Old consoles: may run meanwhile; the new index changes nothing for them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"
branch_labels = None
depends_on = None

DUPLICATES = "ix_work_order_duplicate_of_id"
LEADING = sa.text("duplicate_of_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        DUPLICATES, "work_order", ["duplicate_of_id"], sqlite_where=LEADING, postgresql_where=LEADING
    )


def downgrade() -> None:
    op.drop_index(DUPLICATES, "work_order")
