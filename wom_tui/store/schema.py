"""Which tables a database has: making them, and refusing politely where program and database differ in age."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from wom_tui.errors import SchemaBehind, StoreError
from wom_tui.resources import resource_dir
from wom_tui.store.bookkeeping import event_table
from wom_tui.store.engine import set_journal_mode, translated, writing
from wom_tui.store.guards import create_guards, drop_guards

# The last migration that this program knows; a house test holds it to migrations/versions.
SCHEMA = "0021"
VERSION_TABLE = "alembic_version"
metadata = event_table.metadata  # with those tables as well that hold no facts


def create(engine: Engine) -> None:
    """Make all tables of an empty database at once, as the migrations would one after the other.

    Raises:
        StoreError: the database has tables already, or cannot be written.
    """
    prepare_file(engine)
    with writing(engine) as connection:
        create_in(connection)


def create_in(connection: Connection) -> None:
    """Make all tables in a transaction that does more than that.

    Raises:
        StoreError: the database has tables already.
    """
    if has_tables(connection):
        raise StoreError(
            "the database has tables already",
            "name an empty one; `wom --db` with this one opens what is there",
        )
    metadata.create_all(connection)
    create_guards(connection)
    connection.execute(text(f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES (:v)"), {"v": SCHEMA})


def has_tables(connection: Connection) -> bool:
    """There is something in the database, ours or not."""
    return bool(inspect(connection).get_table_names())


def drop_in(connection: Connection) -> None:
    """Take all tables of ours away, with everything in them, in a transaction that puts others in their place.

    Raises:
        SchemaBehind: they are newer than this program, which does not know them all.
    """
    version = version_of(connection)
    if version is None:
        return
    refuse_newer(version)
    # Not by the migrations: on their way down they refuse what an office would lose, which is what is wanted here.
    metadata.drop_all(connection)
    drop_guards(connection)
    connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))


def prepare_file(engine: Engine) -> None:
    """Make the folder and the file of a SQLite database, for its owner only."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        return
    file = Path(path)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{file} cannot be made: {error.strerror}", "choose another place") from error
    set_journal_mode(engine)


def version_of(connection: Connection) -> str | None:
    """The migration that the database is at; None when it has no tables of ours."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    return version


def check(engine: Engine) -> None:
    """Refuse a database that this program was not made for.

    Raises:
        SchemaBehind: it is older (`wom db upgrade`), or newer (update the program).
        StoreError: it is no wom database at all.
    """
    path = engine.url.database
    if engine.dialect.name == "sqlite" and path and path != ":memory:" and not Path(path).exists():
        raise StoreError(f"there is no database at {path}", "run `wom init`, or `wom demo` to look around")
    if engine.dialect.name == "sqlite":
        set_journal_mode(engine)
    with translated(), engine.connect() as connection:
        version = version_of(connection)
    if version is None:
        raise StoreError("this database has not been set up", "run `wom init`, or `wom demo` to look around")
    if version == SCHEMA:
        return
    refuse_newer(version)
    raise SchemaBehind(f"the database is at {version}, this program needs {SCHEMA}", "run `wom db upgrade`")


def refuse_newer(version: str) -> None:
    """Refuse a database of a program that came after this one.

    Raises:
        SchemaBehind: it is newer.
    """
    if version > SCHEMA:
        raise SchemaBehind(
            f"the database is at {version}, newer than this program, which knows {SCHEMA}",
            "update wom-tui; nothing has been read or changed",
        )


def upgrade(engine: Engine) -> tuple[str | None, str | None]:
    """Run the migrations that are missing; answers the version before and after.

    Raises:
        SchemaBehind: the database is newer than this program.
    """
    with translated(), engine.connect() as connection:
        version = version_of(connection)
    if version is not None:
        refuse_newer(version)
    return migrate(engine)


def migrate(engine: Engine, to: str = "head") -> tuple[str | None, str | None]:
    """Run the migrations up, or down, to a version; all of them or none.

    Args:
        to: "head", a version, or "base" for an empty database.

    Returns:
        The version before and the version after.

    Raises:
        StoreError: a migration failed; the database is as it was.
    """
    prepare_file(engine)
    with writing(engine) as connection:
        before = version_of(connection)
        migrate_in(connection, to)
        after = version_of(connection)
    return before, after


def migrate_in(connection: Connection, to: str) -> None:
    """The same in a transaction that does more than that."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resource_dir("migrations")))
    config.attributes["connection"] = connection
    is_up = to == "head" or (to != "base" and (version_of(connection) or "") <= to)
    (command.upgrade if is_up else command.downgrade)(config, to)
