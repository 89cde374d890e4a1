"""Does the pipe get it? Documents, exit codes, a clean stderr, for every verb of the office."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import ME, Wom
from tests.office import HOUR, T0, TREES, ZONE, a_site, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.visit import Visit
from wom_tui.present.order_table import ROW
from wom_tui.store.reader import Reader


@pytest.fixture
def order(desk: Desk) -> int:
    return number_of(desk, an_order(external_id="101001"))


# -- wo ------------------------------------------------------------------------------------------


def test_an_order_in_a_list_is_one_object(wom: Wom, order: int) -> None:
    assert wom("wo", "list", "--json").json == [
        {
            "number": order,
            "external_id": "101001",
            "source": "wom",
            "title": "Light out",
            "work_type": "Street light",
            "priority": 2,
            "status": "ready",
            "state": "ready",
            "opened_at": "2026-03-02T14:00:00+00:00",
            "respond_due_at": "2026-03-02T16:00:00+00:00",
            "resolve_due_at": "2026-03-03T14:00:00+00:00",
            "due_at": "2026-03-02T16:00:00+00:00",
            "completed_at": None,
            "hold_reason": None,
            "held_until_at": None,
            "site": "Site 1",
            "lat": 42.30 + 1 / 100,
            "lon": -71.05,
            "territory": "West",
            "customer": "",
            "requester": "citizen",
            "technician": None,
            "planned_start_at": None,
            "planned_end_at": None,
            "version": 1,
            "parts": None,
            "parts_ready_at": None,
            "parts_awaited": None,
            "sla": "ok",
        }
    ]


def test_a_list_says_at_least_what_the_reference_promises(wom: Wom, order: int) -> None:
    promised = (
        "number external_id source title work_type priority status opened_at respond_due_at resolve_due_at "
        "completed_at site lat lon territory technician planned_start_at version"
    ).split()

    assert set(promised) <= set(wom("wo", "list", "--json").json[0])
    assert set(promised) <= set(ROW)


def test_a_filter_picks_orders(wom: Wom, desk: Desk, order: int) -> None:
    tree = number_of(desk, an_order(work_type=TREES, title="Tree down"))

    def numbers(*words: str) -> list[int]:
        return [row["number"] for row in wom("wo", "list", *words, "--json").json]

    assert numbers() == [order, tree]  # the one with a due first
    assert numbers("status=ready", "pri<=2") == [order]
    assert numbers("status=ready pri<=2") == [order]
    assert numbers("/down") == [tree]
    assert numbers("due<eod") == [order]
    assert numbers("due=none") == [tree]
    assert numbers("--limit", "1") == [order]
    assert numbers("status=closed") == []


def test_a_list_for_people_is_a_table(wom: Wom, order: int) -> None:
    answer = wom("wo", "list")

    heading, line = answer.out.splitlines()
    assert heading.split()[:5] == ["number", "pri", "state", "sla", "due"]
    assert line.split()[:5] == [str(order), "P2", "ready", "ok", "11:00"]
    assert answer.err == "1 order\n"


def test_the_list_of_this_morning_is_still_there_in_the_afternoon(wom: Wom, desk: Desk, order: int) -> None:
    wom("do", f"hold {order} parts at=10:30", "--now", (T0 + 5 * HOUR).isoformat())

    later = ("--now", (T0 + 5 * HOUR).isoformat(), "--json")
    assert wom("wo", "list", *later).json[0]["status"] == "on_hold"
    assert wom("wo", "list", *later, "--as-of", "10:00").json[0]["status"] == "ready"
    assert wom("wo", "show", str(order), *later, "--as-of", "10:00").json["status"] == "ready"
    assert (
        wom("log", "--limit", "1", *later, "--as-of", "10:00").json != wom("log", "--limit", "1", *later).json
    )


def test_one_order_is_shown_with_all_that_is_known(wom: Wom, order: int) -> None:
    wom("do", f"assign {order} kim 10:00")

    shown = wom("wo", "show", f"WO-{order:06}", "--json").json

    assert (shown["number"], shown["requester"], shown["channel"]) == (order, "citizen", "phone")
    assert [(v["visit"], v["technician"], v["status"]) for v in shown["visits"]] == [
        (f"{order}/1", "kim", "planned")
    ]
    assert shown["respond"]["left_min"] == 120
    assert [e["kind"] for e in shown["history"]][:2] == ["order.scheduled", "visit.assigned"]
    assert shown["requirement"]["skills"] == [{"name": "lights", "level": 1}]


def test_one_order_for_people_is_a_sheet(wom: Wom, order: int) -> None:
    wom("do", f"assign {order} kim 10:00")

    lines = wom("wo", "show", str(order)).out.splitlines()

    assert lines[0] == f"{order}  Light out"
    assert f"  {order}/1        planned, kim, 2026-03-02 10:00" in lines
    assert any(line.startswith("  respond    ok, due 2026-03-02 11:00") for line in lines)


def test_what_is_left_of_a_clock_is_told_in_hours(wom: Wom, desk: Desk, order: int) -> None:
    """A day of an agreement is as long as its calendar: 510 minutes are 8.5 hours, and no third of a day."""
    soon = wom("wo", "show", str(order)).out
    late = wom("wo", "show", str(order), "--now", "2026-03-06 12:00").out

    assert re.search(r"resolve +ok, due .*, [\d:]+( h)? left \(allowed [\d.]+ h\)", soon)
    assert re.search(r"resolve +breached, due .*, \d+ h over \(allowed [\d.]+ h\)", late)


def test_an_order_s_document_has_its_first_promise_and_why_it_was_opened_again(
    wom: Wom, desk: Desk, order: int
) -> None:
    wom("do", f"promise {order} 15:00-17:00")

    shown = wom("wo", "show", str(order), "--json").json

    assert shown["reopen_reason"] is None
    assert shown["visits"][0]["first_promised"] == shown["visits"][0]["promised"] is not None


# -- do, undo, redo ------------------------------------------------------------------------------


def test_do_answers_with_the_receipts(wom: Wom, order: int) -> None:
    (receipt,) = wom("do", f"assign {order} kim 10:00", f"dispatch {order}", "--json").json

    assert receipt["summary"] == "assign and dispatch 1 order"
    assert (receipt["actor"], receipt["dry_run"], receipt["refusals"]) == (ME, False, [])
    assert [e["kind"] for e in receipt["events"]] == [
        "visit.assigned",
        "order.scheduled",
        "visit.dispatched",
        "order.dispatched",
    ]


def test_do_reads_lines_from_stdin(wom: Wom, order: int) -> None:
    batch = f"# the morning\nassign {order} kim 10:00\n\ndispatch {order}\n"

    assert len(wom("do", "--json", stdin=batch).json[0]["events"]) == 4
    assert wom("do", "-", f"hold {order} parts", "--json", stdin="").code == 0


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("dispatch {order}", 4, "rules.rejected"),
        ("priority {order} 1 expect=7", 6, "record.conflict"),
        ("dispatch 9999", 3, "record.not_found"),
        ("dispach {order}", 2, "input.invalid"),
        ("assign {order} kim 03:00", 4, "rules.rejected"),
    ],
)
def test_a_refusal_has_its_exit_code_and_changes_nothing(
    wom: Wom, desk: Desk, order: int, line: str, code: int, said: str
) -> None:
    before = desk.last_seq()

    answer = wom("do", f"edit {order} title=changed", line.format(order=order), "--json")

    assert (answer.code, answer.json["error"]["code"], answer.json["error"]["exit_code"]) == (
        code,
        said,
        code,
    )
    assert answer.json["error"]["where"] == [f"line 2: {line.format(order=order)}"]
    assert answer.err.startswith("wom: ")
    assert desk.last_seq() == before


def test_a_refusal_by_the_rules_names_every_violation(wom: Wom, order: int) -> None:
    error = wom("do", f"assign {order} kim 03:00", "--json").json["error"]

    assert [v["code"] for v in error["violations"]] == ["shift.outside"]
    assert all(v["hard"] for v in error["violations"])


def test_a_refusal_for_people_is_on_stderr_only(wom: Wom) -> None:
    answer = wom("do", "dispatch 9999")

    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "wom: no work order 9999\n"


def test_a_dry_run_changes_nothing(wom: Wom, desk: Desk, order: int) -> None:
    before = desk.last_seq()

    (receipt,) = wom("do", f"assign {order} kim 10:00", "--dry-run", "--json").json

    assert (receipt["dry_run"], len(receipt["events"]), desk.last_seq()) == (True, 2, before)


def test_the_same_id_is_done_once(wom: Wom, desk: Desk) -> None:
    first = wom("do", 'new "Leak"', "--id", "ticket-1", "--json").json[0]
    again = wom("do", 'new "Leak"', "--id", "ticket-1", "--json").json[0]

    assert (first["receipt"], again["events"]) == ("ticket-1", first["events"])
    assert wom("do", "new x", "--id", "a b", "--json").code == 2


def test_what_was_done_is_undone_and_done_again(wom: Wom, order: int) -> None:
    def title() -> str:
        return str(wom("wo", "show", str(order), "--json").json["title"])

    (receipt,) = wom("do", f"edit {order} title=changed", "--json").json
    assert wom("undo", "--json").json["undo_of"] == receipt["receipt"]
    assert title() == "Light out"
    assert wom("redo").out.splitlines()[:2] == [
        f"done: redo edit {order} title=changed",
        f"  redone: edit {order} title=changed",
    ]
    assert title() == "changed"
    assert (
        wom("undo", receipt["receipt"][:16], "--json").json["error"]["violations"][0]["code"]
        == "undo.already"
    )
    assert wom("undo", "ffffffff", "--json").code == 3


def test_what_another_shell_user_did_is_not_undone_by_accident(wom: Wom, desk: Desk, order: int) -> None:
    answer = wom("undo", "--json")

    assert (answer.code, answer.json["error"]["violations"][0]["code"]) == (4, "undo.nothing")


def test_do_tells_its_verbs(wom: Wom) -> None:
    answer = wom("do", "help")

    assert "assign NUMBER[/VISIT]… TECHNICIAN [TIME] [for=DURATION]" in answer.out.splitlines()


def test_a_receipt_for_people_says_how_to_take_it_back(wom: Wom, order: int) -> None:
    done, booked, visit, back = wom("do", f"assign {order} kim 10:00").out.splitlines()

    assert (done, visit) == (f"done: assign {order} kim 10:00", f"  visit: {order}/1")
    assert booked == f"  {order}: K. Moran 10:00"
    assert wom("undo", back.removeprefix("  take it back: wom undo ")).code == 0


# -- plan, log, audit ----------------------------------------------------------------------------


def test_a_plan_is_shown_before_it_is_accepted(wom: Wom, desk: Desk, order: int) -> None:
    proposed = wom("plan", "--iterations", "20", "--date", "2026-03-02", "--json")
    assert (proposed.json["planned"], proposed.json["accepted"]) == (1, False)
    assert wom("wo", "list", "--json").json[0]["status"] == "ready"

    accepted = wom("plan", "--iterations", "20", "--date", "today", "--accept", "--json").json
    assert (accepted["planned"], accepted["unplanned"], accepted["violations"]) == (1, [], [])
    assert accepted["travel_s"] > 0
    assert wom("wo", "list", "--json").json[0]["status"] == "scheduled"


def test_a_plan_says_what_would_come_of_it_and_books_nothing(wom: Wom, desk: Desk, order: int) -> None:
    said = wom("plan", "--iterations", "20", "--date", "2026-03-02", "--accept", "--dry-run", "--json").json
    told = wom("plan", "--iterations", "20", "--date", "2026-03-02", "--dry-run").out

    assert (said["planned"], said["accepted"], said["receipt"], said["dry_run"]) == (1, False, None, True)
    assert "1 would be planned" in told
    assert desk.ask(Reader.select, Visit) == ()


def test_a_repair_says_what_would_come_of_it_and_changes_nothing(wom: Wom, desk: Desk, order: int) -> None:
    wom("do", f"assign {order} kim 15:00")
    before = desk.ask(Reader.select, Visit)

    said = wom("repair", "--sick", "kim", "--iterations", "20", "--dry-run", "--json").json

    assert (said["accepted"], said["dry_run"], len(said["visits"])) == (False, True, 1)
    assert desk.ask(Reader.select, Visit) == before


def test_a_plan_says_what_it_leaves_out_and_why(wom: Wom, desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES, skills=None, duration_min=60 * 20))

    (left,) = wom("plan", "--iterations", "20", "--json").json["unplanned"]

    assert left["number"] == number
    assert left["reason"]
    assert str(number) in wom("plan", "--iterations", "20").out


def test_a_plan_of_one_territory(wom: Wom, desk: Desk, order: int) -> None:
    desk.run(LoadFacts(facts=(a_site(9, territory=2),)))
    number_of(desk, an_order(site=9))

    assert wom("plan", "--iterations", "20", "--territory", "west", "--json").json["planned"] == 1
    assert (
        "one of East, West"
        in wom("plan", "--iterations", "20", "--territory", "North", "--json").json["error"]["message"]
    )


def test_the_log_goes_on_from_a_number(wom: Wom, desk: Desk, order: int) -> None:
    before = desk.last_seq()
    wom("do", f"priority {order} 1")

    (event,) = wom("log", "--since", str(before), "--json").json

    assert (event["seq"], event["kind"], event["actor"]) == (before + 1, "order.prioritised", ME)
    assert (event["before"]["priority"], event["after"]["priority"]) == (2, 1)
    assert len(wom("log", "--json").json) == before + 1
    assert [one["seq"] for one in wom("log", "--limit", "2", "--json").json] == [before, before + 1]
    assert [one["seq"] for one in wom("log", "--since", "0", "--limit", "2", "--json").json] == [1, 2]
    assert wom("log", "--since", str(before)).out.splitlines()[1].split()[3:5] == [ME, "order.prioritised"]


def test_the_journal_is_whole_until_somebody_changes_it(wom: Wom, desk: Desk, order: int) -> None:
    whole = wom("audit", "verify", "--json")
    assert (whole.code, whole.json["whole"], whole.json["events"]) == (0, True, desk.last_seq())
    head = whole.json["head"]
    noted = f"{head['seq']}:{head['hash']}"
    assert wom("audit", "verify", "--head", noted).code == 0

    forged = wom("audit", "verify", "--head", f"{head['seq']}:{'0' * 64}", "--json")
    assert (forged.code, forged.json["whole"]) == (7, False)
    cut = wom("audit", "verify", "--head", f"{head['seq'] + 5}:{'0' * 64}")
    assert cut.code == 7
    assert "BROKEN" in cut.out
    assert wom("audit", "verify", "--head", "nonsense").code == 2


# -- init ----------------------------------------------------------------------------------------


def test_init_makes_an_office_whose_maker_is_its_admin(shell: Wom, tmp_path: Path) -> None:
    address = str(tmp_path / "new" / "office.db")

    made = shell("init", "--db", address, "--zone", ZONE, "--json")

    assert made.json == {"database": f"sqlite:///{address}", "name": "office", "zone": ZONE, "admin": ME}
    assert shell("user", "list", "--db", address, "--json").json[0]["role"] == "admin"
    again = shell("init", "--db", address, "--zone", ZONE, "--json")
    assert again.json["error"]["code"] == "store.failed"
    assert shell("init", "--db", str(tmp_path / "other.db"), "--zone", "Mars").code == 2


def test_a_machine_without_a_zone_asks_for_the_office_s(
    shell: Wom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = str(tmp_path / "office.db")
    monkeypatch.setenv("TZ", "UTC")

    refused = shell("init", "--db", address)

    assert refused.code == 2
    assert "--zone" in refused.err
    assert "America/New_York" in refused.err
    assert not Path(address).exists()
    monkeypatch.setenv("TZ", ZONE)
    assert shell("init", "--db", address, "--json").json["zone"] == ZONE


def test_a_database_that_is_none_is_refused_politely(shell: Wom, tmp_path: Path) -> None:
    answer = shell("wo", "list", "--db", str(tmp_path / "nothing.db"), "--json")

    assert (answer.code, answer.json["error"]["code"]) == (7, "store.failed")
    assert "wom init" in answer.json["error"]["advice"]


def test_the_clock_of_an_office_that_works_cannot_be_set(shell: Wom, tmp_path: Path) -> None:
    address = str(tmp_path / "office.db")
    shell("init", "--db", address, "--zone", ZONE)

    assert shell("wo", "list", "--db", address, "--now", "14:00", "--json").code == 2
