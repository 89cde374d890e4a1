"""How an order of a type can end: its resolution codes, and reasons to cancel it that are offered.

Old consoles: may run meanwhile. They neither read nor write the two columns, and what they store has none: any code.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = ("resolution_codes", "cancel_reasons")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("work_type", sa.Column(name, sa.Text(), autoincrement=False, nullable=True))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("work_type", name)
