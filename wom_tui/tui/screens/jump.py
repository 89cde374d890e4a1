"""How does the cursor get to a row in sight by one or two letters? Labels stand in the gutter until one is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line, fit
from wom_tui.tui.screens.panel import Panel
from wom_tui.tui.widgets.lines import Lines, OneLine

if TYPE_CHECKING:
    from textual.geometry import Region

    from wom_tui.tui.app import WomApp

Go = Callable[[], object]
LETTERS = "asdfghjklqwertyuiopzxcvbnm"  # those under the fingers first
WIDE = 3  # cells of the gutter


@runtime_checkable
class HasRows(Protocol):
    """A widget with rows that the cursor can be on."""

    region: Region

    def jumps(self) -> Iterable[tuple[int, Go]]:
        """The line of each row that is in sight, and what puts the cursor on it, wherever it is by then."""


@dataclass(frozen=True)
class Row:
    """A row with its label."""

    label: str
    x: int
    y: int
    go: Go


def open_jump(app: WomApp) -> None:
    """Label what the view shows."""
    places = [
        (widget.region.x, widget.region.y + y, go)
        for widget in app.view.query("*")
        if isinstance(widget, HasRows) and widget.display
        for y, go in widget.jumps()
    ]
    rows = [Row(label, *place) for label, place in zip(labels(len(places)), places, strict=True)]
    if not rows:
        app.toast("there is no row to go to")
        return

    def answered(go: Go | None) -> None:
        if go is not None:
            app.view.note_key()
            go()

    app.push_screen(JumpPanel(rows), answered)


def labels(count: int) -> list[str]:
    """So many labels, as short as can be; none is the beginning of another."""
    pairs = 0
    while len(LETTERS) - pairs + pairs * len(LETTERS) < count and pairs < len(LETTERS):
        pairs += 1
    single, first = LETTERS[: len(LETTERS) - pairs], LETTERS[len(LETTERS) - pairs :]
    return [*single, *("".join(pair) for pair in product(first, LETTERS))][:count]


class Labels(Lines):
    """The labels of rows that stand below each other."""

    DEFAULT_CSS = """
    Labels { position: absolute; width: 3; }
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self.rows, self.begun = rows, ""
        self.styles.offset = (rows[0].x, rows[0].y)
        self.styles.height = len(rows)

    def narrow(self, begun: str) -> None:
        """Only those that begin so are still meant."""
        self.begun = begun
        self.refresh()

    def line(self, y: int) -> Line:
        row = self.rows[y]
        if not row.label.startswith(self.begun):
            return ((" " * WIDE, ""),)
        rest = row.label[len(self.begun) :]
        return ((self.begun, "dim"), (fit(rest, WIDE - len(self.begun)), "bold accent"))


class JumpKeys(OneLine):
    """What can be typed, over the key bar."""

    ground = "raised"


class JumpPanel(Panel[Go]):
    """The labels over the view; answers what puts the cursor there."""

    DEFAULT_CSS = """
    JumpPanel { background: transparent; }
    JumpPanel JumpKeys { dock: bottom; }
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self.rows, self.begun = rows, ""

    def compose(self) -> ComposeResult:
        for run in runs(self.rows):
            yield Labels(run)
        yield JumpKeys()

    def on_mount(self) -> None:
        keys = self.query_one(JumpKeys)
        goes, stays = (" the cursor goes there   ", "dim"), (" it stays", "dim")
        keys.show(((" a label", "bold bright"), goes, ("Esc", "bold bright"), stays))

    def on_resize(self, event: events.Resize) -> None:
        """Rows stand elsewhere now."""
        if self.is_seen:
            self.is_seen = False  # a window that is pulled changes its size many times before this has gone
            self.dismiss(None)

    async def press(self, event: events.Key) -> None:
        """Letters of a label; Esc leaves."""
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "backspace":
            self._narrow("")
        elif event.character is not None:
            self._type(self.begun + event.character.lower())

    def _type(self, begun: str) -> None:
        fitting = [row for row in self.rows if row.label.startswith(begun)]
        if len(fitting) == 1 and fitting[0].label == begun:
            self.dismiss(fitting[0].go)
        elif fitting:
            self._narrow(begun)

    def _narrow(self, begun: str) -> None:
        self.begun = begun
        for each in self.query(Labels):
            each.narrow(begun)


def runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows that stand directly below each other, together."""
    run: list[Row] = []
    for row in rows:
        if run and (row.y != run[-1].y + 1 or row.x != run[-1].x):
            yield run
            run = []
        run.append(row)
    if run:
        yield run
