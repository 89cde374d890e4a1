"""All keys of a view on one page, made from the rows of `keys.py`, and the words of the line that have no key."""

from __future__ import annotations

from itertools import zip_longest

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line, fill, fit, rule_after, wrap
from wom_tui.tui.key import Key, key_name
from wom_tui.tui.keys import KEYS, rows_of
from wom_tui.tui.screens.panel import Panel
from wom_tui.tui.widgets.lines import Lines

TWO_FROM = 110  # from this width the keys stand in two columns
_KEYS_WIDE = 13
_LEAVE = frozenset({"escape", "q", "question_mark", "f1", "enter"})
_ROLL = {"down": 1, "j": 1, "up": -1, "k": -1, "pagedown": 8, "space": 8, "pageup": -8}


class HelpLines(Lines):
    """The page, below its title."""

    DEFAULT_CSS = """
    HelpLines { height: 1fr; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.title: Line = ()
        self.shown: list[Line] = []
        self.top = 0

    def line(self, y: int) -> Line:
        if y == 0:
            return self.title
        return self.shown[self.top + y - 1] if self.top + y - 1 < len(self.shown) else ()

    def roll(self, lines: int) -> None:
        """Roll by so many lines, within the page."""
        page = max(1, self.size.height - 1)
        self.top = max(0, min(self.top + lines, len(self.shown) - page))
        self.refresh()

    def on_mouse_scroll_down(self) -> None:
        self.roll(3)

    def on_mouse_scroll_up(self) -> None:
        self.roll(-3)


class HelpScreen(Panel[None]):
    """The page; any of its keys leaves it, arrows roll it."""

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def compose(self) -> ComposeResult:
        yield HelpLines()

    def on_resize(self) -> None:
        """Two columns where there is room."""
        size, rule, page = self.app.size, self.wom.signs.rule, self.query_one(HelpLines)
        page.shown = help_lines(self.context, size.width)
        more = [("arrows roll   ", "dim")] if len(page.shown) >= size.height else []
        head = ((f" Keys of the {self.context}", "bold bright"),)
        page.title = rule_after(head, size.width - 1, rule, (*more, ("Esc back", "dim")))
        page.roll(0)

    async def press(self, event: events.Key) -> None:
        """Roll, or leave."""
        if event.key in _LEAVE:
            self.dismiss(None)
        elif event.key in _ROLL:
            self.query_one(HelpLines).roll(_ROLL[event.key])


def help_lines(context: str, width: int) -> list[Line]:
    """Every key of a view with its whole sentence; in two columns from 110 cells."""
    rows = list(rows_of(context))
    if width < TWO_FROM:
        blocks = [_block(row, context, width - 2) for row in rows]
        return [(), *(line for block in blocks for line in block), *_notes(width)]
    column = width // 2 - 1
    blocks = [_block(row, context, column - 2) for row in rows]
    half = (sum(map(len, blocks)) + 1) // 2
    left: list[Line] = []
    while len(left) < half:
        left += blocks.pop(0)
    right = [line for block in blocks for line in block]
    both = zip_longest(left, right, fillvalue=())
    return [(), *((*fill(first, column), *second) for first, second in both), *_notes(width)]


def _block(row: Key, context: str, width: int) -> list[Line]:
    """A key and its sentence, in as many lines as that takes."""
    keys = "  ".join(key_name(key) for key in row.key.split(","))
    ink = "text" if row.writes else "dim"
    first, *more = wrap(row.tooltip_in(context), max(12, width - _KEYS_WIDE - 1))
    lines: list[Line] = [((" ", ""), (fit(keys, _KEYS_WIDE), "bold bright"), (first, ink))]
    return lines + [((" " * (_KEYS_WIDE + 1), ""), (text, ink)) for text in more]


def _notes(width: int) -> list[Line]:
    from wom_tui.grammar.verbs import VERBS

    keys = {row.id for row in KEYS}
    words = ", ".join(sorted(verb.name for verb in VERBS if not keys & {verb.name, *verb.aliases}))
    notes = (
        f"Without a key, after the colon: {words}",
        "Verbs act on the marked orders, else on the one under the cursor.",
        "Your terminal's own selection works with Shift held down; a click is the cursor, two open.",
    )
    return [(), *((("  ", ""), (text, "dim")) for note in notes for text in wrap(note, max(12, width - 4)))]
