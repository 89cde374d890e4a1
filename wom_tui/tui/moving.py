"""Move mode: a visit is taken up, carried about, and dropped as one act or put back. Until then nothing is written.

Wherever it is carried, the act itself is tried without being done, and what comes of it is said.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.domain.states import TOLD
from wom_tui.present.cells import Line
from wom_tui.present.lanes import Try
from wom_tui.present.moving import Verdict, moving_words
from wom_tui.tui.move_model import SHORTEST, LanePlace, Moved, MoveModel
from wom_tui.tui.newest import Newest
from wom_tui.tui.rest import Rest

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.candidates import Candidates
    from wom_tui.queries.lane import Bar
    from wom_tui.tui.changes import Changes
    from wom_tui.tui.screens.lanes import LanesView

WIDE_FROM = 100  # cells from which what is tried has a line of its own
REST_S = 0.08  # so long after the last key the rules are asked
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)


class Moving:
    """The hands of the lanes while something is in them."""

    def __init__(self, view: LanesView) -> None:
        self.view = view
        self.move: MoveModel | None = None
        self.verdict: Verdict | None = None
        self._newest = Newest()
        self._rest = Rest(view, REST_S, self._ask)
        self._offers: list[LanePlace] = []
        self._offer = -1
        self._is_dropping = False  # Enter was pressed before the answer was there
        self._is_sent = False
        self._is_from_tray = False

    @property
    def is_on(self) -> bool:
        """Something is in the hands."""
        return self.move is not None

    @property
    def ghost(self) -> Try | None:
        """Where it would go, as it is drawn."""
        if self.move is None:
            return None
        figures = self.verdict.figures if self.verdict else None
        is_refused = self.verdict is not None and bool(self.verdict.no)
        return Try(
            self.move.place.window,
            str(self.move.what.order),
            figures.travel_s if figures else 0,
            is_refused=is_refused,
        )

    @property
    def technician(self) -> int | None:
        """Over whose lane it is."""
        return self.move.place.technician if self.move is not None else None

    @property
    def visit(self) -> int | None:
        """Which visit is moved; None where it is an order that has none yet."""
        return self.move.what.visit if self.move is not None else None

    @property
    def _bar(self) -> Bar | None:
        """The visit as it was read last."""
        return self.view.model.bar_of(self.visit) if self.visit is not None else None

    @property
    def has_line(self) -> bool:
        """There is room for what is tried on a line of its own, under its lane."""
        return self.view.size.width >= WIDE_FROM

    def attempt_on(self, technician: int) -> Try | None:
        """The ghost, where it is drawn on the lane itself."""
        return self.ghost if technician == self.technician and not self.has_line else None

    @property
    def words(self) -> Line:
        """What is said of it; nothing where nothing is moved."""
        if self.move is None:
            return ()
        place, view = self.move.place, self.view
        lane = view.model.lanes.get(place.technician)
        what, name = self.move.what, lane.name if lane else ""
        return moving_words(
            what.label,
            name,
            place.window,
            self.verdict,
            view.setting,
            is_wide=self.has_line,
            is_sent=what.is_sent and self.move.has_moved,
        )

    # ---------------------------------------------------------------------------------- taking it up, or not

    def begin(self, what: Moved, place: LanePlace) -> None:
        """Take it up; Esc and Enter are the only ways on from there."""
        self.move = MoveModel(what, place)
        self._offers, self._offer = [], -1
        self._is_from_tray, self.view.model.in_tray = self.view.model.in_tray, False
        self._changed()
        self.view.frame_changed()

    def stop(self) -> None:
        """Nothing is in the hands any more."""
        self.move = self.verdict = None
        self._is_dropping = self._is_sent = False
        self._newest.drop()
        self._rest.drop()
        self.view.ghost_moved()
        self.view.frame_changed()

    def do_back(self) -> None:
        """Esc: it stands where it stood."""
        if not self._is_sent:
            self.view.model.in_tray = self._is_from_tray and self.view.model.has_tray_cursor
            self.stop()

    def do_move(self) -> None:
        """m: somebody has changed it meanwhile; go on with it as it is now, where the ghost is."""
        if self.move is None:
            return
        bar = self._bar
        if bar is not None and self.verdict is not None and self.verdict.no:
            from wom_tui.tui.lane_acts import moved_of

            self.move.as_of(moved_of(bar))
            self._changed()

    # ----------------------------------------------------------------------------------------- carrying it

    def do_bar_left(self) -> None:
        self._shift_cell(-1)

    def do_bar_right(self) -> None:
        self._shift_cell(1)

    def _shift_cell(self, cells: int) -> None:
        if self.move is not None:
            self.move.shift_cell(cells, self.view.axis.step)
            self._changed()

    def do_earlier(self) -> None:
        self._shift(-QUARTER)

    def do_later(self) -> None:
        self._shift(QUARTER)

    def _shift(self, by: timedelta) -> None:
        if self.move is not None:
            self.move.shift(by)
            self._changed()

    def do_up(self) -> None:
        self._step_lane(-1)

    def do_down(self) -> None:
        self._step_lane(1)

    def _step_lane(self, lanes: int) -> None:
        if self.move is not None:
            self.move.step_lane(self.view.model.order, lanes)
            self._changed()

    def carry_to(self, technician: int, cells: int) -> None:
        """The pointer has dragged it so many cells from where it was taken up, to that lane."""
        if self.move is None or (home := self.move.what.home) is None:
            return
        before = self.move.place
        self.move.go_to(home)
        if cells:
            self.move.shift_cell(cells, self.view.axis.step)
        self.move.go_to_lane(technician)
        if (before.technician, before.start_at) != (technician, self.move.place.start_at):
            self._changed()
        else:
            self.move.go_to(before)

    def do_shorter(self) -> None:
        self._resize(-QUARTER)

    def do_longer(self) -> None:
        self._resize(QUARTER)

    def _resize(self, by: timedelta) -> None:
        if self.move is not None and self.move.resize(by):
            self._changed()
        elif self.move is not None:
            self.view.wom.toast(f"a visit takes {SHORTEST.seconds // 60} minutes at least")

    def do_day_before(self) -> None:
        self._go_to_day(-1)

    def do_day_after(self) -> None:
        self._go_to_day(1)

    def _go_to_day(self, days: int) -> None:
        """It goes to the other day with whoever looks at it."""
        on = self.view.sight.day_after(days)
        if self.move is not None and on is not None:
            self.view.show_day(on)
            self._shift(days * DAY)

    # ------------------------------------------------------------------------------------ the next best place

    def do_next_answer(self) -> None:
        """b: the best place that there is, then the next best."""
        if self.move is None or not self.view.wom.is_live:
            return
        if self._offers:
            self._take_offer()
            return
        from wom_tui.queries.candidates import candidates

        wom, what = self.view.wom, self.move.what
        on = self.move.place.start_at.astimezone(wom.seat.zone).date()
        asking = partial(candidates, on=on, visit=what.visit)
        came = partial(self._offers_came, self.move)
        wom.ask(asking, what.order, wom.now(), wom.seat.desk.travel, then=came)

    def _offers_came(self, move: MoveModel, found: Candidates) -> None:
        if move is not self.move:
            return
        places = (LanePlace(c.technician, c.slot.start_at, c.slot.end_at) for c in found.ranked)
        self._offers = [place for place in places if place != move.what.home]
        if not self._offers:
            why = found.violations[0].message if found.violations else found.sentence
            self.view.wom.toast("there is no better place on this day", why)
            return
        self._take_offer()

    def _take_offer(self) -> None:
        assert self.move is not None
        self._offer = (self._offer + 1) % len(self._offers)
        self.move.go_to(self._offers[self._offer])
        self._changed()

    # ------------------------------------------------------------------------------------ what would come of it

    def _changed(self) -> None:
        """It is elsewhere: draw it there, and ask once the keys rest."""
        self.verdict = None
        self._newest.drop()
        self._rest.begin()
        self.view.ghost_moved()

    def left_by(self, changes: Changes) -> None:
        """An act from here, sent before it was taken up, has come back: nobody else has changed it by that."""
        if self.move is not None:
            self.move.as_of(self.move.what.left_by(changes))
            self.facts_changed()

    def facts_changed(self) -> None:
        """Somebody has changed a day: what was said may not hold any more."""
        if self.move is not None and not self._is_sent:
            bar, what = self._bar, self.move.what
            if bar is not None and bar.version == what.visit_version:
                self.move.as_of(replace(what, is_sent=bar.status in TOLD))
            self._offers, self._offer = [], -1
            self._rest.begin()

    def _ask(self) -> None:
        if self.move is None or not self.view.wom.is_live:
            return
        from wom_tui.tui.trial import try_place

        wom, command, asks_for_length = self.view.wom, self.move.command(), self.move.asks_for_length
        came = self._newest.only(self._came)

        def job() -> None:
            wom.call_from_thread(came, try_place(wom, command, asks_for_length=asks_for_length))

        wom.work(job, quietly=True)

    def _came(self, verdict: Verdict) -> None:
        if self.move is None:
            return
        self.verdict = verdict
        if verdict.figures is not None:
            self.move.takes(verdict.figures.end_at)
        self.view.ghost_moved()
        if self._is_dropping:
            self._drop(verdict)

    # ---------------------------------------------------------------------------------------- dropping it

    def do_open(self) -> None:
        """Enter: it is booked there, as one act; refused, it stays in the hands."""
        wom = self.view.wom
        if self.move is None or self._is_sent:
            return
        if not wom.is_live:
            wom.toast(*wom.live.refusal)
        elif not self.move.has_moved:
            self.stop()
        elif self.verdict is not None:
            self._drop(self.verdict)
        else:
            self._is_dropping = True
            self._rest.drop()
            self._ask()

    def _drop(self, verdict: Verdict) -> None:
        self._is_dropping = False
        if self.move is None:
            return
        if verdict.no:
            self.view.wom.toast(f"not done: {'; '.join(verdict.no)}", "Esc puts it back", is_error=True)
            return
        self._is_sent = True
        label = f"{self.move.verb} {self.move.what.label}"
        self.view.wom.acts.act([self.move.command()], label=label, ended=self._ended)

    def _ended(self, done: Receipt | None) -> None:
        self._is_sent = False
        if self.move is None:
            return
        if done is None:  # refused, or thought better of: it is still in the hands
            self.facts_changed()
            return
        place, visit = self.move.place, self.visit
        if visit is None:
            visit = next((event.subject_id for event in done.events if event.noun == "visit"), None)
        self.view.model.go_to_visit(place.technician, visit, place.start_at)
        self.stop()
