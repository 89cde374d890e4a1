"""What can be chosen, what is chosen, and who says so: Enter takes the next choice, at once and for the next start."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line, clip, wrap
from wom_tui.present.safe_text import safe
from wom_tui.present.settings import Entry, Shown, entries
from wom_tui.tui.key import SETTINGS as SETTINGS_VIEW
from wom_tui.tui.settings import SETTINGS, Setting
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine, StillLines


class SettingsView(KeyedList[Entry]):
    """The page."""

    context = SETTINGS_VIEW
    words_id = "settings-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: Sequence[Entry] = ()
        self.cursor = SETTINGS[0].word

    def compose(self) -> ComposeResult:
        yield OneLine(id="settings-top")
        yield CursorList(self, id="settings-list")
        yield OneLine(id="settings-gap")
        yield StillLines(id="settings-words")

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        file = self.wom.settings.file
        return (("Settings", "bold bright"),), ((_short(file) if file else "kept nowhere", "dim"),)

    def attention(self) -> Line:
        """How many are otherwise than out of the box."""
        own = sum(self.wom.settings.source(setting) != "default" for setting in SETTINGS)
        return ((f"{own} chosen" if own else "all as out of the box", "text" if own else "dim"),)

    def targets(self) -> tuple[Target, ...]:
        """Nothing here is an order."""
        return ()

    # ---------------------------------------------------------------------------------------------- drawing

    def opened(self) -> None:
        self._draw()

    def state_changed(self) -> None:
        self._draw()

    def minute(self, now: datetime) -> None:
        """Time changes nothing here."""

    def on_resize(self, event: events.Resize) -> None:
        height = event.size.height
        self.query_one("#settings-words").styles.height = 1 if height < 14 else 3
        for gap in ("#settings-top", "#settings-gap"):
            self.query_one(gap).display = height >= 19
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        settings, width = self.wom.settings, self.size.width or self.wom.size.width
        shown = (
            Shown(
                group=one.group,
                word=one.word,
                choices=tuple(word for _, word in one.choices),
                chosen=safe(one.said(settings.value(one))),
                source=safe(settings.source(one)),
                help=one.help,
            )
            for one in SETTINGS
        )
        self.set_entries(entries(shown, width - 6, self.wom.signs))
        self.draw_cursor()
        self.frame_changed()

    def draw_cursor(self) -> None:
        self.list.keep_cursor_in_sight()
        self.list.refresh()
        words = self.query_one("#settings-words", StillLines)
        lines = wrap(self.setting.help, max(20, self.size.width - 7))
        words.show([clip((("   ", ""), (line, "text")), self.size.width - 1) for line in lines])

    def list_line(self, line: int, width: int) -> Line:
        """One line."""
        return self.entry_line(line, width)

    # ----------------------------------------------------------------------------------------------- acting

    @property
    def setting(self) -> Setting:
        """What the cursor is on."""
        return next((one for one in SETTINGS if one.word == self.cursor), SETTINGS[0])

    def do_open(self) -> None:
        """Enter: the next choice."""
        settings = self.wom.settings
        settings.choose(self.setting, settings.next(self.setting))
        self._draw()

    def do_reset(self) -> None:
        """Backspace: as out of the box."""
        self.wom.settings.reset(self.setting)
        self._draw()


def _short(path: Path) -> str:
    """The path, from home on."""
    home = Path.home()
    return safe(f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path))
