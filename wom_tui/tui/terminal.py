"""What of Textual's private parts do we touch, and does this version still have them?

Four hooks. `Strip.render_style`, through which every styled text goes on its way to the terminal: there, as
the last line of defence behind `safe_text.cell`, whatever a terminal would obey is made harmless, even in a
widget that forgot. And `App._display`, through which every frame goes: there only the cells that differ are
sent (`output.py`). And `XTermParser.feed`, through which all that the terminal sends goes: there what is pasted is
made text (`pasted.py`). And `Compositor._get_renders`, which makes all lines of all widgets for each frame, if only one
has changed. A Textual that has changed them is used as it is, and the console says so. Besides, `App._driver` is
written to where the terminal is asked or told something that is no frame, and is a driver of our own (`driver.py`).
`WOM_OUTPUT=plain` does without the second.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from inspect import ismethod, signature
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.segment import Segment
from textual import constants
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.events import Paste
from textual.geometry import Region
from textual.strip import Strip

from wom_tui.present.safe_text import safe
from wom_tui.tui.output import Spans, TerminalModel
from wom_tui.tui.pace import Pace
from wom_tui.tui.pasted import BEGIN, END, Pasted
from wom_tui.tui.pen import Cell
from wom_tui.tui.terminfo import erases_in_colour

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from textual.driver import Driver
    from textual.screen import Screen

    from wom_tui.tui.first_frame import FirstFrame

CURSOR_WHERE = "\x1b[6n"
MOUSE_MODES = (1000, 1003, 1015, 1006)  # those that Textual asks for, and takes back at the end
_PROBE = "a\x1b]52;c;QQ==\x1b\\b"


def _put_around(owner: object, name: str, around: Callable[[Callable[..., Any]], Callable[..., Any]]) -> bool:
    """Put ours around what an owner has of that name; returns whether it has one. Twice is once."""
    found = getattr(owner, name, None)
    if found is None:
        return False
    if not getattr(found, "is_ours", False):
        hook = around(getattr(found, "__func__", found))
        vars(hook)["is_ours"] = True
        setattr(owner, name, classmethod(hook) if ismethod(found) else hook)
    return True


def install_guard() -> bool:
    """Let only safe text through to the terminal; returns whether this Textual let us."""
    return _put_around(Strip, "render_style", _guarded) and _is_guarding()


def _guarded(original: Callable[..., str]) -> Callable[..., str]:
    def render_style(cls: type[Strip], style: Any, text: str, color_system: Any) -> str:
        if style is not None and style.link:
            style = style.update_link(None)  # no text from outside may carry an address
        return original(
            cls, style, text if text.isascii() and text.isprintable() else safe(text), color_system
        )

    return render_style


def _is_guarding() -> bool:
    """Try it: a text that would set the clipboard must come out without its escape."""
    from rich.segment import Segment
    from rich.style import Style

    console = _console()
    shown = Strip([Segment(_PROBE, Style())]).render(console)
    return "\x1b]" not in shown


def guard_pastes() -> bool:
    """Let what is pasted come as one piece of text; returns whether this Textual let us."""
    if not _put_around(XTermParser, "feed", _feeding):
        return False
    (*keys, paste) = XTermParser().feed(f"{BEGIN}a\x1b[31mb{END}") or (None,)
    return not keys and isinstance(paste, Paste) and paste.text == "a[31mb"


def _feeding(original: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
    def feed(self: Any, data: str) -> Iterable[Any]:
        pasted = self.__dict__.setdefault("pasted", Pasted())
        text = pasted.clean(data)
        return original(self, text) if text or not data else ()  # to Textual, nothing is the end of the line

    return feed


def render_what_changes() -> bool:
    """Make only the lines that a frame needs; returns whether this Textual let us."""
    name = "_get_renders"
    return _takes_crop(getattr(Compositor, name, None)) and _put_around(Compositor, name, _needed)


def _takes_crop(original: Callable[..., Any] | None) -> bool:
    has_widgets = isinstance(getattr(Compositor, "visible_widgets", None), property)
    return has_widgets and original is not None and [*signature(original).parameters] == ["self", "crop"]


Renders = Iterable[tuple[Region, Region, list[Strip]]]  # where a widget is, what is seen of it, and its lines


def _needed(original: Callable[..., Renders]) -> Callable[..., Renders]:
    @wraps(original)
    def renders(self: Any, crop: Region | None = None) -> Renders:
        return _lines_in(crop, self.visible_widgets) if crop else original(self, crop)

    return renders


def _lines_in(crop: Region, widgets: Mapping[Any, tuple[Region, Region]]) -> Renders:
    """Of each widget the lines in a region; from the front, and none behind one that covers it."""
    for widget, (region, clip) in widgets.items():
        seen = region.intersection(clip)
        if not seen.intersection(crop):
            continue
        lines = seen.intersection(Region(seen.x, crop.y, seen.width, crop.height))
        yield region, lines, widget.render_lines(lines.translate(-region.offset))
        if seen.contains_region(crop):
            return


def _console() -> Any:
    import io

    from rich.console import Console

    return Console(file=io.StringIO(), force_terminal=True, color_system="truecolor")


def driver_class(frame: FirstFrame | None) -> type[Driver] | None:
    """The driver of ours; None where Textual takes another than that of a Unix terminal."""
    if frame is None and (constants.DRIVER or os.name != "posix"):
        return None
    from wom_tui.tui.driver import driver_for

    return driver_for(frame)


class ThriftyApp(App[int], inherit_bindings=False):
    """An app that sends only what differs from what the terminal shows."""

    def __init__(self, frame: FirstFrame | None = None) -> None:
        super().__init__(driver_class=driver_class(frame))
        self.takes_pastes_whole = guard_pastes()  # before anything reads what the terminal sends
        render_what_changes()
        is_plain = os.environ.get("WOM_OUTPUT") == "plain"
        self.terminal = None if is_plain else TerminalModel(erases=erases_in_colour())
        if frame is not None and self.terminal is not None:
            self.terminal.shows(frame.rows)
        self.is_behind_frame = frame is not None  # what is drawn waits until it is worth more than that
        self.pace = Pace()
        self.most_colours = ColorSystem.TRUECOLOR  # sent, however many the terminal has

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self.terminal is None or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
            return
        update = self._thrifty(spans_of(renderable))
        if self.pace.has_to_wait or self.is_behind_frame:
            update.put_by()
        else:
            self._send(screen, update)

    def _thrifty(self, spans: Spans) -> ThriftyUpdate:
        assert self.terminal is not None
        self.terminal.most_colours = self.most_colours
        return ThriftyUpdate(spans, self.terminal, self.size.width, self.size.height)

    def _send(self, screen: Screen[Any], update: ThriftyUpdate) -> None:
        super()._display(screen, update)
        if self.pace.is_on:
            self.pace.sent()
            self.ask_for_cursor()

    def frame_arrived(self) -> None:
        """The terminal has shown a frame: what was put by meanwhile goes now."""
        self.pace.heard()
        self._send_put_by()

    def come_forward(self) -> None:
        """Show what was drawn behind the first frame."""
        if self.is_behind_frame:
            self.is_behind_frame = False
            self._send_put_by()

    def _send_put_by(self) -> None:
        if self.terminal is not None and self.terminal.has_put_by and not self.pace.has_to_wait:
            self._send(self.screen, self._thrifty(()))

    def frame_under(self, head: Strip) -> list[Sequence[Cell | None]] | None:
        """What the terminal shows, below another first line; None where that is not known."""
        if self.terminal is None or self.terminal.has_put_by or not self.terminal.rows:
            return None
        return [self.terminal.cells(head), *self.terminal.rows[1:]]

    def ask_for_cursor(self) -> None:
        """The terminal is asked where its cursor is; it answers with an event, behind all that was sent before."""
        self._tell(CURSOR_WHERE)

    def report_mouse(self, *, is_on: bool) -> None:
        """Let the terminal tell of its mouse, or keep it for its own selection."""
        self._tell("".join(f"\x1b[?{mode}{'h' if is_on else 'l'}" for mode in MOUSE_MODES))

    def _tell(self, sequence: str) -> None:
        """Write past the frames, in their order; where there is no such way, the terminal is told nothing."""
        driver = getattr(self, "_driver", None)
        if driver is not None:
            driver.write(sequence)
            driver.flush()

    def leave_terminal(self) -> None:
        """Leave it as it was before the console, for a while."""
        driver = getattr(self, "_driver", None)
        if driver is not None and driver.can_suspend:
            driver.suspend_application_mode()

    def take_terminal(self) -> None:
        """Set its modes again, and read its keys."""
        driver = getattr(self, "_driver", None)
        if driver is not None and driver.can_suspend:
            driver.resume_application_mode()
        self.pace.restart()  # what was asked before is not answered any more

    def forget_terminal(self) -> None:
        """Something else may have written to the terminal: send the next frame whole."""
        if self.terminal is not None:
            self.terminal.forget()


class ThriftyUpdate:
    """One of Textual's updates, rendered against the model of the terminal.

    To Textual it is a renderable like any other, and none of its own updates: behind one of those it sends the cursor,
    which is hidden, back to its corner, and that is seven bytes of each frame.
    """

    def __init__(self, spans: Spans, model: TerminalModel, width: int, height: int) -> None:
        self.spans, self.model, self.size = spans, model, (width, height)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        yield Segment(self.sequences(console))

    def sequences(self, console: Console) -> str:
        """What is written to the terminal."""
        system = console.color_system
        if system is not None:
            self.model.color_system = min(COLOR_SYSTEMS[system], self.model.most_colours)
        self.model.resize(*self.size)
        return self.model.frame(self.spans)

    def put_by(self) -> None:
        """Nothing is written now; it goes with the next frame."""
        self.model.resize(*self.size)
        self.model.put_by(self.spans)


def spans_of(update: LayoutUpdate | ChopsUpdate) -> Spans:
    """Line, column and strip of everything in an update."""
    return _layout_spans(update) if isinstance(update, LayoutUpdate) else _chop_spans(update)


def _layout_spans(update: LayoutUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, strips in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in strips:
            yield y, x, strip
            x += strip.cell_length


def _chop_spans(update: ChopsUpdate) -> Iterator[tuple[int, int, Strip]]:
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= x2 and end > x1:
                yield y, x, strip if end <= x2 else strip.crop(0, x2 - x)


def has_frames() -> bool:
    """This Textual's updates are made as `spans_of` expects them."""
    layout = set(LayoutUpdate.__init__.__code__.co_varnames)
    chops = set(ChopsUpdate.__init__.__code__.co_varnames)
    return (
        hasattr(App, "_display")
        and {"strips", "region"} <= layout
        and {"chops", "spans", "chop_ends"} <= chops
    )
