"""The line above the key bar: commands with completion and history (`:`), or a filter while typed (`/`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from wom_tui.present.cells import Line, Piece, cut, fit
from wom_tui.present.safe_text import safe
from wom_tui.tui.rest import Rest
from wom_tui.tui.widgets.line_input import LineInput
from wom_tui.tui.widgets.lines import Lines, OneLine

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

DEBOUNCE_S = 0.08
COMPLETIONS = 6


@dataclass(frozen=True)
class Choice:
    """One completion: what the line becomes, how it is listed, what it means."""

    line: str
    text: str
    hint: str = ""


class Prompt(OneLine):
    """`:` or `/`."""

    ground = "raised"


class Completions(Lines):
    """What the line could become, above it."""

    ground = "raised"

    def __init__(self) -> None:
        super().__init__()
        self.choices: Sequence[Choice] = ()
        self.chosen = -1

    def show(self, choices: Sequence[Choice], chosen: int = -1) -> None:
        """List the first few."""
        is_taller = min(len(choices), COMPLETIONS) != min(len(self.choices), COMPLETIONS)
        self.choices, self.chosen = choices, chosen
        if is_taller:
            self.styles.height = min(len(choices), COMPLETIONS)
        self.refresh()

    def line(self, y: int) -> Line:
        start = max(0, min(self.chosen - COMPLETIONS + 1, len(self.choices) - COMPLETIONS))
        if start + y >= len(self.choices):
            return ()
        choice = self.choices[start + y]
        is_chosen = start + y == self.chosen
        head: Piece = (f" {self.wom.signs.cursor if is_chosen else ' '} ", "accent")
        wide = max(12, min(28, self.size.width // 3))
        return (
            head,
            (fit(safe(choice.text), wide), "bold bright" if is_chosen else "text"),
            ("  ", ""),
            (cut(safe(choice.hint), max(0, self.size.width - wide - 6)), "dim"),
        )


class CommandLine(Widget):
    """Opens with `open`; what was typed goes to `Speech`, and Enter or Esc close it."""

    def __init__(self) -> None:
        super().__init__(id="command")
        self.prompt, self.input, self.completions = Prompt(), LineInput(), Completions()
        self.mode = ":"
        self._past: list[str] = []  # lines that are called back, the newest first
        self._at, self._typed = 0, ""  # the one that stands there, from 1; what was typed before it
        self._rest = Rest(self, DEBOUNCE_S, self._rested)
        self._offered = ""  # the text that the completions are for
        self._tab: tuple[int, int] | None = (
            None  # a Tab that waits for them: its step, and the keys behind it
        )

    @property
    def wom(self) -> WomApp:
        """The app, by its own type."""
        return cast("WomApp", self.app)

    def compose(self) -> ComposeResult:
        yield self.completions
        with Horizontal():
            yield self.prompt
            yield self.input

    @property
    def is_open(self) -> bool:
        return self.has_class("is-open")

    @property
    def height(self) -> int:
        """Lines of the screen that it takes."""
        return 1 + min(len(self.completions.choices), COMPLETIONS) if self.is_open else 0

    @property
    def text(self) -> str:
        return self.input.value

    def open(self, mode: str, text: str = "") -> None:
        """Begin a line; `text` is already typed, and nothing happens before Enter."""
        self.mode, self._at = mode, 0
        self.prompt.show(((mode, "accent"),))
        self.completions.show(())
        self._offered, self._tab = "", None
        self.add_class("is-open")
        self.input.begin(text)
        self.wom.draw_bar()

    def close(self) -> None:
        """Put the line away."""
        self._rest.drop()
        self.remove_class("is-open")
        self.input.end()
        self.completions.show(())
        self.wom.draw_bar()

    def has_sent(self, text: str) -> bool:
        """The text is the line that was sent last: `:` and Up bring it back."""
        return bool(text) and self.wom.history.last(":") == text

    def offer(self, text: str, choices: Sequence[Choice]) -> None:
        """Completions for `text`; ignored when something else has been typed since."""
        if not self.is_open or self.text != text:
            return
        self._offered = text
        self.completions.show(choices)
        if self._tab is not None:
            (step, hold), self._tab = self._tab, None
            self._choose(step)
            self.wom.keys.release(hold)

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """Wait for a short rest, so that a fast typist is not followed letter by letter."""
        event.stop()
        self._rest.begin()

    def _rested(self) -> None:
        if self.is_open:
            self.wom.speech.typed(self.mode, self.text)

    def _enter(self) -> None:
        """What is typed counts, not what is highlighted."""
        text = self.text.strip()
        if text:
            self.wom.history.add(self.mode, text)
            self.wom.work(partial(self.wom.history.keep, self.mode, text), quietly=True)
        self.wom.speech.entered(self.mode, text)

    async def take(self, event: events.Key) -> None:
        """A key that was pressed while the line is open."""
        self._tab = None
        match event.key:
            case "enter":
                self._enter()
            case "escape":
                self.wom.speech.left(self.mode)
            case "backspace" if not self.text:
                self.wom.speech.left(self.mode)
            case "tab":
                self._complete(1)
            case "shift+tab":
                self._complete(-1)
            case "up":
                self._recall(1)
            case "down":
                self._recall(-1)
            case _:
                await self.input.feed(event)

    def _complete(self, step: int) -> None:
        """Tab: what is typed by now, never what was there when the list was made."""
        listed = self.completions
        is_cycling = listed.chosen >= 0 and self.text == listed.choices[listed.chosen].line
        if is_cycling or self.text == self._offered:
            self._choose(step)
        elif self.mode == ":":
            self._tab = (step, self.wom.keys.hold())
            self._rested()

    def _choose(self, step: int) -> None:
        listed = self.completions
        if not listed.choices:
            return
        chosen = (listed.chosen + step) % len(listed.choices)
        with self.input.prevent(LineInput.Changed):
            self.input.write(listed.choices[chosen].line)
        if len(listed.choices) == 1:
            self._rested()
        else:
            listed.show(listed.choices, chosen)

    def _recall(self, step: int) -> None:
        """Up: a line that was sent before and begins like what is typed, or resembles it; Down: back to that."""
        if self._at == 0 or self.text != self._past[self._at - 1]:
            self._at, self._typed = 0, self.text
            self._past = self.wom.history.like(self.mode, self.text)
        self._at = max(0, min(len(self._past), self._at + step))
        self.input.write(self._past[self._at - 1] if self._at else self._typed)
