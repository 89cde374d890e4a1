"""Does a writer wait while another program puts right the log of one that was killed?"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from wom_tui.store.engine import database_url, open_engine, writing

# Locks what SQLite locks for that, and spoils the head of the log's index as a killed writer would have left it.
_PUTS_RIGHT = """
import fcntl, os, sys
index = os.open(sys.argv[1], os.O_RDWR)
fcntl.lockf(index, fcntl.LOCK_EX, 3, 120)
os.pwrite(index, bytes(96), 0)
print("begun", flush=True)
sys.stdin.read()
"""


@pytest.mark.fault
def test_a_writer_waits_until_the_log_is_put_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "office.db"
    with closing(sqlite3.connect(file)) as kept:
        kept.execute("PRAGMA journal_mode=WAL")
        kept.execute("CREATE TABLE note (text)")
        office = open_engine(database_url(str(file)))
        with office.connect() as before:  # its line is used again: a new one waits by itself
            before.exec_driver_sql("SELECT text FROM note")
        command = [sys.executable, "-c", _PUTS_RIGHT, f"{file}-shm"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "begun\n"
            monkeypatch.setattr("wom_tui.store.engine.time.sleep", lambda _: other.communicate())

            with writing(office) as connection:
                connection.exec_driver_sql("INSERT INTO note VALUES ('there')")

            assert other.returncode == 0
        assert kept.execute("SELECT text FROM note").fetchall() == [("there",)]
