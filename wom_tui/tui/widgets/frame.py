"""What stands in the same place on every view: header, scope, attention, key bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from textual import events

from wom_tui.domain.habits import clock_text, day_text, weekday_text
from wom_tui.present.cells import Line, Piece, clip, joined, line_width, spread
from wom_tui.present.labels import Signs
from wom_tui.present.safe_text import safe
from wom_tui.tui.key import Key
from wom_tui.tui.keymap import Keymap
from wom_tui.tui.typed_keys import TypedKeys
from wom_tui.tui.widgets.lines import OneLine

# Each by its digit, which it keeps whatever views come: 6 is that of numbers.
TABS = ("board", "lanes", "backlog", "order", "alerts", "triage", "map", "log")


@dataclass(frozen=True)
class Waiting:
    """What asks for somebody, in words; `short` where the tabs would have no words otherwise."""

    words: str = ""
    short: str = ""


NOTHING_WAITS = Waiting()


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Where we are and what time it is there; what else one has to know: for whom, what is recorded."""

    current: str
    office: str
    now: datetime
    zone: tzinfo
    state: str
    standing_in: str = ""
    here: str = ""
    is_slow: bool = False
    recording: str = ""
    badges: Mapping[str, Line] = field(default_factory=dict)  # tab → what waits there
    waiting: Waiting = NOTHING_WAITS  # what asks for somebody, and has no tab of its own


class Header(OneLine):
    """Line 1: name, tabs, office, day, `live` or not, clock."""

    ground = "raised"
    heading: Heading | None = None

    def draw(self, heading: Heading) -> None:
        """Say that."""
        self.heading = heading
        self.show(self.line_of(heading))

    def line_of(self, said: Heading) -> Line:
        """As wide as the screen."""
        local = said.now.astimezone(said.zone)
        width = self.app.size.width
        clock = (clock_text(local), "bold bright")
        quiet = (
            "text"
            if said.state == "live"
            else "bold bright"
            if said.state.startswith(("BRANCH", "AS OF"))
            else "warn"
        )
        whose: list[list[Piece]] = [[(safe(said.standing_in), "warn")]] if said.standing_in else []
        whose += [[(f"recording {safe(said.recording)}", "bold bright")]] if said.recording else []
        slow: list[list[Piece]] = [[("slow", "dim")]] if said.is_slow else []
        state: list[list[Piece]] = [*slow, [(said.state, quiet)], [clock]]
        always = [*whose, *_waits(said.waiting.words), *state]
        lefts = _tabs(said.current, self.wom.keymap, said.badges)
        if line_width(lefts[1]) + line_width(joined(always, 3)) + 2 > width:
            always = [*whose, *_waits(said.waiting.short), *state]
        fronts = _fronts(safe(said.office), weekday_text(local), day_text(local), said.here)
        # Whether it is live is never left out, and the tabs are shortened before that.
        while len(lefts) > 1 and line_width(lefts[0]) + line_width(joined(always, 3)) + 2 > width:
            lefts.pop(0)
        left = width - line_width(lefts[0]) - 2
        rights = next(
            (whole for front in fronts if line_width(joined(whole := [*front, *always], 3)) <= left),
            _least(always, left),
        )
        return spread(lefts[0], (*joined(rights, 3), (" ", "")), width)

    async def on_click(self, event: events.Click) -> None:
        """A tab is a button."""
        at = 0
        for text, _ in self.line(0):
            at += len(text)
            if event.x < at:
                word = text.strip().lower()
                if word in TABS:
                    await self.wom.speech.do(word)
                return


def _fronts(office: str, day: str, short: str, here: str) -> list[list[list[Piece]]]:
    """What stands before that, ever less of it: the day outlives the count of who is here, at last without its name."""
    told = (office, day, here), (day, here), (short, here), (day,), (short,), ()
    return [[[(word, "dim")] for word in words if word] for words in told]


def _least(always: list[list[Piece]], room: int) -> list[list[Piece]]:
    """As much of it as there is room for, the clock in any case."""
    kept = list(always)
    while len(kept) > 1 and line_width(joined(kept, 3)) > room:
        kept.pop(0)
    return kept


def _waits(words: str) -> list[list[Piece]]:
    return [[(words, "warn")]] if words else []


def _tabs(current: str, keymap: Keymap, badges: Mapping[str, Line]) -> list[list[Piece]]:
    """All tabs, ever shorter: with room, closer together, by number but for the open one, only that.

    What waits behind a tab stands beside it, however short it is.
    """
    rows = [keymap.by_id(name) for name in TABS]
    tabs = [_tab(row, badges.get(row.id, ()), is_current=row.id == current) for row in rows]
    close = [
        tab if row.id == current else [*tab[:1], (row.label, "dim"), *badges.get(row.id, ())]
        for row, tab in zip(rows, tabs, strict=True)
    ]
    short = [
        tab if row.id == current else [(f" {row.shown}", "dim"), *badges.get(row.id, ())]
        for row, tab in zip(rows, tabs, strict=True)
    ]
    here = [tab for row, tab in zip(rows, tabs, strict=True) if row.id == current]
    wide: list[Piece] = [(" wom   ", "bold bright")]
    return [[*wide, *_flat(tabs)], _flat(close), [*_flat(short), (" ", "")], [(" ", ""), *_flat(here)]]


def _flat(tabs: list[list[Piece]]) -> list[Piece]:
    return [piece for tab in tabs for piece in tab]


def _tab(row: Key, badge: Line, *, is_current: bool) -> list[Piece]:
    """` 1 Board `; the open one stands on the page's own ground, what waits there behind the word."""
    number, label = row.shown, row.label
    end: list[Piece] = [*badge, (" ", "")] if badge else []
    if is_current:
        return [(f" {number} ", "accent here"), (f"{label} ", "bold bright here"), *end, (" ", "")]
    return [(f" {number} ", "dim"), (f"{label} ", "dim"), *end, (" ", "")]


class Scope(OneLine):
    """Line 2: what is shown, how much of it, marks, what has moved."""

    def draw(self, left: Line, right: Line) -> None:
        """Both ends; the left one is cut first."""
        width = self.app.size.width
        room = width - line_width(right) - 3
        self.show(spread(((" ", ""), *clip(left, max(0, room))), (*right, (" ", "")), width))


class Attention(OneLine):
    """Line 3: only counts that are not zero."""

    def draw(self, line: Line) -> None:
        """The counts, most urgent first, cut from the right."""
        self.show(clip(((" ", ""), *line), self.app.size.width - 1))


class KeyBar(OneLine):
    """The last line: keys of the view, most used first, cut from the right; help is always there.

    While something is typed, what keys do then: letters are text, and none of the view's verbs.
    """

    ground = "raised"

    def draw(self, context: str, typed: TypedKeys = ()) -> None:
        """The keys of a view, or of a line that is typed in."""
        if typed:
            items = [[(key, "bold bright"), (f" {label}", "dim")] for key, label in typed]
            self.show(clip(((" ", ""), *joined(items, 3)), self.app.size.width))
            return
        rows = [
            r
            for r in self.wom.keymap.rows_of(context)
            if r.bar and context not in r.quiet_in and r.id != "help" and r.id not in self.wom.view.idle
        ]
        rows.sort(key=lambda row: context not in row.leads_in)
        if self.wom.seat.branch:
            rows.insert(0, self.wom.keymap.by_id("branch"))  # what one has come for
        end = _named(self.wom.keymap.by_id("help"), context, self.wom.signs)
        room = self.app.size.width - line_width(end) - 4
        shown: list[list[Piece]] = []
        if self.wom.keys.is_waited_for:
            shown.append([(f"working{self.wom.signs.ellipsis}", "warn")])
        if self.wom.seat.as_of is not None:
            rows = [row for row in rows if not row.writes]
            shown.append([("as-of now", "bold bright"), (" goes back", "dim")])
        for row in rows:
            item = _named(row, context, self.wom.signs)
            if line_width(joined([*shown, item], 3)) > room:
                break
            shown.append(item)
        self.show(spread(((" ", ""), *joined(shown, 3)), (*end, (" ", "")), self.app.size.width))


def _named(row: Key, context: str, signs: Signs) -> list[Piece]:
    return [(signs.keys(row.name_in(context)), "bold bright"), (f" {row.label_in(context)}", "dim")]
