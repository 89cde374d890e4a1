"""What the database refuses by itself: double bookings, changes of the journal. And Postgres' number counters.

Old consoles: may run meanwhile; they are refused what their own rules refuse already.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LIVE = "('accepted', 'dispatched', 'on_site', 'planned', 'travelling')"
BOOKED = f"technician_id IS NOT NULL AND start_at IS NOT NULL AND NOT is_withdrawn AND status IN {LIVE}"
NEW_BOOKED = (
    "NEW.technician_id IS NOT NULL AND NEW.start_at IS NOT NULL AND NOT NEW.is_withdrawn "
    f"AND NEW.status IN {LIVE}"
)
COUNTED = (
    "calendar",
    "holiday",
    "territory",
    "work_type",
    "sla_policy",
    "customer",
    "contact",
    "site",
    "asset",
    "technician",
    "skill_grant",
    "shift",
    "absence",
    "user",
    "work_order",
    "requirement",
    "visit",
)


def overlap_trigger(name: str, when: str) -> str:
    return f"""
CREATE TRIGGER {name} BEFORE {when} ON visit WHEN {NEW_BOOKED}
BEGIN
  SELECT RAISE(ABORT, 'double_booking') WHERE EXISTS (
    SELECT 1 FROM visit WHERE technician_id = NEW.technician_id AND {BOOKED}
      AND id <> NEW.id AND start_at < NEW.end_at AND end_at > NEW.start_at);
END"""


def append_only_trigger(name: str, when: str) -> str:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    return f"CREATE TRIGGER {name} BEFORE {when} ON event {refuse}"


SQLITE = (
    overlap_trigger("visit_overlap_insert", "INSERT"),
    overlap_trigger(
        "visit_overlap_update", "UPDATE OF technician_id, start_at, end_at, status, is_withdrawn"
    ),
    append_only_trigger("event_no_update", "UPDATE"),
    append_only_trigger("event_no_delete", "DELETE"),
)
POSTGRES = (
    *(f"CREATE SEQUENCE {name}_id_seq" for name in COUNTED),
    *(f"""SELECT setval('{name}_id_seq', (SELECT max(id) FROM "{name}"))""" for name in COUNTED),
    f"""
ALTER TABLE visit ADD CONSTRAINT visit_overlap EXCLUDE USING gist (
  int8range(technician_id, technician_id, '[]') WITH &&,
  tstzrange(start_at, end_at, '[)') WITH &&) WHERE ({BOOKED})""",
    """
CREATE FUNCTION wom_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
    """
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION wom_journal_is_append_only()""",
)
SQLITE_BACK = (
    "DROP TRIGGER visit_overlap_insert",
    "DROP TRIGGER visit_overlap_update",
    "DROP TRIGGER event_no_update",
    "DROP TRIGGER event_no_delete",
)
POSTGRES_BACK = (
    "DROP TRIGGER event_append_only ON event",
    "DROP FUNCTION wom_journal_is_append_only()",
    "ALTER TABLE visit DROP CONSTRAINT visit_overlap",
    *(f"DROP SEQUENCE {name}_id_seq" for name in COUNTED),
)


def upgrade() -> None:
    for statement in POSTGRES if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in POSTGRES_BACK if op.get_bind().dialect.name == "postgresql" else SQLITE_BACK:
        op.get_bind().exec_driver_sql(statement)
