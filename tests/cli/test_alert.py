"""What does the shell say of alerts, and what does it do with them?"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from tests.cli.conftest import Wom
from tests.office import HOUR, MINUTE, T0, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.alert import Alert, Severity


def an_alert(id: int, subject: str, severity: Severity = Severity.WARNING, **more: Any) -> Alert:
    fields: dict[str, Any] = {
        "rule": "late",
        "says": f"=Late {id}.",
        "since_at": T0 - 2 * HOUR,
        "raised_at": T0 - HOUR,
    }
    return Alert(id=id, subject=subject, severity=severity, **(fields | more))


@pytest.fixture
def raised(desk: Desk) -> None:
    desk.run(
        LoadFacts(
            facts=(
                an_alert(1, "order:1", order_id=1),
                an_alert(2, "territory:West", Severity.CRITICAL, raised_at=T0 - 5 * MINUTE),
                an_alert(3, "office", Severity.INFO, rule="backlog"),
                an_alert(4, "order:2", order_id=2, raised_at=T0 - 3 * HOUR),
            ),
            what="alerts",
        )
    )


def numbers(wom: Wom, *words: str) -> list[int]:
    return [one["number"] for one in wom("alert", "list", *words, "--json").json]


def test_alerts_are_listed_the_worst_first_and_of_those_the_oldest(wom: Wom, raised: None) -> None:
    table = wom("alert", "list")

    assert [line.split()[0] for line in table.out.splitlines()[1:]] == ["2", "4", "1", "3"]
    assert "0:05  territory West  =Late 2." in table.out
    assert table.err == "4 alerts\n"
    assert numbers(wom) == [2, 4, 1, 3]


def test_an_order_is_told_with_its_title(wom: Wom, desk: Desk, raised: None) -> None:
    number = number_of(desk, replace(an_order(), title="No heat"))
    assert number == 1

    assert "order 1  No heat  =Late 1." in wom("alert", "list").out
    assert "order 1  No heat" in wom("alert", "show", "1").out
    assert numbers(wom, "heat") == [1]


def test_a_list_is_narrowed(wom: Wom, raised: None) -> None:
    assert numbers(wom, "--severity", "warn") == numbers(wom, "--about", "order") == [4, 1]
    assert numbers(wom, "--rule", "backlog") == [3]
    assert numbers(wom, "--order", "2") == numbers(wom, "late", "order", "2") == [4]
    assert wom("alert", "list", "--severity", "odd").code == 2


def test_the_list_as_csv_holds_no_formula(wom: Wom, raised: None) -> None:
    rows = list(csv.DictReader(io.StringIO(wom("alert", "list", "--csv").out)))

    assert rows[0]["says"] == "'=Late 2."


def test_what_is_done_with_alerts(wom: Wom, raised: None) -> None:
    assert wom("alert", "ack", "1", "2").code == 0
    assert wom("alert", "snooze", "3", "--until", "+1h", "--reason", "they call back").code == 0
    assert wom("alert", "assign", "1", "--to", "me").code == 0
    assert wom("alert", "clear", "4", "--reason", "we know").code == 0

    states = {one["number"]: one["status"] for one in wom("alert", "list", "--status", "all", "--json").json}
    assert states == {1: "acknowledged", 2: "acknowledged", 3: "snoozed", 4: "cleared"}
    assert numbers(wom) == [2, 1, 3]
    assert numbers(wom, "--to", "ann") == [1]
    assert wom("undo").code == 0
    assert numbers(wom) == [2, 4, 1, 3]


def test_one_is_shown_with_what_has_become_of_it(wom: Wom, raised: None) -> None:
    wom("alert", "clear", "4", "--reason", "we know")

    shown, document = wom("alert", "show", "4"), wom("alert", "show", "4", "--json").json

    assert shown.out.startswith("alert 4  warning, cleared\n  =Late 4.\n  about      order 2\n")
    assert "  why        we know\n" in shown.out
    assert (document["cleared_by"], document["age_s"]) == ("ann", 3 * 3600)
    assert [event["kind"] for event in document["history"]] == ["alert.cleared", "alert.loaded"]


def test_what_cannot_be_done_is_refused(wom: Wom, raised: None) -> None:
    wom("alert", "clear", "4", "--reason", "we know")

    assert wom("alert", "ack", "4").code == 4
    assert wom("alert", "ack", "17").code == 3
    assert wom("alert", "assign", "1", "--to", "nobody").code == 3
    assert wom("alert", "snooze", "1", "--until", "-1h", "--reason", "why").code == 2
    assert wom("alert", "clear", "1", "--reason", " ").code == 2
