"""How does one come into a room of the console? A view that is opened like a tab needs no line here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from tests.tui.driving import Console
from wom_tui.tui.screens.candidates import CandidatesView
from wom_tui.tui.screens.log import LogView
from wom_tui.tui.screens.order import OrderView
from wom_tui.tui.screens.proposal import ProposalView
from wom_tui.tui.screens.technician import TechnicianView


async def _order(c: Console) -> None:
    await c.press("1", "g", "enter")


async def order_page(c: Console, number: int) -> OrderView:
    """The page of that order, from the board."""
    c.board.go_to(number)
    await c.press("enter")
    view = c.app.query_one(OrderView)
    await c.until(lambda: view.detail is not None, "the order is read")
    return view


async def _candidates(c: Console) -> None:
    c.board.go_to(4402)
    await c.press("1", "a")
    await c.until(lambda: bool(c.app.query_one(CandidatesView).lanes), "everybody was asked")


async def _technician(c: Console) -> None:
    await c.say("technician rita")
    await c.until(lambda: bool(c.app.query(TechnicianView)), "the page is opened")
    await c.until(lambda: c.app.query_one(TechnicianView).detail is not None, "the technician is read")


async def _proposal(c: Console) -> None:
    await c.press("1", "P")
    await c.until(lambda: c.app.query_one(ProposalView).proposal is not None, "the plan is there")


async def _log(c: Console) -> None:
    """The act under the cursor is read once the cursor has come to rest: by a clock, which a picture must not show."""
    await c.app.go("log")
    view = c.app.query_one(LogView)
    await c.until(lambda: view._detail is not None, "the act under the cursor is spelt out")


_WAYS: Mapping[str, Callable[[Console], Awaitable[None]]] = {
    "order": _order,
    "candidates": _candidates,
    "technician": _technician,
    "proposal": _proposal,
    "log": _log,
}


async def enter(c: Console, name: str) -> None:
    """Bring a view of `view.PLACES` to the front, with something to look at in it."""
    if name in _WAYS:
        await _WAYS[name](c)
    else:
        await c.app.go(name)
    await c.settled()
    assert c.app.context == name
