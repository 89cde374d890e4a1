"""Given a work type that names the parts it takes, then its new orders need them, made by hand or by an import."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.office import LIGHTS, an_order, close_desks, number_of
from tests.theirs import an_office_that_imports, bring, the_order
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.part import PutPart
from wom_tui.desk import Desk
from wom_tui.domain.states import PartsState
from wom_tui.domain.work_order import PartNeed, Requirement, WorkOrder
from wom_tui.domain.work_type import UsualPart, WorkType

USUAL = (UsualPart(code="pump-3", quantity=2), UsualPart(code="BELT"), UsualPart(code="GONE"))
NEEDS = (PartNeed(part_id=1, quantity=2), PartNeed(part_id=2))


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    desk = an_office_that_imports(database_url)
    for code in ("PUMP-3", "BELT"):
        desk.run(PutPart(code=code))
    kind = desk.ask(lambda reader: reader.get(WorkType, LIGHTS))
    desk.run(LoadFacts(facts=(replace(kind, parts=USUAL),)))
    yield desk
    close_desks()


def stands(desk: Desk, number: int) -> tuple[tuple[PartNeed, ...] | None, PartsState | None, str | None]:
    order = desk.ask(lambda reader: reader.get(WorkOrder, number))
    (need,) = desk.ask(lambda reader: reader.select(Requirement, order_id=number))
    return need.parts, order.parts_state, order.parts_awaited


def test_a_new_order_needs_them_and_is_short_of_them_and_what_is_not_there_is_said(desk: Desk) -> None:
    receipt = desk.run(an_order())

    number = receipt.result["number"]
    assert stands(desk, number) == (NEEDS, PartsState.SHORT, "2 PUMP-3, 1 BELT")
    assert [(v.code, v.facts["parts"]) for v in receipt.violations] == [("parts.unknown", ["GONE"])]


def test_what_is_said_of_the_order_itself_counts(desk: Desk) -> None:
    none = number_of(desk, an_order(parts=()))
    other = number_of(desk, an_order(parts=(PartNeed(part_id=2, quantity=3),)))

    assert stands(desk, none) == ((), None, None)
    assert stands(desk, other)[2] == "3 BELT"


def test_an_order_that_comes_in_needs_them_unless_it_is_over(desk: Desk) -> None:
    bring(desk)
    number = the_order(desk).id
    before = desk.last_seq()

    assert stands(desk, number) == (NEEDS, PartsState.SHORT, "2 PUMP-3, 1 BELT")
    bring(desk)
    assert desk.last_seq() == before
    bring(desk, external_id="2", status="completed", ended_at="2026-03-01 12:00")
    over = max(desk.ask(lambda reader: [order.id for order in reader.select(WorkOrder)]))
    assert stands(desk, over) == (None, None, None)
