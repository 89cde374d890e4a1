"""The first tables: the facts of the trade, the journal, the receipts, the office.

Old consoles: there are none before this step.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


BOOKED = (
    "technician_id IS NOT NULL AND start_at IS NOT NULL AND NOT is_withdrawn "
    "AND status IN ('accepted', 'dispatched', 'on_site', 'planned', 'travelling')"
)


def instant() -> sa.types.TypeEngine:
    """UTC: integer microseconds since 1970 on SQLite, timestamptz on Postgres."""
    return sa.BigInteger().with_variant(postgresql.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("week", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
    )
    op.create_index(
        op.f("ix_calendar_name"),
        "calendar",
        ["name"],
        unique=True,
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.create_table(
        "customer",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_class", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("external_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("excluded_technician_ids", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_table(
        "event",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("recorded_at", instant(), nullable=False),
        sa.Column("at", instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("cause", sa.BigInteger(), nullable=True),
        sa.Column("undo_of", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("payload_v", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
        sa.UniqueConstraint("subject", "version", name=op.f("uq_event_subject_version")),
    )
    op.create_index(op.f("ix_event_at"), "event", ["at"], unique=False)
    op.create_index(op.f("ix_event_command_id"), "event", ["command_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("preset", sa.Text(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("file_hash", "preset", "line", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "office",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_office")),
    )
    op.create_table(
        "receipt",
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("recorded_at", instant(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text(), nullable=True),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=True),
        sa.Column("last_seq", sa.BigInteger(), nullable=True),
        sa.Column("violations", sa.Text(), nullable=False),
        sa.Column("overrides", sa.Text(), nullable=False),
        sa.Column("refusals", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("undo_of", sa.Text(), nullable=True),
        sa.Column("left_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("command_id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("undo_of", name=op.f("uq_receipt_undo_of")),
    )
    op.create_index(
        op.f("ix_receipt_actor_session_last_seq"), "receipt", ["actor", "session", "last_seq"], unique=False
    )
    op.create_table(
        "territory",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("parent_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("zone", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("bounds", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["territory.id"], name=op.f("fk_territory_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
    )
    op.create_index(
        op.f("ix_territory_name"),
        "territory",
        ["name"],
        unique=True,
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.create_table(
        "work_type",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("group", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("priority", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("duration_min", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("skills", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("crew_size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("checklist", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("required", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("needs_approval", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("approval_above_cents", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("is_corrective", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_type")),
    )
    op.create_index(
        op.f("ix_work_type_name"),
        "work_type",
        ["name"],
        unique=True,
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.create_table(
        "contact",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("phone", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("email", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_table(
        "holiday",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("calendar_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_holiday_calendar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
    )
    op.create_index(
        op.f("ix_holiday_calendar_id_on"),
        "holiday",
        ["calendar_id", "on"],
        unique=True,
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.create_table(
        "site",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("external_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("territory_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("zone", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("lat", sa.Float(), autoincrement=False, nullable=True),
        sa.Column("lon", sa.Float(), autoincrement=False, nullable=True),
        sa.Column("geocode_quality", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("is_remote", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("access_notes", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("access_hours", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_site_customer_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_site_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
    )
    op.create_index(op.f("ix_site_external_id"), "site", ["external_id"], unique=False)
    op.create_table(
        "sla_policy",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("customer_class", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("work_type_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("priority", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("calendar_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("respond", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("resolve", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("respond_means", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("effective_from_on", sa.Date(), autoincrement=False, nullable=False),
        sa.Column("effective_to_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("pausing_reasons", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("warn_share", sa.Float(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_sla_policy_calendar_id")),
        sa.ForeignKeyConstraint(["work_type_id"], ["work_type.id"], name=op.f("fk_sla_policy_work_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_policy")),
    )
    op.create_table(
        "technician",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("is_active", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("home_lat", sa.Float(), autoincrement=False, nullable=True),
        sa.Column("home_lon", sa.Float(), autoincrement=False, nullable=True),
        sa.Column("zone", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("territory_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("territory_ids", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("max_overtime_min", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cost_cents_per_h", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("speed_factor", sa.Float(), autoincrement=False, nullable=False),
        sa.Column("languages", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_technician_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technician")),
    )
    op.create_index(
        op.f("ix_technician_code"),
        "technician",
        ["code"],
        unique=True,
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.create_table(
        "absence",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("technician_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("start_at", instant(), autoincrement=False, nullable=False),
        sa.Column("end_at", instant(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), autoincrement=False, nullable=False),
        sa.CheckConstraint("end_at > start_at", name=op.f("ck_absence_forward")),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name=op.f("fk_absence_technician_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(
        op.f("ix_absence_technician_id_start_at"), "absence", ["technician_id", "start_at"], unique=False
    )
    op.create_table(
        "asset",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("site_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("parent_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("warranty_until_on", sa.Date(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["asset.id"], name=op.f("fk_asset_parent_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_asset_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
    )
    op.create_index(op.f("ix_asset_site_id"), "asset", ["site_id"], unique=False)
    op.create_table(
        "shift",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("technician_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("weekdays", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("start_min", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("end_min", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("breaks", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("valid_from_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("valid_to_on", sa.Date(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name=op.f("fk_shift_technician_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index(op.f("ix_shift_technician_id"), "shift", ["technician_id"], unique=False)
    op.create_table(
        "skill_grant",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("technician_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("skill", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("level", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("valid_from_on", sa.Date(), autoincrement=False, nullable=True),
        sa.Column("valid_to_on", sa.Date(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_skill_grant_technician_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_grant")),
    )
    op.create_index(op.f("ix_skill_grant_technician_id"), "skill_grant", ["technician_id"], unique=False)
    op.create_table(
        "user",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("os_user", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("role", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("technician_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("ssh_keys", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("is_active", sa.Boolean(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name=op.f("fk_user_technician_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
    )
    op.create_index(
        op.f("ix_user_name"),
        "user",
        ["name"],
        unique=True,
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.create_index(
        op.f("ix_user_os_user"),
        "user",
        ["os_user"],
        unique=True,
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.create_table(
        "work_order",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("priority", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("description", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("work_type_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("fault_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("source", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("external_id", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("channel", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("requester", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("contact_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("site_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("asset_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("territory_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("opened_at", instant(), autoincrement=False, nullable=False),
        sa.Column("required_by_at", instant(), autoincrement=False, nullable=True),
        sa.Column("imported_due_at", instant(), autoincrement=False, nullable=True),
        sa.Column("respond_due_at", instant(), autoincrement=False, nullable=True),
        sa.Column("resolve_due_at", instant(), autoincrement=False, nullable=True),
        sa.Column("respond_warn_at", instant(), autoincrement=False, nullable=True),
        sa.Column("resolve_warn_at", instant(), autoincrement=False, nullable=True),
        sa.Column("policies", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("holds", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("responded_at", instant(), autoincrement=False, nullable=True),
        sa.Column("first_completed_at", instant(), autoincrement=False, nullable=True),
        sa.Column("completed_at", instant(), autoincrement=False, nullable=True),
        sa.Column("closed_at", instant(), autoincrement=False, nullable=True),
        sa.Column("cancelled_at", instant(), autoincrement=False, nullable=True),
        sa.Column("cancel_reason", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("duplicate_of_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("parent_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("resolution_code", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("resolution_text", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("labour_min", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("materials", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("cover", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("approval", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("estimate_cents", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("checklist", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("tags", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_work_order_asset_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_work_order_contact_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_work_order_customer_id")),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["work_order.id"], name=op.f("fk_work_order_duplicate_of_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["work_order.id"], name=op.f("fk_work_order_parent_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_work_order_site_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_work_order_territory_id")),
        sa.ForeignKeyConstraint(["work_type_id"], ["work_type.id"], name=op.f("fk_work_order_work_type_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_order")),
    )
    op.create_index(op.f("ix_work_order_completed_at"), "work_order", ["completed_at"], unique=False)
    op.create_index(op.f("ix_work_order_site_id"), "work_order", ["site_id"], unique=False)
    op.create_index(
        op.f("ix_work_order_source_external_id"),
        "work_order",
        ["source", "external_id"],
        unique=True,
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.create_index(op.f("ix_work_order_status"), "work_order", ["status"], unique=False)
    op.create_table(
        "requirement",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("duration_min", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("skills", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("crew_size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("windows", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("earliest_start_at", instant(), autoincrement=False, nullable=True),
        sa.Column("preferred_technician_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("excluded_technician_ids", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("after_order_ids", sa.Text(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_requirement_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    op.create_index(
        op.f("ix_requirement_order_id"),
        "requirement",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.create_table(
        "visit",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ordinal", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("technician_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("crew", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("start_at", instant(), autoincrement=False, nullable=True),
        sa.Column("end_at", instant(), autoincrement=False, nullable=True),
        sa.Column("travel_s", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("is_pinned", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("promised", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("dispatched_at", instant(), autoincrement=False, nullable=True),
        sa.Column("accepted_at", instant(), autoincrement=False, nullable=True),
        sa.Column("travelling_at", instant(), autoincrement=False, nullable=True),
        sa.Column("arrived_at", instant(), autoincrement=False, nullable=True),
        sa.Column("ended_at", instant(), autoincrement=False, nullable=True),
        sa.Column("incomplete_reason", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("decline_reason", sa.Text(), autoincrement=False, nullable=True),
        sa.CheckConstraint(
            "(start_at IS NULL) = (end_at IS NULL) AND (start_at IS NULL OR end_at > start_at)",
            name=op.f("ck_visit_span"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["work_order.id"], name=op.f("fk_visit_order_id")),
        sa.ForeignKeyConstraint(["technician_id"], ["technician.id"], name=op.f("fk_visit_technician_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("order_id", "ordinal", name=op.f("uq_visit_order_id_ordinal")),
    )
    op.create_index(
        "ix_visit_booked",
        "visit",
        ["technician_id", "start_at"],
        unique=False,
        sqlite_where=sa.text(BOOKED),
        postgresql_where=sa.text(BOOKED),
    )
    op.create_index(op.f("ix_visit_start_at"), "visit", ["start_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_visit_start_at"), table_name="visit")
    op.drop_index(
        "ix_visit_booked",
        table_name="visit",
        sqlite_where=sa.text(BOOKED),
        postgresql_where=sa.text(BOOKED),
    )
    op.drop_table("visit")
    op.drop_index(
        op.f("ix_requirement_order_id"),
        table_name="requirement",
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.drop_table("requirement")
    op.drop_index(op.f("ix_work_order_status"), table_name="work_order")
    op.drop_index(
        op.f("ix_work_order_source_external_id"),
        table_name="work_order",
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.drop_index(op.f("ix_work_order_site_id"), table_name="work_order")
    op.drop_index(op.f("ix_work_order_completed_at"), table_name="work_order")
    op.drop_table("work_order")
    op.drop_index(
        op.f("ix_user_os_user"),
        table_name="user",
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.drop_index(
        op.f("ix_user_name"),
        table_name="user",
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.drop_table("user")
    op.drop_index(op.f("ix_skill_grant_technician_id"), table_name="skill_grant")
    op.drop_table("skill_grant")
    op.drop_index(op.f("ix_shift_technician_id"), table_name="shift")
    op.drop_table("shift")
    op.drop_index(op.f("ix_asset_site_id"), table_name="asset")
    op.drop_table("asset")
    op.drop_index(op.f("ix_absence_technician_id_start_at"), table_name="absence")
    op.drop_table("absence")
    op.drop_index(
        op.f("ix_technician_code"),
        table_name="technician",
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.drop_table("technician")
    op.drop_table("sla_policy")
    op.drop_index(op.f("ix_site_external_id"), table_name="site")
    op.drop_table("site")
    op.drop_index(
        op.f("ix_holiday_calendar_id_on"),
        table_name="holiday",
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.drop_table("holiday")
    op.drop_table("contact")
    op.drop_index(
        op.f("ix_work_type_name"),
        table_name="work_type",
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.drop_table("work_type")
    op.drop_index(
        op.f("ix_territory_name"),
        table_name="territory",
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.drop_table("territory")
    op.drop_index(op.f("ix_receipt_actor_session_last_seq"), table_name="receipt")
    op.drop_table("receipt")
    op.drop_table("office")
    op.drop_table("import_batch")
    op.drop_index(op.f("ix_event_command_id"), table_name="event")
    op.drop_index(op.f("ix_event_at"), table_name="event")
    op.drop_table("event")
    op.drop_table("customer")
    op.drop_index(
        op.f("ix_calendar_name"),
        table_name="calendar",
        sqlite_where=sa.text("NOT is_withdrawn"),
        postgresql_where=sa.text("NOT is_withdrawn"),
    )
    op.drop_table("calendar")
