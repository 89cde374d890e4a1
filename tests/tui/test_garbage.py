"""Do very many rows give way to a key?"""

from __future__ import annotations

import gc
import sys

import pytest

from tests.tui.office import desk_at
from tests.tui.rows import DAY, a_row
from wom_tui.queries.orders import order_rows
from wom_tui.tui import garbage
from wom_tui.tui.garbage import ANSWER_S, Courtesy, rows_to_stay
from wom_tui.tui.prepared import prepared


def test_the_worker_waits_while_a_key_is_answered_and_not_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    now, slept = 100.0, list[float]()

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    monkeypatch.setattr(garbage, "monotonic", lambda: now)
    monkeypatch.setattr(garbage, "sleep", sleep)
    courtesy = Courtesy()

    courtesy.give_way()
    assert slept == []
    courtesy.note_key()
    courtesy.give_way()
    courtesy.give_way()

    assert slept == [pytest.approx(ANSWER_S)]


def test_rows_are_arranged_and_read_with_pauses(office: str) -> None:
    pauses = list[int]()

    prepared([a_row(number) for number in range(1, 1001)], DAY, breathe=lambda: pauses.append(1))
    assert len(pauses) == 4 + 4  # while they are looked at, and while they are put in their place

    pauses.clear()
    desk = desk_at(office)
    rows = desk.ask(order_rows, breathe=lambda: pauses.append(1))
    desk.close()
    assert rows
    assert len(pauses) >= 5  # reading orders, visits and sites, collecting what sites, making rows


def test_of_two_workers_the_last_one_puts_things_back() -> None:
    before = sys.getswitchinterval()
    one, other = rows_to_stay(), rows_to_stay()

    with one:
        other.__enter__()
    assert (gc.isenabled(), sys.getswitchinterval() < before) == (False, True)
    other.__exit__(None, None, None)

    assert (gc.isenabled(), sys.getswitchinterval()) == (True, before)


def test_no_garbage_is_looked_for_while_rows_are_made() -> None:
    turn_s = sys.getswitchinterval()
    with rows_to_stay():
        assert not gc.isenabled()
        assert sys.getswitchinterval() < turn_s

    assert gc.isenabled()
    assert sys.getswitchinterval() == turn_s
    gc.unfreeze()
