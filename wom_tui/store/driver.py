"""How statements reach the database: one after the other, or several in one round trip where the line is long.

SQLite is in this very process. On Postgres every statement that waits for its answer waits for the line, so what can go
together is sent in a pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]


class Askable(Protocol):
    """What can be asked of the driver."""

    @property
    def sql(self) -> str: ...
    @property
    def values(self) -> tuple[Any, ...]: ...


class Statement(NamedTuple):
    """A statement that changes something, once for each of its rows of values.

    Attributes:
        is_exact: each of them has to change exactly one row, or none of what is sent holds.
    """

    sql: str
    rows: Sequence[Row] = ((),)
    is_exact: bool = False


class Missed(Exception):
    """A statement did not find the row that it was to change."""


def has_line(connection: Connection) -> bool:
    """The database is at the end of a line: a round trip costs something."""
    return connection.dialect.name == "postgresql"


def fetch(connection: Connection, sql: str, values: Row = ()) -> list[Row]:
    """The rows that a statement answers with, as the driver gives them: SQLAlchemy takes longer than SQLite."""
    driver = _driver(connection)
    with _errors_of_sqlalchemy(connection, driver, sql):
        rows: list[Row] = driver.execute(sql, values).fetchall()
    return rows


def fetch_pieces(connection: Connection, sql: str, values: Row, size: int) -> Iterator[list[Row]]:
    """As `fetch`, so many rows at a time."""
    driver = _driver(connection)
    with _errors_of_sqlalchemy(connection, driver, sql):
        cursor = driver.execute(sql, values)
        while rows := cursor.fetchmany(size):
            yield rows


def fetch_together(connection: Connection, questions: Sequence[Askable]) -> list[list[Row]]:
    """The answers to several questions, in one round trip. Each sees what is committed when its turn comes."""
    if not has_line(connection) or len(questions) < 2:
        return [fetch(connection, question.sql, question.values) for question in questions]
    driver = _driver(connection)
    with _errors_of_sqlalchemy(connection, driver, "pipeline"):
        with driver.pipeline():
            cursors = [driver.execute(question.sql, question.values) for question in questions]
        return [cursor.fetchall() if cursor.description else [] for cursor in cursors]


def send(connection: Connection, statements: Sequence[Statement], *, commit: bool = False) -> None:
    """Change rows, and where it is wanted commit in the same breath.

    Raises:
        Missed: a row that was to be changed was not there; nothing of it may be committed.
    """
    if has_line(connection):
        _send_down_the_line(connection, statements, commit)
    else:
        for statement in statements:
            _execute(connection, statement)
    if commit:
        connection.commit()  # on Postgres it has been; SQLAlchemy learns of it


def _execute(connection: Connection, statement: Statement) -> None:
    rows: Any = list(statement.rows) if len(statement.rows) > 1 else statement.rows[0]
    result = connection.exec_driver_sql(statement.sql, rows)
    if statement.is_exact and result.rowcount != len(statement.rows):
        raise Missed


def _send_down_the_line(connection: Connection, statements: Sequence[Statement], commit: bool) -> None:
    import psycopg

    driver = _driver(connection)
    try:
        with (
            _errors_of_sqlalchemy(connection, driver, statements[0].sql if statements else "COMMIT"),
            driver.pipeline(),
        ):
            for statement in statements:
                sql = _exact(statement.sql) if statement.is_exact else statement.sql
                if len(statement.rows) == 1:
                    driver.execute(sql, statement.rows[0])
                else:
                    driver.cursor().executemany(sql, statement.rows)
            if commit:
                driver.execute("COMMIT")
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.DivisionByZero):
            raise Missed from error
        raise


def _exact(sql: str) -> str:
    """Let the server itself refuse what changed nothing: the COMMIT is behind it in the line already."""
    return f"WITH changed AS ({sql} RETURNING 1) SELECT 1 / count(*) FROM changed"


def _driver(connection: Connection) -> Any:
    """The driver's own connection, in a transaction as SQLAlchemy begins it."""
    if not connection.in_transaction():
        connection.begin()
    return connection.connection.driver_connection


@contextmanager
def _errors_of_sqlalchemy(connection: Connection, driver: Any, sql: str) -> Iterator[None]:
    """What the driver raises, as SQLAlchemy raises it for its own statements."""
    base: Any = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except base as error:
        is_gone = connection.dialect.is_disconnect(error, driver, None)
        if is_gone:
            connection.invalidate(error)
        raise DBAPIError.instance(
            sql, None, error, base, connection_invalidated=is_gone, dialect=connection.dialect
        ) from error
