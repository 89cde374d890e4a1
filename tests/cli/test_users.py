"""Who may come in, as what, and for whom? And is it told who acted?"""

from __future__ import annotations

import pytest

from tests.cli.conftest import ME, Wom
from wom_tui.commands.roster import AddUser
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role


def test_users_come_in_and_are_listed(wom: Wom) -> None:
    assert wom("user", "add", ME, "--role", "admin", "--json").code == 0
    wom("user", "add", "ben", "--role", "disp", "--os", "bmoran")

    people = wom("user", "list", "--json").json
    assert [(u["name"], u["os_user"], u["role"]) for u in people] == [
        (ME, None, "admin"),
        ("ben", "bmoran", "dispatcher"),
    ]
    assert wom("user", "add", "x", "--role", "king", "--json").code == 2


def test_an_unknown_user_is_refused(wom: Wom, desk: Desk) -> None:
    desk.run(AddUser(name="ben", role=Role.ADMIN))

    answer = wom("wo", "list", "--json")

    assert (answer.code, answer.json["error"]["violations"][0]["code"]) == (5, "actor.unknown")


def test_a_role_is_held_to_what_it_may_do(wom: Wom, desk: Desk, order: int) -> None:
    desk.run(AddUser(name=ME, role=Role.VIEWER))

    assert wom("wo", "list", "--json").code == 0
    assert wom("do", f"priority {order} 1", "--json").code == 5
    assert wom("do", f"priority {order} 1", "--as", "ben", "--json").code == 5


def test_an_admin_may_act_for_another(wom: Wom, desk: Desk, order: int) -> None:
    desk.run(AddUser(name=ME, role=Role.ADMIN))
    assert wom("do", f"priority {order} 1", "--as", "ben", "--json").code == 3
    desk.run(AddUser(name="ben", role=Role.DISPATCHER))

    (receipt,) = wom("do", f"priority {order} 1", "--as", "ben", "--json").json

    assert (receipt["actor"], receipt["on_behalf_of"]) == (ME, "ben")


def test_what_an_admin_did_for_another_is_told_as_such_wherever_it_is_told(
    wom: Wom, desk: Desk, order: int
) -> None:
    desk.run(AddUser(name=ME, role=Role.ADMIN))
    desk.run(AddUser(name="ben", role=Role.DISPATCHER))
    wom("do", f"priority {order} 1", "--as", "ben")

    assert f"{ME} as ben  order.prioritised" in wom("log").out
    assert f"{ME} as ben" in wom("wo", "show", str(order)).out
    assert f"undo priority {order} 1 (done by {ME} as ben)" in wom("undo").out


def test_the_console_takes_no_act_for_another_from_who_may_not(
    wom: Wom, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.run(AddUser(name=ME, role=Role.ADMIN))
    monkeypatch.setattr("wom_tui.cli.console.is_at_a_terminal", lambda: True)

    answer = wom("console", "--as", "nobody")

    assert (answer.code, "nobody" in answer.err) == (3, True)
