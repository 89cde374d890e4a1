"""How are lines recorded under a name and played again? `Q`, `&`, `macro play NAME`.

What is kept are lines of the command line, so that a macro can be read, changed and passed on. What was meant by marks
or by the cursor, orders on the board, alerts and messages in their lists, is written as `.`: what is marked when it is
played, or else under the cursor, is meant then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.domain.words import some
from wom_tui.errors import InvalidInput, NotFound, WomError
from wom_tui.present.macro import VERBS, lines_of
from wom_tui.present.safe_text import safe
from wom_tui.present.saved_view import checked_name
from wom_tui.present.shape import Shape
from wom_tui.tui.key import WATCHED
from wom_tui.tui.own_things import OwnThings, named, offers
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.toasts import Kind

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

_SCREENS = ("board", "lanes", "backlog", "triage", "map", "log", *WATCHED)
# Keys whose command ends in a line, or can be seen in what the board has been made: nothing of them is lost.
TOLD = frozenset(
    {"assign", "dispatch", "reschedule", "hold", "finish", "priority", "edit", "locate", "reserve", "use",
     "unreserve", "acknowledge", "snooze", "talk", "stop", "new", "cancel", "add", "remove", "off", "undo",
     "redo", "filter", "command", "sort", "column_left", "column_right", "columns", "group", "views", "board",
     "lanes", "backlog", "triage", "map", "log", "alerts", "tab_left", "tab_right", "back", "leave",
     "previous", "record", "replay", "help", "repaint"}
)  # fmt: skip


@dataclass
class Recording:
    """What is being recorded.

    Attributes:
        shape, screen: as they were when they were looked at last; what is another since becomes a line.
        unsaid: keys that there are no words for.
        private: verbs of lines that may be of a person.
    """

    name: str
    shape: Shape
    screen: str
    lines: list[str] = field(default_factory=list)
    unsaid: dict[str, None] = field(default_factory=dict)
    private: dict[str, None] = field(default_factory=dict)

    @property
    def left_out(self) -> str:
        """What of it is in no line, and why."""
        reasons = (("without words", self.unsaid), ("may be of a person", self.private))
        return "; ".join(f"{why}, so not kept: {' '.join(what)}" for why, what in reasons if what)


class Macros:
    """The macros of this user, the one that is being recorded, and the one that was played last."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self.own = OwnThings(app, app.own.setting("macros.toml"), "macro", lines_of)
        self.recording: Recording | None = None
        self.last = ""

    # --------------------------------------------------------------------------------------------- what is said

    def say(self, words: str) -> None:
        """`record NAME`, `stop`, `play NAME`, `drop NAME`, `list` or nothing."""
        verb, _, rest = words.partition(" ")
        name = rest.strip()
        match verb:
            case "record":
                self._begin(name)
            case "stop":
                self.stop()
            case "play" if named(name, list(self.own.known)) is not None or not name:
                self._play(name or self.last)
            case "play":  # perhaps it was recorded at another console
                self.own.read_again(partial(self._play, name))
            case "drop":
                self.own.drop(name, partial(self.app.toast, f"macro {safe(name)} is dropped"))
            case "" | "list":
                self.own.read_again(self._show)
            case _:
                raise InvalidInput("macro", verb, f"one of {', '.join(VERBS)}")

    def complete(self, text: str) -> None:
        """Offer what can be done, then names."""
        listed = [
            (f"{verb} {name}", "; ".join(lines))
            for name, lines in self.own.known.items()
            for verb in ("play", "drop")
        ]
        listed += [("record ", "record lines under a name"), ("stop", "end that"), ("list", "all of them")]
        self.app.line.offer(text, offers("macro", text, listed))

    def toggle(self) -> None:
        """Q: begin, with the name to be typed; again: end."""
        if self.recording is not None:
            self.stop()
        else:
            self.app.line.open(":", "macro record ")

    # ---------------------------------------------------------------------------------------------- recording

    def _begin(self, name: str) -> None:
        name = checked_name(name, VERBS)
        self.recording = Recording(name, self.app.board.shape, self.app.context)
        self.app.draw_frame()
        self.app.toast(f"recording {safe(name)}", f"{self.app.keymap.shown('record')} ends it")

    def stop(self) -> None:
        """End it, and write it down."""
        if self.recording is None:
            self.app.toast("nothing is being recorded", f"{self.app.keymap.shown('record')} begins")
            return
        self.look()
        done, self.recording = self.recording, None
        self.app.draw_frame()
        if done.lines:
            self.own.put(done.name, done.lines, partial(self._kept, done))
        else:
            self.app.toast(f"macro {safe(done.name)} has no line: it is not kept", done.left_out)

    def _kept(self, done: Recording) -> None:
        self.last = done.name
        again = f"{self.app.keymap.shown('replay')} plays it"
        text = f"macro {safe(done.name)}: {some(len(done.lines), 'line')}"
        self.app.toast(text, f"{again}; {done.left_out}" if done.left_out else again)

    def note_key(self, id: str) -> None:
        """A key was answered."""
        if self.recording is not None and id not in TOLD | self.app.view.told:
            self.recording.unsaid[self.app.keymap.shown(id)] = None
        self.look()

    def look(self) -> None:
        """What of the board, and which view, is another than it was: each is a line that there is a word for."""
        recording = self.recording
        if recording is None:
            return
        if self.app.context != recording.screen and self.app.context in _SCREENS:
            recording.lines.append(self.app.context)
        recording.lines += changes(recording.shape, self.app.board.shape)
        self._seen()

    def _seen(self) -> None:
        if self.recording is not None:
            self.recording.shape = self.app.board.shape
            if self.app.context in _SCREENS:  # from a page of one order one comes back without a word
                self.recording.screen = self.app.context

    def heard_word(self, line: str) -> None:
        """A line about the console was said, and what it did needs no other words."""
        if self.recording is not None:
            self.recording.lines.append(line)
            self.app.call_later(self._seen)

    def heard(self, line: str, targets: Sequence[Target]) -> None:
        """A line about the work was said and done."""
        if self.recording is not None:
            self.heard_act(general(line, {target.number for target in targets}))

    def heard_act(self, line: str) -> None:
        """A key has done what this line says, which means by `.` what the key was about."""
        from wom_tui.grammar.privacy import is_private

        if self.recording is None:
            return
        self.look()
        if is_private(line):
            verb = line.split(maxsplit=1)[0]
            self.recording.private[verb] = None
            text = f"{safe(verb)} is done, but not recorded in {safe(self.recording.name)}"
            self.app.toasts.add(text, "what it says may be of a person", Kind.NEWS)
        else:
            self.recording.lines.append(line)

    # ------------------------------------------------------------------------------------------------ playing

    def replay(self) -> None:
        """&: the last one."""
        if self.last:
            self._play(self.last)
        else:
            self.own.read_again(self._show)

    def _play(self, words: str) -> None:
        name = named(words, list(self.own.known))
        if name is None:
            self.app.trouble.refused(NotFound("macro", words, tuple(self.own.known)), f"macro play {words}")
            return
        self.last = name
        Playing(self.app, name, self.own.known[name]).go_on()

    def _show(self) -> None:
        from wom_tui.tui.screens.names import Named, NamesPanel

        listed = [Named(name, "; ".join(lines)) for name, lines in self.own.known.items()]
        note = "" if listed else f"{self.app.keymap.shown('record')} records one"

        def answered(words: str | None) -> None:
            if words is not None:
                self.say(words if words.startswith("drop ") else f"play {words}")

        self.app.push_screen(NamesPanel("macros", note, listed, "play it", self.last), answered)


class Playing:
    """One macro, line by line. All its lines are about what was marked, or under the cursor, when it began."""

    def __init__(self, app: WomApp, name: str, lines: Sequence[str]) -> None:
        self.app, self.name, self.lines = app, name, lines
        self.targets = app.view.targets()
        self._at = 0

    def go_on(self) -> None:
        """The next line, or the end."""
        if self._at == len(self.lines):
            self.app.toast(f"macro {safe(self.name)}: {some(len(self.lines), 'line')} done")
            return
        self.app.view.when_read(self._say)

    def _say(self) -> None:
        self.app.speech.say(self.lines[self._at], self._now(), said=self._ended)

    def _now(self) -> tuple[Target, ...]:
        """The same orders, as the line before has left them."""
        rows = self.app.board.model.rows
        return tuple(Target.of(rows[t.number]) if t.number in rows else t for t in self.targets)

    def _ended(self, *, is_done: bool) -> None:
        if is_done:
            self._at += 1
            self.app.call_later(self.go_on)
            return
        line = safe(self.lines[self._at])
        text = f"macro {safe(self.name)} stopped at line {self._at + 1} of {len(self.lines)}: {line}"
        self.app.toasts.add(text, "what came before it is done", Kind.NEWS)


def changes(before: Shape, now: Shape) -> list[str]:
    """The lines that make the one the other."""
    lines = [f"filter {now.filter}".rstrip()] if now.filter != before.filter else []
    if (now.sort, now.is_reversed) != (before.sort, before.is_reversed):
        lines.append(f"sort {now.sort}{' down' if now.is_reversed else ''}")
    if now.grouping is not before.grouping:
        lines.append(f"group {now.grouping.value}")
    if now.columns != before.columns:
        lines.append(f"columns {' '.join(now.columns) or 'own'}")
    return lines


def general(line: str, meant: set[int]) -> str:
    """The line with `.` where it names just the orders that were meant by marks or cursor."""
    from wom_tui.grammar.intent import parse
    from wom_tui.grammar.targets import Target as Named
    from wom_tui.grammar.verbs import VERBS

    try:
        intents = parse(line, VERBS)
    except WomError:  # it names none
        return line
    if {intent.target for intent in intents} != {Named(number) for number in meant}:
        return line
    one = intents[0]
    return one.text.replace(f"{one.verb.name} {one.target}", f"{one.verb.name} .", 1)
