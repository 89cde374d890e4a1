"""Are the kinds of events that a rule may wait for those that the program writes?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import wom_tui
from wom_tui.commands.steps import kind_of
from wom_tui.domain.event_kinds import KINDS, NOUNS, OF_NO_ORDER, OTHER_NOUNS, PLANNABLE
from wom_tui.domain.states import OrderStatus, VisitStatus
from wom_tui.domain.visit import REROUTED
from wom_tui.store.codec import codec_of
from wom_tui.store.tables import FACTS

_ROOM = Path(wom_tui.__file__).parent
_SAVES = {"save": 1, "save_all": 1, "_save": 0, "_keep": 0}  # and where in them the kind stands
# What commands put together from a word and a state; those of undo are in the list for every noun.
_MADE = {
    *(kind_of(status) for status in VisitStatus),
    *(f"order.{status.value}" for status in OrderStatus),
    *(f"order.approval_{said}" for said in ("given", "refused")),
    *(f"alert.{said}" for said in ("raised", "cleared", "ended", "woken", "escalated")),
    *(f"{noun}.{done}" for noun in NOUNS for done in ("undone", "redone")),
    REROUTED,
    PLANNABLE,  # told from what other kinds have changed
}


def written() -> Iterator[str]:
    """The kinds that stand in the code as they are, at what saves them."""
    for path in (*_ROOM.glob("commands/*.py"), *_ROOM.glob("importing/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in _SAVES
            ):
                place = _SAVES[node.func.attr]
                yield from _texts(node.args[place]) if len(node.args) > place else ()
            if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) for one in node.targets):
                yield from _texts(node.value)


def _texts(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(said)) if said.count(".") == 1:
            yield said
        case ast.IfExp(body=body, orelse=otherwise):
            yield from _texts(body)
            yield from _texts(otherwise)
        case _:
            return


def test_every_kind_that_is_written_about_an_order_is_known() -> None:
    missing = {kind for kind in written() if kind.partition(".")[0] in NOUNS} - KINDS.keys()

    assert sorted(missing - OF_NO_ORDER) == []


def test_every_kind_that_is_written_can_be_heard_of() -> None:
    assert sorted(set(written()) - KINDS.keys() - OF_NO_ORDER) == []


def test_every_fact_has_a_noun_in_one_of_the_lists() -> None:
    other = {"work_order": "order", "attachment": "file", "maintenance_due": "maintenance"}
    nouns = {other.get(noun, noun) for noun in FACTS}

    assert sorted(nouns - {*NOUNS, *OTHER_NOUNS}) == []


def test_every_kind_that_is_known_is_written() -> None:
    assert sorted(KINDS.keys() - _MADE - set(written())) == []


def test_every_fact_that_belongs_to_an_order_has_a_noun_in_the_list() -> None:
    own = {"work_order": "order", "attachment": "file", "maintenance_due": "order"}
    of_orders = {noun for noun, fact in FACTS.items() if "order_id" in codec_of(fact).by_name}

    assert sorted({own.get(noun, noun) for noun in of_orders} - set(NOUNS)) == []
