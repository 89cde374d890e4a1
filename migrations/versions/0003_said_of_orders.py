"""How an order of a type can end (its codes, reasons to cancel), why one was opened again, what was promised first.

Old consoles: may run meanwhile. They neither read nor write the new columns. What they store has none: a type takes
any code, and a promise is its own first one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = (
    ("work_type", "resolution_codes"),
    ("work_type", "cancel_reasons"),
    ("work_order", "reopen_reason"),
    ("visit", "first_promised"),
)


def upgrade() -> None:
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, sa.Text(), autoincrement=False, nullable=True))


def downgrade() -> None:
    for table, name in reversed(COLUMNS):
        op.drop_column(table, name)
