"""The shell as a test calls it: `wom("wo", "list")` answers with exit code, stdout and stderr."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.office import T0, ZONE, an_order, close_desks, desk_on, number_of
from wom_tui.cli.root import run
from wom_tui.desk import Desk
from wom_tui.store import office

ME = "ann"


@dataclass(frozen=True)
class Answer:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


Wom = Callable[..., Answer]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Wom:
    """The command line, for a user called ann."""
    monkeypatch.setattr("wom_tui.cli.shell.os_user", lambda: ME)
    monkeypatch.setattr("wom_tui.cli.init.os_user", lambda: ME)

    def call(*words: str, stdin: str = "") -> Answer:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = run(words)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture
def address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A new office in a file, with nothing in it."""
    path = str(tmp_path / "office.db")
    assert run(["--db", path, "init", "--zone", "America/New_York"]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def desk(small_office: str) -> Iterator[Desk]:
    """An office like a world's, so that it can be told what time it is: it is always Monday, 09:00."""
    desk = desk_on(small_office)
    with desk.engine.connect() as plain:
        connection = plain.execution_options(write=True)
        connection.begin()
        office.write(connection, office.Office(name="office", zone=ZONE, world="office"))
        connection.commit()
    yield desk
    close_desks()


@pytest.fixture
def wom(shell: Wom, desk: Desk, database_url: str) -> Wom:
    """The command line on that office."""

    def call(*words: str, stdin: str = "") -> Answer:
        return shell("--db", database_url, "--now", T0.isoformat(), *words, stdin=stdin)

    return call


@pytest.fixture
def order(desk: Desk) -> int:
    """An order that waits for a technician."""
    return number_of(desk, an_order())
