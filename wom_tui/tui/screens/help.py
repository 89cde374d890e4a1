"""All keys of a view on one page, made from the rows of `keys.py`."""

from __future__ import annotations

from itertools import zip_longest

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line, clip, cut, fill, fit, line_width, rule_after
from wom_tui.tui.keys import Key, key_name, rows_of
from wom_tui.tui.screens.panel import Panel
from wom_tui.tui.widgets.lines import Lines

_KEYS_WIDE = 13
_LEAVE = frozenset({"escape", "q", "question_mark", "f1", "enter"})
_ROLL = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 8, "space": 8, "pageup": -8}


class HelpLines(Lines):
    """The page."""

    DEFAULT_CSS = """
    HelpLines { height: 1fr; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Line] = []
        self.top = 0

    def line(self, y: int) -> Line:
        return self.shown[self.top + y] if self.top + y < len(self.shown) else ()


class HelpScreen(Panel[None]):
    """The page; any of its keys leaves it, arrows roll it."""

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def compose(self) -> ComposeResult:
        yield HelpLines()

    def on_resize(self) -> None:
        """Two columns where there is room."""
        page = self.query_one(HelpLines)
        page.shown = help_lines(self.context, self.app.size.width, self.wom.signs.rule)
        page.refresh()

    async def press(self, event: events.Key) -> None:
        """Roll, or leave."""
        if event.key in _LEAVE:
            self.dismiss(None)
        elif event.key in _ROLL:
            self._roll(_ROLL[event.key])

    def _roll(self, lines: int) -> None:
        page = self.query_one(HelpLines)
        page.top = max(0, min(page.top + lines, len(page.shown) - page.size.height))
        page.refresh()


def help_lines(context: str, width: int, rule: str = "─") -> list[Line]:
    """Every key of a view with its sentence; in two columns from 110 cells."""
    rows = list(rows_of(context))
    title = rule_after(((f" Keys of the {context}", "bold bright"),), width - 1, rule, (("Esc back", "dim"),))
    if width < 110:
        return [title, (), *(_row(row, width - 2) for row in rows), *_notes(width)]
    half, column = (len(rows) + 1) // 2, width // 2 - 1
    lines: list[Line] = [title, ()]
    for left, right in zip_longest(rows[:half], rows[half:]):
        first = fill(_row(left, column - 2), column)
        lines.append((*first, *_row(right, column - 1)) if right else first)
    return [*lines, *_notes(width)]


def _row(row: Key, width: int) -> Line:
    keys = "  ".join(key_name(key) for key in row.key.split(","))
    line: Line = ((" ", ""), (fit(keys, _KEYS_WIDE), "bold bright"))
    ink = "text" if row.writes else "dim"
    return (*line, (cut(row.tooltip, max(0, width - line_width(line))), ink))


def _notes(width: int) -> list[Line]:
    notes = (
        "Verbs act on the marked orders, else on the one under the cursor.",
        "Your terminal's own selection works with Shift held down; a click is the cursor, two open.",
    )
    return [(), *(clip((("  ", ""), (note, "dim")), width) for note in notes)]
