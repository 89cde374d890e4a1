"""Maintenance plans keep a calendar, and what becomes of due days on which it is closed.

Old consoles: may run meanwhile. They make orders for the day itself, as for a plan that keeps its days.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No reference: SQLite would have to copy the table, under consoles that write to it. The program holds to it.
    op.add_column(
        "maintenance_plan", sa.Column("calendar_id", sa.BigInteger(), autoincrement=False, nullable=True)
    )
    op.add_column("maintenance_plan", sa.Column("off_days", sa.Text(), autoincrement=False, nullable=True))


def downgrade() -> None:
    """Refused once a plan moves its days: the journal would go on telling of it."""
    asked = "SELECT count(*) FROM maintenance_plan WHERE calendar_id IS NOT NULL OR off_days IS NOT NULL"
    if op.get_bind().exec_driver_sql(asked).scalar_one():
        raise RuntimeError("maintenance_plan tells of days that are moved, which would be lost")
    op.drop_column("maintenance_plan", "off_days")
    op.drop_column("maintenance_plan", "calendar_id")
