"""All keys of a view on one page, made from the rows of `keys.py`, and the words of the line that have no key."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line, fill, fit, wrap
from wom_tui.present.heads import head
from wom_tui.present.labels import Signs
from wom_tui.tui.console_words import WORDS
from wom_tui.tui.key import Key, key_name
from wom_tui.tui.keymap import OWN_KEYS, Keymap
from wom_tui.tui.screens.panel import STEPS, Panel
from wom_tui.tui.widgets.lines import Lines

TWO_FROM = 110  # from this width the keys stand in two columns
_KEYS_WIDE = 13
_LEAVE = frozenset({"escape", "q", "question_mark", "f1", "enter"})
_PAGES = {"pagedown": 1, "space": 1, "pageup": -1}


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

    def turn(self, pages: int) -> None:
        """Roll by so many pages, with a line in common."""
        self.roll(pages * max(1, self.size.height - 2))

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
        page.shown = help_lines(self.context, size.width, self.wom.keymap)
        more = [("arrows roll   ", "dim")] if len(page.shown) >= size.height else []
        end = (*more, ("Esc back", "dim"))
        page.title = head(f"Keys of the {self.context}", size.width - 1, rule, end, indent=1)
        page.roll(0)

    async def press(self, event: events.Key) -> None:
        """Roll, or leave."""
        if event.key in _LEAVE:
            self.dismiss(None)
        elif event.key in STEPS:
            self.query_one(HelpLines).roll(STEPS[event.key])
        elif event.key in _PAGES:
            self.query_one(HelpLines).turn(_PAGES[event.key])


def help_lines(context: str, width: int, keymap: Keymap = OWN_KEYS) -> list[Line]:
    """Every key of a view with its whole sentence, then every word of the line; in two columns from 110 cells."""
    column = width if width < TWO_FROM else width // 2 - 1
    keys = [_key_block(row, context, column - 2, keymap.signs) for row in keymap.rows_of(context)]
    lines = [(), *_in_columns(keys, column, width)]
    for name, told in _words():
        blocks = [_block(word, said, "dim", column - 2) for word, said in told]
        lines += [(), (("  ", ""), (name, "bold bright")), (), *_in_columns(blocks, column, width)]
    return [*lines, *_notes(width)]


def _in_columns(blocks: list[list[Line]], column: int, width: int) -> list[Line]:
    """Blocks below each other, in one column or in two."""
    if column == width:
        return [line for block in blocks for line in block]
    half = (sum(map(len, blocks)) + 1) // 2
    left: list[Line] = []
    while len(left) < half:
        left += blocks.pop(0)
    right = [line for block in blocks for line in block]
    both = zip_longest(left, right, fillvalue=())
    return [(*fill(first, column), *second) for first, second in both]


def _key_block(row: Key, context: str, width: int, signs: Signs) -> list[Line]:
    keys = signs.keys("  ".join(key_name(key) for key in row.key.split(",")))
    return _block(keys, row.tooltip_in(context), "text" if row.writes else "dim", width)


def _block(name: str, said: str, ink: str, width: int) -> list[Line]:
    """A name and its sentence, in as many lines as that takes."""
    first, *more = wrap(said, max(12, width - _KEYS_WIDE - 1))
    lines: list[Line] = [((" ", ""), (fit(name, _KEYS_WIDE), "bold bright"), (first, ink))]
    return lines + [((" " * (_KEYS_WIDE + 1), ""), (text, ink)) for text in more]


def _words() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What can be typed after the colon: about the console, about the work, and what can be asked."""
    from wom_tui.grammar.questions import QUESTIONS
    from wom_tui.grammar.verbs import VERBS

    yield "After the colon, about the console", [(word.name, word.told) for word in WORDS]
    yield "After the colon, about the work", sorted((verb.name, verb.help) for verb in VERBS)
    yield "After the colon, questions", [(asked.value, told.help) for asked, told in QUESTIONS.items()]


def _notes(width: int) -> list[Line]:
    notes = (
        "Verbs act on the marked orders, else on the one under the cursor; a number alone shows that order.",
        "Your terminal's own selection works with Shift held down; a click is the cursor, two open.",
    )
    return [(), *((("  ", ""), (text, "dim")) for note in notes for text in wrap(note, max(12, width - 4)))]
