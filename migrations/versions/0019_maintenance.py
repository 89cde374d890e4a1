"""Work that comes back: maintenance plans, their orders, meters; and what an order is to its parent.

Old consoles: may run meanwhile. They make no orders of plans, and leave what is written here as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STANDING = sa.text("NOT is_withdrawn")


def number(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=is_optional)


def amount(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Float(), autoincrement=False, nullable=is_optional)


def words(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), autoincrement=False, nullable=is_optional)


def day(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Date(), autoincrement=False, nullable=is_optional)


def instant(name: str) -> sa.Column:
    """UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres."""
    kind = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def record() -> tuple[sa.Column, ...]:
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return (
        sa.Column("id", id, autoincrement=False, nullable=False),
        number("version"),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
    )


def points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def unique(table: str, *columns: str) -> None:
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=True, sqlite_where=STANDING, postgresql_where=STANDING)


def upgrade() -> None:
    op.create_table(
        "maintenance_plan",
        *record(),
        words("name"),
        words("title"),
        number("work_type_id"),
        number("site_id", is_optional=True),
        number("asset_id", is_optional=True),
        words("every", is_optional=True),
        amount("meter_every", is_optional=True),
        day("first_due_on"),
        words("counts_from"),
        number("lead_days"),
        number("grace_days"),
        number("horizon_days"),
        words("season"),
        number("catch_up"),
        day("until_on", is_optional=True),
        words("state"),
        words("reason"),
        day("paused_until_on", is_optional=True),
        day("not_before_on", is_optional=True),
        points("maintenance_plan", "work_type_id", "work_type"),
        points("maintenance_plan", "site_id", "site"),
        points("maintenance_plan", "asset_id", "asset"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_plan")),
    )
    unique("maintenance_plan", "name")
    op.create_table(
        "maintenance_due",
        *record(),
        number("plan_id"),
        day("due_on"),
        number("order_id"),
        points("maintenance_due", "plan_id", "maintenance_plan"),
        points("maintenance_due", "order_id", "work_order"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance_due")),
        sa.UniqueConstraint("plan_id", "due_on", name=op.f("uq_maintenance_due_plan_id_due_on")),
    )
    op.create_index(op.f("ix_maintenance_due_order_id"), "maintenance_due", ["order_id"])
    op.create_table(
        "meter_reading",
        *record(),
        number("asset_id"),
        instant("read_at"),
        amount("value"),
        points("meter_reading", "asset_id", "asset"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter_reading")),
    )
    unique("meter_reading", "asset_id", "read_at")
    op.add_column("work_order", words("relation", is_optional=True))
    for name in ("asset_id", "parent_id"):
        there = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            op.f(f"ix_work_order_{name}"), "work_order", [name], sqlite_where=there, postgresql_where=there
        )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("maintenance_plan", "maintenance_due", "meter_reading"):
            op.execute(f"CREATE SEQUENCE {table}_id_seq")


def downgrade() -> None:
    """Refused once something was written here: the journal would go on telling of it."""
    asked = (
        ("maintenance_plan", "SELECT count(*) FROM maintenance_plan"),
        ("meter_reading", "SELECT count(*) FROM meter_reading"),
        ("work_order", "SELECT count(*) FROM work_order WHERE relation IS NOT NULL"),
    )
    for table, question in asked:
        if op.get_bind().exec_driver_sql(question).scalar_one():
            raise RuntimeError(f"{table} tells of maintenance or of follow-ups, which would be lost")
    for name in ("parent_id", "asset_id"):
        op.drop_index(op.f(f"ix_work_order_{name}"), table_name="work_order")
    op.drop_column("work_order", "relation")
    for table in ("meter_reading", "maintenance_due", "maintenance_plan"):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP SEQUENCE {table}_id_seq")
        op.drop_table(table)
