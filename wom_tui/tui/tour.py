"""What does a newcomer press in the first five minutes, and how is it told that they have?

Each step names one thing and waits until it was really done: by its key, or by what came of it. All of it happens in
a town of its own, in a file that goes away with the tour. `tests/tui/test_tour.py` goes through it as a newcomer would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wom_tui.domain.receipt import Form
from wom_tui.present.cells import Line, Piece, clip
from wom_tui.tui.widgets.lines import StillLines

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.tui.app import WomApp

WORLD = "tiny_town"
LINES = 2
TAKE_THE_TOUR = 76  # the console's way out that leads to the tour, and back again


@dataclass
class Seen:
    """What was done since the step began.

    Attributes:
        keys: commands that keys ran.
        verbs: of acts that went through.
    """

    keys: list[str] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)


Done = Callable[["WomApp", Seen], bool]


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Attributes:
        text: what to press, between backquotes, and what it is good for; `{order}` is an order that nobody has.
        done: whether it was.
    """

    text: str
    done: Done


def _key(*ids: str) -> Done:
    return lambda _, seen: bool(set(ids) & set(seen.keys))


def _verb(name: str) -> Done:
    return lambda _, seen: name in seen.verbs


def _stands_on(view: str) -> Done:
    return lambda app, _: app.context == view


def _filters(is_on: bool) -> Done:
    return lambda app, _: (
        app.context == "board" and bool(app.board.filter_text) == is_on and not app.line.is_open
    )


STEPS: tuple[Step, ...] = (
    Step("What needs action first stands first. `j` or `↓` goes down.", _key("down")),
    Step("`Enter` opens the order under the cursor.", _stands_on("order")),
    Step("Its clock, facts, visits, history. `Esc` goes back to the board.", _stands_on("board")),
    Step("`/` filters: type `status=ready`, then `Enter`.", _filters(is_on=True)),
    Step("`a` asks who can take the order under the cursor.", _stands_on("candidates")),
    Step("The best stands first. `Enter` gives it to them; if asked, `Y`.", _verb("assign")),
    Step("It is done. `u` takes it back: every act can be taken back.", _key("undo")),
    Step("`Esc` clears the filter: all orders again.", _filters(is_on=False)),
    Step("`2` shows the day of every technician.", _stands_on("lanes")),
    Step("`:` opens a line: type `hold {order} parts +1d`, then `Enter`.", _verb("hold")),
    Step("`?` shows every key of the view that you are in; `Esc` leaves it.", _key("help")),
    Step("`S` settings, `P` plans a day, `1` the board; there, `q` leaves.", _key("leave")),
)


class TourStrip(StillLines):
    """Two lines above the key bar."""

    ground = "raised"

    DEFAULT_CSS = """
    TourStrip { height: 2; width: 1fr; }
    """


class Tour:
    """Where the newcomer is."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self.at, self._seen = 0, Seen()
        self._is_warned = False  # that the next Esc ends it
        self.strip = TourStrip(id="tour")

    @property
    def step(self) -> Step:
        """What is waited for."""
        return STEPS[self.at]

    def ran(self, id: str) -> None:
        """A key has run a command."""
        self._seen.keys.append(id)
        self._is_warned = self._is_warned and id == "back"
        self.look()

    def may_end(self) -> bool:
        """Esc on the board, with nothing left to clear: whoever clears too much is warned once."""
        if not self._is_warned:
            self.app.toast("Esc again ends the tour")
        was_warned, self._is_warned = self._is_warned, True
        return was_warned

    def acted(self, receipt: Receipt) -> None:
        """An act went through."""
        if receipt.form is Form.ACT and receipt.events:
            self._seen.verbs.append(receipt.summary.partition(" ")[0])
        self.look()

    def look(self) -> None:
        """Go on as soon as it is done."""
        if self.step.done(self.app, self._seen) and self.at < len(STEPS) - 1:
            self.at, self._seen = self.at + 1, Seen()
        self.draw()

    def draw(self) -> None:
        """The step, and where the way out is."""
        width = self.app.size.width
        head: Piece = (f" {self.at + 1} of {len(STEPS)}  ", "bold accent")
        rest: Line = ((" " * len(head[0]), ""), ("a town of its own: nothing here is real", "dim"))
        ends: Line = (
            ("   Esc", "bold bright"),
            (" on the board ends it", "dim"),
        )
        said = self.app.signs.keys(self.step.text).replace("{order}", str(self._an_order()))
        self.strip.show([clip((head, *_pieces(said)), width), clip((*rest, *ends), width)])

    def _an_order(self) -> int:
        """One that nobody has; where all have somebody by now, any that is open."""
        rows = [row for row in self.app.board.model.rows.values() if row.is_open]
        return min((not row.needs_technician, row.number) for row in rows)[1] if rows else 0


def _pieces(text: str) -> Line:
    """`Press `2` to see`: what stands between backquotes is what is pressed or typed."""
    return tuple(
        (part, "bold bright" if at % 2 else "text") for at, part in enumerate(text.split("`")) if part
    )
