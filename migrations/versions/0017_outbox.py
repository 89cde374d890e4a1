"""What leaves the house: notifications, who is reached how, what customers want to hear, and the outbox.

Old consoles: may run meanwhile. Nobody hears of what is done there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FACTS = ("subscription", "reach", "preference")


def number(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=is_optional)


def words(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), autoincrement=False, nullable=is_optional)


def flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), autoincrement=False, nullable=False)


def instant(name: str, *, is_optional: bool = False) -> sa.Column:
    """UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres."""
    kind = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    return sa.Column(name, kind, autoincrement=False, nullable=is_optional)


def fact() -> list[sa.Column]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    id = sa.Column("id", kind, autoincrement=False, nullable=False)
    return [id, number("version"), flag("is_withdrawn")]


def index(table: str, *columns: str, is_unique: bool = False, where: str = "") -> None:
    told = {f"{dialect}_where": sa.text(where) for dialect in ("sqlite", "postgresql") if where}
    name = op.f(f"ix_{table}_{'_'.join(columns)}")
    op.create_index(name, table, list(columns), unique=is_unique, **told)


def upgrade() -> None:
    op.create_table(
        "subscription",
        *fact(),
        words("name"),
        words("text"),
        flag("is_on"),
        words("off_reason", is_optional=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    op.create_table(
        "reach",
        *fact(),
        number("technician_id", is_optional=True),
        number("user_id", is_optional=True),
        words("phone"),
        words("email"),
        words("language"),
        words("salt"),
        sa.CheckConstraint("(technician_id IS NULL) <> (user_id IS NULL)", name=op.f("ck_reach_who")),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name=op.f("fk_reach_technician_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_reach_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach")),
    )
    op.create_table(
        "preference",
        *fact(),
        number("customer_id"),
        words("opted_out"),
        words("language"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_preference_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
    )
    op.create_table(
        "outbox",
        words("dedupe_key"),
        words("subscription"),
        number("seq"),
        words("kind"),
        words("subject"),
        words("command_id"),
        number("order_id", is_optional=True),
        words("recipient"),
        words("channel"),
        words("endpoint"),
        words("state"),
        instant("written_at"),
        instant("due_at"),
        instant("expires_at"),
        sa.Column("attempts", sa.Integer(), autoincrement=False, nullable=False),
        words("content", is_optional=True),
        words("said"),
        instant("sent_at", is_optional=True),
        words("withdrawn_by", is_optional=True),
        sa.PrimaryKeyConstraint("dedupe_key", name=op.f("pk_outbox")),
    )
    standing = "NOT is_withdrawn"
    index("subscription", "name", is_unique=True, where=standing)
    index("reach", "technician_id", is_unique=True, where=standing)
    index("reach", "user_id", is_unique=True, where=standing)
    index("preference", "customer_id", is_unique=True, where=standing)
    index("outbox", "due_at", where="state IN ('waiting', 'sending')")
    index("outbox", "command_id")
    index("outbox", "subject")
    index("outbox", "withdrawn_by", where="withdrawn_by IS NOT NULL")
    index("outbox", "order_id")
    index("outbox", "channel", "recipient", "sent_at", where="sent_at IS NOT NULL")
    index("outbox", "written_at")
    if op.get_bind().dialect.name == "postgresql":
        for noun in FACTS:
            op.execute(f"CREATE SEQUENCE {noun}_id_seq")


def downgrade() -> None:
    """Refused once somebody has had a say in any of it: the journal would go on telling of it."""
    for noun in FACTS:
        if op.get_bind().exec_driver_sql(f"SELECT count(*) FROM {noun}").scalar_one():
            raise RuntimeError(f"there are records of {noun}; what they say would be lost")
    op.drop_table("outbox")
    for noun in reversed(FACTS):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP SEQUENCE {noun}_id_seq")
        op.drop_table(noun)
