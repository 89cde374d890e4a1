"""Which line is begun by a key about the parts of an order?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wom_tui.grammar.words import quoted

if TYPE_CHECKING:
    from wom_tui.domain.readiness import PartLine
    from wom_tui.tui.keymap import Keymap
    from wom_tui.tui.screens.order import OrderView

# The part that a verb is most likely about: how many of it.
COUNTS: dict[str, Callable[[PartLine], int]] = {
    "reserve": lambda line: line.short,  # the part that is short
    "use": lambda line: line.held,  # the part that lies reserved
    "unreserve": lambda line: line.held + line.coming,  # the part that is reserved
}


def parts_keys(keymap: Keymap) -> str:
    """What can be done with parts, and by which keys."""
    rows = map(keymap.by_id, ("reserve", "use", "unreserve"))
    return "  ".join(f"{row.shown} {row.label}" for row in rows)


def begin(view: OrderView, verb: str) -> None:
    """The line of a verb about parts, with the first part that it fits."""
    if view.detail is None:
        return
    count = COUNTS[verb]
    found = next((part for part in view.detail.parts if count(part.line)), None)
    said = quoted(found.code) if found else ""
    if found and verb != "unreserve":  # which gives all of it back
        said = f"{count(found.line)} {said}"
    view.wom.line.open(":", f"{verb} {view.detail.order.id} {said}")
