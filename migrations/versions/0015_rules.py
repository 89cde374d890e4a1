"""What the office does by itself: rules, how far each has come, what they did, and who runs them.

Old consoles: may run meanwhile. They run no rules, and hinder nobody who does.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def number(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=is_optional)


def words(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), autoincrement=False, nullable=is_optional)


def flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), autoincrement=False, nullable=False)


def instant(name: str) -> sa.Column:
    """UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres."""
    kind = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def id_of(name: str) -> sa.Column:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def upgrade() -> None:
    op.create_table(
        "rule",
        id_of("id"),
        number("version"),
        flag("is_withdrawn"),
        words("name"),
        words("text"),
        flag("is_on"),
        instant("since_at"),
        number("since_seq"),
        words("off_reason", is_optional=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
    )
    standing = sa.text("NOT is_withdrawn")
    op.create_index(
        op.f("ix_rule_name"),
        "rule",
        ["name"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE rule_id_seq")
    op.create_table(
        "lease",
        words("name"),
        words("holder"),
        number("token"),
        number("expires_ms"),
        words("boot"),
        flag("is_hinted"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "due",
        id_of("rule_id"),
        instant("done_until"),
        number("seq"),
        sa.Column("failures", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("held", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("rule_id", name=op.f("pk_due")),
    )
    op.create_table(
        "action",
        words("key"),
        words("rule"),
        number("order_id"),
        instant("due_at"),
        instant("recorded_at"),
        number("cause", is_optional=True),
        words("command_id"),
        words("outcome"),
        words("said"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_rule_recorded_at"), "action", ["rule", "recorded_at"])
    op.create_index(op.f("ix_action_recorded_at"), "action", ["recorded_at"])


def downgrade() -> None:
    """Refused once the office has had a rule: the journal would go on telling of it."""
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM rule").scalar_one():
        raise RuntimeError("the office has rules; what they are, and what they did, would be lost")
    op.drop_table("action")
    op.drop_table("due")
    op.drop_table("lease")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE rule_id_seq")
    op.drop_table("rule")
