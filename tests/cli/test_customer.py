"""`wom customer erase`: asks once, says what stays, and the audit says that it was."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.cli.conftest import Wom
from tests.office import an_order, number_of
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.site import Customer


@pytest.fixture
def ada(desk: Desk) -> Desk:
    names = ("Ada Quill", "Bob", "bob")
    desk.run(LoadFacts(facts=tuple(Customer(id=id, name=name) for id, name in enumerate(names, start=1))))
    number = number_of(desk, an_order(customer=1, requester="Ada Quill"))
    desk.run(CancelOrder(order=number, reason="not_needed"))
    return desk


def test_a_customer_is_erased_by_name_and_the_audit_tells(wom: Wom, ada: Desk) -> None:
    answer = wom("customer", "erase", "ada quill", "--yes")

    assert answer.code == 0
    assert "erased: what is personal in" in answer.out
    assert "backups" in answer.out
    verified = wom("--json", "audit", "verify")
    assert (verified.code, verified.json["whole"]) == (0, True)
    (erasure,) = verified.json["erasures"]
    assert erasure["subject"] == "customer:1"
    assert "for customer 1 by ann" in wom("audit", "verify").out
    assert "Quill" not in wom("--json", "log").out
    assert wom("customer", "erase", "1", "--yes").out.startswith("nothing personal is left")


def test_nobody_is_erased_who_was_not_named_beyond_doubt(wom: Wom, ada: Desk) -> None:
    ambiguous, unknown = wom("customer", "erase", "BOB", "--yes"), wom("customer", "erase", "Ada", "--yes")

    assert (ambiguous.code, unknown.code) == (2, 3)
    assert "#2, #3" in ambiguous.err
    assert "Ada Quill" in unknown.err


def test_where_nobody_can_be_asked_yes_has_to_be_said(wom: Wom, ada: Desk) -> None:
    assert wom("customer", "erase", "Ada Quilt").code == 3
    answer = wom("customer", "erase", "1")

    assert answer.code == 2
    assert "--yes" in answer.err
    assert "Ada Quill" in wom("--json", "log").out


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("n\n", 130)])
def test_it_is_asked_once_with_what_would_go(
    wom: Wom, ada: Desk, typed: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "wom_tui.cli.customer_erase.sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    )

    answer = wom("customer", "erase", "#1", stdin=typed)

    assert answer.code == code
    assert answer.err.count("Erase Ada Quill (#1)?") == 1
    assert "would be erased" in answer.err
    assert ("Ada Quill" in wom("--json", "log").out) is (code != 0)
