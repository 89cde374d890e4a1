"""How an order ended is a code that its work type lists: checked, completed by Tab; free where nothing is listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.commands.typed import do, the_order
from tests.office import T0, an_order, close_desks, desk_on, number_of, office_facts
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.domain.work_type import RequiredFields, WorkType, completeness_violations
from wom_tui.errors import InvalidInput
from wom_tui.grammar.completion import complete
from wom_tui.grammar.intent import NOWHERE, Here
from wom_tui.grammar.targets import Target
from wom_tui.worlds.loader import open_world, world_names

CODES = ("fixed", "parts_fitted", "no_fault")
REASONS = ("called off", "duplicate")
BOILER = WorkType(
    id=7, name="Boiler", duration_min=60, skills=(), resolution_codes=CODES, cancel_reasons=REASONS
)


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    desk = desk_on(database_url)
    desk.run(LoadFacts(facts=(*office_facts(), BOILER), what="office"))
    yield desk
    close_desks()


@pytest.fixture
def order(desk: Desk) -> int:
    return number_of(desk, an_order(work_type=BOILER.id))


def offered(desk: Desk, line: str, here: Here = NOWHERE) -> list[str]:
    return [c.text for c in desk.ask(complete, line, len(line), now=desk.now(), here=here)]


def test_after_its_number_a_verb_without_arguments_goes_on_with_its_options(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order())
    here = Here(cursor=Target(other))

    assert offered(desk, f"close {order} ", here)[:3] == ["labour=", "materials=", "cover="]
    assert offered(desk, f"complete {order} ", here)[: len(CODES)] == list(CODES)
    assert offered(desk, f"close {order} ", here)[-1] == str(other)


@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        ("complete {n} fixed", "fixed", ""),
        ("complete {n} parts-fitted new pump", "parts_fitted", "new pump"),
        ("complete {n} fix", "fixed", ""),
        ("complete {n} fixed: new pump", "fixed", "new pump"),
        ("complete {n} No fault found", "no_fault", "found"),
        ('complete {n} "new pump" code=parts', "parts_fitted", "new pump"),
        ("complete {n} new pump code=fixed", "fixed", "new pump"),
    ],
)
def test_the_first_word_is_the_code_and_the_rest_is_told(
    desk: Desk, order: int, line: str, code: str, text: str
) -> None:
    do(desk, line.format(n=order))

    done = the_order(desk, order)
    assert (done.resolution_code, done.resolution_text) == (code, text)


def test_without_a_code_the_refusal_names_those_that_there_are() -> None:
    kind = replace(
        BOILER, required=(RequiredFields(state=OrderStatus.COMPLETED, fields=("resolution_code",)),)
    )

    told = completeness_violations(
        WorkOrder(id=1, title="No heat", opened_at=T0), None, None, kind, OrderStatus.COMPLETED
    )

    last = [one.message for one in told][-1]
    assert last == "order 1: resolution code is needed before completed: fixed, parts_fitted, no_fault"


@pytest.mark.parametrize("line", ["complete {n} fxied", "complete {n} code=fxied", "edit {n} code=fxied"])
def test_an_unknown_code_is_refused_with_the_nearest_and_the_list(desk: Desk, order: int, line: str) -> None:
    with pytest.raises(
        InvalidInput, match="'fxied' cannot be used; expected fixed; one of fixed, parts_fitted, no_fault"
    ):
        do(desk, line.format(n=order))

    assert the_order(desk, order).status is OrderStatus.READY


def test_a_type_that_lists_nothing_takes_any_code_and_reads_words_as_text(desk: Desk) -> None:
    free = number_of(desk, an_order())

    do(desk, f"complete {free} lamp replaced code=whatever")

    done = the_order(desk, free)
    assert (done.resolution_code, done.resolution_text) == ("whatever", "lamp replaced")


def test_tab_offers_the_codes_of_the_type_before_other_orders(desk: Desk, order: int) -> None:
    assert offered(desk, f"complete {order} ") == list(CODES)
    assert offered(desk, f"complete {order} pa")[0] == "parts_fitted"
    assert offered(desk, f"complete {order} code=") == list(CODES)
    assert offered(desk, f"edit {order} code=n") == ["no_fault"]
    assert offered(desk, "complete ", Here(cursor=Target(order)))[:3] == [str(order), "fixed", "parts_fitted"]


def test_tab_offers_reasons_to_hold_and_to_cancel(desk: Desk, order: int) -> None:
    assert offered(desk, f"hold {order} ")[:2] == ["parts", "customer"]
    assert offered(desk, f"cancel {order} ") == ['"called off"', "duplicate"]
    do(desk, f"cancel {order} flooded for good")
    assert the_order(desk, order).cancel_reason == "flooded for good"


@pytest.mark.parametrize("world", world_names())
def test_every_type_of_a_world_lists_its_codes(world: str) -> None:
    kinds = [fact for fact in open_world(world).facts if isinstance(fact, WorkType)]

    assert [kind.name for kind in kinds if not kind.resolution_codes or not kind.cancel_reasons] == []
