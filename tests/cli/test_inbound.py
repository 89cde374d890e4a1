"""`wom inbound`: reports are taken in, and what is not certain is decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ME, Wom
from tests.office import HOUR, KIM, T0
from wom_tui.cli.told_to_end import Enough
from wom_tui.commands.roster import AddUser
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role
from wom_tui.domain.visit import Visit
from wom_tui.store.reader import Reader

SECRET = "a secret of the office that nobody knows"


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WOM_INBOUND_SECRET", SECRET)


@pytest.fixture
def sent(desk: Desk, order: int) -> int:
    desk.run(AssignVisit(order=order, technician=KIM, start_at=T0 + HOUR, is_sent=True))
    return order


def status(desk: Desk, order: int) -> str:
    return desk.ask(Reader.select, Visit, order_id=order)[0].status.value


def test_a_report_is_passed_on_word_by_word_and_once(wom: Wom, desk: Desk, sent: int) -> None:
    words = (
        "inbound",
        "report",
        "travelling",
        "--technician",
        "kim",
        "--visit",
        f"{sent}/1",
        "--id",
        "sms-1",
    )

    assert wom(*words).out == "done\n"
    assert wom(*words, "--json").json == {"id": "cli:sms-1", "outcome": "repeated"}
    assert status(desk, sent) == "travelling"


def test_a_code_is_enough(wom: Wom, desk: Desk, sent: int) -> None:
    code = wom("inbound", "code", str(sent)).out.strip()

    assert wom("inbound", "report", "arrived", "8:50", "--code", code).out == "done\n"
    assert (
        wom("inbound", "report", "done", "--code", code[:-1] + ("0" if code[-1] != "0" else "1")).out
        == "kept for a person as 1: wom inbound show 1\n"
    )
    assert status(desk, sent) == "on_site"
    assert wom("inbound", "code", "99").code == 3


def test_what_does_not_say_its_visit_says_what_to_say_instead(wom: Wom, sent: int) -> None:
    kept = wom("inbound", "report", "arrived", "--technician", "kim", "--json").json
    assert (kept["outcome"], kept["number"]) == ("kept", 1)

    refused = wom("inbound", "accept", "1")

    assert refused.code == 2
    assert "it does not say which visit it is about" in refused.err
    assert "''" not in refused.err


def test_a_report_that_is_none_is_refused_before_it_is_taken(wom: Wom, sent: int) -> None:
    refused = wom("inbound", "report", "arrived", "--technician", "kim", "--visit", "no. 5")

    assert refused.code == 2
    assert "its visit is none" in refused.err


def test_what_waits_is_listed_shown_and_decided(wom: Wom, desk: Desk, sent: int) -> None:
    wom("inbound", "report", "I am there", "--technician", "kim", "--visit", str(sent))
    wom("inbound", "report", "hello", "--technician", "kim", "--visit", str(sent))

    assert "I am there" in wom("inbound", "list").out
    first, second = wom("inbound", "list", "--json").json
    assert (first["why"], first["visit"], first["act"]) == ("unknown", f"{sent}/1", None)
    assert wom("inbound", "list", "--csv", "--columns", "number,why").out.splitlines()[0] == "number,why"
    assert "  | I am there" in wom("inbound", "show", str(first["number"])).out

    accepted = wom("inbound", "accept", str(first["number"]), "arrive", str(sent))
    assert accepted.code == 0, accepted.err
    assert wom("inbound", "drop", str(second["number"]), "only", "a greeting").code == 0

    assert status(desk, sent) == "on_site"
    assert wom("inbound", "list", "--json").json == []
    listed = wom("inbound", "list", "--status", "all").out
    assert f"accepted: arrive {sent}/1" in listed
    assert "dropped: only a greeting" in listed
    decided = wom("inbound", "list", "--status", "all", "--json").json
    assert [(row["status"], row["decision"]) for row in decided] == [
        ("accepted", f"arrive {sent}/1"),
        ("dropped", "only a greeting"),
    ]
    assert wom("undo").code == 0
    assert len(wom("inbound", "list", "--json").json) == 1


def test_a_folder_is_taken_in(
    wom: Wom, desk: Desk, sent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = {"id": "1", "technician": "kim", "order": sent, "act": "travelling"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    assert wom("inbound", "run").code == 2
    monkeypatch.setenv("WOM_INBOUND_FOLDER", str(tmp_path))

    taken = wom("inbound", "run", "--json").json

    assert taken == {"outcomes": {"done": 1}, "done": ["a.jsonl"], "failed": [], "is_full": False}
    assert "reports: none" in wom("inbound", "run").out
    assert status(desk, sent) == "travelling"


def test_the_engine_takes_the_folder_in(
    wom: Wom, desk: Desk, sent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WOM_INBOUND_FOLDER", str(tmp_path))
    line = {"id": "1", "technician": "kim", "order": sent, "act": "travelling"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))

    told = wom("engine", "--once")

    assert told.code == 0, told.err
    assert "what comes in from the field" in told.err
    assert status(desk, sent) == "travelling"


def test_a_folder_is_watched_until_it_is_enough(
    wom: Wom, desk: Desk, sent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = {"id": "1", "technician": "kim", "order": sent, "act": "travelling"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))

    def stop(enough: Enough, seconds: float | None = None) -> bool:
        enough.tell()
        return enough.is_set()

    monkeypatch.setattr(Enough, "wait", stop)

    assert wom("inbound", "watch", str(tmp_path)).code == 0
    assert status(desk, sent) == "travelling"


def test_who_may_not_act_for_others_takes_nothing_in(wom: Wom, desk: Desk, sent: int, tmp_path: Path) -> None:
    desk.run(AddUser(name="boss", role=Role.ADMIN))
    desk.run(AddUser(name="kim", role=Role.TECHNICIAN, os_user=ME))

    for words in (("run", str(tmp_path)), ("code", str(sent)), ("report", "done", "--technician", "kim")):
        assert wom("inbound", *words).code == 5


@pytest.mark.parametrize("secret", ["short", "123456789"])
def test_a_secret_that_is_none_is_refused_without_being_shown(
    wom: Wom, sent: int, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WOM_INBOUND_SECRET", secret)

    refused = wom("inbound", "code", str(sent))

    assert refused.code == 2
    assert secret not in refused.err
    monkeypatch.delenv("WOM_INBOUND_SECRET")
    assert "inbound.secret" in wom("inbound", "code", str(sent)).err
