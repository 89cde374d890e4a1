"""What can be chosen in this console, what is chosen, who says so, and how does it take effect at once?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from wom_tui.config import Config, ConsoleConfig, value_at, with_value
from wom_tui.domain import habits
from wom_tui.domain.setting_values import SIGNS
from wom_tui.tui.settings_file import Value, keep
from wom_tui.tui.tokens import LOOK_NAMES

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One thing that can be chosen.

    Attributes:
        place: where it stands in the settings file.
        word: what it is called; `set WORD CHOICE` chooses it.
        help: what it does.
        choices: values, each with its word.
        group: the head above it.
    """

    place: str
    word: str
    help: str
    choices: tuple[tuple[Value, str], ...]
    group: str

    def said(self, value: Value) -> str:
        """The word of a value; a file may set one that is not offered."""
        return dict(self.choices).get(value, f"{value:g} s" if isinstance(value, float) else str(value))


def _seconds(*seconds: int) -> tuple[tuple[Value, str], ...]:
    return tuple((float(s), f"{s} s") for s in seconds)


def _words(*words: str) -> tuple[tuple[Value, str], ...]:
    return tuple((word, word) for word in words)


_LOOKS, _LINE, _CALM, _WRITING = "How it looks", "The line and the mouse", "How calm it is", "How it writes"
SETTINGS: tuple[Setting, ...] = (
    Setting(
        place="console.look",
        word="look",
        help="Colours. What fits: dark where the terminal has 256, ansi with 16, mono with none or NO_COLOR",
        choices=(("", "what fits"), *_words(*LOOK_NAMES)),
        group=_LOOKS,
    ),
    Setting(
        place="console.signs",
        word="signs",
        help="ASCII for terminals and fonts that draw the other signs too wide, or not at all",
        choices=_words(*SIGNS),
        group=_LOOKS,
    ),
    Setting(
        place="console.map",
        word="map",
        help="What the map is drawn with. What fits: braille, or blocks where the font has none, as on a Linux console",
        choices=(("", "what fits"), *_words("braille", "blocks", "letters")),
        group=_LOOKS,
    ),
    Setting(
        place="console.slow",
        word="slow",
        help="A slow line gets fewer colours, longer jumps and quieter notices. Auto: measured at the start",
        choices=_words("auto", "on", "off"),
        group=_LINE,
    ),
    Setting(
        place="console.mouse",
        word="mouse",
        help="A click is the cursor, two open. Off, the terminal selects text as it does everywhere else",
        choices=((True, "on"), (False, "off")),
        group=_LINE,
    ),
    Setting(
        place="console.notice_s",
        word="notice",
        help="How long a notice stands that goes by itself; a refusal stays until Esc",
        choices=_seconds(3, 5, 8, 15),
        group=_CALM,
    ),
    Setting(
        place="console.quiet_s",
        word="quiet",
        help="How long after your last key rows keep their place before those that moved are sorted in",
        choices=_seconds(2, 5, 10, 30),
        group=_CALM,
    ),
    Setting(
        place="words.dates",
        word="dates",
        help="24 Nov, Nov 24 or 11-24; it also says what 5/3 means when you type it. Plain: 5/3 is not guessed",
        choices=(("", "plain"), *_words("day", "month", "iso")),
        group=_WRITING,
    ),
    Setting(
        place="words.clock",
        word="clock",
        help="14:32, or 2:32p",
        choices=((24, "24 h"), (12, "12 h")),
        group=_WRITING,
    ),
    Setting(
        place="words.distances",
        word="distances",
        help="Metres and kilometres, or feet and miles",
        choices=_words("km", "mi"),
        group=_WRITING,
    ),
    Setting(
        place="words.week",
        word="week",
        help="The day with which a week begins: next week is its next one",
        choices=_words("monday", "sunday", "saturday"),
        group=_WRITING,
    ),
)


@dataclass(frozen=True)
class Wishes:
    """What was set before the console began.

    Attributes:
        told_by: who says so, by place: a variable, an option, or the file; defaults are not in it.
        file: where changes are kept; None = nowhere, they end with the console.
        colours: how many the terminal shows.
        dots: what a map is drawn with here where nothing else is chosen.
        troubles: what of it cannot be used, in words; there the default holds.
        is_restricted: whoever sits here has no business on this machine but the console: it writes no file for them.
    """

    config: Config = field(default_factory=Config)
    told_by: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None
    colours: int = 1 << 24
    dots: str = ""
    is_restricted: bool = False
    troubles: tuple[str, ...] = ()


class Settings:
    """What is set now."""

    def __init__(self, app: WomApp, wishes: Wishes) -> None:
        self.app = app
        self.config, self.file = wishes.config, wishes.file
        self._told_by = dict(wishes.told_by)
        self._unkept: dict[str, Value | None] = {}  # chosen, and in no file yet, by place: the last choice
        self._writing = Lock()

    @property
    def console(self) -> ConsoleConfig:
        """Those of the console itself."""
        return self.config.console

    def value(self, setting: Setting) -> Value:
        """What is chosen."""
        found: Value = value_at(self.config, setting.place)
        return found

    def source(self, setting: Setting) -> str:
        """Who says so: `default`, `your file`, a variable, an option."""
        told = self._told_by.get(setting.place, "default")
        return "your file" if told == str(self.file) else told

    def next(self, setting: Setting) -> Value:
        """The choice after the one that holds."""
        values = [value for value, _ in setting.choices]
        here = values.index(self.value(setting)) if self.value(setting) in values else -1
        return values[(here + 1) % len(values)]

    def choose(self, setting: Setting, value: Value) -> None:
        """It holds from now on, here and at the next start."""
        self._take(setting, value)
        outside = self._told_by.get(setting.place, "")
        if self.file is None:
            self._told_by[setting.place] = "this console"
            return
        self._told_by[setting.place] = str(self.file)
        self._keep(setting, value)
        if outside.startswith(("WOM_", "--")):
            self.app.toast(f"{outside} says otherwise at the next start", "it goes before your file")

    def reset(self, setting: Setting) -> None:
        """As it is for whoever has chosen nothing; the line goes from the file."""
        self._take(setting, value_at(Config(), setting.place))
        self._told_by.pop(setting.place, None)
        if self.file is not None:
            self._keep(setting, None)

    def _take(self, setting: Setting, value: Value) -> None:
        self.config = with_value(self.config, setting.place, value)
        _EFFECTS[setting.place](self.app)

    def _keep(self, setting: Setting, value: Value | None) -> None:
        """Keys come faster than a disk writes: what is chosen meanwhile goes before what waits."""
        path = self.file
        assert path is not None
        self._unkept[setting.place] = value
        self.app.work(lambda: self._write(path))

    def _write(self, path: Path) -> None:
        """On a worker, one after the other: each reads the file as the one before has left it."""
        with self._writing:
            while self._unkept:
                keep(path, *self._unkept.popitem())


def _dressed(app: WomApp) -> None:
    app.dress()


def _tells_speed(app: WomApp) -> None:
    app.line_speed.decide()


def _points(app: WomApp) -> None:
    app.report_mouse(is_on=app.settings.console.mouse)


def _writes(app: WomApp) -> None:
    words = app.settings.config.words
    habits.take(habits.habits_of(words.dates, words.clock, words.distances, words.week))
    app.dress()


def _asked_when_needed(app: WomApp) -> None:
    """Whoever needs it asks for it then."""


_EFFECTS: Mapping[str, Callable[[WomApp], None]] = {
    "console.look": _dressed,
    "console.signs": _dressed,
    "console.map": _dressed,
    "console.slow": _tells_speed,
    "console.mouse": _points,
    "console.notice_s": _asked_when_needed,
    "console.quiet_s": _asked_when_needed,
    "words.dates": _writes,
    "words.clock": _writes,
    "words.distances": _writes,
    "words.week": _writes,
}
