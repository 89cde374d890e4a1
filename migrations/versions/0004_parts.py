"""Parts: what they are, where they lie, for which order they are kept, when more of them come.

Old consoles: may run meanwhile, as long as nobody works with parts. They neither read nor write the new tables and
columns; an order that one of them completes keeps its reservations until it is completed anew.

The way down is refused once there are parts: the journal would go on telling of tables that are gone.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("part", "warehouse", "stock", "purchase_eta", "reservation")
STANDS = "NOT is_withdrawn"


def instant() -> sa.types.TypeEngine:
    """UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres."""
    return sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def number(name: str, *, is_optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=is_optional)


def words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), autoincrement=False, nullable=False)


def fact(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table with what every fact has."""
    id_type = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        table,
        sa.Column("id", id_type, autoincrement=False, nullable=False),
        number("version"),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def unique(table: str, *columns: str) -> None:
    """No two records share these values; a withdrawn one gives them back."""
    where = sa.text(STANDS)
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=True, sqlite_where=where, postgresql_where=where)


def index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def placed(table: str) -> tuple[sa.Constraint, ...]:
    """A part at a place: in a warehouse or with a technician."""
    return (
        points(table, "part_id", "part"),
        points(table, "warehouse_id", "warehouse"),
        points(table, "technician_id", "technician"),
        check(table, "place", "(warehouse_id IS NULL) <> (technician_id IS NULL)"),
    )


def upgrade() -> None:
    fact(
        "part",
        words("code"),
        words("name"),
        words("unit"),
        number("price_cents"),
        sa.Column("is_active", sa.Boolean(), autoincrement=False, nullable=False),
    )
    unique("part", "code")
    fact("warehouse", words("name"))
    unique("warehouse", "name")
    fact(
        "stock",
        number("part_id"),
        number("warehouse_id", is_optional=True),
        number("technician_id", is_optional=True),
        number("quantity"),
        number("reserved"),
        number("minimum"),
        *placed("stock"),
        check("stock", "amount", "reserved >= 0 AND reserved <= quantity"),
    )
    unique("stock", "part_id", "warehouse_id")
    unique("stock", "part_id", "technician_id")
    fact(
        "purchase_eta",
        number("part_id"),
        number("warehouse_id", is_optional=True),
        number("technician_id", is_optional=True),
        number("quantity"),
        number("arrived"),
        number("reserved"),
        sa.Column("eta_at", instant(), autoincrement=False, nullable=True),
        sa.Column("ordered_at", instant(), autoincrement=False, nullable=False),
        words("reference"),
        *placed("purchase_eta"),
        check(
            "purchase_eta",
            "amount",
            "arrived >= 0 AND reserved >= 0 AND reserved <= quantity - arrived",
        ),
    )
    index("purchase_eta", "part_id")
    fact(
        "reservation",
        number("order_id"),
        number("part_id"),
        number("stock_id", is_optional=True),
        number("purchase_eta_id", is_optional=True),
        number("quantity"),
        number("used"),
        points("reservation", "order_id", "work_order"),
        points("reservation", "part_id", "part"),
        points("reservation", "stock_id", "stock"),
        points("reservation", "purchase_eta_id", "purchase_eta"),
        check("reservation", "source", "(stock_id IS NULL) <> (purchase_eta_id IS NULL)"),
        check("reservation", "amount", "quantity >= 0 AND used >= 0"),
    )
    for column in ("order_id", "stock_id", "purchase_eta_id"):
        index("reservation", column)
    for added in standing():
        op.add_column("work_order", added)
    op.add_column("requirement", sa.Column("parts", sa.Text(), autoincrement=False, nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.get_bind().exec_driver_sql(f"CREATE SEQUENCE {table}_id_seq")


def standing() -> tuple[sa.Column[object], ...]:
    """How the parts of an order stand."""
    return (
        sa.Column("parts_state", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("parts_ready_at", instant(), autoincrement=False, nullable=True),
        sa.Column("parts_awaited", sa.Text(), autoincrement=False, nullable=True),
    )


def downgrade() -> None:
    for table in TABLES:
        if op.get_bind().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one():
            raise RuntimeError(f"{table} is not empty; what is written there would be lost")
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.get_bind().exec_driver_sql(f"DROP SEQUENCE {table}_id_seq")
    op.drop_column("requirement", "parts")
    for column in reversed(standing()):
        op.drop_column("work_order", column.name)
    for table in reversed(TABLES):
        op.drop_table(table)
