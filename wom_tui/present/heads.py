"""How is the head of a part drawn, wherever there is one? A bold word, how many there are, one rule to the edge."""

from __future__ import annotations

from collections.abc import Sequence

from wom_tui.present.cells import Line, Piece, rule_after
from wom_tui.present.durations import count


def head(
    word: str,
    width: int,
    rule: str,
    note: str | Sequence[Piece] = "",
    *,
    number: int | None = None,
    more: str = "",
    indent: int = 0,
    has_margin: bool = False,
) -> Line:
    """`Visits  12  ────────  newest first`.

    Args:
        word: safe to show.
        rule: the sign that it is drawn with.
        note: at its end, where there is room; a text is dim.
        number: how many there are; None = nothing is counted.
        more: said behind it as quietly as a number.
        indent: cells before it.
        has_margin: the last cell stays free, as in lists that stand beside their own edge.
    """
    before: list[Piece] = [(" " * indent, "")] if indent else []
    said = [text for text in ("" if number is None else count(number), more) if text]
    counted: list[Piece] = [(f"  {text}", "dim") for text in said]
    line = rule_after([*before, (word, "bold bright"), *counted], width - has_margin, rule, _end(note))
    return (*line, (" ", "")) if has_margin else line


def _end(note: str | Sequence[Piece]) -> Sequence[Piece]:
    if isinstance(note, str):
        return ((note, "dim"),) if note else ()
    return note
