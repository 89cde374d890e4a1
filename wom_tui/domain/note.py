"""What was said about an order, on the phone or over the counter? Who wrote it down, and when, is in the journal."""

from __future__ import annotations

from dataclasses import dataclass

from wom_tui.domain.fact import Fact
from wom_tui.domain.texts import said_text

LONGEST_TEXT = 2_000


@dataclass(frozen=True, kw_only=True)
class Note(Fact):
    """One thing that was said."""

    order_id: int
    text: str


def noted_text(said: str, field: str = "text") -> str:
    """The text as it is kept: without blanks around it.

    Raises:
        InvalidInput: nothing is said, or too much.
    """
    return said_text(said, LONGEST_TEXT, "what was said: a note without words says nothing", field)
