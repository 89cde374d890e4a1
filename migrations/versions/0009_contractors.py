"""What a contractor is paid for a visit, and how many visits a day somebody takes.

Old consoles: may run meanwhile. They plan as if there were no limit, and leave what is written here as it is.

The way down is refused once a technician has either: the journal would go on telling of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = ("cost_cents_per_visit", "max_visits")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("technician", sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=True))


def downgrade() -> None:
    stated = (
        "SELECT count(*) FROM technician WHERE cost_cents_per_visit IS NOT NULL OR max_visits IS NOT NULL"
    )
    if op.get_bind().exec_driver_sql(stated).scalar_one():
        raise RuntimeError(
            "technicians have a price for a visit, or a most; what is written there would be lost"
        )
    for name in reversed(COLUMNS):
        op.drop_column("technician", name)
