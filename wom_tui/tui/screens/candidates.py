"""Who can take this order: when they could be there, on their own day; and why the others cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.domain.habits import weekday_text
from wom_tui.domain.minutes import minute_of
from wom_tui.domain.technician import local_instant
from wom_tui.domain.worktime import Window
from wom_tui.present.candidates import (
    candidate_line,
    cannot_head,
    chosen_lines,
    heads,
    places_for,
    refused_line,
    verdict,
)
from wom_tui.present.cells import Line, cut
from wom_tui.present.lanes import Try, chart_line
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Axis, Setting, axis_for, ruler
from wom_tui.tui.key import CANDIDATES
from wom_tui.tui.second_look import SecondLook
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, ListView
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.commands.visit import AssignVisit
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.candidates import Candidate, Candidates, Refused
    from wom_tui.queries.lane import Lane
    from wom_tui.queries.lanes import LanesDay
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.changes import Changes

SHIFT_MIN = 9 * 60  # the day beside the list shows at least so much
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TELLING = frozenset({"work_order", "visit", "absence", "shift", "technician", "skill_grant"})


async def open_candidates(app: WomApp, target: Target, on: date | None = None) -> None:
    """Show who can take an order; on a day, or on the first that has room."""
    await app.open(CANDIDATES)
    app.query_one(CandidatesView).ask_about(target, on)


class CandidatesView(ListView):
    """The answer for one order."""

    context = CANDIDATES
    tab = "lanes"
    words_id = "candidates-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.target: Target | None = None
        self.found: Candidates | None = None
        self.lanes: dict[int, Lane] = {}
        self.axis = Axis(_EPOCH, 10, 1)
        self.setting = Setting(now=_EPOCH, zone=UTC)
        self.cursor = 0
        self.shows_refused = False
        self._wanted: date | None = None
        self._asked = 0  # only the newest answer counts
        self._is_stale = False  # something has happened while another view was in front
        self._is_sending = False
        self.second_look: SecondLook = SecondLook(self)

    def compose(self) -> ComposeResult:
        yield OneLine(id="candidates-gap")
        yield OneLine(id="candidates-heads")
        yield CursorList(self, id="candidate-list", has_bars=True)
        yield StillLines(id="candidates-words")

    # ------------------------------------------------------------------------------------------ the frame

    def scope(self) -> tuple[Line, Line]:
        """The order; how many can; the day, and where travel times come from."""
        if self.target is None:
            return (("Who can take it", "bold bright"),), ()
        found = self.found
        title = f"   {safe(found.title)}" if found else ""
        left: Line = ((found.label if found else str(self.target.number), "bold bright"), (title, "text"))
        if found is None:
            return left, (("asking everybody", "dim"),)
        source = f"   {safe(self.wom.seat.desk.travel_source)}" if self.size.width >= 100 else ""
        return left, (
            (f"{len(found.ranked)} can", "text"),
            (f", {len(found.refused)} cannot   ", "dim"),
            (weekday_text(found.on), "text"),
            (source, "dim"),
        )

    def attention(self) -> Line:
        """What is to be placed, and by when."""
        return verdict(self.found, self.wom.now(), self.setting) if self.found else ()

    def targets(self) -> tuple[Target, ...]:
        """The order, in the version that was read."""
        return self.second_look.as_read(self._drawn)

    @property
    def _drawn(self) -> Target | None:
        found = self.found
        if found is None:
            return self.target
        return Target(found.number, found.order_version, found.visit, found.visit_version)

    @property
    def claimed(self) -> int | None:
        return self.target.number if self.target else None

    # --------------------------------------------------------------------------------------------- asking

    def ask_about(self, target: Target, on: date | None) -> None:
        """Another order: ask everybody."""
        self.target, self._wanted = target, on
        self.found, self.lanes, self.cursor, self.shows_refused = None, {}, 0, False
        self._is_stale = False
        self.second_look.forget()
        self._ask()

    def _ask(self) -> None:
        if self.target is None or not self.wom.is_live:
            return
        from wom_tui.queries.candidates import candidates

        self._asked += 1
        asking = partial(candidates, on=self._wanted, visit=self.target.visit_id)
        now, travel = self.wom.now(), self.wom.seat.desk.travel
        came = partial(self._came, self._asked)
        self.read(asking, self.target.number, now, travel, then=came, again=self._ask_again)
        self._draw()

    def state_changed(self) -> None:
        self._draw()

    def came_live(self) -> None:
        self._ask_again()

    def _came(self, asked: int, found: Candidates) -> None:
        if asked != self._asked:
            return
        here = self._here()
        self.found = found
        self.second_look.drawn(self._drawn)
        self.shows_refused = bool(found.refused) and (self.shows_refused or not found.ranked)
        who = [one.technician for one in found.ranked]
        shown = [*who, *(one.technician for one in found.refused if self.shows_refused)]
        # Whoever the cursor was on, it stays on: somebody else must not get the order by the same key.
        self.cursor = shown.index(here) if here in shown else min(self.cursor, max(0, len(shown) - 1))
        self._take_setting()
        from wom_tui.queries.lanes import lanes

        if who:
            asking = partial(lanes, only=frozenset(who))
            self.wom.ask(
                asking, found.on, self.wom.now(), then=partial(self._lanes_came, asked), quietly=True
            )
        self._draw()

    def _lanes_came(self, asked: int, day: LanesDay) -> None:
        if asked == self._asked:
            self.lanes = {lane.technician: lane for lane in day.lanes}
            self._draw()

    def rows_changed(self, changes: Changes) -> None:
        """Somebody has changed a day: what is offered here may be gone."""
        if changes.may_touch(_TELLING):
            self._ask_again()

    def minute(self, now: datetime) -> None:
        """Nobody can be there earlier than now."""
        self._ask_again()

    def opened(self) -> None:
        """Back in front: what was offered may be gone."""
        if self._is_stale:
            self._ask_again()

    def _ask_again(self) -> None:
        """The same question; behind another view it waits until somebody looks."""
        self._is_stale = not self.display
        if self.display:
            self._ask()

    # -------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#candidates-words").styles.height = 1 if event.size.height < 16 else 4
        self.call_after_refresh(self._draw)

    def _take_setting(self) -> None:
        assert self.found is not None
        now, zone = self.wom.now(), self.wom.seat.zone
        self.setting = Setting(
            now=minute_of(now),
            zone=zone,
            is_today=self.found.on == now.astimezone(zone).date(),
            is_flat=bool(self.wom.look.flat),
            is_ascii=self.wom.signs.is_ascii,
        )

    def _draw(self) -> None:
        places = places_for(self.size.width)
        head: Line = heads(places)
        if places.chart and self.found is not None:
            begin_at = local_instant(self.found.on, 0, str(self.setting.zone))
            shifts = [shift for lane in self.lanes.values() for shift in lane.shifts]
            now = self.setting.now if self.setting.is_today else None
            self.axis = axis_for(shifts, begin_at, now, self.setting.zone, places.chart, SHIFT_MIN)
            head = (*head, *ruler(self.axis, self.setting.zone, now))
        self.query_one("#candidates-heads", OneLine).show(head if self.found and self.found.ranked else ())
        self.list.keep_cursor_in_sight()
        self.list.refresh()
        self.query_one("#candidates-words", StillLines).show(list(self._words()))
        self.frame_changed()

    @property
    def cursor_line(self) -> int:
        """Which line of the list the cursor is on."""
        ranked = len(self.found.ranked) if self.found else 0
        return self.cursor + (3 if self.cursor >= ranked and ranked else 2 if self.cursor >= ranked else 0)

    def list_line(self, line: int, width: int) -> Line:
        """The candidates, a gap, a head, the refusals: as one sentence, or one by one."""
        found = self.found
        if found is None:
            return self.absent("who can take it") if line == 0 and self.target is not None else ()
        ranked, sign = len(found.ranked), self.wom.signs.cursor
        if line < ranked:
            return self._candidate(line, found.ranked[line], width)
        line -= ranked + 1 if ranked else 0
        if found.violations and line == 0:
            return (("   ", ""), ("nobody can: ", "late"), (safe(found.violations[0].message), "text"))
        if line == 0 and found.refused:
            return cannot_head(found, width, self.wom.signs.rule, is_open=self.shows_refused)
        if line == 1 and found.refused:
            return (("   ", ""), (cut(safe(found.sentence), width - 5), "dim"))
        index = line - 2
        if self.shows_refused and 0 <= index < len(found.refused):
            is_cursor = self.cursor == ranked + index
            return refused_line(
                found.refused[index], self.setting, width, is_cursor=is_cursor, cursor_sign=sign
            )
        return ()

    def _candidate(self, index: int, one: Candidate, width: int) -> Line:
        places, is_cursor = places_for(width), index == self.cursor
        sign = self.wom.signs.cursor
        left = candidate_line(index + 1, one, places, self.setting, is_cursor=is_cursor, cursor_sign=sign)
        lane = self.lanes.get(one.technician)
        if not places.chart or lane is None:
            return left
        window = Window(one.slot.start_at, one.slot.end_at)
        label = str(self.found.number) if self.found else ""
        attempt = Try(window, label, one.slot.travel_s)
        is_shown = is_cursor and not self.setting.is_flat
        return (*left, *chart_line(lane, self.axis, self.setting, is_cursor=is_shown, attempt=attempt))

    def _words(self) -> tuple[Line, ...]:
        """The cursor's candidate, what Enter does, and below it each rule that would be bent."""
        one = self.candidate
        if one is None:
            return ()
        return chosen_lines(one, self.wom.now(), self.wom.seat.zone, self.size.width)

    # --------------------------------------------------------------------------------------------- moving

    @property
    def candidate(self) -> Candidate | None:
        """Who the cursor is on, of those who can."""
        ranked = self.found.ranked if self.found else ()
        return ranked[self.cursor] if self.cursor < len(ranked) else None

    @property
    def _under_cursor(self) -> Candidate | Refused | None:
        if self.found is None:
            return None
        listed: list[Candidate | Refused] = [*self.found.ranked, *self.found.refused]
        return listed[self.cursor] if self.cursor < len(listed) else None

    def _here(self) -> int | None:
        one = self._under_cursor
        return one.technician if one else None

    @property
    def _last(self) -> int:
        refused: tuple[Refused, ...] = self.found.refused if self.found and self.shows_refused else ()
        return max(0, (len(self.found.ranked) if self.found else 0) + len(refused) - 1)

    def step(self, lines: int) -> None:
        """Up and down the list."""
        self._go_to(max(0, self.cursor + lines))

    def click(self, line: int) -> None:
        """The pointer is on a line of the list."""
        ranked = len(self.found.ranked) if self.found else 0
        self._go_to(line if line < ranked else max(0, line - (3 if ranked else 2)))

    def _go_to(self, place: int) -> None:
        self.cursor = min(self._last, place)
        self._draw()

    @property
    def all_lines(self) -> int:
        return self._last

    def do_pane(self) -> None:
        """Tab: those who cannot, one by one, or counted again."""
        if self.found is None or not self.found.refused:
            return
        self.shows_refused = not self.shows_refused
        self.cursor = len(self.found.ranked) if self.shows_refused and not self.found.ranked else 0
        self._draw()

    # --------------------------------------------------------------------------------------------- acting

    def do_open(self) -> None:
        """Enter: the cursor's technician gets it."""
        self._assign(is_sent=False)

    def do_why(self) -> None:
        """W: why not this one, or for what price."""
        one = self._under_cursor
        if one is None or self.found is None:
            self.wom.toast("nobody is under the cursor")
        else:
            self.wom.speech.say(f'why not "{one.code}" {self.found.label} {self.found.on.isoformat()}')

    def do_dispatch(self) -> None:
        """d: and is told at once; one act, one undo."""
        self._assign(is_sent=True)

    def _assign(self, *, is_sent: bool) -> None:
        one, found = self.candidate, self.found
        if found is None and self.target is not None:
            self.wom.toast("not yet: still looking who can take it")
            return
        if one is None or found is None or self.target is None:
            self.wom.toast("nobody under the cursor can take it")
            return
        if not self.wom.is_live:
            self.wom.toast(*self.wom.live.refusal)
            return
        if self._is_sending:
            return
        from wom_tui.commands.visit import AssignVisit
        from wom_tui.grammar.words import quoted

        (read,) = self.targets()
        command = AssignVisit(
            order=found.number,
            visit=found.visit,
            technician=one.technician,
            start_at=one.slot.start_at,
            end_at=one.slot.end_at,
            expect=read.visit_version,
            expect_order=read.version,
            is_sent=is_sent,
        )
        self._is_sending = True
        verb = "dispatch" if is_sent else "assign"
        lines = [
            f"assign {found.number} {quoted(one.code)}",
            *([f"dispatch {found.number}"] if is_sent else ()),
        ]
        ended = partial(self._ended, self.target, lines)
        self.wom.acts.act(
            [command],
            label=f"{verb} {found.label} {one.name}",
            ended=ended,
            again=partial(self._once_more, command),
        )

    def _once_more(self, command: AssignVisit) -> list[AssignVisit]:
        """The same for the order's visit as it is by now."""
        (row,) = self.wom.seat.fresh([command.order])
        visit = (row.visit.id, row.visit.version) if row.visit else (None, None)
        return [replace(command, visit=visit[0], expect=visit[1], expect_order=row.version)]

    def _ended(self, target: Target, lines: Sequence[str], done: Receipt | None) -> None:
        """Given: back to where it was asked from. Else the answer stays, as it is by now."""
        self._is_sending = False
        for line in lines if done is not None else ():
            self.wom.macros.heard(line, [target])
        if done is not None and self.display:
            self.wom.call_later(self.wom.go_back)
