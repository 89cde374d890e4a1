"""Where a warehouse lies, and how long it takes to fetch something there.

Old consoles: may run meanwhile. They plan as if all parts were brought, and leave what is written here as it is.

The way down is refused once a warehouse has either: the journal would go on telling of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("lat", "lon"):
        op.add_column("warehouse", sa.Column(name, sa.Float(), autoincrement=False, nullable=True))
    op.add_column("warehouse", sa.Column("pick_up_min", sa.BigInteger(), autoincrement=False, nullable=True))


def downgrade() -> None:
    stated = "SELECT count(*) FROM warehouse WHERE lat IS NOT NULL OR pick_up_min IS NOT NULL"
    if op.get_bind().exec_driver_sql(stated).scalar_one():
        raise RuntimeError("warehouses have a place; what is written there would be lost")
    for name in ("pick_up_min", "lon", "lat"):
        op.drop_column("warehouse", name)
