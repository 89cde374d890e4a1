"""What office and field say to each other, texts that are said often, and what came in and waits for a person.

Old consoles: may run meanwhile. They see none of it, and leave it as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

NOUNS = ("message", "canned_text", "inbound")


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


def fact(noun: str, *parts: sa.schema.SchemaItem) -> None:
    id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        noun,
        sa.Column("id", id, autoincrement=False, nullable=False),
        number("version"),
        flag("is_withdrawn"),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{noun}")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE SEQUENCE {noun}_id_seq")


def pointer(noun: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{noun}_{column}"))


def upgrade() -> None:
    fact(
        "message",
        words("text"),
        words("author"),
        instant("sent_at"),
        number("from_technician_id", is_optional=True),
        number("order_id", is_optional=True),
        number("technician_id", is_optional=True),
        flag("to_office"),
        words("to_technician_ids"),
        words("to_users"),
        flag("needs_ack"),
        words("acknowledged"),
        number("reply_to_id", is_optional=True),
        pointer("message", "from_technician_id", "technician"),
        pointer("message", "order_id", "work_order"),
        pointer("message", "technician_id", "technician"),
        pointer("message", "reply_to_id", "message"),
        sa.CheckConstraint("(order_id IS NULL) <> (technician_id IS NULL)", name=op.f("ck_message_thread")),
    )
    for column in ("order_id", "technician_id", "sent_at"):
        op.create_index(op.f(f"ix_message_{column}"), "message", [column])
    fact("canned_text", words("name"), words("text"))
    standing = sa.text("NOT is_withdrawn")
    op.create_index(
        op.f("ix_canned_text_name"),
        "canned_text",
        ["name"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    fact(
        "inbound",
        words("channel"),
        words("source"),
        words("sender"),
        words("text"),
        words("why"),
        words("reason"),
        instant("received_at"),
        words("status"),
        words("act", is_optional=True),
        number("order_id", is_optional=True),
        number("visit_id", is_optional=True),
        words("said"),
        instant("said_at", is_optional=True),
        instant("decided_at", is_optional=True),
        words("decision"),
        pointer("inbound", "order_id", "work_order"),
        pointer("inbound", "visit_id", "visit"),
    )
    op.create_index(op.f("ix_inbound_status"), "inbound", ["status"])
    op.create_index(op.f("ix_inbound_order_id"), "inbound", ["order_id"])
    op.create_table(
        "message_read",
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        words("who"),
        instant("read_at"),
        sa.PrimaryKeyConstraint("message_id", "who", name=op.f("pk_message_read")),
    )


def downgrade() -> None:
    """Refused once somebody has said something: the journal would go on telling of it."""
    for noun in NOUNS:
        if op.get_bind().exec_driver_sql(f"SELECT count(*) FROM {noun}").scalar_one():
            raise RuntimeError(f"there are records in {noun}; what is written there would be lost")
    op.drop_table("message_read")
    for noun in reversed(NOUNS):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP SEQUENCE {noun}_id_seq")
        op.drop_table(noun)
