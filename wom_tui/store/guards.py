"""What the database refuses by itself, whoever writes: double bookings, and changes of the journal.

On Postgres an EXCLUDE constraint that needs no extension; on SQLite, which has one writer at a time, triggers.
Both hold for imports, for other programs and for a person at a database shell.
"""

from __future__ import annotations

from sqlalchemy import Connection

from wom_tui.store.tables import BOOKED, FACT_TABLES


def _new(condition: str) -> str:
    """The same condition about the row that a trigger sees."""
    for column in ("technician_id", "start_at", "is_withdrawn", "status"):
        condition = condition.replace(column, f"NEW.{column}")
    return condition


def _overlap_trigger(name: str, when: str) -> str:
    return f"""
CREATE TRIGGER {name} BEFORE {when} ON visit WHEN {_new(BOOKED)}
BEGIN
  SELECT RAISE(ABORT, 'double_booking') WHERE EXISTS (
    SELECT 1 FROM visit WHERE technician_id = NEW.technician_id AND {BOOKED}
      AND id <> NEW.id AND start_at < NEW.end_at AND end_at > NEW.start_at);
END"""


def _append_only_trigger(name: str, when: str) -> str:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    return f"CREATE TRIGGER {name} BEFORE {when} ON event {refuse}"


SQLITE_GUARDS: tuple[str, ...] = (
    _overlap_trigger("visit_overlap_insert", "INSERT"),
    _overlap_trigger(
        "visit_overlap_update", "UPDATE OF technician_id, start_at, end_at, status, is_withdrawn"
    ),
    _append_only_trigger("event_no_update", "UPDATE"),
    _append_only_trigger("event_no_delete", "DELETE"),
)

POSTGRES_GUARDS: tuple[str, ...] = (
    *(f"CREATE SEQUENCE {table.name}_id_seq" for table in FACT_TABLES.values()),
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


def lifted(dialect: str) -> tuple[str, str]:
    """What lets events be changed, and what forbids it again: for an erasure, in its own transaction."""
    if dialect == "postgresql":
        return (
            "ALTER TABLE event DISABLE TRIGGER event_append_only",
            "ALTER TABLE event ENABLE TRIGGER event_append_only",
        )
    return "DROP TRIGGER event_no_update", _append_only_trigger("event_no_update", "UPDATE")


def create_guards(connection: Connection) -> None:
    """Put the guards on tables that have just been made."""
    guards = POSTGRES_GUARDS if connection.dialect.name == "postgresql" else SQLITE_GUARDS
    for guard in guards:
        connection.exec_driver_sql(guard)


def drop_guards(connection: Connection) -> None:
    """Take away what of the guards stays when the tables are gone."""
    if connection.dialect.name == "postgresql":
        for table in FACT_TABLES.values():
            connection.exec_driver_sql(f"DROP SEQUENCE IF EXISTS {table.name}_id_seq")
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS wom_journal_is_append_only()")
