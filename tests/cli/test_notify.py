"""What does the shell say of notifications and of the outbox, and does it send what it says?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.delivering import ACME, DANA, a_notification
from tests.endpoints import hook_server, mail_server
from tests.office import an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.roster import AddUser
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role
from wom_tui.domain.site import Contact, Customer
from wom_tui.store import journal

SHIPPED = (
    *("customer-arrived", "customer-completed", "customer-dispatched", "promise-moved", "staff-alert"),
    *("technician-dispatched", "technician-message", "technician-visit"),
)


@pytest.fixture
def order(desk: Desk, wom: Wom) -> int:
    """An order of a customer who can be reached, on Kim's day."""
    dana = Contact(id=DANA, customer_id=ACME, name="Dana", phone="+1 617 555 0117", email="dana@acme.example")
    desk.run(LoadFacts(facts=(Customer(id=ACME, name="Acme"), dana), what="customers"))
    number = number_of(desk, an_order(customer=ACME, contact=DANA))
    assert wom("do", f"assign {number} kim 10:00").code == 0
    return number


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(a_notification("mine", when="pri<=2"))
    return str(path)


def states(wom: Wom) -> dict[str, str]:
    return {one["name"]: one["state"] for one in wom("notify", "list", "--json").json}


def test_shipped_notifications_are_listed_and_off(wom: Wom) -> None:
    assert states(wom) == dict.fromkeys(SHIPPED, "off")
    assert "promise-moved" in wom("notify", "list").out
    assert wom("notify", "list", "--csv").out.count("\n") == len(SHIPPED) + 1


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_notification_can_be_switched_on_and_taken_back(wom: Wom, name: str) -> None:
    answer = wom("notify", "enable", name)

    assert answer.code == 0
    assert "is not in the settings; until it is, messages wait" in answer.err
    assert states(wom)[name] == "on"
    assert wom("undo").code == 0
    assert states(wom)[name] == "off"


def test_a_check_warns_of_an_endpoint_that_the_settings_do_not_name(wom: Wom, tmp_path: Path) -> None:
    path = tmp_path / "hook.toml"
    path.write_text(a_notification("hook", by="webhook:zork", to="", body=""))

    answer = wom("notify", "check", str(path))

    assert answer.code == 0
    assert f"careful: {path}: " in answer.err
    assert "zork" in answer.err
    assert "is not in the settings; until it is, messages wait" in answer.err


@pytest.mark.parametrize("act", ["check", "enable"])
def test_an_event_that_does_not_exist_is_refused(wom: Wom, tmp_path: Path, act: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(a_notification("mine", event="visitt.*"))

    answer = wom("notify", act, str(path))

    assert answer.code == 2
    assert "event: 'visitt.*' cannot be used; expected visit.*" in answer.err


def test_a_notification_from_a_file_is_kept_switched_off_and_brought_back(wom: Wom, file: str) -> None:
    assert wom("notify", "enable", file).code == 0
    Path(file).unlink()
    shown = wom("notify", "show", "mine").out
    assert "mine: on, visit.dispatched" in shown
    assert 'when = "pri<=2"' in shown

    assert wom("notify", "disable", "mine", "--reason", "wrong words").code == 0
    assert "wrong words" in wom("notify", "list").out
    assert wom("undo").code == 0
    assert states(wom)["mine"] == "on"
    assert wom("notify", "disable", "--all").code == 0
    assert "no notification is on" in wom("notify", "disable", "--all").err
    assert wom("notify", "disable").code == 2


def test_a_wrong_file_is_told_with_its_line(wom: Wom, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(a_notification(body="Hello {title.__class__}"))

    for verb in ("check", "enable"):
        answer = wom("notify", verb, str(bad))
        assert answer.code == 2
        assert "bad.toml:8: body" in answer.err
    assert wom("notify", "check", str(tmp_path / "none.toml")).code == 2


def test_notifications_are_checked_without_an_office(shell: Wom, file: str, tmp_path: Path) -> None:
    answer = shell("--db", str(tmp_path / "none.db"), "notify", "check", file)

    assert answer.out == f"{file}: mine, visit.dispatched by mail\n"


def test_an_unknown_one_names_those_there_are(wom: Wom) -> None:
    assert "promise-moved" in wom("notify", "show", "promise").err


def test_a_dispatcher_may_look_but_not_switch(wom: Wom, desk: Desk, file: str, order: int) -> None:
    desk.run(AddUser(name="ann", role=Role.DISPATCHER, os_user="ann"))

    assert wom("notify", "list").code == 0
    assert wom("notify", "test", file, str(order)).code == 0
    assert wom("notify", "enable", file).code == 5


def test_a_notification_is_tried_out_on_an_order_and_writes_nothing(
    wom: Wom, desk: Desk, file: str, order: int
) -> None:
    before = desk.last_seq()
    told = wom("notify", "test", file, str(order), "--json").json

    assert (told["to"], told["subject"], told["nobody"]) == ("dana@acme.example", "We come", None)
    assert told["body"] == f"Order {order} at Site 1: K. Moran comes between 10:00 and 11:00."
    assert desk.last_seq() == before
    assert "by mail, to dana@acme.example" in wom("notify", "test", file, str(order)).out


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_notification_can_be_tried_out_before_anything_has_happened(
    wom: Wom, desk: Desk, name: str
) -> None:
    # Nobody is to go there yet, nothing is promised, no alert was raised.
    number = number_of(desk, an_order())

    told = wom("notify", "test", name, str(number), "--json").json
    shown = wom("notify", "test", name, str(number)).out

    assert "{" not in told["body"]
    assert (("examples, for nothing of the kind" in shown), "[" in told["body"]) == (
        bool(told["examples"]),
        bool(told["examples"]),
    )


def test_a_trial_says_what_was_so_of_the_last_such_event_and_makes_up_nothing_else(
    wom: Wom, file: str, order: int
) -> None:
    told = wom("notify", "test", "staff-alert", str(order), "--json").json
    assert told["examples"] == ["happened", "reason", "rule", "severity"]
    assert told["body"].startswith("Alert [raised] ([warning]): [")
    assert f"About order {order}: " in told["body"]

    wom("do", f"dispatch {order}")
    assert wom("notify", "test", file, str(order), "--json").json["examples"] == []


def test_who_would_hear_nothing_is_told(wom: Wom, desk: Desk, file: str) -> None:
    number = number_of(desk, an_order())
    wom("do", f"assign {number} kim 10:00")

    assert "nobody would hear it: nobody knows whom" in wom("notify", "test", file, str(number)).out
    assert wom("notify", "test", file, "99").code == 3


def test_what_technicians_hear_goes_to_no_customer_where_nobody_goes_there_yet(wom: Wom, order: int) -> None:
    wom("do", f"unassign {order}")
    wom("notify", "reach", "kim", "--email", "kim@acme.example")

    told = wom("notify", "test", "technician-visit", str(order), "--json").json

    assert (told["to"], told["nobody"]) == ("", "no technician is to hear it")


def test_what_was_said_to_a_technician_is_tried_out_as_it_was_said(wom: Wom, order: int) -> None:
    wom("notify", "reach", "kim", "--email", "kim@acme.example")
    assert wom("message", "send", "call me first", "--order", str(order)).code == 0

    told = wom("notify", "test", "technician-message", str(order), "--json").json
    assert (told["to"], told["nobody"], told["examples"]) == ("kim@acme.example", None, [])
    assert told["body"].startswith("call me first\n")

    assert wom("do", f"message {order} to=office who knows them?").code == 0
    told = wom("notify", "test", "technician-message", str(order), "--json").json
    assert (told["to"], told["nobody"]) == ("", "no technician is to hear it")


def test_a_trial_is_sent_where_one_says_and_asks_first(
    wom: Wom, desk: Desk, file: str, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as box:
        monkeypatch.setenv("WOM_NOTIFY_ENDPOINTS_MAIL", box.url)
        assert wom("notify", "test", file, str(order), "--send-to", "me@acme.example").code == 2
        answer = wom("notify", "test", file, str(order), "--send-to", "me@acme.example", "--yes")

    assert answer.code == 0
    (mail,) = box.came
    assert mail["To"] == "me@acme.example"
    assert "Message-ID: <" in answer.out
    assert wom("notify", "test", file, str(order), "--send-to", "me@acme.example", "--yes").code == 8
    assert wom("notify", "test", file, str(order), "--send-to", "nobody", "--yes").code == 2
    desk.run(AddUser(name="ann", role=Role.VIEWER, os_user="ann"))
    assert wom("notify", "test", file, str(order), "--send-to", "me@acme.example", "--yes").code == 5


def test_a_secret_in_the_settings_is_never_told(
    wom: Wom, order: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hook = tmp_path / "hook.toml"
    hook.write_text(a_notification("hook", by="webhook", to="", body=""))
    with hook_server() as hooks:
        url = hooks.url.replace("http://", "http://wom:pass-w0rd-of-ours@") + "/t0ken-of-ours"
        monkeypatch.setenv("WOM_NOTIFY_ENDPOINTS_WEBHOOK", url)
        monkeypatch.setenv("WOM_NOTIFY_SECRETS_WEBHOOK", "s3cret-of-ours-16")
        monkeypatch.setenv("WOM_NOTIFY_PRIVATE", "yes")
        said = [
            wom(*words)
            for words in (
                ("notify", "enable", str(hook)),
                ("notify", "test", "hook", str(order), "--send-to", "-", "--yes"),
                ("notify", "list"),
                ("doctor",),
                ("log",),
            )
        ]
    assert len(hooks.came) == 1
    for answer in said:
        assert "-of-ours" not in answer.out + answer.err
    monkeypatch.setenv("WOM_NOTIFY_ENDPOINTS_WEBHOOK", "htp://wom:pass-w0rd-of-ours@x")
    assert "-of-ours" not in wom("notify", "list").err


def test_what_a_customer_wants_to_hear_is_noted_and_taken_back(wom: Wom, order: int) -> None:
    assert "has opted out of no channel" in wom("notify", "customer", "acme").out

    assert (
        wom("notify", "customer", "Acme", "--opt-out", "sms", "--opt-out", "chat", "--language", "de").code
        == 0
    )
    told = wom("notify", "customer", "Acme", "--json").json
    assert told == {"customer": "Acme", "opted_out": ["chat", "sms"], "language": "de"}
    assert wom("notify", "customer", "Acme", "--opt-in", "chat").code == 0
    assert wom("undo").code == 0
    assert wom("notify", "customer", "Acme", "--json").json["opted_out"] == ["chat", "sms"]
    assert wom("notify", "customer", "Acme", "--opt-out", "pigeon").code == 2
    assert wom("notify", "customer", "Acme", "--opt-out", "sms", "--opt-in", "sms").code == 2
    assert "preference.set" in wom("log").out


def test_how_somebody_is_reached_is_noted_and_the_journal_does_not_say_it(wom: Wom, desk: Desk) -> None:
    assert (
        wom("notify", "reach", "kim", "--phone", "+1 617 555 0100", "--email", "kim@acme.example").code == 0
    )
    assert wom("notify", "reach", "nobody", "--email", "x@acme.example").code == 3
    assert wom("notify", "reach", "kim").code == 2
    assert wom("notify", "reach", "kim", "--email", "a@b.example,c@d.example").code == 2
    assert wom("notify", "reach", "kim", "--phone", "call me").code == 2

    with desk.engine.connect() as connection:
        told = str([(event.before, event.after) for event in journal.events(connection)])
    assert "reach" in str(wom("log", "--json").json)
    assert "0100" not in told
    assert "kim@" not in told
    assert "0100" not in wom("log", "--json").out


# the outbox


def test_a_message_for_somebody_is_listed_with_their_name(wom: Wom, tmp_path: Path, order: int) -> None:
    wom("do", f"priority {order} 1")
    path = tmp_path / "theirs.toml"
    path.write_text(a_notification("theirs", to="technician"))
    wom("notify", "enable", str(path))
    wom("do", f"dispatch {order}")

    (row,) = wom("outbox", "list", "--json").json

    assert (row["recipient"], row["to"]) == ("technician:1", "K. Moran")
    assert "K. Moran" in wom("outbox", "list").out


def test_a_message_is_listed_shown_dropped_and_brought_back(wom: Wom, file: str, order: int) -> None:
    wom("do", f"priority {order} 1")
    wom("notify", "enable", file)
    wom("do", f"dispatch {order}")

    (row,) = wom("outbox", "list", "--json").json
    assert (row["state"], row["order"], row["recipient"], row["channel"]) == (
        "waiting",
        order,
        "customer",
        "mail",
    )
    key = row["key"][:10]
    assert "dana" not in wom("outbox", "list").out
    assert "customer" in wom("outbox", "list").out
    assert wom("outbox", "list", "--csv").out.count("\n") == 2
    assert "subscription  mine\n" in wom("outbox", "show", key).out
    assert wom("outbox", "show", key, "--json").json["key"] == row["key"]
    assert "to dana@acme.example" in wom("outbox", "preview", key).out

    assert wom("outbox", "drop", key, "--reason", "they know").code == 0
    assert wom("outbox", "preview", key, "--json").json["why"] == "dropped by ann: they know"
    assert [one["key"] for one in wom("outbox", "list", "--state", "dropped", "--json").json] == [row["key"]]
    assert wom("outbox", "list", "--state", "waiting", "--json").json == []
    assert wom("outbox", "retry", key).code == 0
    assert wom("outbox", "show", key, "--json").json["state"] == "waiting"
    assert wom("outbox", "list", "--state", "gone").code == 2
    assert wom("outbox", "show", "abc").code == 2
    assert wom("outbox", "show", "abcdef").code == 3


def test_a_demonstration_tells_nobody(
    wom: Wom, file: str, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wom_tui.domain.outbox.GRACE", timedelta(0))
    wom("notify", "enable", file)
    wom("do", f"dispatch {order}")

    assert wom("engine", "--once", "--json").json["sent"] == 0
    (row,) = wom("outbox", "list", "--json").json
    assert row["said"] == "this is a demonstration: nobody is told"


def test_the_doctor_names_what_is_missing(wom: Wom, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "notify" not in [one["area"] for one in wom("doctor", "--json").json["findings"]]
    wom("notify", "enable", "promise-moved")

    (finding,) = [one for one in wom("doctor", "--json").json["findings"] if one["area"] == "notify"]
    assert finding["mark"] == "warn"
    assert finding["said"] == "promise-moved: notify.endpoints.sms is not in the settings"
    monkeypatch.setenv("WOM_NOTIFY_ENDPOINTS_SMS", "https://u:p@sms.example/token")
    (finding,) = [one for one in wom("doctor", "--json").json["findings"] if one["area"] == "notify"]
    assert (finding["mark"], finding["said"]) == ("ok", "sms goes to https://sms.example")


def test_the_doctor_warns_of_a_settings_file_with_passwords_that_others_may_read(
    wom: Wom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[notify.endpoints]\nsms = "https://u:p4ssword@sms.example/token"\n')
    monkeypatch.setenv("WOM_CONFIG", str(file))

    for mode, is_told in ((0o644, True), (0o600, False)):
        file.chmod(mode)
        said = wom("doctor").out
        assert (f"chmod 600 {file}" in said) is is_told
        assert "p4ssword" not in said
    file.write_text('[notify.endpoints]\nsms = "sms://u:p4ssword@sms.example"\n')
    answer = wom("notify", "list")
    assert answer.code == 2
    assert "line 1: notify.endpoints: '…' cannot be used; expected for sms an address" in answer.err
    assert "p4ssword" not in answer.err + wom("doctor").out
