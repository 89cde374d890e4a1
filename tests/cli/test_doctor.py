"""`wom doctor` finds what is wrong around an office, says what to do, and keeps secrets to itself."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests import osrm
from tests.cli.conftest import Wom
from tests.office import desk_on
from wom_tui import checkup
from wom_tui.cli.root import run
from wom_tui.gateways import machine
from wom_tui.present.labels import CLOCKS, STATES, WGL4
from wom_tui.store.driver import send
from wom_tui.store.imports import Checkpoint, putting

Printed = pytest.CaptureFixture[str]


def found(capsys: Printed) -> dict[str, list[dict[str, Any]]]:
    by_area: dict[str, list[dict[str, Any]]] = {}
    for finding in json.loads(capsys.readouterr().out)["findings"]:
        by_area.setdefault(finding["area"], []).append(finding)
    return by_area


def test_a_healthy_office_has_nothing_in_the_way(wom: Wom) -> None:
    answer = wom("--json", "doctor")

    assert answer.code == 0
    assert answer.json["healthy"] is True
    assert {"program", "settings", "database", "schema", "clock", "terminal", "caches"} <= {
        finding["area"] for finding in answer.json["findings"]
    }
    assert "bad" not in [finding["mark"] for finding in answer.json["findings"]]


def test_the_source_of_travel_times_is_named_and_whether_it_answers(
    address: str, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def travel() -> dict[str, Any]:
        run(["--db", address, "--json", "doctor"])
        (finding,) = found(capsys)["travel"]
        return finding

    assert travel()["said"] == "straight line × 1.35, an estimate"
    monkeypatch.setenv("WOM_TRAVEL_HOURS", "7-9=1.5")
    with osrm.serving() as server:
        monkeypatch.setenv("WOM_TRAVEL_URL", server.url)
        place = server.url.removeprefix("http://")
        assert travel()["said"] == f"OSRM {place} answers; slower hours: 7-9=1.5"
    assert travel()["mark"] == "warn"
    monkeypatch.setenv("WOM_TRAVEL_URL", "ftp://u:secret@there")
    assert travel()["said"] == "straight line × 1.35, an estimate; slower hours: 7-9=1.5"
    run(["--db", address, "--json", "doctor"])
    (refused,) = (one for one in found(capsys)["settings"] if one["mark"] == "bad")
    assert "WOM_TRAVEL_URL" in refused["said"]
    assert "secret" not in refused["said"]


def test_a_text_that_asks_for_answers_which_nobody_would_believe_is_told(
    wom: Wom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[str]:
        return [one["said"] for one in wom("--json", "doctor").json["findings"] if one["area"] == "notify"]

    assert wom("notify", "enable", "technician-visit").code == 0
    said = "technician-visit: inbound.secret is not in the settings"
    assert said in told()
    monkeypatch.setenv("WOM_INBOUND_SECRET", "a secret of 16 characters")
    assert said not in told()


def test_an_import_that_was_cut_off_is_named(wom: Wom, database_url: str) -> None:
    desk = desk_on(database_url)
    with desk.engine.connect().execution_options(write=True) as connection:
        connection.begin()
        counts = {"is_last": False}
        half = Checkpoint(file_hash="f", preset="boston311", line=1500, command_id="c", counts=counts)
        send(connection, list(putting(connection.dialect, half, is_first=True)), commit=True)

    answer = wom("doctor")

    assert answer.code == 0
    assert "an import with boston311 stopped after line 1,500" in answer.out


def test_a_database_that_is_not_there_is_in_the_way_and_is_not_made(tmp_path: Path, capsys: Printed) -> None:
    path = tmp_path / "none.db"

    assert run(["--db", str(path), "--json", "doctor"]) == 1

    (finding,) = found(capsys)["database"]
    assert (finding["mark"], "wom init" in finding["advice"]) == ("bad", True)
    assert not path.exists()


def test_a_database_of_another_age_is_in_the_way(address: str, capsys: Printed) -> None:
    with closing(sqlite3.connect(address)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()

    assert run(["--db", address, "--json", "doctor"]) == 1

    (finding,) = found(capsys)["schema"]
    assert "wom db upgrade" in finding["advice"]


def test_a_file_that_others_may_read_is_worth_a_look(address: str, capsys: Printed) -> None:
    Path(address).chmod(0o644)

    assert run(["--db", address, "--json", "doctor"]) == 0

    finding = next(one for one in found(capsys)["files"] if one["mark"] == "warn")
    assert finding["advice"] == f"chmod 600 {address}"


def test_a_password_is_told_of_and_never_shown(capsys: Printed) -> None:
    secret = "s3cr3t%2Fpass"

    assert run(["--db", f"postgresql://me:{secret}@localhost:1/x", "--json", "doctor"]) == 1

    printed = capsys.readouterr()
    assert "s3cr3t" not in printed.out + printed.err
    assert "holds a password" in printed.out


def test_a_stopped_program_that_has_the_database_open_is_named(address: str, capsys: Printed) -> None:
    hold = "import sys, time; f = open(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.send_signal(signal.SIGSTOP)
        while psutil.Process(holder.pid).status() != psutil.STATUS_STOPPED:
            pass

        assert run(["--db", address, "--json", "doctor"]) == 0

        assert any(str(holder.pid) in one["said"] for one in found(capsys)["consoles"])
        holder.send_signal(signal.SIGCONT)
        holder.kill()


@pytest.mark.parametrize(
    ("skew_s", "mark"),
    [(0.01, "ok"), (-1.0, "ok"), (5.0, "warn"), (-5.0, "warn"), (90.0, "bad"), (None, "ok")],
)
def test_a_clock_that_is_off_is_told(skew_s: float | None, mark: str) -> None:
    assert checkup._clock(skew_s).mark == mark


def test_the_signs_that_are_looked_for_are_those_of_the_console() -> None:
    drawn = {getattr(WGL4, f.name) for f in fields(WGL4) if f.name != "is_ascii"}
    drawn |= {label.glyph for label in (*STATES.values(), *CLOCKS.values())}

    assert {sign for sign in drawn if not sign.isascii()} == set(checkup.SIGNS)


def test_signs_that_an_encoding_cannot_show_are_found() -> None:
    assert machine.can_show(checkup.SIGNS, "utf-8") == ""
    assert "≈" in machine.can_show(checkup.SIGNS, "latin-1")
    assert machine.can_show("a", "no such encoding") == "a"


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 2**24),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, 0),
        ({"TERM": "dumb"}, 0),
        ({"TERM": "vt100"}, 8),
        ({}, 0),
    ],
)
def test_the_colours_of_a_terminal_are_those_that_its_environment_says(
    environ: dict[str, str], colours: int
) -> None:
    assert machine.terminal_facts(environ).colours == colours


def test_what_lies_in_the_cache_is_told_by_kind(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "boston.db").write_bytes(b"12345")
    (tmp_path / "board-12ab.json").write_bytes(b"123")
    (tmp_path / "board-34cd.json").write_bytes(b"1")

    assert machine.cached_files(tmp_path) == {"demo": (1, 5), "board": (2, 4)}


@pytest.mark.parametrize(
    ("words", "is_left_over", "said"),
    [
        (("python3", "/opt/bin/wom", "--db", "x.db", "engine"), False, "12 (wom engine)"),
        (("python3", "-m", "wom_tui", "console"), True, "12 (wom console)"),
        (("sqlite3", "engine"), True, "12 (sqlite3)"),
    ],
)
def test_an_engine_that_nobody_sits_at_is_none_that_was_left_over(
    tmp_path: Path, words: tuple[str, ...], is_left_over: bool, said: str
) -> None:
    database, process = tmp_path / "x.db", tmp_path / "proc" / "12"
    database.touch()
    (process / "fd").mkdir(parents=True)
    (process / "fd" / "3").symlink_to(database)
    (process / "stat").write_text("12 (sqlite3) S 1 12")
    (process / "cmdline").write_text("\0".join((*words, "")))

    (holder,) = machine.holders(database, tmp_path / "proc")

    assert (holder.is_left_over, holder.words) == (is_left_over, said)
