"""Which parts an order of a work type usually needs.

Old consoles: may run meanwhile. They do not see the parts, and make orders without them.

The way down is refused once a work type has some: the journal would go on telling of them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("work_type", sa.Column("parts", sa.Text(), autoincrement=False, nullable=True))


def downgrade() -> None:
    stated = "SELECT count(*) FROM work_type WHERE parts IS NOT NULL"
    if op.get_bind().exec_driver_sql(stated).scalar_one():
        raise RuntimeError("work types name the parts that they need; what is written there would be lost")
    op.drop_column("work_type", "parts")
