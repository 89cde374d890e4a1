"""Alerts, since when their conditions have held, and rules that act on something else than an order.

Old consoles: have to be closed first. They cannot read rules that raise alerts, and would switch them off.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_STANDING = "NOT is_withdrawn AND status IN ('acknowledged', 'open', 'snoozed')"


def number(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=is_optional)


def words(name: str, *, is_optional: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), autoincrement=False, nullable=is_optional)


def instant(name: str, *, is_optional: bool = False) -> sa.Column:
    """UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres."""
    kind = sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")
    return sa.Column(name, kind, autoincrement=False, nullable=is_optional)


def id_of(name: str) -> sa.Column:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, autoincrement=False, nullable=False)


def action_columns() -> tuple[sa.Column, ...]:
    """Of what rules did, with what it was about last."""
    return (
        words("key"),
        words("rule"),
        number("order_id", is_optional=True),
        instant("due_at"),
        instant("recorded_at"),
        number("cause", is_optional=True),
        words("command_id"),
        words("outcome"),
        words("said"),
    )


def partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        op.f(name), table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )


def upgrade() -> None:
    op.create_table(
        "alert",
        id_of("id"),
        number("version"),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        words("rule"),
        words("subject"),
        number("order_id", is_optional=True),
        words("severity"),
        words("says"),
        sa.Column("value", sa.Float(), autoincrement=False, nullable=True),
        instant("since_at"),
        instant("raised_at"),
        words("status"),
        instant("acknowledged_at", is_optional=True),
        words("acknowledged_by", is_optional=True),
        instant("snoozed_at", is_optional=True),
        words("snoozed_by", is_optional=True),
        instant("snoozed_until_at", is_optional=True),
        words("snooze_reason", is_optional=True),
        words("assignee", is_optional=True),
        instant("assigned_at", is_optional=True),
        words("assigned_by", is_optional=True),
        words("escalations"),
        instant("cleared_at", is_optional=True),
        words("cleared_by", is_optional=True),
        words("cleared_why", is_optional=True),
        instant("ended_at", is_optional=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    partial("ix_alert_rule_subject", "alert", ["rule", "subject"], _STANDING, unique=True)
    partial("ix_alert_standing", "alert", ["rule", "subject"], "ended_at IS NULL")
    op.create_index(op.f("ix_alert_status"), "alert", ["status"])
    partial("ix_alert_order_id", "alert", ["order_id"], "order_id IS NOT NULL")
    op.create_index(op.f("ix_alert_raised_at"), "alert", ["raised_at"])
    op.create_table(
        "pending",
        id_of("rule_id"),
        words("subject"),
        instant("since_at"),
        sa.PrimaryKeyConstraint("rule_id", "subject", name=op.f("pk_pending")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE alert_id_seq")
        op.add_column("action", words("subject", is_optional=True))
        op.execute("UPDATE action SET subject = 'order:' || order_id")
        op.alter_column("action", "subject", nullable=False)
        op.alter_column("action", "order_id", nullable=True)
    else:
        make_actions_anew((*action_columns(), words("subject")), "'order:' || order_id")


def downgrade() -> None:
    """Refused once there has been an alert: the journal would go on telling of it."""
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM alert").scalar_one():
        raise RuntimeError("there are alerts; what they said, and who saw to them, would be lost")
    op.execute("DELETE FROM action WHERE order_id IS NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("action", "subject")
        op.alter_column("action", "order_id", nullable=False)
        op.execute("DROP SEQUENCE alert_id_seq")
    else:
        columns = action_columns()
        columns[2].nullable = False
        make_actions_anew(columns)
    op.drop_table("pending")
    op.drop_table("alert")


def make_actions_anew(columns: tuple[sa.Column, ...], *told: str) -> None:
    """SQLite changes no column: a new table takes the rows over. What the last columns hold is told in SQL."""
    op.drop_index(op.f("ix_action_rule_recorded_at"), "action")
    op.drop_index(op.f("ix_action_recorded_at"), "action")
    op.rename_table("action", "old_action")
    op.create_table("action", *columns, sa.PrimaryKeyConstraint("key", name=op.f("pk_action")))
    names = [column.name for column in columns]
    kept = names[: len(names) - len(told)]
    op.execute(f"INSERT INTO action ({', '.join(names)}) SELECT {', '.join([*kept, *told])} FROM old_action")
    op.drop_table("old_action")
    op.create_index(op.f("ix_action_rule_recorded_at"), "action", ["rule", "recorded_at"])
    op.create_index(op.f("ix_action_recorded_at"), "action", ["recorded_at"])
