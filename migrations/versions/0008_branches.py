"""Branches: plans beside the live days.

Old consoles: may run meanwhile. They do not see branches, and no visit is another for them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "branch",
        sa.Column("id", id, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("basis", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lines", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
    )
    op.create_index(op.f("ix_branch_status"), "branch", ["status"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE branch_id_seq")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE branch_id_seq")
    op.drop_table("branch")
