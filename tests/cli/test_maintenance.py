"""What does the shell say of maintenance plans: made, looked ahead, paused, ended, in a sheet and out of it?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Wom

PLAN = ("name=boiler", "work_type=Street light", "asset=HX-1", "every=3 months", "first_due=2026-03-02")


@pytest.fixture
def plan(wom: Wom) -> None:
    assert wom("asset", "create", "name=Boiler 1", "serial=HX-1", "site=Site 1").code == 0
    made = wom("maintenance", "create", *PLAN)
    assert (made.code, made.err) == (0, "")


@pytest.mark.usefixtures("plan")
def test_a_year_ahead_is_told_and_nothing_is_written(wom: Wom) -> None:
    told = wom("maintenance", "preview", "boiler", "--json").json

    assert [one["due_on"] for one in told] == [
        "2026-03-02",
        "2026-06-02",
        "2026-09-02",
        "2026-12-02",
        "2027-03-02",
    ]
    assert [one["made_on"] for one in told[:2]] == ["2026-03-02", "2026-05-03"]
    assert (told[0]["title"], told[0]["site"]) == ("boiler", "Site 1")
    assert "2026-06-02" in wom("maintenance", "preview").out
    assert wom("wo", "list", "--json").json == []


@pytest.mark.usefixtures("plan")
def test_without_an_engine_the_orders_are_made_by_hand_once(wom: Wom) -> None:
    assert wom("maintenance", "run").code == 0
    assert "no plan wants an order" in wom("maintenance", "run").out

    (made,) = wom("maintenance", "orders", "boiler", "--json").json
    assert (made["due_on"], made["status"]) == ("2026-03-02", "ready")
    (row,) = wom("maintenance", "due", "--json").json
    assert (row["next"], row["last"], row["open"]) == ("2026-06-02", "2026-03-02", [made["number"]])
    assert str(made["number"]) in wom("maintenance", "due").out
    shown = wom("wo", "show", str(made["number"]), "--json").json
    assert shown["maintenance"] == {"plan": "boiler", "due_on": "2026-03-02"}
    assert "boiler, due 2026-03-02" in wom("wo", "show", str(made["number"])).out


@pytest.mark.usefixtures("plan")
def test_a_plan_is_paused_resumed_ended_and_all_of_it_is_undone(wom: Wom) -> None:
    def state() -> str:
        (row,) = wom("maintenance", "list", "--json").json
        return str(row["state"])

    assert wom("maintenance", "pause", "Boiler", "--reason", "rebuilt", "--until", "2026-06-30").code == 0
    assert state() == "paused"
    assert [one["due_on"] for one in wom("maintenance", "preview", "--json").json][:1] == ["2026-09-02"]
    assert wom("maintenance", "resume", "boiler").code == 0
    assert state() == "running"
    assert wom("maintenance", "end", "boiler", "--reason", "sold").code == 0
    assert (state(), wom("maintenance", "preview", "--json").json) == ("ended", [])
    refused = wom("maintenance", "resume", "boiler")
    assert (refused.code, "has ended" in refused.err) == (4, True)

    for expected in ("running", "paused", "running"):
        assert wom("undo").code == 0
        assert state() == expected


@pytest.mark.usefixtures("plan")
def test_a_plan_goes_out_in_a_sheet_and_comes_back_unchanged(wom: Wom, tmp_path: Path) -> None:
    file = tmp_path / "plans.csv"
    season = ("season=oct-mar", "counts_from=done", "catch_up=3", "until=2030-01-01")
    assert wom("maintenance", "edit", "boiler", *season).code == 0
    assert wom("export", "maintenance", "--out", str(file)).code == 0

    told = wom("import", str(file), "--what", "maintenance", "--json").json

    assert (told["created"], told["updated"], told["unchanged"]) == (0, 0, 1)
    assert '"jan, feb, mar, oct, nov, dec"' in file.read_text(encoding="utf-8")


@pytest.mark.usefixtures("plan")
def test_a_plan_that_contradicts_itself_is_refused_with_the_reason(wom: Wom) -> None:
    answer = wom("maintenance", "edit", "boiler", "off_days=after")

    assert (answer.code, "needs the calendar" in answer.err) == (4, True)


@pytest.mark.usefixtures("plan")
def test_a_plan_moves_its_days_by_a_calendar(wom: Wom) -> None:
    assert wom("holiday", "create", "calendar=business", "on=2026-03-02", "name=A holiday").code == 0
    assert wom("maintenance", "edit", "boiler", "calendar=business", "off_days=after").code == 0

    first = wom("maintenance", "preview", "boiler", "--json").json[0]
    assert (first["nominal_on"], first["due_on"]) == ("2026-03-02", "2026-03-03")


@pytest.mark.usefixtures("plan")
def test_how_often_tells_both_where_whichever_is_first_counts(wom: Wom) -> None:
    assert wom("maintenance", "edit", "boiler", "meter_every=500").code == 0

    assert "or 500 on the meter" in wom("maintenance", "due", "--json").json[0]["every"]


@pytest.mark.usefixtures("plan")
def test_a_meter_makes_work_due(wom: Wom) -> None:
    changed = ("name=pump", "work_type=Street light", "asset=HX-1", "meter_every=500", "first_due=2026-01-01")
    assert wom("maintenance", "create", *changed).code == 0
    for read, value in (("2026-01-01 08:00", "1000"), ("2026-03-01 08:00", "1510")):
        assert wom("reading", "create", "asset=HX-1", f"read={read}", f"value={value}").code == 0

    assert wom("maintenance", "preview", "pump", "--json").json[0]["due_on"] == "2026-03-01"
    backwards = wom("reading", "create", "asset=HX-1", "read=2026-03-02 08:00", "value=7")
    assert "counts as a new meter" in backwards.out


@pytest.mark.usefixtures("plan")
def test_a_plan_with_orders_is_not_removed_but_ended(wom: Wom) -> None:
    wom("maintenance", "run")

    refused = wom("maintenance", "remove", "boiler")

    assert (refused.code, "maintenance end boiler" in refused.err) == (4, True)
